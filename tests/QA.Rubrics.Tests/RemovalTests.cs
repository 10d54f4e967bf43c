using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QA.Rubrics.Examples;
using QA.Scoring;
using Xunit;

namespace QA.Rubrics.Tests;

/// <summary>What no example misses when it is taken away.</summary>
public sealed class RemovalTests
{
    private const string Rubric = """
        id: tiny
        version: 1.0.0
        language: zh
        title: {zh: 小, en: Tiny}
        pass-mark: 60
        parts: [codes]
        rules:
          greeted: {kind: phrases, lexicons: [greetings]}
          kind: {kind: phrases, phrases: [谢谢]}
        sections:
          - id: tone
            title: {zh: 语气, en: Tone}
            criteria:
              - id: greeting
                title: {zh: 问候, en: Greeting}
                weight: 1
                levels:
                  - {verdict: pass, when: greeted, reason: {zh: 有, en: Yes}}
                  - {verdict: partial, when: kind, reason: {zh: 有, en: Some}, fix: {zh: 加, en: Add}}
                  - {verdict: fail, reason: {zh: 无, en: No}, fix: {zh: 加, en: Add}}
        critical:
          - {id: insult, title: {zh: 辱骂, en: Insult}, when: coded}

        """;

    private const string Codes = """
        rules:
          coded: {kind: pattern, pattern: "编号\\d+"}

        """;

    private const string Examples = """
        # 甲
        ```chat
        agent: 您好
        ```
        - greeting: pass

        # 乙
        ```chat
        agent: 你好,编号12
        ```
        - greeting: pass
        - critical: insult

        # 丙
        ```chat
        agent: 谢谢
        ```
        - greeting: partial

        """;

    [Fact]
    public void Where_every_phrase_and_rule_is_missed_there_is_nothing_to_say()
    {
        var report = Report(Tiny("您好\n你好\n"));

        Assert.Empty(report.Unmissed);
        Assert.Equal((new RemovalCount(3, 0), new RemovalCount(3, 0)), (report.Phrases, report.Rules));
    }

    [Fact]
    public void What_no_example_misses_is_named_with_its_place_and_what_it_may_decide()
    {
        var report = Report(Tiny("您好\n# 在例子里没有\n  哈喽\n你好\n"));

        var removal = Assert.Single(report.Unmissed);
        Assert.Equal(("lexicons/tone/greetings.txt", 3, 3), (removal.Path, removal.At.Line, removal.At.Column));
        Assert.Equal(("哈喽", "greetings", 0, false), (removal.Text, removal.Lexicon, removal.Examples, removal.IsRule));
        Assert.Equal(["criterion greeting"], removal.Judgements);
        Assert.Equal(
            [("greetings", "lexicons/tone/greetings.txt", new RemovalCount(3, 1)), ("", "rubric.yaml", new RemovalCount(1, 0))],
            report.ByLexicon);
        Assert.Equal(
            [("criterion greeting", new RemovalCount(4, 1), new RemovalCount(2, 0)), ("critical insult", default, new RemovalCount(1, 0))],
            report.ByJudgement);
    }

    [Fact]
    public void Of_two_phrases_that_do_the_same_neither_is_missed()
    {
        // Nested ones are one finding, and 您好 alone would do; a mark asks for the words themselves.
        Assert.Equal(["您好", "您好呀"], Unmissed(Report(Tiny("您好\n您好呀\n你好\n", "您好呀"))));
        Assert.Empty(Report(Tiny("您好呀\n你好\n", "您好呀")).Unmissed);
        Assert.Equal(["您好"], Unmissed(Report(Tiny("您好\n您好呀\n你好\n", "您好呀", "^「您好呀」 greeted\n"))));
    }

    [Fact]
    public void A_rule_that_decides_nothing_is_named_at_its_place()
    {
        var text = Tiny("您好\n你好\n");
        var more = text with { Rubric = text.Rubric with { Text = text.Rubric.Text.Replace("when: greeted,", "when: greeted or (kind and coded),", StringComparison.Ordinal) } };
        var without = text with { Examples = [text.Examples[0] with { Text = text.Examples[0].Text.Replace("- critical: insult\n", "", StringComparison.Ordinal) }] };

        Assert.Empty(Report(more).Unmissed);
        var removal = Assert.Single(Report(without).Unmissed);
        Assert.Equal(("parts/codes.yaml", 2, 3, "coded", 1), (removal.Path, removal.At.Line, removal.At.Column, removal.Text, removal.Examples));
        Assert.True(removal.IsRule);
    }

    [Fact]
    public void A_gap_is_taken_away_whole_and_leaves_phrases_that_share_its_pieces()
    {
        Assert.Empty(Report(Tiny("您…好\n你…好\n", "您也好")).Unmissed);
        Assert.Equal(["您…好…呀"], Unmissed(Report(Tiny("您…好\n您…好…呀\n你好\n", "您也好"))));
    }

    [Fact]
    public void A_word_of_a_class_is_taken_out_of_every_phrase_that_names_the_class()
    {
        // 瞧 and 看 lend words to one phrase; the part keeps its other words.
        var text = Tiny("{look}…{先/}您好\n你好\n", "看一下您好");
        var report = Report(text with { Lexicons = [.. text.Lexicons, new SourceText("lexicons/look.txt", "瞧\n看\n")] });

        Assert.Equal(["瞧"], Unmissed(report));
        var word = Assert.Single(report.Removals, removal => removal.Text == "看");
        Assert.Equal(("lexicons/look.txt", 2, true, 1), (word.Path, word.At.Line, word.Missed, word.Examples));
        Assert.Equal(["criterion greeting"], word.Judgements);
        Assert.True(Assert.Single(report.Removals, removal => removal.Text == "{look}…{先/}您好").Missed);
    }

    [Fact]
    public void A_wording_that_another_word_of_the_class_makes_too_is_not_missed()
    {
        var text = Tiny("{look}您好\n你好\n", "看您好");

        // 看 and 看看 both stand there; either would do for 看您好 only if it is 看.
        Assert.Equal(["看看"], Unmissed(Report(text with { Lexicons = [.. text.Lexicons, new SourceText("lexicons/look.txt", "看看\n看\n")] })));

        var both = Tiny("{look}您好\n{look}\n你好\n", "看您好");
        Assert.Equal(["{look}您好", "{look}"], Unmissed(Report(both with { Lexicons = [.. both.Lexicons, new SourceText("lexicons/look.txt", "看\n")] })));
    }

    [Fact]
    public void A_lexicon_that_is_a_class_and_looked_for_itself_loses_the_word_in_both()
    {
        var text = Tiny("{thanks}…您好\n你好\n", "多谢您好");
        var lexicons = new[] { new SourceText("lexicons/thanks.txt", "多谢\n谢谢\n") };
        var report = Report(text with
        {
            Rubric = text.Rubric with { Text = text.Rubric.Text.Replace("phrases: [谢谢]", "lexicons: [thanks]", StringComparison.Ordinal) },
            Lexicons = [.. text.Lexicons, .. lexicons],
        });

        Assert.Empty(report.Unmissed);
    }

    [Fact]
    public void Examples_that_state_nothing_about_a_phrase_do_not_count_though_they_say_it()
    {
        var report = Report(Tiny("您好\n你好\n您好亲\n", "您好,您好亲"));

        var removal = Assert.Single(report.Unmissed, removal => removal.Text == "您好亲");
        Assert.Equal(1, removal.Examples);
    }

    public static TheoryData<string> Shipped => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "rubrics")).Select(folder => Path.GetFileName(folder)!)];

    /// <summary>The fast way against the slow, obvious one: writing other words over the phrase and compiling the rubric anew.</summary>
    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_phrase_is_missed_where_the_examples_fail_once_other_words_stand_in_its_place(string name)
    {
        var text = Repository.Folder(Path.Combine(Repository.Root, "rubrics", name));
        var phrases = Report(text).Removals.Where(removal => removal is { IsRule: false, Lexicon.Length: > 0, Examples: > 0 }).ToList();
        var random = new Random(31);
        Removal[] tried = [.. Some(removal => removal.Missed), .. Some(removal => !removal.Missed)];

        Assert.NotEmpty(tried);
        Assert.All(tried, removal =>
        {
            var changed = RubricFile.Parse(text with { Lexicons = [.. text.Lexicons.Select(lexicon => lexicon.Path == removal.Path ? Overwritten(lexicon, removal.At.Line) : lexicon)] });
            Assert.Empty(changed.Problems);
            Assert.Equal(removal.Missed, ExampleRunner.Run(changed.Rubric!, changed.Examples, chat => Scorer.Score(chat, changed.Rubric!)).Count > 0);
        });

        // A rubric may be so well exemplified that one of the two kinds has nobody.
        Removal[] Some(Func<Removal, bool> which) => phrases.Where(which).ToArray() is { Length: > 0 } some ? random.GetItems(some, 6) : [];
    }

    private static SourceText Overwritten(SourceText lexicon, int line)
    {
        var lines = lexicon.Text.Split('\n');
        lines[line - 1] = "此句从未有人说过";
        return lexicon with { Text = string.Join('\n', lines) };
    }

    private static RemovalReport Report(RubricText text)
    {
        var result = RubricFile.Parse(text);
        Assert.Equal("", RubricFileTests.Lines(result.Problems));
        Assert.Empty(ExampleRunner.Run(result.Rubric!, result.Examples, chat => Scorer.Score(chat, result.Rubric!)));
        var check = new RemovalCheck(result.Rubric!, result.Examples, result.Places);
        var steps = 0;
        var report = check.Run(() => steps++);
        Assert.Equal(check.Count, steps);
        Assert.Equal(check.Count, report.Removals.Count);
        return report;
    }

    private static IEnumerable<string> Unmissed(RemovalReport report) => report.Unmissed.Select(removal => removal.Text);

    /// <param name="said">What the agent says in the first example.</param>
    private static RubricText Tiny(string greetings, string said = "您好", string marks = "")
        => new(new SourceText("rubric.yaml", Rubric), [new SourceText("lexicons/tone/greetings.txt", greetings)])
        {
            Parts = [new SourceText("parts/codes.yaml", Codes)],
            Examples = [new SourceText("examples.md", Examples.Replace("agent: 您好\n", $"agent: {said}\n{marks}", StringComparison.Ordinal))],
        };
}
