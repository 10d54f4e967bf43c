using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using QA.Engine.Cli;
using QA.Engine.Language;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Cli;

public sealed class AgreeTests : IDisposable
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A greeting is owed by the first agent, a farewell by the last, courtesy by all; 呵呵 needs a person.
    private const string RubricText = """
        id: agree-zh
        version: 1.0.0
        language: zh
        title: {zh: 测试标准, en: A rubric for tests}
        pass-mark: 60
        insufficient-below: 10
        session-gap: 6h
        bands: [{from: 0, title: {zh: 全部, en: All}}]
        rules:
          greeted: {kind: phrases, title: {zh: 问候, en: a greeting}, phrases: [您好]}
          thanked: {kind: phrases, title: {zh: 感谢, en: thanks}, phrases: [谢谢]}
          bye: {kind: phrases, title: {zh: 告别, en: a farewell}, phrases: [再见]}
          odd: {kind: phrases, title: {zh: 冷笑, en: a sneer}, phrases: [呵呵]}
          complained: {kind: phrases, of: customer, title: {zh: 投诉, en: a complaint}, phrases: [坏了]}
          apologised: {kind: phrases, title: {zh: 道歉, en: an apology}, phrases: [抱歉]}
        sections:
          - id: all
            title: {zh: 全部, en: All}
            criteria:
              - id: greeting
                title: {zh: 问候语, en: Greeting}
                weight: 40
                owed-by: first-agent
                levels:
                  - {verdict: pass, when: greeted, reason: {zh: 问候了, en: Greeted}}
                  - {verdict: fail, reason: {zh: 没有问候, en: No greeting}, fix: {zh: 先问好, en: Greet first}, looked-for: [greeted]}
              - id: courtesy
                title: {zh: 礼貌, en: Courtesy}
                weight: 20
                levels:
                  - {verdict: unsure, when: odd, reason: {zh: 语气可疑, en: A doubtful tone}}
                  - {verdict: pass, when: thanked, reason: {zh: 道谢了, en: Said thanks}}
                  - {verdict: partial, value: 0.5, when: greeted, reason: {zh: 只有问候, en: A greeting only}, fix: {zh: 道谢, en: Say thanks}, looked-for: [thanked]}
                  - {verdict: fail, reason: {zh: 不礼貌, en: Not polite}, fix: {zh: 道谢, en: Say thanks}, looked-for: [thanked]}
              - id: apology-first
                title: {zh: 先道歉, en: Apology first}
                weight: 30
                applies:
                  - {when: complained, otherwise: {zh: 没有投诉, en: There was no complaint}}
                levels:
                  - {verdict: pass, when: apologised, reason: {zh: 道歉了, en: Apologised}}
                  - {verdict: fail, reason: {zh: 没有道歉, en: No apology}, fix: {zh: 先道歉, en: Apologise first}, looked-for: [apologised]}
              - id: farewell
                title: {zh: 告别, en: Farewell}
                weight: 10
                owed-by: last-agent
                levels:
                  - {verdict: pass, when: bye, reason: {zh: 告别了, en: Said farewell}}
                  - {verdict: fail, reason: {zh: 没有告别, en: No farewell}, fix: {zh: 告别, en: Say farewell}, looked-for: [bye]}
        """;

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Figures_are_those_counted_by_hand()
    {
        Folder(
            ("a", "您好", """ "greeting":["pass",1],"courtesy":["partial",1] """),
            ("b", "您好", """ "greeting":["pass",1],"courtesy":["pass",1] """),
            ("c", "在", """ "greeting":["fail",1],"courtesy":["fail",1] """),
            ("d", "在", """ "greeting":["partial",1],"courtesy":["skip",null] """));
        var (status, output, error) = await Agree("--format", "json");
        Assert.Equal((ExitStatus.Good, ""), (status, error));
        var comparison = Json(output).GetProperty("comparisons")[0];
        Assert.Equal(("gold.jsonl", "engine", 4), (comparison.GetProperty("one").GetString(), comparison.GetProperty("other").GetString(), comparison.GetProperty("conversations").GetInt32()));

        // greeting: 2 × pass/pass, fail/fail, partial/fail: (4·3 − (2·2 + 1·2)) / (16 − 6); courtesy: partial/partial, pass/partial, fail/fail: (3·2 − (2 + 1)) / (9 − 3).
        Assert.Equal(0.6, Kappa(comparison, 0));
        Assert.Equal(0.5, Kappa(comparison, 1));
        Assert.Equal(0.55, comparison.GetProperty("meanKappa").GetProperty("value").GetDouble());
        Assert.Equal([4, 3], comparison.GetProperty("criteria").EnumerateArray().Select(one => one.GetProperty("n").GetInt32()));
        Assert.Equal(1, Count(comparison, 0, "partial", "fail"));
        Assert.Equal(0, Count(comparison, 1, "na", "fail"));
        var evidence = comparison.GetProperty("criteria")[0].GetProperty("evidence");
        Assert.Equal((3, 2, 2, 1), (evidence.GetProperty("labelled").GetInt32(), evidence.GetProperty("pointed").GetInt32(), evidence.GetProperty("among").GetInt32(), evidence.GetProperty("lookedIn").GetInt32()));
        Assert.Equal(["d greeting partial fail", "b courtesy pass partial"], Disagreements(output));
    }

    [Fact]
    public async Task Of_several_agents_the_first_owes_the_greeting_the_last_the_farewell_and_courtesy_is_as_good_as_the_worst()
    {
        Write("chats.jsonl", Line("a", ("customer", "在吗"), ("agent 小鱼", "您好,谢谢"), ("agent 小周", "嗯"), ("customer", "好"), ("agent 小鱼", "再见")));

        // Near miss: were the agents judged as one, or the last by name and not by time, these labels would not come true.
        Write("gold.jsonl", Labels("a", """ "greeting":["pass",1],"courtesy":["fail",2],"farewell":["pass",4] """));
        Assert.Empty(Disagreements((await Agree("--format", "json")).Output));
        Write("gold.jsonl", Labels("a", """ "greeting":["fail",1],"courtesy":["pass",1],"farewell":["fail",4] """));
        var (_, output, _) = await Agree("--format", "json");
        Assert.Equal(["a greeting fail pass", "a courtesy pass fail", "a farewell fail pass"], Disagreements(output));
        Assert.Null(Json(output).GetProperty("disagreements")[1].GetProperty("other").GetProperty("reasons")[0].GetProperty("agent").GetString());
    }

    [Fact]
    public async Task What_comes_after_a_long_gap_is_not_compared()
    {
        Write("chats.jsonl", """
            {"id":"a","messages":[{"role":"customer","text":"在吗","time":"2026-03-02T10:00:00+08:00"},{"role":"agent","text":"您好","time":"2026-03-02T10:01:00+08:00"},{"role":"customer","text":"坏了","time":"2026-03-03T10:00:00+08:00"},{"role":"agent","text":"没有","time":"2026-03-03T10:01:00+08:00"}]}
            {"id":"b","messages":[{"role":"customer","text":"在吗","time":"2026-03-02T10:00:00+08:00"},{"role":"agent","text":"您好","time":"2026-03-02T10:01:00+08:00"},{"role":"customer","text":"坏了","time":"2026-03-02T10:02:00+08:00"},{"role":"agent","text":"没有","time":"2026-03-02T10:03:00+08:00"}]}
            {"id":"c","messages":[{"role":"customer","text":"坏了","time":"2026-03-02T10:00:00+08:00"},{"role":"agent","text":"没有","time":"2026-03-03T10:01:00+08:00"}]}
            """);
        Write("gold.jsonl", string.Join('\n', Labels("a", "\"apology-first\":[\"na\",null]"), Labels("b", "\"apology-first\":[\"fail\",3]"), Labels("c", "\"apology-first\":[\"fail\",1]")));
        var (_, output, _) = await Agree("--format", "json");
        Assert.Equal(["c apology-first fail na"], Disagreements(output));
        Assert.Equal("No agent spoke before the long gap", Json(output).GetProperty("disagreements")[0].GetProperty("other").GetProperty("note").GetString());
    }

    [Fact]
    public async Task Unsure_disagrees_and_is_counted_apart()
    {
        Folder(("a", "谢谢", "\"courtesy\":[\"pass\",1]"), ("b", "谢谢呵呵", "\"courtesy\":[\"pass\",1]"), ("c", "嗯", "\"courtesy\":[\"fail\",1]"));
        var (_, output, _) = await Agree("--format", "json");
        var courtesy = Json(output).GetProperty("comparisons")[0].GetProperty("criteria")[0];
        Assert.Equal((1, 0.666667), (courtesy.GetProperty("unsure").GetInt32(), courtesy.GetProperty("coverage").GetDouble()));
        Assert.Equal(1, courtesy.GetProperty("confusion").GetProperty("pass").GetProperty("unsure").GetInt32());
        Assert.Equal(["b courtesy pass unsure"], Disagreements(output));
    }

    [Theory]
    [InlineData("谢谢呵呵", "嗯", "fail")]
    [InlineData("谢谢呵呵", "您好", "unsure")]
    [InlineData("谢谢呵呵", "谢谢", "unsure")]
    [InlineData("谢谢", "您好", "partial")]
    public async Task An_agents_failure_stands_whatever_becomes_of_anothers_open_verdict(string one, string other, string verdict)
    {
        Write("chats.jsonl", Line("a", ("agent 小鱼", one), ("agent 小周", other)) + "\n" + Line("b", ("agent 小周", other), ("agent 小鱼", one)));
        Write("gold.jsonl", Labels("a", "\"courtesy\":[\"na\",null]") + "\n" + Labels("b", "\"courtesy\":[\"na\",null]"));
        Assert.Equal([$"a courtesy na {verdict}", $"b courtesy na {verdict}"], Disagreements((await Agree("--format", "json")).Output));
    }

    [Fact]
    public async Task A_kappa_that_cannot_be_given_says_why_in_every_format()
    {
        Folder(("a", "您好", "\"greeting\":[\"pass\",1]"), ("b", "您好", "\"greeting\":[\"pass\",1]"));
        foreach (var (format, said) in ((string, string)[])[("text", "κ: – (both used one value only)"), ("json", "\"undefined\": \"both used one value only\""), ("html", "both used one value only"), ("markdown", "– (both used one value only)")])
        {
            var (status, output, _) = await Agree("--format", format);
            Assert.Equal(ExitStatus.Good, status);
            Assert.Contains(said, output, StringComparison.Ordinal);
            Assert.DoesNotContain("NaN", output, StringComparison.Ordinal);
        }

        Assert.Equal(JsonValueKind.Null, Json((await Agree("--format", "json")).Output).GetProperty("comparisons")[0].GetProperty("meanKappa").GetProperty("value").ValueKind);
    }

    [Fact]
    public async Task Two_readers_beside_the_gold_labels_are_the_human_ceiling()
    {
        Folder(("a", "您好", "\"greeting\":[\"pass\",1]"), ("b", "在", "\"greeting\":[\"fail\",1]"));
        Write("reader-a.jsonl", string.Join('\n', Labels("a", "\"greeting\":[\"pass\",1]"), Labels("b", "\"greeting\":[\"fail\",1]")));
        Write("reader-b.jsonl", string.Join('\n', Labels("a", "\"greeting\":[\"fail\",1]"), Labels("b", "\"greeting\":[\"fail\",1]")));
        var (status, output, error) = await Agree("--format", "json");
        Assert.Equal((ExitStatus.Good, ""), (status, error));
        var comparisons = Json(output).GetProperty("comparisons");
        Assert.Equal(2, comparisons.GetArrayLength());
        Assert.Equal((1, 0), (Kappa(comparisons[0], 0), Kappa(comparisons[1], 0)));
        Assert.Equal(["chats.jsonl", "gold.jsonl", "reader-a.jsonl", "reader-b.jsonl"], Json(output).GetProperty("files").EnumerateArray().Select(file => file.GetProperty("name").GetString()));
        Assert.Empty(Disagreements(output));

        var (_, table, _) = await Agree();
        Assert.Matches(@"\n +greeting +2 +1\.000 +0\.000[ (].*\+1\.000 *\n", table);

        // Named as files they are compared with each other, and the engine is no part of it.
        var (_, people, _) = await Run("agree", _folder["reader-a.jsonl"], "--against", _folder["reader-b.jsonl"], "--format", "json");
        Assert.Equal(1, Json(people).GetProperty("comparisons").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, Json(people).GetProperty("rubric").ValueKind);
        Assert.Equal(["a greeting pass fail"], Disagreements(people));
    }

    [Fact]
    public async Task Readers_can_be_compared_without_the_chats()
    {
        Write("one.jsonl", Labels("a", "\"greeting\":[\"pass\",1]"));
        Write("two.jsonl", Labels("a", "\"greeting\":[\"fail\",1]"));
        var (status, output, error) = await Run("agree", _folder["one.jsonl"], "--against", _folder["two.jsonl"], "--lang", "en");
        Assert.Equal((ExitStatus.Good, ""), (status, error));
        Assert.Contains("one.jsonl: pass, message 1\n   two.jsonl: fail, message 1\n", output, StringComparison.Ordinal);
        var (alone, _, said) = await Run("agree", _folder["one.jsonl"]);
        Assert.Equal((ExitStatus.NothingDone, $"{_folder["chats.jsonl"]}: there is no such file; name the chats the labels are about with --chats FILE\n"), (alone, said));
    }

    [Fact]
    public async Task What_is_wrong_is_set_aside_with_its_line_and_the_rest_is_compared()
    {
        Write("chats.jsonl", string.Join('\n',
            Line("a", ("customer", "在吗"), ("agent", "您好")), "nope", Line("b", ("customer", "在吗"), ("agent", "在")), Line("unlabelled", ("agent", "您好")), Line("a", ("agent", "您好"))));
        Write("gold.jsonl", string.Join('\n',
            Labels("a", """ "greeting":["pass",1],"greting":["pass",1] """),
            "{",
            Labels("b", """ "greeting":["fail",1],"courtesy":["fail",9],"greting":["pass",1] """),
            Labels("elsewhere", "\"greeting\":[\"pass\",1]"),
            Labels("b", "\"greeting\":[\"pass\",1]"),
            Labels("x", "\"greeting\":[\"good\",1]"),
            Labels("x", "\"greeting\":[\"pass\",-1]"),
            Labels("x", "\"greeting\":[\"pass\"]"),
            Labels("x", "\"greeting\":[\"pass\",1],\"greeting\":[\"fail\",1]"),
            "[]",
            """{"labels":{}}""",
            """{"id":"x"}""",
            "{\"id\":\"\\ud800\",\"labels\":{}}"));
        var (status, output, error) = await Agree("--format", "json");
        var (chats, gold) = (_folder["chats.jsonl"], _folder["gold.jsonl"]);
        Assert.Equal(ExitStatus.SomethingWrong, status);
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith($"{chats}:2: broken JSON at byte 2: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                $"{chats}:5: 'a' stands in line 1 already; the first counts, drop one of them",
                $"{gold}:2: broken JSON at byte 2; a line must be one JSON object",
                $"{gold}:5: 'b' stands in line 3 already; the first counts, drop one of them",
                $"{gold}:6: labels.greeting: 'good' is no value; say pass, partial, fail, na or skip",
                $"{gold}:7: labels.greeting: the message must be its index, counted from 0, or null",
                $"{gold}:8: labels.greeting: must be a value and a message, such as [\"pass\",4] or [\"na\",null]",
                $"{gold}:9: labels.greeting stands twice; give one label for each criterion",
                $"{gold}:10: a line must be one JSON object with 'id' and 'labels'",
                $"{gold}:11: 'id' is missing; it must be the id of a conversation, such as \"c1\"",
                $"{gold}:12: 'labels' is missing; it must be an object such as {{\"greeting\":[\"pass\",4]}}",
                $"{gold}:13: a text holds half a character (\\uD800…\\uDFFF); mend it",
                $"{gold}:1: labels.greting: the rubric agree-zh has no criterion 'greting'; did you mean 'greeting'? (2 of its labels set aside)",
                $"{gold}:3: labels.courtesy: there is no message 9; 'b' has 2, counted from 0",
                $"{gold}:4: 'elsewhere' is not in {chats}; check the id, or name the chats with --chats",
                $"{chats}:4: 'unlabelled' has no label in {gold}; label it, or leave it out of the chats",
            ],
            lines[1..]);
        var comparison = Json(output).GetProperty("comparisons")[0];
        Assert.Equal((2, 1), (comparison.GetProperty("conversations").GetInt32(), Kappa(comparison, 0)));
        Assert.Equal(lines, Json(output).GetProperty("setAside").EnumerateArray().Select(problem => problem.GetString()));
    }

    [Fact]
    public async Task A_conversation_only_one_reader_labelled_is_compared_with_nothing()
    {
        Write("one.jsonl", string.Join('\n', Labels("a", "\"greeting\":[\"pass\",1]"), Labels("b", "\"greeting\":[\"pass\",1]")));
        Write("two.jsonl", string.Join('\n', Labels("c", "\"greeting\":[\"pass\",1]"), Labels("a", "\"greeting\":[\"pass\",1]")));
        var (status, _, error) = await Run("agree", _folder["one.jsonl"], "--against", _folder["two.jsonl"]);
        Assert.Equal(ExitStatus.SomethingWrong, status);
        Assert.Equal(
            $"{_folder["one.jsonl"]}:2: 'b' has no label in {_folder["two.jsonl"]}; it is compared with nothing\n"
            + $"{_folder["two.jsonl"]}:1: 'c' has no label in {_folder["one.jsonl"]}; it is compared with nothing\n",
            error);
    }

    [Theory]
    [InlineData("--criterion", "greting")]
    [InlineData("--resamples", "0")]
    [InlineData("--resamples", "1000001")]
    [InlineData("--format", "pdf")]
    [InlineData("--against", "nowhere.jsonl")]
    [InlineData("--chats", "nowhere.jsonl")]
    [InlineData("--rubric", "nowhere")]
    [InlineData("--output", "no/such/folder/a.html")]
    public async Task What_cannot_be_done_is_exit_status_2(string option, string value)
    {
        Folder(("a", "您好", "\"greeting\":[\"pass\",1]"));
        var (status, output, error) = option == "--rubric" ? await Run("agree", _folder.Root, option, value) : await Agree(option, value);
        Assert.Equal((ExitStatus.NothingDone, ""), (status, output));
        Assert.NotEmpty(error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_left_to_compare_is_exit_status_2()
    {
        Write("chats.jsonl", Line("a", ("agent", "您好")));
        Write("gold.jsonl", Labels("b", "\"greeting\":[\"pass\",1]"));
        var (status, output, error) = await Agree();
        Assert.Equal((ExitStatus.NothingDone, ""), (status, output));
        Assert.EndsWith($"{_folder["gold.jsonl"]}: no conversation is left to compare; label conversations that stand in {_folder["chats.jsonl"]}\n", error, StringComparison.Ordinal);
        Assert.Equal(ExitStatus.NothingDone, (await Run("agree", _folder["empty"])).Status);
    }

    [Fact]
    public async Task Only_the_criteria_asked_for_are_compared()
    {
        Folder(("a", "您好", """ "greeting":["pass",1],"courtesy":["fail",1] """));
        var (_, all, _) = await Agree("--format", "json");
        Assert.Equal(["greeting", "courtesy"], Ids(all));
        var (_, one, _) = await Agree("--format", "json", "--criterion", "courtesy");
        Assert.Equal(["courtesy"], Ids(one));
        var (_, unlabelled, _) = await Agree("--format", "json", "--criterion", "farewell", "--criterion", "courtesy");
        Assert.Equal(["courtesy", "farewell"], Ids(unlabelled));
        Assert.Contains("no cases", unlabelled, StringComparison.Ordinal);

        static IEnumerable<string?> Ids(string output) => Json(output).GetProperty("comparisons")[0].GetProperty("criteria").EnumerateArray().Select(one => one.GetProperty("id").GetString());
    }

    [Fact]
    public async Task Every_run_writes_the_same_bytes()
    {
        Many();
        foreach (var format in (string[])["text", "json", "html", "markdown"])
            Assert.Equal((await Agree("--format", format)).Output, (await Agree("--format", format)).Output);
        Assert.NotEqual((await Agree("--format", "json")).Output, (await Agree("--format", "json", "--resamples", "100")).Output);
    }

    [Fact]
    public async Task A_disagreement_shows_the_words_the_reasons_and_the_labelled_message()
    {
        Write("chats.jsonl", Line("a", [("customer", "在吗"), ("agent 小鱼", "您好"), .. Enumerable.Repeat(("customer", "嗯"), 6), ("agent 小鱼", "您好好"), ("customer", "走了")]));
        Write("gold.jsonl", Labels("a", "\"courtesy\":[\"fail\",1]", note: "随口一句"));
        var (_, output, _) = await Agree("--lang", "en");
        Assert.Contains(
            """
            1. courtesy · a
               gold.jsonl: fail, message 1 — 随口一句
               engine: partial
                 A greeting only
                   [1] 「您好」 greeted  [8] 「您好」 greeted
                   looked in messages 0–9 for: thanks
                   0  customer: 在吗
               >   1  agent: [[您好]]  ← labelled
                   2  customer: 嗯
                   3  customer: 嗯
                   … 2 messages
                   6  customer: 嗯
                   7  customer: 嗯
                   8  agent: [[您好]]好
                   9  customer: 走了

            """,
            output, StringComparison.Ordinal);
        var (_, chinese, _) = await Agree("--lang", "zh");
        Assert.Contains("只有问候", chinese, StringComparison.Ordinal);
        Assert.Contains("← 标注", chinese, StringComparison.Ordinal);
        Assert.DoesNotContain("labelled", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostile_words_stay_words_on_the_page_and_on_the_terminal()
    {
        const string hostile = "您好<script>alert(1)</script>\"'&\u202E\u001b[31m\u0085<img src=x onerror=alert(2)></bdi>";
        Write("chats.jsonl", Line("<b>a</b>\u202E", ("customer", hostile), ("agent " + hostile, hostile)));
        Write("gold.jsonl", Labels("<b>a</b>\u202E", "\"courtesy\":[\"fail\",1]", note: hostile));
        var (_, page, _) = await Agree("--format", "html");
        foreach (var markup in (string[])["<script", "<img", "<b>a", "\u001b", "\u0085", "\"'&"])
            Assert.DoesNotContain(markup, page, StringComparison.Ordinal);
        Assert.Contains("您好</mark>&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;", page, StringComparison.Ordinal);
        Assert.Equal(Regex.Count(page, "<bdi"), Regex.Count(page, "</bdi>"));

        // A mark of direction stands only where it ends with the words it stands in.
        Assert.DoesNotContain("\u202E", Regex.Replace(page, "<bdi[^>]*>.*?</bdi>", ""), StringComparison.Ordinal);

        var (_, text, _) = await Agree();
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
        var (_, json, _) = await Agree("--format", "json");
        Assert.DoesNotContain("\u001b", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\u0085", json, StringComparison.Ordinal);
        Assert.Contains(hostile, Json(json).GetProperty("disagreements")[0].GetProperty("messages").EnumerateArray().Select(message => message.GetProperty("text").GetString()));
    }

    [Fact]
    public async Task The_page_is_one_file_with_both_languages_and_fetches_nothing()
    {
        Many();
        var (_, page, _) = await Agree("--format", "html", "--lang", "zh");
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"zh\">", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<script|<link|<img|url\\(|@import|https?:", page);
        Assert.Contains("<span class=\"zh\" lang=\"zh\">总览</span><span class=\"en\" lang=\"en\">Summary</span>", page, StringComparison.Ordinal);
        Assert.Contains("id=\"in-zh\" class=\"pick\" aria-label=\"中文\" checked>", page, StringComparison.Ordinal);
        Assert.Contains("id=\"in-en\" class=\"pick\" aria-label=\"English\" checked>", (await Agree("--format", "html", "--lang", "en")).Output, StringComparison.Ordinal);
        foreach (var element in (string[])["section", "article", "table", "ol", "ul", "div", "span", "details", "dl", "li", "p", "bdi", "mark"])
            Assert.Equal(Regex.Count(page, $"<{element}[ >]"), Regex.Count(page, $"</{element}>"));
        var ids = Regex.Matches(page, " id=\"([^\"]+)\"").Select(id => id.Groups[1].Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(Regex.Matches(page, "(?:href=\"#|aria-labelledby=\"|for=\")([^\"]+)\"").Select(reference => reference.Groups[1].Value), reference => Assert.Contains(reference, ids));
    }

    [Fact]
    public async Task The_published_page_holds_figures_and_no_words_ids_or_notes()
    {
        Write("chats.jsonl", string.Join('\n', Line("chat-7731", ("customer", "杯子碎成渣"), ("agent 小鱼", "您好呀朋友")), Line("chat-7732", ("customer", "杯子碎成渣"), ("agent 小鱼", "嗯嗯"))));
        Write("gold.jsonl", string.Join('\n', Labels("chat-7731", "\"greeting\":[\"fail\",1]", note: "随口一句"), Labels("chat-7732", "\"greeting\":[\"fail\",1]", note: "随口一句")));
        foreach (var language in (string[])["zh", "en"])
        {
            var (_, page, _) = await Agree("--format", "markdown", "--lang", language);
            foreach (var secret in (string[])["碎", "朋友", "嗯嗯", "小鱼", "7731", "7732", "随口", _folder.Root])
                Assert.DoesNotContain(secret, page, StringComparison.Ordinal);
        }

        var (_, english, _) = await Agree("--format", "markdown", "--lang", "en");
        Assert.Contains("# Agreement: gold.jsonl × engine\n", english, StringComparison.Ordinal);
        Assert.Matches("\nRubric: agree-zh 1.0.0, `sha256:[0-9a-f]{64}`\n", english);
        Assert.Matches("\\| `gold.jsonl` \\| 2 \\| `sha256:[0-9a-f]{64}` \\|", english);
        Assert.Contains("- greeting: of 2 that gold.jsonl calls *fail*, engine calls 1 *pass*\n", english, StringComparison.Ordinal);
        Assert.Contains("| fail | 1 | 0 | 1 | 0 | 0 | 0.500 |\n", english, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_can_go_to_a_file()
    {
        Many();
        var (status, output, error) = await Agree("--format", "html", "--output", _folder["a.html"], "--lang", "en");
        Assert.Equal((ExitStatus.Good, ""), (status, error));
        Assert.Matches($"^{Regex.Escape(_folder["a.html"])}: written; mean κ 0\\.[0-9]{{3}}, [0-9]+ disagreements\n$", output);
        Assert.Equal((await Agree("--format", "html", "--lang", "en")).Output, await File.ReadAllTextAsync(_folder["a.html"]));
    }

    [Fact]
    public async Task Help_names_it()
    {
        Assert.Matches("\n  agree ", (await Run("--help")).Output);
        Assert.Contains("--resamples", (await Run("agree", "--help")).Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Thirty conversations with every kind of verdict, a third of them disagreed on.</summary>
    private void Many()
    {
        string[] said = ["您好,谢谢", "您好", "嗯", "谢谢呵呵"];
        string[] labels = ["pass", "partial", "fail"];
        Folder([.. Enumerable.Range(0, 30).Select(i => ($"c{i}", said[i % 4], $"\"greeting\":[\"{(i % 4 < 2 ? "pass" : "fail")}\",1],\"courtesy\":[\"{labels[i % 3]}\",1],\"apology-first\":[\"na\",null]"))]);
    }

    /// <summary>Conversations of one question and one answer, with their labels.</summary>
    private void Folder(params (string Id, string Answer, string Labels)[] chats)
    {
        Write("chats.jsonl", string.Join('\n', chats.Select(chat => Line(chat.Id, ("customer", "在吗"), ("agent", chat.Answer)))));
        Write("gold.jsonl", string.Join('\n', chats.Select(chat => Labels(chat.Id, chat.Labels))));
    }

    private void Write(string name, string text) => _folder.Write(name, text);

    /// <summary>A conversation; a speaker is a role, with a name behind a blank.</summary>
    private static string Line(string id, params (string Speaker, string Text)[] messages) => JsonSerializer.Serialize(
        new
        {
            id,
            messages = messages.Select(message => new { role = message.Speaker.Split(' ')[0], sender = message.Speaker.Contains(' ', StringComparison.Ordinal) ? message.Speaker.Split(' ', 2)[1] : null, text = message.Text }),
        },
        Plain);

    private static string Labels(string id, string labels, string? note = null) =>
        $"{{\"id\":{JsonSerializer.Serialize(id)},\"split\":false,\"labels\":{{{labels}}},\"note\":{JsonSerializer.Serialize(note)}}}";

    private static JsonElement Json(string output)
    {
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private static double Kappa(JsonElement comparison, int criterion) => comparison.GetProperty("criteria")[criterion].GetProperty("kappa").GetProperty("value").GetDouble();

    private static int Count(JsonElement comparison, int criterion, string row, string column) =>
        comparison.GetProperty("criteria")[criterion].GetProperty("confusion").GetProperty(row).GetProperty(column).GetInt32();

    private static IEnumerable<string> Disagreements(string output) => Json(output).GetProperty("disagreements").EnumerateArray().Select(one =>
        $"{one.GetProperty("conversation").GetString()} {one.GetProperty("criterion").GetString()} {one.GetProperty("one").GetProperty("verdict").GetString()} {one.GetProperty("other").GetProperty("verdict").GetString()}");

    /// <summary>Chats written for the project and labelled before they were scored. A change that loses agreement is told here.</summary>
    /// <remarks>
    /// Each floor stands .03 to .05 below what was measured when it was set, about one chat's weight in each of two criteria. The folder
    /// that was read while the rules were written is no witness and has none.
    /// </remarks>
    [Theory]
    [InlineData("ecommerce-zh", "ecommerce-zh", 0.80)]
    [InlineData("ecommerce-zh-held-out", "ecommerce-zh", 0.85)]
    [InlineData("ecommerce-en-held-out", "ecommerce-en", 0.82)]
    public async Task The_default_rubrics_agree_with_the_readers_of_the_shipped_labels(string labels, string rubric, double least)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "labels", labels);

        var (status, output, error) = await Run("agree", folder, "--rubric", Path.Combine(AppContext.BaseDirectory, "rubrics", rubric), "--format", "json");

        Assert.Equal((ExitStatus.Good, ""), (status, error));
        var mean = Json(output).GetProperty("comparisons")[0].GetProperty("meanKappa").GetProperty("value").GetDouble();
        Assert.True(mean >= least, $"mean κ fell to {mean:F3}, below {least:F2}; look at the sums with: dotnet run --project qa-engine/QA.Engine -- agree ../../tests/labels/{labels} --rubric {rubric} --format markdown");
    }

    private Task<(int Status, string Output, string Error)> Agree(params string[] options) =>
        Run(["agree", _folder.Root, "--rubric", _folder.Write("rubric.yaml", RubricText), .. options]);

    private async Task<(int Status, string Output, string Error)> Run(params string[] arguments)
    {
        if (!arguments.Contains("--rubric", StringComparer.Ordinal) && arguments.Contains("agree", StringComparer.Ordinal))
            arguments = [.. arguments, "--rubric", _folder.Write("rubric.yaml", RubricText)];
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        using var writer = new StreamWriter(output, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        var terminal = new Terminal { Output = output, Out = writer, Error = error, Input = () => Stream.Null };
        var status = await Commands.Run(arguments, new CommandSurroundings(
            terminal, new RubricChoice(TestRubric.Folder, [], "", AppContext.BaseDirectory), ReadLimits.Default, new ChatMoods(new LocalSentimentModel()), new StoreChoice("", _folder.Root, TimeZoneInfo.Utc, TimeProvider.System), 2,
            ["greeting"], TimeProvider.System, _ => Task.FromResult(ExitStatus.Good), (_, _) => Task.FromResult(ExitStatus.Good)));
        return (status, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
