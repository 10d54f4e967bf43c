using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring.Indicators;

namespace QA.Engine.Web.Service;

/// <summary>How soon customers were answered, by definition, beside the mean quality and never mixed with it.</summary>
internal static class ServicePages
{
    /// <summary>How many days may be looked at; the second is shown first.</summary>
    public static readonly int[] Spans = [7, 30, 90];

    /// <summary>What the form sends for all shops, and before the name of a team.</summary>
    public const string Shops = "shops";

    public const string OfTeam = "team:";

    public static void MapService(this IEndpointRouteBuilder routes) => routes.Page(
        "/service", Allowance.SeeTeams, static (Visit visit, IScoreStore store, KeptFigures kept, TeamTallies tallies, WebOptions options, string? profile, int? days, string? of, string? team) =>
        {
            // A team's name may be empty, so the form says which kind it means.
            if (of is not null)
                team = of.StartsWith(OfTeam, StringComparison.Ordinal) ? of[OfTeam.Length..] : null;
            var teams = store.Teams().Where(visit.Reach.SeesTeam).ToList();
            if (team is not null && !visit.Reach.SeesTeam(team))
            {
                visit.WriteDown(AuditAction.AccessRefused, "/service", "team");
                return Results.StatusCode(StatusCodes.Status403Forbidden);
            }

            // Whole shops hold the figures of every team.
            if (team is null && !visit.Reach.Everything)
                team = teams is [var first, ..] ? first : null;
            var chosen = options.Profiles.FirstOrDefault(one => one.Id == profile) ?? options.Profiles.FirstOrDefault(static one => one.Unit != ServiceUnit.Person) ?? options.Profiles[0];
            var span = days is { } asked && Spans.Contains(asked) ? asked : Spans[1];
            var (from, to) = (visit.Today.AddDays(1 - span), visit.Today);
            var shops = visit.Reach.Everything ? kept.Get(("shops", from, to), () => store.ServiceOfShops(from, to)) : [];
            var served = team is null ? shops : kept.Get(("service", team, from, to), () => store.ServiceOfTeam(from, to, team));
            var byDay = served.ToLookup(static one => one.Day);
            return PageRoutes.Show<ServicePage>(visit, new ServiceModel
            {
                Profiles = options.Profiles, Profile = chosen, Teams = teams, Team = team, Span = span, From = from, To = to,
                Shops =
                [
                    .. shops.ToLookup(static day => day.Shop, StringComparer.Ordinal).OrderBy(static shop => shop.Key, StringComparer.Ordinal)
                        .Select(shop => new ServiceLine(shop.Key, null, Sum(shop, chosen.Id))),
                ],
                TeamLines =
                [
                    .. teams.Select(name => new ServiceLine(
                        name, $"/service?profile={Uri.EscapeDataString(chosen.Id)}&days={span}&team={Uri.EscapeDataString(name)}", tallies.Of(name, from, to).GetValueOrDefault(chosen.Id))),
                ],
                Agents = team is null ? [] : Agents(served, kept.Agents(store.AgentScores, team, from, to), chosen.Id, team),
                Whole = Sum(served, chosen.Id),
                Days = [.. Enumerable.Range(0, span).Select(day => Sum(byDay[from.AddDays(day)], chosen.Id))],
            });
        });

    public static IndicatorTally Sum(IEnumerable<ServiceDay> days, string profile)
    {
        var sum = default(IndicatorTally);
        foreach (var day in days)
        {
            if (day.Tallies.TryGetValue(profile, out var tally))
                sum = sum.Plus(tally);
        }

        return sum;
    }

    /// <summary>A line for each agent of the team, by name; agents with scores and nothing answered have one as well.</summary>
    private static List<ServiceLine> Agents(IReadOnlyList<ServiceDay> served, IReadOnlyList<AgentSums> sums, string profile, string team)
    {
        var byName = served.ToLookup(static day => day.Agent, StringComparer.Ordinal);
        var quality = sums.Where(static sum => sum.Scores > 0).ToDictionary(static sum => sum.Agent, StringComparer.Ordinal);
        return
        [
            .. served.Select(static day => day.Agent).Concat(quality.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => new ServiceLine(name, Links.Agent(new AgentName(team, name)), Sum(byName[name], profile))
                {
                    Ranked = quality.GetValueOrDefault(name)?.Ranked ?? 0, Points = quality.GetValueOrDefault(name)?.Sum ?? 0,
                }),
        ];
    }
}

public sealed record ServiceModel
{
    public required IReadOnlyList<ServiceProfile> Profiles { get; init; }

    /// <summary>The definition that is shown.</summary>
    public required ServiceProfile Profile { get; init; }

    /// <summary>Those that may be seen.</summary>
    public required IReadOnlyList<string> Teams { get; init; }

    /// <summary>Null: shops, each as a whole.</summary>
    public required string? Team { get; init; }

    public required int Span { get; init; }

    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    /// <summary>Each as a whole, which is not the sum of its teams; empty for who may not see every team.</summary>
    public required IReadOnlyList<ServiceLine> Shops { get; init; }

    /// <summary>Of <see cref="Teams"/>, in that order.</summary>
    public required IReadOnlyList<ServiceLine> TeamLines { get; init; }

    /// <summary>Of <see cref="Team"/>.</summary>
    public required IReadOnlyList<ServiceLine> Agents { get; init; }

    public required IndicatorTally Whole { get; init; }

    /// <summary>Of each day, the oldest first.</summary>
    public required IReadOnlyList<IndicatorTally> Days { get; init; }
}

/// <param name="Name">Of a shop, a team or an agent; empty: the export names none.</param>
/// <param name="Path">Where there is more of it; null: nowhere.</param>
public sealed record ServiceLine(string Name, string? Path, IndicatorTally Tally)
{
    /// <summary>Scores behind the mean; only agents have one here.</summary>
    public long Ranked { get; init; }

    /// <summary>Of these scores, hundredths of a point.</summary>
    public long Points { get; init; }
}
