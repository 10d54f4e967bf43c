using System;

namespace QA.Scoring.Text;

/// <summary>Quoted words: they are somebody else's. Folding leaves one double quote, and 《》 for titles.</summary>
internal static class Quotes
{
    /// <summary>
    /// The next pair of quotation marks that opens at <paramref name="from"/> or later; both are the text's length where there is
    /// none. An unclosed mark quotes nothing. Other marks inside a pair open nothing.
    /// </summary>
    /// <param name="folded">A folded text.</param>
    /// <param name="from">A place outside quotation marks.</param>
    public static (int Open, int Close) Next(ReadOnlySpan<char> folded, int from)
    {
        var titles = true;
        var at = from;
        while (at < folded.Length)
        {
            var rest = folded[at..];
            var open = titles ? rest.IndexOfAny('"', '《') : rest.IndexOf('"');
            if (open < 0)
                break;
            var isTitle = rest[open] == '《';
            var close = rest[(open + 1)..].IndexOf(isTitle ? '》' : '"');
            if (close >= 0)
                return (at + open, at + open + 1 + close);

            // No further title closes either, so that is asked once.
            titles &= !isTitle;
            at += open + 1;
        }

        return (folded.Length, folded.Length);
    }
}
