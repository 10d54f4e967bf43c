using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using AngleSharp.Dom;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Web.Conversations;

public sealed class ConversationsPageTests
{
    // The sample's last days.
    private const string Days = "from=2026-01-31&to=2026-03-31";

    [Fact]
    public async Task Only_chats_within_reach_are_listed()
    {
        await using var site = await Site.Start();
        using var supervisor = await site.Visitor("supervisor");
        using var admin = await site.Visitor("admin");
        var own = Agents(await supervisor.Page($"/conversations?{Days}"));
        Assert.NotEmpty(own);
        Assert.All(own, team => Assert.Equal(SampleStore.Team, team));
        Assert.Contains(SampleStore.OtherTeam, Agents(await admin.Page($"/conversations?{Days}")));
        Assert.Empty(Agents(await supervisor.Page($"/conversations?{Days}&team={Uri.EscapeDataString(SampleStore.OtherTeam)}")));
        Assert.DoesNotContain(SampleStore.OtherTeam, (await supervisor.Page("/conversations")).QuerySelector("select[name=team]")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("agent", HttpStatusCode.Forbidden)]
    [InlineData("trainer", HttpStatusCode.OK)]
    [InlineData("supervisor", HttpStatusCode.OK)]
    [InlineData("admin", HttpStatusCode.OK)]
    public async Task Who_may_open_the_list_and_its_export(string name, HttpStatusCode expected)
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor(name);
        foreach (var path in (string[])["/conversations", "/conversations/export?format=csv"])
        {
            using var answer = await visitor.Get(path);
            Assert.Equal(expected, answer.StatusCode == HttpStatusCode.Redirect ? HttpStatusCode.Forbidden : answer.StatusCode);
        }
    }

    [Fact]
    public async Task The_link_of_a_dashboard_lists_the_chats_that_failed()
    {
        await using var site = await Site.Start();
        using var admin = await site.Visitor("admin");
        var page = await admin.Page($"/conversations?{Days}&agent={Uri.EscapeDataString(SampleStore.Agent)}&criterion=greeting&verdict=fail");
        var lines = page.QuerySelectorAll(".list-table tbody tr");
        var expected = site.Store.Conversations.List(
            new ConversationFilter { From = new DateOnly(2026, 1, 31), To = new DateOnly(2026, 3, 31), Reach = Reach.All, Agent = SampleStore.Agent, Criterion = "greeting", Verdict = Verdict.Fail },
            null, 1000, TimeSpan.FromMinutes(1)).Scores.Count;
        Assert.True(expected > 0);
        Assert.Equal(Math.Min(expected, 50), lines.Length);
        Assert.All(lines, line => Assert.Contains("criterion=greeting#greeting", line.QuerySelector("a")!.GetAttribute("href")!, StringComparison.Ordinal));
        Assert.Equal(["客服 安安 ×（去掉这个条件）", "评分项 开场问候 ×（去掉这个条件）", "结论 未通过 ×（去掉这个条件）"], page.QuerySelectorAll(".list-chips .list-chip").Select(static chip => Words(chip)));
    }

    [Theory]
    [InlineData(CustomerMood.Recovered)]
    [InlineData(CustomerMood.LeftUnhappy)]
    public async Task Chats_are_found_by_the_customers_mood_and_each_line_says_it(CustomerMood mood)
    {
        await using var site = await Site.Start();
        using var admin = await site.Visitor("admin");
        var page = await admin.Page($"/conversations?{Days}&mood={CustomerMoods.Word(mood)}");
        var all = site.Store.Conversations.List(new ConversationFilter { From = new DateOnly(2026, 1, 31), To = new DateOnly(2026, 3, 31), Reach = Reach.All }, null, 10_000, TimeSpan.FromMinutes(1)).Scores;
        var expected = all.Count(score => score.Mood?.Is(mood) == true);
        Assert.True(expected < all.Count);
        Assert.True(expected > 0);
        var lines = page.QuerySelectorAll(".list-table tbody tr");
        Assert.Equal(Math.Min(expected, 50), lines.Length);
        Assert.All(lines, line => Assert.NotNull(line.QuerySelector(".list-mood")));
        if (mood == CustomerMood.Recovered)
            Assert.All(lines, static line => Assert.Contains("↗", line.QuerySelector(".list-mood")!.TextContent, StringComparison.Ordinal));
        Assert.NotNull(page.QuerySelector($"select[name=mood] option[value={CustomerMoods.Word(mood)}][selected]"));
    }

    [Fact]
    public async Task Going_on_shows_every_score_once()
    {
        await using var site = await Site.Start();
        using var admin = await site.Visitor("admin");
        foreach (var order in (string[])["", "&order=lowest"])
        {
            var seen = new List<string>();
            for (var path = $"/conversations?{Days}{order}"; path is not null;)
            {
                var page = await admin.Page(path);
                seen.AddRange(page.QuerySelectorAll(".list-when a").Select(static link => link.GetAttribute("href")!));
                path = page.QuerySelector("a[rel=next]")?.GetAttribute("href");
            }

            Assert.Equal(seen.Count, seen.Distinct().Count());
            Assert.True(seen.Count >= 300, $"{seen.Count} scores of 300 chats");
        }
    }

    [Fact]
    public async Task A_search_marks_the_words_and_is_written_down()
    {
        await using var site = await Site.Start();
        using var admin = await site.Visitor("admin");
        var page = await admin.Page($"/conversations?{Days}&q={Uri.EscapeDataString("發貨")}");
        var marks = page.QuerySelectorAll(".list-snippet mark");
        Assert.NotEmpty(marks);
        Assert.All(marks, static mark => Assert.Contains(mark.TextContent, (string[])["发货", "發貨", "發货"]));
        Assert.Equal("/conversations", Assert.Single(site.Trail.List(10, action: AuditAction.TranscriptSeen)).Object);
    }

    [Fact]
    public async Task A_single_character_is_refused_kindly()
    {
        await using var site = await Site.Start();
        using var admin = await site.Visitor("admin");
        var page = await admin.Page($"/conversations?{Days}&q={Uri.EscapeDataString("好")}");
        Assert.Contains("至少输入两个", page.QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.QuerySelectorAll(".list-table tbody tr"));
    }

    [Fact]
    public async Task What_makes_no_sense_is_left_out_and_said()
    {
        await using var site = await Site.Start();
        using var admin = await site.Visitor("admin");
        var page = await admin.Page("/conversations?from=2026-31-01&to=2026-03-31&min=abc&max=400&verdict=good&critical=x&standing=x&after=x.y");
        Assert.Equal(6, page.QuerySelectorAll(".note").Length);
        Assert.NotEmpty(page.QuerySelectorAll(".list-table tbody tr"));
        Assert.Contains("最多查看 92 天", (await admin.Page("/conversations?from=2020-01-01&to=2026-03-31")).QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_matches_the_page_says_which_filter_to_loosen()
    {
        await using var site = await Site.Start();
        using var admin = await site.Visitor("admin");
        var page = await admin.Page($"/conversations?{Days}&agent={Uri.EscapeDataString(SampleStore.Agent)}&shop={Uri.EscapeDataString("没有这家店")}");
        Assert.Equal("店铺 没有这家店 ×", Words(Assert.Single(page.QuerySelectorAll(".empty .list-chip"))));
        Assert.Contains("没有您能看到的对话", (await admin.Page("/conversations?to=2019-01-01")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Filters_are_kept_opened_and_deleted_by_their_owner_alone()
    {
        await using var site = await Site.Start();
        using var supervisor = await site.Visitor("supervisor");
        using var trainer = await site.Visitor("trainer");
        var path = $"/conversations?{Days}&verdict=fail&criterion=greeting";
        using (var saved = await supervisor.Submit(path, "form[action='/conversations/filters']", ("name", "问候没做到 <b>")))
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        using (var twice = await supervisor.Submit(path + "&order=lowest", "form[action='/conversations/filters']", ("name", "问候没做到 <b>")))
            Assert.Equal(HttpStatusCode.Redirect, twice.StatusCode);
        var link = Assert.Single((await supervisor.Page("/conversations")).QuerySelectorAll(".list-saved a"));
        Assert.Equal("问候没做到 <b>", link.TextContent);
        Assert.Equal("/conversations?from=2026-01-31&to=2026-03-31&criterion=greeting&verdict=fail&order=lowest", link.GetAttribute("href"));
        Assert.NotEmpty((await supervisor.Page(link.GetAttribute("href")!)).QuerySelectorAll(".list-table tbody tr"));
        Assert.Empty((await trainer.Page("/conversations")).QuerySelectorAll(".list-saved a"));

        var number = (await supervisor.Page("/conversations")).QuerySelector(".list-saved input[name=number]")!.GetAttribute("value")!;
        using (await trainer.Submit("/conversations", "form[action='/conversations/filters']", ("name", "自己的")))
        using (await trainer.Submit("/conversations", "form[action='/conversations/filters/delete']", ("number", number)))
            Assert.Single((await supervisor.Page("/conversations")).QuerySelectorAll(".list-saved a"));
        using (await supervisor.Submit("/conversations", "form[action='/conversations/filters/delete']"))
            Assert.Empty((await supervisor.Page("/conversations")).QuerySelectorAll(".list-saved a"));
    }

    [Fact]
    public async Task An_export_opens_in_a_spreadsheet_and_runs_nothing_there()
    {
        using var folder = new TempFolder();
        var store = SqliteStore.Open(folder["qa.db"], new PatientTime(), StoreDay.Beijing);
        store.UseRubric(SampleStore.Rubrics.Default, "");
        var hash = new ContentHash();
        foreach (var sender in (string[])["=cmd|'/c calc'!A1", "+1", "-1", "@SUM(A1)", "\uFF1D1+1", "小鱼,\"甲\""])
        {
            var chat = new Conversation("c" + sender, [new Message(Speaker.Customer, "在吗"), new Message(Speaker.Agent, "您好", sender, new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero), MessageKind.Text, "一组")]);
            store.Save(new StoreBatch { Entries = [new ScoredConversation("a", 1, chat, hash.Of(chat), Scorer.Score(chat, SampleStore.Rubrics.Default), "r")] });
        }

        await using var site = await Site.Start(store);
        using var admin = await site.Visitor("admin");
        using var answer = await admin.Get("/conversations/export?format=csv&from=2026-03-01&to=2026-03-03");
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal("conversations-20260301-20260303.csv", answer.Content.Headers.ContentDisposition!.FileName);
        var lines = Encoding.UTF8.GetString(bytes[3..]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("对话编号,日期,时间,店铺,团队,客服,场景,得分,", lines[0], StringComparison.Ordinal);
        Assert.Equal(7, lines.Length);
        Assert.Contains(lines, static line => line.Contains(",\"'=cmd|'/c calc'!A1\",", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains(",\"'+1\",", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains(",\"'-1\",", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains(",\"'@SUM(A1)\",", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains(",'\uFF1D1+1,", StringComparison.Ordinal));
        Assert.Contains(lines, static line => line.Contains(",\"小鱼,\"\"甲\"\"\",", StringComparison.Ordinal));
        Assert.Contains("2026-03-02,17:00:00", lines[1], StringComparison.Ordinal);
        Assert.Equal("/conversations", Assert.Single(site.Trail.List(10, action: AuditAction.TranscriptsExported)).Object);
    }

    [Fact]
    public async Task An_export_as_JSON_Lines_holds_what_the_list_holds()
    {
        await using var site = await Site.Start();
        using var supervisor = await site.Visitor("supervisor");
        using var answer = await supervisor.Get($"/conversations/export?format=jsonl&{Days}&criterion=greeting&verdict=pass&q={Uri.EscapeDataString("退货")}");
        var lines = (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.NotEmpty(lines);
        Assert.All(lines, static line => Assert.Equal((SampleStore.Team, "pass"), ((string?)line["team"], (string?)line["verdicts"]!["greeting"])));

        // What was searched for may be words of a chat.
        Assert.DoesNotContain("退货", Uri.UnescapeDataString(Assert.Single(site.Trail.List(10, action: AuditAction.TranscriptsExported)).Detail), StringComparison.Ordinal);
    }

    private static List<string> Agents(IParentNode page) =>
        [.. page.QuerySelectorAll(".list-table tbody td:nth-child(2) .dim").Select(static team => team.TextContent.Trim())];

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("× (", "×(", StringComparison.Ordinal);
}
