using System;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>Whether a stretch of a message says nothing: punctuation, emoticons, and phrases that are to be passed over.</summary>
internal static class Surroundings
{
    public static bool AreEmpty(Examination chat, int message, int from, int to, ReadOnlySpan<int> passing)
    {
        var text = chat.Folded(message);
        var emoticons = chat.EmoticonsIn(message);
        for (var i = from; i < to; i++)
        {
            var c = text[i];
            if (CharTable.Says[c] == 0)
                continue;
            var end = EndOfEmoticon(emoticons, i);
            if (end <= i)
                end = EndOfPhrase(chat, message, i, to, passing);
            if (end <= i)
                return false;
            i = end - 1;
        }

        return true;
    }

    private static int EndOfEmoticon(ReadOnlySpan<Examination.EmoticonMark> emoticons, int at)
    {
        var next = Examination.FirstEndingBehind(emoticons, at);
        return next < emoticons.Length && emoticons[next].Start <= at ? emoticons[next].End : -1;
    }

    /// <summary>The furthest end of a phrase of <paramref name="lexicons"/> that covers the offset and does not leave the stretch.</summary>
    private static int EndOfPhrase(Examination chat, int message, int at, int to, ReadOnlySpan<int> lexicons)
    {
        if (lexicons.IsEmpty)
            return -1;
        var hits = chat.HitsEnding(message, at, Math.Min(to, at + chat.LongestHit));
        for (var i = hits.Length - 1; i >= 0; i--)
        {
            if (hits[i].Lexicon >= 0 && hits[i].Start <= at && lexicons.Contains(hits[i].Lexicon))
                return hits[i].End;
        }

        return -1;
    }
}
