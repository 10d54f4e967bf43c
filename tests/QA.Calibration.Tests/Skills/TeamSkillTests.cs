using System;
using System.Linq;
using QA.Calibration.Skills;
using Xunit;

namespace QA.Calibration.Tests.Skills;

public sealed class TeamSkillTests
{
    // B. Efron and C. Morris, "Data analysis using Stein's estimator and its generalizations", Journal of the American Statistical Association 70 (1975),
    // table 1: hits of 18 players in their first 45 times at bat of 1970.
    private static readonly int[] Hits = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7];

    private static TeamSkill Players { get; } = TeamSkill.Of(Hits.Select(static hits => new Tally(45, hits)));

    [Fact]
    public void The_baseball_players_come_out_as_worked_by_hand()
    {
        // Σ x(1 − x) n / (810 − 18) = (215 − 2735 / 45) / 792; Σ n (x − 0.26543)² = 3.70988; τ² = (3.70988 − 17 v) / 765.
        Assert.Equal(215.5 / 811, Players.Mean, 12);
        Assert.Equal(0.194725, Players.Within, 6);
        Assert.Equal(0.000522, Players.Between, 6);
        Assert.Equal(0.1077, Players.Of(new Tally(45, 18)).OwnShare, 3);
        Assert.Equal(0.280, Players.Of(new Tally(45, 18)).Value, 3);
    }

    [Fact]
    public void Drawn_towards_the_mean_the_players_are_nearer_to_the_rest_of_their_season()
    {
        // The same table: batting averages in the remainder of the season.
        double[] later = [.346, .298, .276, .222, .273, .270, .263, .210, .269, .230, .264, .256, .303, .264, .226, .286, .316, .200];
        double Missed(Func<int, double> estimate) => Hits.Select((hits, i) => Math.Pow(estimate(hits) - later[i], 2)).Sum();
        var plain = Missed(static hits => hits / 45.0);
        var drawn = Missed(static hits => Players.Of(new Tally(45, hits)).Value);
        Assert.True(drawn < plain / 3, $"{drawn} against {plain}");
    }

    [Fact]
    public void Few_cases_are_drawn_far_and_look_uncertain_and_many_are_hardly_drawn()
    {
        var team = TeamSkill.Of([new Tally(200, 180), new Tally(200, 150), new Tally(200, 120), new Tally(200, 90)]);
        var few = team.Of(new Tally(2, 0));
        var many = team.Of(new Tally(400, 80));
        Assert.InRange(few.Value, 0.3, team.Mean);
        Assert.InRange(many.Value, 0.2, 0.23);
        Assert.True(few.Uncertainty > 3 * many.Uncertainty);
        Assert.True(few.Interval.Low < few.Value && few.Value < few.Interval.High);
    }

    [Fact]
    public void Where_everybody_always_passes_nobody_is_beyond_doubt()
    {
        var team = TeamSkill.Of([new Tally(20, 20), new Tally(30, 30), new Tally(1, 1)]);
        var one = team.Of(new Tally(1, 1));
        Assert.InRange(one.Value, 0.98, 0.9999);
        Assert.True(one.Interval.Low < 0.98 && one.Interval.High <= 1);
        Assert.True(team.Of(new Tally(30, 30)).Interval.Low > one.Interval.Low);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_team_of_few_agents_or_none_still_has_strengths(int agents)
    {
        var team = TeamSkill.Of(Enumerable.Repeat(new Tally(1, 0), agents));
        var strength = team.Of(new Tally(1, 0));
        Assert.True(strength.Interval is { Low: >= 0, High: <= 1 } && strength.Interval.High - strength.Interval.Low > 0.1);
    }

    [Fact]
    public void The_order_of_agents_matters_only_to_the_last_digits()
    {
        var there = TeamSkill.Of([new Tally(3, 1), new Tally(50, 44.5), new Tally(17, 9)]);
        var back = TeamSkill.Of([new Tally(17, 9), new Tally(50, 44.5), new Tally(3, 1)]);
        Assert.Equal(there.Worth, back.Worth, 9);
    }

    /// <summary>What the interval promises: the true strength lies inside in 95 of 100 cases, taken over agents of many teams.</summary>
    [Fact]
    public void Intervals_hold_the_true_strength_as_often_as_they_say()
    {
        var chance = new Chance(7);
        var (inside, all) = (0, 0);
        for (var run = 0; run < 400; run++)
        {
            var truth = Enumerable.Range(0, 12).Select(_ => chance.Between(0.5, 0.9)).ToArray();
            var seen = truth.Select((strength, i) => chance.Chats(4 + (6 * i), strength)).ToArray();
            var team = TeamSkill.Of(seen);
            for (var i = 0; i < truth.Length; i++)
            {
                var interval = team.Of(seen[i]).Interval;
                inside += interval.Low <= truth[i] && truth[i] <= interval.High ? 1 : 0;
                all++;
            }
        }

        Assert.InRange((double)inside / all, 0.93, 0.98);
    }
}
