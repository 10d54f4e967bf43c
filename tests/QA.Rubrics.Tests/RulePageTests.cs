using System;
using System.Collections.Generic;
using System.Linq;
using QA.Rubrics.Examples;
using QA.Scoring;
using Xunit;

namespace QA.Rubrics.Tests;

public sealed class RulePageTests
{
    private const string Rules = "# phrases\n\nProse.\n\n```yaml\nlexicons: {greetings: [您好, \"亲 | except: 亲自\"]}\nrules:\n  greeting: {kind: phrases, lexicons: [greetings], range: {after: asked}}\n  asked: {kind: phrases, of: customer, phrases: [在吗]}\n```\n";

    [Fact]
    public void A_page_whose_marks_are_found_and_nothing_else_is_true()
    {
        var page = Page(Rules + "```chat\ncustomer: 在吗\nagent: 您好,亲\n^「您好」 greeting ^「亲」 greeting\nagent: 亲自来\n```\n```chat\nagent: 您好\n```\n");

        Assert.Equal("", Run(page));
        Assert.Equal(["phrases"], page.Kinds);
        Assert.True(page.HasNearMiss);
    }

    [Fact]
    public void Missing_noisy_and_wrong_spans_are_told_at_their_place()
    {
        var page = Page(Rules + "```chat\ncustomer: 在吗\nagent: 您好呀,亲\n^「您好呀」 greeting\nagent: 好的\n^「好的」 greeting\n```\n");

        Assert.Equal(
            "p.md:14:1: greeting: wrong span: expected 「您好呀」, found 「您好」\n"
            + "p.md:16:1: greeting: missing: 「好的」 was not found\n"
            + "p.md:13:1: greeting: noisy: found 「亲」, which is not marked\n",
            Run(page));
        Assert.False(page.HasNearMiss);
    }

    [Theory]
    [InlineData("```chat\nagent: 您好\n```\n", "p.md:1:1: there are no rules above this chat")]
    [InlineData("# nothing\n", "p.md:1:1: the page has no rules")]
    [InlineData("```yaml\nrules: {a: {kind: combine, when: b}}\n```\n", "p.md:1:1: no chat shows what these rules find|p.md:2:34: unknown rule 'b'")]
    [InlineData("```yaml\nlexicons: [a]\nrules: {a: {kind: phrases, phrases: [b]}}\n```\n```chat\nagent: b\n```\n", "p.md:2:11: 'lexicons' must be names with phrases")]
    [InlineData("```yaml\nlexicons: {g: 您好}\nrules: {a: {kind: phrases, lexicons: [g]}}\n```\n```chat\nagent: b\n```\n", "p.md:2:15: the lexicon 'g' must be a list of phrases|p.md:3:39: unknown lexicon 'g'")]
    [InlineData("```yaml\nrules: {a: {kind: phrases, phrases: [b]}}\n```\n```chat\nagent: b\n```\n", "p.md:2:9: no chat marks words for the rule 'a'")]
    [InlineData("```yaml\nrules: {ab: {kind: phrases, phrases: [b]}}\n```\n```chat\nagent: b\n^「b」 abc\n```\n", "p.md:2:9: no chat marks words for the rule 'ab'|p.md:6:1: unknown rule 'abc'")]
    [InlineData("```yaml\nrules: {}\n", "p.md:1:1: no chat shows what these rules find|p.md:1:1: the block that begins here does not end")]
    public void A_broken_page_is_told_what_is_wrong(string text, string expected)
    {
        var result = RulePage.Parse(text, "p.md");

        Assert.Null(result.Page);
        Assert.Equal(expected, string.Join('|', result.Problems.Select(problem => problem.ToString()[..problem.ToString().IndexOf(';', StringComparison.Ordinal)])));
    }

    private static RulePage Page(string text)
    {
        var result = RulePage.Parse(text, "p.md");
        Assert.Equal("", RubricFileTests.Lines(result.Problems));
        return result.Page!;
    }

    private static string Run(RulePage page) => string.Concat(page.Run().Select(mismatch => mismatch + "\n"));
}
