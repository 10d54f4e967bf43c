using QA.Calibration;
using QA.Engine.Storage;

namespace QA.Engine.Web.Layout;

/// <summary>What counts of moods come to.</summary>
public readonly record struct MoodFigures(MoodCounts Counts)
{
    /// <summary>With fewer customers who came unhappy, a share says little.</summary>
    private const int FewestUnhappy = 5;

    /// <summary>Share of the customers who came unhappy that left clearly better; null: nobody came unhappy.</summary>
    public double? Calmed => Counts.CameUnhappy == 0 ? null : (double)Counts.Recovered / Counts.CameUnhappy;

    /// <summary>How sure that share is, at 95 %.</summary>
    public Interval? Interval => Wilson.Of(Counts.Recovered, Counts.CameUnhappy);

    public bool IsUncertain => Counts.CameUnhappy < FewestUnhappy;

    /// <summary>Share of all customers whose mood is known; null: it is of none.</summary>
    public double? LeftUnhappy => Counts.Known == 0 ? null : (double)Counts.LeftUnhappy / Counts.Known;

    /// <summary>Mean mood at the start, -1,000 to 1,000; 0 where nothing is known.</summary>
    public double Start => Counts.Known == 0 ? 0 : (double)Counts.Start / Counts.Known;

    public double End => Counts.Known == 0 ? 0 : (double)Counts.End / Counts.Known;
}
