using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>What one agent did on one day under one rubric, added up. Official scores of newest revisions only.</summary>
/// <param name="Shop">Empty: the export names none.</param>
/// <param name="Rubric">The rubric's content hash.</param>
/// <param name="Conversations">Each once for an agent and team, on the day of its first score, however many sessions it has.</param>
/// <param name="Scores">All scores, those that cannot be ranked included; scores of an unnamed agent who never spoke are left out.</param>
/// <param name="Ranked">Scores behind the sum.</param>
/// <param name="Sum">Hundredths of a point after people's decisions: with their verdicts, capped by critical findings they confirmed and by no suspected one.</param>
/// <param name="SumOfSquares">Of the same, for intervals.</param>
/// <param name="Moods">How customers came and left.</param>
/// <param name="Criteria">Criteria that applied at least once, by their id; by people's verdicts where there are any.</param>
public sealed record DailyRollup(
    DateOnly Day, string Shop, string Team, string Agent, string Rubric, long Conversations, long Scores, long Ranked, long Sum, long SumOfSquares,
    MoodCounts Moods, IReadOnlyDictionary<string, CriterionCounts> Criteria);

/// <param name="Value">Millionths earned of the weight, summed over pass, partial and fail.</param>
/// <param name="Lost">Hundredths of a point lost, summed.</param>
public readonly record struct CriterionCounts(long Pass, long Partial, long Fail, long Unsure, long Value, long Lost)
{
    /// <summary>How often the criterion applied and was sure.</summary>
    public long Cases => Pass + Partial + Fail;

    /// <summary>Of one verdict.</summary>
    public static CriterionCounts Of(Verdict verdict, long value, long lost) => verdict switch
    {
        Verdict.Pass => new(1, 0, 0, 0, value, lost),
        Verdict.Partial => new(0, 1, 0, 0, value, lost),
        Verdict.Fail => new(0, 0, 1, 0, value, lost),
        Verdict.Unsure => new(0, 0, 0, 1, 0, 0),
        _ => default,
    };

    /// <param name="sign">1, or -1 to take the other away.</param>
    public CriterionCounts Plus(CriterionCounts other, int sign = 1) => new(
        Pass + (sign * other.Pass), Partial + (sign * other.Partial), Fail + (sign * other.Fail), Unsure + (sign * other.Unsure),
        Value + (sign * other.Value), Lost + (sign * other.Lost));
}
