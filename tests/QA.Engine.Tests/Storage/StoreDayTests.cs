using System;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Storage;

public sealed class StoreDayTests
{
    private static readonly DateTimeOffset Taken = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));
    private readonly StoreDay _days = new(StoreDay.Beijing);

    [Theory]
    [InlineData("2026-03-01T23:59:59+08:00", "2026-03-01")]
    [InlineData("2026-03-01T16:00:00Z", "2026-03-02")]
    [InlineData("2026-03-03T12:00:00+08:00", "2026-03-03")]
    [InlineData("2026-03-03T12:00:01+08:00", "2026-03-02")]
    [InlineData("2010-01-01T00:00:00Z", "2010-01-01")]
    [InlineData("2009-12-31T23:59:59Z", "2026-03-02")]
    [InlineData("0001-01-01T00:00:00Z", "2026-03-02")]
    [InlineData("9999-12-31T23:59:59Z", "2026-03-02")]
    [InlineData(null, "2026-03-02")]
    public void A_moment_belongs_to_its_day_in_the_zone_and_an_impossible_one_to_the_day_it_was_taken(string? time, string day) =>
        Assert.Equal(DateOnly.Parse(day), _days.Of(time is null ? null : DateTimeOffset.Parse(time), Taken));

    [Fact]
    public void Beijings_days_are_those_of_the_database_of_zones()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        for (var time = new DateTimeOffset(2010, 1, 1, 0, 0, 0, TimeSpan.Zero); time.Year < 2030; time = time.AddHours(37))
            Assert.Equal(zone.GetUtcOffset(time), StoreDay.Beijing.GetUtcOffset(time));
    }

    [Theory]
    [InlineData("2026-02-01T10:00:00", "2026-02-03T10:00:00", "2026-02-03")]
    [InlineData("2026-02-03T10:00:00", "2026-02-01T10:00:00", "2026-02-03")]
    [InlineData("2026-02-01T10:00:00", "2030-01-01T10:00:00", "2026-02-01")]
    public void A_conversation_belongs_to_the_day_of_its_last_possible_message(string first, string second, string day)
    {
        var chat = Chats.Good($$"""{"id":"c","closed":"2026-02-20T10:00:00","messages":[{"role":"customer","text":"a","time":"{{first}}"},{"role":"agent","text":"b","time":"{{second}}"}]}""");
        Assert.Equal(DateOnly.Parse(day), _days.Of(chat, Taken));
    }

    [Fact]
    public void Without_times_of_messages_a_conversation_belongs_to_the_day_it_was_closed_or_opened()
    {
        Assert.Equal(new DateOnly(2026, 2, 20), _days.Of(Chats.Good(Chats.Line("c", extra: ""","opened":"2026-02-19T10:00:00","closed":"2026-02-20T10:00:00" """)), Taken));
        Assert.Equal(new DateOnly(2026, 2, 19), _days.Of(Chats.Good(Chats.Line("c", extra: ""","opened":"2026-02-19T10:00:00","closed":"2036-02-20T10:00:00" """)), Taken));
        Assert.Equal(new DateOnly(2026, 3, 2), _days.Of(Chats.Good(Chats.Line("c")), Taken));
    }

    [Fact]
    public void A_score_belongs_to_the_day_of_its_session_and_never_to_a_later_one_than_its_conversation()
    {
        var chat = Chats.Good(
            """
            {"id":"c","messages":[{"role":"customer","text":"a","time":"2026-02-01T10:00:00"},{"role":"agent","text":"您好","time":"2026-02-01T10:00:10"},
            {"role":"customer","text":"a","time":"2026-02-03T10:00:00"},{"role":"agent","text":"您好","time":"2026-02-03T10:00:10"}]}
            """);
        var day = _days.Of(chat, Taken);
        Assert.Equal([new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 3)], Scorer.Score(chat, TestRubric.Value).Select(score => _days.Of(score, day, Taken)));

        // Its own time is impossible, so it would belong to the day it was taken, which is later.
        var odd = Chats.Good("""{"id":"c","messages":[{"role":"customer","text":"a","time":"2026-02-01T10:00:00"},{"role":"agent","text":"您好","time":"2036-02-01T10:00:10"}]}""");
        Assert.Equal(new DateOnly(2026, 2, 1), _days.Of(Scorer.Score(odd, TestRubric.Value)[^1], _days.Of(odd, Taken), Taken));
    }

    [Fact]
    public void A_state_is_earlier_by_its_last_message_then_by_their_number_then_by_not_being_closed()
    {
        var state = new RevisionOrder(Taken, 5, Closed: false);
        Assert.True(new RevisionOrder(Taken.AddSeconds(-1), 9, true).IsBefore(state));
        Assert.False(new RevisionOrder(Taken.AddSeconds(1), 2, false).IsBefore(state));
        Assert.True(new RevisionOrder(Taken, 4, true).IsBefore(state));
        Assert.False(state.IsBefore(state));
        Assert.True(state.IsBefore(state with { Closed = true }));
        Assert.False((state with { Closed = true }).IsBefore(state));
        Assert.True(new RevisionOrder(null, 4, false).IsBefore(state));
        Assert.False(new RevisionOrder(null, 5, false).IsBefore(state));
        Assert.True(state.IsBefore(new RevisionOrder(null, 6, false)));
    }
}
