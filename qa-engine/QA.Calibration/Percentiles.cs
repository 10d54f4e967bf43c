using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace QA.Calibration;

/// <summary>The values a figure took in resamples, and the percentile interval over them (B. Efron, 1979).</summary>
internal sealed class Percentiles(int resamples)
{
    // A figure that nine resamples in ten do not have is not known well enough for an interval.
    private const int EnoughPercent = 90;
    private readonly List<double> _values = new(resamples);

    public void Add(Figure figure)
    {
        if (figure.Value is { } value)
            _values.Add(value);
    }

    public Estimate Around(Figure figure)
    {
        if (figure.Value is null || _values.Count == 0 || (long)_values.Count * 100 < (long)resamples * EnoughPercent)
            return new Estimate(figure, null, _values.Count);
        var sorted = CollectionsMarshal.AsSpan(_values);
        sorted.Sort();
        const int tail = (1000 - Resampling.LevelThousandths) / 2;
        return new Estimate(figure, new Interval(sorted[Rank(sorted.Length, tail)], sorted[Rank(sorted.Length, 1000 - tail)]), sorted.Length);
    }

    /// <summary>Nearest rank: the smallest value that so many thousandths do not exceed. Whole numbers, no interpolation.</summary>
    private static int Rank(int count, int thousandths) => (int)Math.Max(0, ((((long)count * thousandths) + 999) / 1000) - 1);
}
