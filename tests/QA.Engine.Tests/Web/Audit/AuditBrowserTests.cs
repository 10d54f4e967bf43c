using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using QA.Engine.Tests.Support;
using QA.Engine.Web.Layout;
using Xunit;

namespace QA.Engine.Tests.Web.Audit;

/// <summary>The audit page as people see it; pictures for whoever wants to look.</summary>
public sealed class AuditBrowserTests(Browser browser)
{
    [Fact]
    public async Task A_supervisor_confirms_a_critical_finding_and_corrects_a_verdict()
    {
        await using var site = await AuditSite.Start();
        await using var tab = await browser.Open(site, "supervisor");
        var score = site.Store.Scores(AuditSite.Complaint)[0];
        await tab.Page.GotoAsync(AuditSite.Path(score));
        await tab.Picture("audit-complaint");
        Assert.Empty(await tab.Barriers());

        await tab.Page.ClickAsync(".au-suspicion button[value=confirmed]");
        await Assertions.Expect(tab.Page.Locator(".au-suspicion h2")).ToContainTextAsync("已确认");

        var lost = "#" + score.Criteria.First(static one => one.Lost > 0).Criterion;
        await tab.Page.ClickAsync($"{lost} .au-form summary");
        await tab.Page.CheckAsync($"{lost} input[value=P]");
        await tab.Page.FillAsync($"{lost} textarea", "电话里已经处理好了");
        await tab.Picture("audit-correcting");
        await tab.Page.ClickAsync($"{lost} form[action='/conversation/correct'] button");
        await Assertions.Expect(tab.Page.Locator($"{lost} .au-both")).ToContainTextAsync("电话里已经处理好了");
        await tab.Picture("audit-corrected");
        Assert.Empty(await tab.Barriers());

        await tab.Page.ClickAsync(".au-score summary");
        await tab.Page.ClickAsync("form[action='/conversation/reviewed'] button");
        await Assertions.Expect(tab.Page.Locator(".au-score")).ToContainTextAsync("已审核");
        Assert.Empty(tab.Complaints);
    }

    [Theory]
    [InlineData("audit-masked", false, false, "zh-CN")]
    [InlineData("audit-masked-phone", true, true, "en-GB")]
    public async Task A_masked_chat_reads_well(string picture, bool dark, bool phone, string language)
    {
        await using var site = await AuditSite.Start();
        await using var tab = await browser.Open(site, "supervisor", dark, phone, language: language);
        await tab.Page.GotoAsync(Links.Conversation(AuditSite.Masked));
        await tab.Picture(picture);
        await Assertions.Expect(tab.Page.Locator(".au-redacted")).ToBeVisibleAsync();
        Assert.Empty(await tab.Barriers());
        await tab.Page.GotoAsync("/conversation?id=never-was");
        await tab.Picture(picture + "-refused");
        Assert.Empty(await tab.Barriers());
        Assert.All(tab.Complaints, static complaint => Assert.Contains("403", complaint, System.StringComparison.Ordinal));
    }

    [Fact]
    public async Task Keys_go_from_criterion_to_criterion_and_light_up_their_words()
    {
        await using var site = await AuditSite.Start();
        await using var tab = await browser.Open(site, "supervisor");
        await tab.Page.GotoAsync(Links.Conversation(AuditSite.Complaint));
        await tab.Page.Keyboard.PressAsync("?");
        await Assertions.Expect(tab.Page.Locator("#keys")).ToBeVisibleAsync();
        await tab.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(tab.Page.Locator(".au-suspicion.au-here")).ToHaveCountAsync(1);
        Assert.True(await tab.Page.Locator("mark.au-lit").CountAsync() > 0);
        await tab.Page.Keyboard.PressAsync("j");
        await Assertions.Expect(tab.Page.Locator(".au-item.au-here")).ToHaveCountAsync(1);
        await Assertions.Expect(tab.Page.Locator(".au-suspicion.au-here")).ToHaveCountAsync(0);
        await tab.Page.Keyboard.PressAsync("k");
        await Assertions.Expect(tab.Page.Locator(".au-suspicion.au-here")).ToHaveCountAsync(1);
        await tab.Picture("audit-keys");
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task Without_scripts_everything_can_be_done()
    {
        await using var site = await AuditSite.Start();
        await using var tab = await browser.Open(site, "supervisor", scripts: false);
        await tab.Page.GotoAsync(Links.Conversation(AuditSite.Complaint));
        await Assertions.Expect(tab.Page.Locator(".au-help")).ToBeHiddenAsync();
        await tab.Page.FillAsync(".au-suspicion textarea", "在转述顾客的话");
        await tab.Page.ClickAsync(".au-suspicion button[value=dismissed]");
        await Assertions.Expect(tab.Page.Locator(".au-suspicion h2")).ToContainTextAsync("已排除");

        // From words to their criterion and back.
        await tab.Page.Locator(".au-criterion .au-quotes a[href^='#e-']").First.ClickAsync();
        await Assertions.Expect(tab.Page.Locator("mark:has(:target)")).ToHaveCountAsync(1);
        await tab.Page.Locator("mark:has(:target) ~ a.au-ref").First.ClickAsync();
        await Assertions.Expect(tab.Page.Locator(".au-item:target")).ToHaveCountAsync(1);
    }

    [Theory]
    [InlineData("dark", true, false)]
    [InlineData("phone", false, true)]
    [InlineData("phone-dark", true, true)]
    public async Task It_reads_in_the_dark_and_on_a_phone(string name, bool dark, bool phone)
    {
        await using var site = await AuditSite.Start();
        await using var tab = await browser.Open(site, "supervisor", dark: dark, phone: phone);
        await tab.Page.GotoAsync(Links.Conversation(AuditSite.Complaint));
        await tab.Picture("audit-" + name);
        Assert.Empty(await tab.Barriers());
        Assert.True(await tab.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "nothing sticks out at the side");
        Assert.Empty(tab.Complaints);
    }

    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task A_hostile_chat_runs_nothing_and_moves_nothing(string language)
    {
        await using var site = await AuditSite.Start();
        await using var tab = await browser.Open(site, "supervisor", language: language);
        await tab.Page.GotoAsync(Links.Conversation(AuditSite.Hostile));
        await tab.Picture("audit-hostile-" + language);
        Assert.Contains(language == "en" ? "Audit" : "对话审核", await tab.Page.TitleAsync(), System.StringComparison.Ordinal);
        Assert.Empty(await tab.Barriers());
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task A_long_chat_and_a_chat_of_two_agents_read_well()
    {
        await using var site = await AuditSite.Start();
        await using var tab = await browser.Open(site, "admin");
        await tab.Page.GotoAsync(Links.Conversation(AuditSite.Long));
        await tab.Picture("audit-long");
        Assert.Empty(await tab.Barriers());
        await tab.Page.GotoAsync(Links.Conversation(AuditSite.Transferred));
        await tab.Picture("audit-transferred");
        Assert.Empty(await tab.Barriers());
        await tab.Page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        await tab.Picture("audit-print");
        Assert.Empty(tab.Complaints);
    }

    [Fact]
    public async Task An_agent_reads_the_own_score_and_may_object()
    {
        await using var site = await AuditSite.Start();
        await using var tab = await browser.Open(site, "agent");
        var before = tab.Complaints.Count;
        await tab.Page.GotoAsync(Links.Conversation(AuditSite.Complaint));
        await Assertions.Expect(tab.Page.Locator(".au-lost a[href^='/card/object']").First).ToBeVisibleAsync();
        await tab.Picture("audit-agent");
        Assert.Empty(await tab.Barriers());
        Assert.Equal(before, tab.Complaints.Count);
    }
}
