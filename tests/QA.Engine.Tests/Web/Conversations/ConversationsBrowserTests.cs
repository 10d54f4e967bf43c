using System;
using System.Threading.Tasks;
using Microsoft.Playwright;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Web.Conversations;

public sealed class ConversationsBrowserTests(Browser browser)
{
    private const string Days = "from=2026-01-31&to=2026-03-31";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_supervisor_finds_chats_by_words_and_verdict_with_scripts_and_without(bool scripts)
    {
        await using var site = await Site.Start();
        await using var tab = await browser.Open(site, "supervisor", scripts: scripts);
        await tab.Page.GotoAsync($"/conversations?{Days}");
        await tab.Page.FillAsync("input[name=q]", "退货");
        await tab.Page.SelectOptionAsync("select[name=criterion]", "courtesy");
        await tab.Page.SelectOptionAsync("select[name=verdict]", "pass");
        await tab.Page.ClickAsync(".list-form button");
        await Assertions.Expect(tab.Page.Locator(".list-snippet mark").First).ToBeVisibleAsync();
        await Assertions.Expect(tab.Page.Locator(".list-chips a.list-chip")).ToHaveCountAsync(3);
        await tab.Page.ClickAsync(".list-chips a.list-chip >> nth=0");
        await Assertions.Expect(tab.Page.Locator(".list-chips a.list-chip")).ToHaveCountAsync(2);
        Assert.Empty(tab.Complaints);
    }

    [Theory]
    [InlineData("conversations", false, false, "")]
    [InlineData("conversations-dark", true, false, "&q=%E9%80%80%E8%B4%A7&order=lowest")]
    [InlineData("conversations-phone", false, true, "&verdict=fail&criterion=greeting")]
    [InlineData("conversations-empty", false, false, "&agent=%E5%AE%89%E5%AE%89&shop=%E6%B2%A1%E6%9C%89&min=99")]
    public async Task The_list_is_readable_for_everybody(string picture, bool dark, bool phone, string query)
    {
        await using var site = await Site.Start();
        await using var tab = await browser.Open(site, "admin", dark: dark, phone: phone);
        await tab.Page.GotoAsync($"/conversations?{Days}{query}");
        await tab.Page.FillAsync("form[action='/conversations/filters'] input[name=name]", "每周抽查");
        await tab.Page.ClickAsync("form[action='/conversations/filters'] button");
        await Assertions.Expect(tab.Page.Locator(".list-saved")).ToContainTextAsync("每周抽查");
        await tab.Picture(picture);
        Assert.Empty(await tab.Barriers());
        Assert.Empty(tab.Complaints);
        var width = await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        Assert.True(width <= 0, $"the page is {width} pixels too wide");
    }
}
