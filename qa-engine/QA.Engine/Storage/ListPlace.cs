using System;
using System.Globalization;

namespace QA.Engine.Storage;

/// <summary>Where a score stands in a list, for whoever goes on behind it. Both orders run downwards through these numbers.</summary>
/// <param name="Day">Such as 20260302.</param>
/// <param name="At">Microseconds since 1970 (UTC).</param>
/// <param name="Lost">Hundredths of a point that the score lacks of the full hundred; -1: no score.</param>
/// <param name="Number">Of the score.</param>
public readonly record struct ListPlace(DateOnly Day, long At, int Lost, long Number)
{
    private const int Full = 10_000;
    private const string DayForm = "yyyyMMdd";

    public static ListPlace Of(DateOnly day, DateTimeOffset at, int? total, long number) => new(day, Instant.Of(at), LostOf(total), number);

    public static int LostOf(int? total) => total is { } points ? Full - points : -1;

    /// <summary>Less than 0: the one comes first.</summary>
    public static int Compare(ListPlace one, ListPlace other, ListOrder order)
    {
        if (order == ListOrder.Lowest && one.Lost != other.Lost)
            return other.Lost.CompareTo(one.Lost);
        if (one.Day != other.Day)
            return other.Day.CompareTo(one.Day);
        return one.At != other.At ? other.At.CompareTo(one.At) : other.Number.CompareTo(one.Number);
    }

    /// <returns>Null where it is no place.</returns>
    public static ListPlace? Parse(string? text) =>
        text?.Split('.') is [var day, var at, var lost, var number]
        && DateOnly.TryParseExact(day, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out var ofDay)
        && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var moment)
        && int.TryParse(lost, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var lack)
        && long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var ofScore)
            ? new ListPlace(ofDay, moment, lack, ofScore)
            : null;

    /// <summary>For an address.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyyMMdd}.{At}.{Lost}.{Number}");
}
