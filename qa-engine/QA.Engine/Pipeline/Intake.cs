using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using QA.Engine.Sources;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>Puts what somebody brings into the waiting room, where any worker finds it.</summary>
internal sealed class Intake(Workplace place) : IIntake
{
    private readonly ConcurrentBag<ConversationScoring> _readers = [];

    public IReadOnlyList<IntakeAnswer> Keep(string origin, IReadOnlyList<ReadOnlyMemory<byte>> items)
    {
        if (!_readers.TryTake(out var reader))
            reader = place.NewScoring();
        try
        {
            return Keep(origin, items, reader);
        }
        catch (StoreUnavailableException e)
        {
            throw new SourceException(e.Message, e);
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    private IntakeAnswer[] Keep(string origin, IReadOnlyList<ReadOnlyMemory<byte>> items, ConversationScoring reader)
    {
        var answers = new IntakeAnswer[items.Count];
        var brought = new List<(PendingConversation Entry, int At)>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var (entry, problem) = reader.Bring(origin, items[i].Span);
            if (entry is null)
                answers[i] = new IntakeAnswer(IntakeOutcome.Invalid, null, problem);
            else
                brought.Add((entry, i));
        }

        var keys = new ConversationKey[brought.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = new ConversationKey(brought[i].Entry.Id, brought[i].Entry.ContentHash);
        var known = keys.Length == 0 ? [] : place.Store.Knows(keys);
        var (fresh, bytes) = (new List<StoreEntry>(brought.Count), 0L);
        for (var i = 0; i < keys.Length; i++)
        {
            var (entry, at) = brought[i];
            bytes += items[at].Length;
            answers[at] = new IntakeAnswer(known[i] ? IntakeOutcome.Duplicate : IntakeOutcome.Accepted, entry.Id, null);
            if (!known[i])
                fresh.Add(entry);
        }

        var duplicates = brought.Count - fresh.Count;
        if (fresh.Count > 0)
        {
            duplicates += place.Save(new StoreBatch { Entries = fresh }, 0).Duplicates;
            place.SomethingWaits();
        }

        if (brought.Count > 0)
            place.Metrics.Brought(origin, bytes, duplicates);
        return answers;
    }
}
