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
/// What reading a message's mood costs: as a multiple of one bare pass of a dense automaton over the same words and folded texts, and as a share of
/// scoring the same conversations with a rubric. In turns, in one process, so that a machine that slows down slows all.
/// </summary>
internal static class SentimentCost
{
    // The run time compiles hot code anew while it runs; until it has, it would be the compiler that is timed.
    private const int WarmUp = 10;
    private const int Rounds = 15;

    public static void Run(Rubric rubric, IReadOnlyList<Conversation> conversations, TextWriter output)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        LocalSentiment.Read("您好");
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;

        var texts = conversations.SelectMany(static chat => chat.Messages).Where(LocalSentiment.Reads).Select(static message => message.Text).ToArray();
        var folded = texts.Select(Folding.Fold).ToArray();
        var bare = new BareAhoCorasick(SentimentWords.All.Select(static word => word.Phrase).ToList());
        var read = conversations.Select(LocalSentiment.Read).ToList();
        var moved = texts.Count(static text => !ReferenceEquals(LocalSentiment.Read(text), LocalSentiment.Unmoved));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{texts.Length} messages of customers and agents, {folded.Sum(static text => (long)text.Length)} folded characters, {SentimentWords.All.Count} words; {100.0 * moved / texts.Length:F1} % of the messages hold one that feels"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"the words and their tables hold {memory / 1e6:F2} MB, one message's buffers included"));

        (string Name, Func<long> Pass)[] passes =
        [
            ("bare automaton", () => folded.Sum(text => bare.Count(text))),
            ("reading moods", () => texts.Sum(static text => (long)LocalSentiment.Read(text).Confidence.Negative)),
            ("annotating, chats", () => conversations.Sum(static chat => (long)LocalSentiment.Read(chat).Messages.Count)),
            ("scoring, unread", () => Scored(rubric, conversations)),
            ("scoring, read", () => Scored(rubric, read)),
        ];
        var expected = passes.Select(static pass => pass.Pass()).ToArray();
        var times = passes.Select(static _ => new List<double>()).ToArray();
        for (var round = -WarmUp; round < Rounds; round++)
        {
            for (var p = 0; p < passes.Length; p++)
            {
                var clock = Stopwatch.StartNew();
                if (passes[p].Pass() != expected[p])
                    throw new InvalidOperationException($"two rounds of {passes[p].Name} came to different results");
                if (round >= 0)
                    times[p].Add(clock.Elapsed.TotalNanoseconds / texts.Length);
            }
        }

        for (var p = 0; p < passes.Length; p++)
        {
            var toBare = times[p].Zip(times[0], static (own, other) => own / other).Order().ToArray();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{passes[p].Name,-20}{times[p].Order().ElementAt(Rounds / 2),8:F0} ns a message{toBare[Rounds / 2],8:F2} x bare  (min {toBare[0]:F2}, max {toBare[^1]:F2})"));
        }

        var more = times[2].Zip(times[4], static (annotating, scoring) => annotating + scoring).Zip(times[3], static (with, without) => with / without).Order().ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"annotating and scoring takes {more[Rounds / 2]:F2} of scoring alone (min {more[0]:F2}, max {more[^1]:F2})"));
    }

    private static long Scored(Rubric rubric, IReadOnlyList<Conversation> conversations)
    {
        var sum = 0L;
        foreach (var chat in conversations)
        {
            foreach (var score in Scorer.Score(chat, rubric))
                sum = (sum * 31) + (score.Total ?? 7);
            sum += Receipt.Of(chat, rubric)[^1];
        }

        return sum;
    }
}
