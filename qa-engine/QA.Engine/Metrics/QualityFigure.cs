using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;

namespace QA.Engine.Metrics;

/// <summary>
/// One gauge of the quality windows: for which rows, and how it comes out of the sums. A quotient of two whole numbers below 2⁵³ is
/// rounded once, so it is the same double wherever it is worked out.
/// </summary>
/// <param name="Table">The agents' or the teams'.</param>
/// <param name="PerCriterion">Whether there is one for each criterion.</param>
/// <param name="Value">NaN: there is no such figure for these sums, and no series.</param>
internal sealed record QualityFigure(Func<QualitySnapshot, QualityTable> Table, bool PerCriterion, Func<QualitySums, double> Value)
{
    /// <summary>The same series for whoever reads meters otherwise than through <c>/metrics</c>; slow where there are many.</summary>
    public IEnumerable<Measurement<double>> Measurements(QualitySnapshot? snapshot)
    {
        if (snapshot is null)
            yield break;
        var table = Table(snapshot);
        for (var row = 0; row < table.Rows.Count; row++)
        {
            for (var criterion = 0; criterion < (PerCriterion ? table.Criteria.Count : 1); criterion++)
            {
                for (var window = 0; window < QualitySnapshot.Windows.Count; window++)
                {
                    var value = Value(PerCriterion ? table.Criterion(row, criterion, window) : table.Whole(row, window));
                    if (double.IsNaN(value))
                        continue;
                    var tags = new List<KeyValuePair<string, object?>>();
                    var values = table.Values(table.Rows[row]);
                    for (var i = 0; i < values.Length; i++)
                        tags.Add(new(table.LabelNames[i], values[i]));
                    if (PerCriterion)
                        tags.Add(new("criterion", table.Criteria[criterion]));
                    tags.Add(new("window", QualitySnapshot.WindowNames[window]));
                    yield return new Measurement<double>(value, tags);
                }
            }
        }
    }
}
