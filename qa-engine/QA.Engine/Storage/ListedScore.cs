using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>A line of a list of conversations: one score, as people decided. Points are hundredths.</summary>
public sealed record ListedScore
{
    public required long Number { get; init; }

    /// <summary>The conversation's id.</summary>
    public required string Conversation { get; init; }

    public required DateOnly Day { get; init; }

    /// <summary>The last moment of what was scored; null where the export has no times.</summary>
    public required DateTimeOffset? HappenedAt { get; init; }

    public required DateTimeOffset ScoredAt { get; init; }

    /// <summary>Empty: the export names none; like <see cref="Team"/> and <see cref="Agent"/>.</summary>
    public required string Shop { get; init; }

    public required string Team { get; init; }

    public required string Agent { get; init; }

    public required string? Scenario { get; init; }

    public required Standing Standing { get; init; }

    public required int? Total { get; init; }

    /// <summary>As it was scored; null where a person's decision may have moved it into another band.</summary>
    public required Wording? Band { get; init; }

    public required bool? Passed { get; init; }

    public required string RubricId { get; init; }

    public required string RubricHash { get; init; }

    /// <summary>Ids of the rubric's criteria, in its order.</summary>
    public required IReadOnlyList<string> Criteria { get; init; }

    /// <summary>A letter for each of them, as <c>scores.verdicts</c> has it.</summary>
    public required string Letters { get; init; }

    public required IReadOnlyList<ListedCritical> Criticals { get; init; }

    /// <summary>The customer's; null: not known.</summary>
    public required MoodChange? Mood { get; init; }

    /// <summary>Whether a person corrected a verdict or decided a critical finding.</summary>
    public required bool Decided { get; init; }

    public required bool Official { get; init; }

    public required int Sessions { get; init; }

    public required int MessageFrom { get; init; }

    public required int MessageTo { get; init; }

    /// <summary>Where the searched words stand; null where nothing was searched for.</summary>
    public Snippet? Snippet { get; init; }

    internal ListPlace Place => ListPlace.Of(Day, HappenedAt ?? ScoredAt, Total, Number);

    /// <returns>Null where the score's rubric has no such criterion.</returns>
    public Verdict? VerdictOf(string criterion)
    {
        for (var i = 0; i < Criteria.Count && i < Letters.Length; i++)
        {
            if (Criteria[i] == criterion)
                return ScoreColumns.Verdict(Letters[i]);
        }

        return null;
    }

    internal bool HasCritical(string state)
    {
        foreach (var critical in Criticals)
        {
            if (critical.State == state)
                return true;
        }

        return false;
    }

    /// <summary>The messages that a search looks at: the whole chat, or of a chat of several sessions what this score is about.</summary>
    internal (int From, int To) Searched(Conversation chat) => Sessions == 1 ? (0, chat.Messages.Count) : (MessageFrom, Math.Min(MessageTo, chat.Messages.Count));
}

/// <param name="Critical">An id of the rubric.</param>
/// <param name="State">See <see cref="StoredSuspicion"/>.</param>
public sealed record ListedCritical(string Critical, string State);
