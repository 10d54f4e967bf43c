using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Ordering;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>
/// Scores conversations that waited and are over now. Any number of workers do so at once: each claims what no other has, and the
/// store keeps every content of a conversation once, whatever happens to a claim.
/// </summary>
internal sealed class WaitingLoop(Workplace place)
{
    // Enough for one transaction to cost little, few enough for a dead worker to leave little behind.
    private const int AtOnce = 100;
    private bool _unfinished;

    /// <summary>Returns after an orderly stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        var patience = Patience.For(Patience.Store, place, () => { });
        try
        {
            while (true)
            {
                await patience.ExecuteAsync(
                    cancellation =>
                    {
                        cancellation.ThrowIfCancellationRequested();
                        if (ScoreDue(cancellation))
                            place.Drained();
                        place.Works(Patience.Store);
                        return default;
                    },
                    stop);
                await place.WaitForWork(stop);
            }
        }
        finally
        {
            GiveBack();
        }
    }

    /// <summary>Scores all that is due.</summary>
    /// <returns>Whether anything was.</returns>
    public bool ScoreDue(CancellationToken stop)
    {
        // What a try that failed had claimed would stay claimed as long as this worker lives.
        if (_unfinished)
            place.Store.GiveBack(place.Options.Worker);
        _unfinished = true;
        var (kept, suspected) = (false, false);
        var work = new OrderedWork<IReadOnlyList<PendingConversation>, StoreBatch>(
            () =>
            {
                var scoring = place.NewScoring();
                return waiting => place.Scored(() => scoring.Batch(waiting));
            },
            batch =>
            {
                var saved = place.Save(batch, 0);
                place.Metrics.KeptWaiting(saved.Duplicates, saved.SetAside);
                kept = true;
            });
        do
        {
            suspected = false;
            work.Run(Claims(), place.Options.Threads, stop);
        }
        while (suspected);
        _unfinished = false;
        return kept;

        // What was claimed before may be what brought its worker down. Nothing else is claimed until all in hand is kept, or it would be suspected as well, each time.
        IEnumerable<IReadOnlyList<PendingConversation>> Claims()
        {
            while (!suspected && place.Store.Claim(place.Options.Worker, place.Time.GetUtcNow(), AtOnce, place.Options.Lease) is { Count: > 0 } claimed)
            {
                suspected = claimed[0].Claims > 1;
                yield return claimed;
            }
        }
    }

    private void GiveBack()
    {
        try
        {
            place.Store.GiveBack(place.Options.Worker);
        }
        catch (StoreUnavailableException)
        {
            // The claims run out by themselves.
        }
    }
}
