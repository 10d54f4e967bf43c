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
        var kept = false;
        var hand = new Hand();
        var work = new OrderedWork<IReadOnlyList<PendingConversation>, StoreBatch>(
            () => hand.Try(() =>
            {
                var scoring = place.NewScoring();
                return new Func<IReadOnlyList<PendingConversation>, StoreBatch>(waiting => hand.Try(() => place.Scored(() => scoring.Batch(waiting))));
            }),
            batch => hand.Try(() =>
            {
                var saved = place.Save(batch, 0);
                place.Metrics.KeptWaiting(saved.Duplicates, saved.SetAside);
                hand.Kept();
                return kept = true;
            }));
        work.Run(Claims(hand), place.Options.Threads, stop);
        _unfinished = false;
        return kept;
    }

    private IEnumerable<IReadOnlyList<PendingConversation>> Claims(Hand hand)
    {
        while (place.Store.Claim(place.Options.Worker, place.Time.GetUtcNow(), AtOnce, place.Options.Lease) is { Count: > 0 } claimed)
        {
            hand.Took();
            yield return claimed;

            // What was claimed before may be what brought its worker down. Nothing else is claimed meanwhile, or it would be suspected as well, each time.
            if (claimed[0].Claims > 1 && !hand.WaitUntilEmpty())
                yield break;
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

    /// <summary>What is claimed and not kept yet.</summary>
    private sealed class Hand
    {
        private readonly object _gate = new();
        private int _batches;
        private bool _failed;

        public void Took() => Change(1, failed: false);

        public void Kept() => Change(-1, failed: false);

        /// <summary>Does a part of the work; where it fails nobody waits for the rest, which is given up.</summary>
        public T Try<T>(Func<T> part)
        {
            try
            {
                return part();
            }
            catch
            {
                Change(0, failed: true);
                throw;
            }
        }

        /// <returns>False: it never will be, because something failed.</returns>
        public bool WaitUntilEmpty()
        {
            lock (_gate)
            {
                while (_batches > 0 && !_failed)
                    Monitor.Wait(_gate);
                return !_failed;
            }
        }

        private void Change(int batches, bool failed)
        {
            lock (_gate)
            {
                _batches += batches;
                _failed |= failed;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
