using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using QA.Scoring;
using QA.Scoring.Rules;

namespace QA.Benchmarks;

/// <summary>What each rule of a rubric costs by itself, its inputs not counted, and what laying out the text costs beside them.</summary>
internal static class RuleCost
{
    private const int Rounds = 5;

    public static void Run(Rubric rubric, IReadOnlyList<Conversation> conversations, TextWriter output)
    {
        var ordered = InOrderOfUse(rubric);
        var ticks = new long[rubric.Rules.Count];
        var load = 0L;
        var chat = Examination.Rent();
        var messages = conversations.Sum(c => (long)c.Messages.Count);
        for (var round = 0; round <= Rounds; round++)
        {
            // The first round warms up.
            if (round == 1)
            {
                Array.Clear(ticks);
                load = 0;
            }

            foreach (var conversation in conversations)
            {
                var start = Stopwatch.GetTimestamp();
                chat.Load(conversation, rubric);
                chat.EnterSession(0, chat.Messages);
                load += Stopwatch.GetTimestamp() - start;
                foreach (var rule in ordered)
                {
                    start = Stopwatch.GetTimestamp();
                    chat.Found(rule);
                    ticks[rule.Index] += Stopwatch.GetTimestamp() - start;
                }
            }
        }

        Examination.Return(chat);
        var nanoseconds = 1e9 / Stopwatch.Frequency / Rounds / messages;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{load * nanoseconds,8:F1} ns a message  folding, phrases, emoticons"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ticks.Sum() * nanoseconds,8:F1} ns a message  all rules, each examined whether a verdict needs it or not"));
        foreach (var rule in ordered.OrderByDescending(rule => ticks[rule.Index]).Take(25))
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ticks[rule.Index] * nanoseconds,8:F1} ns a message  {rule.Name} ({rule.KindName})"));
    }

    private static List<Rule> InOrderOfUse(Rubric rubric)
    {
        var ordered = new List<Rule>();
        var seen = new HashSet<int>();
        foreach (var rule in rubric.Rules)
            Add(rule);
        return ordered;

        void Add(Rule rule)
        {
            if (!seen.Add(rule.Index))
                return;
            foreach (var input in rule.Inputs)
                Add(rubric.Rules[input.Index]);
            ordered.Add(rule);
        }
    }
}
