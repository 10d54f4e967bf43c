using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Text;

public sealed class PhraseMatcherTests
{
    [Fact]
    public void Overlapping_and_nested_phrases_are_all_found_by_end_then_longest_first()
    {
        var found = Find(["亲", "您好", "亲您好", "好", "好呀", "亲您好呀"], "亲您好呀");
        Assert.Equal([(0, 1), (2, 3), (1, 3), (3, 3), (5, 4), (4, 4)], found);
    }

    [Theory]
    [InlineData("ok", "look", false)]
    [InlineData("ok", "okay", false)]
    [InlineData("ok", "好ok的", true)]
    [InlineData("ok", "ok!", true)]
    [InlineData("加v", "加v123", true)]
    [InlineData("加v", "加vx", false)]
    [InlineData("v", "加v", true)]
    [InlineData("3天", "13天", false)]
    [InlineData("3天", "共3天内", true)]
    [InlineData("满3", "满30", false)]
    [InlineData("thank you", "thank you~", true)]
    [InlineData("thank you", "thank your", false)]
    [InlineData("微信", "加微信号", true)]
    [InlineData("ok的", "look的", false)]
    public void A_phrase_that_ends_in_a_letter_or_digit_stands_alone_there(string phrase, string text, bool matches) =>
        Assert.Equal(matches, Find([phrase], text).Count > 0);

    [Fact]
    public void A_phrase_refused_at_its_edge_does_not_hide_another()
    {
        Assert.Equal([(1, 3)], Find(["好o", "好ok"], "好ok"));
        Assert.Equal([(2, 3), (1, 3)], Find(["o", "的", "ok的"], "ok的"));
    }

    [Fact]
    public void An_empty_or_repeated_phrase_is_refused_by_its_index()
    {
        Assert.Contains("phrase 1 ", Assert.Throws<ArgumentException>(() => PhraseMatcher.Build(["您好", ""])).Message, StringComparison.Ordinal);
        Assert.Contains("phrase 2, \"您好\"", Assert.Throws<ArgumentException>(() => PhraseMatcher.Build(["您好", "亲", "您好"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_phrases_and_no_text_find_nothing()
    {
        Assert.Empty(Find([], "您好"));
        Assert.Empty(Find(["您好", "亲"], ""));
        Assert.Equal([(1, 1)], Find(["您好", "亲"], "亲"));
    }

    [Fact]
    public void It_finds_what_a_search_for_each_phrase_finds()
    {
        string[] alphabets = ["ab", "您好", "您好a1", "aab1 ", "\u0000您a.", "哈呵嘿嘻a"];
        var matches = 0;
        for (var seed = 0; seed < 4_000; seed++)
        {
            var random = new Random(seed);
            var alphabet = alphabets[seed % alphabets.Length];
            var phrases = Enumerable.Range(0, random.Next(1, 14)).Select(_ => Word(random, alphabet, random.Next(1, 7))).Distinct(StringComparer.Ordinal).ToArray();
            var text = Word(random, alphabet, random.Next(0, 60));
            var found = Find(phrases, text);
            Assert.True(Naive(phrases, text).SequenceEqual(found), $"seed {seed}: \"{string.Join("\", \"", phrases)}\" in \"{text}\"");
            matches += found.Count;
        }

        Assert.True(matches > 20_000, $"only {matches} matches: the texts no longer hold the phrases");
    }

    [Fact]
    public void Many_children_of_one_state_are_told_apart()
    {
        var phrases = Enumerable.Range(0, 300).Select(i => "您好" + (char)('一' + (i * 7))).Append("您好").ToArray();
        var text = string.Concat(phrases) + "您好龥";
        Assert.Equal(Naive(phrases, text), Find(phrases, text));
    }

    [Fact]
    public void Fifty_thousand_phrases_build_quickly_and_small()
    {
        var random = new Random(1);
        var phrases = Enumerable.Range(0, 60_000).Select(_ => Word(random, 2_500, random.Next(2, 9))).Distinct(StringComparer.Ordinal).Take(50_000).ToArray();
        Assert.Equal(50_000, phrases.Length);
        var text = Word(random, 2_500, 20_000) + string.Concat(phrases.Take(500));

        PhraseMatcher? built = null;
        var allocated = 0L;
        var took = ThreadTime.Of(() =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            built = PhraseMatcher.Build(phrases);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        var matcher = built!;

        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.InRange(allocated, 1L, 100L << 20);
        Assert.Equal(50_000, matcher.PhraseCount);
        Assert.Equal(phrases[123].Length, matcher.Length(123));

        var found = Find(matcher, text);
        var set = phrases.Select((phrase, i) => (phrase, i)).ToDictionary(p => p.phrase, p => p.i, StringComparer.Ordinal);
        var expected = new List<(int, int)>();
        for (var end = 1; end <= text.Length; end++)
        {
            for (var length = Math.Min(8, end); length >= 2; length--)
            {
                if (set.TryGetValue(text.Substring(end - length, length), out var phrase))
                    expected.Add((phrase, end));
            }
        }

        Assert.True(expected.Count >= 500);
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("哈", "哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈哈好")]
    [InlineData("您好", "您好您好您好您好您好您好呀")]
    [InlineData("ab", "ababababababababab!")]
    public void Ten_million_characters_that_almost_match_take_linear_time(string unit, string phrase)
    {
        var text = string.Concat(Enumerable.Repeat(unit, 10_000_000 / unit.Length));
        var matcher = PhraseMatcher.Build([phrase, unit + "么"]);
        var took = ThreadTime.Of(() =>
        {
            var cursor = matcher.Matches(text);
            Assert.False(cursor.Next(out _));
        });
        Assert.InRange(took, TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Matching_allocates_nothing()
    {
        var matcher = PhraseMatcher.Build(["您好", "亲", "好的", "ok"]);
        const string text = "亲,您好,好的ok,look";
        var count = 0;
        for (var round = 0; round < 2; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var cursor = matcher.Matches(text);
            while (cursor.Next(out _))
                count++;
            Assert.True(round == 0 || GC.GetAllocatedBytesForCurrentThread() == before);
        }

        Assert.Equal(8, count);
    }

    private static List<(int Phrase, int End)> Find(IReadOnlyList<string> phrases, string text) => Find(PhraseMatcher.Build(phrases), text);

    private static List<(int Phrase, int End)> Find(PhraseMatcher matcher, string text)
    {
        var found = new List<(int, int)>();
        var cursor = matcher.Matches(text);
        while (cursor.Next(out var match))
            found.Add((match.Phrase, match.End));
        Assert.False(cursor.Next(out _));
        Assert.All([2, 3, 64], room => Assert.Equal(found, Find(matcher, text, room)));
        return found;
    }

    private static List<(int Phrase, int End)> Find(PhraseMatcher matcher, string text, int room)
    {
        var found = new List<(int, int)>();
        var matches = new PhraseMatch[room];
        var cursor = matcher.Matches(text);
        for (var count = cursor.Next(matches); count > 0; count = cursor.Next(matches))
        {
            foreach (var match in matches.AsSpan(0, count))
                found.Add((match.Phrase, match.End));
        }

        Assert.Equal(0, cursor.Next(matches));
        return found;
    }

    private static List<(int Phrase, int End)> Naive(IReadOnlyList<string> phrases, string text)
    {
        var found = new List<(int Phrase, int End)>();
        for (var end = 1; end <= text.Length; end++)
        {
            found.AddRange(phrases
                .Select((phrase, i) => (phrase, i))
                .Where(p => p.phrase.Length <= end && string.CompareOrdinal(text, end - p.phrase.Length, p.phrase, 0, p.phrase.Length) == 0)
                .Where(p => !SameWord(text, end - p.phrase.Length) && !SameWord(text, end))
                .OrderByDescending(p => p.phrase.Length)
                .Select(p => (p.i, end)));
        }

        return found;
    }

    // Whether a word or number goes on across this place.
    private static bool SameWord(string text, int at) =>
        at > 0 && at < text.Length
        && ((char.IsAsciiLetterLower(text[at - 1]) && char.IsAsciiLetterLower(text[at])) || (char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at])));

    private static string Word(Random random, string alphabet, int length) =>
        string.Create(length, (random, alphabet), (span, of) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = of.alphabet[of.random.Next(of.alphabet.Length)];
        });

    private static string Word(Random random, int kinds, int length) =>
        string.Create(length, (random, kinds), (span, of) =>
        {
            // Common characters are far more common than rare ones, as in real text.
            for (var i = 0; i < span.Length; i++)
                span[i] = (char)('一' + (int)(of.kinds * of.random.NextDouble() * of.random.NextDouble()));
        });
}
