using System;

namespace QA.Scoring.Text;

/// <summary>The emoticon codes of Wangwang, Taobao's chat program, as its export writes them.</summary>
internal static class WangwangCodes
{
    // The published list, without the "/:" that all of them begin with; case matters. Digits, then words, then signs.
    private static readonly string[] Codes =
    [
        "007", "008", "012", "015", "018", "020", "026", "027", "028", "036", "039", "043", "044", "045", "046", "047", "048", "052",
        "065", "066", "067", "068", "069", "071", "072", "073", "074", "075", "076", "077", "079", "080", "081", "083", "084", "085",
        "086", "087", "801", "802", "803", "804", "805", "806", "807", "808", "809", "810", "811", "812", "813", "814", "815", "816",
        "817", "818", "819",
        "girl", "man", "lip", "qp", "clock", "plane", "Q", "H", "b", "O", "P", "R", "C", "Y",
        "^_^", "^$^", "^O^", "^x^", "^W^", "?", "!", "'\"\"", "(Zz...)", "*&*", ">_<", ">O<", "\"", ">M<", ">@<", ">W<", "O=O",
        "(OK)", "8*8", ")-(", "-F", "-W", "$", "%", "(&)", "@", "~B", "U*U",
    ];

    private static readonly string[] Longest = ByLength();

    /// <summary>The length of the code at <paramref name="i"/>, its slash and colon included; 0 if there is none.</summary>
    /// <remarks>A code of digits is not the beginning of a longer number, nor one of letters that of a longer word; an address ("//:") holds none.</remarks>
    public static int LengthAt(ReadOnlySpan<char> text, int i)
    {
        if (text[i] != '/' || i + 2 >= text.Length || text[i + 1] != ':' || (i > 0 && text[i - 1] is '/' or ':'))
            return 0;

        var rest = text[(i + 2)..];
        foreach (var code in Longest)
        {
            if (!rest.StartsWith(code, StringComparison.Ordinal))
                continue;
            var last = code[^1];
            var next = code.Length < rest.Length ? rest[code.Length] : '\0';
            if ((char.IsAsciiDigit(last) && char.IsAsciiDigit(next)) || (char.IsAsciiLetter(last) && char.IsAsciiLetter(next)))
                return 0;
            return code.Length + 2;
        }

        return 0;
    }

    // "O=O" before "O", "'\"\"" before "\"".
    private static string[] ByLength()
    {
        var longest = (string[])Codes.Clone();
        Array.Sort(longest, (a, b) => a.Length != b.Length ? b.Length - a.Length : string.CompareOrdinal(a, b));
        return longest;
    }
}
