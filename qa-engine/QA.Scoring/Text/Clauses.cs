using System;

namespace QA.Scoring.Text;

public static class Clauses
{
    public static int ClauseStart(ReadOnlySpan<char> t, int i) { while (i > 0 && !",;:.!?、… \n~".Contains(t[i - 1], StringComparison.Ordinal)) i--; return i; }
    public static int ClauseEnd(ReadOnlySpan<char> t, int i) { while (i < t.Length && !",;:.!?、… \n~".Contains(t[i], StringComparison.Ordinal)) i++; return i; }
    public static int SentenceStart(ReadOnlySpan<char> t, int i) { while (i > 0 && !".!?…\n".Contains(t[i - 1], StringComparison.Ordinal)) i--; return i; }
    public static int SentenceEnd(ReadOnlySpan<char> t, int i) { while (i < t.Length && !".!?…\n".Contains(t[i], StringComparison.Ordinal)) i++; return i; }
}

public enum EmoticonFamily { Unicode, Kaomoji, Bracket, Wangwang, Jd }

public static class Emoticons
{
    public const TextTraits Traits = TextTraits.Emoji | TextTraits.Bracket;
    public static bool Next(ReadOnlySpan<char> text, ref int position, out int start, out int length, out EmoticonFamily family) { start = length = 0; family = default; return false; }
}
