using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using AngleSharp.Dom;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Engine.Web;
using QA.Engine.Web.Card;
using QA.Engine.Web.Layout;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Web.Card;

public sealed class CardTests : IDisposable
{
    private static readonly string[] Headline = ["greeting", "emoticons", "courtesy", "honesty", "apology-first", "farewell-review"];
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(null, "/card", HttpStatusCode.Redirect)]
    [InlineData("akai", "/card", HttpStatusCode.OK)]
    [InlineData("supervisor", "/card", HttpStatusCode.Forbidden)]
    [InlineData("trainer", "/card", HttpStatusCode.Forbidden)]
    [InlineData("admin", "/card", HttpStatusCode.Forbidden)]
    [InlineData("akai", "/agent?team=售后组&agent=阿凯", HttpStatusCode.Forbidden)]
    [InlineData("akai", "/agent?team=售后组&agent=木木", HttpStatusCode.Forbidden)]
    [InlineData("supervisor", "/agent?team=售后组&agent=阿凯", HttpStatusCode.OK)]
    [InlineData("trainer", "/agent?team=售后组&agent=阿凯", HttpStatusCode.OK)]
    [InlineData("admin", "/agent?team=售前一组&agent=糖糖", HttpStatusCode.OK)]
    [InlineData("supervisor", "/agent?team=售前一组&agent=糖糖", HttpStatusCode.Forbidden)]
    [InlineData("trainer", "/agent?team=售前一组&agent=糖糖", HttpStatusCode.Forbidden)]
    [InlineData("supervisor", "/agent?team=售前一组&agent=没有这个人", HttpStatusCode.Forbidden)]
    public async Task Whoever_may_not_see_a_card_is_refused(string? who, string path, HttpStatusCode status)
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor(who);
        using var answer = await visitor.Get(path);
        Assert.Equal(status, answer.StatusCode);
        if (status == HttpStatusCode.Forbidden)
            Assert.Contains(site.Trail.List(5), static entry => entry.Action == AuditAction.AccessRefused);
    }

    [Fact]
    public async Task Figures_are_those_of_the_roll_ups()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor("akai");
        var page = await visitor.Page("/card?days=90");
        var own = site.Store.Recount(new DateOnly(2026, 1, 2), new DateOnly(2026, 4, 1)).Where(static rollup => rollup.Agent == CardSite.Weak.Name && rollup.Team == CardSite.Weak.Team).ToList();
        var mean = (double)own.Sum(static rollup => rollup.Sum) / own.Sum(static rollup => rollup.Ranked);
        Assert.Equal(Math.Round(mean / 100, 2).ToString("0.00"), page.QuerySelector(".figure")!.TextContent);
        Assert.Equal($"n = {own.Sum(static rollup => rollup.Ranked)}", page.QuerySelector(".card-mean .dim")!.TextContent);
        var courtesy = own.Select(static rollup => rollup.Criteria.GetValueOrDefault("courtesy")).Aggregate(static (sum, each) => sum.Plus(each));
        var cells = page.QuerySelectorAll("#c-courtesy .num").Select(static cell => cell.TextContent.Trim()).ToList();
        Assert.Equal(Math.Round(courtesy.Value / 1e4 / courtesy.Cases) + "%", cells[0]);
        Assert.Equal($"n={courtesy.Cases}", cells[1]);
        Assert.Equal("−" + (courtesy.Lost / 100.0 / own.Sum(static rollup => rollup.Scores)).ToString("0.00"), cells[3]);
    }

    [Fact]
    public async Task Headline_criteria_come_first_then_the_costly_ones()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor("akai");
        var page = await visitor.Page("/card?days=90");
        Assert.Equal(Headline, page.QuerySelectorAll("details.card-criterion").Take(6).Select(static each => each.Id![2..]));
        var costs = page.QuerySelectorAll("details.card-criterion").Skip(6).Select(static each => double.Parse(each.QuerySelectorAll(".num")[^1].TextContent.Replace("−", "", StringComparison.Ordinal))).ToList();
        Assert.Equal(costs.OrderDescending(), costs);
        Assert.Equal(2, page.QuerySelectorAll(".card-next li").Length);
    }

    [Fact]
    public async Task Examples_quote_the_agents_own_words_and_lead_to_the_chat()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor("akai");
        var page = await visitor.Page("/card?days=90");
        var examples = page.QuerySelectorAll("#c-courtesy .card-examples li");
        Assert.InRange(examples.Length, 3, 4);
        var marked = examples.Select(static each => each.QuerySelector("mark")).OfType<IElement>().First();
        var link = marked.Closest("li")!.QuerySelector("a[href^='/conversation']")!.GetAttribute("href")!;
        var id = Uri.UnescapeDataString(link.Split("id=")[1].Split('&')[0]);
        Assert.Contains(site.Store.Find(id)!.Messages, message => message.Text.Contains(marked.TextContent, StringComparison.Ordinal));
        Assert.Contains(site.Store.Scores(id), static score => score.Agent == CardSite.Weak.Name);
        var seen = site.Trail.List(1, action: AuditAction.TranscriptSeen)[0];
        Assert.Contains(id, seen.Detail.Split(' '));
    }

    [Fact]
    public async Task No_other_agents_name_stands_on_a_card()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor("akai");
        var page = await visitor.Page("/card?days=90");
        var text = page.QuerySelector("main")!.Clone() as IElement;

        // Quoted words of chats are the agent's own to see, whoever they name.
        foreach (var quote in text!.QuerySelectorAll("q"))
            quote.Remove();
        foreach (var (name, _) in QA.Engine.Sample.SampleShop.Roster.Where(static other => other.Name != CardSite.Weak.Name))
            Assert.DoesNotContain(name, text.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_team_of_four_shows_no_median_and_says_why()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor("tangtang");
        var page = await visitor.Page("/card?days=90");
        Assert.Contains("不足 5 人", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.QuerySelectorAll(".card-team, .second-line"));
        using var other = await site.Visitor("akai");
        Assert.NotEmpty((await other.Page("/card?days=90")).QuerySelectorAll(".card-team, .second-line"));
    }

    [Theory]
    [InlineData("/card?days=12")]
    [InlineData("/card?days=30&before=999999")]
    [InlineData("/card")]
    public async Task Odd_questions_are_answered_with_the_usual_window(string path)
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor("akai");
        var page = await visitor.Page(path);
        Assert.Equal("近 30 天", page.QuerySelector(".card-windows [aria-current]")!.TextContent);
        Assert.NotEmpty(page.QuerySelectorAll(".card-evaluations tbody tr"));
    }

    [Fact]
    public async Task Older_evaluations_are_a_page_further_and_none_is_listed_twice()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor("akai");
        var first = await visitor.Page("/card?days=90");
        var older = first.QuerySelector(".card-more a")!.GetAttribute("href")!;
        var second = await visitor.Page(older);
        var links = Links(first).Concat(Links(second)).ToList();
        Assert.Equal(links.Distinct(StringComparer.Ordinal), links);
        Assert.Equal(site.Store.AgentScores.Of(CardSite.Weak, new DateOnly(2026, 1, 2), new DateOnly(2026, 4, 1), 500).Count, links.Count);
        Assert.Null(second.QuerySelector(".card-more a"));

        static IEnumerable<string> Links(IDocument page) => page.QuerySelectorAll(".card-evaluations td:nth-child(2) a").Select(static link => link.GetAttribute("href")!);
    }

    [Fact]
    public async Task Evaluations_are_acknowledged_one_by_one_or_all_that_are_shown()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor("akai");
        using (var one = await visitor.Submit("/card?days=90", ".card-evaluations form"))
            Assert.Equal("/card?days=90#evaluations", one.Headers.Location!.OriginalString);
        Assert.Single((await visitor.Page("/card?days=90")).QuerySelectorAll(".card-evaluations td:last-child span"), static cell => cell.TextContent.StartsWith('✓'));
        using (await visitor.Submit("/card?days=90", ".card-more form"))
        {
        }

        var page = await visitor.Page("/card?days=90");
        Assert.Equal(20, page.QuerySelectorAll(".card-evaluations td:last-child span").Count(static cell => cell.TextContent.StartsWith('✓')));
        Assert.Null(page.QuerySelector(".card-more form"));
        Assert.Equal(20, site.Trail.List(100, action: AuditAction.Acknowledged).Count);
    }

    [Fact]
    public async Task Nobody_acknowledges_for_somebody_else()
    {
        await using var site = await CardSite.Start(_folder, _time);
        var own = site.Store.AgentScores.Of(CardSite.Weak, new DateOnly(2026, 1, 2), new DateOnly(2026, 4, 1), 1)[0].Number;
        var others = site.Store.AgentScores.Of(CardSite.Agent, new DateOnly(2026, 1, 2), new DateOnly(2026, 4, 1), 1)[0].Number;
        using var visitor = await site.Visitor("akai");
        var page = await visitor.Page("/card");
        var token = page.QuerySelector("form input[name=form-token]")!.GetAttribute("value")!;
        using var answer = await visitor.Post("/card/acknowledge", [new("form-token", token), new("score", $"{own}"), new("score", $"{others}")]);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(site.Trail.List(10, action: AuditAction.Acknowledged));
        Assert.Contains(site.Trail.List(3, action: AuditAction.AccessRefused), entry => entry.Detail == $"{others}");
        using var forged = await visitor.Post("/card/acknowledge", [new("score", $"{own}")]);
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
    }

    [Fact]
    public async Task What_was_scored_since_the_last_visit_is_marked_for_the_agent_alone()
    {
        await using var site = await CardSite.Start(_folder, _time);
        using var visitor = await site.Visitor("akai");
        Assert.Empty((await visitor.Page("/card")).QuerySelectorAll("#evaluations .card-badge"));
        _time.Now += TimeSpan.FromHours(2);
        Score(site.Store, """{"id":"fresh","messages":[{"role":"customer","text":"在吗","time":"2026-04-01T10:00:00+08:00"},{"role":"agent","sender":"阿凯","team":"售后组","text":"您好，欢迎光临，请问有什么可以帮您","time":"2026-04-01T10:00:09+08:00"}]}""");
        _time.Now += TimeSpan.FromHours(2);
        var marked = Assert.Single((await visitor.Page("/card")).QuerySelectorAll("#evaluations .card-badge"));
        Assert.Contains("id=fresh", marked.Closest("td")!.QuerySelector("a")!.GetAttribute("href")!, StringComparison.Ordinal);
        using var supervisor = await site.Visitor("supervisor");
        Assert.Empty((await supervisor.Page(Links.Agent(CardSite.Weak))).QuerySelectorAll("#evaluations .card-badge, #evaluations form"));
    }

    [Fact]
    public async Task Hostile_words_in_names_and_messages_are_shown_and_not_obeyed()
    {
        await using var site = await CardSite.Start(_folder, _time);
        var agent = new AgentName("<b>组\u202e", "<script>alert(1)</script>\u200b");
        Score(site.Store, "{\"id\":\"<img src=x>\",\"messages\":[{\"role\":\"customer\",\"text\":\"在吗\",\"time\":\"2026-03-31T10:00:00+08:00\"},{\"role\":\"agent\",\"sender\":\"<script>alert(1)</script>\\u200b\",\"team\":\"<b>组\\u202e\",\"text\":\"</q><script>alert(2)</script>\\u202e您好，欢迎光临\\u202c\\nA\",\"time\":\"2026-03-31T10:00:09+08:00\"}]}");
        site.Add("odd", Role.Agent, [], agent);
        using var visitor = await site.Visitor("odd");
        var page = await visitor.Page("/card");
        Assert.Equal(["asset"], page.QuerySelectorAll("script").Select(static script => script.GetAttribute("src")!.StartsWith("/assets/", StringComparison.Ordinal) ? "asset" : script.OuterHtml));
        var quote = page.QuerySelectorAll("q").First(static each => each.TextContent.Contains("alert(2)", StringComparison.Ordinal));
        Assert.DoesNotContain('\u202e', quote.TextContent);
        Assert.DoesNotContain('\u202c', quote.TextContent);
    }

    [Fact]
    public async Task An_account_that_names_no_agent_is_told_what_to_do()
    {
        await using var site = await CardSite.Start(_folder, _time);
        site.Add("nobody", Role.Agent, [], null);
        using var visitor = await site.Visitor("nobody");
        Assert.Contains("请管理员", (await visitor.Page("/card")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.Get("/card/object?score=1&criterion=greeting")).StatusCode);
    }

    public void Dispose() => _folder.Dispose();

    private static void Score(IScoreStore store, string line)
    {
        var chat = Chats.Good(line);
        var scored = new QA.Engine.Pipeline.RubricScoring(SampleStore.Rubrics).Score(chat)!;
        store.Save(new StoreBatch { Entries = [new ScoredConversation("a.jsonl", 1, chat, new ContentHash().Of(chat), scored.Value.Scores, scored.Value.Receipt)] });
    }
}
