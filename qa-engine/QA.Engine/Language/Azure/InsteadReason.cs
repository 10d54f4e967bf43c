using System;

namespace QA.Engine.Language.Azure;

/// <summary>Why the model behind Azure answered. A closed list: it labels a metric, and its words stand in results.</summary>
internal enum InsteadReason
{
    /// <summary>There is no word in the message.</summary>
    Empty,

    /// <summary>A language the service is not asked about.</summary>
    Language,

    /// <summary>Personal data could not be taken out, so nothing left the house.</summary>
    NotRedacted,

    /// <summary>The records of the day are spent, or their count cannot be kept.</summary>
    OverBudget,

    /// <summary>The engine's own limit of requests a second left no room before the time-out.</summary>
    Busy,

    /// <summary>The service wants to be left alone for now (429, 503 with Retry-After).</summary>
    Throttled,

    /// <summary>The last requests failed; the service is left alone for a while.</summary>
    Paused,

    TimedOut,
    Unreachable,
    Failed,
    Unreadable,

    /// <summary>The service does not take the engine's requests (key, token, address).</summary>
    Refused,

    /// <summary>The service does not take this message.</summary>
    MessageRefused,
}

/// <summary>The reasons as words for results and labels.</summary>
internal static class InsteadReasons
{
    public static string Word(this InsteadReason reason) => reason switch
    {
        InsteadReason.Empty => "empty",
        InsteadReason.Language => "language",
        InsteadReason.NotRedacted => "not-redacted",
        InsteadReason.OverBudget => "over-budget",
        InsteadReason.Busy => "busy",
        InsteadReason.Throttled => "throttled",
        InsteadReason.Paused => "paused",
        InsteadReason.TimedOut => "timed-out",
        InsteadReason.Unreachable => "unreachable",
        InsteadReason.Failed => "failed",
        InsteadReason.Unreadable => "unreadable",
        InsteadReason.Refused => "refused",
        InsteadReason.MessageRefused => "message-refused",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "no such reason"),
    };

    public static string Word(this AzureOutcome outcome) => outcome switch
    {
        AzureOutcome.Answered => "answered",
        AzureOutcome.Throttled => InsteadReason.Throttled.Word(),
        AzureOutcome.Refused => InsteadReason.Refused.Word(),
        AzureOutcome.Failed => InsteadReason.Failed.Word(),
        AzureOutcome.Unreachable => InsteadReason.Unreachable.Word(),
        AzureOutcome.Unreadable => InsteadReason.Unreadable.Word(),
        AzureOutcome.TimedOut => InsteadReason.TimedOut.Word(),
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "no such outcome"),
    };
}
