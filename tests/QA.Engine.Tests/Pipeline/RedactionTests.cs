using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using QA.Engine.Language.Redaction;
using QA.Engine.Pipeline;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Pipeline;

/// <summary>What is kept with the setting <c>Read:Redact=same-length</c>.</summary>
public sealed class RedactionTests : IDisposable
{
    private const string Mobile = "13812345678";
    private const string Card = "11010519491231002X";
    private const string Street = "文三路90号";

    private const string Told = "您好，请报手机号，我的是" + Mobile + "，身份证" + Card + "，寄到杭州市西湖区" + Street + "5幢301室，谢谢";
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly Redactor _redactor = new(RedactionMode.SameLength);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_that_points_at_a_person_is_anywhere_in_the_store(bool waits)
    {
        using (var store = SqliteStore.Open(_folder["qa.db"], _time, TimeZoneInfo.Utc))
        {
            store.UseRubric(TestRubric.Value, "text");
            var time = waits ? ",\"time\":\"2026-03-02T11:50:00\"" : "";
            var line = $$$"""
                {"id":"1","customer":"{{{Mobile}}}","attributes":{"receiver_phone":"{{{Mobile}}}","收货地址":"{{{Street}}}","order":{"mobile":{{{Mobile}}},"to":[{"name":"x","addr":"{{{Street}}}"}]}},"messages":[{"role":"customer","sender":"{{{Mobile}}}","text":"在吗"{{{time}}}},{"role":"agent","sender":"小鱼","note":"{{{Mobile}}}","text":"{{{Told}}}"{{{time}}}}]}
                """.Trim();
            _folder.Write(
                "a.jsonl",
                line + "\n"
                + Chats.Line("poison", Told) + "\n"
                + $$"""{"id":"2","messages":[{"role":"boss","text":"{{Told}}","phone":{{Mobile}}}]}""" + "\n"
                + $$"""{"id":"3","messages":[{"role":"{{Mobile}}","text":"{{Escaped(Told)}}"}]}""" + "\n"
                + $"not JSON \\u662f{Mobile}\\u5417 {Told}\n");
            await RunOnce(store, new Poisoned());
            Assert.Equal(waits ? 1 : 0, store.Totals().Pending);
            Assert.Equal(4, store.Totals().SetAside);
            AssertNothing(store);
            _time.Now = _time.Now.AddHours(1);
            await RunOnce(store, new Poisoned());
            Assert.Equal(new StoreTotals(1, 1, 0, 4, 0), store.Totals());
            AssertNothing(store);
            var kept = store.Find("1")!;
            Assert.Equal("您好，请报手机号，我的是13000000000，身份证10000000000000000X，寄到某某市某某区某某路10号1幢100室，谢谢", kept.Messages[1].Text);
            Assert.Equal(("小鱼", "13000000000", "13000000000"), (kept.Messages[1].Sender, kept.Messages[0].Sender, kept.Customer));
        }

        AssertNoBytes(_folder["qa.db"]);
    }

    [Fact]
    public async Task Rules_see_the_chat_as_it_came_and_findings_point_at_the_same_words()
    {
        using var store = SqliteStore.Open(_folder["qa.db"], _time, TimeZoneInfo.Utc);
        store.UseRubric(TestRubric.Value, "text");
        _folder.Write("a.jsonl", Chats.Line("1", Told) + "\n");
        var seen = new Watched();
        await RunOnce(store, seen);
        Assert.Equal(Told, seen.Last!.Messages[1].Text);
        var kept = store.Find("1")!;
        Assert.DoesNotContain(Mobile, kept.Messages[1].Text, StringComparison.Ordinal);
        var expected = Scorer.Score(seen.Last, TestRubric.Value);
        var thanks = expected[0].Criteria.SelectMany(static part => part.Evidence).Where(static finding => finding.Start > 20).ToList();
        Assert.NotEmpty(thanks);
        Assert.All(thanks, finding => Assert.Equal("谢谢", kept.Messages[finding.Message].Text.Substring(finding.Start, finding.Length)));

        // The receipt is over what is kept: whoever reads the store can make it again.
        Assert.Equal(Receipt.Of(kept, TestRubric.Value), store.Scores("1")[0].Receipt);
    }

    [Fact]
    public async Task The_same_chat_sent_again_is_known()
    {
        using var store = SqliteStore.Open(_folder["qa.db"], _time, TimeZoneInfo.Utc);
        store.UseRubric(TestRubric.Value, "text");
        _folder.Write("a.jsonl", Chats.Line("1", Told) + "\n");
        await RunOnce(store);
        _folder.Write("b.jsonl", Chats.Line("1", Told) + "\n");
        await RunOnce(store);
        Assert.Equal(new StoreTotals(1, 1, 0, 0, 1), store.Totals());
    }

    [Fact]
    public async Task What_was_set_aside_masked_can_be_tried_again_once_and_is_known_afterwards()
    {
        using var store = SqliteStore.Open(_folder["qa.db"], _time, TimeZoneInfo.Utc);
        store.UseRubric(TestRubric.Value, "text");
        _folder.Write("a.jsonl", Chats.Line("poison", Told, ",\"attributes\":{\"tel\":\"" + Mobile + "\"}") + "\n");
        await RunOnce(store, new Poisoned());
        var content = Assert.Single(store.DeadLetters(10)).Item.Content!;
        var again = Chats.Good(Encoding.UTF8.GetString(content));
        Assert.Equal("poison", again.Id);
        _folder.Write("b.jsonl", Encoding.UTF8.GetString(content) + "\n");
        await RunOnce(store);
        _folder.Write("c.jsonl", Chats.Line("poison", Told, ",\"attributes\":{\"tel\":\"" + Mobile + "\"}") + "\n");
        await RunOnce(store);
        Assert.Equal((1, 1), (store.Totals().Conversations, store.Totals().Duplicates));
    }

    [Fact]
    public async Task A_line_that_is_no_text_is_listed_and_not_kept()
    {
        using var store = SqliteStore.Open(_folder["qa.db"], _time, TimeZoneInfo.Utc);
        store.UseRubric(TestRubric.Value, "text");
        File.WriteAllBytes(_folder["a.jsonl"], [.. "{\"id\":\""u8, 0xC9, 0xFE, .. Encoding.ASCII.GetBytes(Mobile), (byte)'\n']);
        await RunOnce(store);
        var item = Assert.Single(store.DeadLetters(10)).Item;
        Assert.Null(item.Content);
        Assert.Equal(1, item.Line);
    }

    [Fact]
    public async Task What_waited_from_before_the_setting_is_masked_when_it_is_scored_or_set_aside()
    {
        using var store = SqliteStore.Open(_folder["qa.db"], _time, TimeZoneInfo.Utc);
        store.UseRubric(TestRubric.Value, "text");
        _folder.Write("a.jsonl", Open("1") + "\n" + Open("poison") + "\n");
        using (var run = Run(store, null, redactor: null))
            await run.Finish();
        Assert.Equal(2, store.Totals().Pending);
        _time.Now = _time.Now.AddHours(1);
        await RunOnce(store, new Poisoned());
        Assert.Equal(new StoreTotals(1, 1, 0, 1, 0), store.Totals());
        AssertNothing(store);
    }

    [Fact]
    public async Task What_is_brought_to_any_worker_waits_masked_and_is_known_when_it_comes_again()
    {
        using var store = PostgresStore.Open(SharedPostgres.Value.ConnectionString(SharedPostgres.Value.NewDatabase()) + ";Pooling=false", _time, TimeZoneInfo.Utc);
        store.UseRubric(TestRubric.Value, "text");
        using var run = new WorkerRun(store, [], Options(), _time, redactor: _redactor);
        var intake = new Intake(run.Place);
        ReadOnlyMemory<byte>[] items = [Encoding.UTF8.GetBytes(Chats.Line("1", Told)), Encoding.UTF8.GetBytes(Chats.Line("1", Told))];
        Assert.Equal([IntakeOutcome.Accepted, IntakeOutcome.Accepted], intake.Keep("api:shop", items).Select(static answer => answer.Outcome));
        var waiting = Assert.Single(store.Claim("w", _time.Now.AddHours(1), 10, TimeSpan.FromMinutes(1)));
        AssertNothing(Encoding.UTF8.GetString(waiting.Json));
        store.GiveBack("w");
        await run.Finish();
        Assert.Equal(new StoreTotals(1, 1, 0, 0, 1), store.Totals());
        Assert.Equal(IntakeOutcome.Duplicate, intake.Keep("api:shop", items)[0].Outcome);
        AssertNothing(store.Find("1")!.Messages[1].Text);
    }

    public void Dispose() => _folder.Dispose();

    private static string Open(string id) =>
        $$"""{"id":"{{id}}","messages":[{"role":"customer","text":"在吗"},{"role":"agent","text":"{{Told}}","time":"2026-03-02T11:50:00"}]}""";

    private static string Escaped(string text) => string.Concat(text.Select(static c => c < 128 ? c.ToString() : $"\\u{(int)c:x4}"));

    private static WorkerOptions Options() => new() { Threads = 1, Once = true };

    private WorkerRun Run(SqliteStore store, IScoring? scoring, Redactor? redactor) => new(
        store, [new FolderSource("inbox", new FolderOptions { Path = _folder.Root }, ReadLimits.Default, _time)], Options(), _time, scoring, redactor: redactor);

    private async Task RunOnce(SqliteStore store, IScoring? scoring = null)
    {
        using var run = Run(store, scoring, _redactor);
        await run.Finish();
        Assert.Null(run.Failure);
    }

    private static void AssertNothing(SqliteStore store)
    {
        foreach (var letter in store.DeadLetters(100))
            AssertNothing(letter.Item.Reason + Encoding.UTF8.GetString(letter.Item.Content ?? []));
    }

    private static void AssertNothing(string text)
    {
        foreach (var piece in (string[])[Mobile, Card, Street, Escaped(Street)])
            Assert.DoesNotContain(piece, text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Closed, so that the write-ahead log is in the file.</summary>
    private static void AssertNoBytes(string path)
    {
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(path)!, "qa.db*"))
        {
            var bytes = File.ReadAllBytes(file);
            foreach (var piece in (string[])[Mobile, Card, Street])
                Assert.True(bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(piece)) < 0, $"{piece} is in {file}");
        }
    }

    private sealed class Poisoned : IScoring
    {
        private readonly RubricScoring _good = new(new RubricSet(TestRubric.Value));

        public (IReadOnlyList<Score> Scores, string Receipt)? Score(Conversation conversation, Conversation? kept = null) =>
            conversation.Id == "poison" ? throw new InvalidOperationException($"it says {conversation.Messages[1].Text}") : _good.Score(conversation, kept);

        public string NoRubric(Conversation conversation) => _good.NoRubric(conversation);
    }

    private sealed class Watched : IScoring
    {
        private readonly RubricScoring _good = new(new RubricSet(TestRubric.Value));

        public Conversation? Last { get; private set; }

        public (IReadOnlyList<Score> Scores, string Receipt)? Score(Conversation conversation, Conversation? kept = null)
        {
            Last = conversation;
            return _good.Score(conversation, kept);
        }

        public string NoRubric(Conversation conversation) => _good.NoRubric(conversation);
    }
}
