using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>What came of a piece of a source, in its order; kept as a whole or not at all.</summary>
internal sealed record StoreBatch
{
    public required IReadOnlyList<StoreEntry> Entries { get; init; }

    /// <summary>How far the source is read once this is kept; null where it keeps no position.</summary>
    public StoredPosition? Position { get; init; }

    /// <summary>A part of the position's source whose position is void, because it goes on under another name.</summary>
    public string? Forget { get; init; }

    /// <summary>The lease under which this was read; null: none is needed.</summary>
    public HeldLease? Lease { get; init; }

    /// <summary>How far a job is once this is kept; null where this is not a job's.</summary>
    public JobProgress? Job { get; init; }

    /// <summary>Conversations that were known already and not even scored.</summary>
    public int Duplicates { get; init; }
}

internal readonly record struct HeldLease(string Name, string Worker);

/// <param name="Source">Where it came from, for people: a file's name, or the source's.</param>
/// <param name="Line">Its line or row there, from 1; 0 where there is none.</param>
internal abstract record StoreEntry(string Source, long Line);

/// <summary>A finished conversation and its scores, one for each session and agent; none where no agent spoke.</summary>
/// <param name="Receipt">Of this conversation under the rubric of its scores.</param>
internal sealed record ScoredConversation(string Source, long Line, Conversation Conversation, byte[] ContentHash, IReadOnlyList<Score> Scores, string Receipt)
    : StoreEntry(Source, Line)
{
    /// <summary>How soon its customers were answered; counts while this is the newest revision.</summary>
    public IReadOnlyList<ServicePart> Service { get; init; } = [];
}

/// <summary>A kept conversation scored anew, beside its older scores or, where the job is official, in their place.</summary>
/// <param name="Conversation">From <see cref="JobPage"/>.</param>
internal sealed record RescoredConversation(StoredConversation Conversation, IReadOnlyList<Score> Scores, string Receipt)
    : StoreEntry(Conversation.Source, Conversation.Line);

/// <summary>
/// A conversation that is not over yet, or that is and waits for a worker. One state of each waits; it ends waiting when this very state, or a
/// later one, is scored, or this very line is set aside.
/// </summary>
/// <param name="Json">Its line, to be read again when it is due.</param>
internal sealed record PendingConversation(string Source, long Line, string Id, byte[] ContentHash, DateTimeOffset DueAt, byte[] Json)
    : StoreEntry(Source, Line)
{
    /// <summary>How far this state goes: a later one takes its place while it waits, an earlier one that comes late does not.</summary>
    public required RevisionOrder Order { get; init; }

    /// <summary>How often it was claimed, this time included; 0 before the first claim. One that was claimed often and never finished brings its workers down.</summary>
    public int Claims { get; init; }
}

/// <summary>A line that is no conversation, or a conversation that could not be scored.</summary>
/// <param name="Hash">SHA-256 of the line.</param>
/// <param name="Conversation">Its id, where the line could be read.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
internal sealed record SetAside(string Source, long Line, long Offset, long Length, byte[] Hash, string? Conversation, string Reason)
    : StoreEntry(Source, Line)
{
    /// <summary>Bytes. A longer line is listed with its place and stays where it came from: a list of bad lines must not grow into a second store.</summary>
    public const int LongestContent = 1024 * 1024;

    /// <summary>The line, so that it can be shown and tried again; null where it is longer than <see cref="LongestContent"/>.</summary>
    public byte[]? Content
    {
        get;
        init => field = value is { Length: <= LongestContent } ? value : null;
    }
}

/// <param name="Source">The source's name in the settings.</param>
/// <param name="Part">A file's name, or empty where the source has no parts.</param>
/// <param name="Value">Text only the source understands.</param>
internal sealed record StoredPosition(string Source, string Part, string Value);

/// <param name="ContentHash">See <c>Sources/ContentHash.cs</c>.</param>
internal readonly record struct ConversationKey(string Id, byte[] ContentHash);

/// <summary>What a batch changed.</summary>
internal readonly record struct Saved(int Conversations, int Scores, int Duplicates, int Pending, int SetAside);

/// <param name="Due">How many wait for a worker.</param>
/// <param name="Oldest">When the longest waiting was due; null where none waits.</param>
internal readonly record struct Backlog(long Due, DateTimeOffset? Oldest);

/// <summary>Something on the list of what could not be scored.</summary>
internal sealed record DeadLetter(long Number, SetAside Item, DateTimeOffset At);
