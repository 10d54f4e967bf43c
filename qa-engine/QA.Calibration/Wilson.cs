using System;

namespace QA.Calibration;

/// <summary>How sure a share is.</summary>
public static class Wilson
{
    // The quantile of the normal distribution that leaves 2.5 % on either side.
    private const double Z = 1.959963984540054;

    /// <summary>
    /// The score interval of a share at 95 % (E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal of the
    /// American Statistical Association 22, 1927). Unlike p ± z·√(p(1−p)/n) it never leaves 0…1 and says of 3 in 3 that they are few.
    /// <para>
    /// The cases may also be worth parts, as partial verdicts are: what lies between 0 and 1 with mean p varies at most as p(1−p) says, so
    /// that the interval is then at least as wide as it has to be.
    /// </para>
    /// </summary>
    /// <param name="sum">What the cases are worth together; from 0 to <paramref name="cases"/>.</param>
    /// <returns>Null where there is no case.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The sum is negative or more than every case whole.</exception>
    public static Interval? Of(double sum, long cases)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cases);
        ArgumentOutOfRangeException.ThrowIfNegative(sum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sum, cases);
        if (cases == 0)
            return null;
        var share = sum / cases;
        const double square = Z * Z;
        var middle = share + (square / (2 * cases));
        var half = Z * Math.Sqrt((share * (1 - share) / cases) + (square / (4.0 * cases * cases)));
        var whole = 1 + (square / cases);
        return new Interval(Math.Max(0, (middle - half) / whole), Math.Min(1, (middle + half) / whole));
    }
}
