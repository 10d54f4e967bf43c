using QA.Scoring;

namespace QA.Engine.Storage.People;

public enum ReviewOutcome
{
    Done,

    /// <summary>There is no such score, criterion or finding in the newest revision.</summary>
    Missing,

    /// <summary>Somebody else decided since the page was opened.</summary>
    Overtaken,

    /// <summary>It cannot be counted; the reason says why.</summary>
    Impossible,
}

/// <summary>What came of a decision.</summary>
/// <param name="Reason">Why it is impossible, for people.</param>
public sealed record ReviewAnswer(ReviewOutcome Outcome, Wording? Reason = null)
{
    internal static ReviewAnswer Done { get; } = new(ReviewOutcome.Done);

    internal static ReviewAnswer Missing { get; } = new(ReviewOutcome.Missing);

    internal static ReviewAnswer Overtaken { get; } = new(ReviewOutcome.Overtaken);

    internal static ReviewAnswer Impossible(string zh, string en) => new(ReviewOutcome.Impossible, new Wording(zh, en));
}

/// <summary>Names a score.</summary>
/// <param name="Conversation">The conversation's id.</param>
public readonly record struct ScoreName(string Conversation, long Number);
