using System;
using System.Linq;
using QA.Scoring.Rules;
using Xunit;

namespace QA.Scoring.Tests;

/// <summary>
/// One giant message costs what its length costs. Each of these takes well under a second; work that grew with the square of the
/// length would take minutes, so the limit needs no quiet machine.
/// </summary>
public sealed class GiantMessageTests
{
    private const int Repeats = 300_000;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public void Phrases_that_must_be_the_whole_message_between_emoticons() => AssertQuick(
        "嗯😊", 0, builder => builder.Lexicon("nod", "嗯 | match: whole").Rule("found", "phrases", ("lexicons", "nod")));

    [Fact]
    public void Phrases_inside_exceptions() => AssertQuick(
        "亲自,", 0, builder => builder.Lexicon("dear", "亲 | except: 亲自").Rule("found", "phrases", ("lexicons", "dear")));

    [Theory]
    [InlineData("clause", "either")]
    [InlineData("clause", "before")]
    [InlineData("clause", "after")]
    [InlineData("sentence", "after")]
    [InlineData("message", "after")]
    [InlineData("turn", "after")]
    public void Words_that_need_company(string unit, string side) => AssertQuick(
        unit is "message" or "turn" ? "您好抱歉" : "您好抱歉。",
        unit is "message" or "turn" && side == "after" ? Repeats - 1 : side is "after" ? 0 : Repeats,
        builder => builder
            .Rule("hello", "phrases", ("phrases", new[] { "您好" }))
            .Rule("found", "phrases", ("phrases", new[] { "抱歉" }), ("with", new (string, object)[] { ("rule", "hello"), ("in", unit), ("side", side) })));

    private static void AssertQuick(string unit, int expected, Action<RubricBuilder> rules)
    {
        var builder = new RubricBuilder();
        rules(builder);
        var rubric = builder.Criterion("c", 1, builder.Level(Verdict.Pass, "found"), builder.Level(Verdict.Fail)).Build();
        var chat = new Conversation("giant", [new Message(Speaker.Agent, string.Concat(Enumerable.Repeat(unit, Repeats)))]);
        var found = 0;

        var took = ThreadTime.Of(() => found = RuleProbe.Find(chat, rubric, "found").Count);

        Assert.Equal(expected, found);
        Assert.True(took < Limit, $"took {took}");
    }
}
