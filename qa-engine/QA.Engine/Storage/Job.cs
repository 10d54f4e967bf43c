using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>What a job is to do: score kept conversations under a rubric.</summary>
/// <param name="Rubric">The rubric's content hash; it must be known to the store.</param>
/// <param name="Since">First day, in the store's zone; null: from the beginning.</param>
/// <param name="Until">Last day; null: to the end.</param>
/// <param name="Official">Whether the new scores take the place of those that count; otherwise they stand beside them.</param>
internal sealed record JobRequest(string Rubric, DateOnly? Since, DateOnly? Until, bool Official);

internal enum JobState
{
    Running,
    Finished,
}

/// <summary>A job and how far it is.</summary>
/// <param name="Total">Conversations to score, counted when it began.</param>
/// <param name="Cursor">Text only the store understands; empty at the beginning.</param>
internal sealed record Job(long Number, JobRequest Request, JobState State, long Done, long Total, string Cursor, DateTimeOffset StartedAt, DateTimeOffset ChangedAt);

/// <param name="Worker">Must hold the lease of the job.</param>
/// <param name="Done">Conversations dealt with by this batch.</param>
internal sealed record JobProgress(long Job, string Worker, string Cursor, int Done, bool Finished);

/// <summary>Some conversations of a job and the cursor behind them; none: the job is through.</summary>
internal sealed record JobPage(IReadOnlyList<StoredConversation> Conversations, string Cursor);

/// <summary>A kept conversation.</summary>
/// <param name="Number">Its number in the store.</param>
/// <param name="Day">The day it belongs to, in the store's zone; its partition.</param>
internal sealed record StoredConversation(long Number, DateOnly Day, int Revision, string Source, long Line, Conversation Conversation);
