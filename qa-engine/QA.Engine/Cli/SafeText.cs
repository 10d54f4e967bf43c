using System;
using System.Text;

namespace QA.Engine.Cli;

/// <summary>Text of a chat for a terminal: its control characters become visible, so that no message can move the cursor or change colours.</summary>
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
                >= '\u0080' and <= '\u009F' => '\uFFFD',
                _ => c,
            });
        }

        return safe.ToString();
    }
}
