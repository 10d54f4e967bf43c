using System;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>What comes first in a list of conversations.</summary>
public enum ListOrder
{
    Newest,

    /// <summary>The lowest shown score; among equals the newest. Scores without points come last.</summary>
    Lowest,
}

/// <summary>Which scores a list shows; what is null asks nothing. Always as people decided: their verdicts and totals, not the machine's.</summary>
public sealed record ConversationFilter
{
    /// <summary>Days a list looks back over at most: what a page of it may cost is bounded.</summary>
    public const int MostDays = 92;

    /// <summary>Day of the score, in the store's zone.</summary>
    public required DateOnly From { get; init; }

    public required DateOnly To { get; init; }

    public required Reach Reach { get; init; }

    public string? Shop { get; init; }

    public string? Team { get; init; }

    /// <summary>By name alone, whatever the team.</summary>
    public string? Agent { get; init; }

    /// <summary>An id of the rubric.</summary>
    public string? Scenario { get; init; }

    /// <summary>An id of the rubric: scores where this criterion applied.</summary>
    public string? Criterion { get; init; }

    /// <summary>What <see cref="Criterion"/> came to; without one, what some criterion came to.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>A state of <see cref="StoredSuspicion"/> that one of the critical findings is in.</summary>
    public string? Critical { get; init; }

    /// <summary>Hundredths of a point, of the shown score.</summary>
    public int? PointsFrom { get; init; }

    /// <summary>Hundredths of a point, itself included.</summary>
    public int? PointsTo { get; init; }

    public Standing? Standing { get; init; }

    public CustomerMood? Mood { get; init; }

    public SearchText? Text { get; init; }

    public ListOrder Order { get; init; }

    /// <summary>Whether a score belongs into the list, its text apart. The one definition: whatever a store finds by its indexes passes here.</summary>
    internal bool Takes(ListedScore score) =>
        score.Official && score.Day >= From && score.Day <= To && Reach.Sees(new AgentName(score.Team, score.Agent))
        && (Shop is null || score.Shop == Shop)
        && (Team is null || score.Team == Team)
        && (Agent is null || score.Agent == Agent)
        && (Scenario is null || score.Scenario == Scenario)
        && (Standing is null || score.Standing == Standing)
        && (Mood is not { } mood || score.Mood?.Is(mood) == true)
        && (Critical is null || score.HasCritical(Critical))
        && (PointsFrom is null || score.Total >= PointsFrom)
        && (PointsTo is null || score.Total <= PointsTo)
        && TakesVerdict(score);

    private bool TakesVerdict(ListedScore score)
    {
        if (Criterion is { } criterion)
            return score.VerdictOf(criterion) is { } verdict && (Verdict is { } wanted ? verdict == wanted : verdict != QA.Scoring.Verdict.NotApplicable);
        return Verdict is not { } some || score.Letters.Contains(ScoreColumns.Letter(some), StringComparison.Ordinal);
    }
}
