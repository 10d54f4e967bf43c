using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Metrics;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Metrics;

/// <summary>What the engine's work adds to its figures.</summary>
public sealed class EngineMetricsTests
{
    [Fact]
    public async Task A_scored_conversation_is_counted_with_its_verdicts_and_its_lag()
    {
        using var engine = new MeasuredEngine();
        var chat = Chats.Good(Chats.Line("c1", "您好,谢谢", ",\"shop\":\"小满家居\",\"closed\":\"2026-03-02T11:59:18+08:00\""));
        var scores = Scorer.Score(chat, TestRubric.Value);
        engine.Metrics.Scored(chat, scores, engine.Time.GetUtcNow());
        var said = await engine.Read(TextFormat.OpenMetrics);
        Assert.Equal(1, said.Value("qa_conversations_scored_total", ("shop", "小满家居")));
        Assert.Equal(1, said.Value("qa_scores_total", ("shop", "小满家居"), ("team", "一组"), ("agent", "小鱼"), ("standing", "ranked")));
        Assert.Equal(1, said.Value("qa_verdicts_total", ("criterion", "greeting"), ("verdict", "pass"), ("rubric", "test-zh")));
        Assert.Equal(0, said.Value("qa_verdicts_total", ("criterion", "greeting"), ("verdict", "fail")));
        Assert.Equal(1, said.Value("qa_verdicts_total", ("criterion", "apology-first"), ("verdict", "not-applicable")));
        Assert.Equal(scores.Single().Uncapped / 100.0, said.Value("qa_score_points_sum", ("scenario", "other")));
        Assert.Equal(42, said.Value("qa_scoring_lag_seconds_sum"));
        Assert.Equal("c1", said.Samples.Single(sample => sample.Exemplar is not null).Exemplar);
        Assert.Equal(1, said.Value("qa_lexicon_hits_total", ("lexicon", "salutation")));
        Assert.Equal(0, said.Value("qa_lexicon_hits_total", ("lexicon", "insult")));
    }

    [Fact]
    public async Task A_suspicion_counts_as_suspected_until_a_person_decides()
    {
        using var engine = new MeasuredEngine();
        var chat = Chats.Good(Chats.Line("c1", "您好,你是笨蛋吗"));
        var scores = Scorer.Score(chat, TestRubric.Value);
        Assert.NotEmpty(scores.Single().Suspicions);
        engine.Metrics.Scored(chat, scores, engine.Time.GetUtcNow());
        engine.Metrics.CriticalDecided(chat.Shop, "一组", "insult", confirmed: false);
        var said = await engine.Read();
        Assert.Equal(1, said.Value("qa_critical_findings_total", ("critical", "insult"), ("state", "suspected"), ("team", "一组")));
        Assert.Equal(1, said.Value("qa_critical_findings_total", ("critical", "insult"), ("state", "dismissed"), ("team", "一组")));
        Assert.Null(said.Value("qa_critical_findings_total", ("state", "confirmed")));
        Assert.Equal(scores.Single().Uncapped / 100.0, said.Value("qa_score_points_sum"));
    }

    [Fact]
    public async Task A_customer_who_was_calmed_is_counted_for_the_agent_and_one_nobody_read_is_not()
    {
        using var engine = new MeasuredEngine();
        var chat = Chats.Good(
            """
            {"id":"c1","messages":[{"role":"customer","text":"什么态度,太差了"},{"role":"agent","sender":"小鱼","team":"一组","text":"抱歉,马上为您补发"},{"role":"customer","text":"太好了,谢谢"}]}
            """);
        engine.Metrics.Scored(chat, Scorer.Score(chat, TestRubric.Value), engine.Time.GetUtcNow());
        Assert.Null((await engine.Read()).Value("qa_customer_moods_total"));
        var read = LocalSentiment.Read(chat);
        engine.Metrics.Scored(read, Scorer.Score(read, TestRubric.Value), engine.Time.GetUtcNow());
        var said = await engine.Read();
        Assert.Equal(1, said.Value("qa_customer_moods_total", ("shop", "none"), ("team", "一组"), ("agent", "小鱼"), ("outcome", "recovered")));
        Assert.Equal(0, said.Value("qa_customer_moods_total", ("agent", "小鱼"), ("outcome", "worsened")));
    }

    [Fact]
    public async Task A_new_version_of_a_rubric_goes_on_with_the_numbers_of_the_one_before()
    {
        using var engine = new MeasuredEngine();
        var chat = Chats.Good(Chats.Line("c1"));
        var next = TestRubric.Next;
        foreach (var rubric in (Rubric[])[TestRubric.Value, next])
        {
            engine.Metrics.UseRubric(rubric);
            engine.Metrics.Scored(chat, Scorer.Score(chat, rubric), engine.Time.GetUtcNow());
        }

        var said = await engine.Read();
        Assert.Equal(2, said.Value("qa_verdicts_total", ("criterion", "greeting"), ("verdict", "pass")));
        Assert.Equal(["2.0.0"], said.Family("qa_rubric_info")!.Samples.Select(sample => sample.Label("version")));
    }

    [Fact]
    public async Task Service_indicators_keep_numerator_and_denominator_apart()
    {
        using var engine = new MeasuredEngine();
        engine.Metrics.Served(ExpositionTests.Service("小鱼"));
        engine.Metrics.Served(new ServiceFigures("店", "一组", "小鱼", [], [], 2, 2, 0, [("taobao.3min", 2, 0)]));
        var said = await engine.Read();
        Assert.Equal(5, said.Value("qa_service_units_total", ("profile", "taobao.3min")));
        Assert.Equal(1, said.Value("qa_service_units_met_total", ("profile", "taobao.3min")));
        Assert.Equal(3, said.Value("qa_service_rounds_total", ("outcome", "unanswered")));
        Assert.Equal(2, said.Value("qa_service_rounds_total", ("outcome", "answered")));
        Assert.Equal(1, said.Value("qa_first_reply_seconds_count"));
        Assert.Equal(212, said.Value("qa_agent_reply_seconds_total"));
        Assert.Equal(1, said.Value("qa_reply_seconds_bucket", ("le", "180.0")));
        Assert.Equal(4, said.Value("qa_service_messages_total", ("role", "agent")));
    }

    [Fact]
    public async Task While_the_store_is_down_what_is_known_is_shown_and_the_rest_is_absent()
    {
        using var engine = new MeasuredEngine();
        Assert.Null((await engine.Read()).Family("qa_store_up"));
        engine.Did(MeasuredEngine.Day("店", "一组", "小鱼"));
        engine.Metrics.Kept("inbox", 10, 0, 0);
        engine.Metrics.StoreSaid(new StoreFigures(7, engine.Time.GetUtcNow().AddSeconds(-90), 9, 3, 2, [], []));
        engine.Time.Now += TimeSpan.FromSeconds(10);
        var up = await engine.Read();
        Assert.Equal(1, up.Value("qa_store_up"));
        Assert.Equal(100, up.Value("qa_backlog_oldest_seconds"));
        Assert.Equal(0, up.Value("qa_job_conversations_wanted"));

        engine.Metrics.StoreFailed();
        var down = await engine.Read();
        Assert.Equal(0, down.Value("qa_store_up"));
        Assert.Null(down.Family("qa_backlog_conversations"));
        Assert.Null(down.Family("qa_dead_letters"));
        Assert.Equal(1, down.Value("qa_store_errors_total"));
        Assert.Equal(87.5, down.Value("qa_agent_score_mean_points", ("window", "1d")));
        Assert.Equal(10, down.Value("qa_source_read_bytes_total"));
        Assert.Equal(engine.Metrics.Quality!.At.ToUnixTimeSeconds(), down.Value("qa_quality_refreshed_timestamp_seconds"));

        engine.Metrics.StoreWorks();
        Assert.Equal(1, (await engine.Read()).Value("qa_store_up"));
    }

    [Fact]
    public async Task A_source_is_up_again_when_it_works_and_keeps_when_it_last_gave_something()
    {
        using var engine = new MeasuredEngine();
        engine.Metrics.SourceWorks("queue");
        Assert.Null((await engine.Read()).Family("qa_source_last_read_timestamp_seconds"));
        engine.Metrics.Kept("queue", 0, 0, 0);
        var at = engine.Time.Now.ToUnixTimeSeconds();
        engine.Time.Now += TimeSpan.FromMinutes(5);
        engine.Metrics.SourceFailed("queue");
        Assert.Equal(0, (await engine.Read()).Value("qa_source_up", ("source", "queue")));
        engine.Metrics.SourceWorks("queue");
        var said = await engine.Read();
        Assert.Equal(1, said.Value("qa_source_up", ("source", "queue")));
        Assert.Equal(1, said.Value("qa_source_errors_total", ("source", "queue")));
        Assert.Equal(at, said.Value("qa_source_last_read_timestamp_seconds", ("source", "queue")));
    }

    [Fact]
    public async Task Whoever_brings_chats_over_HTTP_is_known_by_the_key_and_is_neither_up_nor_down()
    {
        using var engine = new MeasuredEngine();
        engine.Metrics.MayBring("api:shop");
        var before = await engine.Read();
        Assert.Equal(0, before.Value("qa_source_read_bytes_total", ("source", "api:shop")));
        Assert.Equal(0, before.Value("qa_duplicates_total", ("source", "api:shop")));
        Assert.Null(before.Family("qa_source_last_read_timestamp_seconds"));

        engine.Metrics.Brought("api:shop", bytes: 120, duplicates: 1);
        engine.Metrics.MayBring("api:shop");
        var said = await engine.Read();
        Assert.Equal(120, said.Value("qa_source_read_bytes_total", ("source", "api:shop")));
        Assert.Equal(1, said.Value("qa_duplicates_total", ("source", "api:shop")));
        Assert.Equal(engine.Time.Now.ToUnixTimeSeconds(), said.Value("qa_source_last_read_timestamp_seconds", ("source", "api:shop")));
        Assert.Null(said.Family("qa_source_up"));
        Assert.Null(said.Family("qa_source_errors_total"));
    }

    [Fact]
    public async Task The_waiting_room_is_no_source_and_a_source_of_that_name_is_told_apart_from_it()
    {
        using var engine = new MeasuredEngine();
        Assert.Equal(0, (await engine.Read()).Value("qa_set_aside_total", ("source", "waiting-room")));
        engine.Metrics.KeptWaiting(duplicates: 2, setAside: 1);
        engine.Metrics.Kept("waiting-room", 10, duplicates: 0, setAside: 4);
        var said = await engine.Read();
        Assert.Equal(1, said.Value("qa_set_aside_total", ("source", "waiting-room")));
        Assert.Equal(2, said.Value("qa_duplicates_total", ("source", "waiting-room")));
        Assert.Equal(4, said.Value("qa_set_aside_total", ("source", "waiting-room (name)")));
        Assert.Equal(["waiting-room (name)"], said.Family("qa_source_up")!.Samples.Select(static sample => sample.Label("source")));
        Assert.Equal(["waiting-room (name)"], said.Family("qa_source_last_read_timestamp_seconds")!.Samples.Select(static sample => sample.Label("source")));
    }

    [Fact]
    public async Task What_can_go_wrong_is_there_at_nought_before_it_does()
    {
        using var engine = new MeasuredEngine();
        engine.Metrics.SourceWorks("queue");
        var before = await engine.Read();
        engine.Metrics.SourceWorks("queue");
        engine.Metrics.SourceFailed("queue");
        engine.Metrics.StoreFailed();
        engine.Metrics.LeaseLost(LeaseKind.Job);
        var after = await engine.Read();
        foreach (var (name, label) in ((string, (string, string)[])[])[("qa_source_errors_total", [("source", "queue")]), ("qa_store_errors_total", []), ("qa_leases_lost_total", [("kind", "job")])])
        {
            Assert.Equal(0, before.Value(name, label));
            Assert.Equal(1, after.Value(name, label));
        }

        Assert.Equal(0, after.Value("qa_leases_lost_total", ("kind", "source")));
        Assert.Equal(0, before.Value("qa_set_aside_total", ("source", "queue")));
    }

    [Fact]
    public async Task After_a_restart_counters_begin_anew_and_the_windows_are_as_before()
    {
        AgentDay[] kept = [MeasuredEngine.Day("店", "一组", "小鱼", ("greeting", new CriterionDay(1, 1, 1, 100)))];
        var chat = Chats.Good(Chats.Line("c1"));
        using var before = new MeasuredEngine();
        before.Metrics.Scored(chat, Scorer.Score(chat, TestRubric.Value), before.Time.GetUtcNow());
        before.Did(kept);
        var first = await before.Read();

        using var after = new MeasuredEngine();
        after.Did(kept);
        var second = await after.Read();
        Assert.Equal(1, first.Value("qa_conversations_scored_total"));
        Assert.Null(second.Family("qa_conversations_scored_total"));
        Assert.Null(second.Family("qa_verdicts_total"));
        static IEnumerable<string> Windows(Exposition said) => said.Samples.Where(sample => sample.Label("window") is not null).Select(sample => $"{sample.Series} {sample.Value:R}");
        Assert.NotEmpty(Windows(first));
        Assert.Equal(Windows(first), Windows(second));
    }

    [Fact]
    public async Task Counters_have_no_more_agents_than_allowed_and_lose_nobody()
    {
        using var engine = new MeasuredEngine(new MetricsOptions { MaxAgents = 3, MaxTeams = 2 });
        Parallel.For(0, 4, _ =>
        {
            for (var i = 0; i < 100; i++)
                engine.Metrics.Served(new ServiceFigures($"s{i % 5}", $"t{i % 7}", $"a{i}", [], [], 1, 1, 0, []));
        });
        var said = await engine.Read();
        var rounds = said.Family("qa_service_rounds_total")!.Samples;
        Assert.Equal(400, rounds.Sum(sample => sample.Value));
        Assert.Equal(3, rounds.Count(sample => sample.Label("agent") != "other"));
        Assert.Equal(3, rounds.Select(sample => (sample.Label("shop"), sample.Label("team"))).Distinct().Count());
        Assert.Equal(rounds.Where(sample => sample.Label("agent") == "other").Sum(sample => sample.Value), said.Value("qa_measurements_cut_total"));
    }

    [Fact]
    public async Task Many_threads_count_exactly_while_two_scrapers_look()
    {
        const int threads = 4;
        const int times = 20_000;
        using var engine = new MeasuredEngine();
        engine.Did(MeasuredEngine.Day("店", "一组", "小鱼"));
        var working = threads;

        // Nobody ends before both have looked once, however late they come.
        using var looked = new CountdownEvent(2);
        var work = Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < times; i++)
                {
                    engine.Metrics.Kept(i % 2 == 0 ? "inbox" : "queue", 3, 1, i % 2);
                    engine.Metrics.BatchTook(BatchStage.Score, TimeSpan.FromSeconds(0.25 * (1 + i % 8)), "c" + thread);
                    engine.Metrics.Served(new ServiceFigures("店", "一组", "a" + i % 50, [], [TimeSpan.FromSeconds(0.5)], 1, 0, 0, []));
                    if (i == times / 2)
                        looked.Wait(TimeSpan.FromMinutes(5));
                }

                Interlocked.Decrement(ref working);
            },
            TaskCreationOptions.LongRunning)).ToArray();
        var scrapers = Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            var (last, looks) = (0.0, 0);
            while (Volatile.Read(ref working) > 0)
            {
                var said = await engine.Read(TextFormat.OpenMetrics);
                var count = said.Value("qa_batch_seconds_count") ?? 0;
                Assert.True(count >= last);
                (last, looks) = (count, looks + 1);
                if (looks == 1)
                    looked.Signal();
            }

            return looks;
        })).ToArray();
        await Task.WhenAll(work);
        Assert.All(await Task.WhenAll(scrapers), looks => Assert.True(looks > 0));
        var end = await engine.Read();
        Assert.Equal(3.0 * threads * times, end.Family("qa_source_read_bytes_total")!.Samples.Sum(sample => sample.Value));
        Assert.Equal(threads * times / 2.0, end.Value("qa_set_aside_total", ("source", "queue")));
        Assert.Equal((double)threads * times, end.Value("qa_batch_seconds_count"));
        Assert.Equal(threads * times * 4.5 * 0.25, end.Value("qa_batch_seconds_sum"));
        Assert.Equal(threads * times * 0.5, end.Family("qa_agent_reply_seconds_total")!.Samples.Sum(sample => sample.Value));
        Assert.Equal(50, end.Family("qa_agent_reply_seconds_total")!.Samples.Count);
    }
}
