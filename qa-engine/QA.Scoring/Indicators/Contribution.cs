using System;

namespace QA.Scoring.Indicators;

/// <summary>Of whom an indicator speaks.</summary>
public enum IndicatorScope
{
    /// <summary>Of all rounds of the shop, those that are no agent's included. Not the sum of the agents: a session two of them answered is one session.</summary>
    Shop,

    /// <summary>Of the rounds that belong to one agent.</summary>
    Agent,
}

/// <summary>Where a contribution adds up: contributions of one key become one.</summary>
/// <param name="Profile">The profile's id.</param>
/// <param name="Day">The day, in the profile's time zone.</param>
/// <param name="Shop">As the export names it; null where it does not.</param>
/// <param name="Agent">The agent's name; null for an unnamed agent, and for the shop.</param>
/// <param name="Person">
/// Where the unit is a person, and only there, who it is: the customer's name in the export, and <c>conversation:</c> with the
/// conversation's id where there is none. Customers whose masked names are alike are one person.
/// </param>
public readonly record struct IndicatorKey(string Profile, DateOnly Day, string? Shop, IndicatorScope Scope, string? Agent, string? Person);

/// <summary>What one conversation, or many, add to an indicator on one day.</summary>
public readonly record struct Contribution(IndicatorKey Key, IndicatorTally Tally)
{
    /// <summary>
    /// Both together, in whatever order and grouping. Counts and waits add up. Where the unit is a person, they are one and the same
    /// person: counted once, and left waiting if either says so.
    /// </summary>
    /// <exception cref="ArgumentException">The keys differ; add their tallies instead.</exception>
    public static Contribution Add(in Contribution left, in Contribution right)
    {
        if (left.Key != right.Key)
            throw new ArgumentException($"{right.Key} does not add to {left.Key}; add their tallies instead", nameof(right));
        var tally = left.Tally.Plus(right.Tally);
        if (left.Key.Person is not null)
        {
            tally.Denominator = Math.Max(left.Tally.Denominator, right.Tally.Denominator);
            tally.Numerator = tally.Denominator - Math.Max(LeftWaiting(left.Tally), LeftWaiting(right.Tally));
        }

        return new(left.Key, tally);
    }

    private static long LeftWaiting(in IndicatorTally tally) => tally.Denominator - tally.Numerator;
}
