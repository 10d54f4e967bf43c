using System;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using QA.Rubrics.Examples;
using Xunit;

namespace QA.Rubrics.Tests;

public sealed class FuzzTests
{
    private static readonly string[] Scraps =
    [
        "id", "rules", "sections", "lexicons", "kind", "phrases", "combine", "when", "title", "zh", "en", "weights", "levels", "verdict", "pass",
        ": ", ":", "- ", "-", "\n", "\n  ", "\n    ", "\t", "[", "]", "{", "}", ",", "&a ", "*a", "!", "!!str ", "|", " | ", ">", "\"", "'", "#", "# ", "%", "@", "`",
        "```chat\n", "```yaml\n", "```\n", "## ", "customer: ", "agent 小鱼: ", "[14:03] ", "^", "^^ ", "^「", "」", "-「", "*", "greeting", "pass", "(", "#2",
        "您好", "…", "…0", "3", "😀", "\uD83D", "\u0000", "\u0085", "\u2028", "\uFEFF", "\u200B", "\r", "---\n", "...\n", "? ", "<<", "~", "null",
    ];

    /// <summary>Words that mean something to a reader, in any order: most texts get past the first character.</summary>
    private static Gen<string> Texts => Gen.ListOf(Gen.Elements(Scraps)).Select(string.Concat);

    [Fact]
    public void No_text_makes_a_reader_throw()
    {
        Prop.ForAll(Texts.ToArbitrary(), text =>
        {
            var source = new SourceText("x.yaml", text);
            var result = RubricFile.Parse(new RubricText(source, [new SourceText("l/x.txt", text)]) { Examples = [new SourceText("examples.md", text)] });
            var parted = RubricFile.Parse(new RubricText(new SourceText("x.yaml", "parts: [x, y]\n" + text), []) { Parts = [new SourceText("parts/x.yaml", text), new SourceText("parts/y.yaml", "rules: {}\n" + text)] });
            var page = RulePage.Parse(text, "page.md");
            return result.Rubric is null == result.Problems.Count > 0 && parted.Rubric is null == parted.Problems.Count > 0 && page.Page is null == page.Problems.Count > 0;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60));
    }

    /// <summary>Found by the fuzzer: the parser throws for a tag that is no address.</summary>
    [Fact]
    public void A_tag_that_is_no_address_is_a_problem_with_a_place()
    {
        var result = RubricFile.Parse(new RubricText(new SourceText("x.yaml", "id: a\n!!rules*![14:03] "), []));
        Assert.Null(result.Rubric);
        Assert.Contains(result.Problems, static problem => problem.ToString().StartsWith("x.yaml:", StringComparison.Ordinal));
    }

    [Fact]
    public void A_good_rubric_with_a_few_characters_damaged_never_makes_a_reader_throw()
    {
        var good = Repository.Rubric("good", "small.yaml");
        var damage =
            from at in Gen.Choose(0, good.Rubric.Text.Length - 1)
            from length in Gen.Choose(0, 12)
            from scrap in Gen.Elements(Scraps)
            select (At: at, Length: length, Scrap: scrap);
        Prop.ForAll(damage.ToArbitrary(), cut =>
        {
            var text = good.Rubric.Text;
            var damaged = text[..cut.At] + cut.Scrap + text[Math.Min(text.Length, cut.At + cut.Length)..];
            var result = RubricFile.Parse(good with { Rubric = new SourceText("r.yaml", damaged) });
            var lines = damaged.Split('\n').Length + 1;
            return result.Rubric is null == result.Problems.Count > 0
                && result.Problems.All(problem => problem.Path != "r.yaml" || (problem.At.Line >= 1 && problem.At.Line <= lines && problem.At.Column >= 1));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }
}
