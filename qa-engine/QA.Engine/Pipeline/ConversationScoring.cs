using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Pipeline;

/// <summary>Turns what sources give into what the store keeps of it. Keeps buffers: one for each thread.</summary>
internal sealed class ConversationScoring(ReadLimits limits, FinishedChats finished, IScoring scoring, ServiceParts service, IScoreStore store, TimeProvider time)
{
    // A conversation that was claimed so often and never finished brings its workers down, or takes longer than a lease.
    private const int MostClaims = 5;

    private readonly ConversationJson _json = new(limits);
    private readonly ContentHash _hash = new();

    /// <summary>What came of a chunk.</summary>
    /// <param name="source">The source's name.</param>
    /// <param name="handOver">Whether conversations that are over wait for any worker instead of being scored here.</param>
    public StoreBatch Batch(string source, SourceChunk chunk, bool handOver)
    {
        using (chunk)
        {
            var entries = new List<StoreEntry>();
            var lines = chunk.Lines;
            if (lines.TooLong is { } hash)
                entries.Add(new SetAside(chunk.Origin, lines.FirstLine, lines.Offset, lines.Bytes, hash, null, limits.TooLong(lines.Bytes)));
            foreach (var problem in chunk.Problems)
                entries.Add(Aside(chunk.Origin, problem.Place, 0, problem.Content.Span, problem.Conversation, problem.Reason));

            // All of a chunk are asked about at once: a server's store answers one question as fast as two hundred.
            var read = new List<(Conversation? Chat, byte[] Hash, long Line, ReadOnlyMemory<byte> Json)>();
            var index = 0;
            foreach (var line in lines)
            {
                var place = chunk.Places is { } places ? places[index] : line.Number;
                index++;
                var reading = _json.Read(line.Bytes);
                if (reading.IsGood)
                    read.Add((reading.Conversation, _hash.Of(reading.Conversation), place, lines.Memory(line)));
                else
                    entries.Add(Aside(chunk.Origin, place, line.Offset, line.Bytes, null, reading.Problem));
            }

            var duplicates = Entries(chunk.Origin, read, handOver, entries);
            return new StoreBatch
            {
                Entries = entries,
                Duplicates = duplicates,
                Position = chunk.After is { } after ? new StoredPosition(source, after.Part, after.Value) : null,
                Forget = chunk.Forget,
            };
        }
    }

    /// <summary>What came of conversations that waited and are over now.</summary>
    public StoreBatch Batch(IReadOnlyList<PendingConversation> waiting)
    {
        var entries = new List<StoreEntry>(waiting.Count);
        foreach (var one in waiting)
            entries.Add(Entry(one));
        return new StoreBatch { Entries = entries };
    }

    /// <summary>What is kept of an item that somebody brought, and what to answer.</summary>
    /// <returns>Either what is to wait (whether it is known is asked later), or what is wrong with the item.</returns>
    public (PendingConversation? Entry, string? Problem) Bring(string origin, ReadOnlySpan<byte> item)
    {
        var reading = _json.Read(item);
        if (!reading.IsGood)
            return (null, reading.Problem);
        var chat = reading.Conversation;
        var now = time.GetUtcNow();
        return (new PendingConversation(origin, 0, chat.Id, _hash.Of(chat), finished.DueAt(chat, now), item.ToArray()) { Order = RevisionOrder.Of(chat, now) }, null);
    }

    private int Entries(string origin, List<(Conversation? Chat, byte[] Hash, long Line, ReadOnlyMemory<byte> Json)> read, bool handOver, List<StoreEntry> entries)
    {
        if (read.Count == 0)
            return 0;
        var keys = new ConversationKey[read.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = new ConversationKey(read[i].Chat!.Id, read[i].Hash);
        var known = store.Knows(keys);
        var now = time.GetUtcNow();
        var duplicates = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var (chat, hash, line, json) = read[i];
            if (known[i])
            {
                duplicates++;
                continue;
            }

            var due = finished.DueAt(chat!, now);
            entries.Add(due > now || handOver
                ? new PendingConversation(origin, line, chat!.Id, hash, due, json.ToArray()) { Order = RevisionOrder.Of(chat, now) }
                : Scored(origin, line, json.Span, chat!, hash));

            // Only what is being scored is held as objects.
            read[i] = default;
        }

        return duplicates;
    }

    private StoreEntry Entry(PendingConversation waiting)
    {
        if (waiting.Claims > MostClaims)
        {
            return Aside(
                waiting.Source, waiting.Line, 0, waiting.Json, waiting.Id,
                $"conversation '{waiting.Id}' was taken {waiting.Claims - 1} times and never finished: it brings workers down, or takes longer than the setting Worker:Lease; please report it, and try it again by dead-letters retry");
        }

        // Limits may have become narrower since it was read; then it is set aside like any other.
        var reading = _json.Read(waiting.Json);
        return reading.IsGood
            ? Scored(waiting.Source, waiting.Line, waiting.Json, reading.Conversation, waiting.ContentHash)
            : Aside(waiting.Source, waiting.Line, 0, waiting.Json, waiting.Id, reading.Problem);
    }

    private StoreEntry Scored(string source, long line, ReadOnlySpan<byte> bytes, Conversation chat, byte[] hash)
    {
        const string again = "then try it again by dead-letters retry";
        try
        {
            return scoring.Score(chat) is { } scored
                ? new ScoredConversation(source, line, chat, hash, scored.Scores, scored.Receipt) { Service = service.Of(chat, scored.Scores) }
                : Aside(source, line, 0, bytes, chat.Id, scoring.NoRubric(chat));
        }
        catch (RuleFailedException e)
        {
            return Aside(source, line, 0, bytes, chat.Id, $"{e.Message}; mend the rule, {again}");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // One chat that breaks the engine must not stop the others; it is a bug, and it is on the list for whoever mends it.
            return Aside(source, line, 0, bytes, chat.Id, $"conversation '{chat.Id}' could not be scored: {e.GetType().Name}: {e.Message}; please report it, {again}");
        }
    }

    private static SetAside Aside(string source, long line, long offset, ReadOnlySpan<byte> bytes, string? id, string reason) =>
        new(source, line, offset, bytes.Length, SHA256.HashData(bytes), id, reason) { Content = bytes.Length <= SetAside.LongestContent ? bytes.ToArray() : null };
}
