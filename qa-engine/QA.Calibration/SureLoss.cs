namespace QA.Calibration;

/// <summary>How many points a weakness costs for certain.</summary>
public static class SureLoss
{
    /// <summary>
    /// The points lost in a conversation on average, were the strength as high as the upper end of its interval (<see cref="Wilson"/>): the loss shrinks
    /// in proportion to the share of the weight that was not earned. Two bad cases in two weigh less by it than fifteen in thirty, so that nobody
    /// practises what chance made look weak.
    /// </summary>
    /// <param name="lost">Points lost, summed.</param>
    /// <param name="conversations">All of them, the ones to which the criterion did not apply included.</param>
    /// <param name="earned">Shares of the weight that were earned, summed over the cases; 0…<paramref name="cases"/>.</param>
    /// <param name="cases">How often the criterion applied.</param>
    /// <returns>In the unit of <paramref name="lost"/>; 0 where nothing was lost or there is no case.</returns>
    public static double Each(double lost, long conversations, double earned, long cases)
    {
        if (conversations <= 0 || lost <= 0 || earned >= cases || Wilson.Of(earned, cases) is not { } strength)
            return 0;
        return lost / conversations * (1 - strength.High) / (1 - (earned / cases));
    }
}
