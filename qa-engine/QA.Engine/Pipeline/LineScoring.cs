using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Pipeline;

/// <summary>Turns lines into what the store keeps of them. Keeps buffers: one for each thread.</summary>
internal sealed class LineScoring(ReadLimits limits, FinishedChats finished, IScoring scoring, IScoreStore store, TimeProvider time)
{
    private readonly ConversationJson _json = new(limits);
    private readonly ContentHash _hash = new();

    public StoreBatch Batch(string sourceName, SourceChunk chunk)
    {
        using var lines = chunk.Lines;
        var entries = new List<StoreEntry>();
        var duplicates = 0;
        if (lines.TooLong is { } hash)
            entries.Add(new SetAside(chunk.Origin, lines.FirstLine, lines.Offset, lines.Bytes, hash, null, limits.TooLong(lines.Bytes)));
        foreach (var line in lines)
        {
            if (Entry(chunk.Origin, line) is { } entry)
                entries.Add(entry);
            else
                duplicates++;
        }

        return new StoreBatch
        {
            Entries = entries,
            Duplicates = duplicates,
            Position = chunk.After is { } after ? new StoredPosition(sourceName, after.Part, after.Value) : null,
            Forget = chunk.Forget,
        };
    }

    /// <summary>A conversation that was waiting and is over now.</summary>
    public StoreBatch Batch(PendingConversation waiting)
    {
        // Limits may have become narrower since it was read; then it is set aside like any other.
        var reading = _json.Read(waiting.Json);
        var entry = reading.IsGood
            ? Scored(waiting.Source, waiting.Line, 0, waiting.Json, reading.Conversation, waiting.ContentHash)
            : Aside(waiting.Source, waiting.Line, 0, waiting.Json, waiting.Id, reading.Problem);
        return new StoreBatch { Entries = [entry] };
    }

    /// <summary>Null: known already.</summary>
    private StoreEntry? Entry(string source, in Line line)
    {
        var reading = _json.Read(line.Bytes);
        if (!reading.IsGood)
            return Aside(source, line.Number, line.Offset, line.Bytes, null, reading.Problem);
        var chat = reading.Conversation;
        var hash = _hash.Of(chat);
        if (store.Knows([new ConversationKey(chat.Id, hash)])[0])
            return null;
        var now = time.GetUtcNow();
        var due = finished.DueAt(chat, now);
        return due > now
            ? new PendingConversation(source, line.Number, chat.Id, hash, due, line.Bytes.ToArray()) { Order = RevisionOrder.Of(chat, now) }
            : Scored(source, line.Number, line.Offset, line.Bytes, chat, hash);
    }

    private StoreEntry Scored(string source, long line, long offset, ReadOnlySpan<byte> bytes, Conversation chat, byte[] hash)
    {
        try
        {
            return scoring.Score(chat) is { } scored
                ? new ScoredConversation(source, line, chat, hash, scored.Scores, scored.Receipt)
                : Aside(source, line, offset, bytes, chat.Id, scoring.NoRubric(chat));
        }
        catch (RuleFailedException e)
        {
            return Aside(source, line, offset, bytes, chat.Id, $"{e.Message}; mend the rule, then put the line into the folder again");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // One chat that breaks the engine must not stop the others; it is a bug, and it is on the list for whoever mends it.
            return Aside(source, line, offset, bytes, chat.Id, $"conversation '{chat.Id}' could not be scored: {e.GetType().Name}: {e.Message}; please report it, then put the line into the folder again");
        }
    }

    private static SetAside Aside(string source, long line, long offset, ReadOnlySpan<byte> bytes, string? id, string reason) =>
        new(source, line, offset, bytes.Length, SHA256.HashData(bytes), id, reason);
}
