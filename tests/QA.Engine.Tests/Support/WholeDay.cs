using System;
using System.Threading.Tasks;
using Xunit;

namespace QA.Engine.Tests.Support;

/// <summary>Today for a test of another process, whose clock cannot be set: a day that does not end before the test does.</summary>
internal static class WholeDay
{
    // Longer than any of them takes, and shorter than a test may hang.
    private static readonly TimeSpan Enough = TimeSpan.FromMinutes(7);

    /// <summary>Where a day is about to end, waits for the next one.</summary>
    public static async Task<DateOnly> Today(TimeZoneInfo zone)
    {
        var now = TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, zone);
        var left = TimeSpan.FromDays(1) - now.TimeOfDay;
        if (left < Enough)
            await Task.Delay(left + TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(DateTimeOffset.UtcNow, zone).DateTime);
    }
}
