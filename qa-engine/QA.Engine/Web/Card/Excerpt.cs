using System;
using System.Globalization;
using System.Text;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Web.Card;

/// <summary>Some words of a message with a little of what stands around them, fit to be shown in a line.</summary>
/// <param name="Message">Its index in the conversation.</param>
public sealed record Excerpt(int Message, string Before, string Words, string After)
{
    private const int Around = 24;
    private const int MostWords = 80;
    private const char Stand = '·';

    /// <returns>Null where the conversation has no such words: another revision took its place.</returns>
    public static Excerpt? Of(Conversation chat, StoredFinding finding)
    {
        if (finding.Message < 0 || finding.Message >= chat.Messages.Count)
            return null;
        var text = chat.Messages[finding.Message].Text;
        if (finding.Start < 0 || finding.Length < 0 || finding.Start > text.Length - finding.Length)
            return null;
        var end = finding.Start + finding.Length;
        var (first, wordsEnd, last) = (Whole(text, Math.Max(0, finding.Start - Around)), Whole(text, Math.Min(end, finding.Start + MostWords)), Whole(text, Math.Min(text.Length, end + Around)));
        return new Excerpt(
            finding.Message, (first > 0 ? "…" : "") + Plain(text.AsSpan(first, finding.Start - first)),
            Plain(text.AsSpan(finding.Start, wordsEnd - finding.Start)) + (wordsEnd < end ? "…" : ""), Plain(text.AsSpan(end, last - end)) + (last < text.Length ? "…" : ""));
    }

    /// <summary>A place that splits no character of two halves.</summary>
    private static int Whole(string text, int place) => place > 0 && place < text.Length && char.IsLowSurrogate(text[place]) ? place - 1 : place;

    /// <summary>Line ends become blanks; signs that nobody sees, some of which turn the text around them, become a dot.</summary>
    private static string Plain(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                // Joins the parts of many an emoji.
                case UnicodeCategory.Format when rune.Value == 0x200D:
                    plain.Append(rune.ToString());
                    break;
                case UnicodeCategory.Format:
                    plain.Append(Stand);
                    break;
                case UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    plain.Append(' ');
                    break;
                default:
                    plain.Append(rune.ToString());
                    break;
            }
        }

        return plain.ToString();
    }
}
