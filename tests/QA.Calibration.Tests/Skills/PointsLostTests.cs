using System;
using System.Linq;
using QA.Calibration.Skills;
using Xunit;

namespace QA.Calibration.Tests.Skills;

public sealed class PointsLostTests
{
    [Fact]
    public void The_error_is_that_of_a_ratio_worked_by_hand()
    {
        // R = 96 / 64 = 1.5; deviations 3 − 3 = 0, 2 − 3 = −1, 7 − 6 = 1, each of them eight times; variance 24/23 × 16 / 64².
        var lost = PointsLost.Of([.. Enumerable.Repeat<LostOnDay[]>([new LostOnDay(3, 2), new LostOnDay(2, 2), new LostOnDay(7, 4)], 8).SelectMany(static days => days)])!.Value;
        Assert.Equal(1.5, lost.PerChat, 12);
        Assert.Equal(Math.Sqrt(24.0 / 23 * 16) / 64, lost.Error!.Value, 12);
        Assert.Equal(1.5 - (1.959964 * Math.Sqrt(24.0 / 23 * 16) / 64), lost.Interval!.Value.Low, 9);
    }

    [Fact]
    public void Without_a_chat_there_is_no_figure_and_with_few_days_no_error()
    {
        Assert.Null(PointsLost.Of([]));
        var one = PointsLost.Of([.. Enumerable.Repeat(new LostOnDay(4, 8), PointsLost.FewestDays - 1)])!.Value;
        Assert.Equal((0.5, (Interval?)null), (one.PerChat, one.Interval));
        Assert.False(one.Against(one).IsClear);
    }

    [Fact]
    public void A_change_is_clear_only_where_its_interval_leaves_zero_out()
    {
        var before = PointsLost.Of([.. Enumerable.Range(0, 40).Select(static i => new LostOnDay(10 + (i % 3), 10))])!.Value;
        var more = PointsLost.Of([.. Enumerable.Range(0, 40).Select(static i => new LostOnDay(20 + (i % 3), 10))])!.Value;
        Assert.True(more.Against(before) is { IsClear: true, Change: > 0.9 });
        Assert.True(before.Against(more) is { IsClear: true, Change: < -0.9 });
        Assert.False(before.Against(before).IsClear);
    }

    /// <summary>The interval holds the true loss in about 95 of 100 weeks of made-up chats.</summary>
    [Fact]
    public void The_interval_holds_what_is_truly_lost_as_often_as_it_says()
    {
        var chance = new Chance(11);
        var inside = 0;
        const int runs = 1000;
        for (var run = 0; run < runs; run++)
        {
            // Days are better or worse as a whole: 30 % fail on average, at five points each.
            var days = Enumerable.Range(0, 60).Select(_ =>
            {
                var chats = 5 + (int)chance.Between(0, 10);
                return new LostOnDay(5 * chance.Chats(chats, chance.Between(0.1, 0.5)).Value, chats);
            }).ToList();
            var interval = PointsLost.Of(days)!.Value.Interval!.Value;
            inside += interval.Low <= 1.5 && 1.5 <= interval.High ? 1 : 0;
        }

        Assert.InRange((double)inside / runs, 0.93, 0.97);
    }
}
