using System;
using System.Collections.Generic;
using QA.Scoring.Rules;

namespace QA.Scoring;

/// <summary>One criterion's verdict as it counts, the machine's or a person's.</summary>
/// <param name="Value">Millionths of the weight earned; 0 where the criterion does not apply or is unsure.</param>
public readonly record struct CountedVerdict(Verdict Verdict, int Value)
{
    /// <summary>Whether it takes part in the sum.</summary>
    public bool Counts => Verdict is not (Verdict.NotApplicable or Verdict.Unsure);

    /// <summary>Of a verdict that leaves no choice of a fraction.</summary>
    public static CountedVerdict Of(Verdict verdict) => new(verdict, verdict == Verdict.Pass ? Waterfall.FullValue : 0);
}

/// <summary>A criterion's place in an official score.</summary>
/// <param name="Weight">Millionths of weight that count.</param>
/// <param name="Earned">Hundredths of a point.</param>
/// <param name="Lost">Hundredths of a point.</param>
public readonly record struct CountedPart(Verdict Verdict, int Value, long Weight, int Earned, int Lost);

/// <summary>
/// A score counted anew from its verdicts, some of them a person's: the very arithmetic of <see cref="Scorer"/>, so that verdicts nobody changed come to the
/// machine's score to the last digit.
/// </summary>
/// <param name="Base">Hundredths: the weighted sum alone; null where nothing applies.</param>
/// <param name="Uncapped">Hundredths: with bonuses and penalties, without caps.</param>
/// <param name="Criteria">In the rubric's order.</param>
public sealed record OfficialScore(Standing Standing, int? Base, int? Uncapped, IReadOnlyList<CountedPart> Criteria)
{
    /// <summary>Counts under the rubric that made the score: verdicts may begin to apply, or cease to.</summary>
    /// <param name="scenario">The id of the score's scenario; null where the rubric knows none.</param>
    /// <param name="verdicts">One for each criterion, in the rubric's order.</param>
    /// <param name="adjustments">Hundredths of a point: bonuses and penalties together.</param>
    /// <exception cref="ArgumentException">There are more verdicts than criteria, or fewer.</exception>
    public static OfficialScore Of(Rubric rubric, string? scenario, IReadOnlyList<CountedVerdict> verdicts, int adjustments)
    {
        if (verdicts.Count != rubric.Criteria.Count)
            throw new ArgumentException($"the rubric has {rubric.Criteria.Count} criteria, and there are {verdicts.Count} verdicts", nameof(verdicts));
        var place = PlaceOf(rubric, scenario);
        var outcomes = new Outcome[verdicts.Count];
        for (var i = 0; i < outcomes.Length; i++)
            outcomes[i] = new Outcome(null, null, verdicts[i].Counts ? Math.Max(0, rubric.Agenda.Weight(place, i)) : 0);
        var potential = ScoreArithmetic.Share(rubric, place, outcomes);
        return Counted(verdicts, i => outcomes[i].Weight, potential, ScoreArithmetic.StandingOf(rubric, potential), adjustments);
    }

    /// <summary>
    /// Counts by the weights that a score was made with, for when its rubric is no longer at hand. Which criteria take part must be as it was: whatever else
    /// applies would change every weight.
    /// </summary>
    /// <param name="verdicts">One for each criterion, in the rubric's order.</param>
    /// <param name="weights">Millionths, as the score has them; 0 where the criterion took no part.</param>
    /// <param name="standing">The score's.</param>
    /// <param name="adjustments">Hundredths of a point: bonuses and penalties together.</param>
    /// <exception cref="ArgumentException">A criterion has a weight and would no longer take part.</exception>
    public static OfficialScore Of(IReadOnlyList<CountedVerdict> verdicts, IReadOnlyList<long> weights, Standing standing, int adjustments)
    {
        long potential = 0;
        for (var i = 0; i < verdicts.Count; i++)
        {
            if (!verdicts[i].Counts && weights[i] != 0)
                throw new ArgumentException($"criterion {i} would cease to take part in the score", nameof(verdicts));
            potential += weights[i];
        }

        return Counted(verdicts, i => weights[i], potential, standing, adjustments);
    }

    /// <summary>Whether the rubric gives a criterion a weight in a scenario, so that a person can say that it applies.</summary>
    /// <param name="criterion">Its place.</param>
    public static bool IsExpected(Rubric rubric, string? scenario, int criterion) => rubric.Agenda.Weight(PlaceOf(rubric, scenario), criterion) >= 0;

    private static OfficialScore Counted(IReadOnlyList<CountedVerdict> verdicts, Func<int, long> weight, long potential, Standing standing, int adjustments)
    {
        var sums = new Waterfall(potential);
        var parts = new CountedPart[verdicts.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            var (verdict, value) = verdicts[i];
            var (earned, lost) = sums.Add(weight(i), weight(i) == 0 ? 0 : value);
            parts[i] = new CountedPart(verdict, value, weight(i), earned, lost);
        }

        return new OfficialScore(standing, sums.Total, ScoreArithmetic.Adjusted(sums.Total, adjustments), parts);
    }

    private static int PlaceOf(Rubric rubric, string? scenario)
    {
        for (var i = 0; i < rubric.Scenarios.Count; i++)
        {
            if (rubric.Scenarios[i].Id == scenario)
                return i;
        }

        return -1;
    }
}
