using System;
using System.Collections.Generic;
using QA.Scoring;
using QA.Scoring.Rules;

namespace QA.Engine.Storage;

/// <summary>A score as it was kept: everything people are shown of it, without the rubric that made it. Points are hundredths, weights and values millionths.</summary>
public sealed record StoredScore
{
    public required long Number { get; init; }

    public required string Conversation { get; init; }

    public required int Revision { get; init; }

    public required string RubricId { get; init; }

    public required string RubricVersion { get; init; }

    public required string RubricHash { get; init; }

    /// <summary>Whether it counts for its agent; others stand beside it, made under another version.</summary>
    public required bool Official { get; init; }

    public required DateOnly Day { get; init; }

    public required int Session { get; init; }

    public required int Sessions { get; init; }

    /// <summary>Empty: the export names none.</summary>
    public required string Agent { get; init; }

    public required string Team { get; init; }

    public required int MessageFrom { get; init; }

    public required int MessageTo { get; init; }

    public required DateTimeOffset? HappenedAt { get; init; }

    public required string? Scenario { get; init; }

    public required Standing Standing { get; init; }

    public required int? Total { get; init; }

    public required int? Uncapped { get; init; }

    public required int? Base { get; init; }

    public required Wording? Band { get; init; }

    public required bool? Passed { get; init; }

    public required string Receipt { get; init; }

    public required DateTimeOffset ScoredAt { get; init; }

    /// <summary>One for each criterion of the rubric, in its order.</summary>
    public required IReadOnlyList<StoredVerdict> Criteria { get; init; }

    public required IReadOnlyList<StoredAdjustment> Adjustments { get; init; }

    public required IReadOnlyList<StoredSuspicion> Suspicions { get; init; }

    public required IReadOnlyList<StoredStage> Stages { get; init; }

    /// <summary>As it stands with people's decisions; null: nobody decided anything, and this is how it stands.</summary>
    public ReviewedScore? Reviewed { get; init; }

    /// <summary>Hundredths: what is shown of it.</summary>
    public int? ShownPoints => Reviewed is { } reviewed ? reviewed.Total : Total;

    /// <summary>Hundredths: what counts in means; a suspected critical finding does not lower it.</summary>
    public int? CountingPoints => Reviewed is { } reviewed ? reviewed.Counts : Uncapped;

    /// <summary>What it may be used for, with people's decisions.</summary>
    public Standing OfficialStanding => Reviewed?.Standing ?? Standing;

    /// <summary>The verdicts that count: people's where there are any.</summary>
    public IReadOnlyList<StoredVerdict> OfficialCriteria => Reviewed?.Criteria ?? Criteria;

    /// <summary>The id of the stage where the customer left; null where none was reached.</summary>
    public required string? LeftAt { get; init; }

    /// <summary>How the customer's mood moved; null where no model said anything of it, as in scores from before there were models.</summary>
    public MoodChange? Mood { get; init; }
}

public sealed record StoredVerdict(
    string Criterion, Verdict Verdict, int Value, long Weight, int Earned, int Lost, Wording Reason, Wording? Fix,
    IReadOnlyList<StoredFinding> Evidence, IReadOnlyList<StoredAbsence> Absences);

public sealed record StoredAdjustment(string Id, int Points, Wording Reason, IReadOnlyList<StoredFinding> Evidence);

/// <param name="State">One of the constants; only a person moves it.</param>
public sealed record StoredSuspicion(string Critical, int Cap, Wording Reason, string State, IReadOnlyList<StoredFinding> Evidence)
{
    /// <summary>The state before a person decided.</summary>
    public const string Suspected = "suspected";

    public const string Confirmed = "confirmed";

    public const string Dismissed = "dismissed";
}

/// <param name="Before">The stage that should have come first and came only later; null: it was reached in order.</param>
public sealed record StoredStage(string Id, StoredFinding First, string? Before);

/// <summary>Words by their place in a message; the words stand in the conversation.</summary>
/// <param name="Entry">The lexicon's entry, where one was found.</param>
public readonly record struct StoredFinding(string? Rule, int Message, int Start, int Length, string? Entry);

/// <param name="From">First message looked at; -1: there was none to look at.</param>
/// <param name="To">Last message looked at.</param>
public sealed record StoredAbsence(string Rule, Wording Title, int From, int To, MissReason Why, int Distance, StoredFinding? NearestMiss);
