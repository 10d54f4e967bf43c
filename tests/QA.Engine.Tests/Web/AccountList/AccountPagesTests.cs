using System;
using System.Net;
using System.Threading.Tasks;
using Microsoft.Playwright;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Web.AccountList;

public sealed class AccountPagesTests(Browser browser)
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task An_administrator_adds_a_supervisor_who_chooses_a_password(bool scripts, bool phone)
    {
        await using var site = await Site.Start();
        await using var tab = await browser.Open(site, "admin", scripts: scripts, phone: phone, dark: phone);
        await tab.Page.GotoAsync("/accounts");
        await tab.Picture(phone ? "accounts-phone" : "accounts");
        if (scripts)
            Assert.Empty(await tab.Barriers());
        await tab.Page.FillAsync("input[name=name]", "Lin.Yi");
        await tab.Page.FillAsync("input[name=display]", "林一");
        await tab.Page.SelectOptionAsync("select[name=role]", "supervisor");
        await tab.Page.FillAsync("textarea[name=teams]", SampleStore.Team);
        await tab.Page.ClickAsync("form[action='/accounts'] button");
        var link = await tab.Page.Locator("input[readonly]").InputValueAsync();
        await using var other = await browser.Open(site);
        await other.Page.GotoAsync(link);
        await other.Page.FillAsync("input[name=password]", Site.Password);
        await other.Page.FillAsync("input[name=again]", Site.Password);
        await other.Page.ClickAsync("form[action='/welcome'] button");
        await Assertions.Expect(other.Page.Locator(".who .name")).ToContainTextAsync("林一");
        await tab.Page.GotoAsync("/audit-trail?about=lin.yi");
        await tab.Picture(phone ? "audit-trail-phone" : "audit-trail");
        if (scripts)
            Assert.Empty(await tab.Barriers());
        await Assertions.Expect(tab.Page.Locator("tbody")).ToContainTextAsync("添加账号");
        Assert.Empty(tab.Complaints);
        Assert.Empty(other.Complaints);
    }

    [Fact]
    public async Task The_last_administrator_stays_one()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor("admin");
        var path = "/account?number=" + site.Accounts.Find("admin")!.Number;
        using var refused = await visitor.Submit(path, "form.account-form", ("role", "trainer"), ("everything", "on"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("最后一个", (await visitor.Document(refused)).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        site.Add("second", Role.Admin, ["*"], null);
        using var changed = await visitor.Submit(path, "form.account-form", ("role", "trainer"), ("everything", "on"));
        Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        Assert.Equal(Role.Trainer, site.Accounts.Find("admin")!.Role);
    }

    [Fact]
    public async Task An_account_that_lacks_what_its_role_needs_is_refused_with_what_is_missing()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor("admin");
        using var noTeam = await visitor.Submit("/accounts", "form.account-form", ("name", "a"), ("role", "supervisor"));
        Assert.Contains("至少写一个团队", (await visitor.Document(noTeam)).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        using var noAgent = await visitor.Submit("/accounts", "form.account-form", ("name", "a"), ("role", "agent"));
        Assert.Contains("哪位客服", (await visitor.Document(noAgent)).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        using var taken = await visitor.Submit("/accounts", "form.account-form", ("name", "ADMIN"), ("role", "admin"));
        Assert.Contains("已经有人用了", (await visitor.Document(taken)).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Null(site.Accounts.Find("a"));
    }

    [Fact]
    public async Task Names_full_of_markup_and_controls_are_shown_as_text()
    {
        await using var site = await Site.Start();
        site.Accounts.Add("<b>x</b>", "\u202E<script>alert(1)</script>", Role.Supervisor, ["<i>"], null);
        using var visitor = await site.Visitor("admin");
        var page = await visitor.Page("/accounts");
        Assert.Single(page.QuerySelectorAll("script"));
        Assert.Contains("<script>alert(1)</script>", page.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
    }
}
