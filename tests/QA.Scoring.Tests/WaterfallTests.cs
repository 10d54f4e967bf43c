using System;
using System.Linq;
using Xunit;

namespace QA.Scoring.Tests;

/// <summary>Points add up, to the last digit, whatever the weights.</summary>
public sealed class WaterfallTests
{
    private static readonly decimal[] Weights = [0.000001m, 0.000003m, 0.1m, 1m, 3m, 7.5m, 33.333333m, 100m, 9999.999999m, 10_000m];
    private static readonly decimal?[] Multipliers = [0.000001m, 0.5m, 1m, 1.5m, 100m, 0m, null];
    private static readonly int[] Values = [0, 1, 250_000, 333_333, 500_000, 666_667, 999_999, 1_000_000];

    [Fact]
    public void Earned_adds_up_to_the_base_and_earned_and_lost_to_a_hundred()
    {
        var random = new Random(11);
        var chat = Chat.Of("customer: 在吗", "agent: 您好");
        var scored = 0;
        for (var round = 0; round < 3000; round++)
        {
            var builder = new RubricBuilder().Scenario("only");
            var exact = 0m;
            var whole = 0m;
            var count = random.Next(1, 12);
            for (var i = 0; i < count; i++)
            {
                var weight = Weights[random.Next(Weights.Length)];
                var multiplier = Multipliers[random.Next(Multipliers.Length)];
                var value = Values[random.Next(Values.Length)];
                var unsure = random.Next(6) == 0;
                builder.Criterion("c" + i, weight, [], Owner.EveryAgent, [multiplier], builder.Level(unsure ? Verdict.Unsure : Verdict.Partial, value: value));
                var counted = multiplier is { } factor && !unsure ? decimal.Truncate(weight * factor * 1_000_000) : 0;
                exact += counted * value;
                whole += counted;
            }

            var score = Assert.Single(Scorer.Score(chat, builder.Build()));

            if (whole == 0)
            {
                Assert.Null(score.Base);
                Assert.Equal(Standing.None, score.Standing);
                continue;
            }

            scored++;
            var expected = decimal.Round(exact / 100 / whole, MidpointRounding.AwayFromZero);
            Assert.Equal((int)expected, score.Base!.Value);
            Assert.Equal(score.Base, score.Criteria.Sum(criterion => criterion.Earned));
            Assert.Equal(10_000, score.Criteria.Sum(criterion => criterion.Earned + criterion.Lost));
            Assert.All(score.Criteria, criterion => Assert.True(criterion.Earned >= 0 && criterion.Lost >= 0));
            Assert.All(score.Criteria, criterion => Assert.True(criterion.Weight > 0 || criterion.Earned + criterion.Lost == 0));
        }

        Assert.True(scored > 2000);
    }

    [Fact]
    public void Random_chats_under_a_large_rubric_add_up_too()
    {
        var rubric = RandomChats.EveryKind();
        var scored = 0;
        foreach (var score in RandomChats.Many(seed: 12, count: 800).SelectMany(chat => Scorer.Score(chat, rubric)))
        {
            if (score.Base is not { } total)
                continue;
            scored++;
            Assert.Equal(total, score.Criteria.Sum(criterion => criterion.Earned));
            Assert.Equal(10_000, score.Criteria.Sum(criterion => criterion.Earned + criterion.Lost));
            Assert.InRange(score.Total!.Value, 0, score.Uncapped!.Value);
        }

        Assert.True(scored > 500);
    }
}
