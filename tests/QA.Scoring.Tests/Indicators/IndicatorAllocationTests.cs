using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using QA.Scoring.Indicators;
using Xunit;

namespace QA.Scoring.Tests.Indicators;

/// <summary>Indicators allocate the list they return and nothing else, and their cost is that of the messages.</summary>
public sealed class IndicatorAllocationTests
{
    private static readonly Conversation Busy = new("c1", Chat.Of(
        "[09:00] customer: 在吗",
        "[09:00:01] bot: 您好",
        "[09:01] agent 小鱼: 在的",
        "[09:02] customer: 退款",
        "[09:05] system: 转接",
        "[09:06] agent 小满: 您好",
        "[20:00] customer: 还在吗").Messages)
    {
        Customer = "b***3",
    };

    [Fact]
    public void A_warm_reading_allocates_the_list_it_returns()
    {
        var rows = ServiceIndicators.Of(Busy, ServiceProfiles.BuiltIn);
        var expected = Least(() => GC.KeepAlive(new Contribution[rows.Count]));

        Assert.Equal(expected, Least(() => ServiceIndicators.Of(Busy, ServiceProfiles.BuiltIn)));
        Assert.True(expected >= rows.Count * Unsafe.SizeOf<Contribution>());
    }

    [Fact]
    public void A_giant_of_many_agents_and_days_is_read_in_one_go_and_leaves_nothing_behind()
    {
        var at = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
        var messages = new List<Message>();
        for (var i = 0; i < 40_000; i++)
            messages.Add(new Message(i % 2 == 0 ? Speaker.Customer : Speaker.Agent, "", i % 2 == 0 ? null : "a" + (i % 4001), at.AddMinutes(i * 7)));

        var rows = ServiceIndicators.Of(new Conversation("giant", messages), ServiceProfiles.BuiltIn);

        var shop = rows.Where(row => row.Key is { Profile: "generic", Scope: IndicatorScope.Shop }).Aggregate(default(IndicatorTally), (sum, row) => sum.Plus(row.Tally));
        Assert.Equal((20_000, 20_000, 20_000, 20_000), (shop.Numerator, shop.Rounds, shop.Questions, shop.Answers));
        Assert.Equal(ServiceIndicators.Of(Busy, ServiceProfiles.BuiltIn), ServiceIndicators.Of(Busy, ServiceProfiles.BuiltIn));
    }

    private static long Least(Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 200; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
