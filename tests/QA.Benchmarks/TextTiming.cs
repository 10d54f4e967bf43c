using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using QA.Scoring.Text;

namespace QA.Benchmarks;

/// <summary>Nanoseconds a character of the bare automaton, the phrase matcher and folding, on chats from a file.</summary>
/// <remarks>Phrases are drawn from the chats themselves (frequent and rare runs of two to six Han characters), so that they do occur.</remarks>
public static class TextTiming
{
    private const int Rounds = 40;
    private const int Handful = 1000;

    // As scoring does: many at a time, into the same place.
    private static readonly PhraseMatch[] Matches = new PhraseMatch[64];

    public static void Run(IReadOnlyList<string> paths, int phraseCount, TextWriter output)
    {
        var texts = paths.SelectMany(Read).ToArray();
        var folded = texts.Select(Folding.Fold).ToArray();
        var phrases = Phrases(folded, phraseCount);
        var characters = folded.Sum(t => (long)t.Length);
        var bare = new BareAhoCorasick(phrases);
        var matcher = PhraseMatcher.Build(phrases);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{texts.Length} texts, {characters} folded characters, {phrases.Count} phrases; bare table {bare.TableBytes >> 20} MiB"));

        var room = new char[Folding.MaxFoldedLength(texts.Max(t => t.Length))];
        var map = new int[room.Length];
        var expected = folded.Sum(t => bare.Count(t));
        var found = folded.Sum(t => Count(matcher, t));
        if (expected != found)
            throw new InvalidOperationException($"the bare automaton finds {expected} phrases, the matcher {found}");

        // Turn by turn and a handful of texts at a time: the best of many rounds of each handful is what the code can do, however
        // busy the machine is. Whole passes would each meet other work.
        (string Name, Func<string, string, long> Pass)[] passes =
        [
            ("bare automaton", (_, t) => bare.Count(t)),
            ("phrase matcher", (_, t) => Count(matcher, t)),
            ("folding", (t, done) => Folding.Fold(t, room, map, out TextTraits _)),
            ("folding, then matching", (t, done) => Count(matcher, room.AsSpan(0, Folding.Fold(t, room, map, out TextTraits _)))),
        ];
        var best = new double[passes.Length];
        for (var first = 0; first < texts.Length; first += Handful)
        {
            var after = Math.Min(texts.Length, first + Handful);
            var least = new double[passes.Length];
            Array.Fill(least, double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                for (var p = 0; p < passes.Length; p++)
                {
                    var pass = passes[p].Pass;
                    var clock = Stopwatch.StartNew();
                    for (var t = first; t < after; t++)
                        _ = pass(texts[t], folded[t]);
                    least[p] = Math.Min(least[p], clock.Elapsed.TotalNanoseconds);
                }
            }

            for (var p = 0; p < passes.Length; p++)
                best[p] += least[p] / characters;
        }

        for (var p = 0; p < passes.Length; p++)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passes[p].Name,-24}{best[p],8:F2} ns/char{best[p] / best[0],8:F2} x bare"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found} hits, one every {(double)characters / found:F1} characters"));
    }

    private static long Count(PhraseMatcher matcher, ReadOnlySpan<char> text)
    {
        var all = 0L;
        var cursor = matcher.Matches(text);
        for (var count = cursor.Next(Matches); count > 0; count = cursor.Next(Matches))
            all += count;
        return all;
    }

    private static List<string> Phrases(string[] folded, int count)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var t = 0; t < folded.Length; t += 3)
        {
            var text = folded[t];
            for (var start = 0; start < text.Length; start += 2)
            {
                for (var length = 2; length <= 6 && start + length <= text.Length; length++)
                {
                    var run = text.AsSpan(start, length);
                    if (run.IndexOfAnyExceptInRange('\u4E00', '\u9FFF') >= 0)
                        break;
                    System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(seen, run.ToString(), out _)++;
                }
            }
        }

        // Two thirds of a lexicon are things people do say; the most frequent runs are particles, and no lexicon lists those.
        var common = seen.OrderByDescending(p => p.Value * p.Key.Length).ThenBy(p => p.Key, StringComparer.Ordinal).Skip(200).ToArray();
        var every = Math.Max(1, common.Length / 20 / Math.Max(1, count));
        return common.Where((_, i) => i % every == 0).Take(count).Select(p => p.Key).ToList();
    }

    private static IEnumerable<string> Read(string path)
    {
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            using var chat = JsonDocument.Parse(line);
            foreach (var message in chat.RootElement.GetProperty("messages").EnumerateArray())
                yield return message.GetProperty("text").GetString()!;
        }
    }
}
