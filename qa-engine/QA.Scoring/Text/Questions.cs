using System;

namespace QA.Scoring.Text;

/// <summary>Whether words ask something.</summary>
internal static class Questions
{
    /// <summary>Characters that end a question in Chinese: 吗 嘛 呢 么 没 不 否 (before the mark or the end of the clause).</summary>
    private const string Particles = "吗么嘛呢";

    /// <summary>Whether the clause around folded offsets ends in a question mark or a particle, or offers a choice (能不能, 是不是, 有没有).</summary>
    public static bool IsAsked(ReadOnlySpan<char> text, int start, int end)
    {
        var from = Clauses.ClauseStart(text, start);
        var to = Clauses.ClauseEnd(text, Math.Max(start, end - 1));
        return IsQuestion(text, from, to);
    }

    /// <summary>Whether a clause is a question; <paramref name="to"/> is one behind its last character, its mark not included.</summary>
    public static bool IsQuestion(ReadOnlySpan<char> text, int from, int to)
    {
        // The mark may stand at the clause's end, or behind a particle or an emoticon.
        if (to < text.Length && text[to] == '?')
            return true;
        var clause = text[from..to];
        if (clause.Contains('?'))
            return true;
        var last = clause.Length - 1;
        while (last >= 0 && !char.IsLetterOrDigit(clause[last]))
            last--;
        if (last >= 0 && Particles.Contains(clause[last], StringComparison.Ordinal))
            return true;
        for (var i = 1; i + 1 < clause.Length; i++)
        {
            // A不A, A没A
            if (clause[i] is '不' or '没' && clause[i - 1] == clause[i + 1] && char.IsLetter(clause[i - 1]))
                return true;
        }

        return false;
    }
}
