using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Storage;

/// <summary>The roll-ups of one agent over some days, added up. Points are hundredths.</summary>
/// <param name="Agent">Empty: the export names none.</param>
/// <param name="Scores">All, those that cannot be ranked included.</param>
/// <param name="Ranked">Scores behind the sum.</param>
/// <param name="SumOfSquares">Of the ranked scores, for intervals.</param>
/// <param name="Days">Ranked scores and their sum by day, in no order; a day may come more than once.</param>
/// <param name="Criteria">That applied at least once, by their id.</param>
/// <param name="Rubric">The hash of the rubric behind most of the scores.</param>
public sealed record AgentSums(
    string Agent, long Scores, long Ranked, long Sum, long SumOfSquares, IReadOnlyList<(DateOnly Day, long Ranked, long Sum)> Days,
    IReadOnlyDictionary<string, CriterionCounts> Criteria, string Rubric)
{
    /// <summary>Of roll-ups; the agents in no order.</summary>
    public static IReadOnlyList<AgentSums> Of(IEnumerable<DailyRollup> rollups) =>
    [
        .. rollups.GroupBy(static rollup => rollup.Agent, StringComparer.Ordinal).Select(static each => new AgentSums(
            each.Key, each.Sum(static rollup => rollup.Scores), each.Sum(static rollup => rollup.Ranked), each.Sum(static rollup => rollup.Sum), each.Sum(static rollup => rollup.SumOfSquares),
            [.. each.Select(static rollup => (rollup.Day, rollup.Ranked, rollup.Sum))],
            each.SelectMany(static rollup => rollup.Criteria).GroupBy(static criterion => criterion.Key, StringComparer.Ordinal)
                .ToDictionary(static criterion => criterion.Key, static criterion => criterion.Aggregate(default(CriterionCounts), static (sum, one) => sum.Plus(one.Value)), StringComparer.Ordinal),
            each.GroupBy(static rollup => rollup.Rubric, StringComparer.Ordinal).OrderByDescending(static rubric => rubric.Sum(static rollup => rollup.Scores)).ThenBy(static rubric => rubric.Key, StringComparer.Ordinal).First().Key)),
    ];
}
