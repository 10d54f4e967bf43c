using QA.Calibration;
using QA.Engine.Storage;

namespace QA.Engine.Web.Card;

/// <summary>How well one agent does at one criterion.</summary>
/// <param name="Criterion">Its id.</param>
/// <param name="Cases">How often it applied and was sure.</param>
/// <param name="Share">Of the weight, earned on average.</param>
/// <param name="Interval">Of the share, at 95 %.</param>
/// <param name="LostEach">Hundredths of a point it costs an evaluation, on average over all of them.</param>
/// <param name="SureLoss">What it costs for certain, see <see cref="Calibration.SureLoss"/>.</param>
/// <param name="Team">The team's share; null where too few agents have cases.</param>
public sealed record CriterionStrength(
    string Criterion, long Cases, double Share, Interval Interval, CriterionCounts Counts, double LostEach, double SureLoss, double? Team)
{
    // Two fifths of the whole scale: 4 in 4 are so, and 10 in 20.
    private const double Wide = 0.4;

    /// <summary>The cases say so little that nobody should be praised or blamed for them.</summary>
    public bool IsUncertain => Interval.High - Interval.Low > Wide;
}
