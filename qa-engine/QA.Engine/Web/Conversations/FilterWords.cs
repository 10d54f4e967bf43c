using System;
using System.Globalization;
using QA.Engine.Storage;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Conversations;

/// <summary>What filters and verdicts are called.</summary>
internal sealed class FilterWords(Visit visit, RubricShelf rubrics)
{
    public string Field(string field) => field switch
    {
        FilterForm.FromField => visit.Say("起始日期", "From"),
        FilterForm.ToField => visit.Say("结束日期", "To"),
        FilterForm.TextField => visit.Say("聊天内容", "Words in the chat"),
        FilterForm.ShopField => visit.Say("店铺", "Shop"),
        FilterForm.TeamField => visit.Say("团队", "Team"),
        FilterForm.AgentField => visit.Say("客服", "Agent"),
        FilterForm.ScenarioField => visit.Say("场景", "Scenario"),
        FilterForm.CriterionField => visit.Say("评分项", "Criterion"),
        FilterForm.VerdictField => visit.Say("结论", "Verdict"),
        FilterForm.MinField => visit.Say("最低分", "Score from"),
        FilterForm.MaxField => visit.Say("最高分", "Score to"),
        FilterForm.CriticalField => visit.Say("红线", "Critical finding"),
        FilterForm.MoodField => visit.Say("顾客情绪", "Customer's mood"),
        FilterForm.StandingField => visit.Say("评分依据", "Standing"),
        _ => visit.Say("排序", "Order"),
    };

    /// <summary>A field's value in words.</summary>
    public string Value(string field, string value) => field switch
    {
        FilterForm.ScenarioField => visit.Say(rubrics.ScenarioTitle(value)),
        FilterForm.CriterionField => visit.Say(rubrics.CriterionTitle(value)),
        FilterForm.VerdictField => Verdict(value switch { "pass" => QA.Scoring.Verdict.Pass, "partial" => QA.Scoring.Verdict.Partial, "fail" => QA.Scoring.Verdict.Fail, _ => QA.Scoring.Verdict.Unsure }),
        FilterForm.CriticalField => Critical(value),
        FilterForm.MoodField => CustomerMoods.Of(value) is { } mood ? visit.Say(MoodWords.Question(mood)) : value,
        FilterForm.StandingField => Standing(StandingNames.Find(value) ?? QA.Scoring.Standing.None),
        FilterForm.MinField or FilterForm.MaxField => visit.Say(value + " 分", value),
        _ => value,
    };

    public string Verdict(Verdict verdict) => verdict switch
    {
        QA.Scoring.Verdict.Pass => visit.Say("通过", "pass"),
        QA.Scoring.Verdict.Partial => visit.Say("部分通过", "partial"),
        QA.Scoring.Verdict.Fail => visit.Say("未通过", "fail"),
        QA.Scoring.Verdict.Unsure => visit.Say("待人工判断", "unsure"),
        _ => visit.Say("不适用", "not applicable"),
    };

    public string Critical(string state) => state switch
    {
        StoredSuspicion.Confirmed => visit.Say("已确认", "confirmed"),
        StoredSuspicion.Dismissed => visit.Say("已排除", "dismissed"),
        _ => visit.Say("待确认", "suspected"),
    };

    public string Standing(Standing standing) => standing switch
    {
        QA.Scoring.Standing.Ranked => visit.Say("正常计分", "ranked"),
        QA.Scoring.Standing.Insufficient => visit.Say("依据不足", "too little to judge"),
        _ => visit.Say("无评分", "no score"),
    };

    public string Problem(FilterProblem problem) => problem.Trouble switch
    {
        FilterTrouble.DaysSwapped => visit.Say("起始日期晚于结束日期，已对调。", "The first day was after the last; they were swapped."),
        FilterTrouble.TooManyDays => visit.Say(
            $"一次最多查看 {ConversationFilter.MostDays} 天，这里显示到结束日期为止的 {ConversationFilter.MostDays} 天。", $"A list spans at most {ConversationFilter.MostDays} days; these are the last {ConversationFilter.MostDays} of those you asked for."),
        FilterTrouble.TextTooShort => visit.Say("聊天内容请至少输入两个连续的字，单个字几乎每段对话里都有；这次没有按内容筛选。", "Please type at least two characters in a row: single ones stand in nearly every chat. Words were not searched for this time."),
        _ => visit.Say($"「{Field(problem.Field)}」的内容看不懂，已忽略。", $"What stands under “{Field(problem.Field)}” makes no sense and was left out."),
    };

    public static string Points(int? hundredths) => hundredths is { } points ? (points / 100m).ToString("0.00", CultureInfo.InvariantCulture) : "–";

    /// <summary>A sign that is told apart without colour.</summary>
    public static string Sign(Verdict? verdict) => verdict switch
    {
        QA.Scoring.Verdict.Pass => "✓",
        QA.Scoring.Verdict.Partial => "◐",
        QA.Scoring.Verdict.Fail => "✗",
        QA.Scoring.Verdict.Unsure => "?",
        _ => "·",
    };

    /// <summary>The class that colours it.</summary>
    public static string Class(Verdict? verdict) => verdict switch
    {
        QA.Scoring.Verdict.Pass => "pass",
        QA.Scoring.Verdict.Partial => "partial",
        QA.Scoring.Verdict.Fail => "fail",
        QA.Scoring.Verdict.Unsure => "unsure",
        _ => "none",
    };

    /// <summary>The band of a shown score; a person's decision may have moved it.</summary>
    public Wording? Band(ListedScore score) => score.Band ?? (score.Total is { } total ? rubrics.Like(score.RubricHash, score.RubricId).BandOf(total)?.Title : null);
}
