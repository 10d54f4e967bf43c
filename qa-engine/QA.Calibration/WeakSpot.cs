using System.Collections.Generic;
using System.Linq;
using QA.Scoring;

namespace QA.Calibration;

/// <summary>A way in which two raters disagree again and again.</summary>
/// <param name="One">What the reference said.</param>
/// <param name="Other">What the other said instead.</param>
/// <param name="Cases">How often.</param>
/// <param name="Given">How often the reference said it at all.</param>
public sealed record WeakSpot(string Criterion, Verdict One, Verdict Other, long Cases, long Given)
{
    /// <summary>The fullest cells off the diagonal, the fullest first; among equals in the order of criteria and verdicts.</summary>
    /// <param name="most">How many at the most.</param>
    public static IReadOnlyList<WeakSpot> In(Agreement agreement, int most) =>
        [.. agreement.Criteria
            .SelectMany(Cells)
            .OrderByDescending(spot => spot.Cases)
            .Take(most)];

    private static IEnumerable<WeakSpot> Cells(CriterionAgreement criterion)
    {
        var counts = criterion.Counts;
        for (var one = 0; one < counts.Categories; one++)
        {
            for (var other = 0; other < counts.Categories; other++)
            {
                if (one != other && counts[one, other] > 0)
                    yield return new WeakSpot(criterion.Criterion, (Verdict)one, (Verdict)other, counts[one, other], counts.Row(one));
            }
        }
    }
}
