using System;

namespace QA.Rubrics.Checks;

/// <summary>Decimal numbers of a rubric as the whole numbers the core counts in.</summary>
internal static class Fixed
{
    /// <summary>A weight or a value; numbers of a rubric have at most six decimals, products are rounded to the even neighbour.</summary>
    public static long Millionths(decimal number) => (long)decimal.Round(number * 1_000_000m, MidpointRounding.ToEven);

    /// <summary>Points in hundredths, or null where there are more than two decimals.</summary>
    public static int? Hundredths(decimal points) => decimal.Round(points, 2) == points ? (int)(points * 100m) : null;
}
