using System.Collections.Generic;
using System.Linq;
using QA.Calibration.Skills;
using Xunit;

namespace QA.Calibration.Tests.Skills;

public sealed class CoachingEffectTests
{
    [Fact]
    public void Somebody_who_only_moves_with_the_team_was_not_changed_by_coaching()
    {
        var peers = Enumerable.Range(0, 8).Select(static i => new BeforeAfter(new Tally(400, 240 + (10 * i)), new Tally(400, 280 + (10 * i)))).ToList();
        var effect = CoachingEffect.Of(new BeforeAfter(new Tally(400, 250), new Tally(400, 290)), peers);
        Assert.Equal(CoachingSays.Unclear, effect.Says);
        Assert.InRange(effect.Effect!.Value.Change, -0.03, 0.03);
        Assert.Equal(0, effect.Plain!.Value, 9);
    }

    [Fact]
    public void Somebody_who_outgrows_what_was_to_be_expected_was()
    {
        var peers = Enumerable.Range(0, 8).Select(static i => new BeforeAfter(new Tally(400, 240 + (10 * i)), new Tally(400, 240 + (10 * i)))).ToList();
        var better = CoachingEffect.Of(new BeforeAfter(new Tally(200, 100), new Tally(200, 180)), peers);
        Assert.Equal(CoachingSays.Better, better.Says);
        Assert.True(better.Expected > 0.5, "the expected value lies between the own and the team's");
        Assert.True(better.Effect!.Value.Change < better.Plain, "the guard takes what comes by itself off");
        Assert.Equal(CoachingSays.Worse, CoachingEffect.Of(new BeforeAfter(new Tally(200, 160), new Tally(200, 60)), peers).Says);
    }

    [Fact]
    public void Too_few_chats_or_peers_say_nothing()
    {
        var peer = new BeforeAfter(new Tally(40, 30), new Tally(40, 31));
        var early = CoachingEffect.Of(new BeforeAfter(new Tally(30, 10), new Tally(9, 9)), [peer, peer, peer]);
        Assert.Equal((CoachingSays.TooEarly, (Difference?)null), (early.Says, early.Effect));
        Assert.NotNull(early.Expected);
        var idle = new BeforeAfter(new Tally(40, 30), default);
        var alone = CoachingEffect.Of(new BeforeAfter(new Tally(30, 10), new Tally(30, 20)), [peer, peer, idle, idle]);
        Assert.Equal((CoachingSays.NoPeers, 2, (double?)null), (alone.Says, alone.PeerCount, alone.Expected));
    }

    [Fact]
    public void Chats_before_are_not_needed_but_make_it_surer()
    {
        var peers = Enumerable.Range(0, 8).Select(static i => new BeforeAfter(new Tally(100, 50 + (5 * i)), new Tally(100, 50 + (5 * i)))).ToList();
        var new_ = CoachingEffect.Of(new BeforeAfter(default, new Tally(60, 55)), peers).Effect!.Value.Interval!.Value;
        var known = CoachingEffect.Of(new BeforeAfter(new Tally(100, 60), new Tally(60, 55)), peers).Effect!.Value.Interval!.Value;
        Assert.True(known.High - known.Low < new_.High - new_.Low);
    }

    /// <summary>
    /// No coaching does anything here; the weakest of the weeks before is chosen, as supervisors choose. Before and after alone praises it, the plain
    /// difference in differences too; the guarded one finds nothing, and its interval holds 0 as often as it says.
    /// </summary>
    [Theory]
    [InlineData(12, 25, 0, 101)]
    [InlineData(12, 25, 0.05, 102)]
    [InlineData(30, 15, 0, 103)]
    [InlineData(6, 60, 0.03, 104)]
    public void Where_coaching_does_nothing_the_interval_holds_zero_though_the_weakest_was_chosen(int agents, int cases, double drift, int seed)
    {
        const int runs = 1500;
        var chance = new Chance((ulong)seed);
        var (holds, naive, plain, guarded) = (0, 0.0, 0.0, 0.0);
        for (var run = 0; run < runs; run++)
        {
            var all = new List<BeforeAfter>();
            for (var i = 0; i < agents; i++)
            {
                // Everybody becomes three points better meanwhile, one more and another less.
                var strength = chance.Between(0.55, 0.85);
                var later = strength + 0.03 + (drift * chance.Between(-1.732, 1.732));
                all.Add(new BeforeAfter(chance.Chats(cases, strength), chance.Chats(cases, later)));
            }

            var weakest = all.MinBy(static agent => agent.Before.Mean);
            all.Remove(weakest);
            var effect = CoachingEffect.Of(weakest, all);
            holds += effect.Effect!.Value is { IsClear: false } ? 1 : 0;
            naive += (weakest.After.Mean!.Value - weakest.Before.Mean!.Value - 0.03) / runs;
            plain += effect.Plain!.Value / runs;
            guarded += effect.Effect.Value.Change / runs;
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"holds {(double)holds / runs:P1}, naive {naive:F3}, plain {plain:F3}, guarded {guarded:F3}");
        Assert.InRange((double)holds / runs, 0.93, 0.985);
        Assert.True(naive > 0.03 && plain > 0.03, $"chosen for a bad time, the weakest rises by itself: {naive}, {plain}");
        Assert.InRange(guarded, -0.012, 0.012);
    }

    /// <summary>A real change of twenty points is found, and by its size.</summary>
    [Fact]
    public void Where_coaching_does_something_it_is_found()
    {
        const int runs = 500;
        var chance = new Chance(5);
        var (found, sum) = (0, 0.0);
        for (var run = 0; run < runs; run++)
        {
            var all = Enumerable.Range(0, 12).Select(_ => chance.Between(0.55, 0.75)).Select(strength => (strength, Seen: chance.Chats(60, strength))).ToList();
            var (weak, before) = all.MinBy(static agent => agent.Seen.Mean);
            var peers = all.Where(agent => agent.Seen != before).Select(agent => new BeforeAfter(agent.Seen, chance.Chats(60, agent.strength)));
            var effect = CoachingEffect.Of(new BeforeAfter(before, chance.Chats(60, weak + 0.2)), peers);
            found += effect.Says == CoachingSays.Better ? 1 : 0;
            sum += effect.Effect!.Value.Change / runs;
        }

        Assert.True(found > runs / 2, $"{found} of {runs}");
        Assert.InRange(sum, 0.17, 0.22);
    }
}
