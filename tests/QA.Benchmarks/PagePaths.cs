using System;
using System.Collections.Generic;
using System.Globalization;

namespace QA.Benchmarks;

/// <summary>A page as somebody opens it.</summary>
/// <param name="Account">See <see cref="PageLoad"/>: admin, supervisor of three teams, agent.</param>
/// <param name="Path">As it is timed by itself.</param>
internal sealed record PagePath(string Name, string Account, string Path)
{
    /// <summary>In a load of many visitors, where it is another agent's or team's each time; null: the same.</summary>
    public Func<int, (string Account, string Path)>? Next { get; init; }

    public (string Account, string Path) At(int time) => Next?.Invoke(time) ?? (Account, Path);
}

/// <summary>Every page that is read, with its expensive questions; one line each.</summary>
internal static class PagePaths
{
    private const string Admin = "admin";
    private const string Supervisor = "supervisor";

    /// <summary>So many agents, each of another team, have an account, <see cref="OwnAccount"/>: not more may sign in from one place in a minute.</summary>
    public const int OwnAccounts = 15;

    // A step that meets every agent, and seldom two of one team.
    private const int Stride = 77;

    public static string OwnAccount(int agent) => string.Create(CultureInfo.InvariantCulture, $"agent{agent % OwnAccounts}");

    public static IReadOnlyList<PagePath> All(string days, string longest) =>
    [
        new("today", Supervisor, "/today"),
        new("a conversation", Admin, "/conversation?id=chat-500"),
        new("reviews", Supervisor, "/reviews"),
        new("disputes", Supervisor, "/disputes"),
        new("an agent's card", Supervisor, $"/agent?team={Text(PageFill.Team(3))}&agent={Text(PageFill.Agent(3))}")
        {
            Next = static time => (Admin, $"/agent?team={Text(PageFill.Team(time * Stride % PageFill.Agents))}&agent={Text(PageFill.Agent(time * Stride % PageFill.Agents))}"),
        },
        new("the own card", OwnAccount(0), "/card") { Next = static time => (OwnAccount(time * Stride), "/card") },
        new("skills", Supervisor, "/skills") { Next = static time => (Admin, $"/skills?team={Text(PageFill.Team(time))}") },
        new("customers who were calmed", Supervisor, "/skills/calmed"),
        new("coaching", Supervisor, "/coaching"),
        new("service indicators", Supervisor, "/service") { Next = static time => (Admin, $"/service?team={Text(PageFill.Team(time))}") },
        new("accounts", Admin, "/accounts"),
        new("audit trail", Admin, "/audit-trail"),
        new("conversations, newest", Admin, $"/conversations?{days}"),
        new("conversations of three teams", Supervisor, $"/conversations?{days}"),
        new("conversations, 92 days, lowest first", Admin, $"/conversations?{longest}&order=lowest"),
        new("three teams, lowest first", Supervisor, $"/conversations?{days}&order=lowest"),
        new("one agent", Admin, $"/conversations?{days}&agent={Text(PageFill.Agent(77))}"),
        new("one agent, 92 days, one verdict", Admin, $"/conversations?{longest}&agent={Text(PageFill.Agent(77))}&criterion=greeting&verdict=fail"),
        new("one agent, lowest first", Admin, $"/conversations?{longest}&agent={Text(PageFill.Agent(77))}&order=lowest"),
        new("a common verdict", Admin, $"/conversations?{days}&criterion=greeting&verdict=fail"),
        new("a rare verdict, 92 days", Admin, $"/conversations?{longest}&criterion=honesty&verdict=fail&scenario=order&min=90"),
        new("some criterion unsure", Admin, $"/conversations?{longest}&verdict=unsure"),
        new("suspected critical findings", Admin, $"/conversations?{longest}&critical=suspected"),
        new("confirmed critical findings: none", Admin, $"/conversations?{longest}&critical=confirmed"),
        new("customers who got angrier, 92 days", Admin, $"/conversations?{longest}&mood=worsened"),
        new("score 0 to 20", Admin, $"/conversations?{longest}&max=20"),
        new("score 83.3 to 83.4, newest", Admin, $"/conversations?{longest}&min=83.3&max=83.4"),
        new("shop, scenario, verdict, lowest", Supervisor, $"/conversations?{longest}&shop={Text(PageFill.Shop(1))}&scenario=complaint&criterion=apology-first&verdict=fail&order=lowest"),
        new("nothing matches, 92 days", Admin, $"/conversations?{longest}&agent={Text(PageFill.Agent(77))}&critical=confirmed&verdict=unsure"),
        new("no such agent, 92 days", Admin, $"/conversations?{longest}&agent=nobody"),
    ];

    /// <summary>Words that are looked for within the days.</summary>
    public static IReadOnlyList<PagePath> Searches(string days) =>
    [
        Search(days, "common: 发货", "发货"), Search(days, "medium: 碧螺春茶, 1 in 1,000", PageFill.Medium), Search(days, "rare: 琉璃鹦鹉, 1 in 100,000", PageFill.Rare), Search(days, "a number, 1 in 300", "尾号7"),
        Search(days, "never: 驴唇马嘴", "驴唇马嘴"), Search(days, "never, of common characters: 亲发您货好", "亲发您货好"), Search(days, "English: refund", "refund"), Search(days, "two words: 退货 碧螺春茶", "退货 碧螺春茶"),
        new("rare, in three teams", Supervisor, $"/conversations?{days}&q={Text(PageFill.Rare)}"),
        new("medium, lowest first", Admin, $"/conversations?{days}&order=lowest&q={Text(PageFill.Medium)}"),
    ];

    private static PagePath Search(string days, string name, string words) => new(name, Admin, $"/conversations?{days}&q={Text(words)}");

    private static string Text(string text) => Uri.EscapeDataString(text);
}
