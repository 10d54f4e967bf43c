using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using QA.Engine.Language.Azure;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Language;

/// <summary>What the service may cost in requests, records and memory.</summary>
public sealed class AzureBoundsTests
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.CreateCustomTimeZone("Asia/Shanghai", TimeSpan.FromHours(8), "Asia/Shanghai", "Asia/Shanghai");

    [Fact]
    public void A_day_has_so_many_records_and_ends_at_midnight_of_the_shop()
    {
        using var folder = new TempFolder();
        var time = new ManualTime { Now = new DateTimeOffset(2026, 3, 2, 23, 0, 0, TimeSpan.FromHours(8)) };
        foreach (var budget in (IDailyBudget[])[new FileDailyBudget(folder["records"], 10, Shanghai, time), new MemoryDailyBudget(10, Shanghai, time)])
        {
            time.Now = new DateTimeOffset(2026, 3, 2, 23, 0, 0, TimeSpan.FromHours(8));
            var taken = budget.Take(7);
            Assert.NotNull(taken);
            Assert.Null(budget.Take(4));
            Assert.NotNull(budget.Take(3));
            Assert.Null(budget.Take(1));
            budget.Correct(taken.Value, 2);
            Assert.NotNull(budget.Take(5));
            Assert.Null(budget.Take(1));

            time.Now = time.Now.AddHours(1);
            Assert.NotNull(budget.Take(10));

            // What belongs to yesterday does not come back today.
            budget.Correct(taken.Value, 0);
            Assert.Null(budget.Take(1));
        }
    }

    [Fact]
    public void What_was_spent_survives_a_restart()
    {
        using var folder = new TempFolder();
        var time = new ManualTime();
        Assert.NotNull(new FileDailyBudget(folder["new/records"], 10, Shanghai, time).Take(6));
        Assert.Equal("2026-03-02 6\n", File.ReadAllText(folder["new/records"]));
        var again = new FileDailyBudget(folder["new/records"], 10, Shanghai, time);
        Assert.Null(again.Take(5));
        Assert.NotNull(again.Take(4));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-03-02")]
    [InlineData("yesterday 5")]
    [InlineData("2026-03-02 -5")]
    [InlineData("2026-03-02 five")]
    public void A_count_that_cannot_be_understood_gives_nothing_out(string content)
    {
        using var folder = new TempFolder();
        folder.Write("records", content);
        Assert.Null(new FileDailyBudget(folder["records"], 10, Shanghai, new ManualTime()).Take(1));
        Assert.Equal(content, File.ReadAllText(folder["records"]));
    }

    [Fact]
    public void A_count_that_cannot_be_written_gives_nothing_out()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["records"]);
        Assert.Null(new FileDailyBudget(folder["records"], 10, Shanghai, new ManualTime()).Take(1));
        Assert.Null(new FileDailyBudget(Path.Combine(folder.Write("file", ""), "records"), 10, Shanghai, new ManualTime()).Take(1));
    }

    [Fact]
    public async Task Processes_that_share_a_file_share_its_limit()
    {
        using var folder = new TempFolder();
        var time = new ManualTime();

        // One for each process: they know of each other by the file only.
        var budgets = Enumerable.Range(0, 4).Select(_ => new FileDailyBudget(folder["records"], 150, Shanghai, time)).ToList();
        var taken = await Task.WhenAll(budgets.Select(budget => Task.Run(() =>
        {
            var sum = 0;
            for (var i = 0; i < 50; i++)
            {
                if (budget.Take(2) is not { } records)
                    continue;
                sum += 2;
                if (i % 5 == 0)
                {
                    budget.Correct(records, 0);
                    sum -= 2;
                }
            }

            return sum;
        })));
        Assert.InRange(taken.Sum(), 1, 150);
        Assert.Equal($"2026-03-02 {taken.Sum().ToString(CultureInfo.InvariantCulture)}\n", File.ReadAllText(folder["records"]));
    }

    [Fact]
    public void Turns_are_as_far_apart_as_the_rate_says()
    {
        var time = new JumpingTime(TimeSpan.Zero);
        var pace = new RequestPace(4, time);
        var waits = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(pace.Take(TimeSpan.FromSeconds(10), out var wait));
            waits.Add(wait.TotalMilliseconds);
        }

        Assert.Equal([0, 250, 500, 750, 1000], waits);
        Assert.Equal(InsteadReason.Busy, pace.Take(TimeSpan.FromSeconds(1), out _));

        // A turn that was not taken is still there; and one that nobody wanted is not saved up.
        time.Advance(TimeSpan.FromMilliseconds(250));
        Assert.Null(pace.Take(TimeSpan.FromSeconds(1), out var last));
        Assert.Equal(1000, last.TotalMilliseconds);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal([0, 250], Enumerable.Range(0, 2).Select(_ => pace.Take(TimeSpan.FromSeconds(1), out var wait) is null ? wait.TotalMilliseconds : -1));
    }

    [Fact]
    public void A_service_that_wants_rest_has_it_from_everybody()
    {
        var time = new JumpingTime(TimeSpan.Zero);
        var pace = new RequestPace(4, time);
        pace.Hold(TimeSpan.FromSeconds(30));
        pace.Hold(TimeSpan.FromSeconds(1));
        Assert.Equal(InsteadReason.Throttled, pace.Take(TimeSpan.FromSeconds(29), out _));
        Assert.Null(pace.Take(TimeSpan.FromSeconds(30), out var wait));
        Assert.Equal(30, wait.TotalSeconds);
        Assert.Null(pace.Take(TimeSpan.FromSeconds(31), out wait));
        Assert.Equal(30.25, wait.TotalSeconds);
    }

    [Fact]
    public void What_was_not_asked_for_longest_leaves_the_cache_first()
    {
        var cache = new SentimentCache(2, 1 << 20);
        var (a, b, c) = (Key("a"), Key("b"), Key("c"));
        cache.Keep(a, Answer(1));
        cache.Keep(b, Answer(1));
        Assert.NotNull(cache.Find(a));
        cache.Keep(c, Answer(1));
        Assert.Equal((true, false, true), (cache.Find(a) is not null, cache.Find(b) is not null, cache.Find(c) is not null));
        Assert.Equal(2, cache.Count);
    }

    [Fact]
    public void Texts_languages_and_models_are_never_mistaken_for_each_other()
    {
        Assert.Equal(Key("好"), Key("好"));
        Assert.Equal(4, new HashSet<SentimentCache.Key> { Key("好"), SentimentCache.KeyOf("好", "en", "latest"), SentimentCache.KeyOf("好", "zh-hans", "2022-11-01"), SentimentCache.KeyOf("hans好", "zh-", "latest") }.Count);
    }

    [Fact]
    public void The_cache_takes_no_more_memory_than_it_may()
    {
        const int bytes = 8 << 20;
        const int places = 160;
        Answer(4);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Answer(4);
        var answer = GC.GetAllocatedBytesForCurrentThread() - before;
        var cache = new SentimentCache(1_000_000, bytes);
        for (var i = 0; i < 30_000; i++)
            cache.Keep(Key(i.ToString(CultureInfo.InvariantCulture)), Answer(4));

        // What was allocated for one answer, and its places in two collections. Half of the room at least is used: an estimate that is far too careful would pay for texts again.
        Assert.InRange(cache.Count * (answer + places), bytes / 2, bytes);

        // One answer that is larger than all there is takes nothing else's place.
        var count = cache.Count;
        cache.Keep(Key("long"), Answer(100_000));
        Assert.Equal(count, cache.Count);
        Assert.Equal(0, Kept(new SentimentCache(0, 1 << 20)));
    }

    private static int Kept(SentimentCache cache)
    {
        cache.Keep(Key("a"), Answer(1));
        return cache.Count;
    }

    private static SentimentCache.Key Key(string text) => SentimentCache.KeyOf(text, "zh-hans", "latest");

    private static Sentiment Answer(int sentences) => new(
        string.Concat("azure/", "2022-11-01"), Polarity.Neutral, new Confidence(0, 1000, 0),
        [.. Enumerable.Range(0, sentences).Select(static i => new SentenceSentiment(i, 1, Polarity.Neutral, new Confidence(0, 1000, 0), [], [new Opinion(i, 1, Polarity.Positive, [new Assessment(i, 1, Polarity.Positive, false)])]))]);
}
