using System.Collections.Generic;
using System.Linq;

namespace QA.Calibration;

/// <summary>The middle of some values: half of them lie on either side of it.</summary>
public static class Median
{
    /// <returns>Of an even number of values the mean of the two in the middle; null where there is none.</returns>
    public static double? Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        if (sorted.Count == 0)
            return null;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
