using System;

namespace QA.Scoring.Text;

/// <summary>Quoted words: they are somebody else's.</summary>
internal static class Quotes
{
    /// <summary>Whether a folded offset lies between an opening quotation mark and its closing one. An unclosed mark quotes nothing.</summary>
    public static bool IsQuoted(ReadOnlySpan<char> text, int at)
    {
        var expected = '\0';
        var straight = false;
        for (var i = 0; i < at; i++)
        {
            var c = text[i];
            if (expected != '\0')
            {
                if (c == expected)
                    expected = '\0';
                continue;
            }

            expected = c switch
            {
                '「' => '」',
                '『' => '』',
                '“' => '”',
                '‘' => '’',
                '《' => '》',
                _ => '\0',
            };
            if (c == '"')
                straight = !straight;
        }

        if (expected == '\0')
            return straight && text[at..].Contains('"');
        return text[at..].Contains(expected);
    }
}
