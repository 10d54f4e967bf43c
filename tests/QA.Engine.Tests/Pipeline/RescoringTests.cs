using System;
using System.Collections.Generic;
using System.Linq;
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

public sealed class RescoringTests : IDisposable
{
    private const int Conversations = 450;
    private readonly TempFolder _folder = new();
    private readonly SqliteStore _store;
    private readonly Rubric _other = TestRubric.Next;

    public RescoringTests()
    {
        _store = SqliteStore.Open(_folder["qa.db"], TimeProvider.System, TimeZoneInfo.Utc);
        _store.UseRubric(TestRubric.Value, "text");
        _store.UseRubric(_other, "other text");
        var hash = new ContentHash();
        _store.Save(new StoreBatch
        {
            Entries = [.. Enumerable.Range(0, Conversations).Select(i =>
            {
                var chat = Chats.Good(Chats.Line($"c{i:000}", extra: $",\"closed\":\"2026-03-{1 + (i / 50):00}T12:00:00Z\""));
                return new ScoredConversation("a.jsonl", i + 1, chat, hash.Of(chat), Scorer.Score(chat, TestRubric.Value), Receipt.Of(chat, TestRubric.Value));
            })],
        });
    }

    [Fact]
    public async Task The_past_is_scored_beside_what_counts()
    {
        var job = await Run(official: false);
        Assert.Equal((JobState.Finished, Conversations, Conversations), (job!.State, job.Done, job.Total));
        var scores = _store.Scores("c007");
        Assert.Equal([(true, TestRubric.Value.Hash), (false, _other.Hash)], scores.Select(static score => (score.Official, score.RubricHash)));
        AssertRollups(TestRubric.Value);
    }

    [Fact]
    public async Task What_a_model_said_then_is_what_counts_now()
    {
        var chat = Chats.Good(Chats.Line("said", extra: ",\"closed\":\"2026-03-01T12:00:00Z\""));
        var said = new Sentiment("remote/1", Polarity.Negative, new Confidence(0, 1, 999), [], "timeout");
        chat = chat.With([chat.Messages[0] with { Sentiment = said }, chat.Messages[1]]);
        _store.Save(new StoreBatch { Entries = [new ScoredConversation("a.jsonl", 1, chat, new ContentHash().Of(chat), Scorer.Score(chat, TestRubric.Value), Receipt.Of(chat, TestRubric.Value))] });
        await Run(official: false);
        Assert.Equal([Receipt.Of(chat, TestRubric.Value), Receipt.Of(chat, _other)], _store.Scores("said").Select(static score => score.Receipt));
    }

    [Fact]
    public async Task An_official_job_puts_the_new_scores_in_the_place_of_the_old()
    {
        await Run(official: true);
        Assert.Equal([(true, _other.Hash), (false, TestRubric.Value.Hash)], _store.Scores("c007").Select(static score => (score.Official, score.RubricHash)));
        AssertRollups(_other);
    }

    [Fact]
    public async Task A_job_that_was_stopped_goes_on_where_it_was()
    {
        using var stop = new CancellationTokenSource();
        var pages = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(official: true, status =>
        {
            if (++pages == 1)
                stop.Cancel();
        }, stop: stop.Token));
        var half = Assert.Single(_store.Jobs(10));
        Assert.Equal((JobState.Running, 200L), (half.State, half.Done));

        var seen = new List<long>();
        var job = await Run(official: true, status => seen.Add(status.Job.Done));
        Assert.Equal(half.Number, job!.Number);
        Assert.Equal([400, 450, 450], seen);
        AssertRollups(_other);
    }

    [Fact]
    public async Task Only_the_days_asked_for_are_scored()
    {
        var job = await Run(official: false, since: new DateOnly(2026, 3, 2), until: new DateOnly(2026, 3, 3));
        Assert.Equal((100, 100), (job!.Done, job.Total));
        Assert.Single(_store.Scores("c000"));
        Assert.Equal(2, _store.Scores("c050").Count);
        Assert.Equal(2, _store.Scores("c149").Count);
        Assert.Single(_store.Scores("c150"));
    }

    [Fact]
    public async Task Two_processes_do_not_work_on_the_same_job()
    {
        var job = _store.StartJob(new JobRequest(_other.Hash, null, null, Official: false));
        Assert.True(_store.Lease(LeaseNames.Job(job.Number), "other", TimeSpan.FromHours(1)));
        Assert.Null(await Run(official: false));
    }

    [Fact]
    public async Task Live_chats_go_first()
    {
        _store.Beat("live", TimeSpan.FromHours(1));
        var line = Chats.Line("live");
        var due = DateTimeOffset.UtcNow.AddSeconds(-1);
        var chat = Chats.Good(line);
        var live = new PendingConversation("api", 0, "live", new ContentHash().Of(chat), due, System.Text.Encoding.UTF8.GetBytes(line)) { Order = RevisionOrder.Of(chat, due) };
        _store.Save(new StoreBatch { Entries = [live] });
        using var stop = new CancellationTokenSource();
        var waits = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(official: false, status =>
        {
            Assert.True(status.Waiting);
            Assert.Equal(0, status.Job.Done);
            if (++waits == 2)
                stop.Cancel();
        }, stop: stop.Token));
        Assert.Equal(2, waits);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private Task<Job?> Run(bool official, Action<JobStatus>? progress = null, DateOnly? since = null, DateOnly? until = null, CancellationToken stop = default) =>
        new Rescoring(_store, new RubricScoring(new RubricSet(_other)), new WorkerOptions { Threads = 2 }, progress ?? (static _ => { }), TimeProvider.System)
            .Run(new JobRequest(_other.Hash, since, until, official), stop);

    private void AssertRollups(Rubric rubric)
    {
        var (from, to) = (new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31));
        var rollups = _store.Rollups(from, to);
        Assert.Equal(Conversations, rollups.Sum(static rollup => rollup.Scores));
        Assert.All(rollups, rollup => Assert.Equal(rubric.Hash, rollup.Rubric));
        Assert.Equivalent(_store.Recount(from, to), rollups, strict: true);
    }
}
