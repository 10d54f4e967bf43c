using System;
using System.Linq;
using QA.Scoring.Rules;
using Xunit;

namespace QA.Scoring.Tests.Rules;

/// <summary>Which messages a range reads. The chat has an x in every message, so what is found is what was read.</summary>
public sealed class MessageRangeTests
{
    // Turns: agent 0 | customer 1 2 | agent 3 (bot 4) 5 | customer 6 | agent 7 8 | customer 9
    private static readonly string[] Lines =
    [
        "[10:00] agent: x", "[10:01] customer: x mark", "[10:02] customer: x", "[10:03] agent: x filler", "[10:04] bot: x", "[10:05] agent: x",
        "[10:06] customer: x mark", "[10:07] agent: x filler", "agent: x end", "[10:20] customer: x",
    ];

    [Theory]
    [InlineData("0 3 5 7 8", "")]
    [InlineData("3 5 7 8", "after=mark")]
    [InlineData("7 8", "after=mark pick=last")]
    [InlineData("7 8", "after=mark pick=nth(2)")]
    [InlineData("", "after=mark pick=nth(3)")]
    [InlineData("3 5 7 8", "after=mark pick=any")]
    [InlineData("3 5 7 8", "after=mark pick=each")]
    [InlineData("", "after=absent")]
    [InlineData("", "around=absent within=2_messages")]
    [InlineData("0", "before=mark")]
    [InlineData("0 3 5 7 8", "before=absent")]
    [InlineData("0 3 5 7 8", "until=absent")]
    [InlineData("0", "until=mark")]
    [InlineData("0 3", "until=filler")]
    [InlineData("3 5 7 8", "from=filler")]
    [InlineData("5 7 8", "after=filler")]
    [InlineData("5", "after=filler before=filler-late")]
    [InlineData("3", "after=mark within=2_messages")]
    [InlineData("3 7 8", "after=mark within=2_messages pick=any")]
    [InlineData("0", "before=mark within=1_messages")]
    [InlineData("0", "before=mark within=1m")]
    [InlineData("3 5", "after=mark within=1_turns")]
    [InlineData("3 5 7 8", "after=mark within=2_turns")]
    [InlineData("0 3 5", "around=mark within=1_turns")]
    [InlineData("0 3", "around=mark within=2m")]
    [InlineData("0 3 5 7 8", "around=mark within=5m pick=any")]
    [InlineData("0", "first=1_messages")]
    [InlineData("0 3 5", "first=2_turns")]
    [InlineData("7 8", "last=1_turns")]
    [InlineData("5 7 8", "last=3_messages")]
    [InlineData("3", "after=mark first=1_messages")]
    [InlineData("3 5", "after=mark first=1_turns")]
    [InlineData("5", "after=mark first=1_messages passing-over=filler")]
    [InlineData("0 3 5", "first=2_messages passing-over=filler")]
    [InlineData("8", "last=1_messages passing-over=filler")]
    [InlineData("7 8", "last=1_turns passing-over=filler")]
    [InlineData("0 3 5", "first=2_turns passing-over=filler")]
    public void The_agents_messages_read(string expected, string range) => Assert.Equal(expected, Read(range, "agent"));

    [Theory]
    [InlineData("1 2 6 9", "")]
    [InlineData("6", "after=end-agent-before first=1_messages")]
    [InlineData("9", "last=1_turns")]
    [InlineData("1 2", "first=1_turns")]
    [InlineData("1 2 6", "until=mark-last")]
    public void The_customers_messages_read(string expected, string range) => Assert.Equal(expected, Read(range, "customer"));

    [Fact]
    public void Each_needs_one_in_every_window()
    {
        var rubric = Rules(new RubricBuilder())
            .Rule("filler-each", "phrases", ("phrases", "filler"), ("range", new (string, object)[] { ("after", "mark"), ("pick", "each"), ("within", "2 messages") }))
            .Rule("end-each", "phrases", ("phrases", "end"), ("range", new (string, object)[] { ("after", "mark"), ("pick", "each"), ("within", "2 messages") }))
            .Rule("end-any", "phrases", ("phrases", "end"), ("range", new (string, object)[] { ("after", "mark"), ("pick", "any"), ("within", "2 messages") }))
            .Rule("spoke-each", "message", ("at-least", "2"), ("range", new (string, object)[] { ("after", "mark"), ("pick", "each"), ("within", "2 messages") }))
            .Build();

        Assert.Equal("3 7", Messages(rubric, "filler-each"));
        Assert.Equal("", Messages(rubric, "end-each"));
        Assert.Equal("8", Messages(rubric, "end-any"));
        Assert.Equal("", Messages(rubric, "spoke-each"));
    }

    [Fact]
    public void A_message_in_two_windows_is_found_once()
    {
        var rubric = new RubricBuilder()
            .Rule("asked", "phrases", ("of", "customer"), ("phrases", "a"))
            .Rule("said", "message", ("range", new (string, object)[] { ("after", "asked"), ("pick", "any") }))
            .Rule("said-each", "message", ("range", new (string, object)[] { ("after", "asked"), ("pick", "each") }))
            .Build();

        Assert.Equal("3:b", Chat.Find(rubric, "said", "customer: a", "customer: a", "customer: a", "agent: b"));
        Assert.Equal("3:b", Chat.Find(rubric, "said-each", "customer: a", "customer: a", "customer: a", "agent: b"));
    }

    [Theory]
    [InlineData("after=mark from=mark", "a range can have only one of 'after', 'from' and 'around'")]
    [InlineData("before=mark until=mark", "a range can have only one of 'before' and 'until'")]
    [InlineData("around=mark", "'around' needs to know how far")]
    [InlineData("within=2_messages", "'within' needs an anchor to count from")]
    [InlineData("first=1_turns last=1_turns", "a range can have only one of 'first' and 'last'")]
    [InlineData("after=mark pick=second", "'pick' cannot be \"second\"")]
    [InlineData("after=mark pick=nth(0)", "'pick' cannot be \"nth(0)\"")]
    [InlineData("after=mark within=2_words", "'within' must be a count with its unit")]
    public void What_makes_no_range_is_told(string range, string problem)
        => Assert.Contains(problem, RubricBuilder.ProblemsOf("message", ("range", Settings(range))), StringComparison.Ordinal);

    private static string Read(string range, string of)
    {
        var builder = Rules(new RubricBuilder());
        builder = range.Length == 0
            ? builder.Rule("read", "phrases", ("phrases", "x"), ("of", of))
            : builder.Rule("read", "phrases", ("phrases", "x"), ("of", of), ("range", Settings(range)));
        return Messages(builder.Build(), "read");
    }

    private static string Messages(Rubric rubric, string rule) => string.Join(' ', RuleProbe.Find(Chat.Of(Lines), rubric, rule).Select(finding => finding.Message));

    private static (string, object)[] Settings(string range)
        => [.. range.Split(' ').Select(setting => setting.Split('=')).Select(pair => (pair[0], (object)pair[1].Replace('_', ' ')))];

    private static RubricBuilder Rules(RubricBuilder builder) => builder
        .Rule("mark", "phrases", ("phrases", "mark"), ("of", "anyone"))
        .Rule("mark-last", "phrases", ("phrases", "mark"), ("of", "customer"), ("range", new (string, object)[] { ("last", "2 messages") }))
        .Rule("filler", "phrases", ("phrases", "filler"))
        .Rule("filler-late", "phrases", ("phrases", "filler"), ("range", new (string, object)[] { ("last", "2 messages") }))
        .Rule("end-agent-before", "message", ("range", new (string, object)[] { ("after", "mark"), ("first", "1 turns") }))
        .Rule("absent", "phrases", ("phrases", "nowhere"));
}
