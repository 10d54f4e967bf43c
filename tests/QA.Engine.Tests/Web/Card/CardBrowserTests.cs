using System;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.Playwright;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Web.Card;

public sealed class CardBrowserTests(Browser browser) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_agent_objects_a_supervisor_accepts_and_the_agent_sees_it_with_scripts_and_without(bool scripts)
    {
        await using var site = await CardSite.Start(_folder, _time);
        await using var agent = await browser.Open(site, "akai", scripts: scripts);
        await Assertions.Expect(agent.Page).ToHaveURLAsync(new Regex("/card$"));
        var criterion = agent.Page.Locator("details.card-criterion", new PageLocatorOptions { Has = agent.Page.Locator("a[href^='/card/object']") }).First;
        if (await criterion.GetAttributeAsync("open") is null)
            await criterion.Locator("summary").ClickAsync();
        await criterion.Locator("a[href^='/card/object']").First.ClickAsync();
        await agent.Page.CheckAsync("input[name=wanted][value=Pass]");
        await agent.Page.FillAsync("textarea[name=comment]", "第三句已经做到了，请再看一眼原文。");
        if (scripts)
        {
            await agent.Picture("object-form");
            Assert.Empty(await agent.Barriers());
        }

        await agent.Page.ClickAsync("form[action='/card/object'] button");
        await Assertions.Expect(agent.Page.Locator(".object-round .verdict").First).ToContainTextAsync("等待答复");

        _time.Now += TimeSpan.FromHours(1);
        await using var supervisor = await browser.Open(site, "supervisor", scripts: scripts);
        await supervisor.Page.ClickAsync(".top nav a[href='/disputes']");
        await Assertions.Expect(supervisor.Page.Locator(".object-case blockquote")).ToContainTextAsync("第三句已经做到了");
        if (scripts)
        {
            await supervisor.Picture("disputes");
            Assert.Empty(await supervisor.Barriers());
        }

        await supervisor.Page.FillAsync("textarea[name=reason]", "您说得对，原文里确实有。");
        await supervisor.Page.ClickAsync("button[value=accept]");
        await Assertions.Expect(supervisor.Page.Locator("[role=status]")).ToContainTextAsync("采纳并改判");
        if (scripts)
            await supervisor.Picture("disputes-answered");

        _time.Now += TimeSpan.FromHours(1);
        await agent.Page.ClickAsync(".top nav a[href='/card']");
        var mine = agent.Page.Locator("#disputes li").First;
        await Assertions.Expect(mine).ToContainTextAsync("已采纳");
        await Assertions.Expect(mine).ToContainTextAsync("新答复");
        await Assertions.Expect(mine).ToContainTextAsync("您说得对");
        await mine.Locator("a").First.ClickAsync();
        await Assertions.Expect(agent.Page.Locator(".object-round .verdict").First).ToContainTextAsync("已采纳");
        await Assertions.Expect(agent.Page.Locator("form.object-form")).ToHaveCountAsync(0);
        if (scripts)
            await agent.Picture("object-accepted");
        Assert.Empty(agent.Complaints);
        Assert.Empty(supervisor.Complaints);
    }

    [Theory]
    [InlineData("card-light", false, false)]
    [InlineData("card-dark", true, false)]
    [InlineData("card-phone", false, true)]
    public async Task A_card_is_readable_by_day_by_night_and_on_a_phone(string picture, bool dark, bool phone)
    {
        await using var site = await CardSite.Start(_folder, _time);
        await using var tab = await browser.Open(site, "akai", dark, phone);
        await tab.Page.GotoAsync("/card?days=90");
        await tab.Picture(picture);
        Assert.Empty(await tab.Barriers());
        Assert.Empty(tab.Complaints);
        Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "the page is wider than the window");
    }

    [Fact]
    public async Task A_small_team_an_empty_window_and_a_supervisors_view_are_pages_too()
    {
        await using var site = await CardSite.Start(_folder, _time);
        await using var tab = await browser.Open(site, "tangtang", language: "en");
        await tab.Picture("card-small-team");
        Assert.Empty(await tab.Barriers());
        await using var supervisor = await browser.Open(site, "supervisor");
        await supervisor.Page.GotoAsync($"/agent?team={CardSite.Agent.Team}&agent={CardSite.Agent.Name}");
        await supervisor.Picture("card-supervisor");
        Assert.Empty(await supervisor.Barriers());
        await supervisor.Page.GotoAsync($"/agent?team={CardSite.Agent.Team}&agent=没有这个人");
        await supervisor.Picture("card-empty");
        await supervisor.Page.GotoAsync("/disputes");
        await supervisor.Picture("disputes-empty");
        Assert.Empty(await supervisor.Barriers());
        Assert.Empty(supervisor.Complaints.Concat(tab.Complaints));
    }

    public void Dispose() => _folder.Dispose();
}
