using System.Collections.Generic;
using QA.Scoring;

namespace QA.Calibration;

/// <summary>How far two raters agree on one criterion.</summary>
/// <param name="Criterion">Its id.</param>
/// <param name="Counts">Rows: the reference; columns: the other; both in the order of <see cref="Verdict"/>, unsure last.</param>
/// <param name="Raw">The share of cases with the same verdict.</param>
/// <param name="Kappa">Over pass, partial, fail and not applicable; unsure disagrees with all of them.</param>
/// <param name="WeightedKappa">Linear weights over pass, partial and fail, where both judged so.</param>
/// <param name="Values">Pass, partial, fail and not applicable; the last is the gate.</param>
/// <param name="Evidence">Whether the raters point at the same places.</param>
public sealed record CriterionAgreement(
    string Criterion,
    Confusion Counts,
    Estimate Raw,
    Estimate Kappa,
    Estimate WeightedKappa,
    IReadOnlyList<ValueRates> Values,
    EvidenceAgreement Evidence)
{
    /// <summary>Cases that both raters judged.</summary>
    public long Cases => Counts.Total;

    /// <summary>How often the other rater left the verdict to a person.</summary>
    public long Unsure => Counts.Column((int)Verdict.Unsure);

    /// <summary>The share of cases in which the other rater committed itself.</summary>
    public Figure Coverage => Figure.Share(Cases - Unsure, Cases, Undefined.NoCases);

    /// <summary>How well the other rater knows where the criterion does not apply.</summary>
    public ValueRates Gate => Values[(int)Verdict.NotApplicable];
}
