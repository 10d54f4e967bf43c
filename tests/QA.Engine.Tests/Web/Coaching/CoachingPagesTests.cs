using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Engine.Tests.Web.Skills;
using Xunit;

namespace QA.Engine.Tests.Web.Coaching;

public sealed class CoachingPagesTests
{
    private const string Form = "form[action='/coaching']";
    private static readonly AgentName Own = new(SampleStore.Team, SampleStore.Agent);
    private static readonly DateOnly Start = SampleMonth.LastDay.AddDays(-13);

    [Fact]
    public async Task A_coaching_is_assigned_followed_and_ended_and_both_are_written_down()
    {
        await using var site = await SampleMonth.Site();
        using var trainer = await site.Visitor("trainer");
        using (var assigned = await trainer.Submit("/coaching/new", Form, ("agent", SampleStore.Agent), ("criterion", "greeting"), ("note", "先问好,\n再回答 <b>"), ("starts", "2026-03-18"), ("due", "2026-03-31")))
            Assert.Equal(HttpStatusCode.Redirect, assigned.StatusCode);
        var list = await trainer.Page("/coaching");
        var card = list.QuerySelector(".coach-card")!;
        Assert.Contains("该复盘了（1）", list.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("再回答 <b>", card.QuerySelector(".coach-note")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(card.QuerySelector("svg[role=img][aria-label]"));
        Assert.Contains("位没有辅导的同事", card.TextContent, StringComparison.Ordinal);
        Assert.Contains("不辅导预计在", card.TextContent, StringComparison.Ordinal);

        using (var again = await trainer.Submit("/coaching/new", Form, ("agent", SampleStore.Agent), ("criterion", "greeting"), ("note", ""), ("starts", "2026-03-18"), ("due", "")))
        {
            Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
            Assert.Contains("已经在辅导", (await trainer.Document(again)).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        }

        using (var ended = await trainer.Submit("/coaching", "form[action='/coaching/end']", ("outcome", "问候稳定了")))
            Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        list = await trainer.Page("/coaching");
        Assert.Null(list.QuerySelector(".coach-card"));
        Assert.Contains("问候稳定了", list.QuerySelector("tbody tr")!.TextContent, StringComparison.Ordinal);
        var task = Tasks(site).Of(Own, 1)[0];
        Assert.Equal((AuditAction.CoachingEnded, SampleStore.Agent, $"coaching {task.Number}, criterion greeting"), site.Trail.List(1).Select(static entry => (entry.Action, entry.Object, entry.Detail)).Single());
        Assert.Single(site.Trail.List(10, action: AuditAction.CoachingAssigned));
    }

    [Fact]
    public async Task Every_problem_of_a_form_is_told_at_once_and_what_was_typed_stays()
    {
        await using var site = await SampleMonth.Site();
        using var trainer = await site.Visitor("trainer");
        using var answer = await trainer.Submit("/coaching/new", Form, ("agent", "没有这个人"), ("criterion", "none-such"), ("note", new string('字', 2001)), ("starts", "31.3."), ("due", "2025-01-01"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var page = await trainer.Document(answer);
        Assert.Equal(5, page.QuerySelectorAll(".problem div").Length);
        Assert.Equal(2001, page.QuerySelector("textarea")!.TextContent.Length);
        Assert.Empty(Tasks(site).UnderWay(SampleStore.Team, 10));
    }

    [Fact]
    public async Task A_form_names_the_agent_and_the_skill_it_was_opened_for()
    {
        await using var site = await SampleMonth.Site();
        using var trainer = await site.Visitor("trainer");
        var skill = await trainer.Page("/skills/one?criterion=courtesy");
        var page = await trainer.Page(skill.QuerySelector(".skill-actions a[href^='/coaching/new']")!.GetAttribute("href")!);
        Assert.Equal("courtesy", page.QuerySelector("select[name=criterion] option[selected]")!.GetAttribute("value"));
        Assert.Equal(skill.QuerySelector(".skill-agents tbody th")!.TextContent.Trim(), page.QuerySelector("select[name=agent] option[selected]")!.TextContent);
        Assert.Equal("2026-04-14", page.QuerySelector("input[name=due]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Nobody_is_coached_out_of_reach()
    {
        await using var site = await SampleMonth.Site();
        var other = Tasks(site).Assign(new AgentName(SampleStore.OtherTeam, SampleStore.OtherAgent), "greeting", "", Start, null, 1, "x")!.Value;
        using var trainer = await site.Visitor("trainer");
        var page = await trainer.Page("/coaching/new");
        var token = page.QuerySelector($"{Form} input[name=form-token]")!.GetAttribute("value")!;
        using (var assigned = await trainer.Post("/coaching", [new("form-token", token), new("team", SampleStore.OtherTeam), new("agent", SampleStore.OtherAgent), new("criterion", "courtesy"), new("starts", "2026-03-31")]))
            Assert.Equal(HttpStatusCode.Forbidden, assigned.StatusCode);
        using (var ended = await trainer.Post("/coaching/end", [new("form-token", token), new("number", $"{other}"), new("outcome", "x")]))
            Assert.Equal(HttpStatusCode.Forbidden, ended.StatusCode);
        using (var forged = await trainer.Post("/coaching/end", [new("number", $"{other}"), new("outcome", "x")]))
            Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        Assert.Null(Tasks(site).Find(other)!.EndedAt);
        Assert.Single(Tasks(site).UnderWay(SampleStore.OtherTeam, 10));
        Assert.Equal(2, site.Trail.List(10, action: AuditAction.AccessRefused).Count);
    }

    [Fact]
    public async Task A_sheet_is_for_its_agent_and_their_coaches_and_nobody_learns_of_others()
    {
        await using var site = await SampleMonth.Site();
        var own = Tasks(site).Assign(Own, "greeting", "先问好", Start, null, 1, "王芳")!.Value;
        var colleague = site.Store.Agents(SampleStore.Team).First(static name => name != SampleStore.Agent);
        var colleagues = Tasks(site).Assign(new AgentName(SampleStore.Team, colleague), "greeting", "", Start, null, 1, "王芳")!.Value;
        var others = Tasks(site).Assign(new AgentName(SampleStore.OtherTeam, SampleStore.OtherAgent), "greeting", "", Start, null, 1, "x")!.Value;
        foreach (var (who, number, status) in ((string, long, HttpStatusCode)[])
            [("agent", own, HttpStatusCode.OK), ("agent", colleagues, HttpStatusCode.Forbidden), ("agent", others, HttpStatusCode.Forbidden), ("agent", 999, HttpStatusCode.Forbidden),
                ("trainer", own, HttpStatusCode.OK), ("trainer", colleagues, HttpStatusCode.OK), ("supervisor", own, HttpStatusCode.OK), ("trainer", others, HttpStatusCode.Forbidden),
                ("trainer", 999, HttpStatusCode.Forbidden), ("admin", others, HttpStatusCode.OK), ("admin", 999, HttpStatusCode.NotFound)])
        {
            using var visitor = await site.Visitor(who);
            using var answer = await visitor.Get($"/coaching/sheet?number={number}");
            Assert.True(status == answer.StatusCode, $"{who} {number}: {answer.StatusCode}");
        }

        using var agent = await site.Visitor("agent");
        Assert.Equal([$"/coaching/sheet?number={own}"], (await agent.Page("/coaching/mine")).QuerySelectorAll(".coach-own-list a").Select(static link => link.GetAttribute("href")!));
        using var nobody = await site.Visitor(null);
        using var redirected = await nobody.Get($"/coaching/sheet?number={own}");
        Assert.StartsWith("/sign-in", redirected.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_shows_the_agents_own_chats_only_and_phrases_of_the_lists()
    {
        await using var site = await SampleMonth.Site();
        var number = Tasks(site).Assign(Own, "courtesy", "", Start, SampleMonth.LastDay, 1, "王芳")!.Value;
        using var agent = await site.Visitor("agent");
        var page = await agent.Page($"/coaching/sheet?number={number}");
        var seen = site.Trail.List(50, action: AuditAction.TranscriptSeen).Select(static entry => entry.Object).ToList();
        Assert.NotEmpty(seen);
        Assert.Equal(seen.Count, page.QuerySelectorAll(".skill-examples a").Length);
        Assert.All(seen, conversation => Assert.Contains(site.Store.Scores(conversation), static score => score is { Agent: SampleStore.Agent, Team: SampleStore.Team }));
        Assert.NotEmpty(page.QuerySelectorAll(".coach-phrases li"));
        Assert.Null(page.QuerySelector("form[action='/coaching/end']"));
        Assert.NotNull(page.QuerySelector(".coach-effect svg"));
    }

    [Fact]
    public async Task Ending_twice_is_told_and_an_outcome_is_needed()
    {
        await using var site = await SampleMonth.Site();
        var number = Tasks(site).Assign(Own, "greeting", "", SampleMonth.LastDay.AddDays(3), null, 1, "王芳")!.Value;
        using var trainer = await site.Visitor("trainer");
        Assert.Contains("还没有开始", (await trainer.Page("/coaching")).QuerySelector(".coach-card")!.TextContent, StringComparison.Ordinal);
        var token = (await trainer.Page("/coaching")).QuerySelector("form[action='/coaching/end'] input[name=form-token]")!.GetAttribute("value")!;
        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.Redirect, HttpStatusCode.Conflict], [await End(" "), await End("好了"), await End("又好了")]);
        Assert.Equal("好了", Tasks(site).Find(number)!.Outcome);

        async Task<HttpStatusCode> End(string outcome)
        {
            using var answer = await trainer.Post("/coaching/end", [new("form-token", token), new("number", $"{number}"), new("outcome", outcome)]);
            return answer.StatusCode;
        }
    }

    private static CoachingTasks Tasks(Site site) => site.Services.GetRequiredService<CoachingTasks>();
}
