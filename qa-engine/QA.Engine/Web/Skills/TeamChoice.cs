using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.Skills;

/// <summary>Whose figures a page shows, and of which days.</summary>
/// <param name="Teams">Those in reach.</param>
/// <param name="Team">Null: there is none in reach.</param>
/// <param name="From">First day of the window, of so many <paramref name="Days"/>; the last is today.</param>
public sealed record TeamChoice(IReadOnlyList<string> Teams, string? Team, int Days, DateOnly From, DateOnly To)
{
    // Four weeks: every weekday as often as the others, and enough chats of most agents.
    public const int UsualDays = 28;

    public static IReadOnlyList<int> Windows { get; } = [7, 14, UsualDays, 56];

    /// <summary>The first day of the window before this one, equally long.</summary>
    public DateOnly BeforeFrom => From.AddDays(-Days);

    /// <summary>The page of one skill of this team.</summary>
    public string SkillPath(string criterion) => $"/skills/one?criterion={Uri.EscapeDataString(criterion)}&{Query}";

    public string Query => string.Create(CultureInfo.InvariantCulture, $"team={Uri.EscapeDataString(Team ?? "")}&days={Days}");

    /// <param name="team">What was asked for; null: the first in reach.</param>
    /// <returns>Null: the team is out of reach, and that is written down.</returns>
    internal static TeamChoice? Of(Visit visit, IScoreStore store, string? team, int? days)
    {
        var reach = visit.Reach;
        if (team is not null && !reach.SeesTeam(team))
        {
            visit.WriteDown(AuditAction.AccessRefused, visit.Path, "team out of reach");
            return null;
        }

        IReadOnlyList<string> teams = reach.Everything ? store.Teams() : [.. reach.Teams.Order(StringComparer.Ordinal)];
        var window = days is { } asked && Windows.Contains(asked) ? asked : UsualDays;
        return new TeamChoice(teams, team ?? (teams.Count == 0 ? null : teams[0]), window, visit.Today.AddDays(1 - window), visit.Today);
    }
}
