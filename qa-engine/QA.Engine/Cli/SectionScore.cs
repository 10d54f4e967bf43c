using System;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>A section's score: the same arithmetic over its own criteria.</summary>
internal static class SectionScore
{
    /// <param name="first">The section's first criterion.</param>
    /// <param name="count">How many it has.</param>
    /// <returns>Hundredths of a point, rounded half up; null where nothing in the section applied and was sure.</returns>
    public static int? Of(Score score, int first, int count)
    {
        long weight = 0;
        Int128 earned = 0;
        for (var i = first; i < first + count; i++)
        {
            var part = score.Criteria[i];
            if (part.Verdict is Verdict.NotApplicable or Verdict.Unsure)
                continue;
            weight += part.Weight;
            earned += (Int128)part.Weight * part.Value;
        }

        if (weight == 0)
            return null;

        // A value is millionths and a score hundredths of 100 points.
        var whole = (Int128)weight * 100;
        return (int)(((2 * earned) + whole) / (2 * whole));
    }
}
