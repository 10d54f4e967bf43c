using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using AngleSharp.Dom;
using Microsoft.Playwright;
using QA.Engine.Pipeline;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Metrics;
using QA.Engine.Tests.Support;
using QA.Scoring.Indicators;
using Xunit;

namespace QA.Engine.Tests.Web.Service;

public sealed class ServicePageTests(Browser browser)
{
    private static readonly ManualTime Evening = new() { Now = new DateTimeOffset(2026, 3, 31, 21, 0, 0, TimeSpan.FromHours(8)) };

    [Theory]
    [InlineData("admin", false, false, true, "zh-CN")]
    [InlineData("supervisor", true, true, true, "zh-CN")]
    [InlineData("trainer", false, false, false, "en-GB")]
    public async Task Waits_stand_beside_the_mean_quality(string name, bool dark, bool phone, bool scripts, string language)
    {
        await using var site = await Site.Start(time: Evening);
        await using var tab = await browser.Open(site, name, dark, phone, scripts, language);
        await tab.Page.GotoAsync("/service?profile=taobao.3min" + (name == "admin" ? "" : "&team=" + Uri.EscapeDataString(SampleStore.Team)));
        await tab.Picture($"service-{name}{(phone ? "-phone" : "")}");
        await Assertions.Expect(tab.Page.Locator("svg.service-trend rect").First).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.Locator("th.service-quality")).ToHaveCountAsync(name == "admin" ? 0 : 1);
        if (scripts)
            Assert.Empty(await tab.Barriers());
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Figures_are_those_of_the_store_and_the_definition_is_said_in_words()
    {
        await using var site = await Site.Start(time: Evening);
        using var visitor = await site.Visitor("supervisor");
        var page = await visitor.Page("/service?profile=jd.first30s&days=30&team=" + Uri.EscapeDataString(SampleStore.Team));
        Assert.Contains("首次回复不超过 30 秒", page.QuerySelector(".service-definition")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("09:00–23:00", page.QuerySelector(".service-definition")!.TextContent, StringComparison.Ordinal);
        var row = page.QuerySelectorAll(".service-agents tbody tr").Single(static row => row.Children[0].TextContent.Trim() == SampleStore.Agent);
        var tallies = site.Store.ServiceOfTeam(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 31), SampleStore.Team)
            .Where(static day => day.Agent == SampleStore.Agent && day.Tallies.ContainsKey("jd.first30s")).Select(static day => day.Tallies["jd.first30s"]).ToList();
        var (met, units) = (tallies.Sum(static tally => tally.Numerator), tallies.Sum(static tally => tally.Denominator));
        Assert.NotEqual(0, units);
        Assert.Equal(((double)met / units).ToString("0.0%"), row.Children[1].TextContent);
        Assert.Equal(units.ToString(), row.Children[2].TextContent);
    }

    [Fact]
    public async Task Figures_of_shops_teams_and_agents_are_those_of_metrics_and_of_a_recount()
    {
        var sample = SampleStore.Scored();
        using var engine = new MeasuredEngine();
        var counting = new ServiceCounting(ServiceProfiles.BuiltIn, engine.Metrics);
        var recount = new Dictionary<(string Profile, string Level, string Name), IndicatorTally>();
        foreach (var scored in sample)
        {
            counting.Add(scored);
            foreach (var (key, tally) in ServiceIndicators.Of(scored.Conversation, ServiceProfiles.BuiltIn))
            {
                if (key.Scope == IndicatorScope.Shop)
                {
                    Add(key.Profile, "shop", scored.Conversation.Shop!, tally);
                    continue;
                }

                Add(key.Profile, "agent", key.Agent!, tally);
                Add(key.Profile, "team", scored.Scores.First(score => score.Agent == key.Agent).Team!, tally);
            }
        }

        var said = await engine.Read();
        await using var site = await Site.Start(time: Evening);
        using var visitor = await site.Visitor("admin");
        var rows = 0;
        foreach (var profile in ServiceProfiles.BuiltIn.Where(static profile => profile.Unit != ServiceUnit.Person))
        {
            var whole = await visitor.Page($"/service?days=90&profile={profile.Id}");
            Check(whole.QuerySelectorAll(".service-shops tr"), profile.Id, "shop");
            Check(whole.QuerySelectorAll(".service-teams tbody:last-of-type tr"), profile.Id, "team");
            foreach (var team in site.Store.Teams())
                Check((await visitor.Page($"/service?days=90&profile={profile.Id}&team={Uri.EscapeDataString(team)}")).QuerySelectorAll(".service-agents tbody tr"), profile.Id, "agent");
        }

        // Four definitions, each with every shop, team and agent there is.
        Assert.Equal(recount.Keys.Count(static key => key.Profile != "kuaishou.3min"), rows);

        // A histogram holds as many waits as there are answered rounds and answered sessions, and as long ones.
        foreach (var team in site.Store.Teams())
        {
            var tally = recount[("generic", "team", team)];
            Assert.Equal(tally.Rounds - tally.Unanswered, Sum("qa_reply_seconds_count", ("team", team)));
            Assert.Equal(tally.Waited.TotalSeconds, Sum("qa_reply_seconds_sum", ("team", team)), 3);
            Assert.Equal(tally.Waits.Count, Sum("qa_first_reply_seconds_count", ("team", team)));
        }

        void Add(string profile, string level, string name, IndicatorTally tally) =>
            recount[(profile, level, name)] = recount.GetValueOrDefault((profile, level, name)).Plus(tally);

        double Sum(string name, params (string Name, string Value)[] labels) => said.Samples
            .Where(sample => sample.Name == name && labels.All(label => sample.Label(label.Name) == label.Value)).Sum(static sample => sample.Value);

        void Check(IEnumerable<IElement> shown, string profile, string level)
        {
            foreach (var row in shown)
            {
                var cells = row.Children.Select(static cell => cell.TextContent.Trim()).ToList();
                var tally = recount[(profile, level, cells[0])];
                rows++;
                var value = IndicatorValue.Of(tally);
                Assert.Equal(
                    [
                        Share(tally.Numerator, tally.Denominator), $"{tally.Denominator}", Seconds(value.MedianSeconds), Seconds(value.P90Seconds), Seconds(value.MeanSeconds),
                        Share(tally.Unanswered, tally.Rounds), tally.Questions == 0 ? "–" : ((double)tally.Answers / tally.Questions).ToString("0.00"),
                    ],
                    cells.Skip(1).Take(7));
                if (level == "shop")
                    continue;
                var (units, met) = (Sum("qa_service_units_total", ("profile", profile), (level, cells[0])), Sum("qa_service_units_met_total", ("profile", profile), (level, cells[0])));
                Assert.Equal((tally.Denominator, tally.Numerator), (units, met));
                if (profile != "generic")
                    continue;
                Assert.Equal(tally.Unanswered, Sum("qa_service_rounds_total", (level, cells[0]), ("outcome", "unanswered")));
                Assert.Equal(tally.Rounds, Sum("qa_service_rounds_total", (level, cells[0])));
                Assert.Equal(tally.Waited.TotalSeconds, Sum("qa_agent_reply_seconds_total", (level, cells[0])), 3);
                Assert.Equal((tally.Questions, tally.Answers), (Sum("qa_service_messages_total", (level, cells[0]), ("role", "customer")), Sum("qa_service_messages_total", (level, cells[0]), ("role", "agent"))));
            }
        }

        static string Share(long part, long whole) => whole == 0 ? "–" : ((double)part / whole).ToString("0.0%");

        static string Seconds(double? seconds) => seconds switch
        {
            null => "–",
            < 120 => $"{seconds.Value.ToString(seconds < 10 ? "0.#" : "0")} 秒",
            < 3600 => $"{(seconds.Value / 60).ToString(seconds < 600 ? "0.#" : "0")} 分钟",
            _ => "1 小时以上",
        };
    }

    [Fact]
    public async Task A_supervisor_of_several_teams_sees_each_and_no_shop()
    {
        await using var site = await Site.Start(time: Evening);
        site.Add("both", Role.Supervisor, [SampleStore.Team, SampleStore.OtherTeam], null);
        using var visitor = await site.Visitor("both");
        var page = await visitor.Page("/service");
        Assert.Null(page.QuerySelector(".service-shops"));
        Assert.Equal([SampleStore.OtherTeam, SampleStore.Team], page.QuerySelectorAll(".service-teams tbody tr").Select(static row => row.Children[0].TextContent.Trim()));
        var link = page.QuerySelector(".service-teams tr:not(.service-here) td a")!.GetAttribute("href")!;
        Assert.NotEmpty((await visitor.Page(link)).QuerySelectorAll(".service-agents tbody tr"));
        using var one = await site.Visitor("supervisor");
        Assert.Null((await one.Page("/service")).QuerySelector(".service-teams"));
    }

    [Fact]
    public async Task A_supervisor_sees_no_other_team_and_no_whole_shop()
    {
        await using var site = await Site.Start(time: Evening);
        using var visitor = await site.Visitor("supervisor");
        using var refused = await visitor.Get("/service?team=" + Uri.EscapeDataString(SampleStore.OtherTeam));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains(site.Trail.List(5), static entry => entry.Action == AuditAction.AccessRefused);
        Assert.NotEmpty((await visitor.Page("/service?of=shops")).QuerySelectorAll("th.service-quality"));
    }

    [Fact]
    public async Task A_definition_by_customers_says_why_it_is_not_kept()
    {
        await using var site = await Site.Start(time: Evening);
        using var visitor = await site.Visitor("admin");
        var page = await visitor.Page("/service?profile=kuaishou.3min");
        Assert.Contains("这里不保存它", page.QuerySelector("main .note")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("table"));
    }
}
