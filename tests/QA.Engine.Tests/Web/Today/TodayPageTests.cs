using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Engine.Web.Today;
using Xunit;

namespace QA.Engine.Tests.Web.Today;

public sealed class TodayPageTests(Browser browser)
{
    private static readonly ManualTime Evening = new() { Now = new DateTimeOffset(2026, 3, 31, 21, 0, 0, TimeSpan.FromHours(8)) };

    [Theory]
    [InlineData("admin", false, false, true, "zh-CN")]
    [InlineData("admin", true, true, true, "zh-CN")]
    [InlineData("supervisor", false, false, false, "en-GB")]
    public async Task What_waits_stands_above_how_teams_did(string name, bool dark, bool phone, bool scripts, string language)
    {
        await using var site = await Site.Start(time: Evening);
        site.Services.GetRequiredService<TeamWatch>().Refresh();
        await using var tab = await browser.Open(site, name, dark, phone, scripts, language);
        await tab.Page.GotoAsync("/today");
        await tab.Picture($"today-{name}{(phone ? "-phone" : "")}{(language == "zh-CN" ? "" : "-en")}");
        var reach = site.Accounts.Find(name)!.Reach;
        await Assertions.Expect(tab.Page.Locator(".today-tile .figure").First).ToHaveTextAsync(site.Store.Candidates.CountWaiting(reach).ToString());
        await Assertions.Expect(tab.Page.Locator("table").Last.Locator("tbody tr")).ToHaveCountAsync(name == "admin" ? 3 : 1);
        if (scripts)
            Assert.Empty(await tab.Barriers());
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task The_means_are_those_of_the_roll_ups()
    {
        await using var site = await Site.Start(time: Evening);
        site.Services.GetRequiredService<TeamWatch>().Refresh();
        using var visitor = await site.Visitor("supervisor");
        var row = (await visitor.Page("/today")).QuerySelectorAll("table")[^1].QuerySelectorAll("tbody tr").Single();
        var rollups = site.Store.Recount(new DateOnly(2026, 3, 25), new DateOnly(2026, 3, 31)).Where(static rollup => rollup.Team == SampleStore.Team).ToList();
        var (sum, ranked) = (rollups.Sum(static rollup => rollup.Sum), rollups.Sum(static rollup => rollup.Ranked));
        Assert.Equal((sum / 100.0 / ranked).ToString("0.00"), row.Children[1].TextContent);
        Assert.Equal(ranked.ToString(), row.Children[2].TextContent);
    }

    [Fact]
    public async Task Old_scores_are_said_to_be_old_and_an_empty_store_says_what_to_do()
    {
        await using var old = await Site.Start(time: new ManualTime { Now = Evening.Now.AddDays(30) });
        using var visitor = await old.Visitor("trainer");
        Assert.Contains("2026-03-31", (await visitor.Page("/today")).QuerySelector("main .note")!.TextContent, StringComparison.Ordinal);
        using var folder = new TempFolder();
        await using var empty = await Site.Start(QA.Engine.Storage.Sqlite.SqliteStore.Open(folder["qa.db"], Evening, QA.Engine.Storage.StoreDay.Beijing), Evening);
        using var first = await empty.Visitor("admin");
        Assert.Contains("还没有任何评分", (await first.Page("/today")).QuerySelector("main .empty")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_supervisor_draws_a_sample_and_is_led_through_it(bool scripts)
    {
        await using var site = await Site.Start(time: Evening);
        await using var tab = await browser.Open(site, "supervisor", scripts: scripts);
        await tab.Page.GotoAsync("/reviews");
        await tab.Page.Locator("summary").ClickAsync();
        await tab.Page.FillAsync("input[name=from]", "2026-03-01");
        await tab.Page.ClickAsync("form[action='/reviews/draw'] button");
        await Assertions.Expect(tab.Page.Locator("tbody tr")).Not.ToHaveCountAsync(0);
        if (scripts)
        {
            await tab.Picture("reviews");
            Assert.Empty(await tab.Barriers());
        }

        var first = await tab.Page.Locator("tbody tr").First.Locator("td").Nth(4).Locator("a").GetAttributeAsync("href");
        using var visitor = await site.Visitor("supervisor");
        using var next = await visitor.Get("/reviews/next");
        Assert.Equal(first, next.Headers.Location!.ToString());
        Assert.Contains(site.Trail.List(10), static entry => entry.Action == AuditAction.SampleDrawn);
        Assert.All(site.Services.GetRequiredService<ReviewQueue>().Open(Reach.All, 1000), static one => Assert.NotEqual("", one.Conversation));
        Assert.Empty(tab.Complaints);
    }
}
