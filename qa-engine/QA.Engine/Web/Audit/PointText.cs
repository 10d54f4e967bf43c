using System;
using System.Globalization;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Audit;

/// <summary>Points, shares and spans of time as people read them.</summary>
internal static class PointText
{
    /// <param name="hundredths">Null: there is no score.</param>
    public static string Of(int? hundredths) => hundredths is { } points ? (points / 100m).ToString("0.00", CultureInfo.InvariantCulture) : "–";

    /// <summary>With its sign.</summary>
    public static string Change(int hundredths) => (hundredths < 0 ? "−" : "+") + Of(Math.Abs(hundredths));

    /// <param name="millionths">Of weight, or of a value.</param>
    public static string Share(long millionths) => (millionths / 1_000_000m).ToString("0.######", CultureInfo.InvariantCulture);

    public static string Span(TimeSpan span, Visit visit) => span switch
    {
        { TotalDays: >= 1 } => visit.Say($"{span.Days} 天 {span.Hours} 小时", $"{span.Days} d {span.Hours} h"),
        { TotalHours: >= 1 } => visit.Say($"{span.Hours} 小时 {span.Minutes} 分", $"{span.Hours} h {span.Minutes} min"),
        { Seconds: 0 } => visit.Say($"{span.Minutes} 分", $"{span.Minutes} min"),
        _ => visit.Say($"{span.Minutes} 分 {span.Seconds} 秒", $"{span.Minutes} min {span.Seconds} s"),
    };

    public static string Sign(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "✓",
        Verdict.Partial => "◐",
        Verdict.Fail => "✕",
        Verdict.Unsure => "?",
        _ => "–",
    };

    public static string Word(Verdict verdict, Visit visit) => verdict switch
    {
        Verdict.Pass => visit.Say("通过", "pass"),
        Verdict.Partial => visit.Say("部分", "partial"),
        Verdict.Fail => visit.Say("不通过", "fail"),
        Verdict.Unsure => visit.Say("待人判断", "unsure"),
        _ => visit.Say("不适用", "not applicable"),
    };

    public static string Class(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Partial => "partial",
        Verdict.Fail => "fail",
        Verdict.Unsure => "unsure",
        _ => "",
    };
}
