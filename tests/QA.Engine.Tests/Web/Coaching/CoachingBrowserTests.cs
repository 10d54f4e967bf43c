using System;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Engine.Tests.Web.Skills;
using Xunit;

namespace QA.Engine.Tests.Web.Coaching;

public sealed class CoachingBrowserTests(Browser browser)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_trainer_goes_from_the_weakest_skill_to_a_coaching_and_ends_it(bool scripts)
    {
        await using var site = await SampleMonth.Site();
        await using var tab = await browser.Open(site, "trainer", scripts: scripts);
        await tab.Page.ClickAsync(".top nav a[href='/skills']");
        await tab.Page.ClickAsync(".skill-weakest tbody a >> nth=0");
        await tab.Page.ClickAsync(".skill-actions a[href^='/coaching/new'] >> nth=0");
        await tab.Page.FillAsync("textarea[name=note]", "每天看三个好例子,\n开头先问好。");
        await tab.Page.FillAsync("input[name=starts]", "2026-03-18");
        await tab.Page.FillAsync("input[name=due]", "2026-04-08");
        await Look(tab, "coaching-form", scripts);
        await tab.Page.ClickAsync("form[action='/coaching'] button");
        await Assertions.Expect(tab.Page.Locator(".coach-card")).ToHaveCountAsync(1);
        await Look(tab, "coaching", scripts);
        await tab.Page.ClickAsync(".coach-card a[href^='/coaching/sheet']");
        await Assertions.Expect(tab.Page.Locator(".coach-sheet .coach-note")).ToContainTextAsync("开头先问好");
        await Look(tab, "coaching-sheet", scripts);
        await tab.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        if (scripts)
            await tab.Picture("coaching-sheet-print");
        await tab.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        await tab.Page.ClickAsync("details summary");
        await tab.Page.FillAsync("textarea[name=outcome]", "问候稳定了");
        await tab.Page.ClickAsync("form[action='/coaching/end'] button");
        await Assertions.Expect(tab.Page.Locator("table tbody tr")).ToContainTextAsync("问候稳定了");
        Assert.Empty(tab.Complaints);
    }

    [Theory]
    [InlineData("dark", true, false)]
    [InlineData("phone", false, true)]
    public async Task Coachings_can_be_read_in_every_dress_by_coach_and_agent(string name, bool dark, bool phone)
    {
        await using var site = await SampleMonth.Site();
        var tasks = site.Services.GetRequiredService<CoachingTasks>();
        var agents = site.Store.Agents(SampleStore.Team).Where(static agent => agent != SampleStore.Agent).ToList();
        var number = tasks.Assign(new AgentName(SampleStore.Team, SampleStore.Agent), "courtesy", "多用「请」「麻烦您」", SampleMonth.LastDay.AddDays(-13), SampleMonth.LastDay, 1, "王芳")!.Value;
        tasks.Assign(new AgentName(SampleStore.Team, agents[0]), "farewell-review", "", SampleMonth.LastDay.AddDays(-10), SampleMonth.LastDay.AddDays(9), 1, "王芳");
        tasks.End(tasks.Assign(new AgentName(SampleStore.Team, agents[1]), "greeting", "", SampleMonth.LastDay.AddDays(-20), null, 1, "王芳")!.Value, "问候稳定了,下一步练道歉");
        await using var tab = await browser.Open(site, "trainer", dark, phone);
        await tab.Page.GotoAsync("/coaching");
        await Look(tab, $"coaching-{name}", true);
        await using var own = await browser.Open(site, null, dark, phone, language: "en-US");
        await own.Page.GotoAsync("/coaching/mine");
        await own.Page.FillAsync("input[name=name]", "agent");
        await own.Page.FillAsync("input[name=password]", Site.Password);
        await own.Page.ClickAsync("form[action='/sign-in'] button");
        await Assertions.Expect(own.Page.Locator(".coach-own-list a").First).ToBeVisibleAsync();
        await Look(own, $"coaching-mine-{name}", true);
        await own.Page.ClickAsync(".coach-own-list a");
        await Assertions.Expect(own.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex($"number={number}$"));
        await Look(own, $"coaching-sheet-{name}", true);
        Assert.Empty(own.Complaints);
        Assert.Empty(tab.Complaints);
    }

    /// <summary>A picture, and no barrier in it; axe is a script itself.</summary>
    private static async Task Look(Tab tab, string name, bool scripts)
    {
        if (!scripts)
            return;
        await tab.Picture(name);
        Assert.Empty(await tab.Barriers());
        Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }
}
