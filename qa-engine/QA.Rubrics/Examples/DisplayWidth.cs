using System;
using System.Globalization;

namespace QA.Rubrics.Examples;

/// <summary>
/// How many cells of a monospace editor a text takes: a Chinese character takes two. Ranges after Unicode's East Asian Width (W and
/// F), emoji included; ambiguous characters such as “ … count one, as editors outside of Asia show them.
/// </summary>
internal static class DisplayWidth
{
    /// <summary>The cells of the character at <paramref name="index"/>; 0 for the second half of a pair and for what joins the one before.</summary>
    public static int At(ReadOnlySpan<char> text, int index)
    {
        var c = text[index];
        if (char.IsLowSurrogate(c) && index > 0 && char.IsHighSurrogate(text[index - 1]))
            return 0;
        var rune = char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) ? char.ConvertToUtf32(c, text[index + 1]) : c;
        if (rune >= 0xD800 && rune <= 0xDFFF)
            return 1;
        return CharUnicodeInfo.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control => 0,
            _ => IsWide(rune) ? 2 : 1,
        };
    }

    private static bool IsWide(int rune) => rune
        is (>= 0x1100 and <= 0x115F)
        or (>= 0x231A and <= 0x231B)
        or (>= 0x23E9 and <= 0x23EC)
        or (>= 0x2E80 and <= 0x303E)
        or (>= 0x3041 and <= 0x4DBF)
        or (>= 0x4E00 and <= 0xA4CF)
        or (>= 0xA960 and <= 0xA97F)
        or (>= 0xAC00 and <= 0xD7A3)
        or (>= 0xF900 and <= 0xFAFF)
        or (>= 0xFE30 and <= 0xFE6F)
        or (>= 0xFF01 and <= 0xFF60)
        or (>= 0xFFE0 and <= 0xFFE6)
        or (>= 0x1F300 and <= 0x1F64F)
        or (>= 0x1F680 and <= 0x1F6FF)
        or (>= 0x1F900 and <= 0x1FAFF)
        or (>= 0x20000 and <= 0x3FFFD);
}
