using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using QA.Engine.Language;
using QA.Engine.Language.Azure;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Language;

/// <summary>The model over a server on loopback that does all that a service may do. Its answers show which text they are about.</summary>
public sealed class AzureSentimentTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Messages_go_out_ten_at_a_time_and_each_gets_its_own_answer()
    {
        await using var server = await AzureServer.Start(Good);
        using var asked = new Asked(server);
        var answers = await asked.Read(Numbered(25));
        Assert.Equal([5, 10, 10], server.Requests.Select(static request => AzureServer.Documents(request).Count()).Order());
        Assert.All(answers.Select(static (answer, i) => (answer, i)), static one => Assert.Equal((one.i, null, "azure/2022-11-01"), (one.answer!.Confidence.Positive, one.answer.Instead, one.answer.Model)));
        Assert.Empty(asked.Fallback.Asked);
        Assert.Equal((25, 0), asked.Events.Answers);
        Assert.Equal(25, asked.Events.Records);
        Assert.All(server.Requests.SelectMany(AzureServer.Documents), static document => Assert.Equal("zh-hans", (string)document["language"]!));
    }

    [Fact]
    public async Task The_same_words_are_paid_for_once()
    {
        await using var server = await AzureServer.Start(Good);
        using var asked = new Asked(server);
        var first = await asked.Read([Zh("好的 7"), Zh("好的 8"), Zh("好的 7"), new SentimentText("好的 7", "en")]);
        Assert.Equal(["好的 7", "好的 8", "好的 7"], server.Texts);
        var second = await asked.Read([Zh("好的 8"), Zh("好的 7")]);
        Assert.Equal(3, server.Texts.Count);
        Assert.Equal([7, 8, 7, 7, 8, 7], first.Concat(second).Select(static answer => answer!.Confidence.Positive));
        Assert.Equal((3, 3), asked.Events.Answers);
    }

    [Theory]
    [InlineData("zh", "好的", "zh-hans")]
    [InlineData("zh", "ok", "zh-hans")]
    [InlineData("en", "ok", "en")]
    [InlineData(null, "好的ok", "zh-hans")]
    [InlineData(null, "ok, thanks", "en")]
    [InlineData(null, "😀👍 666", "zh-hans")]
    public async Task A_language_is_named_as_the_service_names_it(string? language, string text, string named)
    {
        await using var server = await AzureServer.Start(Good);
        using var asked = new Asked(server);
        await asked.Read([new SentimentText(text, language)]);
        Assert.Equal(named, (string)AzureServer.Documents(server.Requests.Single()).Single()["language"]!);
    }

    [Fact]
    public async Task What_has_no_words_or_another_language_is_not_sent()
    {
        await using var server = await AzureServer.Start(Good);
        using var asked = new Asked(server);
        var answers = await asked.Read([Zh(""), Zh(" \n\u3000"), new SentimentText("ありがとう", "ja")]);
        Assert.Empty(server.Requests);
        Assert.Equal(["empty", "empty", "language"], answers.Select(static answer => answer!.Instead));
        Assert.All(answers, static answer => Assert.Equal("stand-in/1", answer!.Model));
    }

    [Fact]
    public async Task Personal_data_never_leaves_and_answers_point_at_what_was_written()
    {
        await using var server = await AzureServer.Start(Good);
        using var asked = new Asked(server, redact: Masked);
        var text = "我的电话是13812345678。你记一下 12。换成13900000000也行";
        var answer = Assert.Single(await asked.Read([Zh(text)]))!;
        Assert.Equal("我的电话是[手机号]。你记一下 12。换成[手机号]也行", Assert.Single(server.Texts));
        Assert.DoesNotContain("138", server.Requests.Single().ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["我的电话是13812345678。", "你记一下 12。", "换成13900000000也行"], answer.Sentences.Select(one => text.Substring(one.Start, one.Length)));

        // The same words about another number are the same question, and point at their own places.
        var other = Assert.Single(await asked.Read([Zh(text.Replace("13812345678", "18600000001", StringComparison.Ordinal))]))!;
        Assert.Single(server.Texts);
        Assert.Equal(answer.Sentences.Select(static one => (one.Start, one.Length)), other.Sentences.Select(static one => (one.Start, one.Length)));
    }

    [Fact]
    public async Task What_cannot_be_redacted_stays_in_the_house()
    {
        await using var server = await AzureServer.Start(Good);
        using var asked = new Asked(server, redact: static text => text.Contains('坏', StringComparison.Ordinal) ? throw new InvalidOperationException("a bug") : new RedactedText(text, []));
        var answers = await asked.Read([Zh("好 1"), Zh("坏 2"), Zh("好 3")]);
        Assert.Equal(["好 1", "好 3"], server.Texts);
        Assert.Equal([null, "not-redacted", null], answers.Select(static answer => answer!.Instead));
        Assert.Throws<ArgumentNullException>(() => new AzureSentiment(null!, Asked.Options(server), null!, asked.Fallback, asked.Budget, asked.Events, asked.Time));
    }

    [Fact]
    public async Task A_long_message_is_split_and_its_answers_point_into_the_whole()
    {
        await using var server = await AzureServer.Start(Good);
        using var asked = new Asked(server);
        var text = string.Concat(Enumerable.Range(0, 400).Select(static i => $"第{i.ToString(CultureInfo.InvariantCulture)}句话有二十多个字所以整条消息很长很长😀。"));
        var answer = Assert.Single(await asked.Read([Zh(text)]))!;
        Assert.True(server.Texts.Count >= 2);
        Assert.All(server.Texts, static piece => Assert.True(new StringInfo(piece).LengthInTextElements <= 5_120));
        Assert.Equal(400, answer.Sentences.Count);
        Assert.All(answer.Sentences.Select(static (one, i) => (one, i)), one =>
        {
            Assert.StartsWith($"第{one.i.ToString(CultureInfo.InvariantCulture)}句", text.Substring(one.one.Start, one.one.Length), StringComparison.Ordinal);
            Assert.Equal(one.i, one.one.Confidence.Positive);
        });
    }

    [Fact]
    public async Task A_message_of_which_a_part_failed_is_answered_by_the_local_model_as_a_whole()
    {
        await using var server = await AzureServer.Start((context, body, _) =>
        {
            var documents = AzureServer.Documents(body).ToList();
            return AzureServer.Say(context, AzureServer.Whole([AzureServer.Judge("0", (string)documents[0]["text"]!)], [.. documents.Skip(1).Select(static one => AzureServer.Error((string)one["id"]!, "InvalidDocument"))]));
        });
        using var asked = new Asked(server);
        var answer = Assert.Single(await asked.Read([Zh(new string('长', 12_000))]))!;
        Assert.Equal(("stand-in/1", "message-refused"), (answer.Model, answer.Instead));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("Mon, 02 Mar 2026 04:00:02 GMT")]
    public async Task A_service_that_says_when_is_asked_again_then(string when)
    {
        var at = new ConcurrentQueue<DateTimeOffset>();
        Asked? asked = null;
        await using var server = await AzureServer.Start((context, body, n) =>
        {
            at.Enqueue(asked!.Time.GetUtcNow());
            return n == 0 ? AzureServer.Refuse(context, 429, when) : Good(context, body, n);
        });
        asked = new Asked(server);
        using (asked)
        {
            Assert.Null(Assert.Single(await asked.Read([Zh("3")]))!.Instead);
            Assert.Equal(2, at.Count);
            Assert.True(at.Last() - at.First() >= TimeSpan.FromSeconds(2));

            // What was refused was not billed.
            Assert.Equal(1, asked.Budget.Spent);
        }
    }

    [Fact]
    public async Task A_service_that_wants_more_rest_than_there_is_time_gets_it_and_nobody_waits()
    {
        var rest = true;
        await using var server = await AzureServer.Start((context, body, n) => Volatile.Read(ref rest) ? AzureServer.Refuse(context, n == 0 ? 429 : 503, "60") : Good(context, body, n));
        using var asked = new Asked(server);
        var began = asked.Time.GetUtcNow();
        for (var i = 0; i < 5; i++)
            Assert.Equal("throttled", Assert.Single(await asked.Read([Zh($"第{i}条")]))!.Instead);
        Assert.Single(server.Requests);
        Assert.Equal(began, asked.Time.GetUtcNow());

        Volatile.Write(ref rest, false);
        asked.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Null(Assert.Single(await asked.Read([Zh("第6条")]))!.Instead);
    }

    [Fact]
    public async Task A_fault_of_the_service_is_tried_again_with_pauses()
    {
        await using var server = await AzureServer.Start((context, body, n) => n < 2 ? AzureServer.Refuse(context, 500) : Good(context, body, n));
        using var asked = new Asked(server);
        var began = asked.Time.GetUtcNow();
        Assert.Null(Assert.Single(await asked.Read([Zh("3")]))!.Instead);
        Assert.Equal(3, server.Requests.Count);
        Assert.InRange(asked.Time.GetUtcNow() - began, TimeSpan.FromMilliseconds(50), Patience);
    }

    [Fact]
    public async Task A_storm_of_faults_opens_the_circuit_and_a_minute_later_it_is_tried_again()
    {
        var storm = true;
        await using var server = await AzureServer.Start((context, body, n) => Volatile.Read(ref storm) ? AzureServer.Refuse(context, 500) : Good(context, body, n));
        using var asked = new Asked(server);
        var reasons = new List<string?>();
        for (var i = 0; i < 20; i++)
            reasons.Add(Assert.Single(await asked.Read([Zh($"第{i}条")]))!.Instead);
        Assert.Equal("failed", reasons[0]);
        Assert.Equal("paused", reasons[^1]);
        var sent = server.Requests.Count;
        Assert.InRange(sent, 5, 8);

        Volatile.Write(ref storm, false);
        asked.Time.Advance(TimeSpan.FromSeconds(61));
        Assert.Null(Assert.Single(await asked.Read([Zh("天晴了")]))!.Instead);
        Assert.Equal(sent + 1, server.Requests.Count);
    }

    [Fact]
    public async Task Texts_the_service_refuses_do_not_open_the_circuit()
    {
        await using var server = await AzureServer.Start((context, body, n) => n < 30
            ? AzureServer.Say(context, AzureServer.Whole([], [.. AzureServer.Documents(body).Select(static one => AzureServer.Error((string)one["id"]!, "UnsupportedLanguageCode"))]))
            : Good(context, body, n));
        using var asked = new Asked(server);
        for (var i = 0; i < 30; i++)
            Assert.Equal("language", Assert.Single(await asked.Read([Zh($"第{i}条")]))!.Instead);
        Assert.Null(Assert.Single(await asked.Read([Zh("下一条")]))!.Instead);
    }

    [Fact]
    public async Task A_stalled_service_holds_nobody_up_beyond_the_time_out()
    {
        // As many as go out at once: one that still waits for its turn would say so, and not that its answer did not come.
        const int atOnce = 4;
        var here = new SemaphoreSlim(0);
        await using var server = await AzureServer.Start(async (context, _, _) =>
        {
            here.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        using var asked = new Asked(server);
        var answers = asked.Read(Numbered(60));
        for (var i = 0; i < atOnce; i++)
            await here.WaitAsync();
        Assert.False(answers.IsCompleted);
        asked.Time.Advance(Patience);
        Assert.All(await answers, static answer => Assert.Equal("timed-out", answer!.Instead));
        Assert.Equal(60, asked.Fallback.Asked.Count);
    }

    [Fact]
    public async Task A_service_that_stalls_for_everybody_costs_a_few_time_outs_a_minute()
    {
        var here = new SemaphoreSlim(0);
        await using var server = await AzureServer.Start(async (context, _, _) =>
        {
            here.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        using var asked = new Asked(server);
        for (var i = 0; i < 5; i++)
        {
            var answers = asked.Read([Zh($"第{i}条")]);
            await here.WaitAsync();
            asked.Time.Advance(Patience);
            Assert.Equal("timed-out", Assert.Single(await answers)!.Instead);
        }

        for (var i = 0; i < 100; i++)
            Assert.Equal("paused", Assert.Single(await asked.Read([Zh($"又一条{i}")]))!.Instead);
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task A_stall_in_the_middle_of_an_answer_is_one_as_well()
    {
        var here = new TaskCompletionSource();
        await using var server = await AzureServer.Start(async (context, body, _) =>
        {
            await context.Response.WriteAsync(AzureServer.Judge(body).ToJsonString()[..100]);
            await context.Response.Body.FlushAsync();
            here.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        using var asked = new Asked(server);
        var answers = asked.Read([Zh("3")]);
        await here.Task;
        asked.Time.Advance(Patience);
        Assert.Equal("timed-out", Assert.Single(await answers)!.Instead);
    }

    [Theory]
    [InlineData("half")]
    [InlineData("dropped")]
    [InlineData("chunks")]
    public async Task Half_an_answer_is_none(string how)
    {
        await using var server = await AzureServer.Start(async (context, body, _) =>
        {
            var answer = Encoding.UTF8.GetBytes(AzureServer.Judge(body).ToJsonString());
            if (how == "half")
                context.Response.ContentLength = answer.Length;
            if (how != "dropped")
            {
                await context.Response.Body.WriteAsync(answer.AsMemory(0, answer.Length / 2));
                await context.Response.Body.FlushAsync();
            }

            context.Abort();
        });
        using var asked = new Asked(server);
        Assert.All(await asked.Read(Numbered(3)), static answer => Assert.Equal(("unreachable", "stand-in/1"), (answer!.Instead, answer.Model)));

        // The first try and three more; what broke may have been billed.
        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(12, asked.Budget.Spent);
    }

    [Theory]
    [InlineData(-10, "unreadable")]
    [InlineData(+10, "unreachable")]
    [InlineData(1_000_000, "unreachable")]
    public async Task A_server_that_lies_about_the_length_of_its_answer_gives_none(int by, string reason)
    {
        await using var server = await AzureServer.StartRaw(body => Http(AzureServer.Judge(body).ToJsonString(), by));
        using var asked = new Asked(server);
        Assert.Equal(reason, Assert.Single(await asked.Read([Zh("3")]))!.Instead);

        // A near miss: the same bytes with their true length are an answer.
        await using var honest = await AzureServer.StartRaw(body => Http(AzureServer.Judge(body).ToJsonString(), 0));
        using var other = new Asked(honest);
        Assert.Null(Assert.Single(await other.Read([Zh("3")]))!.Instead);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        await using var server = await AzureServer.Start(static async (context, _, _) =>
        {
            var spaces = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(spaces);
        });
        using var asked = new Asked(server);
        Assert.Equal("unreadable", Assert.Single(await asked.Read([Zh("3")]))!.Instead);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unreachable()
    {
        var server = await AzureServer.Start(Good);
        using var asked = new Asked(server);
        await server.DisposeAsync();
        Assert.Equal("unreachable", Assert.Single(await asked.Read([Zh("3")]))!.Instead);
    }

    [Fact]
    public async Task A_document_that_failed_fails_alone()
    {
        await using var server = await AzureServer.Start(static (context, body, _) =>
        {
            var documents = AzureServer.Documents(body).Select(static one => (Id: (string)one["id"]!, Text: (string)one["text"]!)).ToList();

            // In another order than they were asked, as the service may.
            return AzureServer.Say(context, AzureServer.Whole(
                [.. documents.Where(static one => one.Id != "1").Reverse().Select(static one => AzureServer.Judge(one.Id, one.Text))], [AzureServer.Error("1", "InvalidDocument")]));
        });
        using var asked = new Asked(server);
        var answers = await asked.Read(Numbered(4));
        Assert.Equal([null, "message-refused", null, null], answers.Select(static answer => answer!.Instead));
        Assert.Equal([0, 0, 2, 3], answers.Select(static answer => answer!.Confidence.Positive));
    }

    [Theory]
    [InlineData("missing", "ok unreadable ok")]
    [InlineData("twice", "ok unreadable ok")]
    [InlineData("both", "ok unreadable ok")]
    [InlineData("swapped", "unreadable unreadable ok")]
    [InlineData("strangers", "ok ok ok")]
    [InlineData("truncated", "ok message-refused ok")]
    public async Task Nothing_is_answered_for_the_wrong_message(string how, string reasons)
    {
        await using var server = await AzureServer.Start((context, body, _) =>
        {
            var texts = AzureServer.Documents(body).Select(static one => (string)one["text"]!).ToList();
            JsonNode Of(int id, int text) => AzureServer.Judge(id.ToString(CultureInfo.InvariantCulture), texts[text]);
            JsonNode truncated = Of(1, 1);
            truncated["warnings"]!.AsArray().Add(JsonNode.Parse("""{"code":"DocumentTruncated","message":"long"}"""));
            return AzureServer.Say(context, how switch
            {
                "missing" => AzureServer.Whole([Of(0, 0), Of(2, 2)], []),
                "twice" => AzureServer.Whole([Of(0, 0), Of(1, 1), Of(1, 1), Of(2, 2)], []),
                "both" => AzureServer.Whole([Of(0, 0), Of(1, 1), Of(2, 2)], [AzureServer.Error("1", "InvalidDocument")]),
                "swapped" => AzureServer.Whole([Of(0, 1), Of(1, 0), Of(2, 2)], []),
                "strangers" => AzureServer.Whole([Of(7, 0), Of(0, 0), Of(1, 1), Of(2, 2)], [AzureServer.Error("8", "InvalidDocument")]),
                _ => AzureServer.Whole([Of(0, 0), truncated, Of(2, 2)], []),
            });
        });
        using var asked = new Asked(server);
        var answers = await asked.Read(Numbered(3));
        Assert.Equal(reasons.Split(' '), answers.Select(static answer => answer!.Instead ?? "ok"));
        Assert.All(answers.Select(static (answer, i) => (answer, i)).Where(static one => one.answer!.Instead is null), static one => Assert.Equal(one.i, one.answer!.Confidence.Positive));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_wrong_key_or_address_is_not_tried_again_and_costs_nothing(int status)
    {
        await using var server = await AzureServer.Start((context, _, _) => AzureServer.Refuse(context, status));
        using var asked = new Asked(server);
        Assert.Equal("refused", Assert.Single(await asked.Read([Zh("3")]))!.Instead);
        Assert.Single(server.Requests);
        Assert.Equal(0, asked.Budget.Spent);
        Assert.Contains(asked.Events.Problems, problem => problem.Contains(status.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        for (var i = 0; i < 50; i++)
            await asked.Read([Zh($"第{i}条")]);
        Assert.Equal(5, server.Requests.Count);
    }

    [Fact]
    public async Task No_more_is_sent_in_a_day_than_may_be_spent_and_the_next_day_goes_on()
    {
        await using var server = await AzureServer.Start(Good);
        using var asked = new Asked(server, recordsADay: 23);
        var answers = new List<Sentiment?>();
        for (var i = 0; i < 40; i++)
            answers.AddRange(await asked.Read([Zh($"第{i}条")]));
        Assert.Equal(23, server.Texts.Count);
        Assert.Equal([.. Enumerable.Repeat<string?>(null, 23), .. Enumerable.Repeat("over-budget", 17)], answers.Select(static answer => answer!.Instead));

        // 999 characters are a record, 1,001 are two.
        asked.Time.Advance(TimeSpan.FromDays(1));
        await asked.Read([Zh("甲" + new string('长', 999)), Zh("乙" + new string('长', 1_000))]);
        Assert.Equal(3, asked.Budget.Spent);
    }

    [Fact]
    public async Task What_the_service_bills_beyond_the_estimate_counts()
    {
        await using var server = await AzureServer.Start(static (context, body, _) =>
        {
            var answer = AzureServer.Judge(body);
            answer["results"]!["statistics"]!["transactionsCount"] = 9;
            return AzureServer.Say(context, answer);
        });
        using var asked = new Asked(server, recordsADay: 10);
        Assert.Equal([null, null, "over-budget"], new[] { await asked.Read([Zh("1")]), await asked.Read([Zh("2")]), await asked.Read([Zh("3")]) }.Select(static answers => answers[0]!.Instead));
        Assert.Equal(18, asked.Budget.Spent);
    }

    [Fact]
    public async Task Requests_keep_their_pace_and_what_finds_no_turn_in_time_is_answered_locally()
    {
        await using var server = await AzureServer.Start(Good);
        using var asked = new Asked(server, requestsASecond: 2);
        var began = asked.Time.GetUtcNow();
        var answers = await asked.Read(Numbered(200));

        // A turn at once and one each half second, as long as a quarter of the five seconds is left for the answer.
        Assert.Equal(8, server.Requests.Count);
        Assert.Equal(TimeSpan.FromSeconds(3.5), asked.Time.GetUtcNow() - began);
        Assert.Equal([.. Enumerable.Repeat<string?>(null, 80), .. Enumerable.Repeat("busy", 120)], answers.Select(static answer => answer!.Instead).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_stops_is_obeyed()
    {
        var here = new TaskCompletionSource();
        await using var server = await AzureServer.Start(async (context, _, _) =>
        {
            here.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(static _ => { }, TaskScheduler.Default);
        });
        using var asked = new Asked(server);
        using var stop = new CancellationTokenSource();
        var answers = asked.Model.Read([Zh("3")], stop.Token).AsTask();
        await here.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_the_service_does_every_message_has_its_own_answer_or_the_local_one_and_the_budget_holds(int seed)
    {
        const int limit = 900;
        var random = new Random(seed);
        var received = 0;
        await using var server = await AzureServer.Start(async (context, body, n) =>
        {
            Interlocked.Add(ref received, AzureServer.Documents(body).Count());
            int what;
            lock (random)
                what = random.Next(12);
            switch (what)
            {
                case 0:
                    await AzureServer.Refuse(context, 429, "1");
                    break;
                case 1:
                    await AzureServer.Refuse(context, 500);
                    break;
                case 2:
                    await AzureServer.Refuse(context, 503, "2");
                    break;
                case 3:
                    context.Abort();
                    break;
                case 4:
                    await context.Response.WriteAsync(AzureServer.Judge(body).ToJsonString()[..^20]);
                    break;
                case 5:
                    await AzureServer.Say(context, AzureServer.Whole([.. AzureServer.Judge(body)["results"]!["documents"]!.AsArray().Skip(1).Select(static one => one!.DeepClone())], [AzureServer.Error("0", "InvalidDocument")]));
                    break;
                case 6:
                    await AzureServer.Refuse(context, 400);
                    break;
                default:
                    await Good(context, body, n);
                    break;
            }
        });
        using var asked = new Asked(server, recordsADay: limit, requestsASecond: 1_000);
        var chats = Enumerable.Range(0, 60).Select(chat => Enumerable.Range(0, 15).Select(i => Zh($"第{(chat * 15) + i}条")).ToList()).ToList();
        var read = new Sentiment?[60][];
        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (i, _) => read[i] = [.. await asked.Read(chats[i])]);
        var answers = read.SelectMany(static one => one).ToList();
        Assert.Equal(900, answers.Count);
        var reasons = Enum.GetValues<InsteadReason>().Select(static reason => reason.Word()).ToHashSet();
        for (var i = 0; i < answers.Count; i++)
        {
            var answer = answers[i]!;
            if (answer.Instead is null)
                Assert.Equal(("azure/2022-11-01", i), (answer.Model, answer.Confidence.Positive));
            else
                Assert.True(answer.Model == "stand-in/1" && reasons.Contains(answer.Instead), answer.ToString());
        }

        Assert.Contains(answers, static answer => answer!.Instead is null);
        Assert.InRange(asked.Budget.Spent, 1, limit);
        Assert.Equal(asked.Events.Records, asked.Budget.Spent);
        Assert.True(received >= asked.Budget.Spent, "more was counted than was sent");
    }

    [Fact]
    public void Every_reason_has_a_word_of_its_own()
    {
        var words = Enum.GetValues<InsteadReason>().Select(static reason => reason.Word()).ToList();
        Assert.Equal(words.Count, words.Distinct().Count());
        Assert.All(Enum.GetValues<AzureOutcome>(), static outcome => Assert.Matches("^[a-z-]+$", outcome.Word()));
    }

    private static Task Good(HttpContext context, JsonNode body, int n) => AzureServer.Say(context, AzureServer.Judge(body));

    private static SentimentText Zh(string text) => new(text, "zh");

    private static List<SentimentText> Numbered(int count) => [.. Enumerable.Range(0, count).Select(static i => Zh($"第{i}条消息"))];

    private static byte[] Http(string body, int lie)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {bytes.Length + lie}\r\nConnection: close\r\n\r\n"), .. bytes];
    }

    private static RedactedText Masked(string text)
    {
        const string word = "[手机号]";
        var (redacted, replacements, last) = (new StringBuilder(), new List<Replacement>(), 0);
        foreach (Match match in Regex.Matches(text, "1[0-9]{10}", RegexOptions.NonBacktracking))
        {
            redacted.Append(text, last, match.Index - last);
            replacements.Add(new Replacement(match.Index, match.Length, redacted.Length, word.Length, "mobile"));
            redacted.Append(word);
            last = match.Index + match.Length;
        }

        return new RedactedText(redacted.Append(text, last, text.Length - last).ToString(), replacements);
    }

    /// <summary>The model with all that stands around it.</summary>
    private sealed class Asked : IDisposable
    {
        private readonly AzureLanguageClient _client;

        public Asked(AzureServer server, Func<string, RedactedText>? redact = null, int recordsADay = 1_000_000, int requestsASecond = 100)
        {
            var options = Options(server) with { RecordsADay = recordsADay, RequestsASecond = requestsASecond };
            Budget = new Purse(new MemoryDailyBudget(recordsADay, TimeZoneInfo.Utc, Time));

            // The wire's time-out goes by the system's clock, on which a request may take long on a busy machine; the model's goes by ours.
            _client = new AzureLanguageClient(options with { Timeout = TimeSpan.FromMinutes(5) }, Time);
            Model = new AzureSentiment(_client, options, redact ?? (static text => new RedactedText(text, [])), Fallback, Budget, Events, Time);
        }

        public JumpingTime Time { get; } = new(Patience);

        public StandInSentiment Fallback { get; } = new();

        public Ledger Events { get; } = new();

        public Purse Budget { get; }

        public AzureSentiment Model { get; }

        public static AzureLanguageOptions Options(AzureServer server) => new() { Endpoint = server.Endpoint, Key = "k", Timeout = Patience };

        public async Task<IReadOnlyList<Sentiment?>> Read(List<SentimentText> texts)
        {
            var answers = await Model.Read(texts, CancellationToken.None);
            Assert.Equal(texts.Count, answers.Count);
            return answers;
        }

        public void Dispose() => _client.Dispose();
    }

    /// <summary>A budget that says what was spent of it today.</summary>
    private sealed class Purse(IDailyBudget budget) : IDailyBudget
    {
        private readonly Lock _gate = new();
        private DateOnly _day;
        private int _spent;

        public int Spent
        {
            get
            {
                lock (_gate)
                    return _spent;
            }
        }

        public TakenRecords? Take(int records)
        {
            lock (_gate)
            {
                if (budget.Take(records) is not { } taken)
                    return null;
                _spent = taken.Day == _day ? _spent + records : records;
                _day = taken.Day;
                return taken;
            }
        }

        public void Correct(TakenRecords taken, int records)
        {
            lock (_gate)
            {
                budget.Correct(taken, records);
                _spent += records - taken.Records;
            }
        }
    }

    private sealed class Ledger : IAzureEvents
    {
        private int _records;
        private int _byService;
        private int _fromCache;

        public int Records => Volatile.Read(ref _records);

        public (int ByService, int FromCache) Answers => (Volatile.Read(ref _byService), Volatile.Read(ref _fromCache));

        public ConcurrentQueue<string> Problems { get; } = new();

        public void Requested(AzureOutcome outcome, int records, TimeSpan took, string? problem)
        {
            Interlocked.Add(ref _records, records);
            if (problem is not null)
                Problems.Enqueue(problem);
        }

        public void Answered(int byService, int fromCache)
        {
            Interlocked.Add(ref _byService, byService);
            Interlocked.Add(ref _fromCache, fromCache);
        }

        public void FellBack(InsteadReason reason, int messages)
        {
        }
    }
}
