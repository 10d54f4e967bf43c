using System;
using System.Text;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>Text for an HTML page. Transcripts are hostile: nothing in them becomes markup, moves other words, or hides itself.</summary>
internal static class HtmlText
{
    /// <summary>Encoded for element content and for attributes in double quotes.</summary>
    public static string Of(ReadOnlySpan<char> text)
    {
        // Control characters become visible first; none of their replacements means anything to HTML.
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var c in SafeText.Of(text))
        {
            _ = c switch
            {
                '&' => encoded.Append("&amp;"),
                '<' => encoded.Append("&lt;"),
                '>' => encoded.Append("&gt;"),
                '"' => encoded.Append("&quot;"),
                '\'' => encoded.Append("&#39;"),
                _ => encoded.Append(c),
            };
        }

        return encoded.ToString();
    }

    /// <summary>In both languages, of which the page shows one.</summary>
    public static string Of(Wording wording) => wording.Zh == wording.En
        ? Of(wording.Zh)
        : $"<span class=\"zh\" lang=\"zh\">{Of(wording.Zh)}</span><span class=\"en\" lang=\"en\">{Of(wording.En)}</span>";

    public static string Of(string zh, string en) => Of(new Wording(zh, en));

    /// <summary>Somebody else's words: a writing direction that is set in them ends with them.</summary>
    public static string Isolated(ReadOnlySpan<char> text) => $"<bdi>{Of(text)}</bdi>";
}
