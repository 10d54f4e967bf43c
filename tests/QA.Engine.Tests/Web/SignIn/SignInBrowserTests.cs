using System.Threading.Tasks;
using Microsoft.Playwright;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Web.SignIn;

public sealed class SignInBrowserTests(Browser browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_leads_to_a_password_and_in_with_scripts_and_without(bool scripts)
    {
        await using var site = await Site.Start();
        var account = site.Accounts.Add("wang", "王芳", QA.Engine.Storage.People.Role.Supervisor, ["*"], null)!;
        var link = "/welcome?link=" + site.Accounts.Invite(account.Number, System.TimeSpan.FromHours(1));
        await using var tab = await browser.Open(site, scripts: scripts);
        await tab.Page.GotoAsync(link);
        await tab.Page.FillAsync("input[name=password]", Site.Password);
        await tab.Page.FillAsync("input[name=again]", Site.Password);
        if (scripts)
        {
            await tab.Picture("welcome");
            Assert.Empty(await tab.Barriers());
        }

        await tab.Page.ClickAsync("form[action='/welcome'] button");
        await Assertions.Expect(tab.Page.Locator(".who .name")).ToContainTextAsync("王芳");
        await tab.Page.ClickAsync(".who button");
        await Assertions.Expect(tab.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in$"));
        await tab.SignIn("wang");
        await Assertions.Expect(tab.Page.Locator(".who .name")).ToContainTextAsync("王芳");
        Assert.Empty(tab.Complaints);
    }

    [Theory]
    [InlineData("password", false, false, true, "zh-CN")]
    [InlineData("password-dark", true, false, true, "en-GB")]
    [InlineData("password-phone", false, true, false, "zh-CN")]
    public async Task Anybody_gets_from_the_own_name_to_another_password(string picture, bool dark, bool phone, bool scripts, string language)
    {
        await using var site = await Site.Start();
        await using var tab = await browser.Open(site, "agent", dark, phone, scripts, language);
        await tab.Page.ClickAsync(".who .name");
        await tab.Picture(picture);
        await tab.Page.FillAsync("input[name=old]", Site.Password);
        await tab.Page.FillAsync("input[name=password]", "another horse, another battery");
        await tab.Page.FillAsync("input[name=again]", "another horse, another battery");
        await tab.Page.ClickAsync("form[action='/password'] button");
        await Assertions.Expect(tab.Page.Locator("[role=status]")).ToBeVisibleAsync();
        if (scripts)
            Assert.Empty(await tab.Barriers());
        Assert.Empty(tab.Complaints);
    }
}
