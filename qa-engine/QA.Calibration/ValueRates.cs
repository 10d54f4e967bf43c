using QA.Scoring;

namespace QA.Calibration;

/// <summary>How well the other rater finds one value that the reference gave.</summary>
/// <param name="Value">The verdict in question.</param>
/// <param name="Given">How often the reference gave it.</param>
/// <param name="Found">How often the other gave it.</param>
/// <param name="Both">How often both did.</param>
public sealed record ValueRates(Verdict Value, long Given, long Found, long Both)
{
    /// <summary>Of the times the other says it, how often the reference does too.</summary>
    public Figure Precision => Figure.Share(Both, Found, Undefined.NeverGiven);

    /// <summary>Of the times the reference says it, how often the other does too.</summary>
    public Figure Recall => Figure.Share(Both, Given, Undefined.NeverGiven);

    /// <summary>The harmonic mean of the two; 0 where they never met.</summary>
    public Figure F1 => Figure.Share(2 * Both, Given + Found, Undefined.NeverGiven);

    internal static ValueRates Of(Confusion counts, Verdict value) =>
        new(value, counts.Row((int)value), counts.Column((int)value), counts[(int)value, (int)value]);
}
