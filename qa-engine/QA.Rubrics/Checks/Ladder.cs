using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Rubrics.Checks;

/// <summary>
/// Things of which the first whose condition holds is taken: levels, scenarios. All but the last need a condition, and the last
/// has none, so that every conversation gets one and none is out of reach.
/// </summary>
internal static class Ladder
{
    /// <param name="conditions">For each step, where it stands and where its condition does; null: it has none.</param>
    /// <param name="step">"level" or "scenario".</param>
    public static void Check(IReadOnlyList<(Position At, Position? When)> conditions, string step, Report report)
    {
        for (var i = 0; i < conditions.Count; i++)
        {
            var (at, when) = conditions[i];
            var last = i == conditions.Count - 1;
            if (last && when is { } condition)
                report(condition, $"the last {step} has a condition, so there may be none that fits", $"remove 'when' here, or add a {step} without it behind");
            else if (!last && when is null)
                report(at, $"no {step} behind this one can be reached, for it has no condition", "add 'when' here, or move it to the end");
        }
    }
}
