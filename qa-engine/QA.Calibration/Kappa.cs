using System;

namespace QA.Calibration;

/// <summary>
/// Agreement of two raters beyond what their habits alone would bring about. 1: they always agree; 0: as much as chance; below 0: less.
/// Both forms are one division of whole numbers, exact up to about ninety million cases, so that they are the same to the last bit
/// on every machine.
/// </summary>
public static class Kappa
{
    /// <summary>
    /// κ = (p_o − p_e) / (1 − p_e) (J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological
    /// Measurement 20, 1960): p_o is the share of cases on which both agree, p_e the share on which they would if each kept their
    /// frequencies and threw dice.
    /// </summary>
    /// <returns>No figure where there is no case, or where both used one category only (p_e = 1).</returns>
    public static Figure Unweighted(Confusion counts)
    {
        var n = counts.Total;
        if (n == 0)
            return Undefined.NoCases;
        long expected = 0;
        for (var i = 0; i < counts.Categories; i++)
            expected += counts.Row(i) * counts.Column(i);
        return Figure.Share((n * counts.Agreed) - expected, (n * n) - expected, Undefined.OneCategory);
    }

    /// <summary>
    /// κ_w = 1 − Σ w o / Σ w e with the weight w = |i − j| of a disagreement between ordered categories (J. Cohen, "Weighted kappa",
    /// Psychological Bulletin 70, 1968; linear weights as in D. Cicchetti and T. Allison, 1971): to miss by two steps is twice as
    /// bad as by one.
    /// </summary>
    /// <param name="counts">Categories in their order.</param>
    /// <returns>No figure where there is no case, or where both used one and the same category only.</returns>
    public static Figure LinearWeighted(Confusion counts)
    {
        var n = counts.Total;
        if (n == 0)
            return Undefined.NoCases;
        long observed = 0;
        long expected = 0;
        for (var i = 0; i < counts.Categories; i++)
        {
            for (var j = 0; j < counts.Categories; j++)
            {
                observed += Math.Abs(i - j) * counts[i, j];
                expected += Math.Abs(i - j) * counts.Row(i) * counts.Column(j);
            }
        }

        return Figure.Share(expected - (n * observed), expected, Undefined.OneCategory);
    }
}
