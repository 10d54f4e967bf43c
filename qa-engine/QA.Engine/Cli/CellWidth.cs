using System.Globalization;
using System.Text;

namespace QA.Engine.Cli;

/// <summary>How many columns a text takes on a terminal: Chinese takes two a character, marks on other characters none.</summary>
internal static class CellWidth
{
    public static int Of(string text)
    {
        var width = 0;
        foreach (var rune in text.EnumerateRunes())
            width += Of(rune);
        return width;
    }

    /// <summary>The text in exactly so many columns: padded, or cut with an ellipsis.</summary>
    public static string Fit(string text, int columns)
    {
        var width = Of(text);
        if (width <= columns)
            return text + new string(' ', columns - width);
        var fitted = new StringBuilder();
        width = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (width + Of(rune) > columns - 1)
                break;
            fitted.Append(rune.ToString());
            width += Of(rune);
        }

        return fitted.Append('…').Append(' ', columns - width - 1).ToString();
    }

    private static int Of(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format or UnicodeCategory.Control)
            return 0;

        // East Asian Wide and Fullwidth of Unicode 16 (UAX #11), in the blocks that chats and names use.
        return rune.Value switch
        {
            >= 0x1100 and <= 0x115F => 2,
            >= 0x2E80 and <= 0x303E => 2,
            >= 0x3041 and <= 0xA4CF => 2,
            >= 0xA960 and <= 0xA97F => 2,
            >= 0xAC00 and <= 0xD7A3 => 2,
            >= 0xF900 and <= 0xFAFF => 2,
            >= 0xFE30 and <= 0xFE6F => 2,
            >= 0xFF00 and <= 0xFF60 => 2,
            >= 0xFFE0 and <= 0xFFE6 => 2,
            >= 0x1F300 and <= 0x1FAFF => 2,
            >= 0x20000 and <= 0x3FFFD => 2,
            _ => 1,
        };
    }
}
