using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Indicators;
using Xunit;

namespace QA.Scoring.Tests.Indicators;

public sealed class ServiceProfileReaderTests
{
    [Fact]
    public void Without_texts_the_built_in_profiles_stand()
    {
        Assert.Equal(ServiceProfiles.BuiltIn, Read());
        Assert.Equal(["taobao.3min", "douyin.3min", "kuaishou.3min", "jd.first30s", "generic"], ServiceProfiles.BuiltIn.Select(profile => profile.Id));
    }

    [Fact]
    public void A_text_changes_what_it_names_and_leaves_the_rest()
    {
        var profiles = Read(new ServiceProfileText("douyin.3min", WindowLast: "24:00", Limit: "2m"));

        Assert.Equal(5, profiles.Count);
        Assert.Equal(
            Indicators.Douyin with { Window = new(new(8, 0), new(23, 59, 59)), Limit = TimeSpan.FromMinutes(2) },
            profiles[1]);
    }

    [Fact]
    public void A_text_of_another_id_is_a_new_profile_behind_the_others()
    {
        var text = new ServiceProfileText(
            "pdd.5min", "拼多多 5分钟回复率", "Pinduoduo: within 5 minutes", "session-by-first", "08:00", "22:59:59", "session-start", "00:05:00", "-03:30", "90m", "first-reply", "true", "true");

        var profile = Read(text)[^1];

        Assert.Equal("拼多多 5分钟回复率", profile.Title.Zh);
        Assert.Equal((ServiceUnit.SessionByFirst, WindowedBy.SessionStart, KeptWaits.FirstReply), (profile.Unit, profile.WindowedBy, profile.Waits));
        Assert.Equal(new DailyWindow(new(8, 0), new(22, 59, 59)), profile.Window);
        Assert.Equal((TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(90)), (profile.Limit, profile.SessionGap));
        Assert.Equal(new TimeSpan(-3, -30, 0), profile.Zone.BaseUtcOffset);
        Assert.True(profile.BotsAnswer && profile.SystemAsks);

        var plain = Read(new ServiceProfileText("mine"))[^1];
        Assert.Equal(new ServiceProfile { Id = "mine", Title = new("mine", "mine") }, plain);
    }

    [Fact]
    public void None_takes_a_window_or_a_limit_away_and_disabled_the_profile()
    {
        var profiles = Read(
            new ServiceProfileText("taobao.3min", WindowFirst: "none", WindowLast: "none", Limit: "none"),
            new ServiceProfileText("jd.first30s", Enabled: "false"));

        Assert.Equal(["taobao.3min", "douyin.3min", "kuaishou.3min", "generic"], profiles.Select(profile => profile.Id));
        Assert.Null(profiles[0].Window);
        Assert.Null(profiles[0].Limit);
    }

    [Fact]
    public void Zones_by_name_are_looked_up_by_the_caller()
    {
        Assert.Same(Indicators.Summery, Read(new ServiceProfileText("generic", Zone: "Europe/Somewhere"))[^1].Zone);
        Assert.Same(ServiceProfile.Beijing, Read(new ServiceProfileText("generic", Zone: "Asia/Shanghai"))[^1].Zone);
    }

    [Fact]
    public void Every_problem_is_told_at_once_and_the_value_stays_as_it_was()
    {
        ServiceProfileText[] texts =
        [
            new("taobao.3min", Unit: "sesion-by-mean", WindowFirst: "8 Uhr", Limit: "3 mins", Zone: "Mars", SessionGap: "0s", Waits: "all", BotsAnswer: "yes"),
            new("generic", WindowFirst: "08:00"),
            new("generic"),
            new("a b"),
            new(null),
            new("long", Limit: "999999h", WindowFirst: "25:00", WindowLast: "none"),
        ];

        var profiles = ServiceProfileReader.Read(texts, _ => null, out var problems);

        Assert.Equal(
            [
                "profile 'taobao.3min': unit cannot be \"sesion-by-mean\"; did you mean 'session-by-mean'?",
                "profile 'taobao.3min': window first cannot be \"8 Uhr\"; write a time such as 08:00 or 22:59:59",
                "profile 'taobao.3min': limit cannot be \"3 mins\"; write a duration such as 30s, 3m, 6h or 00:03:00 or none",
                "profile 'taobao.3min': zone cannot be \"Mars\"; write its distance from UTC such as +08:00, or a name of the IANA database such as Asia/Shanghai",
                "profile 'taobao.3min': session gap cannot be \"0s\"; write a duration such as 30s, 3m, 6h or 00:03:00",
                "profile 'taobao.3min': waits cannot be \"all\"; write every-reply or first-reply",
                "profile 'taobao.3min': bots answer cannot be \"yes\"; write false or true",
                "profile 'generic': a window has a first and a last time; write both, such as 08:00 and 23:00, or none in both",
                "profile 'generic': is there twice; put both into one",
                "profile 'a b': an id is letters, digits, '.', '-' and '_'; write one such as taobao.3min",
                "profile '': an id is letters, digits, '.', '-' and '_'; write one such as taobao.3min",
                "profile 'long': window first cannot be \"25:00\"; write a time such as 08:00 or 22:59:59",
                "profile 'long': window last cannot be \"none\"; write a time such as 08:00 or 22:59:59",
                "profile 'long': limit cannot be \"999999h\"; write a duration such as 30s, 3m, 6h or 00:03:00 or none",
            ],
            problems);
        Assert.Equal(ServiceProfiles.BuiltIn, profiles.Take(5));
    }

    [Fact]
    public void A_profile_that_means_nothing_cannot_be_made()
    {
        Assert.Throws<ArgumentException>(() => Indicators.Taobao with { Id = "" });
        Assert.Throws<ArgumentException>(() => Indicators.Taobao with { Id = "淘宝" });
        Assert.Throws<ArgumentOutOfRangeException>(() => Indicators.Taobao with { Limit = TimeSpan.Zero });
        Assert.Throws<ArgumentOutOfRangeException>(() => Indicators.Taobao with { SessionGap = TimeSpan.Zero });
    }

    private static IReadOnlyList<ServiceProfile> Read(params ServiceProfileText[] texts)
    {
        var profiles = ServiceProfileReader.Read(texts, name => name == "Europe/Somewhere" ? Indicators.Summery : null, out var problems);
        Assert.Empty(problems);
        return profiles;
    }
}
