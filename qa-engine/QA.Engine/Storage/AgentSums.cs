using System;
using System.Collections.Generic;

namespace QA.Engine.Storage;

/// <summary>The roll-ups of one agent over some days, added up. Points are hundredths.</summary>
/// <param name="Agent">Empty: the export names none.</param>
/// <param name="Scores">All, those that cannot be ranked included.</param>
/// <param name="Ranked">Scores behind the sum.</param>
/// <param name="SumOfSquares">Of the ranked scores, for intervals.</param>
/// <param name="Moods">How customers came and left.</param>
/// <param name="Days">Ranked scores and their sum by day, in no order; a day may come more than once.</param>
/// <param name="Criteria">That applied at least once, by their id.</param>
/// <param name="Rubric">The hash of the rubric behind most of the scores.</param>
public sealed record AgentSums(
    string Agent, long Scores, long Ranked, long Sum, long SumOfSquares, MoodCounts Moods, IReadOnlyList<(DateOnly Day, long Ranked, long Sum)> Days,
    IReadOnlyDictionary<string, CriterionCounts> Criteria, string Rubric);
