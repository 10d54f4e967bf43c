using System;
using System.Buffers;
using System.Text;

namespace QA.Engine.Metrics;

/// <summary>Text from outside as the value of a label: valid, short, escaped.</summary>
internal static class LabelText
{
    /// <summary>UTF-16 units of a value; no name of a person, team or shop comes near it, and a pasted novel must not travel with every scrape.</summary>
    public const int Longest = 120;

    /// <summary>
    /// The same text where it is fine. Otherwise lone surrogates and control characters (line breaks and tabs aside) become U+FFFD, as
    /// neither text format has a way to write them that all readers take, and what is too long ends in "…".
    /// </summary>
    public static string Clean(string text)
    {
        if (IsClean(text))
            return text;
        var clean = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength >= Longest)
            {
                clean.Append('…');
                break;
            }

            clean.Append(IsControl(rune.Value) ? Rune.ReplacementChar.ToString() : rune.ToString());
        }

        return clean.ToString();
    }

    /// <summary><c>name="value"</c> in UTF-8, as both formats write it.</summary>
    public static byte[] Pair(string name, string value) => Encoding.UTF8.GetBytes($"{name}=\"{Escaped(value, quotes: true)}\"");

    /// <summary>What follows HELP: 0.0.4 leaves quotes alone there, OpenMetrics does not.</summary>
    public static string Help(string text, bool openMetrics) => Escaped(text, quotes: openMetrics);

    /// <summary>All pairs of a series, without the braces.</summary>
    public static byte[] Pairs(ReadOnlySpan<string> names, ReadOnlySpan<string> values)
    {
        var pairs = new ArrayBufferWriter<byte>();
        for (var i = 0; i < names.Length; i++)
        {
            if (i > 0)
                pairs.Write(","u8);
            pairs.Write(Pair(names[i], Clean(values[i])));
        }

        return pairs.WrittenSpan.ToArray();
    }

    private static string Escaped(string text, bool quotes)
    {
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private static bool IsClean(string text)
    {
        if (text.Length > Longest)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]))
            {
                if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                    return false;
                i++;
            }
            else if (IsControl(text[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsControl(int character) => character is < 0x20 and not '\n' and not '\t' or >= 0x7F and < 0xA0;
}
