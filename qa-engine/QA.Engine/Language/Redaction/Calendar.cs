using System;

namespace QA.Engine.Language.Redaction;

/// <summary>Numbers that are a day or a moment, and no number of anything.</summary>
internal static class Calendar
{
    /// <summary>Eight digits, such as 20260302.</summary>
    public static bool IsDay(ReadOnlySpan<char> digits) =>
        digits.Length == 8 && int.Parse(digits[..4]) is >= 1900 and <= 2099 && int.Parse(digits[4..6]) is >= 1 and <= 12 && int.Parse(digits[6..]) is >= 1 and <= 31;

    /// <summary>A day and a time to the minute, the second or the millisecond, and nothing behind it.</summary>
    public static bool IsMoment(ReadOnlySpan<char> digits) =>
        digits.Length is 12 or 14 or 17 && IsDay(digits[..8]) && int.Parse(digits[8..10]) < 24 && int.Parse(digits[10..12]) < 60 && (digits.Length == 12 || int.Parse(digits[12..14]) < 60);
}
