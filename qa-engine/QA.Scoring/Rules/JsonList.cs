using System;
using System.Buffers;
using System.Globalization;

namespace QA.Scoring.Rules;

/// <summary>Looks into an attribute that is a list, which conversations keep as JSON: <c>["vip","老客"]</c>.</summary>
internal static class JsonList
{
    private static readonly SearchValues<char> WordEnds = SearchValues.Create(",]} \t\r\n");

    /// <summary>Whether the text is a JSON array with an item that reads <paramref name="item"/>; numbers and words count as they are spelled.</summary>
    /// <remarks>Reads in place, so that a rule allocates nothing. What is not JSON has no items.</remarks>
    public static bool Contains(ReadOnlySpan<char> json, ReadOnlySpan<char> item)
    {
        json = json.Trim();
        if (json is not ['[', .., ']'])
            return false;
        var depth = 0;
        for (var i = 0; i < json.Length; i++)
        {
            switch (json[i])
            {
                case '[' or '{':
                    depth++;
                    break;
                case ']' or '}':
                    depth--;
                    break;
                case '"':
                    var end = EndOfString(json, i + 1);
                    if (depth == 1 && Reads(json[(i + 1)..end], item))
                        return true;
                    i = end;
                    break;
                case ',' or ' ' or '\t' or '\r' or '\n':
                    break;
                default:
                    var word = json[i..];
                    var length = word.IndexOfAny(WordEnds);
                    if (length < 0)
                        return false;
                    if (depth == 1 && word[..length].SequenceEqual(item))
                        return true;
                    i += length - 1;
                    break;
            }
        }

        return false;
    }

    private static int EndOfString(ReadOnlySpan<char> json, int from)
    {
        for (var i = from; i < json.Length; i++)
        {
            if (json[i] == '"')
                return i;
            if (json[i] == '\\')
                i++;
        }

        return json.Length;
    }

    /// <summary>Whether a JSON string, its escapes resolved, is <paramref name="item"/>.</summary>
    private static bool Reads(ReadOnlySpan<char> written, ReadOnlySpan<char> item)
    {
        var at = 0;
        for (var i = 0; i < written.Length; i++)
        {
            var c = written[i];
            if (c == '\\' && i + 1 < written.Length)
            {
                c = written[++i];
                if (c == 'u' && i + 4 < written.Length && ushort.TryParse(written.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
                {
                    c = (char)unit;
                    i += 4;
                }
                else
                {
                    c = c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => c };
                }
            }

            if (at == item.Length || item[at] != c)
                return false;
            at++;
        }

        return at == item.Length;
    }
}
