using System;
using QA.Scoring;

namespace QA.Engine.Sources;

/// <summary>When a chat counts as over: closed by the platform, or idle for a while; without any time, as soon as it is read.</summary>
/// <param name="idle">How long nobody has to have written.</param>
internal sealed class FinishedChats(TimeSpan idle)
{
    /// <summary>The moment from which it may be judged; <paramref name="now"/> or earlier: it is over.</summary>
    public DateTimeOffset DueAt(Conversation conversation, DateTimeOffset now)
    {
        if (conversation.Closed is not null)
            return now;
        DateTimeOffset? last = null;
        foreach (var message in conversation.Messages)
        {
            if (message.SentAt is { } sent && (last is null || sent > last))
                last = sent;
        }

        if (last is not { } lastWord)
            return now;

        // A platform's clock may run ahead; a chat must not wait for a day that is years away.
        return (lastWord < now ? lastWord : now) + idle;
    }
}
