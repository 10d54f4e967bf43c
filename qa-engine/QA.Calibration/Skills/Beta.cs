using System;

namespace QA.Calibration.Skills;

/// <summary>
/// The beta distribution, and Student's t by way of it. Accurate to about ten digits; logarithms may differ in the last bit between machines, so
/// what is shown is rounded.
/// </summary>
internal static class Beta
{
    private const int MostTerms = 300;
    private const int MostSteps = 100;
    private const double Enough = 1e-12;

    // Instead of a zero below a fraction line, as in Lentz's method.
    private const double Tiny = 1e-300;

    // Lanczos' approximation with g = 7 and nine terms (coefficients by P. Godfrey, 2001): fifteen digits.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905, -0.13857109526572012,
        9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>Below which value a share of the distribution lies.</summary>
    /// <param name="a">Above 0.</param>
    /// <param name="b">Above 0.</param>
    /// <param name="share">Between 0 and 1.</param>
    public static double Quantile(double a, double b, double share)
    {
        var (low, high) = (0.0, 1.0);
        var log = LogGamma(a + b) - LogGamma(a) - LogGamma(b);
        var at = a / (a + b);
        for (var step = 0; step < MostSteps && high - low > Enough; step++)
        {
            var over = Below(a, b, at, log) - share;
            if (over > 0)
                high = at;
            else
                low = at;
            var density = Math.Exp(log + ((a - 1) * Math.Log(at)) + ((b - 1) * Math.Log(1 - at)));
            var next = at - (over / density);

            // Newton's step where it stays inside, half the way where it does not.
            if (!(next > low && next < high))
                next = (low + high) / 2;
            if (Math.Abs(next - at) < Enough)
                return next;
            at = next;
        }

        return at;
    }

    /// <summary>The share below a value: the regularized incomplete beta function I_x(a, b).</summary>
    public static double Below(double a, double b, double x) => Below(a, b, x, LogGamma(a + b) - LogGamma(a) - LogGamma(b));

    /// <summary>How many standard errors on either side hold 95 % of Student's t: 1.96 for many degrees of freedom.</summary>
    public static double StudentReach(double freedom)
    {
        var x = Quantile(freedom / 2, 0.5, 1 - (Resampling.LevelThousandths / 1000.0));
        return Math.Sqrt(freedom * (1 - x) / x);
    }

    private static double Below(double a, double b, double x, double log)
    {
        if (x <= 0)
            return 0;
        if (x >= 1)
            return 1;
        var front = Math.Exp(log + (a * Math.Log(x)) + (b * Math.Log(1 - x)));

        // The fraction converges fast below the mean only; above it, seen from the other end.
        return x < (a + 1) / (a + b + 2) ? front * Fraction(a, b, x) / a : 1 - (front * Fraction(b, a, 1 - x) / b);
    }

    /// <summary>The continued fraction of DLMF 8.17.22 by Lentz's method.</summary>
    private static double Fraction(double a, double b, double x)
    {
        var c = 1.0;
        var d = 1 / NotZero(1 - ((a + b) * x / (a + 1)));
        var result = d;
        for (var m = 1; m < MostTerms; m++)
        {
            Term(m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m))));
            var change = Term(-(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1)));
            if (Math.Abs(change - 1) < Enough)
                break;
        }

        return result;

        double Term(double coefficient)
        {
            d = 1 / NotZero(1 + (coefficient * d));
            c = NotZero(1 + (coefficient / c));
            result *= c * d;
            return c * d;
        }
    }

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;

    private static double LogGamma(double x)
    {
        // The reflection formula: Lanczos' is for ½ and above.
        if (x < 0.5)
            return Math.Log(Math.PI / Math.Sin(Math.PI * x)) - LogGamma(1 - x);
        x -= 1;
        var sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++)
            sum += Lanczos[i] / (x + i);
        var t = x + Lanczos.Length - 1.5;
        return (0.5 * Math.Log(2 * Math.PI)) + ((x + 0.5) * Math.Log(t)) - t + Math.Log(sum);
    }
}
