using System;

namespace QA.Engine.Storage;

/// <summary>Days as whole numbers, 20260302 for the second of March 2026: people read it, and it sorts.</summary>
internal static class DayNumber
{
    public static long Of(DateOnly day) => (((day.Year * 100L) + day.Month) * 100) + day.Day;

    /// <returns>The first day there is where the number is none.</returns>
    public static DateOnly At(long number) => number == 0 ? DateOnly.MinValue : new((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100));
}
