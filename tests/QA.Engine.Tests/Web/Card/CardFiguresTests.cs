using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Card;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Web.Card;

public sealed class CardFiguresTests
{
    private static readonly DateOnly To = new(2026, 3, 31);
    private static readonly AgentName Fish = new("一组", "小鱼");

    [Fact]
    public void The_median_is_of_agents_means_however_busy_each_of_them_is()
    {
        // 小鱼 has a hundred evaluations at 60, four colleagues one each.
        var rollups = new List<DailyRollup> { Day("小鱼", To, ranked: 100, each: 6000) };
        rollups.AddRange(new[] { 70, 80, 90, 95 }.Select(static points => Day($"同事{points}", To, 1, points * 100)));
        var figures = CardFigures.Of(SlowSums.Of(rollups), Fish, To.AddDays(-29), To, []);
        Assert.Equal((8000.0, 5, 6000.0, 100L), (figures.TeamMedian, figures.TeamAgents, figures.Mean!.Value, figures.Mean.Cases));
        Assert.Null(CardFigures.Of(SlowSums.Of(rollups.Take(4)), Fish, To.AddDays(-29), To, []).TeamMedian);
    }

    [Fact]
    public void A_criterions_team_share_needs_five_agents_with_cases()
    {
        var rollups = Enumerable.Range(0, 5).Select(number => Day(number == 0 ? "小鱼" : $"同事{number}", To, 2, 8000, ("courtesy", new CriterionCounts(1, 0, 1, 0, 1_000_000, 500)))).ToList();
        Assert.Equal(0.5, CardFigures.Of(SlowSums.Of(rollups), Fish, To.AddDays(-29), To, []).Criteria[0].Team);
        rollups[4] = Day("同事4", To, 2, 8000);
        Assert.Null(CardFigures.Of(SlowSums.Of(rollups), Fish, To.AddDays(-29), To, []).Criteria[0].Team);
    }

    [Fact]
    public void The_teams_share_of_calmed_customers_needs_five_agents_who_had_an_unhappy_one()
    {
        var rollups = Enumerable.Range(0, 5).Select(number => Day(number == 0 ? "小鱼" : $"同事{number}", To, 2, 8000) with { Moods = new MoodCounts(1, number == 0 ? 1 : 0, 0, 1, 2, 1, 0, 0) }).ToList();
        var figures = CardFigures.Of(SlowSums.Of(rollups), Fish, To.AddDays(-29), To, []);
        Assert.Equal((2L, 0.5, 0.1), (figures.Moods.Counts.CameUnhappy, figures.Moods.Calmed, figures.TeamCalmed));
        Assert.True(figures.Moods.IsUncertain);
        rollups[4] = Day("同事4", To, 2, 8000);
        Assert.Null(CardFigures.Of(SlowSums.Of(rollups), Fish, To.AddDays(-29), To, []).TeamCalmed);
        Assert.Null(CardFigures.Of(SlowSums.Of([Day("小鱼", To, 2, 8000)]), Fish, To.AddDays(-29), To, []).Moods.Calmed);
    }

    [Fact]
    public void Practice_goes_where_the_loss_is_sure_and_not_where_it_looks_largest()
    {
        var rollups = new[]
        {
            Day("小鱼", To, 40, 8000,
                ("rare", new CriterionCounts(0, 0, 2, 0, 0, 4400)),
                ("often", new CriterionCounts(20, 0, 20, 0, 20_000_000, 4000)),
                ("fine", new CriterionCounts(40, 0, 0, 0, 40_000_000, 0)),
                ("little", new CriterionCounts(30, 0, 10, 0, 30_000_000, 100))),
        };
        var figures = CardFigures.Of(SlowSums.Of(rollups), Fish, To.AddDays(-29), To, ["fine"]);
        Assert.Equal(["often", "rare"], figures.Next.Select(static each => each.Criterion));
        Assert.Equal(["fine", "rare", "often", "little"], figures.Criteria.Select(static each => each.Criterion));
        Assert.Equal((110.0, 100.0, 2.5), (figures.Criteria[1].LostEach, figures.Criteria[2].LostEach, figures.Criteria[3].LostEach));
        Assert.Equal((true, false), (figures.Criteria[1].IsUncertain, figures.Criteria[2].IsUncertain));
    }

    [Fact]
    public void A_trend_goes_by_weeks_from_Monday_within_the_window_and_by_days_in_a_week()
    {
        var rollups = new[] { Day("小鱼", new DateOnly(2026, 3, 29), 1, 9000), Day("小鱼", new DateOnly(2026, 3, 30), 1, 7000), Day("小鱼", new DateOnly(2026, 3, 31), 3, 5000) };
        var month = CardFigures.Of(SlowSums.Of(rollups), Fish, To.AddDays(-29), To, []).Trend;
        Assert.Equal([2, 9, 16, 23, 30], month.Select(static point => point.From.Day));
        Assert.Equal((new DateOnly(2026, 3, 29), 9000.0, 1L), (month[3].To, month[3].Mean, month[3].Cases));
        Assert.Equal((To, 5500.0, 4L), (month[4].To, month[4].Mean, month[4].Cases));
        Assert.Null(month[0].Mean);
        var week = CardFigures.Of(SlowSums.Of(rollups), Fish, To.AddDays(-6), To, []).Trend;
        Assert.Equal((7, 7000.0, 5000.0), (week.Count, week[5].Mean, week[6].Mean));
        Assert.All(month, static point => Assert.Null(point.Team));
    }

    [Fact]
    public void Nothing_is_nothing_and_not_naught()
    {
        var figures = CardFigures.Of(SlowSums.Of([Day("别人", To, 5, 8000)]), Fish, To.AddDays(-29), To, []);
        Assert.Equal((null, 0L, null), (figures.Mean, figures.Evaluations, figures.Rubric));
        Assert.Empty(figures.Criteria);
    }

    [Fact]
    public void An_excerpt_clips_around_the_words_and_splits_no_character()
    {
        var text = string.Concat(Enumerable.Repeat("😀", 30)) + "您好" + string.Concat(Enumerable.Repeat("😀", 30));
        var chat = new Conversation("c", [new Message(Speaker.Agent, text, null, null)]);
        var excerpt = Excerpt.Of(chat, new StoredFinding(null, 0, 60, 2, null))!;
        Assert.Equal(("…" + string.Concat(Enumerable.Repeat("😀", 12)), "您好", string.Concat(Enumerable.Repeat("😀", 12)) + "…"), (excerpt.Before, excerpt.Words, excerpt.After));
        Assert.Null(Excerpt.Of(chat, new StoredFinding(null, 1, 0, 1, null)));
        Assert.Null(Excerpt.Of(chat, new StoredFinding(null, 0, 120, 30, null)));
        Assert.Null(Excerpt.Of(chat, new StoredFinding(null, -1, 0, 0, null)));
    }

    private static DailyRollup Day(string agent, DateOnly day, long ranked, long each, params (string Criterion, CriterionCounts Counts)[] criteria) => new(
        day, "店", "一组", agent, "sha256:1", ranked, ranked, ranked, ranked * each, ranked * each * each, default, criteria.ToDictionary(static pair => pair.Criterion, static pair => pair.Counts, StringComparer.Ordinal));
}
