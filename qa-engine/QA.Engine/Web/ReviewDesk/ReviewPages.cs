using System;
using System.Collections.Generic;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.ReviewDesk;

/// <summary>The review queue: what waits for a person's look, and why.</summary>
internal static class ReviewPages
{
    private const int Shown = 50;
    private const int MostDaysAtOnce = 31;

    public static void MapReviews(this IEndpointRouteBuilder routes)
    {
        routes.Page("/reviews", Allowance.Decide, Show);
        routes.Page("/reviews/next", Allowance.Decide, static (Visit visit, ReviewQueue queue, long? skip) =>
        {
            if (skip is { } left)
                queue.GiveBack(left, visit.Account.Number);
            return PageRoutes.Back(queue.Next(visit.Account.Number, visit.Reach, skip) is { } next ? Links.Conversation(next.Conversation, next.Score) : "/reviews?empty=1");
        });
        routes.Form("/reviews/draw", Allowance.Decide, static (Visit visit, IFormCollection form, Drawing drawing) =>
        {
            if (!DateOnly.TryParseExact(form["from"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var from)
                || !DateOnly.TryParseExact(form["to"], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
                || to < from || to.DayNumber - from.DayNumber >= MostDaysAtOnce)
                return Results.BadRequest();
            var drawn = 0;
            for (var day = from; day <= to; day = day.AddDays(1))
                drawn += drawing.Draw(day);
            visit.WriteDown(AuditAction.SampleDrawn, $"{from:yyyy-MM-dd} – {to:yyyy-MM-dd}", drawn.ToString(CultureInfo.InvariantCulture));
            return PageRoutes.Back($"/reviews?drawn={drawn}");
        });
    }

    private static RazorComponentResult<ReviewsPage> Show(
        Visit visit, IScoreStore store, ReviewQueue queue, WebOptions options, string? reason, string? critical, string? team, string? agent, string? empty, int? drawn)
    {
        // Boards link here with the state of critical findings that they count.
        var only = critical == StoredSuspicion.Suspected ? DrawReason.Critical : ReviewQueue.ReasonOf(reason);
        AgentName? one = agent is { Length: > 0 } ? new AgentName(team ?? "", agent) : null;
        var since = visit.StartOfToday;
        var model = new ReviewsModel(
            queue.Open(visit.Reach, Shown, only, one), queue.Counts(visit.Account.Number, visit.Reach, since), only, options.ReviewQuota,
            visit.Can(Allowance.Administer) ? queue.Reviewers(since) : [], empty is not null, drawn, store.Candidates.LastDay());
        return PageRoutes.Show<ReviewsPage>(visit, model);
    }
}

/// <param name="Only">One reason alone; null: all.</param>
/// <param name="Quota">Reviews a day; 0: no quota.</param>
/// <param name="Reviewers">Who did how much today; for administrators.</param>
/// <param name="NothingLeft">Whether somebody asked for the next one and there was none.</param>
/// <param name="Drawn">How many a draw by hand just added; null: none was made.</param>
/// <param name="LastDay">The last day with scores; null: there are none.</param>
public sealed record ReviewsModel(
    IReadOnlyList<QueuedScore> Open, QueueCounts Counts, DrawReason? Only, int Quota, IReadOnlyList<ReviewerCount> Reviewers, bool NothingLeft, int? Drawn, DateOnly? LastDay);
