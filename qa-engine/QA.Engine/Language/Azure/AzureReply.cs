using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Language.Azure;

/// <summary>What came of one request.</summary>
/// <param name="Problem">What is wrong and what would be right, for whoever runs the engine; no word of a text or a key. Null: nothing is.</param>
internal sealed record AzureReply(AzureOutcome Outcome, string? Problem = null)
{
    /// <summary>One for each document, in their order; empty unless <see cref="AzureOutcome.Answered"/>.</summary>
    public IReadOnlyList<AzureDocumentReply> Documents { get; init; } = [];

    /// <summary>The records the service says it billed; 0 where it does not say.</summary>
    public int Records { get; init; }

    /// <summary>How long the service wants to be left alone; null: it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What came of one document of a request.</summary>
/// <param name="Sentiment">Offsets are in the text that was sent; null: there is a trouble.</param>
/// <param name="Warnings">The service's codes.</param>
internal readonly record struct AzureDocumentReply(Sentiment? Sentiment, AzureDocumentTrouble Trouble, IReadOnlyList<string> Warnings);

internal enum AzureDocumentTrouble
{
    None,

    /// <summary>The service refused this document, or read only a part of it.</summary>
    Refused,

    /// <summary>The service does not read this language.</summary>
    Language,

    /// <summary>There is no answer, or one that does not fit what was sent.</summary>
    Unreadable,
}

/// <summary>How a request ended. A closed list: it labels a metric.</summary>
internal enum AzureOutcome
{
    /// <summary>With an answer; single documents may have failed.</summary>
    Answered,

    /// <summary>Too many requests (429).</summary>
    Throttled,

    /// <summary>Another 4xx, or no token was to be had: it will be refused again until somebody changes something.</summary>
    Refused,

    /// <summary>5xx.</summary>
    Failed,

    /// <summary>No connection, or one that broke before the answer was whole.</summary>
    Unreachable,

    /// <summary>An answer that is not what the service documents.</summary>
    Unreadable,

    /// <summary>Cut off by the engine's own time-out.</summary>
    TimedOut,
}
