using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.Today;

/// <summary>What needs a supervisor's attention, before any chart.</summary>
internal static class TodayPages
{
    public static void MapToday(this IEndpointRouteBuilder routes) =>
        routes.Page("/today", Allowance.SeeTeams, static (Visit visit, IScoreStore store) => PageRoutes.Show<TodayPage>(visit, new TodayModel(store.Totals())));
}

public sealed record TodayModel(StoreTotals Totals);
