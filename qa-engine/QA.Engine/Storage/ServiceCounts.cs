using System;
using System.Buffers;
using System.Collections.Generic;
using System.Text;
using QA.Scoring.Indicators;

namespace QA.Engine.Storage;

/// <summary>
/// What service indicators came to, added up or to be taken away: of each key and definition the members of an <see cref="IndicatorTally"/> and its histogram.
/// As bytes, all numbers of variable length, those that may be negative in zigzag:
/// <code>
/// counts    definitions, then of each: id, mask (bit n: number n is not 0), those numbers
/// keyed     again and again: day (days since 0001-01-01), 1 for a shop, shop, team, agent, counts
/// text      bytes, then UTF-8
/// </code>
/// </summary>
internal sealed class ServiceCounts
{
    private const int Plain = 7;
    private const int Numbers = Plain + WaitHistogram.Buckets + 1;
    private readonly Dictionary<ServiceKey, SortedDictionary<string, long[]>> _counts = [];

    public bool IsEmpty => _counts.Count == 0;

    /// <summary>In their order, so that what is written is the same in whatever order it came.</summary>
    public IEnumerable<ServiceKey> Keys => Sorted();

    public void Clear() => _counts.Clear();

    /// <param name="sign">1, or -1 to take it away.</param>
    public void Add(in ServicePart part, int sign = 1)
    {
        var numbers = Of(part.Key, part.Profile);
        var tally = part.Tally;
        ReadOnlySpan<long> plain = [tally.Numerator, tally.Denominator, tally.Rounds, tally.Unanswered, tally.Waited.Ticks, tally.Questions, tally.Answers];
        for (var i = 0; i < Plain; i++)
            numbers[i] += sign * plain[i];
        for (var i = 0; i < WaitHistogram.Buckets; i++)
            numbers[Plain + i] += sign * tally.Waits[i];
        numbers[^1] += sign * tally.Waits.Sum.Ticks;
    }

    /// <param name="counts">Of that key.</param>
    public void Add(in ServiceKey key, ReadOnlySpan<byte> counts) => AddCounts(key, ref counts, 1);

    /// <summary>Adds what one conversation added, or takes it away.</summary>
    public void AddKeyed(ReadOnlySpan<byte> keyed, int sign)
    {
        while (keyed.Length > 0)
        {
            var key = new ServiceKey(DateOnly.FromDayNumber((int)Number(ref keyed)), Number(ref keyed) != 0, Text(ref keyed), Text(ref keyed), Text(ref keyed));
            AddCounts(key, ref keyed, sign);
        }
    }

    /// <summary>What a conversation adds; null: nothing.</summary>
    public static byte[]? Keyed(IReadOnlyList<ServicePart> parts)
    {
        if (parts.Count == 0)
            return null;
        var sum = new ServiceCounts();
        foreach (var part in parts)
            sum.Add(part);
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var key in sum.Sorted())
        {
            Write(bytes, (ulong)key.Day.DayNumber);
            Write(bytes, key.OfShop ? 1UL : 0);
            Write(bytes, key.Shop);
            Write(bytes, key.Team);
            Write(bytes, key.Agent);
            Write(bytes, sum._counts[key]);
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>What a key comes to; null: nothing is left.</summary>
    public byte[]? Counts(in ServiceKey key)
    {
        var profiles = _counts[key];
        var bytes = new ArrayBufferWriter<byte>();
        return Write(bytes, profiles) ? bytes.WrittenSpan.ToArray() : null;
    }

    /// <summary>All that was added up, by key; keys and definitions that come to nothing are left out.</summary>
    public List<ServiceDay> Days()
    {
        var days = new List<ServiceDay>();
        foreach (var key in Sorted())
        {
            var tallies = new SortedDictionary<string, IndicatorTally>(StringComparer.Ordinal);
            foreach (var (profile, numbers) in _counts[key])
            {
                // Below nothing: a conversation that began on a day forgotten since has a later revision.
                if (numbers.AsSpan().ContainsAnyExcept(0) && !numbers.AsSpan().ContainsAnyInRange(long.MinValue, -1))
                    tallies.Add(profile, Tally(numbers));
            }

            if (tallies.Count > 0)
                days.Add(new ServiceDay(key.Day, key.OfShop, key.Shop, key.Team, key.Agent, tallies));
        }

        return days;
    }

    private static IndicatorTally Tally(long[] numbers) => new(
        numbers[0], numbers[1], numbers[2], numbers[3], new TimeSpan(numbers[4]), numbers[5], numbers[6],
        new WaitHistogram(numbers.AsSpan(Plain, WaitHistogram.Buckets), new TimeSpan(numbers[^1])));

    private long[] Of(in ServiceKey key, string profile)
    {
        if (!_counts.TryGetValue(key, out var profiles))
            _counts.Add(key, profiles = new SortedDictionary<string, long[]>(StringComparer.Ordinal));
        if (!profiles.TryGetValue(profile, out var numbers))
            profiles.Add(profile, numbers = new long[Numbers]);
        return numbers;
    }

    private void AddCounts(in ServiceKey key, ref ReadOnlySpan<byte> bytes, int sign)
    {
        for (var left = Number(ref bytes); left > 0; left--)
        {
            var numbers = Of(key, Text(ref bytes));
            var mask = Number(ref bytes);
            for (var i = 0; i < Numbers; i++)
            {
                if (((mask >> i) & 1) == 0)
                    continue;
                var zigzag = Number(ref bytes);
                numbers[i] += sign * ((long)(zigzag >> 1) ^ -(long)(zigzag & 1));
            }
        }
    }

    /// <returns>False: all of it is nothing.</returns>
    private static bool Write(ArrayBufferWriter<byte> bytes, SortedDictionary<string, long[]> profiles)
    {
        var count = 0;
        foreach (var (_, numbers) in profiles)
            count += numbers.AsSpan().ContainsAnyExcept(0) ? 1 : 0;
        Write(bytes, (ulong)count);
        foreach (var (profile, numbers) in profiles)
        {
            var mask = 0UL;
            for (var i = 0; i < Numbers; i++)
                mask |= numbers[i] == 0 ? 0 : 1UL << i;
            if (mask == 0)
                continue;
            Write(bytes, profile);
            Write(bytes, mask);
            foreach (var number in numbers)
            {
                if (number != 0)
                    Write(bytes, (ulong)((number << 1) ^ (number >> 63)));
            }
        }

        return count > 0;
    }

    private static void Write(ArrayBufferWriter<byte> bytes, string text)
    {
        Write(bytes, (ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text.AsSpan(), bytes);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, ulong number)
    {
        var room = bytes.GetSpan(10);
        var length = 0;
        for (; number >= 0x80; number >>= 7)
            room[length++] = (byte)(number | 0x80);
        room[length++] = (byte)number;
        bytes.Advance(length);
    }

    private static ulong Number(ref ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
    }

    private static string Text(ref ReadOnlySpan<byte> bytes)
    {
        var length = (int)Number(ref bytes);
        var text = Encoding.UTF8.GetString(bytes[..length]);
        bytes = bytes[length..];
        return text;
    }

    /// <summary>By day, shops first, then by name.</summary>
    private List<ServiceKey> Sorted()
    {
        var keys = new List<ServiceKey>(_counts.Keys);
        keys.Sort(static (one, other) =>
        {
            var order = one.Day.CompareTo(other.Day);
            if (order == 0)
                order = other.OfShop.CompareTo(one.OfShop);
            if (order == 0)
                order = string.CompareOrdinal(one.Shop, other.Shop);
            if (order == 0)
                order = string.CompareOrdinal(one.Team, other.Team);
            return order == 0 ? string.CompareOrdinal(one.Agent, other.Agent) : order;
        });
        return keys;
    }
}
