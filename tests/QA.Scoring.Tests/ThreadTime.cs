using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;

namespace QA.Scoring.Tests;

/// <summary>How long a processor worked for this thread: what else the machine does, and how long it lets the thread stand, does not count.</summary>
internal static class ThreadTime
{
    // Nanoseconds on a processor, nanoseconds of waiting for one, turns; counted on by each tick of the scheduler, some milliseconds apart.
    private const string Counted = "/proc/thread-self/schedstat";

    public static TimeSpan Of(Action work)
    {
        var clock = Stopwatch.StartNew();
        var before = Nanoseconds();
        work();
        return before is { } from && Nanoseconds() is { } to ? TimeSpan.FromMicroseconds((to - from) / 1_000.0) : clock.Elapsed;
    }

    /// <summary>Null where the system does not count.</summary>
    private static long? Nanoseconds() =>
        File.Exists(Counted) ? long.Parse(File.ReadAllText(Counted).Split(' ')[0], CultureInfo.InvariantCulture) : null;
}
