using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using QA.Engine.Language;
using QA.Engine.Language.Redaction;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Pipeline;

/// <summary>Turns what sources give into what the store keeps of it. Keeps buffers: one for each thread.</summary>
/// <param name="redactor">
/// Masks personal data in all that is kept: rules see a chat as it came, the store never does. What has to wait for its end is kept masked as well, and
/// judged so. Content hashes are over what is kept, so the same chat sent again is known. Null: everything is kept as it came.
/// </param>
internal sealed class ConversationScoring(
    ReadLimits limits, FinishedChats finished, ChatMoods moods, IScoring scoring, ServiceParts service, IScoreStore store, TimeProvider time, Redactor? redactor)
{
    // A conversation that was claimed so often and never finished brings its workers down: of one that is only slow, its living worker extends the claim.
    private const int MostClaims = 5;

    private readonly ConversationJson _json = new(limits);
    private readonly ContentHash _hash = new();
    private readonly KeptForm? _kept = redactor is null ? null : new KeptForm(redactor);

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
            var read = new List<ReadLine>();
            var index = 0;
            foreach (var line in lines)
            {
                var place = chunk.Places is { } places ? places[index] : line.Number;
                index++;
                var reading = _json.Read(line.Bytes);
                if (reading.IsGood)
                    read.Add(Read(reading.Conversation, place, lines.Memory(line)));
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
        var kept = Kept(chat);
        var now = time.GetUtcNow();
        return (new PendingConversation(origin, 0, chat.Id, _hash.Of(kept), finished.DueAt(chat, now), Line(kept, item)) { Order = RevisionOrder.Of(chat, now) }, null);
    }

    private Conversation Kept(Conversation chat) => _kept?.Of(chat) ?? chat;

    private byte[] Line(Conversation kept, ReadOnlySpan<byte> asItCame) => _kept?.Line(kept) ?? asItCame.ToArray();

    private ReadLine Read(Conversation chat, long line, ReadOnlyMemory<byte> json)
    {
        var kept = Kept(chat);
        return new ReadLine(chat, kept, _hash.Of(kept), line, json);
    }

    private int Entries(string origin, List<ReadLine> read, bool handOver, List<StoreEntry> entries)
    {
        if (read.Count == 0)
            return 0;
        var keys = new ConversationKey[read.Count];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = new ConversationKey(read[i].Chat.Id, read[i].Hash);
        var known = store.Knows(keys);
        var now = time.GetUtcNow();
        var duplicates = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            var (chat, kept, hash, line, json) = read[i];
            if (known[i])
            {
                duplicates++;
                continue;
            }

            var due = finished.DueAt(chat, now);
            entries.Add(due > now || handOver
                ? new PendingConversation(origin, line, chat.Id, hash, due, Line(kept, json.Span)) { Order = RevisionOrder.Of(chat, now) }
                : Scored(origin, line, json.Span, chat, kept, hash, waited: false));

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
                $"conversation '{waiting.Id}' was taken {waiting.Claims - 1} times and never finished: it brings workers down, or takes longer than the setting Worker:Lease; please report it, and try it again by dead-letters retry",
                waited: true);
        }

        // Limits may have become narrower since it was read; then it is set aside like any other.
        var reading = _json.Read(waiting.Json);
        return reading.IsGood
            ? Scored(waiting.Source, waiting.Line, waiting.Json, reading.Conversation, Kept(reading.Conversation), waiting.ContentHash, waited: true)
            : Aside(waiting.Source, waiting.Line, 0, waiting.Json, waiting.Id, reading.Problem, waited: true);
    }

    private StoreEntry Scored(string source, long line, ReadOnlySpan<byte> bytes, Conversation chat, Conversation kept, byte[] hash, bool waited)
    {
        const string again = "then try it again by dead-letters retry";
        try
        {
            // After the hash of the content, which knows nothing of models: what was said once is scored once.
            var read = moods.Read(chat);
            var stored = ReferenceEquals(kept, chat) ? read : ChatMoods.Onto(kept, read);
            return scoring.Score(read, stored) is { } scored
                ? new ScoredConversation(source, line, stored, hash, scored.Scores, scored.Receipt) { Service = service.Of(chat, scored.Scores) }
                : Aside(source, line, 0, bytes, chat.Id, scoring.NoRubric(chat), waited, kept);
        }
        catch (RuleFailedException e)
        {
            return Aside(source, line, 0, bytes, chat.Id, $"{e.Message}; mend the rule, {again}", waited, kept);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // One chat that breaks the engine must not stop the others; it is a bug, and it is on the list for whoever mends it.
            return Aside(source, line, 0, bytes, chat.Id, $"conversation '{chat.Id}' could not be scored: {e.GetType().Name}: {e.Message}; please report it, {again}", waited, kept);
        }
    }

    /// <param name="waited">Whether these bytes are what the store holds of it: their hash ends its waiting.</param>
    /// <param name="kept">The conversation, where it is one.</param>
    private SetAside Aside(string source, long line, long offset, ReadOnlySpan<byte> bytes, string? id, string reason, bool waited = false, Conversation? kept = null)
    {
        if (bytes.Length > SetAside.LongestContent)
            return new SetAside(source, line, offset, bytes.Length, SHA256.HashData(bytes), id, _kept?.Reason(reason) ?? reason);
        var content = _kept is null ? bytes.ToArray() : kept is null ? _kept.Content(bytes) : _kept.Line(kept);

        // A hash of the line as it came would tell whoever tries all numbers which one was masked.
        var hash = SHA256.HashData(waited || content is null ? bytes : content);
        return new SetAside(source, line, offset, bytes.Length, hash, id, _kept?.Reason(reason) ?? reason) { Content = content };
    }

    /// <param name="Chat">As it came.</param>
    /// <param name="Kept">As the store may see it.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct ReadLine(Conversation Chat, Conversation Kept, byte[] Hash, long Line, ReadOnlyMemory<byte> Json);
}
