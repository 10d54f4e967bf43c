using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>How a score's short facts are spelt in columns and documents. The spelling is for good: it stands in stores.</summary>
internal static class ScoreColumns
{
    /// <summary>One letter for each <see cref="Verdict"/>, in the order of the enumeration.</summary>
    private const string Letters = "PpFN?";

    /// <returns><c>P</c> pass, <c>p</c> partial, <c>F</c> fail, <c>N</c> not applicable, <c>?</c> unsure.</returns>
    public static char Letter(Verdict verdict) => Letters[(int)verdict];

    /// <exception cref="FormatException">It is no verdict's letter.</exception>
    public static Verdict Verdict(char letter) => Letters.IndexOf(letter, StringComparison.Ordinal) is var at and >= 0
        ? (Verdict)at
        : throw new FormatException($"'{letter}' is no verdict's letter; one of {Letters} would be");

    /// <summary>The verdicts of all criteria, one letter each, in the rubric's order.</summary>
    public static string Verdicts(Score score) => string.Create(score.Criteria.Count, score, static (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++)
            letters[i] = Letter(from.Criteria[i].Verdict);
    });

    /// <summary>The same of a score counted anew.</summary>
    public static string Verdicts(OfficialScore score) => string.Create(score.Criteria.Count, score, static (letters, from) =>
    {
        for (var i = 0; i < letters.Length; i++)
            letters[i] = Letter(from.Criteria[i].Verdict);
    });

    /// <summary>What the letters say, in the rubric's order.</summary>
    public static IReadOnlyList<Verdict> Verdicts(string letters) => [.. letters.Select(Verdict)];

    /// <returns><c>ranked</c>, <c>insufficient</c> or <c>none</c>.</returns>
    public static string Standing(Standing standing) => StandingNames.Of(standing);

    /// <exception cref="FormatException">It names no standing.</exception>
    public static Standing Standing(string name) => StandingNames.Find(name)
        ?? throw new FormatException($"'{name}' is no standing; one of {string.Join(", ", StandingNames.All)} would be");
}
