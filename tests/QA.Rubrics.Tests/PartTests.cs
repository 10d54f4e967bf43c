using System;
using System.Linq;
using QA.Rubrics.Examples;
using QA.Scoring;
using Xunit;

namespace QA.Rubrics.Tests;

/// <summary>A rubric in several files.</summary>
public sealed class PartTests
{
    private static readonly RubricText Parted = Repository.Rubric("good", "parted.yaml");

    [Fact]
    public void Parts_add_their_rules_and_sections_in_the_order_in_which_the_rubric_lists_them()
    {
        var rubric = RubricFile.Parse(Parted).Rubric!;

        Assert.Equal(["greeted", "polite", "asked", "hurried"], rubric.Rules.Select(rule => rule.Name));
        Assert.Equal(["tone", "speed"], rubric.Sections.Select(section => section.Id));
        Assert.Equal(["insult"], rubric.CriticalFindings.Select(critical => critical.Id));
        Assert.Equal(["thanks"], rubric.Adjustments.Select(adjustment => adjustment.Id));
        Assert.Equal(10_000, Assert.Single(Scorer.Score(Chat("您好"), rubric)).Total);
        Assert.Equal(4_000, Assert.Single(Assert.Single(Scorer.Score(Chat("您好,快点"), rubric)).Suspicions).Critical.Cap);
    }

    [Fact]
    public void A_parts_criteria_know_the_scenarios_of_the_rubric()
        => Assert.Equal([2_000_000, -1], RubricFile.Parse(Parted).Rubric!.Criteria[0].WeightByScenario);

    [Fact]
    public void The_order_in_which_a_folder_lists_its_files_makes_no_difference()
    {
        var listed = RubricFile.Parse(Parted).Rubric!;
        var reversed = RubricFile.Parse(Parted with { Parts = [.. Parted.Parts.Reverse()] }).Rubric!;

        Assert.Equal(listed.Hash, reversed.Hash);
        Assert.Equal(listed.Rules.Select(rule => rule.Name), reversed.Rules.Select(rule => rule.Name));
        Assert.Equal(listed.Criteria.Select(criterion => criterion.Id), reversed.Criteria.Select(criterion => criterion.Id));
    }

    [Fact]
    public void One_changed_word_in_a_part_changes_the_hash()
    {
        var changed = Parted with { Parts = [.. Parted.Parts.Select(part => part.Name == "speed" ? part with { Text = part.Text + "# one more comment\n" } : part)] };

        Assert.NotEqual(RubricFile.Parse(Parted).Rubric!.Hash, RubricFile.Parse(changed).Rubric!.Hash);
    }

    [Fact]
    public void Line_ends_of_a_part_do_not_change_the_hash()
    {
        var windows = Parted with { Parts = [.. Parted.Parts.Select(part => part with { Text = "\uFEFF" + part.Text.Replace("\n", "\r\n", StringComparison.Ordinal) })] };

        Assert.Equal(RubricFile.Parse(Parted).Rubric!.Hash, RubricFile.Parse(windows).Rubric!.Hash);
    }

    [Fact]
    public void A_lexicon_is_known_by_its_file_name_in_whatever_folder_it_lies()
    {
        var moved = Parted with { Lexicons = [.. Parted.Lexicons.Select(lexicon => lexicon with { Path = "lexicons/courtesy/greetings.txt" })] };
        var twice = Parted with { Lexicons = [.. Parted.Lexicons, new SourceText("lexicons/courtesy/greetings.txt", "你好\n")] };

        Assert.Equal(RubricFile.Parse(Parted).Rubric!.Hash, RubricFile.Parse(moved).Rubric!.Hash);
        Assert.Equal(
            "lexicons/courtesy/greetings.txt:1:1: there are two lexicons 'greetings'; give one of the files another name",
            Assert.Single(RubricFile.Parse(twice).Problems).ToString());
    }

    [Fact]
    public void A_missing_part_is_one_problem_though_its_rules_are_missing_too()
    {
        var result = RubricFile.Parse(Parted with { Parts = [.. Parted.Parts.Where(part => part.Name == "tone")] });

        Assert.Equal("good/parted.yaml:10:15: there is no part 'speed'; add the file parts/speed.yaml", Assert.Single(result.Problems).ToString());
    }

    [Theory]
    [InlineData("../tone")]
    [InlineData("tone/../../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("parts\\tone")]
    [InlineData("..")]
    public void A_path_is_not_the_name_of_a_part_though_there_be_such_a_file(string name)
    {
        var text = Parted with
        {
            Rubric = Parted.Rubric with { Text = Parted.Rubric.Text.Replace("[tone, speed]", $"[tone, speed, '{name}']", StringComparison.Ordinal) },
            Parts = [.. Parted.Parts, new SourceText(name + ".yaml", "rules: {}\n")],
        };

        Assert.Contains(RubricFile.Parse(text).Problems, problem => problem.Path == "good/parted.yaml" && problem.Wrong == $"'{name}' cannot name a part");
    }

    [Fact]
    public void Examples_of_several_pages_say_on_which_page_they_stand()
    {
        const string Page = "# 例\n```chat\nagent: 您好\n```\n- greeting: na\n- answer: fail\n";
        var result = RubricFile.Parse(Parted with { Examples = [new SourceText("examples.md", Page), new SourceText("examples/speed.md", "\n" + Page)] });

        var mismatches = ExampleRunner.Run(result.Rubric!, result.Examples, chat => Scorer.Score(chat, result.Rubric!));

        Assert.Equal(["examples.md:6:3", "examples/speed.md:7:3"], mismatches.Select(mismatch => $"{mismatch.Path}:{mismatch.At.Line}:{mismatch.At.Column}"));

        var broken = RubricFile.Parse(Parted with { Examples = [new SourceText("examples.md", Page), new SourceText("examples/speed.md", Page + "- greting: pass\n")] });
        Assert.Equal("examples/speed.md:7:3", Assert.Single(broken.Problems).ToString()[..21]);
    }

    private static Conversation Chat(string agent)
        => ExampleFile.Read(new SourceText("x.md", $"```chat\ncustomer: 在吗?\nagent: {agent}\n```\n- answer: pass\n"), null, (_, wrong, _) => Assert.Fail(wrong))[0].Chat.Conversation;
}
