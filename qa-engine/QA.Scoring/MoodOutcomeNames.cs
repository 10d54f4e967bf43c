using System.Collections.Generic;

namespace QA.Scoring;

/// <summary>What outcomes of moods are called where programs read them: in JSON and metrics. For good.</summary>
public static class MoodOutcomeNames
{
    /// <summary>In the order of <see cref="MoodOutcome"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["steady", "recovered", "worsened", "unhappy"];

    public static string Of(MoodOutcome outcome) => All[(int)outcome];
}
