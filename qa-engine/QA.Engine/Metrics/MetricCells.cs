using System;
using System.Collections.Generic;
using System.Threading;

namespace QA.Engine.Metrics;

/// <summary>The values of a series' labels, in their order; empty behind the last one.</summary>
internal readonly record struct SeriesKey(string A, string B, string C, string D, string E)
{
    public const int Most = 5;

    public string[] Values(int count) => [.. ((string[])[A, B, C, D, E])[..count]];

    /// <summary>By the labels in their order, the same on every machine.</summary>
    public static int Compare(SeriesKey x, SeriesKey y)
    {
        ReadOnlySpan<string> left = [x.A, x.B, x.C, x.D, x.E], right = [y.A, y.B, y.C, y.D, y.E];
        for (var i = 0; i < Most; i++)
        {
            if (string.CompareOrdinal(left[i], right[i]) is not 0 and var order)
                return order;
        }

        return 0;
    }
}

/// <summary>What a series holds.</summary>
/// <param name="labels">As both formats write them, without braces.</param>
internal abstract class Cell(SeriesKey key, byte[] labels)
{
    public SeriesKey Key => key;

    public byte[] Labels => labels;
}

/// <summary>A number that is added to, or set when somebody looks. For any thread, without a lock.</summary>
/// <param name="whole">Whether it counts whole things; they stay exact beyond 2⁵³.</param>
internal sealed class NumberCell(SeriesKey key, byte[] labels, bool whole) : Cell(key, labels)
{
    private long _bits;

    public Number Value => new(Interlocked.Read(ref _bits), whole);

    /// <summary>In which look it was last set; only where it is set.</summary>
    public long Round { get; private set; }

    public void Add(double value)
    {
        if (whole)
        {
            Interlocked.Add(ref _bits, (long)value);
            return;
        }

        long before, after;
        do
        {
            before = Interlocked.Read(ref _bits);
            after = BitConverter.DoubleToInt64Bits(BitConverter.Int64BitsToDouble(before) + value);
        }
        while (Interlocked.CompareExchange(ref _bits, after, before) != before);
    }

    public void Add(long value)
    {
        if (whole)
            Interlocked.Add(ref _bits, value);
        else
            Add((double)value);
    }

    public void Set(long bits, long round)
    {
        Interlocked.Exchange(ref _bits, bits);
        Round = round;
    }
}

/// <summary>A whole number or a double, in the same eight bytes.</summary>
internal readonly record struct Number(long Bits, bool IsWhole)
{
    public double AsDouble => IsWhole ? Bits : BitConverter.Int64BitsToDouble(Bits);

    public static long BitsOf(double value, bool whole) => whole ? (long)value : BitConverter.DoubleToInt64Bits(value);
}

/// <summary>An observation worth a closer look.</summary>
/// <param name="Labels">As OpenMetrics writes them, without braces.</param>
internal sealed record Exemplar(byte[] Labels, double Value, DateTimeOffset At);

/// <summary>Counts by bucket. Adding holds a lock for some nanoseconds, reading for as long as a copy of a dozen numbers takes.</summary>
/// <param name="bounds">Upper bounds, rising, without +Inf.</param>
internal sealed class HistogramCell(SeriesKey key, byte[] labels, IReadOnlyList<double> bounds) : Cell(key, labels)
{
    private readonly Lock _lock = new();
    private readonly long[] _counts = new long[bounds.Count + 1];
    private readonly Exemplar?[] _exemplars = new Exemplar?[bounds.Count + 1];
    private double _sum;

    public int Buckets => _counts.Length;

    /// <param name="exemplar">Null: the bucket keeps the one it has.</param>
    public void Add(double value, Exemplar? exemplar)
    {
        var bucket = 0;
        while (bucket < bounds.Count && !(value <= bounds[bucket]))
            bucket++;
        lock (_lock)
        {
            _counts[bucket]++;
            _sum += value;
            if (exemplar is not null)
                _exemplars[bucket] = exemplar;
        }
    }

    /// <summary>Copies counts and exemplars of one moment.</summary>
    /// <returns>The sum of all values.</returns>
    public double Read(Span<long> counts, Span<Exemplar?> exemplars)
    {
        lock (_lock)
        {
            _counts.CopyTo(counts);
            _exemplars.CopyTo(exemplars);
            return _sum;
        }
    }
}
