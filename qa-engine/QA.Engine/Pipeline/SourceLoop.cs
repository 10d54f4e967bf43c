using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Ordering;
using QA.Engine.Sources;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>
/// Takes what is new in one source, scores it, keeps it, acknowledges it. What was read and how far it was read are kept in one
/// transaction, so the worker may be killed at any moment: whoever comes next reads again exactly what was not kept.
/// </summary>
internal sealed class SourceLoop(ISource source, Workplace place)
{
    // In quarters of a lease.
    private const int LongestWait = 6;
    private bool _restored;
    private bool _told;
    private int _waits;

    private string LeaseName => LeaseNames.Source(source.Name);

    /// <summary>Returns after an orderly stop and, in a single pass, when there is nothing more.</summary>
    public async Task Run(CancellationToken stop)
    {
        var patience = Patience.For(source.Name, place, () => _restored = false);
        try
        {
            bool again;
            do
                again = await patience.ExecuteAsync(async cancellation => await Look(cancellation), stop);
            while (again);
        }
        finally
        {
            ReleaseLease();
        }
    }

    /// <returns>Whether to look again.</returns>
    private async Task<bool> Look(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();

        // A source that does not share itself out is read by one worker at a time; the others stand by.
        if (!source.IsShared && !place.Hold(LeaseName))
        {
            // In a single pass as well: most likely the other is dead, and its lease runs out.
            _restored = false;
            await Task.Delay(place.Options.Lease / 4, place.Time, stop);
            if (!place.Options.Once || ++_waits < LongestWait)
                return true;
            place.Failed(source.Name, "another worker reads it; it goes on there");
            return false;
        }

        if (!_restored)
        {
            var positions = new List<SourcePosition>();
            foreach (var position in place.Store.Positions(source.Name))
                positions.Add(new SourcePosition(position.Part, position.Value));
            source.Restore(positions);
            _restored = true;
        }

        var busy = TakeNew(stop);
        place.Works(Patience.Store);
        if (source.Problems.Count == 0)
            place.Works(source.Name);
        foreach (var problem in source.Problems)
            place.Failed(source.Name, problem);
        if (busy || !_told)
            place.Drained();
        _told = true;
        if (place.Options.Once)
            return false;
        await source.WaitForChange(stop);
        return true;
    }

    private bool TakeNew(CancellationToken stop)
    {
        var lease = source.IsShared ? null : (HeldLease?)new HeldLease(LeaseName, place.Options.Worker);
        var kept = false;

        // Where others could score as well, and the source is not one that shares itself out, what is read goes to the waiting room.
        var handOver = !source.IsShared && place.HasOthers;
        var work = new OrderedWork<SourceChunk, (StoreBatch Batch, long Bytes, Action? Kept)>(
            () =>
            {
                var scoring = place.NewScoring();
                return chunk => (place.Scored(() => scoring.Batch(source.Name, chunk, handOver)) with { Lease = lease }, chunk.Lines.Bytes, chunk.Kept);
            },
            done =>
            {
                var saved = place.Save(done.Batch, done.Bytes);
                place.Metrics.Kept(source.Name, done.Bytes, saved.Duplicates, saved.SetAside);
                done.Kept?.Invoke();
                if (handOver)
                    place.SomethingWaits();
                kept = true;
            });
        work.Run(Announced(source.Take(place.Options.Once, stop)), place.Options.Threads, stop);
        return kept;
    }

    private IEnumerable<SourceChunk> Announced(IEnumerable<SourceChunk> chunks)
    {
        var announced = false;
        foreach (var chunk in chunks)
        {
            if (!announced)
                place.Found(source.BytesFound);
            announced = true;
            yield return chunk;
        }
    }

    private void ReleaseLease()
    {
        try
        {
            place.Release(LeaseName);
        }
        catch (StoreUnavailableException)
        {
            // It runs out by itself.
        }
    }
}
