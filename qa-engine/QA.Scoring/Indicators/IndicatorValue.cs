namespace QA.Scoring.Indicators;

/// <summary>What a tally comes to. Each value is null where there is nothing to divide by.</summary>
/// <param name="Share">Units served in time over units that count, 0…1.</param>
/// <param name="MedianSeconds">The estimated median of the waits the profile keeps; 3600 means an hour or longer.</param>
/// <param name="P90Seconds">Nine of ten of these waits are at most this long, estimated like the median.</param>
/// <param name="MeanSeconds">The mean wait of all answered rounds, exact but for the division.</param>
/// <param name="UnansweredShare">Rounds nobody answered over rounds, 0…1.</param>
/// <param name="AnswersPerQuestion">Messages that answer over messages that asked.</param>
public readonly record struct IndicatorValue(
    double? Share, double? MedianSeconds, double? P90Seconds, double? MeanSeconds, double? UnansweredShare, double? AnswersPerQuestion)
{
    public static IndicatorValue Of(in IndicatorTally tally) => new(
        Over(tally.Numerator, tally.Denominator),
        tally.Waits.QuantileInSeconds(0.5),
        tally.Waits.QuantileInSeconds(0.9),
        Over(tally.Waited.TotalSeconds, tally.Rounds - tally.Unanswered),
        Over(tally.Unanswered, tally.Rounds),
        Over(tally.Answers, tally.Questions));

    private static double? Over(double part, long whole) => whole == 0 ? null : part / whole;
}
