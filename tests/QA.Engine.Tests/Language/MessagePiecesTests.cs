using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using QA.Engine.Language;
using QA.Engine.Language.Azure;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Language;

public sealed class MessagePiecesTests
{
    // What chats are made of, and what breaks whoever counts characters: pairs, joiners, flags, marks, halves of pairs, line ends of two.
    private static readonly string[] Words =
    [
        "您好", "发货了吗", "。", "！", "？", "\r\n", "\n", "，", " ", "the parcel. ", "3.5元", "😀", "👨‍👩‍👧‍👦", "👍🏽", "🇨🇳", "e\u0301", "각", "\uD83D", "\uDE00", "\0", "[微笑]", "13812345678", "a", " \u0301",
    ];

    private static readonly Confidence Even = new(333, 334, 333);

    [Fact]
    public void Pieces_cover_a_text_without_a_gap_stay_within_the_limits_and_break_no_character()
    {
        Prop.ForAll(Texts(), static text =>
        {
            var end = 0;
            foreach (var (start, length) in MessagePieces.Of(text))
            {
                Assert.Equal(end, start);
                Assert.InRange(length, 1, MessagePieces.MostUnits);
                var piece = text.Substring(start, length);
                Assert.True(new StringInfo(piece).LengthInTextElements <= MessagePieces.MostElements);
                end = start + length;
                Assert.False(end < text.Length && char.IsSurrogatePair(text[end - 1], text[end]), "a pair was cut");
            }

            Assert.Equal(text.Length, end);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_place_an_answer_names_is_the_same_words_in_the_original_whatever_was_split_and_redacted()
    {
        Prop.ForAll(Texts(), static original =>
        {
            var redacted = Redact(original);
            var sent = MessagePieces.Sendable(redacted.Text);
            Assert.Equal(redacted.Text.Length, sent.Length);

            // Sentences of each piece as a service would find them, and an opinion about the last word of each.
            var answers = MessagePieces.Of(sent).Select(piece => (piece.Start, piece.Length, Judge(sent.Substring(piece.Start, piece.Length)))).ToList();
            var merged = MessagePieces.Merge(answers);
            var inOriginal = MessagePieces.InOriginal(merged, redacted);
            Assert.Equal(answers.Sum(static one => one.Item3.Sentences.Count), inOriginal.Sentences.Count);
            for (var i = 0; i < merged.Sentences.Count; i++)
            {
                Same(original, redacted, (merged.Sentences[i].Start, merged.Sentences[i].Length), (inOriginal.Sentences[i].Start, inOriginal.Sentences[i].Length));
                for (var j = 0; j < merged.Sentences[i].Opinions.Count; j++)
                {
                    var (before, after) = (merged.Sentences[i].Opinions[j], inOriginal.Sentences[i].Opinions[j]);
                    Same(original, redacted, (before.Start, before.Length), (after.Start, after.Length));
                    Same(original, redacted, (before.Assessments[0].Start, before.Assessments[0].Length), (after.Assessments[0].Start, after.Assessments[0].Length));
                }
            }

            // Nothing was left out either: sentences follow each other from the first character to the last.
            var end = 0;
            foreach (var sentence in merged.Sentences)
            {
                Assert.Equal(end, sentence.Start);
                end += sentence.Length;
            }

            Assert.Equal(sent.Length, end);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_long_text_is_cut_where_a_sentence_ends()
    {
        var text = string.Concat(Enumerable.Repeat("这句话不长。", 2_000));
        Assert.All(MessagePieces.Of(text).SkipLast(1), piece => Assert.Equal('。', text[piece.Start + piece.Length - 1]));
        text = string.Concat(Enumerable.Repeat("It costs 3.50 and that is fine. ", 400));
        Assert.All(MessagePieces.Of(text).SkipLast(1), piece => Assert.Equal('.', text[piece.Start + piece.Length - 1]));
        text = string.Concat(Enumerable.Repeat("没有句号，", 2_000));
        Assert.All(MessagePieces.Of(text).SkipLast(1), piece => Assert.Equal('，', text[piece.Start + piece.Length - 1]));
        Assert.Equal([5_120, 4_880], MessagePieces.Of(new string('长', 10_000)).Select(static piece => piece.Length));
    }

    [Theory]
    [InlineData("\u0301")]
    [InlineData("\u200D👩")]
    [InlineData("👍🏽")]
    [InlineData("\uD83D")]
    [InlineData("👨‍👩‍👧‍👦")]
    public void Even_text_that_is_one_endless_character_is_cut(string unit)
    {
        var text = "甲" + string.Concat(Enumerable.Repeat(unit, 60_000 / unit.Length));
        Assert.True(MessagePieces.Of(text).Count > 3);
        Assert.All(MessagePieces.Of(text), static piece => Assert.InRange(piece.Length, 1, MessagePieces.MostUnits));
    }

    [Theory]
    [InlineData("positive neutral", "Positive")]
    [InlineData("negative neutral", "Negative")]
    [InlineData("neutral neutral", "Neutral")]
    [InlineData("positive negative", "Mixed")]
    [InlineData("mixed neutral", "Mixed")]
    public void The_mood_of_pieces_becomes_that_of_the_message_by_the_services_rule(string pieces, string whole)
    {
        var answers = pieces.Split(' ').Select(static (word, i) => (i * 100, 100, Of(Enum.Parse<Polarity>(word, ignoreCase: true), Even))).ToList();
        Assert.Equal(Enum.Parse<Polarity>(whole), MessagePieces.Merge(answers).Polarity);
    }

    [Fact]
    public void Confidence_is_weighted_by_length()
    {
        var merged = MessagePieces.Merge([(0, 300, Of(Polarity.Positive, new Confidence(1000, 0, 0))), (300, 100, Of(Polarity.Neutral, new Confidence(0, 1000, 0)))]);
        Assert.Equal(new Confidence(750, 250, 0), merged.Confidence);
    }

    [Fact]
    public void What_touches_a_replacement_covers_all_that_was_replaced()
    {
        var redacted = Redact("打13812345678吧");
        Assert.Equal("打[号]吧", redacted.Text);
        var said = Of(Polarity.Neutral, Even) with
        {
            Sentences = [Sentence(0, 2), Sentence(2, 1), Sentence(3, 2), Sentence(4, 1)],
        };
        Assert.Equal([(0, 12), (1, 11), (1, 12), (12, 1)], MessagePieces.InOriginal(said, redacted).Sentences.Select(static one => (one.Start, one.Length)));
    }

    [Fact]
    public void Halves_of_pairs_are_replaced_and_whole_pairs_are_not()
    {
        Assert.Equal("a\uFFFDb😀\uFFFD\uFFFD", MessagePieces.Sendable("a\uD83Db😀\uDE00\uD83D"));
        const string fine = "😀好";
        Assert.Same(fine, MessagePieces.Sendable(fine));
    }

    private static void Same(string original, RedactedText redacted, (int Start, int Length) there, (int Start, int Length) here)
    {
        Assert.InRange(here.Start, 0, original.Length);
        Assert.InRange(here.Start + here.Length, here.Start, original.Length);

        // Redacted again by itself, the place in the original says what the place in the redacted text says, once that is widened to whole replacements.
        var (start, end) = (there.Start, there.Start + there.Length);
        foreach (var one in redacted.Replacements)
        {
            if (start < one.NewStart + one.NewLength && end > one.NewStart)
                (start, end) = (Math.Min(start, one.NewStart), Math.Max(end, one.NewStart + one.NewLength));
        }

        Assert.Equal(redacted.Text[start..end], Redact(original.Substring(here.Start, here.Length)).Text);
    }

    /// <summary>Eleven digits become [号].</summary>
    private static RedactedText Redact(string text)
    {
        var (redacted, replacements, last) = (new StringBuilder(), new List<Replacement>(), 0);
        foreach (Match match in Regex.Matches(text, "1[0-9]{10}", RegexOptions.NonBacktracking))
        {
            redacted.Append(text, last, match.Index - last);
            replacements.Add(new Replacement(match.Index, match.Length, redacted.Length, 3, "mobile"));
            redacted.Append("[号]");
            last = match.Index + match.Length;
        }

        return new RedactedText(redacted.Append(text, last, text.Length - last).ToString(), replacements);
    }

    private static Sentiment Judge(string text)
    {
        var sentences = new List<SentenceSentiment>();
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOfAny(['。', '！', '？', '\n'], start) is >= 0 and var at ? at + 1 : text.Length;
            var length = end - start;
            sentences.Add(Sentence(start, length) with { Opinions = [new Opinion(end - 1, 1, Polarity.Positive, [new Assessment(start, (length + 1) / 2, Polarity.Positive, false)])] });
            start = end;
        }

        return Of(Polarity.Neutral, Even) with { Sentences = sentences };
    }

    private static SentenceSentiment Sentence(int start, int length) => new(start, length, Polarity.Neutral, Even, [], []);

    private static Sentiment Of(Polarity polarity, Confidence confidence) => new("azure/1", polarity, confidence, [Sentence(0, 1)]);

    private static Arbitrary<string> Texts()
    {
        var words = Gen.Elements(Words);

        // Short ones as most are, and some around and beyond the limits.
        var sizes = Gen.Frequency((3, Gen.Choose(1, 40)), (1, Gen.Choose(1_000, 9_000)));
        return (from size in sizes from chosen in words.ListOf(size) select string.Concat(chosen)).ToArbitrary();
    }
}
