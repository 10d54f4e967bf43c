using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Pipeline;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Pipeline;

/// <summary>What a worker does where a source, the store or another worker is in trouble.</summary>
public sealed class WorkerFaultTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly TempFolder _folder = new();
    private readonly SqliteStore _store;

    public WorkerFaultTests()
    {
        _store = SqliteStore.Open(_folder["qa.db"], TimeProvider.System, TimeZoneInfo.Utc);
        _store.UseRubric(TestRubric.Value, "text");
    }

    [Fact]
    public async Task A_source_that_fails_half_way_goes_on_behind_what_was_kept_and_the_others_never_stop()
    {
        var failures = 0;
        var bad = new ScriptedSource("bad")
        {
            Before = number =>
            {
                if (number == 3 && failures++ < 2)
                    throw new SourceException("connection refused; is it running?");
            },
        };
        bad.Add(Enumerable.Range(0, 6).Select(static i => Chats.Line($"bad{i}")));
        var good = new ScriptedSource("good");
        using var run = Run(bad, good);
        await run.Start();
        await Until(() => run.Problems.Count > 0);
        good.Add(Chats.Line("good"));
        await Until(() => _store.Totals().Conversations == 7 && run.Recoveries.Count > 0);
        await run.Stop();
        Assert.Null(run.Failure);
        Assert.Contains("bad: connection refused; is it running?", run.Problems);
        Assert.Equal(["bad"], run.Recoveries.Distinct());
        Assert.Empty(run.Place.Failing);
        Assert.Equal([0, 1, 2, 3, 4, 5], bad.Kept);
        Assert.Equal(0, _store.Totals().Duplicates);
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_loses_nothing_and_acknowledges_nothing()
    {
        var flaky = new FlakyStore(_store) { Failures = 3 };
        var source = new ScriptedSource("queue", isShared: true);
        source.Add(Enumerable.Range(0, 5).Select(static i => Chats.Line($"c{i}")));
        using var run = new WorkerRun(flaky, [source], Options(), TimeProvider.System);
        await run.Start();
        await Until(() => _store.Totals().Conversations == 5);
        await Until(() => run.Place.Failing.Count == 0);
        await run.Stop();
        Assert.Contains("store: no route to the store", run.Problems);
        Assert.Equal([0, 1, 2, 3, 4], source.Kept.Distinct().Order());
        Assert.True(source.Restores > 1, "what was under way when the store failed must be taken again");
    }

    [Fact]
    public async Task A_source_that_stays_away_ends_a_single_pass_with_its_reason()
    {
        var source = new ScriptedSource("shop") { Before = static _ => throw new SourceException("connection refused") };
        source.Add(Chats.Line("1"));
        using var run = new WorkerRun(_store, [source], Options() with { Once = true }, TimeProvider.System);
        await run.Finish();
        Assert.Equal("connection refused", run.Failure?.Message);
    }

    [Fact]
    public async Task Another_workers_source_is_left_alone_until_that_worker_is_silent()
    {
        // The clock moves only here: a slow machine is no silence.
        var time = new JumpingTime(standing: TimeSpan.Zero);
        var lease = TimeSpan.FromHours(1);
        using var store = SqliteStore.Open(_folder["held.db"], time, TimeZoneInfo.Utc);
        store.UseRubric(TestRubric.Value, "text");
        using var other = SqliteStore.Open(_folder["held.db"], time, TimeZoneInfo.Utc);
        other.FreeTheDead();
        Assert.True(store.Lease("source:shop", "other", lease));
        var counting = new FlakyStore(store);
        var source = new ScriptedSource("shop");
        source.Add(Chats.Line("1"));
        using var run = new WorkerRun(counting, [source], Options() with { Lease = lease }, time);
        await run.Start();
        await Until(() => counting.LeasesRefused > 0);
        Assert.Equal(0, store.Totals().Conversations);
        await Until(() =>
        {
            time.Advance(lease / 4);
            return store.Totals().Conversations == 1;
        });
        await run.Stop();
        Assert.True(store.Lease("source:shop", "third", lease), "an orderly stop gives the lease back");
    }

    [Fact]
    public async Task A_dead_workers_source_is_taken_over_at_once()
    {
        Assert.True(_store.Lease("source:shop", "dead", TimeSpan.FromHours(1)));
        var source = new ScriptedSource("shop");
        source.Add(Chats.Line("1"));
        using var run = Run(source);
        await run.Start();
        await Until(() => _store.Totals().Conversations == 1);
        await run.Stop();
    }

    [Fact]
    public async Task Where_others_work_too_what_is_read_waits_for_any_of_them()
    {
        using var other = Alive();
        _store.Beat("other", TimeSpan.FromHours(1));
        var source = new ScriptedSource("shop");
        source.Add(Chats.Line("1"), Chats.Line("2"));
        using var run = Run(source);
        await run.Start();
        await Until(() => _store.Totals() is { Conversations: 2, Pending: 0 });
        await run.Stop();
        Assert.Equal((2, 2), (run.Sum.Pending, run.Sum.Conversations));
    }

    [Fact]
    public async Task What_was_taken_often_and_never_finished_is_set_aside_and_the_rest_is_scored()
    {
        Save("killer", "innocent");
        Assert.Equal(2, _store.Claim("dead", DateTimeOffset.UtcNow, 10, TimeSpan.Zero).Count);
        for (var i = 0; i < 4; i++)
            Assert.Equal("killer", Assert.Single(_store.Claim($"dead{i}", DateTimeOffset.UtcNow, 10, TimeSpan.Zero)).Id);
        Save("fresh");
        using var run = Run();
        await run.Start();
        await Until(() => _store.Totals().Pending == 0);
        await run.Stop();
        Assert.Equal(["fresh", "innocent"], Kept("fresh", "killer", "innocent"));
        var letter = Assert.Single(_store.DeadLetters(10));
        Assert.Contains("was taken 5 times and never finished", letter.Item.Reason, StringComparison.Ordinal);

        // Tried again it starts afresh.
        Assert.True(_store.Retry(letter.Number, Waiting(letter.Item.Conversation!)));
        using var again = Run();
        await again.Start();
        await Until(() => _store.Totals().Conversations == 3);
        await again.Stop();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task While_one_that_was_taken_before_is_in_hand_no_other_is_taken_and_suspected_with_it(int threads)
    {
        Save("suspect", "innocent", "another");
        Assert.Equal(3, _store.Claim("dead", DateTimeOffset.UtcNow, 10, TimeSpan.Zero).Count);
        Save("fresh");
        using var scoring = new SlowScoring();
        using var run = new WorkerRun(_store, [], Options() with { Threads = threads, Lease = TimeSpan.FromHours(1) }, TimeProvider.System, scoring);
        await run.Start();
        await Until(() => scoring.HasBegun);

        // Whatever becomes of this worker now, of the innocent this is only the second taking.
        var innocent = Assert.Single(_store.Claim("other", DateTimeOffset.UtcNow, 10, TimeSpan.FromHours(1)));
        Assert.Equal(("innocent", 2), (innocent.Id, innocent.Claims));
        Assert.Equal(("another", 2), Assert.Single(_store.Claim("other", DateTimeOffset.UtcNow, 10, TimeSpan.FromHours(1))) is var given ? (given.Id, given.Claims) : default);
        _store.GiveBack("other");
        scoring.GoOn();
        await Until(() => _store.Totals() is { Conversations: 4, Pending: 0 });
        await run.Stop();
        Assert.Equal(4, run.Sum.Conversations);
    }

    [Fact]
    public async Task What_the_intake_accepts_is_safe_before_it_answers_and_scored_soon()
    {
        using var run = Run();
        var intake = new Intake(run.Place);
        var answers = intake.Keep("api", [Bytes(Chats.Line("1")), Bytes("{broken"), Bytes(Chats.Line("2"))]);
        Assert.Equal([IntakeOutcome.Accepted, IntakeOutcome.Invalid, IntakeOutcome.Accepted], answers.Select(static answer => answer.Outcome));
        Assert.StartsWith("broken JSON at byte 2", answers[1].Problem, StringComparison.Ordinal);
        Assert.Equal(2, _store.Totals().Pending);
        await run.Start();
        await Until(() => _store.Totals() is { Conversations: 2, Pending: 0 });
        await run.Stop();
        Assert.Equal(IntakeOutcome.Duplicate, Assert.Single(intake.Keep("api", [Bytes(Chats.Line("1"))])).Outcome);
    }

    [Fact]
    public async Task What_takes_longer_than_a_lease_stays_with_the_worker_that_lives()
    {
        // A remote model that is asked message by message, for instance. The clock moves only here, and on only after a beat: a slow machine is not a late worker.
        var time = new JumpingTime(standing: TimeSpan.Zero);
        var lease = TimeSpan.FromHours(1);
        using var store = SqliteStore.Open(_folder["slow.db"], time, TimeZoneInfo.Utc);
        store.UseRubric(TestRubric.Value, "text");
        var counting = new FlakyStore(store);
        using var scoring = new SlowScoring();
        store.Save(new StoreBatch { Entries = [Waiting("1") with { DueAt = time.GetUtcNow() }] });
        using var run = new WorkerRun(counting, [], Options() with { Lease = lease }, time, scoring);
        await run.Start();
        await Until(() => scoring.HasBegun);
        var begun = time.GetUtcNow();
        while (time.GetUtcNow() - begun <= 5 * lease)
        {
            var beats = counting.Beats;
            time.Advance(lease / 3);
            await Until(() => counting.Beats > beats);
        }

        Assert.Empty(store.Claim("other", time.GetUtcNow(), 10, lease));
        scoring.GoOn();
        await Until(() => store.Totals() is { Conversations: 1, Pending: 0 });
        await run.Stop();
        Assert.Equal(1, run.Sum.Conversations);
    }

    [Fact]
    public async Task What_a_try_that_failed_had_claimed_is_claimed_again()
    {
        Save("1");
        var flaky = new FlakyStore(_store) { Failures = 3 };
        using var run = new WorkerRun(flaky, [], Options() with { Lease = TimeSpan.FromHours(1) }, TimeProvider.System);
        await run.Start();
        await Until(() => _store.Totals() is { Conversations: 1, Pending: 0 });
        await run.Stop();
        Assert.True(flaky.Failures < 0);
    }

    [Fact]
    public async Task A_stop_gives_back_what_was_claimed()
    {
        using var run = Run();
        await run.Start();
        await Until(() => run.Place.IsAtWork);
        Save("1");
        await run.Stop();
        Assert.True(_store.Totals().Conversations == 1 || _store.Claim("other", DateTimeOffset.UtcNow, 10, TimeSpan.FromHours(1)).Count == 1);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    /// <summary>As another living process holds the store's workplace.</summary>
    private SqliteStore Alive()
    {
        var other = SqliteStore.Open(_folder["qa.db"], TimeProvider.System, TimeZoneInfo.Utc);
        other.FreeTheDead();
        return other;
    }

    private static WorkerOptions Options() =>
        new() { Threads = 2, Lease = TimeSpan.FromSeconds(3), Poll = TimeSpan.FromMilliseconds(20), Pause = TimeSpan.FromMilliseconds(10) };

    private WorkerRun Run(params IReadOnlyList<ISource> sources) => new(_store, sources, Options(), TimeProvider.System);

    private void Save(params IEnumerable<string> ids) => _store.Save(new StoreBatch { Entries = [.. ids.Select(Waiting)] });

    private static PendingConversation Waiting(string id)
    {
        var line = Chats.Line(id);
        var chat = Chats.Good(line);
        var due = DateTimeOffset.UtcNow.AddSeconds(-1);
        return new PendingConversation("shop", 1, id, new ContentHash().Of(chat), due, Bytes(line)) { Order = RevisionOrder.Of(chat, due) };
    }

    private IEnumerable<string> Kept(params IEnumerable<string> ids) => ids.Where(id => _store.Find(id) is not null);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Scores nothing until it is told to go on.</summary>
    private sealed class SlowScoring : IScoring, IDisposable
    {
        private readonly RubricScoring _scoring = new(new RubricSet(TestRubric.Value));
        private readonly ManualResetEventSlim _begun = new();
        private readonly ManualResetEventSlim _goOn = new();

        public bool HasBegun => _begun.IsSet;

        public void GoOn() => _goOn.Set();

        public (IReadOnlyList<Score> Scores, string Receipt)? Score(Conversation conversation, Conversation? kept = null)
        {
            _begun.Set();
            _goOn.Wait();
            return _scoring.Score(conversation, kept);
        }

        public string NoRubric(Conversation conversation) => _scoring.NoRubric(conversation);

        public void Dispose()
        {
            // However the test ended, nobody waits for ever.
            _goOn.Set();
            _begun.Dispose();
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Patience, "the worker does not get on");
            await Task.Delay(5);
        }
    }
}
