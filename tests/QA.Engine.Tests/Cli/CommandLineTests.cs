using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using QA.Engine.Cli;
using QA.Engine.Language;
using QA.Engine.Sample;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private string _input = "";

    [Fact]
    public async Task A_scored_line_is_one_object_with_everything_in_it()
    {
        var file = _folder.Write("a.jsonl", """{"id":"c1","messages":[{"role":"customer","text":"坏了"},{"role":"agent","sender":"小鱼","team":"一组","text":"您好,笨蛋"}]}""");
        var (status, output, error) = await Run("score", file, "--format", "jsonl");
        Assert.Equal((ExitStatus.Good, ""), (status, error));
        var receipt = Receipt.Of(LocalSentiment.Read(Chats.Good(await File.ReadAllTextAsync(file))), TestRubric.Value);
        Assert.Equal(
            """{"conversation":"c1","agent":"小鱼","team":"一组","rubric":{"id":"test-zh","version":"1.0.0","hash":"HASH","language":"zh"},"session":1,"sessions":1,"score":0,"base":55.56,"uncapped":55.56,"standing":"ranked","band":"不合格","scenario":"complaint" """.TrimEnd(' ')
            + ""","sections":[{"id":"opening","score":100},{"id":"rest","score":20}],"criteria":["""
            + """{"id":"greeting","verdict":"pass","weight":40,"value":1,"earned":44.44,"lost":0,"evidence":[{"message":1,"start":0,"length":2,"text":"您好","rule":"greeted"}],"absence":null,"fix":null,"reason":{"zh":"问候了","en":"Greeted"}},"""
            + """{"id":"courtesy","verdict":"partial","weight":20,"value":0.5,"earned":11.12,"lost":11.11,"evidence":[{"message":1,"start":0,"length":2,"text":"您好","rule":"greeted"}],"absence":{"lookedFor":[{"rule":"thanked","title":{"zh":"感谢","en":"thanks"}}],"messages":[0,1],"nearest":null},"fix":{"zh":"道谢","en":"Say thanks","points":11.11},"reason":{"zh":"只有问候","en":"A greeting only"}},"""
            + """{"id":"apology-first","verdict":"fail","weight":30,"value":0,"earned":0,"lost":33.33,"evidence":[],"absence":{"lookedFor":[{"rule":"apologised","title":{"zh":"道歉","en":"an apology"}}],"messages":[0,1],"nearest":null},"fix":{"zh":"先道歉","en":"Apologise first","points":33.33},"reason":{"zh":"没有道歉","en":"No apology"}}]"""
            + ""","critical":[{"id":"insult","state":"suspected","cap":0,"reason":{"zh":"出现辱骂词","en":"An insulting word"},"evidence":[{"message":1,"start":3,"length":2,"text":"笨蛋","rule":"insulted"}]}],"adjustments":[]"""
            + ""","stages":{"reached":[{"id":"welcome","first":{"message":1,"start":0,"length":2,"text":"您好","rule":"greeted"},"before":null},{"id":"trouble","first":{"message":0,"start":0,"length":2,"text":"坏了","rule":"complained"},"before":"welcome"}],"leftAt":"welcome"},"receipt":"RECEIPT"}"""
            + "\n",
            output.Replace(TestRubric.Value.Hash, "HASH", StringComparison.Ordinal).Replace(receipt, "RECEIPT", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_does_not_apply_has_no_value_and_a_chat_without_agent_no_score()
    {
        var file = _folder.Write("a.jsonl", """{"id":"silent","messages":[{"role":"customer","text":"在吗"},{"role":"bot","text":"您好"}]}""" + "\n" + Chats.Line("c"));
        var (status, output, _) = await Run("score", file, "--format", "jsonl");
        Assert.Equal(ExitStatus.Good, status);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        using var silent = JsonDocument.Parse(lines[0]);
        Assert.Equal(JsonValueKind.Null, silent.RootElement.GetProperty("score").ValueKind);
        Assert.Equal(JsonValueKind.Null, silent.RootElement.GetProperty("agent").ValueKind);
        Assert.Equal("none", silent.RootElement.GetProperty("standing").GetString());
        foreach (var criterion in silent.RootElement.GetProperty("criteria").EnumerateArray())
            Assert.Equal("not-applicable", criterion.GetProperty("verdict").GetString());
        using var score = JsonDocument.Parse(lines[1]);
        var apology = score.RootElement.GetProperty("criteria")[2];
        Assert.Equal("not-applicable", apology.GetProperty("verdict").GetString());
        Assert.Equal(JsonValueKind.Null, apology.GetProperty("value").ValueKind);
        Assert.Equal("没有投诉", apology.GetProperty("reason").GetProperty("zh").GetString());
    }

    [Theory]
    [InlineData(28, ExitStatus.NothingDone, "the output cannot be written: No space left on device; make room or write it elsewhere, and score again\n")]
    [InlineData(32, ExitStatus.Good, "")]
    public void A_full_disk_is_said_and_a_closed_pipe_is_not(int errno, int status, string said)
    {
        var file = Sample(20);
        using var error = new StringWriter { NewLine = "\n" };
        using var output = new BrokenStream(new IOException("No space left on device", errno));
        var terminal = new Terminal { Output = output, Out = TextWriter.Null, Error = error, Input = () => Stream.Null };

        var actual = new ScoreFiles(terminal, new RubricSet(TestRubric.Value), new ScoreJson(TestRubric.Value), ReadLimits.Default, ChatMoods.None, threads: 2, TimeProvider.System).Run([file]);

        Assert.Equal((status, said), (actual, error.ToString()));
    }

    [Fact]
    public async Task The_output_is_the_same_to_the_byte_on_any_number_of_threads_and_in_any_run()
    {
        var file = Sample(3_000);
        var (_, one, _) = await Run("score", file, "--format", "jsonl", "--threads", "1");
        foreach (var threads in (string[])["1", "2", "4", "9"])
        {
            var (_, other, _) = await Run("score", file, "--format", "jsonl", "--threads", threads);
            Assert.True(string.Equals(one, other, StringComparison.Ordinal), $"{threads} threads give other bytes than one");
        }

        Assert.Equal(SampleScores(file), one.Count(c => c == '\n'));
    }

    [Fact]
    public async Task The_points_of_the_criteria_add_up_to_the_score_to_the_last_digit()
    {
        var (_, output, _) = await Run("score", Sample(500), "--format", "jsonl");
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using var document = JsonDocument.Parse(line);
            var score = document.RootElement;
            if (score.GetProperty("uncapped").ValueKind == JsonValueKind.Null)
                continue;
            var sum = score.GetProperty("criteria").EnumerateArray().Sum(criterion => criterion.GetProperty("earned").GetDecimal());
            var adjusted = sum + score.GetProperty("adjustments").EnumerateArray().Sum(adjustment => adjustment.GetProperty("points").GetDecimal());
            Assert.Equal(score.GetProperty("uncapped").GetDecimal(), Math.Clamp(adjusted, 0, 100));
        }
    }

    [Fact]
    public async Task Bad_lines_go_to_standard_error_with_file_and_line_and_the_rest_is_scored()
    {
        var file = _folder.Write("a.jsonl", $"{Chats.Line("1")}\nnope\n\n{{}}\n{Chats.Line("2")}");
        var (status, output, error) = await Run("score", file, "--format", "jsonl");
        Assert.Equal(ExitStatus.SomethingWrong, status);
        Assert.Equal(2, output.Count(c => c == '\n'));
        var lines = error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith($"{file}:2: broken JSON at byte 2: ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{file}:4: 'id' is missing; ", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Standard_input_is_called_dash()
    {
        _input = Chats.Line("1") + "\nnope\n";
        var (status, output, error) = await Run("score", "-", "--format", "jsonl");
        Assert.Equal(ExitStatus.SomethingWrong, status);
        Assert.StartsWith("""{"conversation":"1",""", output, StringComparison.Ordinal);
        Assert.StartsWith("<stdin>:2: ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_empty_file_is_nothing_to_do_and_no_error()
    {
        Assert.Equal((ExitStatus.Good, "", ""), await Run("score", _folder.Write("a.jsonl", ""), "--format", "jsonl"));
    }

    [Fact]
    public async Task A_missing_file_alone_means_nothing_was_done_and_beside_others_something_was_wrong()
    {
        var (alone, _, error) = await Run("score", _folder["nowhere.jsonl"]);
        Assert.Equal(ExitStatus.NothingDone, alone);
        Assert.Equal($"{_folder["nowhere.jsonl"]}: there is no such file; check the name\n", error);
        var (beside, output, _) = await Run("score", _folder["nowhere.jsonl"], _folder.Write("a.jsonl", Chats.Line("1")), "--format", "jsonl");
        Assert.Equal(ExitStatus.SomethingWrong, beside);
        Assert.NotEmpty(output);
    }

    [Theory]
    [InlineData("score")]
    [InlineData("score", "x.jsonl", "--format", "xml")]
    [InlineData("score", "x.jsonl", "--threads", "0")]
    [InlineData("score", "x.jsonl", "--threads", "two")]
    [InlineData("fly")]
    [InlineData("score", "x.jsonl", "--bogus")]
    [InlineData("score", "x.jsonl", "--rubric", "no-such-rubric")]
    [InlineData("check", "no-such-rubric")]
    [InlineData("explain", "c", "--from", "nowhere.jsonl")]
    [InlineData("explain", "c")]
    [InlineData("agents")]
    public async Task What_cannot_be_done_is_exit_status_2_with_a_line_on_standard_error(params string[] arguments)
    {
        var (status, output, error) = await Run(arguments);
        Assert.Equal((ExitStatus.NothingDone, ""), (status, output));
        Assert.NotEmpty(error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_rubric_lists_its_problems_and_scores_nothing()
    {
        var rubric = _folder.Write("rubric.yaml", "id: x\n");
        var file = _folder.Write("a.jsonl", Chats.Line("1"));
        var (status, output, error) = await Run("score", file, "--rubric", rubric);
        Assert.Equal((ExitStatus.NothingDone, ""), (status, output));
        Assert.Contains($"{rubric}:1:1: ", error, StringComparison.Ordinal);
        var (check, _, again) = await Run("check", rubric);
        Assert.Equal((ExitStatus.SomethingWrong, error), (check, again));
    }

    [Fact]
    public async Task A_good_rubric_is_said_to_be_good()
    {
        var (status, output, error) = await Run("check", TestRubric.Folder);
        Assert.Equal((ExitStatus.Good, ""), (status, error));
        Assert.StartsWith($"{TestRubric.Folder}: good: test-zh 1.0.0, 3 criteria, 5 rules, ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_untested_lists_what_no_example_misses_and_says_so_by_its_status()
    {
        var rubric = WriteTinyRubric("您好\n哈喽\n", "agent: 您好");

        var (status, output, error) = await Run("check", rubric, "--untested");

        Assert.Equal((ExitStatus.SomethingWrong, ""), (status, error));
        Assert.Equal(
            $"""
            {rubric}/lexicons/greetings.txt:2:1: 哈喽: stands in no example

            lexicons with such phrases:
              1 of 2  greetings

            what they may decide:
              1 of 2 phrases, 0 of 1 rules  criterion greeting

            {rubric}: 1 of 2 phrases and 0 of 1 rules are missed by no example when they are taken away

            """.ReplaceLineEndings("\n"),
            output);
    }

    [Fact]
    public async Task Check_untested_is_content_where_everything_is_missed()
    {
        var rubric = WriteTinyRubric("您好\n", "agent: 您好");

        var (status, output, error) = await Run("check", rubric, "--untested");

        Assert.Equal((ExitStatus.Good, $"{rubric}: good: each of 1 phrases and 1 rules is missed by an example when it is taken away\n", ""), (status, output, error));
    }

    [Fact]
    public async Task Check_untested_speaks_json_too()
    {
        var rubric = WriteTinyRubric("您好\n哈喽\n", "agent: 您好");

        var (status, output, _) = await Run("check", rubric, "--untested", "--format", "json");

        Assert.Equal(ExitStatus.SomethingWrong, status);
        using var report = JsonDocument.Parse(output);
        Assert.Equal(1, report.RootElement.GetProperty("phrases").GetProperty("untested").GetInt32());
        Assert.Equal(0, report.RootElement.GetProperty("rules").GetProperty("untested").GetInt32());
        var removal = Assert.Single(report.RootElement.GetProperty("untested").EnumerateArray());
        Assert.Equal(
            $$"""{"kind":"phrase","path":"{{rubric}}/lexicons/greetings.txt","line":2,"column":1,"text":"哈喽","lexicon":"greetings","examples":0,"judgements":["criterion greeting"]}""",
            removal.GetRawText());
    }

    [Fact]
    public async Task Check_untested_wants_examples_that_come_true()
    {
        var wrong = WriteTinyRubric("您好\n", "agent: 嗯");

        var (status, output, error) = await Run("check", wrong, "--untested");

        Assert.Equal((ExitStatus.SomethingWrong, ""), (status, output));
        Assert.Contains("examples.md:5:3: greeting: expected pass, got fail", error, StringComparison.Ordinal);

        File.Delete(Path.Combine(wrong, "examples.md"));
        (status, output, error) = await Run("check", wrong, "--untested");
        Assert.Equal((ExitStatus.SomethingWrong, ""), (status, output));
        Assert.Contains("there is neither examples.md nor examples/*.md", error, StringComparison.Ordinal);
    }

    private string WriteTinyRubric(string greetings, string line)
    {
        var folder = _folder["tiny"];
        Directory.CreateDirectory(Path.Combine(folder, "lexicons"));
        _folder.Write("tiny/lexicons/greetings.txt", greetings);
        _folder.Write("tiny/examples.md", $"# 例\n```chat\n{line}\n```\n- greeting: pass\n");
        _folder.Write("tiny/rubric.yaml", """
            id: tiny
            version: 1.0.0
            language: zh
            title: {zh: 小, en: Tiny}
            pass-mark: 60
            rules:
              greeted: {kind: phrases, lexicons: [greetings]}
            sections:
              - id: tone
                title: {zh: 语气, en: Tone}
                criteria:
                  - id: greeting
                    title: {zh: 问候, en: Greeting}
                    weight: 1
                    levels:
                      - {verdict: pass, when: greeted, reason: {zh: 有, en: Yes}}
                      - {verdict: fail, reason: {zh: 无, en: No}, fix: {zh: 加, en: Add}}
            """);
        return folder;
    }

    [Fact]
    public async Task The_table_has_a_mark_for_each_criterion_and_no_colour_in_a_pipe()
    {
        var (_, output, _) = await Run("score", _folder.Write("a.jsonl", Chats.Line("c1", "您好\\u0007笨蛋").Replace("c1", "c\\u0007", StringComparison.Ordinal)), "--lang", "en");
        Assert.Contains("c␇                         小鱼           0.00  Failed     other       ■□□    ✓ ◐· !insult\n", output, StringComparison.Ordinal);
        Assert.Contains("\n1 conversations, 1 scores, mean 0.00\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public async Task Explain_marks_the_words_and_adds_the_points_up()
    {
        var file = _folder.Write("a.jsonl", Chats.Line("other") + "\n" + Chats.Line("c1", "您好,在的\\u001b[31m\\u202e反\\u2028"));
        var (status, output, _) = await Run("explain", "c1", "--from", file, "--lang", "en");
        Assert.Equal(ExitStatus.Good, status);
        Assert.Contains("[[您好]],在的␛[31m\uFFFD反\uFFFD\n", output, StringComparison.Ordinal);
        Assert.Contains("  66.67          pass     Greeting — Greeted\n", output, StringComparison.Ordinal);
        Assert.Contains("  16.66 (-16.67) partial  Courtesy — A greeting only\n", output, StringComparison.Ordinal);
        Assert.Contains("fix: Say thanks (+16.67)\n", output, StringComparison.Ordinal);
        Assert.Contains("looked in messages 0–1 for: thanks\n", output, StringComparison.Ordinal);
        Assert.Contains("  83.33  sum of the criteria\n", output, StringComparison.Ordinal);
        Assert.Contains("        Welcome  [1] 「您好」\n        Trouble: not reached\n", output, StringComparison.Ordinal);
        Assert.Contains("        the customer left at: Welcome\n", output, StringComparison.Ordinal);
        Assert.Contains(Receipt.Of(LocalSentiment.Read(Chats.Good(Chats.Line("c1", "您好,在的\\u001b[31m\\u202e反\\u2028"))), TestRubric.Value), output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Theory]
    [InlineData("en", "太慢了  ‹negative: 慢›\n", "−0.53 at the start, +0.77 at the end (−1 to 1, over 2 turns): recovered\n")]
    [InlineData("zh", "太慢了  ‹不满：慢›\n", "开始 −0.53，结束 +0.77（−1 到 1，共 2 轮发言）：好转\n")]
    public async Task Explain_says_how_the_customer_felt_and_by_which_words(string language, string line, string change)
    {
        var file = _folder.Write("a.jsonl", """{"id":"c1","messages":[{"role":"customer","text":"太慢了"},{"role":"agent","sender":"小鱼","text":"您好"},{"role":"customer","text":"终于解决了,很满意"}]}""");
        var (_, output, _) = await Run("explain", "c1", "--from", file, "--lang", language);
        Assert.Contains(line, output, StringComparison.Ordinal);
        Assert.Contains(change, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stage_that_came_too_early_is_named_with_the_one_it_should_have_followed()
    {
        var file = _folder.Write("a.jsonl", """{"id":"c1","messages":[{"role":"customer","text":"坏了"},{"role":"agent","sender":"小鱼","text":"您好"}]}""");

        var (_, page, _) = await Run("explain", "c1", "--from", file, "--lang", "en");
        var (_, table, _) = await Run("score", file, "--lang", "en");

        Assert.Contains("Trouble  [0] 「坏了」  too early: Welcome came later\n", page, StringComparison.Ordinal);
        Assert.Contains(" ■▲□    ", table, StringComparison.Ordinal);
        Assert.Contains("stages, in this order: welcome, trouble, farewell\n■ reached  ▲ reached too early  □ not reached\n", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_speaks_chinese_too()
    {
        var (_, output, _) = await Run("explain", "c1", "--from", _folder.Write("a.jsonl", Chats.Line("c1")), "--lang", "zh");
        Assert.Contains("通过", output, StringComparison.Ordinal);
        Assert.Contains("各项之和", output, StringComparison.Ordinal);
        Assert.DoesNotContain("sum of the criteria", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_and_agents_read_the_store()
    {
        var chat = Chats.Good(Chats.Line("c1"));
        using (var store = SqliteStore.Open(_folder["qa.db"], TimeProvider.System, StoreDay.Beijing))
        {
            store.UseRubric(TestRubric.Value, "text");
            store.Save(new StoreBatch
            {
                Entries = [new ScoredConversation("a.jsonl", 1, chat, new ContentHash().Of(chat), Scorer.Score(chat, TestRubric.Value), Receipt.Of(chat, TestRubric.Value))],
            });
        }

        var (explained, page, _) = await Run("explain", "c1");
        Assert.Equal(ExitStatus.Good, explained);
        Assert.Contains("[[您好]]", page, StringComparison.Ordinal);
        var (unknown, _, error) = await Run("explain", "c2");
        Assert.Equal(ExitStatus.NothingDone, unknown);
        Assert.Contains("there is no conversation 'c2'", error, StringComparison.Ordinal);
        var (listed, table, _) = await Run("agents", "--lang", "en");
        Assert.Equal(ExitStatus.Good, listed);
        Assert.Matches("小鱼 +一组 +1 +100.00 +Excellent +100\\* +100\\* +– +0", table);
    }

    [Fact]
    public async Task Explain_shows_of_a_kept_score_what_people_decided_and_which_score_counts()
    {
        var chat = Chats.Good(Chats.Line("c1", "在,笨蛋"));
        var machine = Scorer.Score(chat, TestRubric.Value)[0];
        string counts;
        using (var store = SqliteStore.Open(_folder["qa.db"], TimeProvider.System, StoreDay.Beijing))
        {
            store.UseRubric(TestRubric.Value, "text");
            store.Save(new StoreBatch { Entries = [new ScoredConversation("a.jsonl", 1, chat, new ContentHash().Of(chat), [machine], Receipt.Of(chat, TestRubric.Value))] });
            Assert.DoesNotContain("People's decisions", (await Run("explain", "c1", "--lang", "en")).Output, StringComparison.Ordinal);
            var reviews = new Reviews(store, TimeProvider.System);
            var name = new ScoreName("c1", store.Scores("c1")[0].Number);
            var boss = new Account(7, "wang", "王主管\u001B", QA.Engine.Storage.People.Role.Supervisor, [Account.EveryTeam], null, null, "", 0, null, false, default, null);
            Assert.Equal(ReviewOutcome.Done, reviews.Correct(name, "greeting", CountedVerdict.Of(Verdict.Pass), "电话里问好了", 0, boss, TestRubric.Value).Outcome);
            Assert.Equal(ReviewOutcome.Done, reviews.Decide(name, "insult", StoredSuspicion.Dismissed, "是引用", 0, boss, TestRubric.Value).Outcome);
            var reviewed = store.Scores("c1")[0];
            Assert.NotEqual(machine.Total, reviewed.ShownPoints);
            counts = (reviewed.CountingPoints!.Value / 100m).ToString("0.00");
        }

        var (status, page, _) = await Run("explain", "c1", "--lang", "en");
        Assert.Equal(ExitStatus.Good, status);
        Assert.Contains($"test-zh 1.0.0: score {counts}, the machine's {machine.Total / 100m:0.00}; counts as {counts}", page, StringComparison.Ordinal);
        Assert.Matches("王主管␛  [^\n]+: fail → pass “电话里问好了”", page);
        Assert.Matches(": dismissed “是引用”", page);
        Assert.DoesNotContain("\u001B", page, StringComparison.Ordinal);
        Assert.Contains("人工复核", (await Run("explain", "c1", "--lang", "zh")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_sample_is_the_same_for_the_same_seed()
    {
        Assert.Equal(ExitStatus.Good, (await Run("sample", "--conversations", "20", "--seed", "5", "--out", _folder["a.jsonl"])).Status);
        Assert.Equal(ExitStatus.Good, (await Run("sample", "--conversations", "20", "--seed", "5", "--out", _folder["b.jsonl"])).Status);
        Assert.Equal(ExitStatus.Good, (await Run("sample", "--conversations", "20", "--seed", "6", "--out", _folder["c.jsonl"])).Status);
        Assert.Equal(await File.ReadAllBytesAsync(_folder["a.jsonl"]), await File.ReadAllBytesAsync(_folder["b.jsonl"]));
        Assert.NotEqual(await File.ReadAllBytesAsync(_folder["a.jsonl"]), await File.ReadAllBytesAsync(_folder["c.jsonl"]));
        Assert.Equal(20, (await File.ReadAllLinesAsync(_folder["a.jsonl"])).Length);
    }

    [Fact]
    public async Task Help_names_every_command()
    {
        var (status, output, _) = await Run("--help");
        Assert.Equal(ExitStatus.Good, status);
        foreach (var command in (string[])["run", "score", "explain", "check", "test", "agents", "sample"])
            Assert.Matches($"\n  {command}\\b", output);
    }

    [Fact]
    public async Task Each_conversation_is_judged_by_the_rubric_of_its_language_and_the_output_says_which()
    {
        var file = _folder.Write("a.jsonl", $"{Chats.Line("zh")}\n{Chats.Line("en", "Hello, what can I do for you?").Replace("在吗", "Is this in stock?", StringComparison.Ordinal)}\n{Chats.Line("said", extra: ",\"language\":\"en-GB\"")}");
        var (status, output, error) = await Run(TwoLanguages("zh"), "score", file, "--format", "jsonl");
        Assert.Equal((ExitStatus.Good, ""), (status, error));
        Assert.Equal(["test-zh zh", "test-en en", "test-en en"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(RubricOf));

        var (_, forAll, _) = await Run(TwoLanguages("zh"), "score", file, "--format", "jsonl", "--rubric", TestRubric.Folder);
        Assert.Equal(["test-zh zh", "test-zh zh", "test-zh zh"], forAll.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(RubricOf));

        var (_, page, _) = await Run(TwoLanguages("zh"), "explain", "en", "--from", file);
        Assert.Contains("test-en", page, StringComparison.Ordinal);

        static string RubricOf(string line)
        {
            using var document = JsonDocument.Parse(line);
            var rubric = document.RootElement.GetProperty("rubric");
            return $"{rubric.GetProperty("id").GetString()} {rubric.GetProperty("language").GetString()}";
        }
    }

    [Theory]
    [InlineData("zh", "test-zh")]
    [InlineData("en", "test-en")]
    public async Task Where_the_letters_do_not_decide_the_default_language_judges(string language, string rubric)
    {
        var file = _folder.Write("a.jsonl", Chats.Line("c", "👌").Replace("在吗", "20260302001", StringComparison.Ordinal));
        var (_, output, _) = await Run(TwoLanguages(language), "score", file, "--format", "jsonl");
        Assert.Contains($"\"rubric\":{{\"id\":\"{rubric}\"", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_explains_the_rubrics_that_judged_and_no_other()
    {
        var (_, output, _) = await Run(TwoLanguages("zh"), "score", _folder.Write("a.jsonl", Chats.Line("c")));
        Assert.Contains("criteria, in this order (test-zh): ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("test-en", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conversation_in_a_language_without_rubric_is_set_aside_and_the_rest_is_scored()
    {
        var file = _folder.Write("a.jsonl", $"{Chats.Line("c", extra: ",\"language\":\"fr\"")}\n{Chats.Line("d")}");
        var (status, output, error) = await Run(TwoLanguages("zh"), "score", file, "--format", "jsonl");
        Assert.Equal((ExitStatus.SomethingWrong, 1), (status, output.Count(c => c == '\n')));
        Assert.Equal(
            $"{file}:1: conversation 'c' says its language is 'fr', which no rubric judges (there are: zh, en); remove its 'language', add a rubric to the setting Rubrics, or name one for all\n",
            error);
        var (explained, _, why) = await Run(TwoLanguages("zh"), "explain", "c", "--from", file);
        Assert.Equal(ExitStatus.SomethingWrong, explained);
        Assert.StartsWith("conversation 'c' says its language is 'fr'", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_name_no_rubric_or_the_wrong_one_are_told_so()
    {
        var file = _folder.Write("a.jsonl", Chats.Line("c"));
        await Expect(new RubricChoice("", [], "zh", ""), "the settings name no rubric; set Rubric (one for all), or Rubrics (one for each language)\n");
        await Expect(
            new RubricChoice("", [new LanguageRubric("zh", TestRubric.Folder)], "en", ""),
            "the setting DefaultLanguage is 'en', for which the setting Rubrics names no rubric; it names some for zh\n");
        await Expect(
            new RubricChoice("", [new LanguageRubric("en", TestRubric.Folder)], "en", ""),
            $"{TestRubric.Folder}: judges conversations in 'zh', but the setting Rubrics names it for 'en'; name one whose 'language' is en\n");

        async Task Expect(RubricChoice rubrics, string said) =>
            Assert.Equal((ExitStatus.NothingDone, "", said), await Run(rubrics, "score", file));
    }

    [Fact]
    public async Task Check_without_names_looks_at_every_rubric_in_use_the_default_first()
    {
        var (status, output, _) = await Run(TwoLanguages("zh"), "check");
        Assert.Equal(ExitStatus.Good, status);
        Assert.Equal(["test-zh", "test-en"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(": good: ")[1].Split(' ')[0]));
    }

    public void Dispose() => _folder.Dispose();

    private RubricChoice TwoLanguages(string defaultLanguage)
    {
        Directory.CreateDirectory(_folder["en/lexicons"]);
        foreach (var lexicon in Directory.GetFiles(Path.Combine(TestRubric.Folder, "lexicons")))
            File.Copy(lexicon, Path.Combine(_folder["en/lexicons"], Path.GetFileName(lexicon)), overwrite: true);
        var text = File.ReadAllText(Path.Combine(TestRubric.Folder, "rubric.yaml"));
        _folder.Write("en/rubric.yaml", text.Replace("id: test-zh", "id: test-en", StringComparison.Ordinal).Replace("language: zh", "language: en", StringComparison.Ordinal));
        return new RubricChoice("", [new LanguageRubric("en", _folder["en"]), new LanguageRubric("zh", TestRubric.Folder)], defaultLanguage, AppContext.BaseDirectory);
    }

    private static int SampleScores(string file) =>
        File.ReadLines(file).Sum(line => Scorer.Score(Chats.Good(line), TestRubric.Value).Count);

    private string Sample(int conversations)
    {
        using var stream = File.Create(_folder["sample.jsonl"]);
        SampleShop.Write(stream, conversations, 3, new DateOnly(2026, 3, 31));
        return _folder["sample.jsonl"];
    }

    private Task<(int Status, string Output, string Error)> Run(params string[] arguments) =>
        Run(new RubricChoice(TestRubric.Folder, [], "", AppContext.BaseDirectory), arguments);

    private async Task<(int Status, string Output, string Error)> Run(RubricChoice rubrics, params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        using var writer = new StreamWriter(output, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" };
        var terminal = new Terminal { Output = output, Out = writer, Error = error, Input = () => new MemoryStream(Encoding.UTF8.GetBytes(_input)) };
        var status = await Commands.Run(arguments, new CommandSurroundings(
            terminal, rubrics, ReadLimits.Default, new ChatMoods(new LocalSentimentModel()), new StoreChoice("", _folder.Root, TimeZoneInfo.Utc, TimeProvider.System), 2,
            ["greeting", "courtesy", "apology-first"], TimeProvider.System, _ => Task.FromResult(ExitStatus.Good), (_, _) => Task.FromResult(ExitStatus.Good)));
        return (status, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    private sealed class BrokenStream(IOException failure) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw failure;

        public override void Write(byte[] buffer, int offset, int count) => throw failure;
    }
}
