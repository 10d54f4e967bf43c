using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;

namespace QA.Engine.Tests.Support;

/// <summary>The sums of agents the slow and obvious way.</summary>
internal static class SlowSums
{
    /// <summary>Of roll-ups; the agents in no order.</summary>
    public static IReadOnlyList<AgentSums> Of(IEnumerable<DailyRollup> rollups) =>
    [
        .. rollups.GroupBy(static rollup => rollup.Agent, StringComparer.Ordinal).Select(static each => new AgentSums(
            each.Key, each.Sum(static rollup => rollup.Scores), each.Sum(static rollup => rollup.Ranked), each.Sum(static rollup => rollup.Sum), each.Sum(static rollup => rollup.SumOfSquares), MoodCounts.Sum(each.Select(static rollup => rollup.Moods)),
            [.. each.Select(static rollup => (rollup.Day, rollup.Ranked, rollup.Sum))],
            each.SelectMany(static rollup => rollup.Criteria).GroupBy(static criterion => criterion.Key, StringComparer.Ordinal)
                .ToDictionary(static criterion => criterion.Key, static criterion => criterion.Aggregate(default(CriterionCounts), static (sum, one) => sum.Plus(one.Value)), StringComparer.Ordinal),
            each.GroupBy(static rollup => rollup.Rubric, StringComparer.Ordinal).OrderByDescending(static rubric => rubric.Sum(static rollup => rollup.Scores)).ThenBy(static rubric => rubric.Key, StringComparer.Ordinal).First().Key)),
    ];
}
