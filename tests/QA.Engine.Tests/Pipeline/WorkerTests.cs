using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using QA.Engine.Pipeline;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Pipeline;

public sealed class WorkerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly SqliteStore _store;
    private Saved _last;

    public WorkerTests()
    {
        _store = SqliteStore.Open(_folder["qa.db"], _time, TimeZoneInfo.Utc);
        _store.UseRubric(TestRubric.Value, "text");
    }

    [Fact]
    public async Task A_second_run_scores_nothing_twice()
    {
        _folder.Write("a.jsonl", Chats.Line("1") + "\n" + Chats.Line("2"));
        await RunOnce();
        Assert.Equal((2, 2), (_last.Conversations, _last.Scores));
        await RunOnce();
        Assert.Equal(default, _last);
        Assert.Equal(new StoreTotals(2, 2, 0, 0, 0), _store.Totals());
    }

    [Fact]
    public async Task A_bad_line_is_set_aside_with_its_place_and_the_rest_goes_on()
    {
        _folder.Write("a.jsonl", $"{Chats.Line("1")}\n{{broken\n\n{Chats.Line("2")}\n");
        await RunOnce();
        Assert.Equal((2, 1), (_last.Conversations, _last.SetAside));
        var item = Assert.Single(_store.DeadLetters(10)).Item;
        Assert.Equal(("a.jsonl", 2L, 7L, null), (item.Source, item.Line, item.Length, item.Conversation));
        Assert.StartsWith("broken JSON at byte 2", item.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_that_cannot_be_scored_is_set_aside_and_the_rest_goes_on()
    {
        _folder.Write("a.jsonl", $"{Chats.Line("1")}\n{Chats.Line("poison")}\n{Chats.Line("bug")}\n{Chats.Line("2")}\n");
        await RunOnce(new Poisoned());
        Assert.Equal(2, _last.Conversations);
        Assert.Equal(
            [
                ("bug", "conversation 'bug' could not be scored: InvalidOperationException: oops; please report it, then try it again by dead-letters retry"),
                ("poison", "rule 'greeted' could not finish on conversation 'poison': too long; mend the rule, then try it again by dead-letters retry"),
            ],
            _store.DeadLetters(10).Select(letter => (letter.Item.Conversation, letter.Item.Reason)));

        // Nothing of it was kept, so once the rule is mended the same line is scored.
        _folder.Write("b.jsonl", Chats.Line("poison") + "\n");
        await RunOnce();
        Assert.Equal((1, 0), (_last.Conversations, _last.Duplicates));
    }

    [Fact]
    public async Task A_conversation_in_a_language_without_rubric_is_set_aside_and_the_rest_goes_on()
    {
        _folder.Write("a.jsonl", $"{Chats.Line("1", extra: ",\"language\":\"fr\"")}\n{Chats.Line("2", extra: ",\"language\":\"zh-CN\"")}\n{Chats.Line("3")}\n");
        await RunOnce(new RubricScoring(new RubricSet([TestRubric.Value])));
        Assert.Equal((2, 1), (_last.Conversations, _last.SetAside));
        var item = Assert.Single(_store.DeadLetters(10)).Item;
        Assert.Equal("1", item.Conversation);
        Assert.StartsWith("conversation '1' says its language is 'fr', which no rubric judges (there are: zh); ", item.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_model_says_is_kept_with_the_chat_and_stands_in_the_receipt()
    {
        _folder.Write("a.jsonl", Chats.Line("1", "太感谢了") + "\n");
        await RunOnce();
        var kept = _store.Find("1")!;
        Assert.Same(LocalSentiment.Unmoved, kept.Messages[0].Sentiment);
        Assert.Equal(Polarity.Positive, kept.Messages[1].Sentiment!.Polarity);
        Assert.Equal(Receipt.Of(kept, TestRubric.Value), Assert.Single(_store.Scores("1")).Receipt);

        // The same words again are the same chat, whatever a model says of them.
        _folder.Write("b.jsonl", Chats.Line("1", "太感谢了") + "\n");
        await RunOnce();
        Assert.Equal((0, 1), (_last.Conversations, _last.Duplicates));
    }

    [Fact]
    public async Task An_unfinished_conversation_waits_until_it_is_idle()
    {
        _folder.Write("a.jsonl", Open("1", "2026-03-02T11:50:00", "在") + "\n");
        await RunOnce();
        Assert.Equal((0, 1), (_last.Conversations, _last.Pending));

        _time.Now = _time.Now.AddMinutes(19);
        await RunOnce();
        Assert.Equal(0, _store.Totals().Conversations);

        _time.Now = _time.Now.AddMinutes(1);
        await RunOnce();
        Assert.Equal(new StoreTotals(1, 1, 0, 0, 0), _store.Totals());
    }

    [Fact]
    public async Task A_conversation_that_goes_on_is_scored_once_in_its_last_state()
    {
        _folder.Write("a.jsonl", Open("1", "2026-03-02T11:50:00", "在") + "\n");
        await RunOnce();
        _time.Now = _time.Now.AddMinutes(5);
        _folder.Append("a.jsonl", Open("1", "2026-03-02T12:04:00", "您好") + "\n");
        await RunOnce();
        _time.Now = _time.Now.AddHours(1);
        await RunOnce();
        Assert.Equal(new StoreTotals(1, 1, 0, 0, 0), _store.Totals());
        Assert.Equal("您好", _store.Find("1")!.Messages[0].Text);
    }

    [Fact]
    public async Task The_platforms_closing_ends_the_waiting()
    {
        _folder.Write("a.jsonl", Open("1", "2026-03-02T11:50:00", "在") + "\n");
        await RunOnce();
        _folder.Append("a.jsonl", Open("1", "2026-03-02T11:50:00", "在", ""","closed":"2026-03-02T11:51:00" """) + "\n");
        await RunOnce();
        Assert.Equal(new StoreTotals(1, 1, 0, 0, 0), _store.Totals());
    }

    [Fact]
    public async Task Duplicate_ids_with_other_content_become_revisions_and_the_same_content_counts_as_duplicate()
    {
        _folder.Write("a.jsonl", string.Join('\n', Chats.Line("1", "在"), Chats.Line("1", "您好"), Chats.Line("1", "在"), Chats.Line("1", "您好")) + "\n");
        await RunOnce();
        Assert.Equal((2, 2), (_last.Conversations, _last.Duplicates));
        Assert.Equal("您好", _store.Find("1")!.Messages[1].Text);
    }

    [Fact]
    public async Task A_line_over_the_limit_is_set_aside_and_the_next_one_is_scored()
    {
        _folder.Write("a.jsonl", $"{Chats.Line("1", new string('x', 3_000_000))}\n{Chats.Line("2")}\n");
        await RunOnce(limits: new ReadLimits { MaxLineBytes = 1_000_000 });
        Assert.Equal((1, 1), (_last.Conversations, _last.SetAside));
        Assert.EndsWith("the limit is 1000000 (setting Read:MaxLineBytes)", Assert.Single(_store.DeadLetters(1)).Item.Reason, StringComparison.Ordinal);
        Assert.NotNull(_store.Find("2"));
    }

    [Fact]
    public async Task A_store_that_fails_stops_the_worker_and_nothing_is_lost()
    {
        _folder.Write("a.jsonl", Chats.Line("1") + "\n");
        using (var run = Run(new UnknownRubric()))
        {
            await run.Finish();
            Assert.IsType<InvalidOperationException>(run.Failure);
        }

        Assert.Equal(default, _store.Totals());
        await RunOnce();
        Assert.Equal(1, _last.Conversations);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Rows_are_in_the_order_of_the_lines_on_any_number_of_threads(int threads)
    {
        _folder.Write("a.jsonl", string.Concat(Enumerable.Range(0, 9_000).Select(i => Chats.Line($"c{i:0000}") + "\n")));
        await RunOnce(threads: threads);
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder["qa.db"]};Pooling=false");
        Assert.Equal(
            Enumerable.Range(0, 9_000).Select(i => $"c{i:0000}"),
            Dapper.SqlMapper.Query<string>(connection, "SELECT id FROM conversations ORDER BY number"));
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private static string Open(string id, string time, string text, string extra = "") =>
        $$"""{"id":"{{id}}"{{extra}},"messages":[{"role":"agent","text":"{{text}}","time":"{{time}}"}]}""";

    private async Task RunOnce(IScoring? scoring = null, ReadLimits? limits = null, int threads = 2)
    {
        _last = default;
        using var run = Run(scoring, limits, threads);
        await run.Finish();
        Assert.Null(run.Failure);
        Assert.Empty(run.Problems);
        _last = run.Sum;
    }

    private WorkerRun Run(IScoring? scoring = null, ReadLimits? limits = null, int threads = 2)
    {
        var source = new FolderSource("inbox", new FolderOptions { Path = _folder.Root }, limits ?? ReadLimits.Default, _time);
        return new WorkerRun(_store, [source], new WorkerOptions { Threads = threads, Once = true }, _time, scoring, limits);
    }

    private sealed class Poisoned : IScoring
    {
        private readonly RubricScoring _good = new(new RubricSet(TestRubric.Value));

        public (IReadOnlyList<Score> Scores, string Receipt)? Score(Conversation conversation, Conversation? kept = null) => conversation.Id switch
        {
            "poison" => throw new RuleFailedException("greeted", "poison", new TimeoutException("too long")),
            "bug" => throw new InvalidOperationException("oops"),
            _ => _good.Score(conversation),
        };

        public string NoRubric(Conversation conversation) => _good.NoRubric(conversation);
    }

    /// <summary>Scores that the store refuses, as it would with a full disk.</summary>
    private sealed class UnknownRubric : IScoring
    {
        private readonly Rubric _other = new([], [], [])
        {
            Id = "other", Version = "1", Language = "zh", Title = Wording.None, Hash = "sha256:other", PassMark = 0, InsufficientBelow = 0, SessionGap = 1,
            Bands = [], Scenarios = [], Adjustments = [], CriticalFindings = [], Negators = [],
        };

        public (IReadOnlyList<Score> Scores, string Receipt)? Score(Conversation conversation, Conversation? kept = null) => (Scorer.Score(conversation, _other), "");

        public string NoRubric(Conversation conversation) => "";
    }
}
