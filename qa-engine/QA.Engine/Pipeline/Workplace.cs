using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Metrics;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>What the loops of one worker share: the store, the options, who listens, and how many other workers there are.</summary>
internal sealed class Workplace(IScoreStore store, WorkerOptions options, IPipelineEvents events, Func<ConversationScoring> newScoring, EngineMetrics metrics, ServiceCounting service, TimeProvider time) : IDisposable
{
    private readonly Lock _telling = new();
    private readonly ConcurrentDictionary<string, bool> _leases = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _failing = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _waits = new(0, 1);
    private int _workers;

    public IScoreStore Store => store;

    public WorkerOptions Options => options;

    public Func<ConversationScoring> NewScoring => newScoring;

    public TimeProvider Time => time;

    public EngineMetrics Metrics => metrics;

    /// <summary>How many workers are alive, this one included, when the store was last asked; 0 before it was.</summary>
    public int Workers => Volatile.Read(ref _workers);

    /// <summary>Something was put into the waiting room by this process: nobody need wait for the next look.</summary>
    public void SomethingWaits()
    {
        lock (_telling)
        {
            if (_waits.CurrentCount == 0)
                _waits.Release();
        }
    }

    /// <summary>Returns when something was put into the waiting room, at the latest after <see cref="WorkerOptions.Poll"/>.</summary>
    public Task WaitForWork(CancellationToken stop) => _waits.WaitAsync(options.Poll, stop);

    /// <summary>Whether other workers use the same store, so that work is better shared than done here.</summary>
    public bool HasOthers => Workers > 1;

    /// <summary>Whether the store has heard of this worker.</summary>
    public bool IsAtWork => Workers > 0;

    /// <summary>What does not work at present, by the source's name or <c>store</c>, and why.</summary>
    public IReadOnlyDictionary<string, string> Failing => _failing;

    /// <summary>Tries to hold a lease from now on; it is extended until it is released.</summary>
    public bool Hold(string name)
    {
        var held = store.Lease(name, options.Worker, options.Lease);
        if (held)
            _leases[name] = true;
        else
            _leases.TryRemove(name, out _);
        return held;
    }

    public void Release(string name)
    {
        if (_leases.TryRemove(name, out _))
            store.Release(name, options.Worker);
    }

    /// <summary>Says that this worker is alive and extends what it holds.</summary>
    public void Beat()
    {
        Volatile.Write(ref _workers, store.Beat(options.Worker, options.Lease));
        foreach (var name in _leases.Keys)
            Hold(name);
    }

    /// <summary>Keeps a batch, tells whoever listens and counts what was kept.</summary>
    /// <param name="bytes">Of those found; 0 where nobody knows.</param>
    /// <returns>What was kept; whoever knows where the batch came from counts what was not.</returns>
    public Saved Save(StoreBatch batch, long bytes)
    {
        var from = time.GetTimestamp();
        var saved = store.Save(batch);
        var now = time.GetUtcNow();
        string? any = null;
        foreach (var entry in batch.Entries)
        {
            if (entry is not ScoredConversation scored)
                continue;
            any ??= scored.Conversation.Id;
            metrics.Scored(scored.Conversation, scored.Scores, now);
            service.Add(scored);
        }

        metrics.BatchTook(BatchStage.Save, time.GetElapsedTime(from), any);
        lock (_telling)
            events.Kept(saved, bytes);
        return saved;
    }

    /// <summary>Scores a batch and counts how long it took.</summary>
    public StoreBatch Scored(Func<StoreBatch> score)
    {
        var from = time.GetTimestamp();
        var batch = score();
        foreach (var entry in batch.Entries)
        {
            if (entry is ScoredConversation scored)
            {
                metrics.BatchTook(BatchStage.Score, time.GetElapsedTime(from), scored.Conversation.Id);
                break;
            }
        }

        return batch;
    }

    public void Found(long bytes)
    {
        lock (_telling)
            events.Found(bytes);
    }

    public void Drained()
    {
        lock (_telling)
            events.Drained();
    }

    public void Failed(string where, string problem)
    {
        _failing[where] = problem;
        if (where == Patience.Store)
            metrics.StoreFailed();
        else
            metrics.SourceFailed(where);
        lock (_telling)
            events.Failed(where, problem);
    }

    public void Works(string where)
    {
        if (where == Patience.Store)
            metrics.StoreWorks();
        else
            metrics.SourceWorks(where);
        if (!_failing.TryRemove(where, out _))
            return;
        lock (_telling)
            events.Recovered(where);
    }

    public void Dispose() => _waits.Dispose();
}
