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
        var mean = default(WeightedMean);
        for (var i = first; i < first + count; i++)
        {
            var part = score.Criteria[i];
            if (part.Verdict is not (Verdict.NotApplicable or Verdict.Unsure))
                mean.Add(part.Weight, part.Value);
        }

        return mean.Points;
    }
}
