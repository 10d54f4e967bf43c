using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Engine.Web;
using QA.Engine.Web.Layout;
using QA.Engine.Web.ReviewDesk;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Web.ReviewDesk;

public sealed class ReviewDrawTests
{
    private static readonly DateOnly Day = new(2026, 3, 2);

    [Fact]
    public void Every_suspected_critical_finding_is_drawn_and_comes_first()
    {
        var drawn = Draw([One(1, 9500) with { Suspected = true }, One(2, 3000) with { Suspected = true }, One(3, 2000), One(4, 9000)]);
        Assert.Equal([(1L, DrawReason.Critical), (2, DrawReason.Critical), (3, DrawReason.Low)], drawn.Select(static one => (one.Score, one.Reason)));
        Assert.Equal([2, 1, 3], drawn.OrderByDescending(static one => one.Risk).Select(static one => one.Score));
    }

    [Fact]
    public void Of_each_agent_the_lowest_below_the_pass_mark_is_drawn()
    {
        var drawn = Draw([One(1, 4000), One(2, 3000), One(3, 3500, "other"), One(4, 9900, "good"), One(5, 100) with { Standing = Standing.Insufficient }]);
        Assert.Equal([2L, 3], drawn.Select(static one => one.Score));
    }

    [Fact]
    public void New_agents_are_looked_at_whatever_they_score() =>
        Assert.Equal(DrawReason.NewAgent, Assert.Single(Draw([One(1, 9900)], conversations: ReviewDraw.NewBelow - 1)).Reason);

    [Fact]
    public void A_headline_criterion_that_the_machine_is_not_sure_of_is_looked_at_and_another_is_not()
    {
        var criteria = SampleStore.Rubrics.Default.Criteria;
        var headline = new string([.. criteria.Select(static criterion => criterion.Id == "greeting" ? '?' : 'P')]);
        var other = new string([.. criteria.Select((_, place) => place == criteria.Count - 1 ? '?' : 'P')]);
        Assert.Equal([(1L, DrawReason.Unsure)], Draw([One(1, 9900) with { Verdicts = headline }, One(2, 9900) with { Verdicts = other }]).Select(static one => (one.Score, one.Reason)));
    }

    [Fact]
    public void The_floor_at_random_is_about_as_large_as_set_and_the_same_on_every_replica()
    {
        var scores = Enumerable.Range(1, 20_000).Select(static number => One(number, 9900)).ToList();
        var drawn = Draw(scores, random: 20);
        Assert.InRange(drawn.Count, 340, 460);
        Assert.All(drawn, static one => Assert.Equal(DrawReason.Random, one.Reason));
        Assert.Equal(drawn, Draw(scores, random: 20));
        Assert.Empty(Draw(scores, random: 0));
    }

    private static ReviewCandidate One(long number, int total, string agent = "小鱼") =>
        new(number, "c" + number, "a", agent, SampleStore.Rubrics.Default.Hash, Standing.Ranked, total, "", false, default);

    private static IReadOnlyList<DrawnScore> Draw(IReadOnlyList<ReviewCandidate> scores, int random = 0, int conversations = 1000) =>
        new ReviewDraw(new RubricShelf(SampleStore.Rubrics.All, SampleStore.Rubrics.Default), new WebOptions(StoreDay.Beijing, ["greeting"]) { RandomSample = random }).Of(Day, scores, _ => conversations);
}
