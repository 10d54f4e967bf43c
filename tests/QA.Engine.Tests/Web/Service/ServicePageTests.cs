using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Microsoft.Playwright;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
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
        var row = page.QuerySelectorAll("tbody tr").Single(static row => row.Children[0].TextContent.Trim() == SampleStore.Agent);
        var tallies = site.Store.ServiceOfTeam(new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 31), SampleStore.Team)
            .Where(static day => day.Agent == SampleStore.Agent && day.Tallies.ContainsKey("jd.first30s")).Select(static day => day.Tallies["jd.first30s"]).ToList();
        var (met, units) = (tallies.Sum(static tally => tally.Numerator), tallies.Sum(static tally => tally.Denominator));
        Assert.NotEqual(0, units);
        Assert.Equal(((double)met / units).ToString("0.0%"), row.Children[1].TextContent);
        Assert.Equal(units.ToString(), row.Children[2].TextContent);
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
