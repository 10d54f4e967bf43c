using System;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>
/// The day something belongs to: roll-ups add up by it, retention and partitions go by it. A score never belongs to a later day than
/// its conversation, so that what goes by the day of conversations leaves no score behind.
/// </summary>
/// <param name="zone">Where a day begins.</param>
internal sealed class StoreDay(TimeZoneInfo zone)
{
    // Chat tools with exports are younger; what lies before is a broken clock or a zero.
    private const int FirstYear = 2010;

    /// <summary>Beijing time. Without daylight saving time since 1991 it needs no database of zones, which small containers lack.</summary>
    public static TimeZoneInfo Beijing { get; } =
        TimeZoneInfo.CreateCustomTimeZone("Asia/Shanghai", TimeSpan.FromHours(8), "Beijing time", "Beijing time");

    /// <summary>Whether a chat can have happened then: not before 2010, and at most a day after it was taken.</summary>
    /// <param name="taken">When the store first saw the conversation.</param>
    public static bool IsPlausible(DateTimeOffset time, DateTimeOffset taken) => time.UtcDateTime.Year >= FirstYear && time <= taken.AddDays(1);

    /// <summary>The latest plausible time of a message; null where there is none.</summary>
    public static DateTimeOffset? LastMessage(Conversation chat, DateTimeOffset taken)
    {
        DateTimeOffset? last = null;
        for (var i = 0; i < chat.Messages.Count; i++)
        {
            if (chat.Messages[i].SentAt is { } sent && (last is null || sent > last) && IsPlausible(sent, taken))
                last = sent;
        }

        return last;
    }

    /// <summary>The last moment of what was scored; of the conversation where its messages have no times. As the export says it, plausible or not.</summary>
    public static DateTimeOffset? HappenedAt(Score score)
    {
        var chat = score.Conversation;
        for (var i = Math.Min(score.Messages.To, chat.Messages.Count) - 1; i >= score.Messages.From; i--)
        {
            if (chat.Messages[i].SentAt is { } sent)
                return sent;
        }

        return chat.Closed ?? chat.Opened;
    }

    /// <summary>The day of a moment, or the day it was taken where there is no plausible moment.</summary>
    public DateOnly Of(DateTimeOffset? time, DateTimeOffset taken)
    {
        var moment = time is { } known && IsPlausible(known, taken) ? known : taken;
        return DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime);
    }

    /// <summary>The day of a conversation: of its last message; else of its closing or its opening; else the day it was taken.</summary>
    public DateOnly Of(Conversation chat, DateTimeOffset taken) =>
        Of(LastMessage(chat, taken) ?? (chat.Closed is { } closed && IsPlausible(closed, taken) ? closed : chat.Opened), taken);

    /// <summary>The day of a score.</summary>
    /// <param name="conversation">The day of its conversation.</param>
    public DateOnly Of(Score score, DateOnly conversation, DateTimeOffset taken)
    {
        var day = Of(HappenedAt(score), taken);
        return day < conversation ? day : conversation;
    }
}
