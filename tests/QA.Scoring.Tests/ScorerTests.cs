using System;
using System.Linq;
using Xunit;

namespace QA.Scoring.Tests;

/// <summary>Gates, verdicts, caps, adjustments and standing.</summary>
public sealed class ScorerTests
{
    [Fact]
    public void The_first_level_that_holds_is_the_verdict()
    {
        var builder = Words();
        var rubric = builder.Criterion(
            "c", 10,
            builder.Level(Verdict.Pass, "good"),
            builder.Level(Verdict.Partial, "fair", 250_000),
            builder.Level(Verdict.Unsure, "odd"),
            builder.Level(Verdict.Fail)).Criterion("other", 30, builder.Level(Verdict.Fail)).Build();

        Assert.Equal((Verdict.Pass, 2500), Judge(rubric, "good fair odd"));
        Assert.Equal((Verdict.Partial, 625), Judge(rubric, "fair odd"));
        Assert.Equal((Verdict.Unsure, 0), Judge(rubric, "odd"));
        Assert.Equal((Verdict.Fail, 0), Judge(rubric, "bad"));
    }

    [Fact]
    public void What_is_unsure_leaves_the_sum()
    {
        var builder = Words();
        var rubric = builder
            .Criterion("open", 90, builder.Level(Verdict.Unsure, "odd"), builder.Level(Verdict.Pass))
            .Criterion("sure", 10, builder.Level(Verdict.Pass, "good"), builder.Level(Verdict.Fail)).Build();

        var score = Assert.Single(Scorer.Score(Chat.Of("agent: good odd"), rubric));

        Assert.Equal(10_000, score.Total);
        Assert.Equal(0, score.Criteria[0].Weight);
    }

    [Fact]
    public void A_gate_that_is_not_met_says_so_and_is_never_a_failure()
    {
        var builder = Words();
        Gate needs = builder.When("good");
        Gate refuses = builder.Unless("odd");
        var rubric = builder
            .Criterion("gated", 50, [needs, refuses], Owner.EveryAgent, [], builder.Level(Verdict.Fail))
            .Criterion("plain", 50, builder.Level(Verdict.Pass)).Build();

        Assert.Equal("NotApplicable unless good 10000", Gated("bad"));
        Assert.Equal("NotApplicable because odd 10000", Gated("good odd"));
        Assert.Equal("NotApplicable unless good 10000", Gated("odd"));
        Assert.Equal("Fail Fail 5000", Gated("good"));

        string Gated(string said)
        {
            var score = Assert.Single(Scorer.Score(Chat.Of("agent: " + said), rubric));
            var criterion = score.Criteria[0];
            Assert.Equal(criterion.Verdict == Verdict.NotApplicable, criterion.Gate is not null && criterion.Level is null);
            return $"{criterion.Verdict} {criterion.Reason.En} {score.Total}";
        }
    }

    [Fact]
    public void First_and_last_agent_owe_what_is_owed_once()
    {
        var builder = Words();
        var rubric = builder
            .Criterion("greeting", 1, [], Owner.FirstAgent, [], builder.Level(Verdict.Pass))
            .Criterion("farewell", 1, [], Owner.LastAgent, [], builder.Level(Verdict.Pass))
            .Criterion("all", 1, [], Owner.EveryAgent, [], builder.Level(Verdict.Pass)).Build();

        var scores = Scorer.Score(Chat.Of("agent A: a", "agent B: b", "agent C: c", "agent B: d"), rubric);

        Assert.Equal(
            ["A: greeting all", "B: farewell all", "C: all"],
            scores.Select(score => $"{score.Agent}: {string.Join(' ', score.Criteria.Where(criterion => criterion.Verdict == Verdict.Pass).Select(criterion => criterion.Criterion.Id))}"));
    }

    [Fact]
    public void The_first_scenario_that_holds_weighs_and_may_take_a_criterion_out()
    {
        var builder = Words().Scenario("odd", "odd").Scenario("other");
        var rubric = builder
            .Criterion("a", 10, [], Owner.EveryAgent, [3m, 1m], builder.Level(Verdict.Pass, "good"), builder.Level(Verdict.Fail))
            .Criterion("b", 10, [], Owner.EveryAgent, [1m, null], builder.Level(Verdict.Fail)).Build();

        var odd = Assert.Single(Scorer.Score(Chat.Of("agent: odd good"), rubric));
        var other = Assert.Single(Scorer.Score(Chat.Of("agent: good"), rubric));

        Assert.Equal(("odd", 7500), (odd.Scenario!.Id, odd.Total!.Value));
        Assert.Equal(("other", 10_000), (other.Scenario!.Id, other.Total!.Value));
        Assert.Equal(Verdict.NotApplicable, other.Criteria[1].Verdict);
        Assert.Null(other.Criteria[1].Gate);
    }

    [Theory]
    [InlineData("good", 5000, 5500, 5500)]
    [InlineData("good fair", 5000, 0, 0)]
    [InlineData("good odd", 5000, 5500, 4000)]
    [InlineData("odd", 0, 0, 0)]
    [InlineData("good odd bad", 5000, 5500, 0)]
    public void Bonuses_and_penalties_are_clamped_and_a_suspicion_caps(string said, int weighted, int uncapped, int total)
    {
        var builder = Words();
        var rubric = builder
            .Criterion("a", 1, builder.Level(Verdict.Pass, "good"), builder.Level(Verdict.Fail))
            .Criterion("b", 1, builder.Level(Verdict.Fail))
            .Adjustment("bonus", 500, "good").Adjustment("penalty", -9000, "fair")
            .Critical("rude", 4000, "odd").Critical("fraud", 0, "odd and bad").Build();

        var score = Assert.Single(Scorer.Score(Chat.Of("agent: " + said), rubric));

        Assert.Equal((weighted, uncapped, total), (score.Base, score.Uncapped, score.Total));
        Assert.Equal(said.Contains("odd", StringComparison.Ordinal), score.Suspicions.Count > 0);
        Assert.Equal(total >= 6000, score.Passed);
    }

    [Theory]
    [InlineData("good", Standing.None, null)]
    [InlineData("good fair", Standing.Insufficient, 10_000)]
    [InlineData("good fair odd", Standing.Ranked, 5000)]
    public void Too_little_that_applies_is_shown_and_not_ranked_and_nothing_is_no_score(string said, Standing standing, int? total)
    {
        var builder = Words().InsufficientBelow(30);
        var rubric = builder
            .Criterion("a", 29.999999m, [builder.When("fair")], Owner.EveryAgent, [], builder.Level(Verdict.Pass))
            .Criterion("b", 29.999999m, [builder.When("odd")], Owner.EveryAgent, [], builder.Level(Verdict.Fail)).Build();

        var score = Assert.Single(Scorer.Score(Chat.Of("agent: " + said), rubric));

        Assert.Equal((standing, total), (score.Standing, score.Total));
        if (total is null)
        {
            Assert.Null(score.Base);
            Assert.Null(score.Uncapped);
            Assert.Null(score.Band);
            Assert.Null(score.Passed);
        }
    }

    [Fact]
    public void An_absence_says_where_it_looked_and_what_came_nearest()
    {
        var builder = new RubricBuilder()
            .Negators("不")
            .Rule("asked", "phrases", ("of", "customer"), ("phrases", "订单"))
            .Rule("sorry", "phrases", ("phrases", "抱歉"), ("range", new (string, object)[] { ("after", "asked"), ("first", "1 messages") }));
        var rubric = builder.Criterion("c", 1, builder.Level(Verdict.Pass, "sorry"), builder.Level(Verdict.Fail, lookedFor: ["sorry"])).Build();

        Assert.Equal("2-2 nearest 4 TooLate 2", Absence("customer: a", "customer: 订单", "agent: 在", "customer: b", "agent: 抱歉"));
        Assert.Equal("2-2 nearest 0 TooEarly 2", Absence("agent: 抱歉", "customer: 订单", "agent: 在"));
        Assert.Equal("1-1 nearest 2 SaidByCustomer 0", Absence("customer: 订单", "agent: 在", "customer: 抱歉"));
        Assert.Equal("2-2 nearest 1 SaidByBot 0", Absence("customer: 订单", "bot: 抱歉", "agent: 在"));
        Assert.Equal("1-1 nearest 1 Negated 0", Absence("customer: 订单", "agent: 不抱歉"));
        Assert.Equal("1-1 nearest 1 Quoted 0", Absence("customer: 订单", "agent: “抱歉”", "agent: 抱歉"));
        Assert.Equal("1-1 nearest  None 0", Absence("customer: 订单", "agent: 在"));
        Assert.Equal("-1--1 nearest  None 0", Absence("customer: a", "agent: 在"));

        string Absence(params string[] lines)
        {
            var absence = Assert.Single(Assert.Single(Scorer.Score(Chat.Of(lines), rubric)).Criteria[0].Absences);
            return $"{absence.From}-{absence.To} nearest {absence.NearestMiss?.Message} {absence.Why} {absence.Distance}";
        }
    }

    private static RubricBuilder Words()
    {
        var builder = new RubricBuilder();
        foreach (var word in new[] { "good", "fair", "odd", "bad" })
            builder.Rule(word, "phrases", ("phrases", word));
        return builder;
    }

    private static (Verdict Verdict, int Earned) Judge(Rubric rubric, string said)
    {
        var criterion = Assert.Single(Scorer.Score(Chat.Of("agent: " + said), rubric)).Criteria[0];
        return (criterion.Verdict, criterion.Earned);
    }
}
