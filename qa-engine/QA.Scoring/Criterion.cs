using System.Collections.Generic;
using QA.Scoring.Rules;
using QA.Scoring.Settings;

namespace QA.Scoring;

/// <summary>What a criterion came to.</summary>
public enum Verdict
{
    Pass,
    Partial,
    Fail,

    /// <summary>A gate was not met; the criterion leaves the sum.</summary>
    NotApplicable,

    /// <summary>Needs a person; the criterion leaves the sum until one decides.</summary>
    Unsure,
}

/// <summary>Who of the agents of a transferred conversation owes a criterion.</summary>
public enum Owner
{
    EveryAgent,
    FirstAgent,
    LastAgent,
}

/// <summary>A condition a criterion needs to apply, and what to say where it is not met.</summary>
/// <param name="Condition">What must hold.</param>
/// <param name="Unless">Whether it must <em>not</em> hold instead.</param>
/// <param name="Reason">Why the criterion does not apply, for people.</param>
public sealed record Gate(Expression Condition, bool Unless, Wording Reason);

/// <summary>One possible outcome of a criterion. Levels are tried in order; the first whose condition holds is the verdict.</summary>
/// <param name="Verdict">Never <see cref="Verdict.NotApplicable"/>: only a gate says that.</param>
/// <param name="Value">Millionths of the weight earned: 1,000,000 pass, 0 fail.</param>
/// <param name="Condition">When it applies; null: whenever no earlier level did.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Fix">The smallest change that would have earned the rest, in words an agent can use; null at full value.</param>
/// <param name="Evidence">Rules whose findings are shown; empty: those that made the condition true.</param>
/// <param name="LookedFor">Rules whose absence cost the points; their nearest misses are shown.</param>
public sealed record Level(
    Verdict Verdict,
    int Value,
    Expression? Condition,
    Wording Reason,
    Wording? Fix,
    IReadOnlyList<RuleReference> Evidence,
    IReadOnlyList<RuleReference> LookedFor);

/// <summary>One thing expected of an agent.</summary>
public sealed class Criterion
{
    public required string Id { get; init; }

    public required Wording Title { get; init; }

    /// <summary>Millionths of a point of weight, before the scenario's multiplier; in a section with a weight of its own, a share of it.</summary>
    public required long Weight { get; init; }

    /// <summary>Weight in millionths by scenario index; -1: the criterion does not apply in that scenario.</summary>
    public required IReadOnlyList<long> WeightByScenario { get; init; }

    public required Owner OwedBy { get; init; }

    public required IReadOnlyList<Gate> Gates
    {
        get => GateArray;
        init => GateArray = [.. value];
    }

    /// <summary>At least one; the last has no condition.</summary>
    public required IReadOnlyList<Level> Levels
    {
        get => LevelArray;
        init => LevelArray = [.. value];
    }

    // The same again, without an interface between: they are asked for in every conversation.
    internal Gate[] GateArray { get; private init; } = [];

    internal Level[] LevelArray { get; private init; } = [];

    /// <summary>How to get better at it.</summary>
    public Wording? Guidance { get; init; }

    /// <summary>Where the expectation comes from.</summary>
    public string? Source { get; init; }
}
