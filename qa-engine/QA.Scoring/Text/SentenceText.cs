using System;
using System.Collections.Generic;

namespace QA.Scoring.Text;

/// <summary>What models of sentences see of a text: its letters, Han characters and digits, and which stand side by side.</summary>
public static class SentenceText
{
    /// <summary>Stands before the first character.</summary>
    public const char Start = '\u0002';

    /// <summary>Stands behind the last.</summary>
    public const char End = '\u0003';

    /// <summary>The characters and pairs of a text; each as often as it stands there, a digit as 0.</summary>
    /// <param name="text">As it was written; it is folded first.</param>
    public static IReadOnlyList<string> Grams(string text)
    {
        var grams = new List<string>();
        var before = Start;
        foreach (var written in Folding.Fold(text))
        {
            if (!Says(written))
                continue;
            var c = Normal(written);
            grams.Add(c.ToString());
            grams.Add(string.Concat([before], [c]));
            before = c;
        }

        grams.Add(string.Concat([before], [End]));
        return grams;
    }

    /// <summary>Whether a character says anything: emoticons and marks do not, nor does half a character.</summary>
    internal static bool Says(char c) => CharTable.Says[c] != 0 && !char.IsSurrogate(c);

    /// <summary>One number is as good as another.</summary>
    internal static char Normal(char c) => char.IsAsciiDigit(c) ? '0' : c;
}
