using System;

namespace QA.Engine.Sources;

/// <summary>How much of a file a reader takes in before it sets something aside, and what it assumes where a file is silent.</summary>
internal sealed record ReadLimits
{
    public static ReadLimits Default { get; } = new();

    /// <summary>Bytes; a longer line is set aside, and never held in memory as a whole.</summary>
    public int MaxLineBytes { get; init; } = 64 * 1024 * 1024;

    public int MaxMessages { get; init; } = 200_000;

    /// <summary>The zone of times that name none: exports of Chinese platforms mean Beijing time.</summary>
    public TimeSpan AssumedOffset { get; init; } = TimeSpan.FromHours(8);

    /// <summary>What to tell people about a line over <see cref="MaxLineBytes"/>.</summary>
    public string TooLong(long bytes) => $"the line is {bytes} bytes long; the limit is {MaxLineBytes} (setting Read:MaxLineBytes)";
}
