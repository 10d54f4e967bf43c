using System;

namespace QA.Scoring.Text;

/// <summary>Finds Unicode emoji: single pictographs and the sequences that show as one.</summary>
/// <remarks>
/// Ranges are those of Unicode 17, <c>emoji-data.txt</c> (Unicode-3.0 licence). A pictograph that is text by default counts when a variation
/// selector asks for the emoji, or bare when it is a face, hand, heart, flower or weather sign, which phones draw as emoji and exports
/// strip of the selector; © ® ™ ✔ ♀ and arrows count only with the selector. A selector that asks for text makes none.
/// </remarks>
public static class EmojiText
{
    private const char Joiner = '\u200D';
    private const char AsText = '\uFE0E';
    private const char AsEmoji = '\uFE0F';
    private const char Keycap = '\u20E3';

    // Emoji by default, first and last of each range.
    private const string Pictographs =
        "\u231A\u231B\u23E9\u23EC\u23F0\u23F0\u23F3\u23F3\u25FD\u25FE\u2614\u2615\u2648\u2653\u267F\u267F\u2693\u2693\u26A1\u26A1"
        + "\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26CE\u26CE\u26D4\u26D4\u26EA\u26EA\u26F2\u26F3\u26F5\u26F5\u26FA\u26FA\u26FD\u26FD"
        + "\u2705\u2705\u270A\u270B\u2728\u2728\u274C\u274C\u274E\u274E\u2753\u2755\u2757\u2757\u2795\u2797\u27B0\u27B0\u27BF\u27BF"
        + "\u2B1B\u2B1C\u2B50\u2B50\u2B55\u2B55";

    // Text by default, and yet an emoji when a chat holds it bare.
    private const string Warm = "☀☁☂☃☄☘☝☠☹☺♥♨✌✍❄❣❤";

    // Text by default, emoji with a selector.
    private const string Shy =
        "\u00A9\u00A9\u00AE\u00AE\u203C\u203C\u2049\u2049\u2122\u2122\u2139\u2139\u2194\u2199\u21A9\u21AA\u2328\u2328\u23CF\u23CF\u23ED\u23EF"
        + "\u23F1\u23F2\u23F8\u23FA\u24C2\u24C2\u25AA\u25AB\u25B6\u25B6\u25C0\u25C0\u25FB\u25FC\u2600\u2604\u260E\u260E\u2611\u2611\u2618\u2618"
        + "\u261D\u261D\u2620\u2620\u2622\u2623\u2626\u2626\u262A\u262A\u262E\u262F\u2638\u263A\u2640\u2640\u2642\u2642\u265F\u2660\u2663\u2663"
        + "\u2665\u2666\u2668\u2668\u267B\u267B\u267E\u267E\u2692\u2692\u2694\u2697\u2699\u2699\u269B\u269C\u26A0\u26A0\u26A7\u26A7\u26B0\u26B1"
        + "\u26C8\u26C8\u26CF\u26CF\u26D1\u26D1\u26D3\u26D3\u26E9\u26E9\u26F0\u26F1\u26F4\u26F4\u26F7\u26F9\u2702\u2702\u2708\u2709\u270C\u270D"
        + "\u270F\u270F\u2712\u2712\u2714\u2714\u2716\u2716\u271D\u271D\u2721\u2721\u2733\u2734\u2744\u2744\u2747\u2747\u2763\u2764\u27A1\u27A1"
        + "\u2934\u2935\u2B05\u2B07\u3030\u3030\u303D\u303D\u3297\u3297\u3299\u3299";

    /// <summary>Whether an emoji begins at <paramref name="i"/> of an original or folded text.</summary>
    /// <param name="text">Any text; folding has taken selectors, joiners and skin tones out, so there each part is an emoji by itself.</param>
    /// <param name="i">0 to the length less one.</param>
    /// <param name="length">UTF-16 units of the whole sequence; 0 if there is none.</param>
    public static bool IsEmojiAt(ReadOnlySpan<char> text, int i, out int length)
    {
        length = 0;
        var c = text[i];
        if (c < 0x80)
        {
            if (c is not ('#' or '*' or (>= '0' and <= '9')))
                return false;
            var mark = i + 1;
            if (At(text, mark) == AsEmoji)
                mark++;
            if (At(text, mark) != Keycap)
                return false;
            length = mark + 1 - i;
            return true;
        }

        if (c < '\u2000' && c is not ('\u00A9' or '\u00AE'))
            return false;

        var scalar = Scalar(text, i);
        if (IsRegional(scalar))
        {
            // Two letters make a flag; one is a letter.
            if (!IsRegional(Scalar(text, i + 2)))
                return false;
            length = 4;
            return true;
        }

        var end = Element(text, i);
        if (end == i)
            return false;
        while (At(text, end) == Joiner)
        {
            var next = Element(text, end + 1, joined: true);
            if (next == end + 1)
                break;
            end = next;
        }

        length = end - i;
        return true;
    }

    // One pictograph with its selector, skin tone or tags: the index after it, or where it should have begun.
    private static int Element(ReadOnlySpan<char> text, int i, bool joined = false)
    {
        var scalar = Scalar(text, i);
        if (scalar < 0)
            return i;
        var end = i + (scalar > char.MaxValue ? 2 : 1);
        var byDefault = IsPictograph(scalar);
        if (!byDefault && (scalar > char.MaxValue || !In(Shy, (char)scalar)))
            return i;
        if (At(text, end) == AsText)
            return i;

        if (At(text, end) == AsEmoji)
            end++;
        else if (!byDefault && !joined && !IsSkinTone(Scalar(text, end)) && !Warm.Contains((char)scalar, StringComparison.Ordinal))
            return i;

        if (IsSkinTone(Scalar(text, end)))
            end += 2;
        // The flags of regions (🏴 and tags) spell their code in invisible letters.
        while (Scalar(text, end) is >= 0xE0020 and <= 0xE007F)
            end += 2;
        return end;
    }

    private static bool IsPictograph(int scalar) => scalar switch
    {
        <= char.MaxValue => In(Pictographs, (char)scalar),
        // Mahjong tiles, cards and enclosed letters: only the few that are emoji.
        < 0x1F300 => scalar is 0x1F004 or 0x1F0CF or 0x1F18E or (>= 0x1F191 and <= 0x1F19A) or 0x1F170 or 0x1F171 or 0x1F17E or 0x1F17F
            or 0x1F201 or 0x1F202 or 0x1F21A or 0x1F22F or (>= 0x1F232 and <= 0x1F23A) or 0x1F250 or 0x1F251,
        < 0x1F3FB => true,
        <= 0x1F3FF => false,
        <= 0x1F64F => true,
        < 0x1F680 => false,
        <= 0x1F6FF => true,
        < 0x1F7E0 => false,
        <= 0x1F7F0 => true,
        < 0x1F90C => false,
        <= 0x1F9FF => true,
        < 0x1FA70 => false,
        <= 0x1FAFF => true,
        _ => false,
    };

    private static bool IsRegional(int scalar) => scalar is >= 0x1F1E6 and <= 0x1F1FF;

    private static bool IsSkinTone(int scalar) => scalar is >= 0x1F3FB and <= 0x1F3FF;

    private static bool In(string ranges, char c)
    {
        for (var r = 0; r < ranges.Length && c >= ranges[r]; r += 2)
        {
            if (c <= ranges[r + 1])
                return true;
        }

        return false;
    }

    private static char At(ReadOnlySpan<char> text, int i) => (uint)i < (uint)text.Length ? text[i] : '\0';

    private static int Scalar(ReadOnlySpan<char> text, int i)
    {
        if ((uint)i >= (uint)text.Length)
            return -1;
        var c = text[i];
        if (!char.IsSurrogate(c))
            return c;
        return char.IsHighSurrogate(c) && char.IsLowSurrogate(At(text, i + 1)) ? char.ConvertToUtf32(c, text[i + 1]) : -1;
    }
}
