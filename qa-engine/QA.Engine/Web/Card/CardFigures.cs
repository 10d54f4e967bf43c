using System;
using System.Collections.Generic;
using System.Linq;
using QA.Calibration;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.Card;

/// <summary>How one agent did in some days, beside the team. Points are hundredths, strengths shares from 0 to 1.</summary>
/// <param name="Mean">Of the scores that count; null: none was ranked.</param>
/// <param name="Evaluations">Scores, those that cannot be ranked included.</param>
/// <param name="TeamMedian">The middle of the means of the team's agents, this one included; null where they are too few.</param>
/// <param name="TeamAgents">How many agents of the team have a mean.</param>
/// <param name="Trend">By week, or by day where the window is a week; the earliest first.</param>
/// <param name="Criteria">That applied at least once, the headline ones first, then by the points they cost.</param>
/// <param name="Next">At most two of them, where practice brings most for certain.</param>
/// <param name="Rubric">The hash of the rubric behind most of the scores; null where there is none.</param>
public sealed record CardFigures(
    Mean? Mean, long Evaluations, double? TeamMedian, int TeamAgents, IReadOnlyList<TrendPoint> Trend, IReadOnlyList<CriterionStrength> Criteria,
    IReadOnlyList<CriterionStrength> Next, string? Rubric)
{
    /// <summary>How the agent's customers came and left.</summary>
    public MoodFigures Moods { get; init; }

    /// <summary>Share of the team's customers who came unhappy that were calmed, this agent's included; null where too few agents had one.</summary>
    public double? TeamCalmed { get; init; }

    /// <summary>Fewer agents, and whoever knows the own figures could work out a colleague's.</summary>
    public const int SmallestTeam = 5;

    private const int MostNext = 2;

    // A tenth of a point a conversation: less is not worth a coaching.
    private const double WorthPractising = 10;

    /// <param name="team">The agents of the team, this one among them, from <paramref name="from"/> to <paramref name="to"/>.</param>
    /// <param name="headline">Ids of the criteria that come first.</param>
    public static CardFigures Of(IReadOnlyList<AgentSums> team, AgentName agent, DateOnly from, DateOnly to, IReadOnlyList<string> headline)
    {
        var own = team.FirstOrDefault(each => each.Agent == agent.Name);
        var means = team.Where(static each => each.Ranked > 0).Select(static each => (double)each.Sum / each.Ranked).ToList();
        var criteria = own is null
            ? []
            : own.Criteria.Where(static each => each.Value.Cases > 0)
                .Select(each => Strength(each.Key, each.Value, own.Scores, team))
                .OrderBy(each => Place(headline, each.Criterion)).ThenByDescending(static each => each.LostEach).ThenBy(static each => each.Criterion, StringComparer.Ordinal)
                .ToList();
        return new CardFigures(
            own is null ? null : Mean.Of(own.Ranked, own.Sum, own.SumOfSquares), own?.Scores ?? 0, means.Count < SmallestTeam ? null : Median.Of(means), means.Count,
            [.. Points(team, agent, from, to)], criteria,
            [.. criteria.Where(static each => each.SureLoss >= WorthPractising).OrderByDescending(static each => each.SureLoss).ThenBy(static each => each.Criterion, StringComparer.Ordinal).Take(MostNext)],
            own?.Rubric)
        {
            Moods = new MoodFigures(own?.Moods ?? default),
            TeamCalmed = team.Count(static each => each.Moods.CameUnhappy > 0) < SmallestTeam ? null : new MoodFigures(MoodCounts.Sum(team.Select(static each => each.Moods))).Calmed,
        };
    }

    private static CriterionStrength Strength(string criterion, CriterionCounts counts, long evaluations, IReadOnlyList<AgentSums> agents)
    {
        var earned = counts.Value / 1e6;
        var (teamCases, teamValue, teamAgents) = (0L, 0L, 0);
        foreach (var each in agents)
        {
            if (!each.Criteria.TryGetValue(criterion, out var theirs) || theirs.Cases == 0)
                continue;
            teamAgents++;
            teamCases += theirs.Cases;
            teamValue += theirs.Value;
        }

        return new CriterionStrength(
            criterion, counts.Cases, earned / counts.Cases, Wilson.Of(earned, counts.Cases)!.Value, counts, (double)counts.Lost / evaluations,
            SureLoss.Each(counts.Lost, evaluations, earned, counts.Cases), teamAgents < SmallestTeam ? null : teamValue / 1e6 / teamCases);
    }

    private static IEnumerable<TrendPoint> Points(IReadOnlyList<AgentSums> team, AgentName agent, DateOnly from, DateOnly to)
    {
        var daily = to.DayNumber - from.DayNumber < 7;
        for (var first = daily ? from : Monday(from); first <= to; first = first.AddDays(daily ? 1 : 7))
        {
            var last = first.AddDays(daily ? 0 : 6);
            var (own, cases) = ((double?)null, 0L);
            var means = new List<double>();
            foreach (var each in team)
            {
                var (ranked, sum) = (0L, 0L);
                foreach (var day in each.Days)
                {
                    if (day.Day >= first && day.Day <= last)
                        (ranked, sum) = (ranked + day.Ranked, sum + day.Sum);
                }

                if (ranked == 0)
                    continue;
                means.Add((double)sum / ranked);
                if (each.Agent == agent.Name)
                    (own, cases) = ((double)sum / ranked, ranked);
            }

            yield return new TrendPoint(first < from ? from : first, last > to ? to : last, own, cases, means.Count < SmallestTeam ? null : Median.Of(means));
        }
    }

    private static DateOnly Monday(DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));

    /// <summary>Where a criterion comes: headline ones in their order, then all others.</summary>
    internal static int Place(IReadOnlyList<string> headline, string criterion)
    {
        for (var i = 0; i < headline.Count; i++)
        {
            if (headline[i] == criterion)
                return i;
        }

        return headline.Count;
    }
}
