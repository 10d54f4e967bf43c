using System.Collections.Generic;
using QA.Calibration;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>Everything <c>agree</c> found out; formats only write it down.</summary>
/// <param name="Rubric">Names the criteria; where the engine is a rater, what it judged by.</param>
/// <param name="EngineRates">Whether one of the raters is the engine.</param>
/// <param name="Criteria">Those compared, in the order of the rubric.</param>
/// <param name="Compared">The comparison asked for.</param>
/// <param name="Ceiling">Two readers with each other, where both are at hand: more agreement than people have nobody can expect.</param>
/// <param name="Disagreements">Of the comparison asked for: by criterion, then by the conversation's id.</param>
/// <param name="SetAside">What was wrong with the input.</param>
internal sealed record AgreeReport(
    Rubric Rubric,
    bool EngineRates,
    IReadOnlyList<Criterion> Criteria,
    IReadOnlyList<ReportFile> Files,
    Resampling Resampling,
    Comparison Compared,
    Comparison? Ceiling,
    IReadOnlyList<Disagreement> Disagreements,
    IReadOnlyList<string> SetAside);

/// <param name="Name">Without its folder: a report may be published, and where files lie is nobody's business.</param>
internal sealed record ReportFile(FileRole Role, string Name, string Hash, int Conversations);

internal enum FileRole
{
    Chats,
    Labels,
}

/// <summary>Two raters and how far they agree.</summary>
internal sealed record Comparison(Wording One, Wording Other, Agreement Agreement);

/// <summary>A way to write a report down.</summary>
internal interface IAgreeFormat
{
    string Write(AgreeReport report);
}
