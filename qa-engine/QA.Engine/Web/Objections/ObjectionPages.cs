using System;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Objections;

/// <summary>An agent objects to a verdict on an own score, and supervisors answer.</summary>
internal static class ObjectionPages
{
    public const int LongestComment = 1_000;

    // As many as one reads in one go; more are a page further.
    private const int MostWaiting = 10;

    public static void MapObjections(this IEndpointRouteBuilder routes)
    {
        routes.Page("/card/object", Allowance.OwnCard, static (Visit visit, ObjectionCases cases, WebOptions options, long? score, string? criterion, string? critical) =>
            Own(visit, cases, score ?? 0, criterion ?? "", critical is not null) is not { } found
                ? NotOwn(visit, score ?? 0)
                : Show(visit, options, found));
        routes.Form("/card/object", Allowance.OwnCard, Object);
        routes.Form("/card/withdraw", Allowance.OwnCard, Withdraw);
        routes.Page("/disputes", Allowance.SeeTeams, static (Visit visit, Disputes disputes, ObjectionCases cases, RubricShelf rubrics, long? after, long? answered) =>
            Waiting(visit, disputes, cases, rubrics, after, answered is { } number ? new AnswerDraft(number, "", AnswerProblem.None) : null));
        routes.Form("/disputes/answer", Allowance.Decide, Answer);
    }

    private static IResult Object(Visit visit, IFormCollection form, ObjectionCases cases, Disputes disputes, WebOptions options)
    {
        var number = Number(form["score"]);
        if (Own(visit, cases, number, form["criterion"].ToString(), form["critical"].Count > 0) is not { } found)
            return NotOwn(visit, number);
        var comment = form["comment"].ToString().Trim();
        var wanted = found.Choices.Where(choice => choice.ToString() == form["wanted"].ToString()).Select(static choice => (Verdict?)choice).FirstOrDefault();
        if (Obstacle(visit, options, found) != ObjectionObstacle.None)
            return Show(visit, options, found, comment, status: StatusCodes.Status409Conflict);
        if (wanted is not { } verdict || comment.Length is 0 or > LongestComment)
            return Show(visit, options, found, comment, isIncomplete: true, StatusCodes.Status400BadRequest);
        var outcome = disputes.Open(
            new Objection(found.Score, found.Day, found.Conversation, found.Agent, found.IsCritical, found.Criterion, found.Current, found.ByPerson, verdict, comment),
            options.DisputeRounds, visit.Account.Number, visit.Account.Display);

        // Somebody else's form cannot be in the way: both were sent by this agent, and the page says how things stand.
        if (outcome == ObjectionOutcome.Opened)
            visit.WriteDown(AuditAction.DisputeOpened, found.Conversation, $"{found.Score} {found.Criterion} {found.Current}>{verdict}");
        return PageRoutes.Back(ObjectionLinks.Object(found.Score, found.Criterion, found.IsCritical));
    }

    private static IResult Withdraw(Visit visit, IFormCollection form, Disputes disputes)
    {
        if (disputes.Find(Number(form["number"])) is not { } dispute || dispute.Account != visit.Account.Number)
            return NotOwn(visit, Number(form["number"]));
        if (disputes.Withdraw(dispute.Number, visit.Account.Number))
            visit.WriteDown(AuditAction.DisputeWithdrawn, dispute.Objection.Conversation, $"{dispute.Number} {dispute.Objection.Criterion}");
        return PageRoutes.Back(ObjectionLinks.Object(dispute.Objection.Score, dispute.Objection.Criterion, dispute.Objection.IsCritical));
    }

    private static IResult Answer(Visit visit, IFormCollection form, Disputes disputes, ObjectionCases cases, RubricShelf rubrics)
    {
        var number = Number(form["number"]);
        if (disputes.Find(number) is not { } dispute || !visit.Reach.Sees(dispute.Objection.Agent))
            return NotOwn(visit, number);
        var reason = form["reason"].ToString().Trim();
        var accept = form["decision"] == "accept";
        if (reason.Length is 0 or > LongestComment || !(accept || form["decision"] == "decline"))
            return Waiting(visit, disputes, cases, rubrics, null, new AnswerDraft(number, reason, AnswerProblem.NoReason), StatusCodes.Status400BadRequest);
        switch (disputes.Answer(dispute, accept, reason, accept ? cases.Value(dispute.Objection) : 0, visit.Account, cases.RubricOf(dispute.Objection)))
        {
            case AnswerOutcome.Answered:
                visit.WriteDown(AuditAction.DisputeAnswered, dispute.Objection.Conversation, $"{number} {dispute.Objection.Criterion} {(accept ? "accepted" : "declined")}");
                return PageRoutes.Back("/disputes?answered=" + number.ToString(CultureInfo.InvariantCulture));
            case AnswerOutcome.Own:
                return Waiting(visit, disputes, cases, rubrics, null, new AnswerDraft(number, reason, AnswerProblem.Own), StatusCodes.Status403Forbidden);
            case AnswerOutcome.NotCorrected:
                return Waiting(visit, disputes, cases, rubrics, null, new AnswerDraft(number, reason, AnswerProblem.NotCorrected), StatusCodes.Status409Conflict);
            default:
                return Waiting(visit, disputes, cases, rubrics, null, new AnswerDraft(number, reason, AnswerProblem.NotOpen), StatusCodes.Status409Conflict);
        }
    }

    private static RazorComponentResult<ObjectPage> Show(Visit visit, WebOptions options, ObjectionCase found, string comment = "", bool isIncomplete = false, int status = StatusCodes.Status200OK)
    {
        visit.WriteDown(AuditAction.TranscriptSeen, found.Conversation, $"{found.Score} {found.Criterion}");
        return PageRoutes.Show<ObjectPage>(
            visit,
            new ObjectModel(
                found, Obstacle(visit, options, found), found.ScoredAt.AddDays(options.DisputeDays), options.DisputeDays, options.DisputeRounds - Answered(found), comment, isIncomplete),
            status);
    }

    private static ObjectionObstacle Obstacle(Visit visit, WebOptions options, ObjectionCase found) =>
        found.Earlier.Any(static each => each.State == DisputeState.Open) ? ObjectionObstacle.OneIsOpen
        : found.Earlier.Any(static each => each.State == DisputeState.Accepted) ? ObjectionObstacle.Accepted
        : found.Choices.Count == 0 ? ObjectionObstacle.NothingLeft
        : Answered(found) >= options.DisputeRounds ? ObjectionObstacle.NoRoundLeft
        : visit.Now > found.ScoredAt.AddDays(options.DisputeDays) ? ObjectionObstacle.Over
        : ObjectionObstacle.None;

    private static int Answered(ObjectionCase found) => found.Earlier.Count(static each => each.State is DisputeState.Accepted or DisputeState.Declined);

    private static RazorComponentResult<DisputesPage> Waiting(
        Visit visit, Disputes disputes, ObjectionCases cases, RubricShelf rubrics, long? after, AnswerDraft? draft, int status = StatusCodes.Status200OK)
    {
        // A draft is shown with its objection, wherever in the list that stands.
        var drafted = draft is null ? null : disputes.Find(draft.Number) is { } found && visit.Reach.Sees(found.Objection.Agent) ? found : null;
        var behind = after is { } number && disputes.Find(number) is { } last && visit.Reach.Sees(last.Objection.Agent) ? last : null;
        var waiting = disputes.Waiting(visit.Reach, MostWaiting + 1, behind).ToList();
        var more = waiting.Count > MostWaiting;
        if (more)
            waiting.RemoveAt(MostWaiting);
        var older = more ? waiting[^1].Number : (long?)null;
        if (drafted is { State: DisputeState.Open } && waiting.TrueForAll(each => each.Number != drafted.Number))
            waiting.Insert(0, drafted);
        var shown = waiting.ConvertAll(dispute => new WaitingDispute(dispute, cases.Of(dispute.Objection), Title(dispute.Objection), dispute.Account == visit.Account.Number, EarlierOf(dispute)));
        if (shown.Count > 0)
            visit.WriteDown(AuditAction.TranscriptSeen, visit.Path, "objections: " + string.Join(' ', shown.Select(static each => each.Dispute.Objection.Conversation).Distinct(StringComparer.Ordinal)));
        return PageRoutes.Show<DisputesPage>(
            visit,
            new DisputesModel(
                shown, disputes.Waiting(visit.Reach), older, drafted, drafted is null ? null : Title(drafted.Objection), draft,
                [.. disputes.Figures(visit.Reach, visit.Now.AddDays(-DisputesModel.FigureDays)).Select(each => new TitledFigure(each, each.IsCritical ? rubrics.CriticalTitle(each.Criterion) : rubrics.CriterionTitle(each.Criterion)))]),
            status);

        Wording Title(Objection objection) => objection.IsCritical ? rubrics.CriticalTitle(objection.Criterion) : rubrics.CriterionTitle(objection.Criterion);

        Dispute[] EarlierOf(Dispute dispute) => dispute.Round == 1
            ? []
            : [.. disputes.Of(dispute.Objection.Score).Where(each => each.Objection.Criterion == dispute.Objection.Criterion && each.Objection.IsCritical == dispute.Objection.IsCritical && each.Round < dispute.Round && each.State == DisputeState.Declined)];
    }

    private static ObjectionCase? Own(Visit visit, ObjectionCases cases, long score, string criterion, bool critical) =>
        visit.Account.Agent is { } agent ? cases.Of(agent, score, criterion, critical) : null;

    /// <summary>One that is not there reads like one that is somebody else's.</summary>
    private static IResult NotOwn(Visit visit, long number)
    {
        visit.WriteDown(AuditAction.AccessRefused, visit.Path, number.ToString(CultureInfo.InvariantCulture));
        return Results.StatusCode(StatusCodes.Status403Forbidden);
    }

    private static long Number(string? text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
