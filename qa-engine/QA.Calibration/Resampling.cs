namespace QA.Calibration;

/// <summary>How intervals are made: which draws, and how many.</summary>
/// <param name="Resamples">At least 1.</param>
/// <param name="Seed">Other seeds, other draws; the same seed, the same interval on any machine.</param>
public sealed record Resampling(int Resamples, ulong Seed)
{
    /// <summary>A thousand is the least that Efron and Tibshirani (An Introduction to the Bootstrap, 1993, §13) advise for percentile intervals.</summary>
    public const int DefaultResamples = 2000;

    /// <summary>No meaning: π to sixteen digits.</summary>
    public const ulong DefaultSeed = 3_141_592_653_589_793UL;

    /// <summary>The share of resamples an interval spans, in thousandths.</summary>
    public const int LevelThousandths = 950;

    public static Resampling Default { get; } = new(DefaultResamples, DefaultSeed);
}
