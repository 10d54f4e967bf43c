using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QA.Scoring;

namespace QA.Engine.Language.Azure;

/// <summary>A message in pieces the service takes, and its answers about them as one about the message.</summary>
/// <remarks>The limits are the service's (data limits for sentiment analysis, synchronous requests).</remarks>
internal static class MessagePieces
{
    public const int MostInARequest = 10;

    /// <summary>Text elements of a document.</summary>
    public const int MostElements = 5_120;

    /// <summary>UTF-16 units of a document. JSON takes at most six bytes for one, so that ten documents stay under 1 MB whatever is in them.</summary>
    public const int MostUnits = 16_000;

    private static readonly SearchValues<char> SentenceEnds = SearchValues.Create("。！？!?…；;\n\r");
    private static readonly SearchValues<char> LesserEnds = SearchValues.Create("，、,：:　 \t");

    /// <summary>
    /// Cuts a text: at the end of a sentence, where one ends in the second half of a piece; otherwise at a comma or a space; otherwise between two text elements. The
    /// pieces follow each other without a gap.
    /// </summary>
    public static IReadOnlyList<(int Start, int Length)> Of(string text)
    {
        // Most messages: an element is never less than a unit.
        if (text.Length <= MostElements)
            return [(0, text.Length)];
        var pieces = new List<(int, int)>();
        for (var start = 0; start < text.Length;)
        {
            var length = Longest(text.AsSpan(start));
            if (start + length < text.Length)
                length = Cut(text.AsSpan(start, length));
            pieces.Add((start, length));
            start += length;
        }

        return pieces;
    }

    /// <summary>
    /// One answer about a whole text. Its polarity follows the service's own rule for documents of several sentences: positive and negative make mixed, and either
    /// outweighs neutral. Its confidence is the pieces', weighted by their lengths.
    /// </summary>
    /// <param name="answers">At least one, each with the place where its piece begins; what has no word in it is left out.</param>
    public static Sentiment Merge(IReadOnlyList<(int Start, int Length, Sentiment Answer)> answers)
    {
        if (answers is [{ Start: 0 } only])
            return only.Answer;
        var polarities = answers.Select(static one => one.Answer.Polarity).ToHashSet();
        var polarity = polarities.Contains(Polarity.Mixed) || (polarities.Contains(Polarity.Positive) && polarities.Contains(Polarity.Negative)) ? Polarity.Mixed
            : polarities.Contains(Polarity.Positive) ? Polarity.Positive
            : polarities.Contains(Polarity.Negative) ? Polarity.Negative
            : Polarity.Neutral;
        var confidence = new Confidence(Weighted(static one => one.Positive), Weighted(static one => one.Neutral), Weighted(static one => one.Negative));
        return new Sentiment(
            answers[0].Answer.Model, polarity, confidence,
            [.. answers.SelectMany(static one => one.Answer.Sentences.Select(sentence => Moved(sentence, (start, length) => (one.Start + start, length))))]);

        int Weighted(Func<Confidence, int> score)
        {
            var (sum, weight) = (0L, 0L);
            foreach (var (_, length, answer) in answers)
                (sum, weight) = (sum + ((long)length * score(answer.Confidence)), weight + length);
            return (int)((sum + (weight / 2)) / weight);
        }
    }

    /// <summary>An answer about a redacted text as one about the original. What touches a replacement covers all that was replaced.</summary>
    public static Sentiment InOriginal(Sentiment sentiment, RedactedText redacted) => redacted.Replacements.Count == 0 ? sentiment : sentiment with
    {
        Sentences = [.. sentiment.Sentences.Select(sentence => Moved(sentence, (start, length) => InOriginal(start, length, redacted)))],
    };

    /// <summary>The same text with lone halves of surrogate pairs, which JSON cannot carry, as U+FFFD; offsets stay.</summary>
    public static string Sendable(string text)
    {
        var start = 0;
        char[]? mended = null;
        while (FirstLone(text.AsSpan(start)) is >= 0 and var at)
        {
            mended ??= text.ToCharArray();
            mended[start + at] = '\uFFFD';
            start += at + 1;
        }

        return mended is null ? text : new string(mended);
    }

    private static (int Start, int Length) InOriginal(int start, int length, RedactedText redacted)
    {
        var first = redacted.ToOriginal(start);
        var end = redacted.ToOriginal(start + length);
        foreach (var replacement in redacted.Replacements)
        {
            if (start < replacement.NewStart + replacement.NewLength && start + length > replacement.NewStart)
            {
                first = Math.Min(first, replacement.Start);
                end = Math.Max(end, replacement.Start + replacement.Length);
            }
        }

        return (first, end - first);
    }

    private static SentenceSentiment Moved(SentenceSentiment sentence, Func<int, int, (int Start, int Length)> move)
    {
        var (start, length) = move(sentence.Start, sentence.Length);
        return sentence with
        {
            Start = start,
            Length = length,
            Opinions = [.. sentence.Opinions.Select(Opinion)],
        };

        Opinion Opinion(Opinion opinion)
        {
            var (place, size) = move(opinion.Start, opinion.Length);
            return opinion with { Start = place, Length = size, Assessments = [.. opinion.Assessments.Select(Judgement)] };
        }

        Assessment Judgement(Assessment judgement)
        {
            var (place, size) = move(judgement.Start, judgement.Length);
            return judgement with { Start = place, Length = size };
        }
    }

    /// <summary>How much of a text one document may hold.</summary>
    private static int Longest(ReadOnlySpan<char> text)
    {
        var (length, elements) = (0, 0);
        while (length < text.Length)
        {
            var next = StringInfo.GetNextTextElementLength(text[length..]);
            var size = ElementsAsTheServiceCounts(text.Slice(length, next));
            if (elements + size > MostElements || length + next > MostUnits)
            {
                // An element of thousands of marks is no word; it is cut where it must be, never within a pair.
                return length > 0 ? length : char.IsHighSurrogate(text[MostElements - 1]) ? MostElements - 1 : MostElements;
            }

            (length, elements) = (length + next, elements + size);
        }

        return length;
    }

    /// <summary>
    /// At least as many as <see cref="StringInfo"/> counts. The service counts by Unicode 8, which does not know the emoji that joiners and skin tones make into one:
    /// each of their parts may count there.
    /// </summary>
    private static int ElementsAsTheServiceCounts(ReadOnlySpan<char> element)
    {
        if (element.Length == 1)
            return 1;
        var count = 0;
        foreach (var rune in element.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format))
                count++;
        }

        return Math.Max(count, 1);
    }

    private static int Cut(ReadOnlySpan<char> piece)
    {
        var half = piece.Length / 2;
        var tail = piece[half..];

        // A full stop ends a sentence where a space follows; in a price or an address it does not.
        foreach (var at in (ReadOnlySpan<int>)[Math.Max(tail.LastIndexOfAny(SentenceEnds), tail.LastIndexOf(". ")), tail.LastIndexOfAny(LesserEnds)])
        {
            if (at >= 0 && IsBoundary(piece, half + at + 1))
                return half + at + 1;
        }

        return piece.Length;
    }

    // A mark may stand upon a space, and CR LF is one element.
    private static bool IsBoundary(ReadOnlySpan<char> piece, int at) => at == piece.Length || StringInfo.GetNextTextElementLength(piece[(at - 1)..]) == 1;

    private static int FirstLone(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return i;
            i++;
        }

        return -1;
    }
}
