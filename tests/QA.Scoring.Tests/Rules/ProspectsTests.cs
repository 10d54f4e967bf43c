using QA.Scoring.Rules;
using Xunit;

namespace QA.Scoring.Tests.Rules;

/// <summary>What a rule cannot find anything without is told from the lexicons that were hit.</summary>
public sealed class ProspectsTests
{
    [Fact]
    public void A_rule_without_prospects_finds_nothing_when_it_is_examined_all_the_same()
    {
        var rubric = RandomChats.EveryKind();
        var (hopeless, found) = (0, 0);
        foreach (var conversation in RandomChats.Many(seed: 61, count: 400))
        {
            foreach (var rule in rubric.RuleArray)
            {
                var chat = Examination.Rent();
                chat.Load(conversation, rubric);
                chat.EnterSession(0, chat.Messages);
                var mayFind = chat.MayFind(rule.Index);
                var finds = Finds(chat, rule);
                Assert.True(mayFind || !finds, $"'{rule.Name}' finds something in {conversation.Id} without prospects");
                hopeless += mayFind ? 0 : 1;
                found += finds ? 1 : 0;
                Examination.Return(chat);
            }
        }

        Assert.True(hopeless > 1000, $"only {hopeless} rules had no prospects");
        Assert.True(found > 1000, $"only {found} rules found something");
    }

    [Fact]
    public void A_condition_needs_what_all_its_parts_need_or_one_of_what_either_needs()
    {
        Assert.False(MayHold("a and b", "x"));
        Assert.True(MayHold("a and b", "xy"));
        Assert.True(MayHold("a or b", "y"));
        Assert.False(MayHold("a or b", "z"));
        Assert.False(MayHold("at least 2 of (a, b, c)", "-"));
        Assert.True(MayHold("at least 2 of (a, b, c)", "z"));
    }

    [Fact]
    public void What_is_not_said_may_be_what_a_condition_waits_for()
    {
        Assert.True(MayHold("not a", "-"));
        Assert.True(MayHold("a or not b", "-"));
        Assert.False(MayHold("a and not b", "-"));
    }

    [Fact]
    public void A_range_that_begins_with_words_needs_them_but_one_that_ends_with_them_does_not()
    {
        var rubric = new RubricBuilder()
            .Rule("a", "phrases", ("phrases", new[] { "x" }))
            .Rule("behind", "message", ("range", new (string, object)[] { ("after", "a") }))
            .Rule("ahead", "message", ("range", new (string, object)[] { ("before", "a") }))
            .Rule("none", "phrases", ("phrases", new[] { "y" }), ("need", "none"))
            .Build();
        Assert.Equal((false, true, true), (MayFind(rubric, "behind", "-"), MayFind(rubric, "ahead", "-"), MayFind(rubric, "none", "-")));
        Assert.True(MayFind(rubric, "behind", "x"));
    }

    private static bool MayHold(string condition, string text)
        => MayFind(
            new RubricBuilder()
                .Rule("a", "phrases", ("phrases", new[] { "x" }))
                .Rule("b", "phrases", ("phrases", new[] { "y" }))
                .Rule("c", "phrases", ("phrases", new[] { "z" }))
                .Rule("all", "combine", ("when", condition))
                .Build(),
            "all",
            string.Join(' ', text.ToCharArray()));

    private static bool MayFind(Rubric rubric, string rule, string text)
    {
        var chat = Examination.Rent();
        chat.Load(Chat.Of("agent: " + text), rubric);
        var may = chat.MayFind(rubric.Rule(rule)!.Index);
        Examination.Return(chat);
        return may;
    }

    private static bool Finds(Examination chat, Rule rule)
    {
        // A rule that finds what others found has them asked for before it adds its own.
        foreach (var input in rule.Inputs)
            _ = chat.Found(input).Length;
        var before = chat.FoundCount;
        rule.Examine(chat, new FindingList(chat));
        return chat.FoundCount > before;
    }
}
