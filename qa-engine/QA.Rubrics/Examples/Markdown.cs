using System;
using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Rubrics.Examples;

/// <summary>A piece of a page that means something to us; prose does not.</summary>
internal abstract record MarkdownPart(Position At);

/// <summary>A line that begins with one or more '#'.</summary>
internal sealed record Heading(string Text, Position At) : MarkdownPart(At);

/// <summary>A block between two lines of three backticks.</summary>
/// <param name="Language">The word behind the opening backticks.</param>
/// <param name="Lines">What stands between; the first is on the line behind <see cref="MarkdownPart.At"/>.</param>
internal sealed record FencedBlock(string Language, IReadOnlyList<string> Lines, Position At) : MarkdownPart(At);

/// <summary>A line that begins with "- ".</summary>
/// <param name="Text">What stands behind the dash, at <see cref="MarkdownPart.At"/>.</param>
internal sealed record ListItem(string Text, Position At) : MarkdownPart(At);

/// <summary>Reads as much of Markdown as examples and rule pages need.</summary>
internal static class Markdown
{
    /// <summary>UTF-16 units of a page.</summary>
    public const int LongestText = 4_000_000;

    private const string Fence = "```";

    public static IReadOnlyList<MarkdownPart> Read(string text, Report report)
    {
        var parts = new List<MarkdownPart>();
        if (text.Length > LongestText)
        {
            report(new Position(1, 1), $"the page has {text.Length} characters", $"keep it below {LongestText}");
            return parts;
        }

        var lines = text.TrimStart('\uFEFF').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd();
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                var at = new Position(i + 1, 1);
                var block = new List<string>();
                for (i++; i < lines.Length && lines[i].TrimEnd() != Fence; i++)
                    block.Add(lines[i].TrimEnd('\r'));
                if (i == lines.Length)
                    report(at, "the block that begins here does not end", "add a line of three backticks behind it");
                parts.Add(new FencedBlock(line[Fence.Length..].Trim(), block, at));
            }
            else if (line.StartsWith('#') && line.TrimStart('#') is ['#' or ' ', ..] title)
            {
                parts.Add(new Heading(title.Trim(), new Position(i + 1, 1)));
            }
            else if (line.TrimStart() is ['-' or '*', ' ', ..] item)
            {
                var value = item[1..].TrimStart();
                parts.Add(new ListItem(value, new Position(i + 1, line.Length - value.Length + 1)));
            }
        }

        return parts;
    }
}
