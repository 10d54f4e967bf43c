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
    private const int Rounds = 60;

    public static void Run(IReadOnlyList<string> paths, int phraseCount, TextWriter output)
    {
        var texts = paths.SelectMany(Read).ToArray();
        var folded = texts.Select(Folding.Fold).Where(t => t.Length > 0).ToArray();
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

        var baseline = Time("bare automaton", characters, null, output, () => folded.Sum(t => bare.Count(t)));
        Time("phrase matcher", characters, baseline, output, () => folded.Sum(t => Count(matcher, t)));
        Time("folding", characters, baseline, output, () => texts.Sum(t => (long)Folding.Fold(t, room, map, out _)));
        Time("folding, then matching", characters, baseline, output, () => texts.Sum(t => Count(matcher, room.AsSpan(0, Folding.Fold(t, room, map, out _)))));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found} hits, one every {(double)characters / found:F1} characters"));
    }

    private static long Count(PhraseMatcher matcher, ReadOnlySpan<char> text)
    {
        var count = 0L;
        var cursor = matcher.Matches(text);
        while (cursor.Next(out _))
            count++;
        return count;
    }

    private static double Time(string name, long characters, double? baseline, TextWriter output, Func<long> pass)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var clock = Stopwatch.StartNew();
            _ = pass();
            best = Math.Min(best, clock.Elapsed.TotalNanoseconds / characters);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24}{best,8:F2} ns/char{(baseline is { } b ? $"{best / b,8:F2} x bare" : "")}"));
        return best;
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
