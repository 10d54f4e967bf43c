using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Skills;

/// <summary>A real chat to teach with, and the words in it that matter.</summary>
/// <param name="Link">The chat, at this criterion.</param>
/// <param name="Reviewed">Whether a person looked at the score.</param>
/// <param name="LookedFor">What was looked for and not found; null: words were found.</param>
public sealed record ShownExample(
    string Link, string Agent, DateOnly Day, bool Reviewed, Wording Reason, Wording? Fix, IReadOnlyList<ShownWords> Words, Wording? LookedFor);

/// <summary>Part of a message with the words that count marked.</summary>
/// <param name="Marked">Empty: the message as a whole.</param>
public sealed record ShownWords(Speaker Speaker, string Before, string Marked, string After);

/// <summary>Chooses chats to teach with, and cuts out the words.</summary>
internal static class Examples
{
    // More than two places in one chat teach nothing new.
    private const int MostWords = 2;
    private const int TextBefore = 24;
    private const int TextAfter = 48;

    /// <summary>The clearest: decided by a person; with words to point at; most lost; of different agents as far as there are.</summary>
    public static IReadOnlyList<SkillExample> Clearest(IReadOnlyList<SkillExample> found, int most)
    {
        var ordered = found
            .OrderByDescending(static example => example.Reviewed)
            .ThenByDescending(static example => example.Found.Evidence.Count > 0)
            .ThenBy(static example => example.Found.Absences.Any(static absence => absence.NearestMiss is not null))
            .ThenByDescending(static example => example.Found.Lost)
            .ToList();
        var others = new HashSet<string>(StringComparer.Ordinal);
        var first = ordered.Where(example => others.Add(example.Agent)).ToList();
        return [.. first.Concat(ordered.Except(first)).Take(most)];
    }

    /// <summary>Shows chats and writes down that they were seen. A chat that was deleted meanwhile is left out.</summary>
    public static IReadOnlyList<ShownExample> Show(Visit visit, IScoreStore store, IEnumerable<SkillExample> examples)
    {
        var shown = new List<ShownExample>();
        foreach (var example in examples)
        {
            if (store.Find(example.Conversation) is not { } chat)
                continue;
            visit.WriteDown(AuditAction.TranscriptSeen, example.Conversation, "skill " + example.Found.Criterion);
            shown.Add(Shown(example, chat));
        }

        return shown;
    }

    private static ShownExample Shown(SkillExample example, Conversation chat)
    {
        var words = example.Found.Evidence.Where(finding => finding.Message < chat.Messages.Count).DistinctBy(static finding => finding.Message).Take(MostWords)
            .Select(finding => Cut(chat.Messages[finding.Message], finding.Start, finding.Length)).ToList();
        Wording? lookedFor = null;
        if (words.Count == 0 && example.Found.Absences is [var absence, ..])
        {
            lookedFor = absence.Title;

            // What was said instead: the agent's first words where the others were looked for at the beginning, else the last.
            var all = Enumerable.Range(0, chat.Messages.Count).Where(i => chat.Messages[i].Speaker == Speaker.Agent).ToList();
            var looked = all.Where(i => i >= absence.From && i <= absence.To).ToList();
            if (looked.Count > 0)
                words.Add(Cut(chat.Messages[looked[^1] == all[^1] ? looked[^1] : looked[0]], 0, 0));
        }

        return new ShownExample(
            Links.Conversation(example.Conversation, example.Score, example.Found.Criterion), example.Agent, example.Day, example.Reviewed, example.Found.Reason, example.Found.Fix,
            words, lookedFor);
    }

    internal static ShownWords Cut(Message message, int start, int length)
    {
        var text = message.Text;
        start = Math.Clamp(start, 0, text.Length);
        var end = Math.Clamp(start + length, start, text.Length);
        var from = Whole(text, Math.Max(0, start - TextBefore));
        var to = Whole(text, Math.Min(text.Length, end + TextAfter));
        return new ShownWords(
            message.Speaker, (from > 0 ? "…" : "") + text[from..start], text[start..end], text[end..Math.Max(to, end)] + (to < text.Length ? "…" : ""));
    }

    /// <summary>Not between the halves of a character.</summary>
    private static int Whole(string text, int at) => at > 0 && at < text.Length && char.IsLowSurrogate(text[at]) ? at - 1 : at;
}
