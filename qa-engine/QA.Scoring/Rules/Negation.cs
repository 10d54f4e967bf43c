using System;
using System.Collections.Generic;

namespace QA.Scoring.Rules;

/// <summary>Whether words are taken back by a negator just before them: 不保证, 没有说过绝对, can't always promise – and not 不是不能.</summary>
internal static class Negation
{
    // CATALOGUE GT4: the preceding four characters, within the clause.
    private const int Reach = 4;

    // English puts words between: won't be able to promise.
    private const int WordsBetween = 3;
    private const int ReachInLetters = 24;

    public static bool IsNegated(Examination chat, in Mark mark)
    {
        var negators = chat.Rubric.Negators;
        if (negators.Count == 0 || mark.Start == 0)
            return false;
        var count = 0;
        var next = mark.Start;
        var clause = -1;
        while (Before(chat, negators, mark.Message, next) is { } negator)
        {
            if (clause < 0)
                clause = chat.ClauseAt(mark.Message, mark.Start).Start;
            if (negator < clause)
                break;

            // Each negator reaches on over the next: 不是不能保证 is a promise.
            count++;
            next = negator;
        }

        return count % 2 == 1;
    }

    /// <summary>Where the nearest negator before an offset begins, if it is near enough.</summary>
    private static int? Before(Examination chat, IReadOnlyList<int> negators, int message, int offset)
    {
        // Folded Chinese has no blanks, so only behind a word of letters is there anything further to read.
        var text = chat.Folded(message);
        var spaced = offset > 0 && text[offset - 1] == ' ';
        var hits = chat.HitsEnding(message, Math.Max(0, offset - (spaced ? ReachInLetters : Reach)) - 1, offset);
        for (var i = hits.Length - 1; i >= 0; i--)
        {
            if (hits[i].Lexicon >= 0 && IsNegator(negators, hits[i].Lexicon) && (!spaced || Reaches(text, hits[i].End, offset)))
                return hits[i].Start;
        }

        return null;
    }

    private static bool Reaches(ReadOnlySpan<char> text, int end, int offset) =>
        offset - end <= Reach || (char.IsAsciiLetterLower(text[end - 1]) && text[end..offset].Count(' ') <= WordsBetween + 1);

    private static bool IsNegator(IReadOnlyList<int> negators, int lexicon)
    {
        for (var i = 0; i < negators.Count; i++)
        {
            if (negators[i] == lexicon)
                return true;
        }

        return false;
    }
}
