using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace QA.Calibration.Tests;

public sealed class EstimateTests
{
    // R. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17 (1998), table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Published_intervals_of_shares_come_out_as_published(int sum, int cases, double low, double high)
    {
        var interval = Wilson.Of(sum, cases)!.Value;
        Assert.Equal((low, high), (Math.Round(interval.Low, 4), Math.Round(interval.High, 4)));
    }

    [Fact]
    public void A_share_of_no_case_has_no_interval_and_one_outside_its_cases_is_a_bug()
    {
        Assert.Null(Wilson.Of(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Of(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => Wilson.Of(-1, 2));
    }

    [Fact]
    public void An_interval_of_a_share_holds_the_share_stays_between_none_and_all_and_narrows_with_more_cases() =>
        Prop.ForAll(Gen.Choose(1, 500).Two().ToArbitrary(), pair =>
        {
            var (cases, sum) = (pair.Item1, pair.Item2 % (pair.Item1 + 1));
            var interval = Wilson.Of(sum, cases)!.Value;
            var more = Wilson.Of(4.0 * sum, 4L * cases)!.Value;
            return interval.Low >= 0 && interval.High <= 1 && interval.Low <= (double)sum / cases + 1e-12 && interval.High >= (double)sum / cases - 1e-12
                && more.High - more.Low < interval.High - interval.Low;
        }).QuickCheckThrowOnFailure();

    // The ten differences in hours of sleep of Gosset's paper (1908), in tenths: mean 1.58, s 1.230, t(9) = 2.262, hence 0.70…2.46.
    [Fact]
    public void Gossets_ten_sleepers_come_out_as_in_textbooks()
    {
        long[] hours = [12, 24, 13, 13, 0, 10, 18, 8, 46, 14];
        var mean = Mean.Of(hours.Length, hours.Sum(), hours.Sum(static each => each * each))!;
        Assert.Equal(15.8, mean.Value, 6);
        Assert.Equal(7.0, mean.Interval!.Value.Low, 1);
        Assert.Equal(24.6, mean.Interval.Value.High, 1);
    }

    // Student's quantile is 2.0395 at 31 degrees of freedom, 2.0003 at 60, 1.9799 at 120 (Fisher's table and any later one).
    [Theory]
    [InlineData(32, 2.0395)]
    [InlineData(61, 2.0003)]
    [InlineData(121, 1.9799)]
    public void Behind_the_table_the_quantile_goes_on_as_tables_do(int cases, double quantile)
    {
        // Cases of ±1 in turn, and of 0 where they are odd: the spread is known.
        var sum = cases % 2;
        var mean = Mean.Of(cases, sum, cases)!;
        var error = Math.Sqrt((cases - ((double)sum * sum / cases)) / (cases - 1) / cases);
        Assert.Equal(quantile, (mean.Interval!.Value.High - mean.Value) / error, 3);
    }

    [Fact]
    public void One_case_has_a_mean_and_no_interval_and_equal_cases_have_one_without_width()
    {
        Assert.Null(Mean.Of(0, 0, 0));
        Assert.Equal(new Mean(1, 8000, null), Mean.Of(1, 8000, 64_000_000));
        Assert.Equal(new Mean(3, 9999, new Interval(9999, 9999)), Mean.Of(3, 29_997, 3 * 9999L * 9999));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("3", 3.0)]
    [InlineData("9 1 5", 5.0)]
    [InlineData("4 1 3 2", 2.5)]
    public void A_median_is_the_middle(string values, double? median) =>
        Assert.Equal(median, Median.Of(values.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(double.Parse)));

    [Fact]
    public void Few_bad_cases_are_less_of_a_sure_loss_than_many()
    {
        // Both lose two points in each conversation on average.
        var few = SureLoss.Each(lost: 4, conversations: 2, earned: 0, cases: 2);
        var many = SureLoss.Each(lost: 60, conversations: 30, earned: 0, cases: 30);
        Assert.InRange(few, 0.5, 0.7);
        Assert.InRange(many, 1.7, 1.8);
        Assert.Equal(2 * (1 - Wilson.Of(0, 30)!.Value.High), many, 9);
    }

    [Fact]
    public void Nothing_lost_or_nothing_seen_is_no_loss()
    {
        Assert.Equal(0, SureLoss.Each(0, 10, 10, 10));
        Assert.Equal(0, SureLoss.Each(0, 0, 0, 0));
        Assert.Equal(0, SureLoss.Each(5, 10, 0, 0));
    }
}
