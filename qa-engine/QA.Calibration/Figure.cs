namespace QA.Calibration;

/// <summary>Why a figure cannot be given.</summary>
public enum Undefined
{
    /// <summary>It can.</summary>
    No,

    /// <summary>There is no case to count.</summary>
    NoCases,

    /// <summary>Both raters used one and the same category throughout: chance alone would agree on everything, so κ divides by nothing.</summary>
    OneCategory,

    /// <summary>The value was never given, so that a share of the times it was given says nothing.</summary>
    NeverGiven,

    /// <summary>None of the figures it is the mean of can be given.</summary>
    NothingToAverage,
}

/// <summary>A share or a coefficient; or, instead of NaN, why there is none.</summary>
/// <param name="Value">Null exactly where <paramref name="Why"/> says why.</param>
public readonly record struct Figure(double? Value, Undefined Why)
{
    public static implicit operator Figure(Undefined why) => new(null, why);

    /// <summary>One rounded division of two whole numbers, which is the same on every machine.</summary>
    internal static Figure Share(long part, long whole, Undefined otherwise) =>
        whole == 0 ? otherwise : new Figure((double)part / whole, Undefined.No);
}

/// <summary>Where a figure lies in the middle share of its resamples.</summary>
public readonly record struct Interval(double Low, double High);

/// <summary>A figure and how sure it is.</summary>
/// <param name="Figure">From all cases.</param>
/// <param name="Interval">Null where the figure cannot be given, or too few resamples have it.</param>
/// <param name="Resamples">How many resamples have the figure; the others are left out of the interval.</param>
public sealed record Estimate(Figure Figure, Interval? Interval, int Resamples)
{
    public double? Value => Figure.Value;
}
