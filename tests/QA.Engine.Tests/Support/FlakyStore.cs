using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Threading;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Tests.Support;

/// <summary>A store that cannot be reached for some saves, and counts its workers' beats.</summary>
internal sealed class FlakyStore(IScoreStore store) : IScoreStore
{
    private int _failures;
    private int _beats;
    private int _leasesRefused;

    /// <summary>How many of the next saves fail.</summary>
    public int Failures
    {
        get => _failures;
        set => _failures = value;
    }

    /// <summary>How often a worker has said that it is alive.</summary>
    public int Beats => Volatile.Read(ref _beats);

    /// <summary>How often a worker wanted a lease that is another's.</summary>
    public int LeasesRefused => Volatile.Read(ref _leasesRefused);

    public string Place => store.Place;

    public IPeopleDatabase People => store.People;

    public IReviewCandidates Candidates => store.Candidates;

    public ISkillExamples Examples => store.Examples;

    public IAgentScores AgentScores => store.AgentScores;

    public IConversationList Conversations => store.Conversations;

    public bool Index() => store.Index();

    public Saved Save(StoreBatch batch) =>
        Interlocked.Decrement(ref _failures) >= 0 ? throw new StoreUnavailableException("no route to the store") : store.Save(batch);

    public void UseRubric(Rubric rubric, string text) => store.UseRubric(rubric, text);

    public IReadOnlyList<bool> Knows(IReadOnlyList<ConversationKey> conversations) => store.Knows(conversations);

    public IReadOnlyList<StoredPosition> Positions(string source) => store.Positions(source);

    public IReadOnlyList<PendingConversation> Claim(string worker, DateTimeOffset now, int most, TimeSpan lease) => store.Claim(worker, now, most, lease);

    public void GiveBack(string worker) => store.GiveBack(worker);

    public Backlog Backlog(DateTimeOffset now) => store.Backlog(now);

    public bool Lease(string name, string worker, TimeSpan length)
    {
        var held = store.Lease(name, worker, length);
        if (!held)
            Interlocked.Increment(ref _leasesRefused);
        return held;
    }

    public void Release(string name, string worker) => store.Release(name, worker);

    public void FreeTheDead() => store.FreeTheDead();

    public int Beat(string worker, TimeSpan length)
    {
        var workers = store.Beat(worker, length);
        Interlocked.Increment(ref _beats);
        return workers;
    }

    public Job StartJob(JobRequest request) => store.StartJob(request);

    public IReadOnlyList<Job> Jobs(int most) => store.Jobs(most);

    public JobPage NextOfJob(Job job, int most) => store.NextOfJob(job, most);

    public StoreTotals Totals() => store.Totals();

    public IReadOnlyList<AgentSummary> Agents() => store.Agents();

    public IReadOnlyList<string> Teams() => store.Teams();

    public IReadOnlyList<string> Agents(string team) => store.Agents(team);

    public IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to) => store.Rollups(from, to);

    public IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to, string team) => store.Rollups(from, to, team);

    public IReadOnlyList<ServiceDay> ServiceOfShops(DateOnly from, DateOnly to) => store.ServiceOfShops(from, to);

    public IReadOnlyList<ServiceDay> ServiceOfTeam(DateOnly from, DateOnly to, string team, string? agent = null) => store.ServiceOfTeam(from, to, team, agent);

    public IReadOnlyList<DailyRollup> Recount(DateOnly from, DateOnly to) => store.Recount(from, to);

    public Conversation? Find(string id) => store.Find(id);

    public IReadOnlyList<StoredScore> Scores(string conversation) => store.Scores(conversation);

    public T Review<T>(string conversation, long score, Func<DbConnection, StoredScore?, Ruling<T>> decide) => store.Review(conversation, score, decide);

    public IReadOnlyList<ReviewedVerdicts> ReviewedSince(DateTimeOffset since, int most) => store.ReviewedSince(since, most);

    public IReadOnlyList<DeadLetter> DeadLetters(int most, long? before = null) => store.DeadLetters(most, before);

    public DeadLetter? DeadLetter(long number) => store.DeadLetter(number);

    public bool Retry(long number, PendingConversation again) => store.Retry(number, again);

    public long Forget(DateOnly firstKept) => store.Forget(firstKept);

    public void Tidy() => store.Tidy();

    public void Dispose()
    {
        // The test's store is the test's to close.
    }
}
