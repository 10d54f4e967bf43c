using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.Today;

/// <summary>What needs a supervisor's attention, before any chart.</summary>
internal static class TodayPages
{
    private const int CriticalsShown = 8;

    public static void MapToday(this IEndpointRouteBuilder routes) => routes.Page(
        "/today", Allowance.SeeTeams, static (Visit visit, IScoreStore store, TeamWatch watch, ReviewQueue queue, Disputes disputes, WebOptions options) =>
        {
            var decides = visit.Can(Allowance.Decide);
            return PageRoutes.Show<TodayPage>(visit, new TodayModel
            {
                Criticals = store.Candidates.Waiting(visit.Reach, CriticalsShown),
                CriticalsWaiting = store.Candidates.CountWaiting(visit.Reach),
                Queue = decides ? queue.Counts(visit.Account.Number, visit.Reach, visit.StartOfToday) : null,
                Quota = options.ReviewQuota,
                DisputesOpen = disputes.Waiting(visit.Reach),
                OldestDispute = disputes.OldestWaiting(visit.Reach),
                Teams = watch.Latest?.Teams.Where(team => visit.Reach.SeesTeam(team.Team)).ToList(),
                LastDay = store.Candidates.LastDay(),
                SetAside = visit.Can(Allowance.Administer) ? store.Totals().SetAside : 0,
            });
        });
}

public sealed record TodayModel
{
    public required IReadOnlyList<WaitingCritical> Criticals { get; init; }

    public required long CriticalsWaiting { get; init; }

    /// <summary>Null: not for this role.</summary>
    public required QueueCounts? Queue { get; init; }

    public required int Quota { get; init; }

    public required long DisputesOpen { get; init; }

    public required System.DateTimeOffset? OldestDispute { get; init; }

    /// <summary>Null: nothing was gathered yet.</summary>
    public required IReadOnlyList<TeamTrend>? Teams { get; init; }

    /// <summary>The last day with scores; null: there are none.</summary>
    public required System.DateOnly? LastDay { get; init; }

    /// <summary>Lines that could not be read; for administrators.</summary>
    public required long SetAside { get; init; }

    public bool IsQuiet => CriticalsWaiting == 0 && DisputesOpen == 0 && (Teams is null || Teams.All(static team => team.Falling.Count == 0 && team.Slipping.Count == 0 && team.Change is not { IsSure: true, Difference: < 0 }));
}
