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
        ("/conversations", Allowance.SeeTeams, "对话", "Conversations"),
    ];

    public static IEnumerable<NavigationItem> For(Visit visit) =>
        Entries.Where(entry => visit.Can(entry.Allowance)).Select(entry => new NavigationItem(entry.Path, visit.Say(entry.Zh, entry.En), NavigationItem.Belongs(visit.Path, entry.Path)));
}
