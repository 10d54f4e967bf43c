using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using QA.Engine.Language.Redaction;
using QA.Scoring;

namespace QA.Benchmarks;

/// <summary>What the redactor finds in chats, what it costs, and what masking does to verdicts. Prints words of chats only where a person asks for some to read.</summary>
internal static class RedactionCost
{
    private const int Rounds = 3;
    private const int Around = 25;

    public static void Run(IReadOnlyList<Conversation> chats, Rubric? rubric, TextWriter output)
    {
        var redactor = new Redactor(RedactionMode.SameLength);
        var texts = chats.SelectMany(static chat => chat.Messages).Select(static message => message.Text).ToList();
        var kinds = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (messages, best) = (0, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            kinds.Clear();
            messages = 0;
            var watch = Stopwatch.StartNew();
            foreach (var text in texts)
            {
                var redacted = redactor.Redact(text);
                messages += redacted.Replacements.Count > 0 ? 1 : 0;
                foreach (var one in redacted.Replacements)
                    kinds[one.Kind] = kinds.GetValueOrDefault(one.Kind) + 1;
            }

            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        var characters = texts.Sum(static text => (long)text.Length);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{texts.Count:N0} messages, {texts.Count(static text => text.Any(char.IsDigit)):N0} with a digit; {messages:N0} with a hit; {best.TotalMicroseconds / texts.Count:0.00} µs a message, {best.TotalNanoseconds / characters:0} ns a character"));
        foreach (var (kind, count) in kinds)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {kind,-12}{count,8:N0}"));
        if (rubric is null)
            return;

        // Whatever waits, or is scored again later, is judged on its masked form.
        var redaction = new ConversationRedaction(redactor);
        var (changed, differ, verdicts, all) = (0, 0, 0L, 0L);
        foreach (var chat in chats)
        {
            var kept = redaction.Of(chat);
            var before = Scorer.Score(chat, rubric);
            all += before.Sum(static score => (long)score.Criteria.Count);
            if (ReferenceEquals(kept, chat))
                continue;
            changed++;
            var after = Scorer.Score(kept, rubric);
            var here = before.Zip(after).Sum(static pair => pair.First.Criteria.Zip(pair.Second.Criteria).Count(static part => part.First.Verdict != part.Second.Verdict));
            verdicts += here;
            differ += here > 0 ? 1 : 0;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{changed:N0} of {chats.Count:N0} conversations are kept masked; {verdicts:N0} of {all:N0} verdicts differ, in {differ:N0} conversations"));
    }

    /// <summary>Some hits and some numbers that are none, chosen at random, for a person to judge.</summary>
    public static void Sample(IReadOnlyList<Conversation> chats, int count, int seed, TextWriter output)
    {
        var redactor = new Redactor(RedactionMode.SameLength);
        var hits = new List<string>();
        var others = new List<string>();
        foreach (var text in chats.SelectMany(static chat => chat.Messages).Select(static message => message.Text))
        {
            var found = redactor.Redact(text).Replacements;
            foreach (var one in found)
                hits.Add($"{one.Kind}\t{Shown(text, one.Start, one.Length)}");
            if (found.Count == 0 && text.Any(char.IsDigit))
                others.Add(text.ReplaceLineEndings(" "));
        }

        foreach (var (name, list) in new[] { ("hit", hits), ("none", others) })
        {
            var chosen = list.ToArray();
            new Random(seed).Shuffle(chosen);
            foreach (var line in chosen.Take(count))
                output.WriteLine($"{name}\t{line}");
        }
    }

    private static string Shown(string text, int start, int length)
    {
        var (from, to) = (Math.Max(0, start - Around), Math.Min(text.Length, start + length + Around));
        return new StringBuilder().Append(text, from, start - from).Append('⟦').Append(text, start, length).Append('⟧').Append(text, start + length, to - start - length).ToString().ReplaceLineEndings(" ");
    }
}
