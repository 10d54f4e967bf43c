using System;
using System.Collections.Generic;

namespace QA.Scoring.Indicators;

/// <summary>
/// The profiles that come with the engine, as the platforms defined them when they were written down. Platforms change their
/// definitions; then settings change ours (<see cref="ServiceProfileReader"/>).
/// </summary>
public static class ServiceProfiles
{
    public static IReadOnlyList<ServiceProfile> BuiltIn { get; } =
    [
        new()
        {
            Id = "taobao.3min",
            Title = new("淘宝 人工3分钟响应率", "Taobao: rounds answered within 3 minutes"),
            Unit = ServiceUnit.Round,
            Limit = TimeSpan.FromMinutes(3),
            Window = new(new(8, 0), new(23, 0)),
        },
        new()
        {
            Id = "douyin.3min",
            Title = new("抖音 飞鸽3分钟人工回复率（会话）", "Douyin: sessions with a mean wait within 3 minutes"),
            Unit = ServiceUnit.SessionByMean,
            Limit = TimeSpan.FromMinutes(3),
            Window = new(new(8, 0), new(22, 59, 59)),
        },
        new()
        {
            Id = "kuaishou.3min",
            Title = new("快手 3分钟回复率（人）", "Kuaishou: customers never left waiting beyond 3 minutes"),
            Unit = ServiceUnit.Person,
            Limit = TimeSpan.FromMinutes(3),
            Window = new(new(8, 0), new(23, 0)),
        },
        new()
        {
            Id = "jd.first30s",
            Title = new("京东 30秒首次应答率", "JD: sessions with a first reply within 30 seconds"),
            Unit = ServiceUnit.SessionByFirst,
            Limit = TimeSpan.FromSeconds(30),
            Window = new(new(9, 0), new(23, 0)),
            WindowedBy = WindowedBy.SessionStart,
            Waits = KeptWaits.FirstReply,
        },
        new()
        {
            Id = "generic",
            Title = new("通用 回复率与首响", "Generic: rounds answered, first replies"),
            Unit = ServiceUnit.Round,
            Waits = KeptWaits.FirstReply,
        },
    ];
}
