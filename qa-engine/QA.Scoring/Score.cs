using System.Collections.Generic;
using QA.Scoring.Rules;

namespace QA.Scoring;

/// <summary>What a score may be used for.</summary>
public enum Standing
{
    /// <summary>Counts and can be compared.</summary>
    Ranked,

    /// <summary>Too little of the rubric applied: shown, not ranked.</summary>
    Insufficient,

    /// <summary>Nothing applied: there is no score.</summary>
    None,
}

/// <summary>How one agent did in one session of one conversation. All points are hundredths.</summary>
public sealed class Score
{
    public required Conversation Conversation { get; init; }

    public required Rubric Rubric { get; init; }

    /// <summary>Counts from 0; a conversation has one session per stretch without a long idle gap.</summary>
    public required int Session { get; init; }

    /// <summary>How many sessions the conversation has.</summary>
    public required int Sessions { get; init; }

    /// <summary>The judged agent's name; null where the export gives none.</summary>
    public required string? Agent { get; init; }

    /// <summary>The agent's team, where the export gives one.</summary>
    public string? Team { get; init; }

    /// <summary>Index of the first and one behind the last message of the agent's segments.</summary>
    public required (int From, int To) Messages { get; init; }

    /// <summary>Null where the rubric knows no scenarios.</summary>
    public Scenario? Scenario { get; init; }

    public required Standing Standing { get; init; }

    /// <summary>The score, 0…10,000; null where nothing applied. A suspected critical finding caps it.</summary>
    public required int? Total { get; init; }

    /// <summary>The score as it is without critical findings: what counts until a person confirms one.</summary>
    public required int? Uncapped { get; init; }

    /// <summary>The weighted sum alone, before bonuses, penalties and caps; the criteria's points add up to it.</summary>
    public required int? Base { get; init; }

    /// <summary>One for each criterion of the rubric, in its order.</summary>
    public required IReadOnlyList<CriterionScore> Criteria { get; init; }

    /// <summary>Bonuses and penalties that applied.</summary>
    public required IReadOnlyList<AdjustmentScore> Adjustments { get; init; }

    /// <summary>Critical findings the machine suspects; only a person confirms or dismisses them.</summary>
    public required IReadOnlyList<CriticalSuspicion> Suspicions { get; init; }

    /// <summary>The stages that were reached, in the rubric's order; they never touch points.</summary>
    public IReadOnlyList<StageReached> Stages { get; init; } = [];

    /// <summary>The stage that was reached last, where the customer left; null where none was.</summary>
    public Stage? LeftAt { get; init; }

    /// <summary>How the customer's mood moved over what this agent answered, beside the points and no part of them; null where no model said anything of it.</summary>
    public MoodChange? Mood { get; init; }

    public Band? Band => Total is { } total ? Rubric.BandOf(total) : null;

    public bool? Passed => Total is { } total ? total >= Rubric.PassMark : null;
}

/// <summary>One criterion's verdict and what it is worth.</summary>
/// <param name="Criterion">The criterion judged.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Level">The level that held; null where a gate kept the criterion out.</param>
/// <param name="Gate">The gate that was not met; null where it applied (or another agent owes it, or the scenario takes it out).</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Weight">Millionths of weight that counted: in this scenario, and its share where the section has a weight of its own; 0 where it does not apply.</param>
/// <param name="Value">Millionths earned of the weight.</param>
/// <param name="Earned">Hundredths of a point it adds to the score.</param>
/// <param name="Lost">Hundredths of a point it could have added and did not.</param>
/// <param name="Evidence">The words behind the verdict.</param>
/// <param name="Absences">What was looked for in vain, where it cost points.</param>
public sealed record CriterionScore(
    Criterion Criterion,
    Verdict Verdict,
    Level? Level,
    Gate? Gate,
    Wording Reason,
    long Weight,
    int Value,
    int Earned,
    int Lost,
    IReadOnlyList<Finding> Evidence,
    IReadOnlyList<Absence> Absences);

/// <summary>A stage and where the conversation reached it.</summary>
/// <param name="First">The words that reached it.</param>
/// <param name="Before">The stage that should have come first and came only later; null: it was reached in order.</param>
public sealed record StageReached(Stage Stage, Finding First, Stage? Before);

/// <summary>What was looked for and not found.</summary>
/// <param name="Rule">What was looked for.</param>
/// <param name="From">First message looked at; -1: there was none to look at.</param>
/// <param name="To">Last message looked at.</param>
/// <param name="NearestMiss">What came closest; null where nothing did.</param>
/// <param name="Why">Why that did not count.</param>
/// <param name="Distance">How many messages too early or too late it stood, or how many were missing.</param>
public sealed record Absence(Rule Rule, int From, int To, Finding? NearestMiss, MissReason Why, int Distance);

public sealed record AdjustmentScore(Adjustment Adjustment, IReadOnlyList<Finding> Evidence);

/// <summary>A critical finding that starts as suspected.</summary>
public sealed record CriticalSuspicion(CriticalFinding Critical, IReadOnlyList<Finding> Evidence);
