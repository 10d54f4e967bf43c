using System;

namespace QA.Engine.Web.Today;

/// <summary>How a figure moved from one stretch of days to another, and how sure that is.</summary>
/// <param name="Now">Of the newer stretch.</param>
/// <param name="Before">Of the older one.</param>
/// <param name="Cases">Behind <paramref name="Now"/>.</param>
/// <param name="Error">Standard error of the difference.</param>
public readonly record struct Change(double Now, double Before, long Cases, double Error)
{
    // Two-sided 99 %: a page that is read every morning and looks at forty teams must not cry wolf each day.
    private const double Sure = 2.58;

    public double Difference => Now - Before;

    /// <summary>Whether chance alone would hardly do it.</summary>
    public bool IsSure => Math.Abs(Difference) > Sure * Error;

    /// <summary>Of two means, without assuming that both spread alike (Welch 1947).</summary>
    /// <returns>Null: one of them has fewer than two cases.</returns>
    public static Change? OfMeans(Sums now, Sums before) => now.Cases < 2 || before.Cases < 2
        ? null
        : new Change(now.Mean, before.Mean, now.Cases, Math.Sqrt((now.Variance / now.Cases) + (before.Variance / before.Cases)));

    /// <summary>Of two shares, with the spread of both together.</summary>
    /// <returns>Null: one of them has no case.</returns>
    public static Change? OfShares(long passNow, long casesNow, long passBefore, long casesBefore)
    {
        if (casesNow == 0 || casesBefore == 0)
            return null;

        // One case more on either side keeps a share of 0 or 1 from being certain of itself (Agresti and Coull 1998).
        var pooled = (passNow + passBefore + 1.0) / (casesNow + casesBefore + 2.0);
        return new Change(
            (double)passNow / casesNow, (double)passBefore / casesBefore, casesNow, Math.Sqrt(pooled * (1 - pooled) * ((1.0 / casesNow) + (1.0 / casesBefore))));
    }
}

/// <summary>Points added up.</summary>
/// <param name="Sum">Hundredths.</param>
/// <param name="SumOfSquares">Of the same.</param>
public readonly record struct Sums(long Cases, long Sum, long SumOfSquares)
{
    /// <summary>Points.</summary>
    public double Mean => Cases == 0 ? double.NaN : Sum / (100.0 * Cases);

    /// <summary>Of one score; square points.</summary>
    public double Variance => Cases < 2 ? double.NaN : Math.Max(0, (SumOfSquares / 10_000.0 / Cases) - (Mean * Mean)) * Cases / (Cases - 1);

    public Sums Plus(Sums other) => new(Cases + other.Cases, Sum + other.Sum, SumOfSquares + other.SumOfSquares);
}
