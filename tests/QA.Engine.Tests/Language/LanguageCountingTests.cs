using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using QA.Engine.Language.Azure;
using QA.Engine.Tests.Metrics;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Language;

public sealed class LanguageCountingTests
{
    [Fact]
    public async Task What_the_service_does_is_counted_and_what_it_has_not_done_yet_stands_at_nought()
    {
        using var engine = new MeasuredEngine();
        var counting = new LanguageCounting(engine.Metrics, new Lines(), TimeProvider.System);
        counting.Requested(AzureOutcome.Answered, 12, TimeSpan.FromSeconds(0.2), problem: null);
        counting.Requested(AzureOutcome.Throttled, 0, TimeSpan.FromSeconds(0.1), "too many");
        counting.Answered(10, 3);
        counting.FellBack(InsteadReason.OverBudget, 2);
        var said = await engine.Read();
        Assert.Equal(1, said.Value("qa_language_requests_total", ("outcome", "answered")));
        Assert.Equal(1, said.Value("qa_language_requests_total", ("outcome", "throttled")));
        Assert.Equal(0, said.Value("qa_language_requests_total", ("outcome", "timed-out")));
        Assert.Equal(12, said.Value("qa_language_records_total"));
        Assert.Equal(2, said.Value("qa_language_request_seconds_count"));
        Assert.Equal(10, said.Value("qa_language_messages_total", ("from", "service")));
        Assert.Equal(3, said.Value("qa_language_messages_total", ("from", "cache")));
        Assert.Equal(2, said.Value("qa_language_fallbacks_total", ("reason", "over-budget")));
        Assert.Equal(0, said.Value("qa_language_fallbacks_total", ("reason", "paused")));
    }

    [Fact]
    public void A_service_that_fails_is_a_line_a_minute_and_one_when_it_works_again()
    {
        using var engine = new MeasuredEngine();
        var time = new JumpingTime(TimeSpan.Zero);
        var lines = new Lines();
        var counting = new LanguageCounting(engine.Metrics, lines, time);
        Ended(AzureOutcome.Answered);
        Assert.Empty(lines.Said);
        for (var i = 0; i < 50; i++)
            Ended(i % 3 == 2 ? AzureOutcome.Answered : AzureOutcome.Refused);
        Assert.Equal("language: the key is wrong; the local model answers meanwhile", Assert.Single(lines.Said));
        time.Advance(TimeSpan.FromMinutes(1));
        Ended(AzureOutcome.Refused);
        Assert.Equal(2, lines.Said.Count);
        time.Advance(TimeSpan.FromMinutes(1));
        Ended(AzureOutcome.Answered);
        Ended(AzureOutcome.Answered);
        Assert.Equal("language: the service answers again", lines.Said[^1]);
        Assert.Equal(3, lines.Said.Count);

        void Ended(AzureOutcome outcome) => counting.Requested(outcome, 1, TimeSpan.Zero, outcome == AzureOutcome.Answered ? null : "the key is wrong");
    }

    private sealed class Lines : ILogger
    {
        public List<string> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Said.Add(formatter(state, exception));
    }
}
