using System;
using System.Collections.Generic;
using System.Globalization;
using QA.Calibration.Skills;
using QA.Engine.Web.Layout;
using QA.Engine.Web.Skills;

namespace QA.Engine.Web.Coaching;

/// <summary>What a coaching changed, in sentences that a coach can say to an agent.</summary>
internal static class EffectWords
{
    public static IEnumerable<string> Sentences(Visit visit, CoachingEffect effect)
    {
        var (own, peers) = (effect.Coached, effect.Peers);
        yield return visit.Say($"辅导前 {Of(visit, own.Before)}，辅导后 {Of(visit, own.After)}。", $"Before {Of(visit, own.Before)}, since {Of(visit, own.After)}.");
        if (effect.Says == CoachingSays.NoPeers)
        {
            yield return visit.Say(
                $"同组前后都有对话又没有辅导这一项的同事只有 {effect.PeerCount} 位，不足 {CoachingEffect.FewestPeers} 位，无法判断变化是不是辅导带来的。",
                $"Only {effect.PeerCount} uncoached colleagues had this before and since; with fewer than {CoachingEffect.FewestPeers} nobody can say whether the change comes from coaching.");
            yield break;
        }

        yield return visit.Say(
            $"同期 {effect.PeerCount} 位没有辅导的同事从 {Of(visit, peers.Before)} 到 {Of(visit, peers.After)}。",
            $"Meanwhile {effect.PeerCount} uncoached colleagues went from {Of(visit, peers.Before)} to {Of(visit, peers.After)}.");
        yield return visit.Say(
            $"特别差或特别好的一段时间，过后本来就会回到平常一些；算上这一点和团队的变化，不辅导预计在 {SkillWords.Percent(effect.Expected!.Value)} 左右。",
            $"An unusually bad or good spell passes in part by itself; with that and the team's change, about {SkillWords.Percent(effect.Expected!.Value)} would be expected without coaching.");
        yield return effect.Effect is { Interval: { } sure } change
            ? visit.Say(
                $"实际比预计{Higher(visit, change.Change)}（95% 区间 {Range(sure.Low, sure.High)} 个百分点）：{Verdict(visit, effect.Says)}",
                $"It is {Higher(visit, change.Change)} than expected (95 % interval {Range(sure.Low, sure.High)} points): {Verdict(visit, effect.Says)}")
            : Verdict(visit, effect.Says);
    }

    public static string Verdict(Visit visit, CoachingSays says) => says switch
    {
        CoachingSays.Better => visit.Say("辅导有效，不太可能是偶然。", "coaching works, and chance hardly explains it."),
        CoachingSays.Worse => visit.Say("比预计更差，不太可能是偶然。换一种方式，或者看看是不是别的原因。", "it is worse than expected, and chance hardly explains it. Try another way, or look for another cause."),
        CoachingSays.Unclear => visit.Say("还看不出效果，偶然也能解释。", "no effect can be seen yet; chance explains it."),
        CoachingSays.NoPeers => visit.Say("没有足够的同事可以比较。", "There are too few colleagues to compare with."),
        _ => visit.Say($"辅导后的对话不足 {CoachingEffect.FewestCases} 个，现在下结论还早。", $"With fewer than {CoachingEffect.FewestCases} chats since, it is too early to conclude anything."),
    };

    /// <summary>The verdict in a word or two, for lists.</summary>
    public static string Short(Visit visit, CoachingSays says) => says switch
    {
        CoachingSays.Better => visit.Say("有效", "Works"),
        CoachingSays.Worse => visit.Say("变差", "Worse"),
        CoachingSays.Unclear => visit.Say("还看不出", "Unclear yet"),
        CoachingSays.NoPeers => visit.Say("无法比较", "Nothing to compare"),
        _ => visit.Say("为时尚早", "Too early"),
    };

    private static string Of(Visit visit, Tally tally)
    {
        var (share, cases) = (tally.Mean is { } mean ? SkillWords.Percent(mean) : "–", tally.Cases.ToString("N0", CultureInfo.InvariantCulture));
        return visit.Say($"{share}（n = {cases}）", $"{share} (n = {cases})");
    }

    private static string Higher(Visit visit, double change)
    {
        var points = Math.Round(Math.Abs(change) * 100).ToString("0", CultureInfo.InvariantCulture);
        return change < 0 ? visit.Say($"低 {points} 个百分点", $"{points} points lower") : visit.Say($"高 {points} 个百分点", $"{points} points higher");
    }

    private static string Range(double low, double high) =>
        string.Create(CultureInfo.InvariantCulture, $"{low * 100:+0;−0;0} … {high * 100:+0;−0;0}");
}
