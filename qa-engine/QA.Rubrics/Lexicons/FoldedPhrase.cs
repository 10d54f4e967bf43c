using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace QA.Rubrics.Lexicons;

/// <summary>A phrase in the form in which two spellings of it look alike.</summary>
internal static class FoldedPhrase
{
    /// <summary>Lower case, half width, without what nobody sees and without blanks.</summary>
    public static string Of(ReadOnlySpan<char> phrase)
    {
        var folded = new StringBuilder(phrase.Length);
        foreach (var c in phrase)
        {
            if (char.IsWhiteSpace(c) || char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format || c is >= '\uFE00' and <= '\uFE0F')
                continue;
            folded.Append(char.ToLowerInvariant(c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c));
        }

        return folded.ToString();
    }

    /// <summary>Whether the parts of a phrase stand in <paramref name="text"/>, in their order.</summary>
    public static bool Contains(string text, IReadOnlyList<string> parts)
    {
        var within = Of(text);
        var from = 0;
        foreach (var part in parts)
        {
            var literal = Of(part);
            var at = within.IndexOf(literal, from, StringComparison.Ordinal);
            if (at < 0)
                return false;
            from = at + literal.Length;
        }

        return true;
    }
}
