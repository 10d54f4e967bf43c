using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Engine.Web.Layout;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Web.Audit;

public sealed class AuditPageTests
{
    [Fact]
    public async Task Every_criterion_is_explained_and_the_table_adds_up()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var score = site.Store.Scores(AuditSite.Complaint)[0];
        var page = await visitor.Page(AuditSite.Path(score));

        Assert.All(score.Criteria, criterion => Assert.NotNull(page.GetElementById(criterion.Criterion)));
        foreach (var lost in score.Criteria.Where(static one => one.Lost > 0))
        {
            var shown = page.GetElementById(lost.Criterion)!.TextContent;
            Assert.Contains(lost.Reason.Zh, shown, StringComparison.Ordinal);
            Assert.Contains("−" + (lost.Lost / 100m).ToString("0.00"), shown, StringComparison.Ordinal);
            Assert.All(lost.Absences, absence => Assert.Contains(absence.Title.Zh, shown, StringComparison.Ordinal));
            if (lost.Fix is { } fix)
                Assert.Contains(fix.Zh, shown, StringComparison.Ordinal);
        }

        var earned = page.QuerySelectorAll(".au-table tbody td:nth-child(4)").Sum(cell => AuditSite.Number(cell.TextContent));
        Assert.Equal(score.Base!.Value / 100m, earned);
        Assert.Equal(earned, AuditSite.Number(page.QuerySelector(".au-earned")!.TextContent));
        var end = page.QuerySelectorAll(".au-table tfoot td.num:nth-of-type(1)").Select(static cell => cell.TextContent).ToList();
        Assert.Equal(AuditSite.Number(end[^1]), Math.Clamp(earned + score.Adjustments.Sum(static one => one.Points / 100m), 0, 100) + end[(1 + score.Adjustments.Count)..^1].Sum(AuditSite.Number));
        Assert.Contains("满分 100.00", page.QuerySelector("svg.au-fall title")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marks_lead_to_their_criteria_and_back()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var page = await visitor.Page(AuditSite.Path(site.Store.Scores(AuditSite.Complaint)[0]));
        AssertLinksArrive(page);
        var marks = page.QuerySelectorAll("mark.au-mark");
        Assert.NotEmpty(marks);
        Assert.All(marks, mark => Assert.All(mark.GetAttribute("data-of")!.Split(' '), id => Assert.NotNull(page.GetElementById(id))));
        Assert.Contains("病", string.Concat(page.QuerySelectorAll("mark.au-critical").Select(static mark => mark.TextContent)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_shows_its_words_whole_with_its_gaps_and_its_kind()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var page = await visitor.Page(AuditSite.Path(site.Store.Scores(AuditSite.Complaint)[0]));
        Assert.Equal(11, page.QuerySelectorAll(".au-message").Length);
        Assert.Equal("这是快递的问题,跟我们没关系", WordsOf(page, 6));
        Assert.Contains("图片", page.GetElementById("m2")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["间隔 5 分 55 秒", "间隔 1 分", "间隔 2 分", "间隔 1 分", "间隔 1 分 20 秒", "间隔 1 小时 3 分", "间隔 1 分"], page.QuerySelectorAll(".au-gap").Select(static gap => string.Join(' ', gap.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Equal("14:03:00", page.QuerySelector("#m1 time")!.TextContent);
    }

    [Fact]
    public async Task How_the_customer_came_and_left_stands_with_the_words_that_say_so()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var score = site.Store.Scores(AuditSite.Complaint)[0];
        var mood = score.Mood!.Value;
        var page = await visitor.Page(AuditSite.Path(score));
        var shown = page.QuerySelector(".au-moved")!.TextContent;
        Assert.Contains(Explanation.Of(mood.Outcome).Zh, shown, StringComparison.Ordinal);
        Assert.Contains($"开始 {Explanation.Mood(mood.Start)}，结束 {Explanation.Mood(mood.End)}", shown, StringComparison.Ordinal);
        Assert.All(page.QuerySelectorAll(".au-felt a"), link => Assert.NotNull(page.GetElementById(link.GetAttribute("href")![1..])));

        // Every message that leans says so, with its words, and no other does.
        var chat = site.Store.Find(AuditSite.Complaint)!;
        for (var i = 0; i < chat.Messages.Count; i++)
        {
            var said = page.QuerySelector($"#m{i + 1} .au-mood");
            Assert.Equal(MoodWords.Lean(chat.Messages[i]) is not null, said is not null);
            if (said is not null)
                Assert.Equal(MoodWords.Cues(chat.Messages[i]), said.QuerySelectorAll(".au-cue").Select(static cue => cue.TextContent));
        }

        Assert.True(page.QuerySelectorAll(".au-customer .au-mood").Length > 1);
        Assert.NotEmpty(page.QuerySelectorAll(".au-felt"));
    }

    [Fact]
    public async Task A_hostile_transcript_is_shown_and_not_obeyed()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var page = await visitor.Page(AuditSite.Path(site.Store.Scores(AuditSite.Hostile)[0]));
        Assert.Single(page.QuerySelectorAll("script"));
        Assert.Empty(page.QuerySelectorAll("img, [onerror]"));
        Assert.Contains("<script>document.title='x'</script>", page.QuerySelector("#m1 .au-text")!.TextContent, StringComparison.Ordinal);
        var named = page.QuerySelectorAll("#m1 .au-hidden").Select(static box => box.TextContent);
        Assert.Equal(["RLO", "PDF", "ZWSP", "BOM"], named);

        // Only what belongs to an emoji is left as it is.
        var shown = page.DocumentElement.TextContent;
        Assert.DoesNotContain(shown, static sign => sign is (>= '\u202A' and <= '\u202E') or '\u200B' or '\uFEFF');
        Assert.Contains("👩\u200D🔧", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_chat_comes_in_windows_and_every_piece_of_evidence_can_be_reached()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var score = site.Store.Scores(AuditSite.Long)[0];
        var page = await visitor.Page(AuditSite.Path(score));
        Assert.Equal(200, page.QuerySelectorAll(".au-message").Length);
        Assert.Equal("1", page.QuerySelector(".au-message")!.GetAttribute("value"));
        AssertLinksArrive(page);
        var elsewhere = page.QuerySelectorAll(".au-quotes a").Select(static link => link.GetAttribute("href")!).First(static path => path.StartsWith('/'));
        var other = await visitor.Page(elsewhere[..elsewhere.IndexOf('#', StringComparison.Ordinal)]);
        Assert.NotNull(other.GetElementById(elsewhere[(elsewhere.IndexOf('#', StringComparison.Ordinal) + 1)..]));
        var last = await visitor.Page(AuditSite.Path(score) + "&from=1999");
        Assert.Equal(("1801", "2000"), (last.QuerySelector(".au-message")!.GetAttribute("value"), last.QuerySelectorAll(".au-message")[^1].GetAttribute("value")));
        AssertLinksArrive(last);
    }

    [Fact]
    public async Task A_correction_counts_and_stands_beside_the_machines_verdict_until_it_is_withdrawn()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var machine = site.Store.Scores(AuditSite.Complaint)[0];
        var lost = machine.Criteria.First(static one => one is { Lost: > 0, Verdict: Verdict.Fail });
        using (var answer = await visitor.Submit(AuditSite.Path(machine), $"#{lost.Criterion} form[action='/conversation/correct']", ("verdict", "P"), ("comment", "电话里已经道歉 <b>")))
        {
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            Assert.EndsWith("#" + lost.Criterion, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }

        var score = site.Store.Scores(AuditSite.Complaint)[0];
        var page = await visitor.Page(AuditSite.Path(score));
        var both = page.QuerySelector($"#{lost.Criterion} .au-both")!.TextContent;
        Assert.Contains("不通过", both, StringComparison.Ordinal);
        Assert.Contains("电话里已经道歉 <b>", both, StringComparison.Ordinal);
        Assert.Contains("supervisor", both, StringComparison.Ordinal);
        Assert.Equal((score.Base + lost.Lost) / 100m, page.QuerySelectorAll(".au-table tbody td:nth-child(4)").Sum(cell => AuditSite.Number(cell.TextContent)));
        Assert.Single(site.Trail.List(10, action: AuditAction.VerdictCorrected));
        Assert.DoesNotContain("电话", site.Trail.List(10, action: AuditAction.VerdictCorrected)[0].Detail, StringComparison.Ordinal);

        using (await visitor.Submit(AuditSite.Path(machine), $"#{lost.Criterion} form[action='/conversation/withdraw']"))
        {
            Assert.Null(site.Store.Scores(AuditSite.Complaint)[0].Reviewed);
        }

        Assert.Contains("已撤回", (await visitor.Page(AuditSite.Path(machine))).GetElementById(lost.Criterion)!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_apply_can_be_judged_by_a_person()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var score = site.Store.Scores(AuditSite.Complaint)[0];
        var place = Enumerable.Range(0, score.Criteria.Count).First(i => score.Criteria[i].Verdict == Verdict.NotApplicable && Passed(i) > score.Uncapped);
        var id = score.Criteria[place].Criterion;
        using var answer = await visitor.Submit(Links.Conversation(score.Conversation, score.Number, id).Split('#')[0], $"#{id} form[action='/conversation/correct']", ("verdict", "P"), ("comment", "应该考核"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(Passed(place), site.Store.Scores(AuditSite.Complaint)[0].CountingPoints);
        Assert.Equal(site.Store.Recount(score.Day, score.Day).Sum(static day => day.Sum), site.Store.Rollups(score.Day, score.Day).Sum(static day => day.Sum));

        // What it would come to if the person's word on one criterion were a pass.
        int? Passed(int place) => OfficialScore.Of(
            SampleStore.Rubrics.Default, score.Scenario, [.. score.Criteria.Select((one, i) => i == place ? CountedVerdict.Of(Verdict.Pass) : new CountedVerdict(one.Verdict, one.Value))],
            score.Adjustments.Sum(static one => one.Points)).Uncapped;
    }

    [Fact]
    public async Task A_critical_finding_is_confirmed_or_dismissed_with_a_reason()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var path = AuditSite.Path(site.Store.Scores(AuditSite.Complaint)[0]);
        Assert.Contains("常见误报", (await visitor.Page(path)).QuerySelector(".au-suspicion")!.TextContent, StringComparison.Ordinal);
        using (var refused = await visitor.Submit(path, ".au-suspicion form", ("state", "dismissed"), ("comment", " ")))
        {
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("请写明理由", (await visitor.Document(refused)).Body!.TextContent, StringComparison.Ordinal);
        }

        using (var confirmed = await visitor.Submit(path, ".au-suspicion form", ("state", "confirmed"), ("comment", "")))
            Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        var score = site.Store.Scores(AuditSite.Complaint)[0];
        Assert.Equal((StoredSuspicion.Confirmed, score.Suspicions.Min(static one => one.Cap)), (score.Suspicions[0].State, Math.Max(score.CountingPoints!.Value, score.Suspicions.Min(static one => one.Cap))));
        Assert.Contains("已确认", (await visitor.Page(path)).QuerySelector(".au-suspicion")!.TextContent, StringComparison.Ordinal);
        Assert.Single(site.Trail.List(10, action: AuditAction.CriticalDecided));
    }

    [Fact]
    public async Task The_second_of_two_supervisors_is_told_and_keeps_what_was_typed()
    {
        await using var site = await AuditSite.Start();
        using var first = await site.Visitor("supervisor");
        using var second = await site.Visitor("admin");
        var score = site.Store.Scores(AuditSite.Complaint)[0];
        var lost = score.Criteria.First(static one => one.Lost > 0).Criterion;
        var form = ((await second.Page(AuditSite.Path(score))).QuerySelector($"#{lost} form[action='/conversation/correct']") as IHtmlFormElement)!;
        var values = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().Select(static field => new KeyValuePair<string, string>(field.Name!, field.Value)).ToList();
        using (await first.Submit(AuditSite.Path(score), $"#{lost} form[action='/conversation/correct']", ("verdict", "P"), ("comment", "甲")))
        {
            using var late = await second.Post("/conversation/correct", [.. values, new("verdict", "N"), new("comment", "乙的理由")]);
            Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
            Assert.Equal("乙的理由", (await second.Document(late)).QuerySelector("textarea")!.TextContent);
        }

        Assert.Equal("甲", Assert.Single(site.Services.GetRequiredService<Reviews>().Of([score.Number])[score.Number].Corrections).Comment);
    }

    [Fact]
    public async Task A_review_takes_the_score_out_of_the_queue()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var path = AuditSite.Path(site.Store.Scores(AuditSite.Complaint)[0]);
        using (var answer = await visitor.Submit(path, "form[action='/conversation/reviewed']", ("comment", "都看了")))
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var page = await visitor.Page(path);
        Assert.Contains("都看了", page.QuerySelector(".au-score")!.TextContent, StringComparison.Ordinal);
        Assert.Null(page.QuerySelector("form[action='/conversation/reviewed']"));
        Assert.Single(site.Trail.List(10, action: AuditAction.Reviewed));
    }

    [Theory]
    [InlineData("admin", true)]
    [InlineData("supervisor", true)]
    [InlineData("trainer", false)]
    [InlineData("agent", false)]
    public async Task Who_may_not_decide_reads_and_the_forms_refuse(string name, bool decides)
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor(name);
        var score = site.Store.Scores(AuditSite.Complaint)[0];
        var page = await visitor.Page(AuditSite.Path(score));
        Assert.Equal(decides, page.QuerySelector("main form") is not null);
        Assert.Equal(name == "agent", page.QuerySelectorAll("a").Any(static link => link.GetAttribute("href")!.StartsWith("/card/object?", StringComparison.Ordinal)));
        Assert.Single(site.Trail.List(10, @object: AuditSite.Complaint, action: AuditAction.TranscriptSeen));
        var token = page.QuerySelector("input[name='form-token']")!.GetAttribute("value")!;
        var lost = score.Criteria.First(static one => one.Lost > 0).Criterion;
        using var answer = await visitor.Post("/conversation/correct", [new("form-token", token), new("id", score.Conversation), new("score", $"{score.Number}"), new("criterion", lost), new("seen", "0"), new("verdict", "P"), new("comment", "x")]);
        Assert.Equal(decides, site.Store.Scores(AuditSite.Complaint)[0].Reviewed is not null);
        Assert.True(decides || answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Redirect);
    }

    [Theory]
    [InlineData("supervisor", HttpStatusCode.Forbidden)]
    [InlineData("trainer", HttpStatusCode.Forbidden)]
    [InlineData("agent", HttpStatusCode.Forbidden)]
    [InlineData("admin", HttpStatusCode.OK)]
    public async Task Another_teams_chat_and_none_read_alike_to_who_may_see_neither(string name, HttpStatusCode status)
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor(name);
        var other = site.Store.Scores(AuditSite.Transferred).First(static score => score.Agent == SampleStore.OtherAgent);
        using var foreign = await visitor.Get(AuditSite.Path(other));
        using var none = await visitor.Get("/conversation?id=nothing");
        Assert.Equal(status, foreign.StatusCode);
        Assert.Equal(name == "admin" ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden, none.StatusCode);
        Assert.Equal(name == "admin" ? 0 : 2, site.Trail.List(10, action: AuditAction.AccessRefused).Count);
    }

    [Fact]
    public async Task A_masked_chat_says_what_was_masked_and_what_rules_saw()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var page = await visitor.Page(Links.Conversation(AuditSite.Masked));
        var note = page.QuerySelector(".au-redacted")!.TextContent;
        Assert.Contains("（地址、手机号、身份证号、订单和联系信息）", note, StringComparison.Ordinal);
        Assert.Contains("评分看的是原文", note, StringComparison.Ordinal);
        Assert.Equal(["手机号 13000000000", "身份证号 10000000000000000X"], page.QuerySelectorAll("#m2 .au-masked").Select(Read));
        Assert.Equal(["地址 某某市某某区某某路10号1幢100室", "手机号 13000000000"], page.QuerySelectorAll("#m1 .au-masked").Select(Read));
        Assert.Empty(page.QuerySelectorAll("#m3 .au-masked"));
        AssertLinksArrive(page);
        using (await visitor.Get("/language?to=en"))
        {
            var english = await visitor.Page(Links.Conversation(AuditSite.Masked));
            Assert.Contains("(address, mobile number, identity card, order and contact details)", english.QuerySelector(".au-redacted")!.TextContent, StringComparison.Ordinal);
            Assert.Equal(["mobile number 13000000000", "identity card 10000000000000000X"], english.QuerySelectorAll("#m2 .au-masked").Select(Read));
        }

        Assert.Null((await visitor.Page(Links.Conversation(AuditSite.Complaint))).QuerySelector(".au-redacted, .au-masked"));

        static string Read(IElement masked) => $"{masked.QuerySelector(".au-masked-kind")!.TextContent} {masked.ChildNodes[^1].TextContent}";
    }

    [Theory]
    [InlineData("admin", HttpStatusCode.NotFound, "原文和评分都已删除")]
    [InlineData("supervisor", HttpStatusCode.Forbidden, "可能不在您的权限内")]
    [InlineData("agent", HttpStatusCode.Forbidden, "可能不在您的权限内")]
    public async Task A_chat_that_was_deleted_in_time_reads_like_one_that_never_was(string name, HttpStatusCode status, string expected)
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor(name);
        var path = AuditSite.Path(site.Store.Scores(AuditSite.Complaint)[0]);
        await visitor.Page(path);
        site.Store.Forget(new DateOnly(2026, 3, 3));
        using var deleted = await visitor.Get(path);
        using var never = await visitor.Get("/conversation?id=never-was");
        Assert.Equal((status, status), (deleted.StatusCode, never.StatusCode));
        var text = (await visitor.Document(deleted)).QuerySelector("main")!;
        Assert.Contains(expected, text.TextContent, StringComparison.Ordinal);
        Assert.Contains("保留期限", text.TextContent, StringComparison.Ordinal);
        Assert.Equal(text.TextContent, (await visitor.Document(never)).QuerySelector("main")!.TextContent);

        // The way on leads somewhere.
        using var next = await visitor.Get(text.QuerySelector("a.button")!.GetAttribute("href")!);
        Assert.True(next.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{next.StatusCode}");
    }

    [Fact]
    public async Task An_agent_gets_from_each_verdict_to_its_objection()
    {
        await using var site = await AuditSite.Start();
        using var agent = await site.Visitor("agent");
        var page = await agent.Page(Links.Conversation(AuditSite.Complaint));
        var paths = page.QuerySelectorAll("main a").Select(static link => link.GetAttribute("href")!).Where(static path => path.StartsWith("/card/object?", StringComparison.Ordinal)).ToList();
        Assert.Contains(paths, static path => path.EndsWith("&critical=1", StringComparison.Ordinal));
        foreach (var path in paths)
            Assert.NotNull((await agent.Page(path)).QuerySelector("#object-what"));
    }

    [Fact]
    public async Task Of_a_transferred_chat_an_agent_sees_the_own_score_alone()
    {
        await using var site = await AuditSite.Start();
        using var agent = await site.Visitor("agent");
        using var admin = await site.Visitor("admin");
        Assert.Null((await agent.Page(Links.Conversation(AuditSite.Transferred))).QuerySelector(".au-tabs"));
        var page = await admin.Page(Links.Conversation(AuditSite.Transferred));
        Assert.Equal([SampleStore.Agent, SampleStore.OtherAgent], page.QuerySelectorAll(".au-tabs bdi").Select(static tab => tab.TextContent));
        Assert.Contains("开始接待", page.QuerySelector(".au-segment")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verdict", "p123")]
    [InlineData("verdict", "?")]
    [InlineData("seen", "x")]
    [InlineData("criterion", "no-such")]
    public async Task A_form_that_says_what_no_page_offers_is_refused(string field, string value)
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        var score = site.Store.Scores(AuditSite.Complaint)[0];
        var lost = score.Criteria.First(static one => one.Lost > 0).Criterion;
        var form = (await visitor.Page(AuditSite.Path(score))).QuerySelector($"#{lost} form[action='/conversation/correct']")!;
        var values = form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>().ToDictionary(static one => one.Name!, static one => one.Value, StringComparer.Ordinal);
        (values["verdict"], values["comment"]) = ("P", "x");
        values[field] = value;
        using var answer = await visitor.Post("/conversation/correct", values);
        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, $"{answer.StatusCode}");
        Assert.Null(site.Store.Scores(AuditSite.Complaint)[0].Reviewed);
    }

    [Fact]
    public async Task A_score_of_a_rubric_that_is_gone_still_reads()
    {
        await using var site = await AuditSite.Start();
        site.Store.UseRubric(TestRubric.Value, "");
        var chat = Chats.Good($$"""{"id":"old","messages":[{"role":"customer","text":"坏了"},{"role":"agent","sender":"{{SampleStore.Agent}}","team":"{{SampleStore.Team}}","text":"您好"}]}""");
        site.Store.Save(new StoreBatch { Entries = [new ScoredConversation("a", 1, chat, [1], Scorer.Score(chat, TestRubric.Value), "r")] });
        using var visitor = await site.Visitor("supervisor");
        var page = await visitor.Page("/conversation?id=old");
        Assert.Contains("已不再使用", page.QuerySelector(".au-foot")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(3, page.QuerySelectorAll(".au-criterion, .au-left li").Length);
    }

    [Fact]
    public async Task A_chat_without_an_agent_says_that_there_is_no_score()
    {
        await using var site = await AuditSite.Start();
        var chat = Chats.Good("""{"id":"alone","messages":[{"role":"customer","text":"在吗"}]}""");
        site.Store.Save(new StoreBatch { Entries = [new ScoredConversation("a", 1, chat, [1], Scorer.Score(chat, SampleStore.Rubrics.Default), "r")] });
        using var visitor = await site.Visitor("admin");
        Assert.Contains("没有分数", (await visitor.Page("/conversation?id=alone")).QuerySelector(".au-score")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chat_of_two_thousand_messages_makes_a_page_of_its_window()
    {
        await using var site = await AuditSite.Start();
        using var visitor = await site.Visitor("supervisor");
        using var answer = await visitor.Get(AuditSite.Path(site.Store.Scores(AuditSite.Long)[0]));
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.InRange(bytes.Length, 50_000, 500_000);
    }

    private static string WordsOf(IHtmlDocument page, int message)
    {
        var text = page.QuerySelector($"#m{message} .au-text")!.Clone();
        foreach (var reference in ((IElement)text).QuerySelectorAll(".au-ref"))
            reference.Remove();
        return text.TextContent;
    }

    /// <summary>Whatever points into the page points at something.</summary>
    private static void AssertLinksArrive(IHtmlDocument page)
    {
        foreach (var link in page.QuerySelectorAll("main a[href^='#']"))
        {
            var id = Uri.UnescapeDataString(link.GetAttribute("href")![1..]);
            Assert.True(page.GetElementById(id) is not null, $"nothing is called {id}");
        }

        var ids = page.QuerySelectorAll("[id]").Select(static element => element.Id!).ToList();
        Assert.Equal(ids.Distinct(StringComparer.Ordinal), ids);
    }
}
