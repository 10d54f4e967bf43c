using System;
using System.Collections.Generic;

namespace QA.Scoring.Rules;

/// <summary>
/// The criteria of a rubric laid out for judging: what every conversation asks of each of them lies side by side, so that the many
/// that do not apply cost next to nothing.
/// </summary>
internal sealed class Agenda
{
    private readonly Entry[] _entries;
    private readonly Condition[] _conditions;
    private readonly CriterionScore[] _closed;
    private readonly long[][] _weights;

    public Agenda(Rubric rubric)
    {
        var prospects = rubric.Prospects;
        var criteria = rubric.CriteriaArray;
        var conditions = new List<Condition>();
        var closed = new List<CriterionScore>();
        _entries = new Entry[criteria.Length];
        for (var i = 0; i < _entries.Length; i++)
        {
            var criterion = criteria[i];
            _entries[i] = new Entry(criterion.OwedBy, criterion.GateArray.Length, criterion.LevelArray.Length, conditions.Count, closed.Count, AsksForMood(criterion, rubric));
            foreach (var gate in criterion.GateArray)
            {
                conditions.Add(new Condition(gate.Condition, prospects.Of(gate.Condition), gate.Unless));
                closed.Add(Closed(criterion, gate, gate.Reason));
            }

            foreach (var level in criterion.LevelArray)
                conditions.Add(new Condition(level.Condition, level.Condition is { } condition ? prospects.Of(condition) : default, Unless: false));
            foreach (var reason in Outcome.CommonReasons)
                closed.Add(Closed(criterion, null, reason));
        }

        _conditions = [.. conditions];
        _closed = [.. closed];
        _weights = new long[rubric.Scenarios.Count + 1][];
        for (var scenario = 0; scenario < _weights.Length; scenario++)
            _weights[scenario] = Array.ConvertAll(criteria, criterion => scenario == 0 ? criterion.Weight : criterion.WeightByScenario[scenario - 1]);
    }

    public ref readonly Entry EntryOf(int criterion) => ref _entries[criterion];

    public ref readonly Condition ConditionAt(int index) => ref _conditions[index];

    /// <summary>What a criterion comes to where it does not apply: the same in every conversation, and one object for each reason.</summary>
    public CriterionScore ClosedAt(int index) => _closed[index];

    /// <summary>All there are for a criterion.</summary>
    public ReadOnlySpan<CriterionScore> ClosedOf(int criterion)
        => _closed.AsSpan(_entries[criterion].FirstClosed, _entries[criterion].Gates + Outcome.CommonReasons.Length);

    /// <summary>Millionths of weight of a criterion in a scenario, by their places; scenario -1: in none; weight -1: it does not apply.</summary>
    public long Weight(int scenario, int criterion) => _weights[scenario + 1][criterion];

    private static CriterionScore Closed(Criterion criterion, Gate? gate, Wording reason) => new(criterion, Verdict.NotApplicable, null, gate, reason, 0, 0, 0, 0, [], []);

    /// <summary>Whether a level names such a rule itself. Inside a combination it finds nothing without moods, so that words may stand beside it.</summary>
    private static bool AsksForMood(Criterion criterion, Rubric rubric)
    {
        foreach (var level in criterion.LevelArray)
        {
            foreach (var rule in level.Condition?.Rules ?? [])
            {
                if (rubric.RuleArray[rule.Index] is MoodShown)
                    return true;
            }
        }

        return false;
    }

    /// <param name="First">Where the conditions of its gates begin, and behind them those of its levels.</param>
    /// <param name="FirstClosed">Where the results begin for gates that are not met, and behind them those for the common reasons.</param>
    /// <param name="AsksForMood">Whether it does not apply where no model said anything of the messages.</param>
    public readonly record struct Entry(Owner OwedBy, int Gates, int Levels, int First, int FirstClosed, bool AsksForMood);

    /// <param name="Expression">Null: it always holds.</param>
    /// <param name="Test">What it cannot hold without.</param>
    /// <param name="Unless">Whether a gate is met where it does not hold.</param>
    public readonly record struct Condition(Expression? Expression, Prospects.Test Test, bool Unless)
    {
        public bool Holds(Examination chat) => Expression is null || (chat.MayHold(Test) && Expression.Holds(chat));
    }
}
