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
            if (!char.IsLetterOrDigit(c) && !char.IsSurrogate(c))
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
        foreach (ref readonly var emoticon in emoticons)
        {
            if (emoticon.Start <= at && at < emoticon.End)
                return emoticon.End;
        }

        return -1;
    }

    /// <summary>The furthest end of a phrase of <paramref name="lexicons"/> that covers the offset and does not leave the stretch.</summary>
    private static int EndOfPhrase(Examination chat, int message, int at, int to, ReadOnlySpan<int> lexicons)
    {
        var furthest = -1;
        if (lexicons.IsEmpty)
            return furthest;
        foreach (ref readonly var hit in chat.HitsIn(message))
        {
            if (hit.Lexicon >= 0 && hit.Start <= at && at < hit.End && hit.End <= to && hit.End > furthest && lexicons.Contains(hit.Lexicon))
                furthest = hit.End;
        }

        return furthest;
    }
}
