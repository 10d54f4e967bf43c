using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Benchmarks;

/// <summary>
/// What scoring a message with a whole rubric costs, as a multiple of one bare pass of a dense automaton over the same folded
/// phrases and text. Both run in turns in one process, so that a machine that slows down slows both.
/// </summary>
internal static class ScoringCost
{
    // The run time compiles hot code anew while it runs; until it has, it would be the compiler that is timed.
    private const int WarmUp = 10;
    private const int Rounds = 15;

    public static void Run(Rubric rubric, IReadOnlyList<Conversation> conversations, TextWriter output)
    {
        var folded = conversations.SelectMany(c => c.Messages).Select(m => Folding.Fold(m.Text)).ToArray();
        var messages = folded.Length;
        var phrases = rubric.Phrases.Pieces;
        var bare = new BareAhoCorasick(phrases);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{conversations.Count} conversations, {messages} messages, {folded.Sum(t => (long)t.Length)} folded characters, {phrases.Count} phrases, {rubric.Rules.Count} rules"));

        var expected = Checksum(rubric, conversations);
        var bareTimes = new List<double>();
        var scoreTimes = new List<double>();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            if (round == 0)
            {
                bareTimes.Clear();
                scoreTimes.Clear();
            }

            var clock = Stopwatch.StartNew();
            var hits = folded.Sum(t => bare.Count(t));
            bareTimes.Add(clock.Elapsed.TotalNanoseconds / messages);
            clock.Restart();
            var sum = Checksum(rubric, conversations);
            scoreTimes.Add(clock.Elapsed.TotalNanoseconds / messages);
            if (sum != expected || hits == 0)
                throw new InvalidOperationException("two rounds scored differently");
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Checksum(rubric, conversations);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        var ratios = scoreTimes.Zip(bareTimes, (s, b) => s / b).Order().ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bare automaton   {Median(bareTimes),8:F1} ns a message"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"whole rubric     {Median(scoreTimes),8:F1} ns a message, {allocated / conversations.Count} bytes a conversation"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio            {ratios[Rounds / 2],8:F2}  (min {ratios[0]:F2}, max {ratios[^1]:F2})"));
    }

    private static double Median(List<double> times) => times.Order().ElementAt(times.Count / 2);

    private static long Checksum(Rubric rubric, IReadOnlyList<Conversation> conversations)
    {
        var sum = 0L;
        foreach (var conversation in conversations)
        {
            foreach (var score in Scorer.Score(conversation, rubric))
            {
                sum += score.Total ?? 7;
                foreach (var criterion in score.Criteria)
                    sum = (sum * 31) + (int)criterion.Verdict + criterion.Evidence.Count;
            }
        }

        return sum;
    }
}
