using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Ordering;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Pipeline;

/// <summary>
/// The job that scores the past under another rubric. Killed and started again it goes on where its last page was kept; while live
/// chats wait for a worker it waits as well.
/// </summary>
/// <param name="progress">Told after each page, and while it waits for live chats.</param>
internal sealed class Rescoring(IScoreStore store, IScoring scoring, WorkerOptions options, Action<JobStatus> progress, TimeProvider time)
{
    private const int PageSize = 200;
    private const int PieceSize = 20;
    private static readonly TimeSpan Yielding = TimeSpan.FromMilliseconds(200);

    /// <returns>The finished job; null where another process is working on it.</returns>
    public async Task<Job?> Run(JobRequest request, CancellationToken stop)
    {
        var job = store.StartJob(request);
        var lease = LeaseNames.Job(job.Number);
        if (!store.Lease(lease, options.Worker, options.Lease))
            return null;
        try
        {
            while (job.State != JobState.Finished)
            {
                await LetLiveChatsGoFirst(job, stop);
                if (!store.Lease(lease, options.Worker, options.Lease))
                    return null;
                job = Page(job, stop);
                progress(new JobStatus(job, Waiting: false));
            }

            return job;
        }
        finally
        {
            store.Release(lease, options.Worker);
        }
    }

    private async Task LetLiveChatsGoFirst(Job job, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();

        // Without another worker nobody would ever take what waits.
        while (store.Beat(options.Worker, options.Lease) > 1 && store.Backlog(time.GetUtcNow()).Due > 0)
        {
            progress(new JobStatus(job, Waiting: true));
            await Task.Delay(Yielding, time, stop);
        }
    }

    private Job Page(Job job, CancellationToken stop)
    {
        var page = store.NextOfJob(job, PageSize);
        var pieces = new List<ArraySegment<StoredConversation>>();
        var conversations = new StoredConversation[page.Conversations.Count];
        for (var i = 0; i < conversations.Length; i++)
            conversations[i] = page.Conversations[i];
        for (var i = 0; i < conversations.Length; i += PieceSize)
            pieces.Add(new ArraySegment<StoredConversation>(conversations, i, Math.Min(PieceSize, conversations.Length - i)));
        var entries = new List<StoreEntry>(conversations.Length);
        new OrderedWork<ArraySegment<StoredConversation>, List<StoreEntry>>(() => Entries, entries.AddRange).Run(pieces, options.Threads, stop);
        var finished = conversations.Length == 0;
        store.Save(new StoreBatch { Entries = entries, Job = new JobProgress(job.Number, options.Worker, page.Cursor, conversations.Length, finished) });
        return job with { Cursor = page.Cursor, Done = job.Done + conversations.Length, State = finished ? JobState.Finished : JobState.Running };
    }

    private List<StoreEntry> Entries(ArraySegment<StoredConversation> piece)
    {
        var entries = new List<StoreEntry>(piece.Count);
        foreach (var kept in piece)
        {
            try
            {
                // One in a language the rubric does not judge is passed over: its old score stands.
                if (scoring.Score(kept.Conversation) is { } scored)
                    entries.Add(new RescoredConversation(kept, scored.Scores, scored.Receipt));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                var reason = e is RuleFailedException ? e.Message : $"conversation '{kept.Conversation.Id}' could not be scored: {e.GetType().Name}: {e.Message}";
                entries.Add(new SetAside(kept.Source, kept.Line, 0, 0, SHA256.HashData(Encoding.UTF8.GetBytes(kept.Conversation.Id)), kept.Conversation.Id, reason));
            }
        }

        return entries;
    }
}

/// <param name="Waiting">Whether it lets live chats go first just now.</param>
internal readonly record struct JobStatus(Job Job, bool Waiting);
