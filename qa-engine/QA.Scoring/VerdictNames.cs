using System.Collections.Generic;

namespace QA.Scoring;

/// <summary>What verdicts are called where programs read them: in JSON and in labels. For good.</summary>
public static class VerdictNames
{
    /// <summary>In the order of <see cref="Verdict"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["pass", "partial", "fail", "not-applicable", "unsure"];

    public static string Of(Verdict verdict) => All[(int)verdict];
}
