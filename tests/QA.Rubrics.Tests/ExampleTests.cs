using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QA.Rubrics.Examples;
using QA.Scoring;
using Xunit;

namespace QA.Rubrics.Tests;

public sealed class ExampleTests
{
    private static readonly Rubric Small = RubricFile.Parse(Repository.Rubric("good", "small.yaml")).Rubric!;

    [Fact]
    public void A_chat_is_read_with_times_senders_kinds_and_facts()
    {
        var chat = Chat("""
            channel: jd
            attributes: order=paid, rating=5,tag=老客
            closed: yes
            [23:59] customer: 在吗
            [00:01:05] agent 小鱼 @售后: 您好
              第二行
            顾客 (image): [图片]
            system: 转接
            """);
        var conversation = chat.Conversation;

        Assert.Equal("jd", conversation.Channel);
        Assert.Equal(["order=paid", "rating=5", "tag=老客"], conversation.Attributes.Select(attribute => attribute.Name + "=" + attribute.Value));
        Assert.Equal([Speaker.Customer, Speaker.Agent, Speaker.Customer, Speaker.System], conversation.Messages.Select(message => message.Speaker));
        var agent = conversation.Messages[1];
        Assert.Equal(("小鱼", "售后", "您好\n第二行"), (agent.Sender, agent.Team, agent.Text));
        Assert.Equal(TimeSpan.FromSeconds(125), agent.SentAt - conversation.Messages[0].SentAt);
        Assert.Equal(agent.SentAt, conversation.Closed);
        Assert.Null(conversation.Messages[2].SentAt);
        Assert.Equal(MessageKind.Image, conversation.Messages[2].Kind);
    }

    [Fact]
    public void Carets_stand_below_words_by_the_cells_an_editor_shows()
    {
        var chat = Chat("""
            agent: 您好,欢迎光临[微笑] ok
                   ^^^^ greeted
                                       ^^ asked
            customer: hello there
                      ^^^^^ greeted ^ asked
            """, expectProblems: true, out var problems);

        Assert.Equal(["x.md:8:25: the mark does not stand below words of the message"], problems.Select(problem => problem[..problem.IndexOf(';', StringComparison.Ordinal)]));
        Assert.Equal(["greeted 您好", "asked ok", "greeted hello"], Words(chat));
    }

    [Fact]
    public void Quoted_marks_need_no_columns()
    {
        var chat = Chat("""
            agent: 您好您好,在的
            ^「您好」 greeted, asked ^「您好」#2 greeted -「在的」 greeted
            ^* greeting
            ^「」 asked
            """);

        Assert.Equal(["greeted 您好", "asked 您好", "greeted 您好", "greeted 在的", "greeting 您好您好,在的", "asked "], Words(chat));
        Assert.Equal([0, 0, 2, 5, 0, 0], chat.Marks.Select(mark => mark.Start));
        Assert.Equal([MarkKind.Words, MarkKind.Words, MarkKind.Words, MarkKind.Not, MarkKind.Message, MarkKind.Words], chat.Marks.Select(mark => mark.Kind));
    }

    [Fact]
    public void A_mark_below_a_further_line_counts_from_the_message_it_belongs_to()
    {
        var chat = Chat("""
            agent: 第一行
              您好
              ^^^^ greeted
            ^「第一」 asked
            """);

        Assert.Equal(["greeted 您好", "asked 第一"], Words(chat));
        Assert.Equal(4, chat.Marks[0].Start);
    }

    [Fact]
    public void Expectations_name_sessions_agents_and_reasons()
    {
        var set = Read(Source("customer: 在吗\nagent 小鱼: 在\n", "- 顾客 is prose\n", "- session 2 agent 小鱼 二号 greeting: na (因为)\n- score: 81.25\n- critical: insult, leak\n- scenario: none\n- standing: ranked\n- passed: no\n- band: 优秀\n"));

        var expectations = Assert.Single(set).Expectations;
        Assert.Equal((1, "小鱼 二号", "greeting", "na", "因为"), (expectations[0].Session!.Value, expectations[0].Agent, expectations[0].Subject, expectations[0].Value, expectations[0].Because));
        Assert.Equal(7, expectations.Count);
    }

    [Fact]
    public void What_does_not_come_true_is_missing_noisy_a_wrong_span_or_a_wrong_verdict()
    {
        var set = Read(
            Source(
                "customer: 我要投诉\nagent 小鱼: 您好,您好在的\n^「您好」 greeted\n^「您好在」 greeted\n^「在的」 greeted\n-「您好」 greeted\n^「您好」 greeting\n",
                "",
                "- greeting: pass\n- greeting: fail (没说)\n- greeting: fail (没问候)\n- score: 60\n- score: 12.5\n- scenario: other\n- critical: none\n- critical: insult\n- band: 优秀\n- passed: yes\n- standing: ranked\n- agent 小猫 greeting: pass\n"));

        // What is found comes from here, so that this test knows nothing of matching.
        var mismatches = ExampleRunner.Run(Small, set, chat => [Failed(chat)], (_, rule) => rule == "greeted" ? [new Finding(1, 1, 0, 2, -1), new Finding(1, 1, 3, 2, -1)] : []);

        Assert.Equal(
            """
            x.md:6:1: greeted: wrong span: expected 「您好在」, found 「您好」
            x.md:7:1: greeted: missing: 「在的」 was not found
            x.md:8:1: greeted: noisy: found 「您好」, which must not be found
            x.md:9:1: greeting: missing: 「您好」 was not found
            x.md:11:3: greeting: expected pass, got fail (没问候 / No greeting)
            x.md:12:3: greeting: expected fail because of "没说", got fail (没问候 / No greeting)
            x.md:14:3: score: expected 60, got 12.5
            x.md:16:3: scenario: expected other, got complaint
            x.md:17:3: critical: expected none, got insult
            x.md:19:3: band: expected 优秀, got 不合格
            x.md:20:3: passed: expected yes, got no
            x.md:21:3: standing: expected ranked, got insufficient
            x.md:22:3: agent 小猫 greeting: expected pass, but there is no such score; there are: session 1 agent 小鱼

            """.ReplaceLineEndings("\n"),
            string.Concat(mismatches.Select(mismatch => mismatch + "\n")));
        Assert.Equal([MismatchKind.WrongSpan, MismatchKind.Missing, MismatchKind.Noisy, MismatchKind.Missing], mismatches.Take(4).Select(mismatch => mismatch.Kind));
    }

    [Fact]
    public void The_small_rubrics_examples_come_true()
    {
        var result = RubricFile.Parse(Repository.Rubric("good", "small.yaml"));

        Assert.Equal(2, result.Examples.Count);
        Assert.Empty(ExampleRunner.Run(result.Rubric!, result.Examples, chat => Scorer.Score(chat, result.Rubric!)));
    }

    [Fact]
    public void Stages_come_as_stated_and_what_is_not_so_is_told()
    {
        var text = Repository.Rubric("good", "stages.yaml");
        var good = RubricFile.Parse(text);
        var wrong = RubricFile.Parse(text with { Examples = [new SourceText("x.md", "```chat\nagent: 您好\n```\n- stages: welcome, order\n- disordered: welcome\n- left-at: order\n")] });

        Assert.Empty(ExampleRunner.Run(good.Rubric!, good.Examples, chat => Scorer.Score(chat, good.Rubric!)));
        Assert.Equal(
            ["x.md:4:3: stages: expected order, welcome, got welcome", "x.md:5:3: disordered: expected welcome, got none", "x.md:6:3: left-at: expected order, got welcome"],
            ExampleRunner.Run(wrong.Rubric!, wrong.Examples, chat => Scorer.Score(chat, wrong.Rubric!)).Select(mismatch => mismatch.ToString()));
    }

    [Fact]
    public void The_guides_rubric_and_example_are_true()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "rubrics", "README.md"));
        var yaml = guide[(guide.IndexOf("```yaml\n", StringComparison.Ordinal) + 8)..];
        var example = guide[(guide.IndexOf("````\n", StringComparison.Ordinal) + 5)..];

        var result = RubricFile.Parse(new RubricText(
            new SourceText("README.md", yaml[..yaml.IndexOf("```", StringComparison.Ordinal)]),
            [])
        {
            Examples = [new SourceText("example.md", example[..example.IndexOf("````", StringComparison.Ordinal)])],
        });

        Assert.Equal("", RubricFileTests.Lines(result.Problems));
        Assert.Single(result.Examples);
        Assert.Empty(ExampleRunner.Run(result.Rubric!, result.Examples, chat => Scorer.Score(chat, result.Rubric!)));
    }

    [Fact]
    public void Several_scores_must_be_told_apart()
    {
        var set = Read(Source("customer: 在吗\nagent a: 您好\nagent b: 您好\n", "", "- greeting: fail\n- agent a greeting: fail\n"));

        var mismatch = Assert.Single(ExampleRunner.Run(Small, set, chat => [Failed(chat, "a"), Failed(chat, "b")], (_, _) => []));

        Assert.Contains("several scores could be meant: session 1 agent a, session 1 agent b", mismatch.Text, StringComparison.Ordinal);
    }

    private static List<Example> Read(SourceText page)
        => ExampleFile.Read(page, ExampleNames.Of(Small), (at, wrong, _) => Assert.Fail($"{at}: {wrong}"));

    private static Score Failed(Conversation conversation, string agent = "小鱼")
    {
        var criterion = Small.Criteria[0];
        var level = criterion.Levels[^1];
        return new Score
        {
            Conversation = conversation,
            Rubric = Small,
            Session = 0,
            Sessions = 1,
            Agent = agent,
            Messages = (0, conversation.Messages.Count),
            Scenario = Small.Scenarios[0],
            Standing = Standing.Insufficient,
            Total = 1250,
            Uncapped = 1250,
            Base = 1250,
            Criteria = [new CriterionScore(criterion, Verdict.Fail, level, null, level.Reason, 1, 0, 0, 1250, [], [])],
            Adjustments = [],
            Suspicions = [new CriticalSuspicion(Small.CriticalFindings[0], [])],
        };
    }

    private static SourceText Source(string chat, string before, string after) => new("x.md", $"# 例\n{before}```chat\n{chat}```\n{after}");

    private static Chat Chat(string chat) => Chat(chat, expectProblems: false, out _);

    private static Chat Chat(string chat, bool expectProblems, out List<string> problems)
    {
        var found = new List<string>();
        var examples = ExampleFile.Read(new SourceText("x.md", $"# 例\n\n```chat\n{chat}\n```\n- score: 1\n"), null, (at, wrong, right) => found.Add($"x.md:{at.Line}:{at.Column}: {wrong}; {right}"));
        if (!expectProblems)
            Assert.Empty(found);
        problems = found;
        return Assert.Single(examples).Chat;
    }

    private static IEnumerable<string> Words(Chat chat)
        => chat.Marks.Select(mark => $"{mark.Name} {chat.Conversation.Messages[mark.Message].Text.AsSpan(mark.Start, mark.Length)}");
}
