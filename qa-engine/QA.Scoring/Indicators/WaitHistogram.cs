using System;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace QA.Scoring.Indicators;

/// <summary>
/// How many waits were how long, in fixed buckets, so that histograms of any conversations add up and quantiles can still be
/// estimated from the sum.
/// </summary>
public struct WaitHistogram : IEquatable<WaitHistogram>
{
    /// <summary>How many buckets there are, the last one without an upper bound.</summary>
    public const int Buckets = 14;

    // An array: a span of constants allocates where the compiler does not optimise, and debug builds run the tests too.
    private static readonly int[] Bounds = [1, 2, 5, 10, 20, 30, 60, 120, 180, 300, 600, 1800, 3600];

    private Counts _counts;
    private long _sum;

    /// <param name="counts">How many waits each bucket holds: those above the bound before it, up to and with its own.</param>
    /// <param name="sum">All waits together.</param>
    /// <exception cref="ArgumentException">There are not as many counts as <see cref="Buckets"/>, or something is negative.</exception>
    public WaitHistogram(ReadOnlySpan<long> counts, TimeSpan sum)
    {
        if (counts.Length != Buckets)
            throw new ArgumentException($"a histogram has {Buckets} buckets, not {counts.Length}", nameof(counts));
        for (var i = 0; i < Buckets; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(counts[i], nameof(counts));
            _counts[i] = counts[i];
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(sum, TimeSpan.Zero);
        _sum = sum.Ticks;
    }

    /// <summary>The upper bounds in seconds, each inside its bucket, of all buckets but the last.</summary>
    public static ReadOnlySpan<int> BoundsInSeconds => Bounds;

    /// <summary>All waits together.</summary>
    public readonly TimeSpan Sum => new(_sum);

    /// <summary>How many waits there are.</summary>
    public readonly long Count
    {
        get
        {
            var count = 0L;
            for (var i = 0; i < Buckets; i++)
                count += _counts[i];
            return count;
        }
    }

    /// <summary>How many waits a bucket holds: not those of the buckets before it.</summary>
    public readonly long this[int bucket] => _counts[bucket];

    public static bool operator ==(WaitHistogram left, WaitHistogram right) => left.Equals(right);

    public static bool operator !=(WaitHistogram left, WaitHistogram right) => !left.Equals(right);

    /// <summary>
    /// The estimate a Prometheus <c>histogram_quantile</c> gives: waits are spread evenly over their bucket; what lies in the last
    /// bucket reads as its lower bound, 3600 s, and means "that long or longer".
    /// </summary>
    /// <param name="quantile">0…1: 0.5 is the median.</param>
    /// <returns>Seconds; null where there are no waits.</returns>
    public readonly double? QuantileInSeconds(double quantile)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(quantile is >= 0 and <= 1, true, nameof(quantile));
        var count = Count;
        if (count == 0)
            return null;
        var rank = quantile * count;
        var before = 0L;
        for (var i = 0; i < Bounds.Length; i++)
        {
            var inside = _counts[i];
            if (inside > 0 && before + inside >= rank)
            {
                var lower = i == 0 ? 0 : Bounds[i - 1];
                return lower + ((Bounds[i] - lower) * ((rank - before) / inside));
            }

            before += inside;
        }

        return Bounds[^1];
    }

    public readonly bool Equals(WaitHistogram other) => _sum == other._sum && ((ReadOnlySpan<long>)_counts).SequenceEqual(other._counts);

    public override readonly bool Equals(object? obj) => obj is WaitHistogram other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(_sum, Count);

    /// <summary>For people who debug: the buckets that hold something.</summary>
    public override readonly string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Buckets; i++)
        {
            if (_counts[i] > 0)
                text.Append(CultureInfo.InvariantCulture, $"≤{(i < Bounds.Length ? Bounds[i] : "∞")}: {_counts[i]}, ");
        }

        return text.Append(CultureInfo.InvariantCulture, $"sum {Sum:c}").ToString();
    }

    internal void Add(long waitTicks)
    {
        var bucket = 0;
        while (bucket < Bounds.Length && waitTicks > Bounds[bucket] * TimeSpan.TicksPerSecond)
            bucket++;
        _counts[bucket]++;
        _sum += waitTicks;
    }

    internal void Add(in WaitHistogram other)
    {
        for (var i = 0; i < Buckets; i++)
            _counts[i] = checked(_counts[i] + other._counts[i]);
        _sum = checked(_sum + other._sum);
    }

    [InlineArray(Buckets)]
    private struct Counts
    {
        private long _first;
    }
}
