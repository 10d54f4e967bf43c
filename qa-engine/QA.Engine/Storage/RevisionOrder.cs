using System;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>
/// How far a state of a conversation goes. Queues deliver late and folders are read in any order: a state that goes less far than the
/// newest one kept is kept as a revision and does not take its place.
/// </summary>
/// <param name="LastMessage">The latest plausible time of a message, see <see cref="StoreDay.LastMessage"/>; null where there is none.</param>
/// <param name="Closed">Whether the platform has closed it.</param>
internal readonly record struct RevisionOrder(DateTimeOffset? LastMessage, int Messages, bool Closed)
{
    /// <param name="taken">When the conversation was taken.</param>
    public static RevisionOrder Of(Conversation chat, DateTimeOffset taken) => new(StoreDay.LastMessage(chat, taken), chat.Messages.Count, chat.Closed is not null);

    /// <summary>Whether this is an earlier state than another. Of two that go equally far, neither is; the one that came later is the newer.</summary>
    public bool IsBefore(RevisionOrder other)
    {
        // Where one of them has no times, they tell nothing.
        if (LastMessage is { } mine && other.LastMessage is { } theirs && mine != theirs)
            return mine < theirs;
        return Messages == other.Messages ? !Closed && other.Closed : Messages < other.Messages;
    }
}
