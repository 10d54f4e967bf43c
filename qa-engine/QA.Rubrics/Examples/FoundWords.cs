using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Rubrics.Examples;

/// <summary>Compares marks with findings.</summary>
internal static class FoundWords
{
    /// <summary>Why a mark is not what was found, or null where it is.</summary>
    /// <param name="found">Everything found under the mark's name.</param>
    public static (MismatchKind Kind, string Text)? Check(Mark mark, IReadOnlyCollection<Finding> found, Conversation conversation)
    {
        var text = conversation.Messages[mark.Message].Text;
        var there = found.Where(finding => Touches(mark, finding)).ToList();
        if (mark.Kind == MarkKind.Not)
            return there.Count == 0 ? null : (MismatchKind.Noisy, $"{mark.Name}: noisy: found {Words(there, conversation)}, which must not be found");
        if (there.Exists(finding => IsExactly(mark, finding, text)))
            return null;
        var wanted = Quote(text, mark.Start, mark.Length);
        return there.Count == 0
            ? (MismatchKind.Missing, $"{mark.Name}: missing: {wanted} was not found")
            : (MismatchKind.WrongSpan, $"{mark.Name}: wrong span: expected {wanted}, found {Words(there, conversation)}");
    }

    /// <summary>Whether a finding has to do with the words of a mark.</summary>
    public static bool Touches(Mark mark, in Finding finding)
    {
        if (finding.Message != mark.Message)
            return false;
        if (mark.Length == 0 || finding.Length == 0)
            return mark.Length == finding.Length || mark.Kind == MarkKind.Message;
        return finding.Start < mark.Start + mark.Length && mark.Start < finding.Start + finding.Length;
    }

    /// <summary>The words of findings, quoted.</summary>
    public static string Words(IEnumerable<Finding> found, Conversation conversation)
        => string.Join(", ", found.Select(finding => Quote(conversation.Messages[finding.Message].Text, finding.Start, finding.Length)).Distinct(StringComparer.Ordinal));

    private static bool IsExactly(Mark mark, in Finding finding, string text)
    {
        if (mark.Kind != MarkKind.Message)
            return mark.Length == 0 ? finding.Length == 0 : finding.Start == mark.Start && finding.Length == mark.Length;

        // A whole message is found without the blanks at its edges and with stretched letters cut short.
        return Folding.Fold(text.Substring(finding.Start, finding.Length)) == Folding.Fold(text);
    }

    private static string Quote(string text, int start, int length) => length == 0 ? "nothing (it holds by absence)" : "「" + text.Substring(start, length).Replace('\n', ' ') + "」";
}
