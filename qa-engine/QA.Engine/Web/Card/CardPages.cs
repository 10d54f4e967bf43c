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

namespace QA.Engine.Web.Card;

/// <summary>How one agent does: the own card, and the same for whoever leads or trains.</summary>
internal static class CardPages
{
    private const int UsualDays = 30;
    private static readonly int[] Windows = [7, UsualDays, 90];

    public static void MapCard(this IEndpointRouteBuilder routes)
    {
        routes.Page("/card", Allowance.OwnCard, static (Visit visit, AgentCards cards, Acknowledgements acknowledgements, int? days, long? before) =>
            visit.Account.Agent is { } agent
                ? (IResult)Show(visit, cards.Of(visit, agent, own: true, Window(days), before, acknowledgements.Visited(visit.Account.Number)))
                : PageRoutes.Show<RefusalPage>(visit, NoAgent(visit)));
        routes.Page("/agent", Allowance.SeeTeams, static (Visit visit, AgentCards cards, string? team, string? agent, int? days, long? before) =>
        {
            var name = new AgentName(team ?? "", agent ?? "");
            if (visit.Reach.Sees(name))
                return Show(visit, cards.Of(visit, name, own: false, Window(days), before, lastVisit: null));
            visit.WriteDown(AuditAction.AccessRefused, name.Team + "/" + name.Name, "card");
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        });
        routes.Form("/card/acknowledge", Allowance.OwnCard, Acknowledge);
    }

    /// <param name="agent">Null: the visitor's own card.</param>
    /// <param name="before">The list of evaluations goes on behind the score of this number.</param>
    public static string Address(AgentName? agent, int days, long? before = null) =>
        (agent is { } other ? Links.Agent(other) + "&" : "/card?") + "days=" + days.ToString(CultureInfo.InvariantCulture)
        + (before is { } number ? "&before=" + number.ToString(CultureInfo.InvariantCulture) + "#evaluations" : "");

    public static IReadOnlyList<int> AllWindows => Windows;

    private static RazorComponentResult<CardPage> Show(Visit visit, (CardModel Card, IEnumerable<string> Shown) card)
    {
        // The card shows words of these chats; one line for all of them, because nobody opened any.
        var shown = string.Join(' ', card.Shown);
        if (shown.Length > 0)
            visit.WriteDown(AuditAction.TranscriptSeen, card.Card.Agent.Team + "/" + card.Card.Agent.Name, "card: " + shown);
        return PageRoutes.Show<CardPage>(visit, card.Card);
    }

    private static IResult Acknowledge(Visit visit, IFormCollection form, IScoreStore store, Acknowledgements acknowledgements)
    {
        if (visit.Account.Agent is not { } agent)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        var numbers = form["score"].Select(static text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Where(static number => number > 0).Distinct().ToList();
        var own = store.AgentScores.Find(agent, numbers);
        if (own.Count < numbers.Count)
        {
            visit.WriteDown(AuditAction.AccessRefused, visit.Path, string.Join(' ', numbers.Except(own.Select(static score => score.Number))));
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        foreach (var score in own)
        {
            if (acknowledgements.Acknowledge(score, visit.Account.Number))
                visit.WriteDown(AuditAction.Acknowledged, score.Conversation, score.Number.ToString(CultureInfo.InvariantCulture));
        }

        return PageRoutes.Back(form["back"].ToString() is { Length: > 0 } back ? back : "/card#evaluations");
    }

    private static int Window(int? days) => days is { } asked && Windows.Contains(asked) ? asked : UsualDays;

    private static Refusal NoAgent(Visit visit) => new(
        StatusCodes.Status200OK, visit.Say("您的账号还没有对应到客服", "Your account names no agent yet"),
        visit.Say("请管理员在账号里填上您的团队和客服昵称，与聊天记录里的一致。填好后这里就是您的成绩。", "Ask an administrator to enter your team and agent name as chats have them. After that, this is where your results are."));
}
