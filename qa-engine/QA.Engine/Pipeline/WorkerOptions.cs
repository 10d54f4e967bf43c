using System;

namespace QA.Engine.Pipeline;

/// <summary>How a worker goes about it.</summary>
internal sealed record WorkerOptions
{
    /// <summary>How many threads score for each source; one of them saves as well.</summary>
    public required int Threads { get; init; }

    /// <summary>Stops when everything that is there has been dealt with.</summary>
    public bool Once { get; init; }

    /// <summary>How long others leave alone what this worker took, after it was last heard of.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often to look for conversations that are due.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How often what metrics show of the store is read anew.</summary>
    public TimeSpan Refresh { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many days of conversations are kept; 0: all.</summary>
    public int KeepDays { get; init; }

    /// <summary>Where days begin and end.</summary>
    public TimeZoneInfo Zone { get; init; } = TimeZoneInfo.Utc;

    /// <summary>Unlike that of any other worker, now or earlier.</summary>
    public string Worker { get; init; } = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():n}";

    /// <summary>The first pause after a failure; it grows up to a minute.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
}
