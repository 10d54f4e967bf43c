using System.Linq;
using Xunit;

namespace QA.Scoring.Tests;

public sealed class RangeTests
{
    private static readonly string[] TwoComplaints = ["agent: 抱歉", "customer: 坏了", "agent: 抱歉", "customer: 坏了", "agent: 抱歉"];

    [Theory]
    [InlineData("before", "first", "", "0:抱歉")]
    [InlineData("before", "last", "", "0:抱歉 2:抱歉")]
    [InlineData("before", "nth(2)", "", "0:抱歉 2:抱歉")]
    [InlineData("before", "nth(3)", "", "0:抱歉 2:抱歉 4:抱歉")]
    [InlineData("before", "last", "1 messages", "2:抱歉")]
    [InlineData("before", "any", "1 messages", "0:抱歉 2:抱歉")]
    [InlineData("before", "each", "1 messages", "0:抱歉 2:抱歉")]
    [InlineData("until", "last", "", "0:抱歉 2:抱歉")]
    public void An_end_is_picked_like_any_other_anchor(string side, string pick, string within, string expected)
    {
        (string, object)[] range = within.Length == 0 ? [(side, "complaint"), ("pick", pick)] : [(side, "complaint"), ("pick", pick), ("within", within)];
        Assert.Equal(expected, Chat.Find(WithRange(range), "sorry", TwoComplaints));
    }

    [Fact]
    public void Each_end_needs_its_own() =>
        Assert.Equal("", Chat.Find(WithRange(("before", "complaint"), ("pick", "each"), ("within", "1 messages")), "sorry", ["agent: 嗯", .. TwoComplaints[1..]]));

    [Fact]
    public void Words_behind_an_end_at_the_very_beginning_came_too_late() =>
        Assert.Equal(QA.Scoring.Rules.MissReason.TooLate, Miss(WithRange(("before", "complaint")), "customer: 坏了", "agent: 抱歉")?.Why);

    [Fact]
    public void Where_the_anchor_is_missing_no_words_come_near() =>
        Assert.Null(Miss(WithRange(("after", "complaint"), ("pick", "nth(2)")), "customer: 坏了", "agent: 抱歉")?.NearestMiss);

    private static Absence? Miss(Rubric rubric, params string[] lines) =>
        Assert.Single(Scorer.Score(Chat.Of(lines), rubric)).Criteria[0].Absences.SingleOrDefault();

    private static Rubric WithRange(params (string, object)[] range)
    {
        var builder = new RubricBuilder()
            .Rule("complaint", "phrases", ("of", "customer"), ("phrases", new[] { "坏了" }))
            .Rule("sorry", "phrases", ("phrases", new[] { "抱歉" }), ("range", range));
        return builder.Criterion("c", 1, builder.Level(Verdict.Pass, "sorry"), builder.Level(Verdict.Fail, lookedFor: ["sorry"])).Build();
    }
}
