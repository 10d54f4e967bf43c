using System;
using QA.Engine.Sources;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Sources;

public sealed class FinishedChatsTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8));
    private readonly FinishedChats _finished = new(TimeSpan.FromMinutes(30));

    [Fact]
    public void A_closed_chat_is_over() =>
        Assert.Equal(Now, Due("""{"id":"c","closed":"2026-03-02T11:59:59","messages":[{"role":"agent","text":"a","time":"2026-03-02T11:59:58"}]}"""));

    [Fact]
    public void A_chat_without_times_is_over_when_it_is_read() =>
        Assert.Equal(Now, Due("""{"id":"c","messages":[{"role":"agent","text":"a"}]}"""));

    [Fact]
    public void An_open_chat_is_over_half_an_hour_after_its_last_moment_whatever_the_order_of_its_messages() =>
        Assert.Equal(
            Now.AddMinutes(20),
            Due("""{"id":"c","messages":[{"role":"agent","text":"a","time":"2026-03-02T11:50:00"},{"role":"agent","text":"b","time":"2026-03-01T00:00:00"}]}"""));

    [Fact]
    public void A_chat_idle_for_half_an_hour_is_over() =>
        Assert.True(Due("""{"id":"c","messages":[{"role":"agent","text":"a","time":"2026-03-02T11:30:00"}]}""") <= Now);

    [Fact]
    public void A_clock_that_runs_ahead_does_not_hold_a_chat_back_for_years() =>
        Assert.Equal(Now.AddMinutes(30), Due("""{"id":"c","messages":[{"role":"agent","text":"a","time":"2099-01-01T00:00:00"}]}"""));

    private DateTimeOffset Due(string line) => _finished.DueAt(Chats.Good(line), Now);
}
