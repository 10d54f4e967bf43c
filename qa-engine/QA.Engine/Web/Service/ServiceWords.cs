using System;
using System.Globalization;
using QA.Engine.Web.Layout;
using QA.Scoring.Indicators;

namespace QA.Engine.Web.Service;

/// <summary>Definitions and figures of service indicators in words.</summary>
internal static class ServiceWords
{
    /// <summary>What is counted, when, and what is in time.</summary>
    public static string Definition(ServiceProfile profile, Visit visit)
    {
        var limit = profile.Limit is { } longest ? Duration(longest.TotalSeconds, visit) : null;
        var zh = limit is null ? "有人回复即算" : profile.Unit switch
        {
            ServiceUnit.SessionByMean => $"平均等待不超过 {limit} 算及时，有一轮无人回复就不算",
            ServiceUnit.SessionByFirst => $"首次回复不超过 {limit} 算及时",
            ServiceUnit.Person => $"当天没有一轮等待超过 {limit} 算及时",
            _ => $"{limit}内有人回复算及时",
        };
        var en = limit is null ? "in time if anybody replied" : profile.Unit switch
        {
            ServiceUnit.SessionByMean => $"in time if the mean wait is at most {limit} and no round went unanswered",
            ServiceUnit.SessionByFirst => $"in time if the first reply came within {limit}",
            ServiceUnit.Person => $"in time if no round of the day waited longer than {limit}",
            _ => $"in time if a person replied within {limit}",
        };
        return visit.Say($"按{Unit(profile, visit)}统计；{zh}；{Hours(profile, visit)}。", $"Counted by {Unit(profile, visit)}; {en}; {Hours(profile, visit)}.");
    }

    public static string Unit(ServiceProfile profile, Visit visit) => profile.Unit switch
    {
        ServiceUnit.Round => visit.Say("轮次", "round"),
        ServiceUnit.Person => visit.Say("顾客", "customer"),
        _ => visit.Say("会话", "session"),
    };

    public static string Median(ServiceProfile profile, Visit visit) =>
        profile.Waits == KeptWaits.FirstReply ? visit.Say("首次回复中位数", "Median first reply") : visit.Say("等待中位数", "Median wait");

    public static string Duration(double? seconds, Visit visit) => seconds switch
    {
        null => "–",
        < 120 and var few => visit.Say($"{Number(few)} 秒", $"{Number(few)} s"),
        < 3600 and var some => visit.Say($"{Number(some / 60)} 分钟", $"{Number(some / 60)} min"),
        _ => visit.Say("1 小时以上", "an hour or more"),
    };

    public static string Percent(double? share) => share is { } known ? known.ToString("0.0%", CultureInfo.InvariantCulture) : "–";

    public static string Ratio(double? ratio) => ratio is { } known ? known.ToString("0.00", CultureInfo.InvariantCulture) : "–";

    private static string Number(double number) => number.ToString(number < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);

    private static string Hours(ServiceProfile profile, Visit visit)
    {
        if (profile.Window is not { } window)
            return visit.Say("全天", "all day");
        var hours = $"{Clock(window.First)}–{Clock(window.Last)}";
        return profile.WindowedBy == WindowedBy.SessionStart
            ? visit.Say($"只算 {hours} 开始的会话", $"sessions that began {hours}")
            : visit.Say($"只算 {hours} 提出的问题", $"questions asked {hours}");
    }

    private static string Clock(TimeOnly time) => time.ToString(time.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
}
