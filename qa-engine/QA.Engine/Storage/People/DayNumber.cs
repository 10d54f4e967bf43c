using System;

namespace QA.Engine.Storage.People;

/// <summary>Days as both stores keep what people decide: 20260302 for the second of March 2026.</summary>
internal static class DayNumber
{
    public static long Of(DateOnly day) => (((day.Year * 100L) + day.Month) * 100) + day.Day;

    public static DateOnly At(long number) => new((int)(number / 10_000), (int)(number / 100 % 100), (int)(number % 100));
}
