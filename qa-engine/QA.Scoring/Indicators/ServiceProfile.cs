using System;

namespace QA.Scoring.Indicators;

/// <summary>
/// One definition of a service indicator. Platforms use one name for different things, so what is counted, when, and what is in time
/// are settings. Every combination has a meaning; a value that has none is refused when it is set.
/// </summary>
public sealed record ServiceProfile
{
    /// <summary>Beijing time without a rule for summers: China has kept none since 1991.</summary>
    public static TimeZoneInfo Beijing { get; } = TimeZoneInfo.CreateCustomTimeZone("Asia/Shanghai", TimeSpan.FromHours(8), "Asia/Shanghai", "Asia/Shanghai");

    /// <summary>Names the profile in contributions and metrics: ASCII letters, digits, dots, hyphens and underscores.</summary>
    /// <exception cref="ArgumentException">It is empty or holds anything else.</exception>
    public required string Id
    {
        get;
        init => field = IsId(value) ? value : throw new ArgumentException($"a profile's id is letters, digits, '.', '-' and '_', such as taobao.3min, not \"{value}\"", nameof(value));
    }

    public required Wording Title { get; init; }

    public ServiceUnit Unit { get; init; }

    /// <summary>Null: the whole day.</summary>
    public DailyWindow? Window { get; init; }

    public WindowedBy WindowedBy { get; init; }

    /// <summary>The longest wait that is still in time, to the tick; null: any answer is in time, however late.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not longer than zero.</exception>
    public TimeSpan? Limit
    {
        get;
        init => field = value is not { } limit || limit > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a limit is longer than zero");
    }

    /// <summary>Whose clock and calendar count. Where its summer time ends, an hour of the day counts twice, as that clock shows it.</summary>
    public TimeZoneInfo Zone
    {
        get;
        init
        {
            field = value;
            FixedOffset = OffsetOf(value);
        }
    }

        = Beijing;

    /// <summary>Silence this long, or longer, ends a session; a question open by then was not answered.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not longer than zero.</exception>
    public TimeSpan SessionGap
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "a session ends after a time longer than zero");
    }

        = TimeSpan.FromHours(6);

    public KeptWaits Waits { get; init; }

    /// <summary>A robot's message ends a round like a person's; the round is then no agent's, only the shop's.</summary>
    public bool BotsAnswer { get; init; }

    /// <summary>A message of the platform (an order card) asks like the customer's.</summary>
    public bool SystemAsks { get; init; }

    /// <summary>Ticks ahead of UTC, where the zone never changes them.</summary>
    internal long? FixedOffset { get; private init; } = OffsetOf(Beijing);

    /// <summary>Whether an id may be used.</summary>
    internal static bool IsId(string? id)
    {
        if (string.IsNullOrEmpty(id))
            return false;
        foreach (var letter in id)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '-' or '_'))
                return false;
        }

        return true;
    }

    private static long? OffsetOf(TimeZoneInfo zone) => zone.GetAdjustmentRules().Length == 0 ? zone.BaseUtcOffset.Ticks : null;
}
