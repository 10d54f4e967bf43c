using System;
using System.Globalization;
using QA.Calibration;
using QA.Calibration.Skills;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.Skills;

/// <summary>How pages about skills say figures.</summary>
internal static class SkillWords
{
    /// <summary>Within so much to either side a strength is known well; within the second, roughly.</summary>
    public const double Sure = 0.08;

    public const double RoughlySure = 0.15;
    private const int FewestCases = 5;

    public static string Percent(double share) => (share * 100).ToString("0", CultureInfo.InvariantCulture) + "%";

    public static string Percents(Interval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(interval.Low, 0) * 100:0}–{Math.Min(interval.High, 1) * 100:0}%");

    public static string Points(double points) => points.ToString("0.00", CultureInfo.InvariantCulture);

    public static string Points(Interval interval) => string.Create(CultureInfo.InvariantCulture, $"{interval.Low:0.00}–{interval.High:0.00}");

    public static string Signed(double points) => points.ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string Agent(Visit visit, string name) => name.Length == 0 ? visit.Say("（未署名）", "(no name)") : name;

    public static string Team(Visit visit, string name) => name.Length == 0 ? visit.Say("未分组", "No team") : name;

    /// <summary>Where an agent stands to the team, and whether the chats suffice to say so.</summary>
    public static string Standing(Visit visit, Strength strength, double team)
    {
        if (strength.Interval.High < team)
            return visit.Say("低于团队，比较确定", "Below the team, fairly sure");
        if (strength.Interval.Low > team)
            return visit.Say("高于团队，比较确定", "Above the team, fairly sure");
        return strength.Uncertainty > RoughlySure
            ? visit.Say("对话太少，还说不准", "Too few chats to tell")
            : visit.Say("和团队差不多", "About as the team");
    }

    /// <summary>What became of points lost since the window before.</summary>
    public static string Change(Visit visit, Difference? change) => change switch
    {
        null or { Interval: null } => visit.Say("无从比较", "Nothing to compare"),
        { IsClear: true, Change: > 0 } more => visit.Say($"▲ 多丢 {Points(more.Change)} 分", $"▲ {Points(more.Change)} more"),
        { IsClear: true } less => visit.Say($"▼ 少丢 {Points(-less.Change)} 分", $"▼ {Points(-less.Change)} less"),
        _ => visit.Say("看不出变化", "No clear change"),
    };

    /// <summary>The class of a cell: five steps of strength, three of certainty.</summary>
    public static string Cell(Strength strength)
    {
        var level = strength.Value switch
        {
            < 0.4 => 0,
            < 0.6 => 1,
            < 0.75 => 2,
            < 0.9 => 3,
            _ => 4,
        };
        return string.Create(CultureInfo.InvariantCulture, $"skill-cell level-{level} doubt-{Doubt(strength)}");
    }

    /// <summary>
    /// 0: known; 1: roughly; 2: not. Where nearly everybody does the same, the interval of somebody with two chats is narrow, but it is the team's and not theirs.
    /// </summary>
    public static int Doubt(Strength strength) => strength switch
    {
        { Uncertainty: > RoughlySure } or { Cases: < FewestCases } => 2,
        { Uncertainty: > Sure } or { Cases: < 2 * FewestCases } => 1,
        _ => 0,
    };
}
