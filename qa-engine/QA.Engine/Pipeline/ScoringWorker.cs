using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using QA.Engine.Ordering;
using QA.Engine.Sources;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>How the worker goes about it.</summary>
/// <param name="Threads">How many score; one of them saves as well.</param>
/// <param name="Once">Stops when everything that is there has been dealt with.</param>
internal sealed record WorkerOptions(int Threads, bool Once);

/// <summary>
/// Takes what is new, scores it, keeps it. What is read and how far it was read are kept in one transaction, so the worker may
/// be killed at any moment: the next start reads again exactly what was not kept.
/// </summary>
internal sealed class ScoringWorker(
    ISource source,
    IScoreStore store,
    Func<LineScoring> newScoring,
    PipelineEvents watcher,
    WorkerOptions options,
    TimeProvider time,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    // Waiting conversations are read in portions, so that a million of them need not be in memory at once.
    private const int DueAtOnce = 200;
    private const string WorkerName = "this";
    private static readonly TimeSpan ClaimLength = TimeSpan.FromMinutes(10);

    /// <summary>What stopped the worker; null while it runs and after an orderly stop.</summary>
    public Exception? Failure { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host's start must not wait for the first file.
        await Task.Yield();
        try
        {
            var positions = new List<SourcePosition>();
            foreach (var position in store.Positions(source.Name))
                positions.Add(new SourcePosition(position.Part, position.Value));
            source.Restore(positions);
            store.GiveBack(WorkerName);
            for (var first = true; ; first = false)
            {
                var busy = TakeWaiting(stoppingToken) | TakeNew(stoppingToken);
                if (busy || first)
                    watcher.Drained();
                if (options.Once)
                    break;
                await source.WaitForChange(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // An orderly stop: what was under way has been kept.
        }
        catch (Exception e)
        {
            // The program says what happened in one line and ends; a restart goes on where this stopped.
            Failure = e;
        }

        lifetime.StopApplication();
    }

    private bool TakeNew(CancellationToken stop)
    {
        var chunks = source.Take(options.Once, stop);
        var kept = false;
        var work = new OrderedWork<SourceChunk, (StoreBatch Batch, long Bytes)>(
            () =>
            {
                var scoring = newScoring();
                return chunk => (scoring.Batch(source.Name, chunk), chunk.Lines.Bytes);
            },
            done =>
            {
                watcher.Kept(store.Save(done.Batch), done.Bytes);
                kept = true;
            });
        work.Run(Announced(chunks), options.Threads, stop);
        foreach (var problem in source.Problems)
            watcher.Unreadable(problem);
        return kept;
    }

    private IEnumerable<SourceChunk> Announced(IEnumerable<SourceChunk> chunks)
    {
        var announced = false;
        foreach (var chunk in chunks)
        {
            if (!announced)
                watcher.Found(source.BytesFound);
            announced = true;
            yield return chunk;
        }
    }

    private bool TakeWaiting(CancellationToken stop)
    {
        var kept = false;
        while (store.Claim(WorkerName, time.GetUtcNow(), DueAtOnce, ClaimLength) is { Count: > 0 } due)
        {
            var work = new OrderedWork<PendingConversation, StoreBatch>(
                () => newScoring().Batch,
                batch => watcher.Kept(store.Save(batch), 0));
            work.Run(due, options.Threads, stop);
            kept = true;
        }

        return kept;
    }
}
