using System;
using System.Text;

namespace QA.Engine.Cli;

/// <summary>Text of a chat for a terminal: its control characters become visible, so that no message can move the cursor, change colours or turn the order of a line round.</summary>
internal static class SafeText
{
    public static string Of(ReadOnlySpan<char> text)
    {
        var safe = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            safe.Append(c switch
            {
                '\n' => '⏎',
                '\t' => ' ',
                < ' ' => (char)('\u2400' + c),
                '\u007F' => '\u2421',
                (>= '\u0080' and <= '\u009F') or '\u061C' or '\u200E' or '\u200F' or (>= '\u2028' and <= '\u202E') or (>= '\u2066' and <= '\u2069') => '\uFFFD',
                _ => c,
            });
        }

        return safe.ToString();
    }
}
