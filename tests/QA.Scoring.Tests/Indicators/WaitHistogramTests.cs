using System;
using System.Linq;
using QA.Scoring.Indicators;
using Xunit;

namespace QA.Scoring.Tests.Indicators;

public sealed class WaitHistogramTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(1.0000001, 1)]
    [InlineData(180, 8)]
    [InlineData(180.5, 9)]
    [InlineData(3600, 12)]
    [InlineData(3600.1, 13)]
    [InlineData(1e9, 13)]
    public void A_bound_is_inside_its_bucket(double seconds, int bucket)
    {
        var waits = Of(seconds);

        Assert.Equal(1, waits[bucket]);
        Assert.Equal(1, waits.Count);
        Assert.Equal(TimeSpan.FromSeconds(seconds), waits.Sum);
    }

    [Fact]
    public void Quantiles_are_read_off_between_the_bounds_of_their_bucket()
    {
        var waits = Of(1.5, 3, 4, 4, 25, 25, 25, 25, 25, 100);

        Assert.Equal(20 + (10 * 1 / 5.0), waits.QuantileInSeconds(0.5));
        Assert.Equal(30, waits.QuantileInSeconds(0.9));
        Assert.Equal(120, waits.QuantileInSeconds(1));
        Assert.Equal(1, waits.QuantileInSeconds(0));
    }

    [Fact]
    public void An_hour_or_longer_reads_as_an_hour()
    {
        Assert.Equal(3600, Of(4000, 90_000).QuantileInSeconds(0.5));
        Assert.Equal(3600, Of(1, 4000, 90_000).QuantileInSeconds(0.9));
    }

    [Fact]
    public void Nothing_has_no_median() => Assert.Null(default(WaitHistogram).QuantileInSeconds(0.5));

    [Fact]
    public void What_a_store_kept_comes_back_the_same()
    {
        var waits = Of(0.5, 3, 4, 3601);
        var counts = Enumerable.Range(0, WaitHistogram.Buckets).Select(bucket => waits[bucket]).ToArray();

        Assert.Equal(waits, new WaitHistogram(counts, waits.Sum));
        Assert.NotEqual(waits, new WaitHistogram(counts, waits.Sum + TimeSpan.FromTicks(1)));
        counts[5]++;
        Assert.NotEqual(waits, new WaitHistogram(counts, waits.Sum));
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new WaitHistogram(new long[13], TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WaitHistogram([.. new long[13], -1], TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WaitHistogram(new long[14], TimeSpan.FromTicks(-1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => default(WaitHistogram).QuantileInSeconds(1.01));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IndicatorTally(2, 1, 0, 0, TimeSpan.Zero, 0, 0, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new IndicatorTally(0, 0, 1, 2, TimeSpan.Zero, 0, 0, default));
    }

    private static WaitHistogram Of(params double[] seconds)
    {
        var waits = default(WaitHistogram);
        foreach (var wait in seconds)
            waits.Add(TimeSpan.FromSeconds(wait).Ticks);
        return waits;
    }
}
