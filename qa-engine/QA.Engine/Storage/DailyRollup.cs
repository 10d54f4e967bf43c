using System;
using System.Collections.Generic;

namespace QA.Engine.Storage;

/// <summary>What one agent did on one day under one rubric, added up. Official scores of newest revisions only.</summary>
/// <param name="Shop">Empty: the export names none.</param>
/// <param name="Rubric">The rubric's content hash.</param>
/// <param name="Scores">All scores, those that cannot be ranked included; scores of an unnamed agent who never spoke are left out.</param>
/// <param name="Ranked">Scores behind the sum.</param>
/// <param name="Sum">Hundredths of a point, without the caps of critical findings.</param>
/// <param name="SumOfSquares">Of the same, for intervals.</param>
/// <param name="Criteria">Criteria that applied at least once, by their id.</param>
internal sealed record DailyRollup(
    DateOnly Day, string Shop, string Team, string Agent, string Rubric, long Scores, long Ranked, long Sum, long SumOfSquares,
    IReadOnlyDictionary<string, CriterionCounts> Criteria);

/// <param name="Value">Millionths earned of the weight, summed over pass, partial and fail.</param>
/// <param name="Lost">Hundredths of a point lost, summed.</param>
internal readonly record struct CriterionCounts(long Pass, long Partial, long Fail, long Unsure, long Value, long Lost);
