using System;

namespace QA.Engine.Sources;

/// <summary>
/// Reads <c>2026-03-02T14:03:11.250+08:00</c> and its shorter spellings: a space for the T, no seconds, no fraction, no offset,
/// Z, an offset without its colon. Fractions are kept to the microsecond.
/// </summary>
internal static class Iso8601
{
    /// <param name="text">ASCII or UTF-8.</param>
    /// <param name="assumedOffset">The offset of a time that names none.</param>
    /// <param name="time">The time with its own offset.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, TimeSpan assumedOffset, out DateTimeOffset time)
    {
        time = default;
        if (text.Length < 16
            || !Number(text, 0, 4, out var year) || text[4] != '-'
            || !Number(text, 5, 2, out var month) || text[7] != '-'
            || !Number(text, 8, 2, out var day) || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ')
            || !Number(text, 11, 2, out var hour) || text[13] != ':'
            || !Number(text, 14, 2, out var minute))
            return false;
        var rest = text[16..];
        var second = 0;
        long ticks = 0;
        if (rest is [(byte)':', ..])
        {
            if (!Number(rest, 1, 2, out second))
                return false;
            rest = rest[3..];
            if (rest is [(byte)'.' or (byte)',', ..] && !Fraction(ref rest, out ticks))
                return false;
        }

        if (!Offset(rest, assumedOffset, out var offset)
            || year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)
            || hour > 23 || minute > 59 || second > 60)
            return false;

        // A leap second has no place in DateTime; it is the last moment of its minute.
        var local = new DateTime(year, month, day, hour, minute, Math.Min(second, 59), DateTimeKind.Unspecified).AddTicks(ticks);
        if (local.Ticks < offset.Ticks || local.Ticks - offset.Ticks > DateTime.MaxValue.Ticks)
            return false;
        time = new DateTimeOffset(local, offset);
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        var at = 1;
        var unit = TimeSpan.TicksPerSecond;
        for (; at < rest.Length && rest[at] is >= (byte)'0' and <= (byte)'9'; at++)
        {
            unit /= 10;
            ticks += (rest[at] - '0') * unit;
        }

        // Stores keep microseconds; a time must come back as it went in.
        ticks -= ticks % TimeSpan.TicksPerMicrosecond;

        rest = rest[at..];
        return at > 1;
    }

    private static bool Offset(ReadOnlySpan<byte> rest, TimeSpan assumed, out TimeSpan offset)
    {
        offset = assumed;
        if (rest.IsEmpty)
            return true;
        if (rest is [(byte)'Z' or (byte)'z'])
        {
            offset = TimeSpan.Zero;
            return true;
        }

        if (rest[0] is not ((byte)'+' or (byte)'-') || !Number(rest, 1, 2, out var hours))
            return false;
        var tail = rest[3..];
        if (tail is [(byte)':', ..])
            tail = tail[1..];
        var minutes = 0;
        if (tail.Length is not (0 or 2) || (tail.Length == 2 && !Number(tail, 0, 2, out minutes)) || hours > 14 || minutes > 59)
            return false;
        var total = (hours * 60) + minutes;
        if (total > 14 * 60)
            return false;
        offset = TimeSpan.FromMinutes(rest[0] == '-' ? -total : total);
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> text, int from, int digits, out int value)
    {
        value = 0;
        if (text.Length < from + digits)
            return false;
        foreach (var c in text.Slice(from, digits))
        {
            if (c is < (byte)'0' or > (byte)'9')
                return false;
            value = (value * 10) + (c - '0');
        }

        return true;
    }
}
