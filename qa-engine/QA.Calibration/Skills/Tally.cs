namespace QA.Calibration.Skills;

/// <summary>How one skill went in some chats.</summary>
/// <param name="Cases">Chats in which the criterion applied and the verdict was sure.</param>
/// <param name="Value">What was earned there, added up: 1 a pass, 0 a fail, a fraction in between.</param>
public readonly record struct Tally(long Cases, double Value)
{
    /// <summary>0 … 1; null where there is no case.</summary>
    public double? Mean => Cases == 0 ? null : Value / Cases;

    public static Tally operator +(Tally one, Tally other) => new(one.Cases + other.Cases, one.Value + other.Value);
}
