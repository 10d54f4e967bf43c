using System;
using System.Linq;
using QA.Scoring.Rules;
using Xunit;

namespace QA.Scoring.Tests.Rules;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("a", "a", true)]
    [InlineData("a", "b", false)]
    [InlineData("not a", "b", true)]
    [InlineData("not not a", "a", true)]
    [InlineData("a and b", "a", false)]
    [InlineData("a and b", "ab", true)]
    [InlineData("a or b and c", "a", true)]
    [InlineData("(a or b) and c", "a", false)]
    [InlineData("not a and b", "b", true)]
    [InlineData("not (a and b)", "ab", false)]
    [InlineData("at least 2 of (a, b, c)", "ac", true)]
    [InlineData("at least 2 of (a, b, c)", "c", false)]
    [InlineData("at least 2 of (a and b, not c)", "ab", true)]
    [InlineData("at least 1 of (a)", "a", true)]
    [InlineData("at", "t", true)]
    public void A_condition_holds_by_what_was_found(string condition, string said, bool holds)
    {
        var builder = Letters();
        var rubric = builder.Criterion("c", 1, builder.Level(Verdict.Pass, condition), builder.Level(Verdict.Fail)).Build();

        var score = Assert.Single(Scorer.Score(Chat.Of("agent: " + string.Join(' ', said.ToCharArray())), rubric));

        Assert.Equal(holds ? Verdict.Pass : Verdict.Fail, score.Criteria[0].Verdict);
    }

    [Theory]
    [InlineData("a and b", "a b c", "a b")]
    [InlineData("a or b", "a b", "a b")]
    [InlineData("a or b and c", "a b", "a")]
    [InlineData("not c and a", "a b", "a")]
    [InlineData("not c", "a b", "")]
    [InlineData("at least 1 of (b, a)", "a b", "a b")]
    public void The_evidence_is_what_made_it_true_and_nothing_below_not(string condition, string said, string evidence)
    {
        var builder = Letters();
        var rubric = builder.Criterion("c", 1, builder.Level(Verdict.Pass, condition), builder.Level(Verdict.Fail)).Build();

        var score = Assert.Single(Scorer.Score(Chat.Of("agent: " + said), rubric));

        Assert.Equal(evidence, string.Join(' ', score.Criteria[0].Evidence.Select(finding => said.Substring(finding.Start, finding.Length))));
    }

    [Theory]
    [InlineData("a and", "1:6: the condition ends too early")]
    [InlineData("", "1:1: the condition ends too early")]
    [InlineData("a b", "1:3: 'b' stands where the condition should go on")]
    [InlineData("a and (b or c", "1:14: ')' is missing at the end")]
    [InlineData("a and (b or c c)", "1:15: 'c' stands where ')' is needed")]
    [InlineData("A and b", "1:1: 'A' is not the name of a rule")]
    [InlineData("a and 2b", "1:7: '2b' is not the name of a rule")]
    [InlineData("at least two of (a, b)", "1:10: 'at least' needs a whole number, not 'two'")]
    [InlineData("at least 3 of (a, b)", "1:10: 'at least 3' can never hold for 2 conditions")]
    [InlineData("at least 0 of (a, b)", "1:10: 'at least' needs a whole number, not '0'")]
    [InlineData("at least 1 (a)", "1:12: '(' stands where 'of' is needed")]
    [InlineData(")", "1:1: ')' is not the name of a rule")]
    public void A_mistake_is_told_once_with_its_column(string condition, string problem)
    {
        var builder = new RubricBuilder();

        builder.Condition(condition);

        Assert.StartsWith(problem, Assert.Single(builder.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Deep_nesting_is_refused_and_not_a_stack_overflow()
    {
        var builder = new RubricBuilder();

        builder.Condition(new string('(', 100_000) + "a" + new string(')', 100_000));
        builder.Condition(string.Concat(Enumerable.Repeat("not ", 100_000)) + "a");

        Assert.Equal(2, builder.Problems.Count);
        Assert.All(builder.Problems, problem => Assert.Contains("nested too deeply", problem, StringComparison.Ordinal));
    }

    private static RubricBuilder Letters()
    {
        var builder = new RubricBuilder();
        foreach (var letter in new[] { "a", "b", "c" })
            builder.Rule(letter, "phrases", ("phrases", letter));
        return builder.Rule("at", "phrases", ("phrases", "t"));
    }
}
