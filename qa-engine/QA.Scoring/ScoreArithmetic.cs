using System;
using QA.Scoring.Rules;

namespace QA.Scoring;

/// <summary>How verdicts become points: the same steps for the machine's verdicts and for those of people.</summary>
internal static class ScoreArithmetic
{
    public const int MostPoints = 10_000;

    /// <summary>Shares the weights of sections out among what applies.</summary>
    /// <param name="scenario">The scenario's place; -1: none.</param>
    /// <param name="outcomes">One for each criterion; a weight is 0 where the criterion takes no part.</param>
    /// <returns>Millionths of weight that can be earned.</returns>
    public static long Share(Rubric rubric, int scenario, Span<Outcome> outcomes)
    {
        foreach (var (first, section) in rubric.SharingSections)
            SectionShares.Apply(outcomes.Slice(first, section.Criteria.Count), scenario < 0 ? section.Weight!.Value : section.WeightByScenario[scenario]);
        long potential = 0;
        foreach (ref readonly var outcome in outcomes)
            potential += outcome.Weight;
        return potential;
    }

    /// <param name="potential">Millionths of weight that could be earned.</param>
    public static Standing StandingOf(Rubric rubric, long potential) =>
        potential == 0 ? Standing.None : potential < rubric.InsufficientBelow ? Standing.Insufficient : Standing.Ranked;

    /// <summary>The weighted sum with bonuses and penalties, before caps.</summary>
    /// <param name="weighted">Hundredths of a point; null: nothing applied.</param>
    /// <param name="adjustments">Hundredths of a point.</param>
    public static int? Adjusted(int? weighted, int adjustments) => weighted is { } points ? Math.Clamp(points + adjustments, 0, MostPoints) : null;
}
