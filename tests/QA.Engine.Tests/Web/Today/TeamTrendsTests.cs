using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Today;
using Xunit;

namespace QA.Engine.Tests.Web.Today;

public sealed class TeamTrendsTests
{
    private static readonly DateOnly Today = new(2026, 3, 31);

    [Fact]
    public void A_team_that_fell_for_certain_is_said_to_have_fallen()
    {
        var trend = Assert.Single(Trends(Team("a", 20, old: 80, recent: 70)).Teams);
        Assert.True(trend.Change!.Value.IsSure);
        Assert.Equal(-10, trend.Change.Value.Difference, 6);
        Assert.Equal(140, trend.Recent.Cases);
        Assert.Equal(70, trend.Recent.Mean, 6);
        Assert.Equal(TeamWatch.Days, trend.Trend.Count);
        Assert.Equal(80, trend.Trend[0], 6);
        Assert.Equal(70, trend.Trend[^1], 6);
    }

    [Fact]
    public void A_week_with_few_scores_says_nothing() => Assert.Null(Assert.Single(Trends(Team("a", 1, old: 80, recent: 20)).Teams).Change);

    [Fact]
    public void A_small_difference_among_scores_that_spread_widely_is_not_clear() =>
        Assert.False(Assert.Single(Trends(Team("a", 10, old: 80, recent: 78, spread: 30)).Teams).Change!.Value.IsSure);

    [Fact]
    public void An_agent_who_slips_is_named_and_one_who_does_not_is_not()
    {
        var slipping = Assert.Single(Trends([.. Team("a", 20, old: 80, recent: 70, agent: "falls"), .. Team("a", 20, old: 80, recent: 80, agent: "stays")]).Teams).Slipping;
        Assert.Equal(new AgentName("a", "falls"), Assert.Single(slipping).Agent);
    }

    [Fact]
    public void A_criterion_that_collapses_is_named_with_its_shares()
    {
        var rollups = Team("a", 20, old: 80, recent: 80).Select(day => day with
        {
            Criteria = new Dictionary<string, CriterionCounts>
            {
                ["greeting"] = day.Day > Today.AddDays(-7) ? new CriterionCounts(10, 0, 10, 0, 0, 0) : new CriterionCounts(18, 0, 2, 0, 0, 0),
                ["courtesy"] = new CriterionCounts(15, 0, 5, 0, 0, 0),
            },
        });
        var falling = Assert.Single(Assert.Single(Trends(rollups).Teams).Falling);
        Assert.Equal("greeting", falling.Criterion);
        Assert.Equal((0.9, 0.5, 140L), (falling.Change.Before, falling.Change.Now, falling.Change.Cases));
    }

    [Fact]
    public void Welchs_error_is_that_of_the_textbook()
    {
        // 27.5, 21.0, 19.0, 23.6, 17.0 against 27.1, 22.0, 20.8, 23.4: s²/n of each by hand.
        var change = Change.OfMeans(Of(27.5, 21.0, 19.0, 23.6, 17.0), Of(27.1, 22.0, 20.8, 23.4))!.Value;
        Assert.Equal(21.62 - 23.325, change.Difference, 6);
        Assert.Equal(Math.Sqrt((16.772 / 5) + (7.4625 / 4)), change.Error, 4);
    }

    private static Sums Of(params double[] points) =>
        new(points.Length, points.Sum(static one => (long)Math.Round(one * 100)), points.Sum(static one => (long)Math.Round(one * 100) * (long)Math.Round(one * 100)));

    private static TeamTrends Trends(IEnumerable<DailyRollup> rollups) =>
        TeamTrends.Of(rollups.GroupBy(static rollup => rollup.Day).ToDictionary(static day => day.Key, static day => DaySums.Of([.. day])), Today, DateTimeOffset.UnixEpoch);

    /// <summary>So many scores a day, half of them so much above the mean, half below.</summary>
    private static IEnumerable<DailyRollup> Team(string team, int scores, int old, int recent, int spread = 5, string agent = "x")
    {
        for (var age = 0; age < TeamWatch.Days; age++)
        {
            var mean = (age < TeamWatch.Recent ? recent : old) * 100L;
            var apart = spread * 100L;
            yield return new DailyRollup(
                Today.AddDays(-age), "", team, agent, "r", scores, scores, scores, mean * scores, scores * ((mean * mean) + (apart * apart)), default, new Dictionary<string, CriterionCounts>());
        }
    }
}
