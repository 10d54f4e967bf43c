using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace QA.Scoring.Tests;

/// <summary>A section's own weight is shared out among what applies, to the last millionth.</summary>
public sealed class SectionSharesTests
{
    private static readonly Conversation Talk = Chat.Of("customer: 在吗", "agent: good");

    [Fact]
    public void A_section_weighs_the_same_however_much_of_it_applies()
    {
        var builder = Words();
        var rubric = builder
            .Criterion("first", 3, builder.Level(Verdict.Pass))
            .Criterion("second", 1, builder.Level(Verdict.Fail))
            .Criterion("gated", 4, [builder.When("odd")], Owner.EveryAgent, [], builder.Level(Verdict.Pass))
            .Criterion("open", 4, builder.Level(Verdict.Unsure))
            .Section("shared", 6)
            .Criterion("plain", 6, builder.Level(Verdict.Pass)).Build();

        var score = Assert.Single(Scorer.Score(Talk, rubric));

        Assert.Equal([4_500_000, 1_500_000, 0, 0, 6_000_000], score.Criteria.Select(criterion => criterion.Weight));
        Assert.Equal([3750, 0, 0, 0, 5000], score.Criteria.Select(criterion => criterion.Earned));
        Assert.Equal(8750, score.Total);

        // What is owed by nobody leaves the rest of the section all of it.
        var odd = Assert.Single(Scorer.Score(Chat.Of("agent: odd"), rubric));
        Assert.Equal([2_250_000, 750_000, 3_000_000, 0, 6_000_000], odd.Criteria.Select(criterion => criterion.Weight));
    }

    [Fact]
    public void A_section_of_which_nothing_applies_takes_no_part()
    {
        var builder = Words();
        var rubric = builder
            .Criterion("gated", 4, [builder.When("odd")], Owner.EveryAgent, [], builder.Level(Verdict.Pass))
            .Criterion("weightless", 0, builder.Level(Verdict.Pass))
            .Section("shared", 90)
            .Criterion("plain", 10, builder.Level(Verdict.Fail)).InsufficientBelow(11).Build();

        var score = Assert.Single(Scorer.Score(Talk, rubric));

        Assert.Equal([0, 0, 10_000_000], score.Criteria.Select(criterion => criterion.Weight));
        Assert.Equal((0, Standing.Insufficient), (score.Total, score.Standing));
    }

    [Fact]
    public void A_scenario_multiplies_the_sections_weight_and_a_criterions_own_its_share()
    {
        var builder = Words();
        var rubric = builder.Scenario("odd", "odd").Scenario("usual")
            .Criterion("doubled", 1, [], Owner.EveryAgent, [2, 1], builder.Level(Verdict.Pass))
            .Criterion("simple", 1, [], Owner.EveryAgent, [1, 1], builder.Level(Verdict.Pass))
            .Section("shared", 6, 1.5m, 1).Build();

        Assert.Equal([6_000_000, 3_000_000], Weights("agent: odd"));
        Assert.Equal([3_000_000, 3_000_000], Weights("agent: good"));

        long[] Weights(string line) => [.. Assert.Single(Scorer.Score(Chat.Of(line), rubric)).Criteria.Select(criterion => criterion.Weight)];
    }

    [Fact]
    public void What_does_not_divide_goes_to_the_largest_remainders_and_of_equal_ones_to_the_first()
    {
        Assert.Equal([333_334, 333_333, 333_333], Shares(1, 1, 1, 1));
        Assert.Equal([142_857, 857_143], Shares(1, 1, 6));
        Assert.Equal([1, 1, 0], Shares(0.000002m, 1, 1, 1));

        static long[] Shares(decimal whole, params decimal[] weights)
        {
            var builder = Words();
            for (var i = 0; i < weights.Length; i++)
                builder.Criterion("c" + i, weights[i], builder.Level(Verdict.Pass));
            return [.. Assert.Single(Scorer.Score(Talk, builder.Section("shared", whole).Build())).Criteria.Select(criterion => criterion.Weight)];
        }
    }

    [Fact]
    public void Shares_add_up_to_the_sections_weight_and_points_to_the_score()
    {
        var weight = Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(1, 1000), Gen.Choose(1, int.MaxValue)).Select(millionths => millionths / 1_000_000m);
        var criterion =
            from share in weight
            from fate in Gen.Choose(0, 5)
            from value in Gen.Elements(0, 1, 250_000, 333_333, 999_999, 1_000_000)
            select (Share: share, Fate: fate, Value: value);
        var section =
            from own in weight
            from criteria in Gen.ListOf(criterion, 7)
            select (Own: own, Criteria: criteria);

        Prop.ForAll(Gen.ListOf(section, 4).ToArbitrary(), sections =>
        {
            var builder = Words();
            var count = 0;
            foreach (var (own, criteria) in sections)
            {
                foreach (var (share, fate, value) in criteria)
                {
                    // One in six does not apply and one is unsure.
                    var gates = fate == 0 ? new[] { builder.When("odd") } : [];
                    builder.Criterion($"c{count++}", share, gates, Owner.EveryAgent, [], builder.Level(fate == 1 ? Verdict.Unsure : Verdict.Partial, value: value));
                }

                builder.Section("s", own);
            }

            var score = Assert.Single(Scorer.Score(Talk, builder.Build()));
            var next = 0;
            foreach (var (own, criteria) in sections)
            {
                var parts = score.Criteria.Skip(next).Take(criteria.Count).ToList();
                next += criteria.Count;
                var counted = criteria.Zip(parts).Where(pair => pair.First is { Fate: > 1, Share: > 0 }).ToList();
                Assert.Equal(counted.Count == 0 ? 0 : (long)(own * 1_000_000), parts.Sum(part => part.Weight));

                // Nobody is more than a millionth away from the exact share, and who takes no part has none.
                var whole = counted.Sum(pair => pair.First.Share);
                Assert.All(counted, pair => Assert.InRange(pair.Second.Weight - (own * 1_000_000 * pair.First.Share / whole), -1, 1));
                Assert.All(criteria.Zip(parts).Except(counted), pair => Assert.Equal(0, pair.Second.Weight));
            }

            Assert.Equal(score.Base ?? 0, score.Criteria.Sum(part => part.Earned));
            Assert.Equal(score.Base is null ? 0 : 10_000, score.Criteria.Sum(part => part.Earned + part.Lost));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private static RubricBuilder Words() => new RubricBuilder().Rule("odd", "phrases", ("phrases", new[] { "odd" }));
}
