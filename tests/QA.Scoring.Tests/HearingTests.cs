using QA.Scoring.Rules;
using Xunit;

namespace QA.Scoring.Tests;

/// <summary>A message is searched only for the phrases that a rule wants to hear of from its speaker.</summary>
public sealed class HearingTests
{
    private static readonly Conversation Greeted = Chat.Of("customer: 您好", "agent: 您好", "bot: 您好");

    [Fact]
    public void Words_of_agents_are_not_sought_in_what_customers_say()
    {
        Assert.Equal((0, 1, 0), Hits(Rubric(lookedFor: null)));
    }

    [Fact]
    public void Words_that_a_level_looks_for_are_sought_in_what_anybody_says_for_they_may_be_the_nearest_miss()
    {
        Assert.Equal((1, 1, 1), Hits(Rubric(lookedFor: "greets")));
    }

    [Fact]
    public void So_are_those_of_a_combination_that_a_level_looks_for()
    {
        Assert.Equal((1, 1, 1), Hits(Rubric(lookedFor: "polite")));
    }

    [Fact]
    public void Negators_are_sought_in_what_anybody_says()
    {
        var builder = new RubricBuilder().Negators("您").Rule("greets", "phrases", ("phrases", new[] { "好" }));
        Assert.Equal((1, 2, 1), Hits(builder.Criterion("c", 1, builder.Level(Verdict.Pass, "greets"), builder.Level(Verdict.Fail)).Build()));
    }

    private static Rubric Rubric(string? lookedFor)
    {
        var builder = new RubricBuilder()
            .Rule("greets", "phrases", ("phrases", new[] { "您好" }))
            .Rule("polite", "combine", ("when", "greets or greets"));
        return builder.Criterion("c", 1, builder.Level(Verdict.Pass, "greets"), builder.Level(Verdict.Fail, lookedFor: lookedFor is null ? [] : [lookedFor])).Build();
    }

    /// <summary>How much is found in the customer's, the agent's and the robot's message.</summary>
    private static (int Customer, int Agent, int Bot) Hits(Rubric rubric)
    {
        var chat = Examination.Rent();
        chat.Load(Greeted, rubric);
        var hits = (chat.HitsIn(0).Length, chat.HitsIn(1).Length, chat.HitsIn(2).Length);
        Examination.Return(chat);
        return hits;
    }
}
