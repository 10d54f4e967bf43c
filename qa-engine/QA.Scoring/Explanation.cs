using System;
using System.Globalization;
using QA.Scoring.Rules;

namespace QA.Scoring;

/// <summary>The engine's own sentences about verdicts, in both languages; the rubric's sentences are its author's.</summary>
public static class Explanation
{
    /// <summary>Why something that looked right did not count.</summary>
    public static Wording Of(MissReason reason, int distance = 0) => reason switch
    {
        MissReason.SaidByCustomer => new("这句是顾客说的", "the customer said it"),
        MissReason.SaidByBot => new("只有自动回复说了", "only the auto-reply said it"),
        MissReason.SaidBySystem => new("这是系统消息", "it is a system message"),
        MissReason.SaidByColleague => new("这是另一位客服说的", "another agent said it"),
        MissReason.TooEarly => new($"早了 {distance} 条消息", distance == 1 ? "one message too early" : $"{distance} messages too early"),
        MissReason.TooLate when distance == 0 => new("说得太晚", "it came too late"),
        MissReason.TooLate => new($"晚了 {distance} 条消息", distance == 1 ? "one message too late" : $"{distance} messages too late"),
        MissReason.WrongPlaceInMessage => new("不在消息的规定位置", "it stands at another place in the message"),
        MissReason.Quoted => new("这是引用的话", "it is quoted"),
        MissReason.Negated => new("前面有否定词", "it is negated"),
        MissReason.Question => new("这是疑问句", "it is asked, not said"),
        MissReason.NotAQuestion => new("这不是疑问句", "it is said, not asked"),
        MissReason.WrongContext => new("上下文不符", "what stands around it takes it back"),
        MissReason.Exception => new("属于例外用语", "it is part of an exception"),
        MissReason.TooFew => new($"还差 {Math.Max(1, distance)} 处", $"{Math.Max(1, distance)} more needed"),
        MissReason.TooMany => new($"多了 {Math.Max(1, distance)} 处", $"{Math.Max(1, distance)} too many"),
        _ => new("没有相近的内容", "nothing came close"),
    };

    /// <summary>How a mood moved.</summary>
    public static Wording Of(MoodOutcome outcome) => outcome switch
    {
        MoodOutcome.Recovered => new("好转", "recovered"),
        MoodOutcome.Worsened => new("变差", "worsened"),
        MoodOutcome.Unhappy => new("始终不满", "unhappy throughout"),
        _ => new("平稳", "steady"),
    };

    /// <summary>From the start to the end.</summary>
    public static Wording Of(MoodChange mood) => new(
        $"开始 {Mood(mood.Start)}，结束 {Mood(mood.End)}（−1 到 1，共 {mood.Turns} 轮发言）",
        $"{Mood(mood.Start)} at the start, {Mood(mood.End)} at the end (−1 to 1, over {mood.Turns} turns)");

    /// <summary>A mood with its sign, -1 to 1.</summary>
    /// <param name="mood">-1,000 to 1,000; a mean may lie between.</param>
    public static string Mood(double mood) => (mood / 1_000).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);

    /// <summary>What was looked for in vain, where, and what came nearest.</summary>
    public static Wording Of(Absence absence)
    {
        var whereZh = absence.From < 0 ? "没有可查的消息" : absence.From == absence.To ? $"在第 {absence.From} 条消息" : $"在第 {absence.From}–{absence.To} 条消息";
        var whereEn = absence.From < 0 ? "there was no message to look at" : absence.From == absence.To ? $"in message {absence.From}" : $"in messages {absence.From}–{absence.To}";
        var why = Of(absence.Why, absence.Distance);
        var zh = $"{whereZh}{(absence.From < 0 ? "：" : "中未找到：")}{absence.Rule.Title.Zh}";
        var en = $"looked {whereEn} for: {absence.Rule.Title.En}";
        return absence.NearestMiss is { } miss
            ? new Wording($"{zh}；最接近的是第 {miss.Message} 条消息，但{why.Zh}", $"{en}; the nearest is in message {miss.Message}, but {why.En}")
            : new Wording(zh, en);
    }
}
