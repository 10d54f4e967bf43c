using System;

namespace QA.Scoring;

/// <summary>
/// Splits 100 points over the criteria in hundredths, so that what is earned adds up to the total and earned and lost to 100,
/// to the last digit: each share is the difference of two rounded running sums.
/// </summary>
/// <param name="potential">Millionths of weight, of all criteria together.</param>
internal struct Waterfall(long potential)
{
    public const int FullValue = 1_000_000;

    // Weight and value are millionths, so a product has 12 decimals; a share is 10,000 hundredths × product ÷ whole.
    private readonly Int128 _whole = (Int128)potential * FullValue;
    private Int128 _earned;
    private Int128 _lost;
    private int _earnedBefore;
    private int _lostBefore;

    /// <summary>Hundredths earned so far; null where nothing weighs anything.</summary>
    public readonly int? Total => _whole == 0 ? null : _earnedBefore;

    /// <returns>Hundredths of a point.</returns>
    public (int Earned, int Lost) Add(long weight, int value)
    {
        if (weight == 0)
            return (0, 0);
        _earned += (Int128)weight * value;
        _lost += (Int128)weight * (FullValue - value);

        // Halves go to the agent: earned rounds up, lost down; at the end the two make exactly 100.00.
        var earned = (int)(((_earned * 20_000) + _whole) / (_whole * 2));
        var lost = (int)(((_lost * 20_000) + _whole - 1) / (_whole * 2));
        var step = (earned - _earnedBefore, lost - _lostBefore);
        (_earnedBefore, _lostBefore) = (earned, lost);
        return step;
    }
}
