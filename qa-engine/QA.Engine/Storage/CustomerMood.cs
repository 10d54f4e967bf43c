using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>What may be asked of a customer's mood. See <see cref="MoodChange"/>.</summary>
public enum CustomerMood
{
    CameUnhappy,

    /// <summary>Came unhappy and left clearly better.</summary>
    Recovered,

    /// <summary>Left unhappy and clearly worse than on coming.</summary>
    Worsened,

    LeftUnhappy,
}

/// <summary>How questions about moods are spelt, in addresses as in stores, and what fits them.</summary>
public static class CustomerMoods
{
    private static readonly string[] Words = ["came-unhappy", "recovered", "worsened", "left-unhappy"];

    public static IReadOnlyList<CustomerMood> All { get; } = Enum.GetValues<CustomerMood>();

    public static string Word(CustomerMood mood) => Words[(int)mood];

    /// <returns>Null: it is none of them.</returns>
    public static CustomerMood? Of(string word) => Array.IndexOf(Words, word) is var place and >= 0 ? All[place] : null;

    public static bool Is(this MoodChange change, CustomerMood mood) => mood switch
    {
        CustomerMood.CameUnhappy => change.CameUnhappy,
        CustomerMood.Recovered => change.Outcome == MoodOutcome.Recovered,
        CustomerMood.Worsened => change.Outcome == MoodOutcome.Worsened,
        _ => change.LeftUnhappy,
    };
}
