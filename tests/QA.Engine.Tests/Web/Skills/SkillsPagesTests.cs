using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading.Tasks;
using AngleSharp.Html.Dom;
using QA.Engine.Pipeline;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Web.Skills;

public sealed class SkillsPagesTests
{
    [Fact]
    public async Task Figures_are_those_of_a_recount_of_the_scores()
    {
        await using var site = await SampleMonth.Site();
        using var trainer = await site.Visitor("trainer");
        var page = await trainer.Page("/skills?days=28");
        var recount = site.Store.Recount(SampleMonth.LastDay.AddDays(-27), SampleMonth.LastDay).Where(static row => row.Team == SampleStore.Team).ToList();

        var columns = page.QuerySelectorAll(".skill-map thead th").Skip(1).Select(static head => head.TextContent.Trim()).ToList();
        Assert.Equal(SampleStore.Rubrics.Default.Criteria.First(static criterion => criterion.Id == "greeting").Title.Zh, columns[0]);
        foreach (var row in page.QuerySelectorAll(".skill-map tbody tr"))
        {
            var agent = row.QuerySelector("th")!.TextContent.Trim();
            var cases = recount.Where(each => each.Agent == agent).Sum(static each => each.Criteria.GetValueOrDefault("greeting").Cases);
            Assert.Equal($"n\u00a0{cases}", row.QuerySelector("td small")!.TextContent);
        }

        Assert.Equal(recount.Select(static row => row.Agent).Distinct().Count(), page.QuerySelectorAll(".skill-map tbody tr").Length);
        var chats = recount.Sum(static row => row.Conversations);
        Assert.Contains($"{chats.ToString("N0", CultureInfo.InvariantCulture)} 个对话", page.Body!.TextContent, StringComparison.Ordinal);

        // The costliest skill first, at what it cost.
        var costs = recount.SelectMany(static row => row.Criteria).GroupBy(static each => each.Key)
            .Select(each => (Id: each.Key, Lost: each.Sum(static counts => counts.Value.Lost) / 100.0 / chats)).OrderByDescending(static each => each.Lost).ToList();
        var weakest = page.QuerySelectorAll(".skill-weakest tbody tr");
        Assert.Contains("criterion=" + costs[0].Id, ((IHtmlAnchorElement)weakest[0].QuerySelector("a")!).Href, StringComparison.Ordinal);
        Assert.Equal(costs.Take(8).Select(static each => each.Lost.ToString("0.00", CultureInfo.InvariantCulture)), weakest.Select(static row => row.QuerySelector("td b")!.TextContent));
    }

    [Fact]
    public async Task Customers_who_came_unhappy_are_counted_as_a_recount_does()
    {
        await using var site = await SampleMonth.Site();
        using var trainer = await site.Visitor("trainer");
        var page = await trainer.Page("/skills?days=28");
        var recount = site.Store.Recount(SampleMonth.LastDay.AddDays(-27), SampleMonth.LastDay).Where(static row => row.Team == SampleStore.Team)
            .GroupBy(static row => row.Agent, StringComparer.Ordinal).OrderBy(static agent => agent.Key, StringComparer.Ordinal)
            .Select(static agent => (Agent: agent.Key, Moods: MoodCounts.Sum(agent.Select(static row => row.Moods)))).Where(static agent => agent.Moods.CameUnhappy > 0).ToList();
        Assert.NotEmpty(recount);
        var rows = page.QuerySelectorAll(".skill-agents tbody tr");
        Assert.Equal(
            recount.Select(static each => $"{each.Agent} {each.Moods.CameUnhappy} {Percent(each.Moods.Recovered, each.Moods.CameUnhappy)} {Percent(each.Moods.LeftUnhappy, each.Moods.Known)} (n = {each.Moods.Known})"),
            rows.Select(static row => $"{row.QuerySelector("th")!.TextContent.Trim()} {row.Children[1].TextContent} {row.Children[2].QuerySelector("b")!.TextContent} {row.Children[4].TextContent.Trim()}"));
        var team = MoodCounts.Sum(recount.Select(static each => each.Moods));
        Assert.Equal(Percent(team.Recovered, team.CameUnhappy), page.QuerySelector(".skill-agents tfoot b")!.TextContent);

        static string Percent(long part, long whole) => ((double)part / whole * 100).ToString("0", CultureInfo.InvariantCulture) + "%";
    }

    [Fact]
    public async Task A_trainer_finds_the_chats_whose_customers_were_calmed_and_what_was_said_in_them()
    {
        await using var site = await SampleMonth.Site();
        using var trainer = await site.Visitor("trainer");
        var link = (IHtmlAnchorElement)(await trainer.Page("/skills?days=28")).QuerySelector("a[href^='/skills/calmed']")!;
        var page = await trainer.Page(link.PathName + link.Search);
        var from = SampleMonth.LastDay.AddDays(-27);
        var expected = site.Store.Conversations.List(
            new ConversationFilter { From = from, To = SampleMonth.LastDay, Reach = Reach.All, Team = SampleStore.Team, Mood = CustomerMood.Recovered }, null, 1_000, TimeSpan.FromMinutes(1)).Scores
            .OrderByDescending(static score => score.Mood!.Value.End - score.Mood.Value.Start).ThenByDescending(static score => score.Day).ThenByDescending(static score => score.Number).ToList();
        var shown = page.QuerySelectorAll(".skill-examples li");
        Assert.NotEmpty(shown);
        Assert.Equal(
            expected.Take(12).Select(static score => QA.Engine.Web.Layout.Links.Conversation(score.Conversation, score.Number)),
            shown.Select(static one => one.QuerySelector("a")!.GetAttribute("href")!));
        Assert.All(shown, static one => Assert.NotEmpty(one.QuerySelectorAll("blockquote.skill-customer mark")));
        var seen = site.Trail.List(50, action: AuditAction.TranscriptSeen).Select(static entry => entry.Object).ToHashSet(StringComparer.Ordinal);
        Assert.All(expected.Take(12), score => Assert.Contains(score.Conversation, seen));

        // The same of one agent, and of a team out of reach nothing.
        var agent = expected[0].Agent;
        var own = await trainer.Page($"/skills/calmed?days=28&agent={Uri.EscapeDataString(agent)}");
        Assert.Equal(Math.Min(12, expected.Count(score => score.Agent == agent)), own.QuerySelectorAll(".skill-examples li").Length);
    }

    [Fact]
    public async Task Agents_stand_by_name_and_are_not_ranked()
    {
        await using var site = await SampleMonth.Site();
        using var trainer = await site.Visitor("trainer");
        foreach (var (path, rows) in ((string, string)[])[("/skills", ".skill-map tbody th"), ("/skills/one?criterion=courtesy", ".skill-agents tbody th")])
        {
            var names = (await trainer.Page(path)).QuerySelectorAll(rows).Select(static head => head.TextContent.Trim()).ToList();
            Assert.True(names.Count > 2);
            Assert.Equal(names.Order(StringComparer.Ordinal), names);
        }
    }

    [Fact]
    public async Task A_section_can_be_chosen_for_the_columns()
    {
        await using var site = await SampleMonth.Site();
        using var trainer = await site.Visitor("trainer");
        var page = await trainer.Page("/skills?section=opening");
        var ids = SampleStore.Rubrics.Default.Sections.First(static section => section.Id == "opening").Criteria.Select(static criterion => criterion.Title.Zh).ToHashSet();
        Assert.All(page.QuerySelectorAll(".skill-map thead th").Skip(1), head => Assert.Contains(head.TextContent.Trim(), ids));
        Assert.NotNull(page.QuerySelector("option[value=opening][selected]"));
    }

    [Fact]
    public async Task Another_team_is_refused_and_the_try_is_written_down()
    {
        await using var site = await SampleMonth.Site();
        using var trainer = await site.Visitor("trainer");
        foreach (var page in (string[])["/skills", "/skills/calmed?days=7", "/skills/one?criterion=greeting", "/coaching", "/coaching/new"])
        {
            var path = page + (page.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "team=" + Uri.EscapeDataString(SampleStore.OtherTeam);
            using var answer = await trainer.Get(path);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal(5, site.Trail.List(20, action: AuditAction.AccessRefused).Count);
        using var agent = await site.Visitor("agent");
        foreach (var path in (string[])["/skills", "/skills/calmed?days=7", "/skills/one?criterion=greeting", "/coaching", "/coaching/new"])
        {
            using var answer = await agent.Get(path);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }

    [Fact]
    public async Task An_admin_chooses_among_all_teams_and_a_trainer_of_one_team_has_nothing_to_choose()
    {
        await using var site = await SampleMonth.Site();
        using var admin = await site.Visitor("admin");
        var page = await admin.Page("/skills");
        Assert.Equal(site.Store.Teams(), page.QuerySelectorAll("select[name=team] option").Select(static option => option.GetAttribute("value")!));
        using var trainer = await site.Visitor("trainer");
        Assert.Null((await trainer.Page("/skills")).QuerySelector("select[name=team]"));
    }

    [Fact]
    public async Task Days_without_a_chat_and_an_account_without_a_team_are_told_what_that_means()
    {
        var time = SampleMonth.Evening();
        await using var site = await SampleMonth.Site(time);
        site.Add("lost", Role.Trainer, [], null);
        using var nobody = await site.Visitor("lost");
        Assert.Contains("还没有负责的团队", (await nobody.Page("/skills")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("还没有负责的团队", (await nobody.Page("/coaching")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        time.Now = time.Now.AddYears(1);
        using var trainer = await site.Visitor("trainer");
        Assert.Contains("没有已评分的对话", (await trainer.Page("/skills")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("没有适用过", (await trainer.Page("/skills/one?criterion=greeting")).QuerySelector(".empty")!.TextContent, StringComparison.Ordinal);
        using var unknown = await trainer.Get("/skills/one?criterion=none-such");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_skill_is_taught_with_real_chats_of_the_team_and_each_shown_chat_is_written_down()
    {
        await using var site = await SampleMonth.Site();
        using var trainer = await site.Visitor("trainer");
        var page = await trainer.Page("/skills/one?criterion=greeting");
        var links = page.QuerySelectorAll(".skill-examples a").Select(static link => link.GetAttribute("href")!).ToList();
        Assert.InRange(links.Count, 2, 6);
        Assert.NotEmpty(page.QuerySelectorAll(".skill-examples mark"));
        var seen = site.Trail.List(50, action: AuditAction.TranscriptSeen).Select(static entry => entry.Object).ToList();
        Assert.Equal(links.Count, seen.Count);
        foreach (var conversation in seen)
        {
            var score = site.Store.Scores(conversation).First(score => links.Contains($"/conversation?id={conversation}&score={score.Number}&criterion=greeting#greeting"));
            Assert.True(score is { Official: true, Team: SampleStore.Team });
        }

        var reasons = page.QuerySelectorAll("caption").Single(static caption => caption.TextContent.Contains("没做到的对话", StringComparison.Ordinal));
        Assert.NotEmpty(reasons.ParentElement!.QuerySelectorAll("tbody tr"));
    }

    [Fact]
    public async Task Words_of_a_chat_are_shown_as_words_whatever_they_are()
    {
        await using var site = await SampleMonth.Site();
        const string odd = "<script>alert(1)</script>\u202e\u200b<img src=x onerror=alert(1)>";
        Score(site.Store, $$"""{"id":"odd","messages":[{"role":"customer","text":"在吗","time":"2026-03-31T10:00:00+08:00"},{"role":"agent","sender":"<b>甲</b>","team":"{{SampleStore.Team}}","text":{{System.Text.Json.JsonSerializer.Serialize(odd)}},"time":"2026-03-31T10:00:20+08:00"}]}""");
        using var trainer = await site.Visitor("trainer");
        foreach (var path in (string[])["/skills", "/skills/one?criterion=greeting&days=7"])
        {
            var page = await trainer.Page(path);
            Assert.Empty(page.QuerySelectorAll("main script, main img, main th b:not(.skill-cell b)"));
            Assert.Contains("<b>甲</b>", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Objections_that_were_right_are_a_warning_before_anybody_is_coached()
    {
        await using var site = await SampleMonth.Site();
        site.Store.People.Write(connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText =
                $"INSERT INTO disputes (score, conversation, team, agent, criterion, round, wanted, comment, account, name, at, state) VALUES (1, 'c', '{SampleStore.Team}', 'x', 'greeting', 1, 'P', '', 1, 'x', {Instant.Of(SampleMonth.Evening().Now)}, 'accepted')";
            return command.ExecuteNonQuery();
        });
        using var trainer = await site.Visitor("trainer");
        Assert.Contains("先看看标准本身是否清楚", (await trainer.Page("/skills/one?criterion=greeting")).QuerySelector(".note")!.TextContent, StringComparison.Ordinal);
        Assert.Null((await trainer.Page("/skills/one?criterion=courtesy")).QuerySelector(".note"));
    }

    private static void Score(IScoreStore store, string line)
    {
        var chat = new ConversationJson(ReadLimits.Default).Read(Encoding.UTF8.GetBytes(line)).Conversation!;
        var scored = new RubricScoring(SampleStore.Rubrics).Score(chat)!.Value;
        store.Save(new StoreBatch { Entries = [new ScoredConversation("odd.jsonl", 1, chat, new ContentHash().Of(chat), scored.Scores, scored.Receipt)] });
    }
}
