using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Web.Layout;

/// <summary>What stands in the head of every page, in the order of a working day.</summary>
public sealed record NavigationItem(string Path, string Title, bool IsHere)
{
    /// <summary>Whether a page belongs to an entry: <c>/conversations/17</c> to <c>/conversations</c>.</summary>
    internal static bool Belongs(string page, string path) =>
        path == LocalPath.Start ? page == path : page == path || page.StartsWith(path + "/", StringComparison.Ordinal);
}

internal static class Navigation
{
    private static readonly (string Path, Allowance Allowance, string Zh, string En)[] Entries =
    [
        ("/today", Allowance.SeeTeams, "今日", "Today"),
        ("/card", Allowance.OwnCard, "我的成绩", "My results"),
        ("/conversations", Allowance.SeeTeams, "对话", "Conversations"),
        ("/reviews", Allowance.Decide, "复核", "Reviews"),
        ("/disputes", Allowance.SeeTeams, "申诉", "Objections"),
        ("/skills", Allowance.Coach, "技能", "Skills"),
        ("/coaching", Allowance.Coach, "辅导", "Coaching"),
        ("/service", Allowance.SeeTeams, "响应", "Service"),
        ("/accounts", Allowance.Administer, "账号", "Accounts"),
        ("/audit-trail", Allowance.Administer, "审计记录", "Audit trail"),
    ];

    public static IEnumerable<NavigationItem> For(Visit visit) =>
        Entries.Where(entry => visit.Can(entry.Allowance)).Select(entry => new NavigationItem(entry.Path, visit.Say(entry.Zh, entry.En), NavigationItem.Belongs(visit.Path, entry.Path)));
}
