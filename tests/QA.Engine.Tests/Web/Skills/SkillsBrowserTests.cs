using System.Threading.Tasks;
using Microsoft.Playwright;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Web.Skills;

public sealed class SkillsBrowserTests(Browser browser)
{
    [Theory]
    [InlineData("light", false, false)]
    [InlineData("dark", true, false)]
    [InlineData("phone", false, true)]
    [InlineData("phone-dark", true, true)]
    public async Task Skills_can_be_read_in_every_dress(string name, bool dark, bool phone)
    {
        await using var site = await SampleMonth.Site();
        await using var tab = await browser.Open(site, "trainer", dark, phone);
        await tab.Page.GotoAsync("/skills");
        await Assertions.Expect(tab.Page.Locator(".skill-map tbody tr")).Not.ToHaveCountAsync(0);
        await tab.Picture($"skills-{name}");
        Assert.Empty(await tab.Barriers());

        // Only the table scrolls, never the page.
        Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await tab.Page.ClickAsync(".skill-weakest tbody a >> nth=0");
        await Assertions.Expect(tab.Page.Locator(".skill-agents tbody tr")).Not.ToHaveCountAsync(0);
        await tab.Picture($"skill-{name}");
        Assert.Empty(await tab.Barriers());
        Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        await tab.Page.GotoAsync("/skills/calmed");
        await Assertions.Expect(tab.Page.Locator(".skill-examples li")).Not.ToHaveCountAsync(0);
        await tab.Picture($"calmed-{name}");
        Assert.Empty(await tab.Barriers());
        Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task The_map_can_be_printed_and_its_names_stay_while_it_scrolls()
    {
        await using var site = await SampleMonth.Site();
        await using var tab = await browser.Open(site, "trainer", phone: true);
        await tab.Page.GotoAsync("/skills");
        var name = tab.Page.Locator(".skill-map tbody th").First;
        var left = (await name.BoundingBoxAsync())!.X;
        await tab.Page.EvaluateAsync("document.querySelector('.skill-scroll').scrollLeft = 300");

        // But for the two pixels between cells.
        Assert.Equal(left, (await name.BoundingBoxAsync())!.X, 3.0);
        await tab.Page.SetViewportSizeAsync(1100, 800);
        await tab.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await tab.Picture("skills-print");
        await Assertions.Expect(tab.Page.Locator("form").First).ToBeHiddenAsync();
        Assert.Empty(tab.Complaints);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_window_is_chosen_with_scripts_and_without(bool scripts)
    {
        await using var site = await SampleMonth.Site();
        await using var tab = await browser.Open(site, "admin", scripts: scripts, language: "en-US");
        await tab.Page.GotoAsync("/skills");
        await tab.Page.SelectOptionAsync("select[name=days]", "14");
        if (!scripts)
            await tab.Page.ClickAsync(".skill-choice button");
        await Assertions.Expect(tab.Page.Locator("main > p.dim")).ToContainTextAsync("2026-03-18 to 2026-03-31");
        await tab.Picture(scripts ? "skills-english" : "skills-no-scripts");
        Assert.Empty(tab.Complaints);
    }
}
