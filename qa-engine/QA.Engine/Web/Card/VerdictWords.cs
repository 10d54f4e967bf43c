using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Card;

internal static class VerdictWords
{
    public static string Of(Visit visit, Verdict verdict) => verdict switch
    {
        Verdict.Pass => visit.Say("做到", "met"),
        Verdict.Partial => visit.Say("部分做到", "partly met"),
        Verdict.Fail => visit.Say("没做到", "not met"),
        Verdict.Unsure => visit.Say("待人工判断", "needs a person"),
        _ => visit.Say("不适用", "does not apply"),
    };

    /// <summary>So that nobody needs to see colours.</summary>
    public static string Sign(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "✓",
        Verdict.Partial => "◐",
        Verdict.Fail => "✕",
        Verdict.Unsure => "?",
        _ => "–",
    };
}
