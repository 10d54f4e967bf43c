using System.Linq;
using QA.Scoring.Rules;
using Xunit;

namespace QA.Scoring.Tests.Rules;

/// <summary>Sessions, what each agent answered in them, and turns.</summary>
public sealed class SegmentTests
{
    private static readonly Rubric Rubric = Speakers(new RubricBuilder()).Build();

    [Fact]
    public void One_agent_answers_everything()
        => Assert.Equal("小鱼 0-3: 0 2 | 1 3", Segments("customer: a", "agent 小鱼: b", "customer: c", "agent 小鱼: d"));

    [Fact]
    public void A_customers_message_before_a_transfer_belongs_to_the_agent_who_answers_it()
        => Assert.Equal(
            "A 0-1: 0 | 1 / B 2-4: 2 3 | 4",
            Segments("customer: a", "agent A: b", "customer: c", "customer: d", "agent B: e"));

    [Fact]
    public void An_agent_who_comes_back_has_two_stretches_and_the_one_between_is_a_colleagues()
        => Assert.Equal(
            "A 0-6: 0 4 6 | 1 5 > 3 / B 2-3: 2 | 3",
            Segments("customer: a", "agent A: b", "customer: c", "agent B: d", "customer: e", "agent A: f", "customer: g"));

    [Fact]
    public void A_robot_between_belongs_to_who_answers_next()
        => Assert.Equal(
            "A 0-0: | 0 / B 1-3: 1 | 3",
            Segments("agent A: a", "customer: b", "bot: c", "agent B: d"));

    [Fact]
    public void What_nobody_answered_is_the_last_agents()
        => Assert.Equal("A 0-1: 0 | 1 / B 2-4: 3 4 | 2", Segments("customer: a", "agent A: b", "agent B: c", "customer: d", "customer: e"));

    [Fact]
    public void Nameless_agents_are_one_agent()
        => Assert.Equal("? 0-2: 1 | 0 2", Segments("agent: a", "customer: b", "agent: c"));

    [Fact]
    public void Without_an_agent_there_is_no_score()
    {
        foreach (var chat in new[] { Chat.Of("customer: a", "bot: b"), Chat.Of() })
        {
            var score = Assert.Single(Scorer.Score(chat, Rubric));

            Assert.Null(score.Agent);
            Assert.Null(score.Total);
            Assert.Equal(Standing.None, score.Standing);
            Assert.All(score.Criteria, criterion => Assert.Equal(Verdict.NotApplicable, criterion.Verdict));
        }
    }

    [Theory]
    [InlineData("14:59:59", 1)]
    [InlineData("15:00:00", 2)]
    public void A_gap_as_long_as_the_rubric_says_begins_a_new_session(string time, int sessions)
    {
        var scores = Scorer.Score(Chat.Of("[09:00:00] customer: a", "[09:00:00] agent A: b", $"[{time}] agent A: c"), Rubric);

        Assert.Equal(sessions, scores.Count);
        Assert.All(scores, score => Assert.Equal(sessions, score.Sessions));
        Assert.Equal(Enumerable.Range(0, sessions), scores.Select(score => score.Session));
    }

    [Fact]
    public void Missing_times_split_nothing()
    {
        Assert.Single(Scorer.Score(Chat.Of("agent A: a", "[09:00] agent A: b", "agent A: c", "[10:00] agent A: d"), Rubric));
        Assert.Equal(2, Scorer.Score(Chat.Of("[02:00] agent A: a", "customer: b", "[09:00] agent A: c"), Rubric).Count);
    }

    [Fact]
    public void A_session_without_an_agent_has_no_score_but_counts()
    {
        var score = Assert.Single(Scorer.Score(Chat.Of("[01:00] customer: a", "[10:00] customer: b", "[10:01] agent A: c"), Rubric));

        Assert.Equal((1, 2), (score.Session, score.Sessions));
        Assert.Equal((1, 3), score.Messages);
    }

    [Fact]
    public void Robots_and_the_platform_do_not_break_a_turn_and_a_colleague_does()
    {
        var turns = new RubricBuilder()
            .Rule("long-turn", "length", ("per", "turn"), ("at-least", "2"))
            .Build();

        Assert.Equal("0:a 2:b", Chat.Find(turns, "long-turn", "agent: a", "bot: x", "agent: b", "customer: c", "agent: d"));
        Assert.Equal("", Chat.Find(turns, "long-turn", "agent A: a", "agent B: x", "agent A: b"));
    }

    [Fact]
    public void A_rule_about_the_session_sees_every_agent_as_agent()
    {
        var rubric = new RubricBuilder()
            .Rule("hello", "phrases", ("phrases", "hello"))
            .Rule("hello-session", "phrases", ("phrases", "hello"), ("scope", "session"))
            .Rule("hello-colleague", "phrases", ("phrases", "hello"), ("of", "colleague"))
            .Rule("both-session", "count", ("rule", "hello"), ("at-least", "2"), ("scope", "session"))
            .Build();
        string[] chat = ["agent A: hello", "customer: hello", "agent B: hello", "agent A: bye"];

        // The probe shows what any agent's segment sees; the colleague's hello is found in A's stretch only.
        Assert.Equal("0:hello 2:hello", Chat.Find(rubric, "hello", chat));
        Assert.Equal("0:hello 2:hello", Chat.Find(rubric, "hello-session", chat));
        Assert.Equal("2:hello", Chat.Find(rubric, "hello-colleague", chat));
        Assert.Equal("0:hello 2:hello", Chat.Find(rubric, "both-session", chat));
    }

    private static RubricBuilder Speakers(RubricBuilder builder)
    {
        builder.Rule("customer", "message", ("of", "customer")).Rule("agent", "message", ("of", "agent")).Rule("colleague", "message", ("of", "colleague"));
        return builder
            .Criterion("customer", 1, builder.Level(Verdict.Pass, "customer"), builder.Level(Verdict.Fail))
            .Criterion("agent", 1, builder.Level(Verdict.Pass, "agent"), builder.Level(Verdict.Fail))
            .Criterion("colleague", 1, builder.Level(Verdict.Pass, "colleague"), builder.Level(Verdict.Fail));
    }

    /// <summary>Each agent's segment: from–to: the customer's messages | the agent's > a colleague's.</summary>
    private static string Segments(params string[] lines) => string.Join(" / ", Scorer.Score(Chat.Of(lines), Rubric).Select(score =>
    {
        var said = score.Criteria.Select(criterion => string.Join(' ', criterion.Evidence.Select(finding => finding.Message))).ToList();
        return $"{score.Agent ?? "?"} {score.Messages.From}-{score.Messages.To - 1}: {said[0]}{(said[0].Length > 0 ? " " : "")}| {said[1]}{(said[2].Length > 0 ? " > " + said[2] : "")}";
    }));
}
