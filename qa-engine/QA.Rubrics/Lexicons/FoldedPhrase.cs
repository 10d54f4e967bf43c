using System;
using System.Collections.Generic;
using QA.Scoring.Text;

namespace QA.Rubrics.Lexicons;

/// <summary>A phrase as the engine compares it: spellings that fold alike are one phrase.</summary>
internal static class FoldedPhrase
{
    /// <summary>The folded parts of a phrase, joined by its gaps as written.</summary>
    public static string Of(string phrase)
    {
        var gap = phrase.IndexOf('…', StringComparison.Ordinal);
        return gap < 0 ? Folding.Fold(phrase) : Folding.Fold(phrase[..gap]) + "…" + Of(phrase[(gap + 1)..]);
    }

    /// <summary>Whether the parts of a phrase stand in <paramref name="text"/>, in their order.</summary>
    public static bool Contains(string text, IReadOnlyList<string> parts)
    {
        var within = Folding.Fold(text);
        var from = 0;
        foreach (var part in parts)
        {
            var literal = Folding.Fold(part);
            var at = within.IndexOf(literal, from, StringComparison.Ordinal);
            if (at < 0)
                return false;
            from = at + literal.Length;
        }

        return true;
    }
}
