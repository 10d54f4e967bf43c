using System;

namespace QA.Scoring.Rules;

/// <summary>Shares a section's own weight out among those of its criteria that apply and are sure.</summary>
internal static class SectionShares
{
    private const int Few = 64;

    /// <summary>
    /// Replaces the weights of <paramref name="outcomes"/> by their shares of <paramref name="whole"/>, in proportion, whole
    /// millionths that add up to it exactly: what rounding down leaves goes to the largest remainders, of equal ones to the first.
    /// Where nothing weighs anything, nothing gets a share.
    /// </summary>
    /// <param name="outcomes">The section's criteria; a weight is 0 where the criterion takes no part.</param>
    /// <param name="whole">The section's weight in this scenario, in millionths.</param>
    public static void Apply(Span<Outcome> outcomes, long whole)
    {
        long sum = 0;
        foreach (ref readonly var outcome in outcomes)
            sum += outcome.Weight;
        if (sum == 0)
            return;

        var remainders = outcomes.Length <= Few ? stackalloc long[outcomes.Length] : new long[outcomes.Length];
        var left = whole;
        for (var i = 0; i < outcomes.Length; i++)
        {
            // 10,000 points times a multiplier of 100 are 10^12 millionths on either side: a product may need 80 bits.
            var high = Math.BigMul((ulong)whole, (ulong)outcomes[i].Weight, out var low);
            var (share, remainder) = high == 0 ? Math.DivRem(low, (ulong)sum) : Divide(new UInt128(high, low), (ulong)sum);
            outcomes[i] = outcomes[i] with { Weight = (long)share };
            remainders[i] = (long)remainder;
            left -= (long)share;
        }

        // Fewer than there are criteria, and never one without a remainder, so what takes no part still takes none.
        for (; left > 0; left--)
        {
            var largest = 0;
            for (var i = 1; i < remainders.Length; i++)
            {
                if (remainders[i] > remainders[largest])
                    largest = i;
            }

            outcomes[largest] = outcomes[largest] with { Weight = outcomes[largest].Weight + 1 };
            remainders[largest] = 0;
        }
    }

    private static (ulong Quotient, ulong Remainder) Divide(UInt128 product, ulong sum)
    {
        var (quotient, remainder) = UInt128.DivRem(product, sum);
        return ((ulong)quotient, (ulong)remainder);
    }
}
