using System;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using AngleSharp.Dom;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Engine.Tests.Web.Card;
using QA.Engine.Web.Layout;
using QA.Engine.Web.Objections;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Web.Objections;

public sealed class ObjectionTests : IDisposable
{
    private static readonly DateOnly From = new(2026, 1, 2);
    private static readonly DateOnly To = new(2026, 4, 1);
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData("akai", HttpStatusCode.OK)]
    [InlineData("agent", HttpStatusCode.Forbidden)]
    [InlineData("mumu", HttpStatusCode.Forbidden)]
    [InlineData("tangtang", HttpStatusCode.Forbidden)]
    [InlineData("supervisor", HttpStatusCode.Forbidden)]
    [InlineData("admin", HttpStatusCode.Forbidden)]
    public async Task Agents_object_to_their_own_verdicts_and_to_nobody_elses(string who, HttpStatusCode status)
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor(who);
        var path = ObjectionLinks.Object(WeakScore(site).Number, "courtesy");
        using var page = await visitor.Get(path);
        Assert.Equal(status, page.StatusCode);
        using var token = await visitor.Get(site.Accounts.Find(who)!.Role == Role.Agent ? "/card" : "/disputes");
        var sent = await visitor.Post("/card/object",
        [
            new("form-token", (await visitor.Document(token)).QuerySelector("input[name=form-token]")!.GetAttribute("value")!), new("score", $"{WeakScore(site).Number}"), new("criterion", "courtesy"),
            new("wanted", "Pass"), new("comment", "做到了"),
        ]);
        Assert.Equal(status == HttpStatusCode.OK ? HttpStatusCode.Redirect : HttpStatusCode.Forbidden, sent.StatusCode);
        Assert.Equal(status == HttpStatusCode.OK ? 1 : 0, Disputes(site).Waiting(Reach.All));
        if (status != HttpStatusCode.OK)
            Assert.Contains(site.Trail.List(3), static entry => entry.Action == AuditAction.AccessRefused);
    }

    [Fact]
    public async Task A_score_that_is_not_there_reads_like_somebody_elses()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor("agent");
        using var missing = await visitor.Get(ObjectionLinks.Object(999_999, "courtesy"));
        using var others = await visitor.Get(ObjectionLinks.Object(WeakScore(site).Number, "courtesy"));
        using var nothing = await visitor.Get("/card/object");
        Assert.Equal((missing.StatusCode, nothing.StatusCode), (others.StatusCode, others.StatusCode));
        Assert.Equal((await visitor.Document(missing)).QuerySelector("main")!.TextContent, (await visitor.Document(others)).QuerySelector("main")!.TextContent);
    }

    [Fact]
    public async Task An_objection_is_answered_with_a_reason_and_the_trail_knows_all_of_it()
    {
        await using var site = await CardSite.Start(_folder, _time);
        var score = WeakScore(site);
        using var agent = await site.Visitor("akai");
        using (var sent = await Object(agent, score.Number))
            Assert.Equal(ObjectionLinks.Object(score.Number, "courtesy"), sent.Headers.Location!.OriginalString);
        using var supervisor = await site.Visitor("supervisor");
        using (var unreasoned = await supervisor.Submit("/disputes", ".object-case form", ("reason", "  "), ("decision", "decline")))
        {
            Assert.Equal(HttpStatusCode.BadRequest, unreasoned.StatusCode);
            Assert.Contains("请写明理由", (await supervisor.Document(unreasoned)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        using (var answered = await supervisor.Submit("/disputes", ".object-case form", ("reason", "这句不算礼貌用语"), ("decision", "decline")))
            Assert.Equal(HttpStatusCode.Redirect, answered.StatusCode);
        var page = await agent.Page(ObjectionLinks.Object(score.Number, "courtesy"));
        Assert.Contains("维持原判", page.QuerySelector(".object-round")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("这句不算礼貌用语", page.QuerySelector(".object-round")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("还可申诉 1 次", page.QuerySelector("form.object-form")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            [(AuditAction.DisputeOpened, "akai"), (AuditAction.DisputeAnswered, "supervisor")],
            site.Trail.List(100, @object: score.Conversation).Reverse().Where(static entry => entry.Action is AuditAction.DisputeOpened or AuditAction.DisputeAnswered).Select(static entry => (entry.Action, entry.Name)));
        Assert.DoesNotContain(site.Trail.List(100), static entry => entry.Detail.Contains("礼貌用语", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_became_of_an_objection_stands_beside_the_verdict_where_it_is_audited()
    {
        await using var site = await CardSite.Start(_folder, _time);
        var score = WeakScore(site);
        var path = Links.Conversation(score.Conversation, score.Number);
        using var agent = await site.Visitor("akai");
        using var supervisor = await site.Visitor("supervisor");
        Assert.Null((await supervisor.Page(path)).QuerySelector(".au-dispute"));
        using var sent = await Object(agent, score.Number);
        var open = (await supervisor.Page(path)).QuerySelector("#courtesy")!;
        Assert.Contains("等待答复", open.QuerySelector("h3")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(open.QuerySelector("a[href='/disputes']"));
        using var answered = await supervisor.Submit("/disputes", ".object-case form", ("reason", "这句不算礼貌用语"), ("decision", "decline"));
        foreach (var visitor in (Visitor[])[supervisor, agent])
        {
            var page = await visitor.Page(path);
            var verdict = page.QuerySelector("#courtesy")!;
            Assert.Contains("维持原判", verdict.QuerySelector("h3")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("这句不算礼貌用语", verdict.QuerySelector(".au-dispute")!.TextContent, StringComparison.Ordinal);
            Assert.Single(page.QuerySelectorAll(".au-dispute"));
            Assert.Null(page.QuerySelector(".au-dispute a"));
        }
    }

    [Fact]
    public async Task Of_two_supervisors_the_second_is_told_who_answered()
    {
        await using var site = await CardSite.Start(_folder, _time);
        site.Add("second", Role.Supervisor, [SampleStore.Team], null);
        using var agent = await site.Visitor("akai");
        using var sent = await Object(agent, WeakScore(site).Number);
        using var one = await site.Visitor("supervisor");
        using var two = await site.Visitor("second");
        var open = (await two.Page("/disputes")).QuerySelector(".object-case form")!;
        var fields = open.QuerySelectorAll("input[type=hidden]").ToDictionary(static field => field.GetAttribute("name")!, static field => field.GetAttribute("value")!, StringComparer.Ordinal);
        using var first = await one.Submit("/disputes", ".object-case form", ("reason", "同意"), ("decision", "accept"));
        using var late = await two.Post("/disputes/answer", [.. fields, new("reason", "不同意"), new("decision", "decline")]);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        var page = await two.Document(late);
        Assert.Contains("已由 supervisor 答复", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(DisputeState.Accepted, Disputes(site).Of(CardSite.Weak, 1)[0].State);
    }

    [Theory]
    [InlineData("trainer", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("akai", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("stranger", HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("admin", HttpStatusCode.OK, HttpStatusCode.Redirect)]
    public async Task Only_who_may_decide_about_the_team_answers(string who, HttpStatusCode seen, HttpStatusCode answered)
    {
        await using var site = await CardSite.Start(_folder, _time);
        site.Add("stranger", Role.Supervisor, [CardSite.SmallTeam], null);
        using var agent = await site.Visitor("akai");
        using var sent = await Object(agent, WeakScore(site).Number);
        var number = Disputes(site).Of(CardSite.Weak, 1)[0].Number;
        using var visitor = await site.Visitor(who);
        using var list = await visitor.Get("/disputes");
        Assert.Equal(seen, list.StatusCode);
        var document = await visitor.Document(list);
        Assert.Equal(who == "admin", document.QuerySelector("form[action='/disputes/answer']") is not null);
        Assert.Equal(who is "trainer" or "admin", document.QuerySelector(".object-case") is not null);
        using var answer = await visitor.Post(
            "/disputes/answer",
            [new("form-token", document.QuerySelector("input[name=form-token]")!.GetAttribute("value")!), new("number", $"{number}"), new("reason", "好"), new("decision", "accept")]);
        Assert.Equal(answered, answer.StatusCode);
        Assert.Equal(answered == HttpStatusCode.Redirect ? DisputeState.Accepted : DisputeState.Open, Disputes(site).Find(number)!.State);
    }

    [Fact]
    public async Task Who_became_a_supervisor_leaves_the_own_objection_to_another()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using (var agent = await site.Visitor("akai"))
        using (await Object(agent, WeakScore(site).Number))
        {
        }

        var account = site.Accounts.Find("akai")!;
        site.Accounts.Change(account.Number, "阿凯", Role.Supervisor, [SampleStore.Team], null, disabled: false);
        using var promoted = await site.Visitor("akai");
        var page = await promoted.Page("/disputes");
        Assert.Null(page.QuerySelector("form[action='/disputes/answer']"));
        using var answer = await promoted.Post(
            "/disputes/answer",
            [new("form-token", page.QuerySelector("input[name=form-token]")!.GetAttribute("value")!), new("number", $"{Disputes(site).Of(CardSite.Weak, 1)[0].Number}"), new("reason", "好"), new("decision", "accept")]);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(DisputeState.Open, Disputes(site).Of(CardSite.Weak, 1)[0].State);
    }

    [Fact]
    public async Task Objecting_takes_a_verdict_and_a_comment_and_loses_nothing_that_was_typed()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var agent = await site.Visitor("akai");
        var path = ObjectionLinks.Object(WeakScore(site).Number, "courtesy");
        using (var empty = await agent.Submit(path, "form.object-form", ("wanted", "Pass"), ("comment", " ")))
            Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        using (var odd = await agent.Submit(path, "form.object-form", ("wanted", "Fail"), ("comment", "写了很久的理由")))
        {
            Assert.Equal(HttpStatusCode.BadRequest, odd.StatusCode);
            Assert.Equal("写了很久的理由", (await agent.Document(odd)).QuerySelector("textarea")!.TextContent);
        }

        Assert.Equal(0, Disputes(site).Waiting(Reach.All));
    }

    [Fact]
    public async Task After_its_days_an_evaluation_stands()
    {
        await using var site = await CardSite.Start(_folder, _time);
        var score = WeakScore(site);
        var form = ObjectionLinks.Object(score.Number, "courtesy");
        _time.Now = score.ScoredAt.AddDays(14);
        using (var agent = await site.Visitor("akai"))
        {
            var page = await agent.Page(form);
            Assert.NotNull(page.QuerySelector("form.object-form"));
            _time.Now = score.ScoredAt.AddDays(14).AddSeconds(1);
            Assert.Contains("申诉期是评价后 14 天", (await agent.Page(form)).QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
            using var late = await agent.Post("/card/object", page.QuerySelectorAll("form.object-form input[type=hidden]")
                .Select(static field => new System.Collections.Generic.KeyValuePair<string, string>(field.GetAttribute("name")!, field.GetAttribute("value")!))
                .Concat([new("wanted", "Pass"), new("comment", "晚了")]));
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        }

        Assert.Equal(0, Disputes(site).Waiting(Reach.All));
    }

    [Fact]
    public async Task An_open_objection_can_be_taken_back_by_whoever_raised_it()
    {
        await using var site = await CardSite.Start(_folder, _time);
        var score = WeakScore(site);
        using var agent = await site.Visitor("akai");
        using var sent = await Object(agent, score.Number);
        var number = Disputes(site).Of(CardSite.Weak, 1)[0].Number;
        using (var other = await site.Visitor("mumu"))
        {
            var token = (await other.Page("/card")).QuerySelector("input[name=form-token]")!.GetAttribute("value")!;
            using var refused = await other.Post("/card/withdraw", [new("form-token", token), new("number", $"{number}")]);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var taken = await agent.Submit(ObjectionLinks.Object(score.Number, "courtesy"), "form[action='/card/withdraw']");
        Assert.Equal(DisputeState.Withdrawn, Disputes(site).Find(number)!.State);
        Assert.Single(site.Trail.List(10, action: AuditAction.DisputeWithdrawn));
        Assert.NotNull((await agent.Page(ObjectionLinks.Object(score.Number, "courtesy"))).QuerySelector("form.object-form"));
    }

    [Fact]
    public async Task A_false_alarm_is_objected_to_like_a_verdict()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var agent = await site.Visitor("akai");
        var score = site.Store.AgentScores.Of(CardSite.Weak, From, To, 500).First(static each => each.Criticals.Count > 0);
        var critical = score.Criticals[0].Critical;
        var path = ObjectionLinks.Object(score.Number, critical, critical: true);
        Assert.Contains((await agent.Page("/card?days=90")).QuerySelectorAll("a").Select(static link => link.GetAttribute("href")), href => href == path);
        using (var sent = await agent.Submit(path, "form.object-form", ("wanted", "NotApplicable"), ("comment", "是在转述顾客的话")))
            Assert.Equal(path, sent.Headers.Location!.OriginalString);
        using var supervisor = await site.Visitor("supervisor");
        using var answered = await supervisor.Submit("/disputes", ".object-case form", ("reason", "确实是转述"), ("decision", "accept"));
        Assert.Contains(site.Store.Scores(score.Conversation).SelectMany(static each => each.Suspicions), each => each.Critical == critical && each.State == StoredSuspicion.Dismissed);
        Assert.Contains("已判为误报", (await agent.Page(path)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_say_what_share_was_accepted_and_of_how_many()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var agent = await site.Visitor("akai");
        var weak = site.Store.AgentScores.Of(CardSite.Weak, From, To, 500).Where(static each => each.VerdictOf("courtesy") is Verdict.Fail or Verdict.Partial).Take(3).ToList();
        using var supervisor = await site.Visitor("supervisor");
        for (var i = 0; i < weak.Count; i++)
        {
            using var sent = await Object(agent, weak[i].Number);
            using var answered = await supervisor.Submit("/disputes", ".object-case form", ("reason", "看过了"), ("decision", i == 0 ? "accept" : "decline"));
        }

        using var trainer = await site.Visitor("trainer");
        var row = (await trainer.Page("/disputes")).QuerySelectorAll("#object-figures ~ .scroll tbody tr").Single();
        Assert.Equal(["礼貌用语", "机器", "33%", "3", "", "0"], row.Children.Select(static cell => cell.TextContent.Trim()));
    }

    public void Dispose() => _folder.Dispose();

    private static Disputes Disputes(Site site) => site.Services.GetRequiredService<Disputes>();

    private static AgentScore WeakScore(Site site) =>
        site.Store.AgentScores.Of(CardSite.Weak, From, To, 500).First(static score => score.VerdictOf("courtesy") == Verdict.Partial);

    private static Task<System.Net.Http.HttpResponseMessage> Object(Visitor agent, long score) =>
        agent.Submit(ObjectionLinks.Object(score, "courtesy"), "form.object-form", ("wanted", "Pass"), ("comment", "后面那句已经说了请和麻烦"));
}
