using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Skills;

/// <summary>Cuts out of chats how customers came, what the agent said then, and how they left.</summary>
internal static class CalmedChats
{
    /// <summary>Shows chats and writes down that they were seen. A chat that was deleted meanwhile is left out.</summary>
    public static IReadOnlyList<ShownCalm> Show(Visit visit, IScoreStore store, IEnumerable<CalmedExample> examples)
    {
        var shown = new List<ShownCalm>();
        foreach (var example in examples)
        {
            if (store.Find(example.Conversation) is not { } chat)
                continue;
            visit.WriteDown(AuditAction.TranscriptSeen, example.Conversation, "skill calmed");
            var moments = MoodMoments.Of(chat, example.Mood, example.MessageFrom, example.MessageTo);
            shown.Add(new ShownCalm(
                example, Links.Conversation(example.Conversation, example.Score), Words(chat, moments.Came), Words(chat, Reply(chat, moments.Came, example.MessageTo)), Words(chat, moments.Left)));
        }

        return shown;
    }

    private static int? Reply(Conversation chat, int? came, int to)
    {
        if (came is not { } from)
            return null;
        foreach (var message in Enumerable.Range(from, int.Max(0, int.Min(to, chat.Messages.Count) - from)))
        {
            if (chat.Messages[message].Speaker == Speaker.Agent)
                return message;
        }

        return null;
    }

    private static ShownWords? Words(Conversation chat, int? at)
    {
        if (at is not { } place)
            return null;
        var message = chat.Messages[place];
        return message.Speaker == Speaker.Customer && MoodWords.Strongest(message).FirstOrDefault() is { Length: > 0 } cue
            ? Examples.Cut(message, cue.Start, cue.Length)
            : Examples.Cut(message, 0, 0);
    }
}
