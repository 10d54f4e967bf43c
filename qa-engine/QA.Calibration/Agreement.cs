using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;

namespace QA.Calibration;

/// <summary>How far two raters agree: for each criterion, and on the mean.</summary>
/// <param name="Conversations">Compared; not each was judged on each criterion.</param>
/// <param name="Criteria">In the order asked for.</param>
/// <param name="MeanKappa">Over the criteria that have a κ.</param>
/// <param name="Averaged">How many those are.</param>
public sealed record Agreement(int Conversations, IReadOnlyList<CriterionAgreement> Criteria, Estimate MeanKappa, int Averaged)
{
    // Pass, partial, fail, not applicable, unsure.
    private const int Verdicts = 5;

    // Those with an order: pass, partial, fail.
    private const int Ordered = 3;

    /// <summary>
    /// Counts, figures and their intervals. Intervals are percentile bootstraps over conversations: each resample draws as many
    /// conversations as there are, with replacement, and works out all figures from them, because what raters say about one
    /// conversation hangs together. Conversations are drawn in the order of their ids, so the order of the input does not matter.
    /// </summary>
    /// <param name="conversations">With unlike ids, and one pair (or null) for each criterion.</param>
    /// <param name="criteria">Ids, unlike.</param>
    public static Agreement Of(IReadOnlyList<JudgedConversation> conversations, IReadOnlyList<string> criteria, Resampling resampling)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resampling.Resamples, 1, nameof(resampling));
        var ordered = conversations.OrderBy(conversation => conversation.Id, StringComparer.Ordinal).ToList();
        var cells = new int[criteria.Count][];
        var counts = new Confusion[criteria.Count];
        for (var i = 0; i < counts.Length; i++)
        {
            cells[i] = [.. ordered.Select(conversation => Cell(conversation.Pairs[i]))];
            counts[i] = Count(cells[i]);
        }

        var figures = Array.ConvertAll(counts, Figures.Of);
        var resampled = Resample(cells, ordered.Count, figures, resampling, out var means);
        var results = new CriterionAgreement[criteria.Count];
        for (var i = 0; i < results.Length; i++)
        {
            var counted = counts[i];
            results[i] = new CriterionAgreement(
                criteria[i],
                counted,
                resampled[i].Raw.Around(figures[i].Raw),
                resampled[i].Kappa.Around(figures[i].Kappa),
                resampled[i].Weighted.Around(figures[i].Weighted),
                [.. Enumerable.Range(0, Verdicts - 1).Select(value => ValueRates.Of(counted, (Verdict)value))],
                EvidenceAgreement.Of(ordered, i));
        }

        var mean = Mean(figures, figures);
        return new Agreement(ordered.Count, results, means.Around(mean), figures.Count(figure => figure.Kappa.Value is not null));
    }

    /// <summary>The cell of the table a pair falls into; -1: it was not judged.</summary>
    private static int Cell(JudgementPair? pair) => pair is null ? -1 : ((int)pair.One.Verdict * Verdicts) + (int)pair.Other.Verdict;

    private static Confusion Count(int[] cells)
    {
        var counts = new Confusion(Verdicts);
        foreach (var cell in cells)
        {
            if (cell >= 0)
                counts.Add(cell / Verdicts, cell % Verdicts);
        }

        return counts;
    }

    private static Resampled[] Resample(int[][] cells, int conversations, Figures[] whole, Resampling resampling, out Percentiles means)
    {
        means = new Percentiles(resampling.Resamples);
        var resampled = Array.ConvertAll(cells, _ => new Resampled(resampling.Resamples));
        if (conversations == 0)
            return resampled;
        var draws = new ResampleDraws(resampling.Seed);
        var drawn = new int[conversations];
        var figures = new Figures[cells.Length];
        var counts = new Confusion(Verdicts);
        for (var resample = 0; resample < resampling.Resamples; resample++)
        {
            for (var i = 0; i < drawn.Length; i++)
                drawn[i] = draws.Below(conversations);
            for (var criterion = 0; criterion < cells.Length; criterion++)
            {
                counts.Clear();
                foreach (var conversation in drawn)
                {
                    var cell = cells[criterion][conversation];
                    if (cell >= 0)
                        counts.Add(cell / Verdicts, cell % Verdicts);
                }

                figures[criterion] = Figures.Of(counts);
                resampled[criterion].Add(figures[criterion]);
            }

            means.Add(Mean(figures, whole));
        }

        return resampled;
    }

    /// <summary>
    /// The mean κ over the criteria that have one in the <paramref name="whole"/>. A resample that lacks one of them has no mean: another set of
    /// criteria would be another figure.
    /// </summary>
    private static Figure Mean(Figures[] figures, Figures[] whole)
    {
        var sum = 0.0;
        var count = 0;
        for (var i = 0; i < figures.Length; i++)
        {
            if (whole[i].Kappa.Value is null)
                continue;
            if (figures[i].Kappa.Value is not { } kappa)
                return Undefined.NothingToAverage;
            sum += kappa;
            count++;
        }

        return count == 0 ? Undefined.NothingToAverage : new Figure(sum / count, Undefined.No);
    }

    private readonly record struct Figures(Figure Raw, Figure Kappa, Figure Weighted)
    {
        public static Figures Of(Confusion counts) => new(
            Figure.Share(counts.Agreed, counts.Total, Undefined.NoCases),
            Calibration.Kappa.Unweighted(counts),
            Calibration.Kappa.LinearWeighted(counts.Leading(Ordered)));
    }

    private sealed class Resampled(int resamples)
    {
        public Percentiles Raw { get; } = new(resamples);

        public Percentiles Kappa { get; } = new(resamples);

        public Percentiles Weighted { get; } = new(resamples);

        public void Add(Figures figures)
        {
            Raw.Add(figures.Raw);
            Kappa.Add(figures.Kappa);
            Weighted.Add(figures.Weighted);
        }
    }
}
