using System;

namespace QA.Calibration;

/// <summary>A mean and how sure it is.</summary>
/// <param name="Cases">At least one.</param>
/// <param name="Interval">At 95 %; null with one case, which says nothing of how the others would be.</param>
public sealed record Mean(long Cases, double Value, Interval? Interval)
{
    // Student's distribution, the quantile that leaves 2.5 % on either side, by degrees of freedom from 1 (W. S. Gosset, "The probable error of a mean",
    // Biometrika 6, 1908; tabulated by R. A. Fisher, Statistical Methods for Research Workers, table IV).
    private static readonly double[] Student =
    [
        12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
        2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
    ];

    private const double Normal = 1.959963984540054;

    /// <summary>The mean with Student's interval: mean ± t·s/√n, wide while the cases are few.</summary>
    /// <param name="sumOfSquares">Of the same cases.</param>
    /// <returns>Null where there is no case.</returns>
    public static Mean? Of(long cases, long sum, long sumOfSquares)
    {
        if (cases <= 0)
            return null;
        var value = (double)sum / cases;
        if (cases == 1)
            return new Mean(cases, value, null);

        // n·Σx² − (Σx)² in whole numbers: as doubles the difference of two large squares would lose its digits.
        var spread = ((Int128)cases * sumOfSquares) - ((Int128)sum * sum);
        var variance = Math.Max(0, (double)spread) / ((double)cases * (cases - 1));
        var half = Quantile(cases - 1) * Math.Sqrt(variance / cases);
        return new Mean(cases, value, new Interval(value - half, value + half));
    }

    /// <summary>Behind the table the first two terms of the expansion in 1/ν (R. A. Fisher and E. A. Cornish, Technometrics 2, 1960) are exact to three digits.</summary>
    private static double Quantile(long freedom)
    {
        if (freedom <= Student.Length)
            return Student[freedom - 1];
        const double cube = Normal * Normal * Normal;
        return Normal + ((cube + Normal) / (4.0 * freedom)) + (((5 * cube * Normal * Normal) + (16 * cube) + (3 * Normal)) / (96.0 * freedom * freedom));
    }
}
