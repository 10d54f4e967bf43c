using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Scoring.Indicators;

namespace QA.Scoring.Tests.Indicators;

/// <summary>What profiles make of a chat, as short lines that tests can compare.</summary>
internal static class Indicators
{
    public static ServiceProfile Taobao { get; } = ServiceProfiles.BuiltIn.Single(profile => profile.Id == "taobao.3min");

    public static ServiceProfile Douyin { get; } = ServiceProfiles.BuiltIn.Single(profile => profile.Id == "douyin.3min");

    public static ServiceProfile Kuaishou { get; } = ServiceProfiles.BuiltIn.Single(profile => profile.Id == "kuaishou.3min");

    public static ServiceProfile Jd { get; } = ServiceProfiles.BuiltIn.Single(profile => profile.Id == "jd.first30s");

    public static ServiceProfile Generic { get; } = ServiceProfiles.BuiltIn.Single(profile => profile.Id == "generic");

    /// <summary>A zone an hour ahead in summer, from the last Sunday of March (02:00) to the last of October (03:00).</summary>
    public static TimeZoneInfo Summery { get; } = TimeZoneInfo.CreateCustomTimeZone(
        "summery",
        TimeSpan.FromHours(1),
        "summery",
        "winter",
        "summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date,
                DateTime.MaxValue.Date,
                TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0, DateTimeKind.Unspecified), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0, DateTimeKind.Unspecified), 10, 5, DayOfWeek.Sunday)),
        ]);

    public static IReadOnlyList<Contribution> Of(ServiceProfile profile, params string[] lines) => ServiceIndicators.Of(Chat.Of(lines), [profile]);

    /// <summary>The shop's, all days together, as <c>served/units</c>; empty where nothing counts.</summary>
    public static string Shop(ServiceProfile profile, params string[] lines)
    {
        var days = Of(profile, lines).Where(contribution => contribution.Key.Scope == IndicatorScope.Shop).ToList();
        var sum = days.Aggregate(default(IndicatorTally), (sum, next) => sum.Plus(next.Tally));
        return days.Count == 0 ? "" : $"{sum.Numerator}/{sum.Denominator}";
    }

    /// <summary>Every contribution as <c>day scope served/units</c>, sorted.</summary>
    public static string[] Rows(IEnumerable<Contribution> contributions) =>
    [
        .. contributions
            .Select(contribution => string.Create(CultureInfo.InvariantCulture, $"{contribution.Key.Day:MM-dd} {Who(contribution.Key)} {contribution.Tally.Numerator}/{contribution.Tally.Denominator}"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>All contributions of one key added up, by key.</summary>
    public static Dictionary<IndicatorKey, IndicatorTally> Merge(IEnumerable<Contribution> contributions)
    {
        var sums = new Dictionary<IndicatorKey, IndicatorTally>();
        foreach (var contribution in contributions)
            sums[contribution.Key] = sums.TryGetValue(contribution.Key, out var sum) ? Contribution.Add(new(contribution.Key, sum), contribution).Tally : contribution.Tally;
        return sums;
    }

    private static string Who(IndicatorKey key) => key.Scope == IndicatorScope.Shop ? "shop" : key.Agent ?? "nameless";
}
