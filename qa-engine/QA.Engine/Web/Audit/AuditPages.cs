using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Audit;

/// <summary>Why each point was won or lost, and a person's word beside the machine's.</summary>
internal static class AuditPages
{
    private const int LongestComment = 2_000;

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.Page("/conversation", Allowance.SignedIn, Show);
        routes.Form("/conversation/correct", Allowance.Decide, Correct);
        routes.Form("/conversation/withdraw", Allowance.Decide, Withdraw);
        routes.Form("/conversation/critical", Allowance.Decide, Decide);
        routes.Form("/conversation/reviewed", Allowance.Decide, Review);
    }

    private static IResult Show(
        Visit visit, IScoreStore store, Reviews reviews, Disputes disputes, RubricShelf shelf, WebOptions options, string? id, long? score, string? criterion, int? from)
    {
        var scores = Seen(visit, store, id);
        var shown = score is null ? scores.FirstOrDefault() : scores.FirstOrDefault(one => one.Number == score);
        if (shown is null || store.Find(shown.Conversation) is not { } chat)
            return NotShown(visit, id);
        visit.WriteDown(AuditAction.TranscriptSeen, shown.Conversation, $"score {shown.Number}");
        var history = reviews.Of([shown.Number]).GetValueOrDefault(shown.Number, ReviewHistory.None);
        return PageRoutes.Show<AuditPage>(visit, new AuditSheet(visit, options, shelf, chat, shown, history, disputes.Of(shown.Number), from).Of(scores, criterion));
    }

    private static IResult Correct(Visit visit, IScoreStore store, Reviews reviews, RubricShelf shelf, IFormCollection form)
    {
        if (Score(visit, store, form) is not { } score)
            return NotShown(visit, form["id"]);
        var criterion = form["criterion"].ToString();
        var comment = form["comment"].ToString().Trim();
        if (VerdictOf(form["verdict"].ToString()) is not { } verdict || !Number(form["seen"], out var seen))
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (Problem(visit, comment, required: true) is { } problem)
            return Refused(visit, score, criterion, problem, comment);
        var rubric = shelf.Exactly(score.RubricHash);
        var known = rubric?.Criteria.FirstOrDefault(one => one.Id == criterion);
        if (verdict.Verdict == Verdict.Partial && score.Criteria.FirstOrDefault(one => one.Criterion == criterion) is { } machine && !AuditSheet.Fractions(machine, known).Contains(verdict.Value))
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        var answer = reviews.Correct(Name(score), criterion, verdict, comment, seen, visit.Account, rubric);
        if (answer.Outcome == ReviewOutcome.Done)
            visit.WriteDown(AuditAction.VerdictCorrected, score.Conversation, $"score {score.Number} {criterion} {form["verdict"]}");
        return Answered(visit, score, criterion, answer, comment);
    }

    private static IResult Withdraw(Visit visit, IScoreStore store, Reviews reviews, RubricShelf shelf, IFormCollection form)
    {
        if (Score(visit, store, form) is not { } score)
            return NotShown(visit, form["id"]);
        if (!Number(form["correction"], out var correction))
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        var answer = reviews.Withdraw(Name(score), correction, visit.Account, shelf.Exactly(score.RubricHash));
        if (answer.Outcome == ReviewOutcome.Done)
            visit.WriteDown(AuditAction.CorrectionWithdrawn, score.Conversation, $"score {score.Number} correction {correction}");
        return Answered(visit, score, form["criterion"], answer, "");
    }

    private static IResult Decide(Visit visit, IScoreStore store, Reviews reviews, RubricShelf shelf, IEnumerable<ICriticalDecisions> listeners, IFormCollection form)
    {
        if (Score(visit, store, form) is not { } score)
            return NotShown(visit, form["id"]);
        var critical = form["critical"].ToString();
        var state = form["state"].ToString();
        var comment = form["comment"].ToString().Trim();
        if (state is not (StoredSuspicion.Suspected or StoredSuspicion.Confirmed or StoredSuspicion.Dismissed) || !Number(form["seen"], out var seen))
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (Problem(visit, comment, required: state == StoredSuspicion.Dismissed) is { } problem)
            return Refused(visit, score, critical, problem, comment);
        var answer = reviews.Decide(Name(score), critical, state, comment, seen, visit.Account, shelf.Exactly(score.RubricHash));
        if (answer.Outcome == ReviewOutcome.Done)
        {
            visit.WriteDown(AuditAction.CriticalDecided, score.Conversation, $"score {score.Number} {critical} {state}");
            if (state != StoredSuspicion.Suspected)
            {
                var shop = store.Find(score.Conversation)?.Shop;
                foreach (var listener in listeners)
                    listener.Decided(shop, score.Team, critical, state == StoredSuspicion.Confirmed);
            }
        }

        return Answered(visit, score, critical, answer, comment);
    }

    private static IResult Review(Visit visit, IScoreStore store, Reviews reviews, IFormCollection form)
    {
        if (Score(visit, store, form) is not { } score)
            return NotShown(visit, form["id"]);
        var comment = form["comment"].ToString().Trim();
        if (Problem(visit, comment, required: false) is { } problem)
            return Refused(visit, score, null, problem, comment);
        var answer = reviews.Review(Name(score), comment, form["seen"].ToString(), visit.Account);
        if (answer.Outcome == ReviewOutcome.Done)
            visit.WriteDown(AuditAction.Reviewed, score.Conversation, $"score {score.Number}");
        return Answered(visit, score, null, answer, comment);
    }

    /// <summary>What of a conversation the visitor may see.</summary>
    private static List<StoredScore> Seen(Visit visit, IScoreStore store, string? id) =>
        id is null ? [] : [.. store.Scores(id).Where(score => visit.Reach.Sees(new AgentName(score.Team, score.Agent)))];

    private static StoredScore? Score(Visit visit, IScoreStore store, IFormCollection form) =>
        Number(form["score"], out var number) ? Seen(visit, store, form["id"]).FirstOrDefault(score => score.Number == number) : null;

    /// <summary>Whether a chat exists is nobody's business who may not see it: both answers are one.</summary>
    private static RazorComponentResult<RefusalPage> NotShown(Visit visit, string? id)
    {
        var (path, where) = visit.Can(Allowance.SeeTeams) ? ("/conversations", visit.Say("去找对话", "Look for a conversation")) : (LocalPath.Start, visit.Say("回到首页", "Back to the start"));
        if (visit.Reach.Everything)
        {
            return PageRoutes.Show<RefusalPage>(
                visit,
                new Refusal(
                    StatusCodes.Status404NotFound, visit.Say("没有这个对话", "There is no such conversation"),
                    visit.Say("编号可能写错了，或者它已过保留期限，原文和评分都已删除，无法恢复。", "The id may be wrong, or its time was up and it was deleted, chat and scores, and cannot be brought back."), path, where),
                StatusCodes.Status404NotFound);
        }

        visit.WriteDown(AuditAction.AccessRefused, id ?? "", "conversation");
        return PageRoutes.Show<RefusalPage>(
            visit,
            new Refusal(
                StatusCodes.Status403Forbidden, visit.Say("这个对话看不到", "This conversation cannot be shown"),
                visit.Say(
                    "它可能不在您的权限内，也可能已过保留期限被删除，或者编号写错了。如果工作需要，请联系管理员。",
                    "It may not be yours to see, or its time was up and it was deleted, or the id is wrong. If your work needs it, ask an administrator."),
                path, where),
            StatusCodes.Status403Forbidden);
    }

    private static string? Problem(Visit visit, string comment, bool required) => comment.Length switch
    {
        0 when required => visit.Say("请写明理由，客服和其他主管会看到。", "Please say why; the agent and other supervisors will read it."),
        > LongestComment => visit.Say($"说明最多 {LongestComment} 字，现在有 {comment.Length} 字。", $"A comment has at most {LongestComment} characters, and this one {comment.Length}."),
        _ => null,
    };

    private static IResult Answered(Visit visit, StoredScore score, string? element, ReviewAnswer answer, string comment) => answer.Outcome switch
    {
        ReviewOutcome.Done => PageRoutes.Back(Back(score, element)),
        ReviewOutcome.Missing => Results.StatusCode(StatusCodes.Status404NotFound),
        ReviewOutcome.Overtaken => PageRoutes.Show<DecisionRefusedPage>(
            visit,
            new DecisionRefused(
                visit.Say("别人刚刚改过", "Somebody else was faster"),
                visit.Say("在您打开页面之后，另一位同事已经作出决定。您的决定没有保存。请先看看对方的意见，需要时再提交一次。", "After you opened the page somebody else decided. Your decision was not kept. Look at theirs first, and send yours again if it is still needed."),
                Back(score, element), comment),
            StatusCodes.Status409Conflict),
        _ => Refused(visit, score, element, visit.Say(answer.Reason), comment),
    };

    private static RazorComponentResult<DecisionRefusedPage> Refused(Visit visit, StoredScore score, string? element, string why, string comment) => PageRoutes.Show<DecisionRefusedPage>(
        visit, new DecisionRefused(visit.Say("这次没有保存", "This was not kept"), why, Back(score, element), comment), StatusCodes.Status400BadRequest);

    private static string Back(StoredScore score, string? element) => Links.Conversation(score.Conversation, score.Number, string.IsNullOrEmpty(element) ? null : element);

    private static ScoreName Name(StoredScore score) => new(score.Conversation, score.Number);

    private static bool Number(string? text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary><c>P</c>, <c>F</c>, <c>N</c>, or <c>p</c> and the millionths it earns.</summary>
    private static CountedVerdict? VerdictOf(string written) => written switch
    {
        "P" => CountedVerdict.Of(Verdict.Pass),
        "F" => CountedVerdict.Of(Verdict.Fail),
        "N" => CountedVerdict.Of(Verdict.NotApplicable),
        ['p', .. var share] when Number(share, out var value) && value is > 0 and < 1_000_000 => new CountedVerdict(Verdict.Partial, (int)value),
        _ => null,
    };
}

/// <summary>A decision that was not kept.</summary>
/// <param name="Comment">What was typed, so that it is not lost.</param>
public sealed record DecisionRefused(string Title, string Text, string Back, string Comment);
