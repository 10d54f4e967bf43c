using System;
using System.Collections.Generic;
using QA.Scoring;
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

    /// <summary>Whether the parts of a phrase, in one of their wordings, stand in <paramref name="text"/> in their order.</summary>
    public static bool Contains(string text, IReadOnlyList<PhrasePart> parts)
    {
        var within = Folding.Fold(text);
        var from = 0;
        foreach (var part in parts)
        {
            // What ends first leaves most room for what follows.
            var end = int.MaxValue;
            foreach (var wording in part.Texts)
            {
                var literal = Folding.Fold(wording);
                if (within.IndexOf(literal, from, StringComparison.Ordinal) is var at and >= 0)
                    end = Math.Min(end, at + literal.Length);
            }

            if (end == int.MaxValue)
                return false;
            from = end;
        }

        return true;
    }
}
