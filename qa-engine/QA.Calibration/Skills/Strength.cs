namespace QA.Calibration.Skills;

/// <summary>How strong somebody is in a skill, as far as their chats and those of the team tell.</summary>
/// <param name="Value">0 … 1; drawn towards the team's mean, the more the fewer cases there are.</param>
/// <param name="Interval">Where it lies with a probability of 95 %.</param>
/// <param name="OwnShare">0 … 1: how much of the value comes from the agent's own chats, the rest being the team's mean.</param>
/// <param name="Cases">Behind it.</param>
public readonly record struct Strength(double Value, Interval Interval, double OwnShare, long Cases)
{
    /// <summary>Half of the interval's width: within so many hundredths, to either side.</summary>
    public double Uncertainty => (Interval.High - Interval.Low) / 2;
}
