using System;
using System.Globalization;

namespace QA.Engine.Web.Audit;

/// <summary>Characters that nobody sees and that change what is seen: shown by name instead of obeyed.</summary>
internal static class HiddenSign
{
    private const char ZeroWidthJoiner = '\u200D';
    private const char EmojiSign = '\uFE0F';
    private const int Tags = 0xE0000;
    private const int LastTag = 0xE007F;

    /// <summary>The name of a hidden character, such as <c>RLO</c>; null where it is to be shown as it is.</summary>
    /// <param name="length">How many UTF-16 units it takes.</param>
    public static string? At(string text, int place, out int length)
    {
        var sign = text[place];
        length = 1;
        if (char.IsSurrogate(sign))
        {
            if (!char.IsSurrogatePair(text, place) && !(place > 0 && char.IsSurrogatePair(text, place - 1)))
                return Code(sign);
            if (!char.IsHighSurrogate(sign))
                return null;
            var whole = char.ConvertToUtf32(text, place);
            if (whole is < Tags or > LastTag)
                return null;
            length = 2;
            return Code(whole);
        }

        if (sign == ZeroWidthJoiner && JoinsEmoji(text, place))
            return null;
        return sign switch
        {
            '\u202A' => "LRE",
            '\u202B' => "RLE",
            '\u202C' => "PDF",
            '\u202D' => "LRO",
            '\u202E' => "RLO",
            '\u2066' => "LRI",
            '\u2067' => "RLI",
            '\u2068' => "FSI",
            '\u2069' => "PDI",
            '\u200E' => "LRM",
            '\u200F' => "RLM",
            '\u061C' => "ALM",
            '\u200B' => "ZWSP",
            '\u200C' => "ZWNJ",
            ZeroWidthJoiner => "ZWJ",
            '\u2060' => "WJ",
            '\uFEFF' => "BOM",
            '\u00AD' => "SHY",
            '\u2028' => "LS",
            '\u2029' => "PS",
            '\n' or '\t' => null,
            '\r' => place + 1 < text.Length && text[place + 1] == '\n' ? null : Code(sign),
            '\u115F' or '\u1160' or '\u3164' or '\uFFA0' or '\u180E' or (>= '\u2061' and <= '\u2064') or (>= '\u206A' and <= '\u206F') => Code(sign),
            _ => char.IsControl(sign) ? Code(sign) : null,
        };
    }

    private static string Code(int sign) => "U+" + sign.ToString("X4", CultureInfo.InvariantCulture);

    /// <summary>Families and professions are several emoji joined into one.</summary>
    private static bool JoinsEmoji(string text, int place) =>
        place > 0 && place + 1 < text.Length && (char.IsLowSurrogate(text[place - 1]) || text[place - 1] == EmojiSign)
        && (char.IsHighSurrogate(text[place + 1]) || text[place + 1] is >= '\u2600' and <= '\u27BF');
}
