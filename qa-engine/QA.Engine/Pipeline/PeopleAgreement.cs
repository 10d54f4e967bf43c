using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Calibration;
using QA.Engine.Metrics;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Pipeline;

/// <summary>How far the engine and people agree, from the scores that people reviewed lately; worked out again only once they said something new.</summary>
internal sealed class PeopleAgreement(IScoreStore store, TimeProvider time)
{
    /// <summary>Days: what was said a season ago is of other rubrics and other supervisors.</summary>
    public const int Days = 90;

    // Two thousand reviews of ninety criteria take about a second to resample, and no interval becomes narrower to the eye.
    private const int MostScores = 2_000;
    private static readonly Resampling Resamples = new(1_000, Resampling.DefaultSeed);
    private int _known = -1;

    /// <summary>Null: nothing changed since it was asked last.</summary>
    public IReadOnlyList<AgreementFigures>? News()
    {
        var reviewed = store.ReviewedSince(time.GetUtcNow().AddDays(-Days), MostScores);
        var said = new HashCode();
        foreach (var one in reviewed)
        {
            said.Add(one.Score);
            foreach (var verdict in one.Person)
                said.Add(verdict);
        }

        if (said.ToHashCode() == _known)
            return null;
        _known = said.ToHashCode();
        return Of(reviewed);
    }

    /// <summary>By rubric and criterion; versions of one rubric together. What nobody judged has no figures.</summary>
    public static IReadOnlyList<AgreementFigures> Of(IReadOnlyList<ReviewedVerdicts> reviewed) => [.. reviewed.GroupBy(static one => one.Rubric, StringComparer.Ordinal).SelectMany(Rubric)];

    private static IEnumerable<AgreementFigures> Rubric(IGrouping<string, ReviewedVerdicts> reviewed)
    {
        var criteria = reviewed.SelectMany(static one => one.Criteria).Distinct(StringComparer.Ordinal).ToList();
        var judged = reviewed.Select(one => new JudgedConversation(one.Score.ToString(CultureInfo.InvariantCulture), [.. criteria.Select(criterion => Pair(one, criterion))], null)).ToList();
        return Agreement.Of(judged, criteria, Resamples).Criteria.Where(static one => one.Cases > 0).Select(one => new AgreementFigures(
            reviewed.Key, one.Criterion, one.Kappa.Value, one.Kappa.Interval?.Low, one.Kappa.Interval?.High, one.Cases));
    }

    /// <summary>Null: this version knows no such criterion, or the person left open what the machine was unsure of.</summary>
    private static JudgementPair? Pair(ReviewedVerdicts reviewed, string criterion)
    {
        for (var i = 0; i < reviewed.Criteria.Count; i++)
        {
            if (reviewed.Criteria[i] == criterion)
                return reviewed.Person[i] == Verdict.Unsure ? null : new JudgementPair(new Judgement(reviewed.Person[i], []), new Judgement(reviewed.Machine[i], []));
        }

        return null;
    }
}
