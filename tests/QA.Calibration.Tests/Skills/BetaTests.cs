using System;
using QA.Calibration.Skills;
using Xunit;

namespace QA.Calibration.Tests.Skills;

public sealed class BetaTests
{
    // Any table of Student's t, two-sided 95 %.
    [Theory]
    [InlineData(1, 12.706)]
    [InlineData(2, 4.303)]
    [InlineData(5, 2.571)]
    [InlineData(10, 2.228)]
    [InlineData(30, 2.042)]
    [InlineData(120, 1.980)]
    public void Students_t_is_that_of_the_tables(int freedom, double reach) => Assert.Equal(reach, Beta.StudentReach(freedom), 3);

    // L. Brown, T. Cai and A. DasGupta, "Interval estimation for a binomial proportion", Statistical Science 16 (2001), table 5: Jeffreys' intervals,
    // which are quantiles of Beta(x + ½, n − x + ½).
    [Theory]
    [InlineData(1, 10, 0.011, 0.381)]
    [InlineData(2, 10, 0.044, 0.503)]
    [InlineData(5, 10, 0.224, 0.776)]
    public void Jeffreys_intervals_are_those_published(int successes, int cases, double low, double high)
    {
        Assert.Equal(low, Beta.Quantile(successes + 0.5, cases - successes + 0.5, 0.025), 3);
        Assert.Equal(high, Beta.Quantile(successes + 0.5, cases - successes + 0.5, 0.975), 3);
    }

    // Where one parameter is 1 the quantile can be written down.
    [Theory]
    [InlineData(0.05, 0.025)]
    [InlineData(0.5, 0.975)]
    [InlineData(1, 0.3)]
    [InlineData(12, 0.025)]
    [InlineData(900, 0.975)]
    public void Quantiles_are_the_closed_form_where_there_is_one(double parameter, double share)
    {
        Assert.Equal(Math.Pow(share, 1 / parameter), Beta.Quantile(parameter, 1, share), 9);
        Assert.Equal(1 - Math.Pow(1 - share, 1 / parameter), Beta.Quantile(1, parameter, share), 9);
    }

    [Fact]
    public void A_quantile_has_its_share_below_it()
    {
        foreach (var (a, b) in ((double, double)[])[(0.6, 12), (0.4, 0.4), (2, 3), (45, 1.2), (300, 700), (4000, 0.6)])
        {
            foreach (var share in (double[])[0.025, 0.5, 0.975])
                Assert.Equal(share, Beta.Below(a, b, Beta.Quantile(a, b, share)), 8);
        }
    }
}
