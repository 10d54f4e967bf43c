using System;
using System.Collections.Generic;
using System.Linq;
using QA.Rubrics;
using QA.Scoring;
using Xunit;

namespace QA.Rubrics.Tests;

public sealed class RubricFileTests
{
    public static TheoryData<string> Good => [.. Repository.Files("good", "*.yaml")];

    public static TheoryData<string> Bad => [.. Repository.Files("bad", "*.bad.yaml")];

    [Theory]
    [MemberData(nameof(Good))]
    public void A_good_rubric_has_no_problems(string file)
    {
        var result = RubricFile.Parse(Repository.Rubric("good", file));

        Assert.Equal("", Lines(result.Problems));
        Assert.NotNull(result.Rubric);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void A_bad_rubric_is_told_everything_that_is_wrong_in_one_go(string file)
    {
        var result = RubricFile.Parse(Repository.Rubric("bad", file));
        var actual = Lines(result.Problems);

        Assert.Equal(Repository.Expected("bad", file[..file.IndexOf('.', StringComparison.Ordinal)] + ".expected", actual), actual);
        Assert.Null(result.Rubric);
        Assert.NotEmpty(result.Problems);
    }

    [Fact]
    public void What_the_author_wrote_is_what_the_core_gets()
    {
        var rubric = RubricFile.Parse(Repository.Rubric("good", "small.yaml")).Rubric!;

        Assert.Equal(("small", "1.0.0", "zh", "小样"), (rubric.Id, rubric.Version, rubric.Language, rubric.Title.Zh));
        Assert.Equal((6000, 30_000_000L, 21_600), (rubric.PassMark, rubric.InsufficientBelow, rubric.SessionGap));
        Assert.Equal([9000, 0], rubric.Bands.Select(band => band.From));
        Assert.Equal(["complaint", "presale", "other"], rubric.Scenarios.Select(scenario => scenario.Id));
        Assert.Null(rubric.Scenarios[2].Condition);
        Assert.Equal(["greetings", "negators", ""], rubric.Lexicons.Select(lexicon => lexicon.Name));
        Assert.Equal([1], rubric.Negators);

        var greeting = Assert.Single(rubric.Criteria);
        Assert.Equal(12_500_000, greeting.Weight);
        Assert.Equal([18_750_000L, 12_500_000L, -1L], greeting.WeightByScenario);
        Assert.Equal(Owner.FirstAgent, greeting.OwedBy);
        Assert.Equal([false, true], greeting.Gates.Select(gate => gate.Unless));
        Assert.Equal([(Verdict.Pass, 1_000_000), (Verdict.Partial, 250_000), (Verdict.Partial, 500_000), (Verdict.Unsure, 0), (Verdict.Fail, 0)], greeting.Levels.Select(level => (level.Verdict, level.Value)));
        Assert.Equal(rubric.Rule("greeted")!.Index, greeting.Levels[1].LookedFor[0].Index);
        Assert.Null(greeting.Levels[^1].Condition);
        Assert.Equal("店铺规范", greeting.Source);
        Assert.Equal([250, -500], rubric.Adjustments.Select(adjustment => adjustment.Points));
        Assert.Equal([0, 4000], rubric.CriticalFindings.Select(critical => critical.Cap));
        Assert.Equal("辱骂", rubric.CriticalFindings[0].Reason.Zh);
    }

    [Fact]
    public void A_sections_weight_and_where_it_does_not_apply_reach_the_core()
    {
        var section = Assert.Single(RubricFile.Parse(Repository.Rubric("good", "sections.yaml")).Rubric!.Sections);

        Assert.Equal(6_000_000, section.Weight);
        Assert.Equal([6_000_000, 3_000_000, 0], section.WeightByScenario);
        Assert.Equal([1_800_000, -1, -1], section.Criteria[0].WeightByScenario);
        Assert.Equal([800_000, 800_000, -1], section.Criteria[1].WeightByScenario);
    }

    [Fact]
    public void A_rubric_compiled_twice_has_the_same_hash_however_its_files_are_listed()
    {
        var text = Repository.Rubric("good", "small.yaml");

        var first = RubricFile.Parse(text).Rubric!.Hash;
        var reversed = RubricFile.Parse(text with { Lexicons = [.. text.Lexicons.Reverse()] }).Rubric!.Hash;

        Assert.StartsWith("sha256:", first, StringComparison.Ordinal);
        Assert.Equal(7 + 64, first.Length);
        Assert.Equal(first, reversed);
    }

    [Fact]
    public void Line_ends_and_a_byte_order_mark_change_neither_hash_nor_places()
    {
        var text = Repository.Rubric("good", "small.yaml");
        var windows = new RubricText(
            Windows(text.Rubric),
            [.. text.Lexicons.Select(Windows)]);

        Assert.Equal(RubricFile.Parse(text).Rubric!.Hash, RubricFile.Parse(windows).Rubric!.Hash);

        var bad = Repository.Rubric("bad", "every-mistake.bad.yaml");
        Assert.Equal(
            Lines(RubricFile.Parse(bad).Problems),
            Lines(RubricFile.Parse(new RubricText(Windows(bad.Rubric), [.. bad.Lexicons.Select(Windows)]) { Examples = [.. bad.Examples.Select(Windows)] }).Problems));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_changed_word_changes_the_hash(bool inLexicon)
    {
        var text = Repository.Rubric("good", "small.yaml");
        var changed = inLexicon
            ? text with { Lexicons = [.. text.Lexicons.Select(lexicon => lexicon with { Text = lexicon.Text + "# one more comment\n" })] }
            : text with { Rubric = text.Rubric with { Text = text.Rubric.Text + "# one more comment\n" } };

        Assert.NotEqual(RubricFile.Parse(text).Rubric!.Hash, RubricFile.Parse(changed).Rubric!.Hash);
    }

    [Fact]
    public void A_problem_says_where_then_what_is_wrong_then_what_would_be_right()
    {
        var problem = new Problem("rubrics/x/rubric.yaml", new(14, 9), "'limit' must be a duration, not \"5 mins\"", "write 5m");

        Assert.Equal("rubrics/x/rubric.yaml:14:9: 'limit' must be a duration, not \"5 mins\"; write 5m", problem.ToString());
    }

    [Fact]
    public void Columns_count_characters_behind_chinese_text()
    {
        var text = new RubricText(new SourceText("r.yaml", "id: x\ntitle: {zh: \"小满家居客服质检\", en: A, fr: B}\n"), []);

        Assert.Contains(RubricFile.Parse(text).Problems, problem => problem.At == new Scoring.Settings.Position(2, 32) && problem.Wrong == "'title' has no setting 'fr'");
    }

    internal static string Lines(IReadOnlyList<Problem> problems) => string.Concat(problems.Select(problem => problem + "\n"));

    private static SourceText Windows(SourceText text) => text with { Text = "\uFEFF" + text.Text.Replace("\n", "\r\n", StringComparison.Ordinal) };
}
