using System;

namespace QA.Engine.Storage;

/// <summary>Times in a store: microseconds since 1970 (UTC), and beside them the zone in minutes where it matters.</summary>
internal static class Instant
{
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static long? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;

    /// <returns>In UTC.</returns>
    public static DateTimeOffset At(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset? At(long? microseconds, long? zone) =>
        microseconds is { } known ? At(known).ToOffset(TimeSpan.FromMinutes(zone ?? 0)) : null;
}
