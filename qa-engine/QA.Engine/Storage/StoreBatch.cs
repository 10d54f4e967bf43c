using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>What came of some lines of a source, in their order; kept as a whole or not at all.</summary>
internal sealed record StoreBatch
{
    public required IReadOnlyList<StoreEntry> Entries { get; init; }

    /// <summary>How far the source is read once this is kept; null where nothing was read.</summary>
    public StoredPosition? Position { get; init; }

    /// <summary>A source whose position is void, because it goes on under another name.</summary>
    public string? Forget { get; init; }

    /// <summary>Conversations that were known already and not even scored.</summary>
    public int Duplicates { get; init; }
}

/// <param name="Source">The file's name.</param>
/// <param name="Line">From 1.</param>
internal abstract record StoreEntry(string Source, long Line);

/// <summary>A finished conversation and its scores, one for each session and agent; none where no agent spoke.</summary>
/// <param name="Receipt">Of this conversation under the rubric of its scores.</param>
internal sealed record ScoredConversation(string Source, long Line, Conversation Conversation, byte[] ContentHash, IReadOnlyList<Score> Scores, string Receipt)
    : StoreEntry(Source, Line);

/// <summary>A conversation that is not over yet.</summary>
/// <param name="Json">Its line, to be read again when it is due.</param>
internal sealed record PendingConversation(string Source, long Line, string Id, byte[] ContentHash, DateTimeOffset DueAt, byte[] Json)
    : StoreEntry(Source, Line);

/// <summary>A line that is no conversation, or a conversation that could not be scored.</summary>
/// <param name="Hash">SHA-256 of the line.</param>
/// <param name="Conversation">Its id, where the line could be read.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
internal sealed record SetAside(string Source, long Line, long Offset, long Length, byte[] Hash, string? Conversation, string Reason)
    : StoreEntry(Source, Line);

/// <param name="Source">The file's name.</param>
/// <param name="Offset">Bytes read.</param>
/// <param name="NextLine">From 1.</param>
/// <param name="Fingerprint">Tells the same file from another.</param>
internal sealed record StoredPosition(string Source, long Offset, long NextLine, byte[] Fingerprint);

/// <summary>What a batch changed.</summary>
internal readonly record struct Saved(int Conversations, int Scores, int Duplicates, int Pending, int SetAside);
