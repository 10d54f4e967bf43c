using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Scoring;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Rubrics.Lexicons;

/// <summary>Reads a phrase: words, and gaps between them written "…" or "…3".</summary>
internal static class PhraseText
{
    /// <summary>A gap wider than this joins words that have nothing to do with each other.</summary>
    public const int WidestGap = 50;

    /// <summary>UTF-16 units; a phrase is not a paragraph.</summary>
    public const int Longest = 200;

    /// <summary>The wordings of a phrase between its gaps; null where it is not a phrase, which was reported.</summary>
    /// <param name="at">Where its first character stands.</param>
    public static IReadOnlyList<PhrasePart>? Parts(string phrase, Position at, Report report, WordClasses classes)
    {
        if (phrase.Length > Longest)
        {
            report(at, $"the phrase has {phrase.Length} characters", $"keep it below {Longest}; a shorter part of it finds the same");
            return null;
        }

        var parts = new List<PhrasePart>();
        var before = 0;
        var start = 0;
        for (var gap = phrase.IndexOf('…', StringComparison.Ordinal); ; gap = phrase.IndexOf('…', start))
        {
            var part = phrase[start..(gap < 0 ? phrase.Length : gap)];
            var place = at with { Column = at.Column + start };
            IReadOnlyList<string> wordings = [part];
            if (WordClasses.StandIn(part))
            {
                if (classes.Wordings(part, place, report) is not { } several)
                    return null;
                wordings = several;
            }

            if (wordings.Any(wording => Folding.Fold(wording).Length == 0))
            {
                if (wordings.Count > 1)
                    report(place, $"'{part}' may stand for nothing at all", "leave the empty word out of one of the classes");
                else if (gap < 0 && start == 0)
                    report(place, phrase.Length == 0 ? "the phrase is empty" : "the phrase has no visible characters", "write the words to look for");
                else if (gap >= 0 && start > 0)
                    report(place, "two gaps stand side by side", "write one '…', with a number behind it if it should be wider, such as …12");
                else
                    report(gap < 0 ? place with { Column = place.Column - 1 } : place, "a gap '…' stands at the edge of the phrase", "remove it; words may stand before and after a phrase anyway");
                return null;
            }

            parts.Add(new PhrasePart(wordings, before));
            if (gap < 0)
                return parts;

            start = gap + 1;
            while (start < phrase.Length && char.IsAsciiDigit(phrase[start]))
                start++;
            var digits = phrase.AsSpan(gap + 1, start - gap - 1);
            before = PhrasePart.DefaultGap;
            if (digits.Length > 0 && (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out before) || before is < 1 or > WidestGap))
            {
                report(at with { Column = at.Column + gap }, $"a gap of '…{digits}' characters cannot be", $"write a number from 1 to {WidestGap}, or '…' alone for up to 6");
                return null;
            }
        }
    }
}
