using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace QA.Scoring.Tests;

/// <summary>A person's verdicts come to what the machine would have made of them, to the last digit.</summary>
public sealed class OfficialScoreTests
{
    private static readonly decimal[] Weights = [0m, 0.000001m, 0.1m, 1m, 3m, 7.5m, 33.333333m, 100m];
    private static readonly decimal?[] Multipliers = [0.5m, 1m, 1.5m, 100m, 0m];
    private static readonly int[] Values = [1, 250_000, 333_333, 500_000, 666_667, 999_999];
    private static readonly Conversation Talk = Chat.Of("customer: 在吗", "agent: 您好");

    [Fact]
    public void Verdicts_nobody_changed_come_to_the_machines_score()
    {
        var rubric = RandomChats.EveryKind();
        var scored = 0;
        foreach (var score in RandomChats.Many(seed: 21, count: 800).SelectMany(chat => Scorer.Score(chat, rubric)))
        {
            var adjustments = score.Adjustments.Sum(static adjustment => adjustment.Adjustment.Points);
            AssertSame(score, OfficialScore.Of(rubric, score.Scenario?.Id, Verdicts(score), adjustments));
            AssertSame(score, OfficialScore.Of(Verdicts(score), [.. score.Criteria.Select(static part => part.Weight)], score.Standing, adjustments));
            scored += score.Base is null ? 0 : 1;
        }

        Assert.True(scored > 500);
    }

    [Fact]
    public void Verdicts_a_person_changed_come_to_what_the_machine_would_have_made_of_them()
    {
        var random = new Random(5);
        var changed = 0;
        for (var round = 0; round < 2000; round++)
        {
            var plan = Enumerable.Range(0, random.Next(1, 12)).Select(_ => (
                Weight: Weights[random.Next(Weights.Length)], Multiplier: Multipliers[random.Next(Multipliers.Length)], Section: random.Next(4) == 0, Said: Saying(random))).ToList();
            var sectionWeights = plan.ConvertAll(_ => Weights[random.Next(1, Weights.Length)]);
            var insufficient = random.Next(3) * 10;
            var machine = Build(plan.ConvertAll(static one => one.Said));
            var people = plan.ConvertAll(one => random.Next(3) == 0 ? Saying(random) : one.Said);
            var wanted = Assert.Single(Scorer.Score(Talk, Build(people)));
            changed += plan.Select(static one => one.Said).SequenceEqual(people) ? 0 : 1;

            var recounted = OfficialScore.Of(machine, "only", Verdicts(wanted), adjustments: 250);

            AssertSame(wanted, recounted);
            if (recounted.Base is not null)
                Assert.Equal(10_000, recounted.Criteria.Sum(static part => part.Earned + part.Lost));

            Rubric Build(List<CountedVerdict> said)
            {
                var builder = new RubricBuilder().Scenario("only").Lexicon("hello", "您好").Rule("hello", "phrases", ("lexicons", "hello")).Rule("never", "phrases", ("phrases", new[] { "从不" }));
                for (var i = 0; i < plan.Count; i++)
                {
                    var (verdict, value) = said[i];
                    builder.Criterion(
                        $"c{i}", plan[i].Weight, verdict == Verdict.NotApplicable ? [builder.When("never")] : [], Owner.EveryAgent, [plan[i].Multiplier],
                        verdict == Verdict.NotApplicable ? builder.Level(Verdict.Pass) : builder.Level(verdict, value: value));
                    if (plan[i].Section)
                        builder.Section($"s{i}", sectionWeights[i], 1.5m);
                }

                return builder.Adjustment("warm", 250, "hello").InsufficientBelow(insufficient).Build();
            }
        }

        Assert.True(changed > 1000);
    }

    [Fact]
    public void A_criterion_the_scenario_does_not_ask_for_has_no_weight_and_one_it_does_has()
    {
        var builder = new RubricBuilder().Scenario("complaint", "hello").Scenario("other").Lexicon("hello", "您好").Rule("hello", "phrases", ("lexicons", "hello"));
        var rubric = builder.Criterion("asked", 1, [], Owner.EveryAgent, [1, 1], builder.Level(Verdict.Pass))
            .Criterion("elsewhere", 1, [], Owner.EveryAgent, [null, 1], builder.Level(Verdict.Pass)).Build();
        Assert.True(OfficialScore.IsExpected(rubric, "complaint", 0));
        Assert.False(OfficialScore.IsExpected(rubric, "complaint", 1));
        Assert.True(OfficialScore.IsExpected(rubric, "other", 1));
    }

    [Fact]
    public void Without_the_rubric_nothing_may_cease_to_apply() => Assert.Throws<ArgumentException>(() =>
        OfficialScore.Of([CountedVerdict.Of(Verdict.Pass), CountedVerdict.Of(Verdict.NotApplicable)], [1, 1], Standing.Ranked, 0));

    private static void AssertSame(Score expected, OfficialScore actual)
    {
        Assert.Equal((expected.Standing, expected.Base, expected.Uncapped), (actual.Standing, actual.Base, actual.Uncapped));
        Assert.Equal(expected.Criteria.Select(static part => (part.Verdict, part.Weight, part.Earned, part.Lost)), actual.Criteria.Select(static part => (part.Verdict, part.Weight, part.Earned, part.Lost)));
    }

    private static CountedVerdict[] Verdicts(Score score) => [.. score.Criteria.Select(static part => new CountedVerdict(part.Verdict, part.Value))];

    private static CountedVerdict Saying(Random random) => random.Next(6) switch
    {
        0 => CountedVerdict.Of(Verdict.NotApplicable),
        1 => CountedVerdict.Of(Verdict.Unsure),
        2 => CountedVerdict.Of(Verdict.Fail),
        3 => new CountedVerdict(Verdict.Partial, Values[random.Next(Values.Length)]),
        _ => CountedVerdict.Of(Verdict.Pass),
    };
}
