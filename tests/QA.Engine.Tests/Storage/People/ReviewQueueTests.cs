using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage.People;
using Xunit;

namespace QA.Engine.Tests.Storage.People;

public abstract class ReviewQueueTests : PeopleContract
{
    private static readonly DateOnly Day = new(2026, 3, 2);
    private static readonly Reach OneTeam = new(false, ["a"], null);

    private protected ReviewQueueTests(bool postgres)
        : base(postgres)
    {
    }

    private ReviewQueue Queue => new(People, Time);

    [Fact]
    public void A_score_is_drawn_once()
    {
        Assert.Equal(2, Queue.Draw([Drawn(1, "a", 100), Drawn(2, "b", 900)], Day));
        Assert.Equal(1, Queue.Draw([Drawn(2, "b", 100), Drawn(3, "a", 300)], Day));
        Assert.Equal([2, 3, 1], Queue.Open(Reach.All, 10).Select(static one => one.Score));
        Assert.Equal([3, 1], Queue.Open(OneTeam, 10).Select(static one => one.Score));
        Assert.Empty(Queue.Open(Reach.None, 10));
        Assert.Equal([2], Queue.Open(Reach.All, 10, agent: new AgentName("b", "小\u0000鱼")).Select(static one => one.Score));
    }

    [Fact]
    public void Two_reviewers_never_have_the_same_score_on_the_desk()
    {
        Queue.Draw([Drawn(1, "a", 100), Drawn(2, "a", 900)], Day);
        Assert.Equal(2, Queue.Next(7, OneTeam)!.Score);
        Assert.Equal(1, Queue.Next(8, OneTeam)!.Score);
        Assert.Null(Queue.Next(9, OneTeam));

        // What one had and did not finish comes again; skipping it leads past it.
        Assert.Equal(2, Queue.Next(7, OneTeam)!.Score);
        Assert.Null(Queue.Next(7, OneTeam, skip: 2));
        Queue.GiveBack(2, 8);
        Assert.Null(Queue.Next(9, OneTeam));
        Queue.GiveBack(2, 7);
        Assert.Equal(2, Queue.Next(9, OneTeam)!.Score);
    }

    [Fact]
    public void What_somebody_left_on_the_desk_goes_to_another_after_half_an_hour()
    {
        Queue.Draw([Drawn(1, "a", 100)], Day);
        Queue.Next(7, OneTeam);
        Time.Now += TimeSpan.FromMinutes(29);
        Assert.Null(Queue.Next(8, OneTeam));
        Time.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(1, Queue.Next(8, OneTeam)!.Score);
    }

    [Fact]
    public void What_is_done_waits_no_more()
    {
        Queue.Draw([Drawn(1, "a", 900, DrawReason.Critical), Drawn(2, "a", 100), Drawn(3, "b", 100)], Day);
        Queue.Next(7, OneTeam);
        Queue.Done(1, 7);
        Queue.Done(99, 7);
        Assert.Equal([2], Queue.Open(OneTeam, 10).Select(static one => one.Score));
        Assert.Equal(new Dictionary<DrawReason, long> { [DrawReason.Random] = 1 }, Queue.Counts(7, OneTeam, Time.GetUtcNow().AddHours(-1)).Open);
        Assert.Equal(0, Queue.Draw([Drawn(1, "a", 900)], Day));
    }

    private static DrawnScore Drawn(long score, string team, int risk, DrawReason reason = DrawReason.Random) =>
        new(score, Day, "c\u0000" + score, new AgentName(team, "小\u0000鱼"), reason, risk);
}

public sealed class SqliteReviewQueueTests() : ReviewQueueTests(postgres: false);

public sealed class PostgresReviewQueueTests() : ReviewQueueTests(postgres: true);
