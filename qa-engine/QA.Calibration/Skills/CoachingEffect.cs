using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Calibration.Skills;

/// <summary>One agent's chats before a day and from it on.</summary>
public readonly record struct BeforeAfter(Tally Before, Tally After);

/// <summary>What can be said of a coaching so far.</summary>
public enum CoachingSays
{
    /// <summary>The agent has too few chats since.</summary>
    TooEarly,

    /// <summary>Too few uncoached agents had the skill called for before and since.</summary>
    NoPeers,

    /// <summary>Better than would be expected without it; chance hardly explains it.</summary>
    Better,

    /// <summary>Worse than would be expected without it; chance hardly explains it.</summary>
    Worse,

    /// <summary>Chance explains the difference.</summary>
    Unclear,
}

/// <summary>
/// What coaching changed, beyond what would have come without it: a difference in differences whose starting point is drawn towards the team's mean.
/// <para>
/// Whoever is coached was mostly chosen for a bad time, and bad times pass by themselves (F. Galton, "Regression towards mediocrity", Journal of the
/// Anthropological Institute 15, 1886). Before and after alone, even against peers who started higher, therefore praises every coaching. So what is expected
/// without coaching is not the share before but the strength before (<see cref="TeamSkill"/>, which needs no correction for being chosen by the same chats:
/// A. Dawid, "Selection paradoxes of Bayesian inference", 1994), plus the change of uncoached peers, each against the own strength before.
/// </para>
/// <para>
/// expected = strength before + Σ w (after − strength before) / Σ w over peers; effect = after − expected. The weights w are inverse variances; how much
/// agents drift apart by themselves comes in as R. DerSimonian and N. Laird estimate it ("Meta-analysis in clinical trials", Controlled Clinical Trials 7,
/// 1986), and the interval is that for one more agent (J. Higgins, S. Thompson and D. Spiegelhalter, "A re-evaluation of random-effects meta-analysis",
/// Journal of the Royal Statistical Society A 172, 2009): what is estimated from peers counts with Student's t of one degree less than there are of them,
/// what chance does to so many chats with the normal distribution.
/// </para>
/// </summary>
/// <param name="Coached">The agent's own chats.</param>
/// <param name="Peers">All peers' chats together.</param>
/// <param name="PeerCount">Peers who had cases before and since.</param>
/// <param name="Expected">0 … 1: after, had there been no coaching; null where nothing can be expected.</param>
/// <param name="Effect">After against <paramref name="Expected"/>, −1 … 1; null where <paramref name="Says"/> says why.</param>
public sealed record CoachingEffect(BeforeAfter Coached, BeforeAfter Peers, int PeerCount, double? Expected, Difference? Effect, CoachingSays Says)
{
    /// <summary>Fewer chats say nothing of one agent: an interval over ten is still sixty points wide.</summary>
    public const int FewestCases = 10;

    /// <summary>With fewer nobody knows how much agents change by themselves.</summary>
    public const int FewestPeers = 3;

    /// <summary>The plain difference in differences, without the guard; for comparison.</summary>
    public double? Plain =>
        Coached.After.Mean - Coached.Before.Mean - (Peers.After.Mean - Peers.Before.Mean);

    /// <param name="coached">Who was coached.</param>
    /// <param name="peers">Agents of the same team who were not; those without cases before or since are left out.</param>
    public static CoachingEffect Of(BeforeAfter coached, IEnumerable<BeforeAfter> peers)
    {
        var both = peers.Where(static peer => peer is { Before.Cases: > 0, After.Cases: > 0 }).ToList();
        var together = both.Aggregate(default(BeforeAfter), static (sum, peer) => new BeforeAfter(sum.Before + peer.Before, sum.After + peer.After));
        if (both.Count < FewestPeers)
            return new CoachingEffect(coached, together, both.Count, null, null, CoachingSays.NoPeers);

        var team = TeamSkill.Of(both.Select(static peer => peer.Before).Append(coached.Before));
        var residuals = both.ConvertAll(peer => Residual.Of(team, peer));
        var drift = Drift(residuals);
        var (shift, certainty) = Weighted(residuals, drift);
        var start = team.Posterior(coached.Before);
        var expected = Math.Clamp(start.Mean + shift, 0, 1);
        if (coached.After is not { Cases: >= FewestCases, Mean: { } after })
            return new CoachingEffect(coached, together, both.Count, expected, null, CoachingSays.TooEarly);

        var effect = after - expected;
        var student = Beta.StudentReach(both.Count - 1);
        var reach = Math.Sqrt(
            (PointsLost.Normal * PointsLost.Normal * (start.Variance + Residual.Chance(coached.After, expected))) + (student * student * (drift + (1 / certainty))));
        var difference = new Difference(effect, new Interval(effect - reach, effect + reach));
        var says = difference.IsClear ? effect > 0 ? CoachingSays.Better : CoachingSays.Worse : CoachingSays.Unclear;
        return new CoachingEffect(coached, together, both.Count, expected, difference, says);
    }

    /// <summary>The variance of changes between agents beyond chance; 0 where chance explains all.</summary>
    private static double Drift(List<Residual> residuals)
    {
        var (mean, sum) = Weighted(residuals, 0);
        var (q, squares) = (0.0, 0.0);
        foreach (var residual in residuals)
        {
            var weight = 1 / residual.Variance;
            q += weight * (residual.Value - mean) * (residual.Value - mean);
            squares += weight * weight;
        }

        return Math.Max(0, (q - (residuals.Count - 1)) / (sum - (squares / sum)));
    }

    private static (double Mean, double Certainty) Weighted(List<Residual> residuals, double drift)
    {
        var (weights, sum) = (0.0, 0.0);
        foreach (var residual in residuals)
        {
            var weight = 1 / (residual.Variance + drift);
            weights += weight;
            sum += weight * residual.Value;
        }

        return (sum / weights, weights);
    }

    /// <summary>What an agent did since, against the strength before.</summary>
    private readonly record struct Residual(double Value, double Variance)
    {
        public static Residual Of(TeamSkill team, BeforeAfter agent)
        {
            var start = team.Posterior(agent.Before);
            return new Residual(agent.After.Mean!.Value - start.Mean, start.Variance + Chance(agent.After, start.Mean));
        }

        /// <summary>The variance of a mean of so many chats, at a share between what was seen and what was expected: 100 % of five chats is not certain.</summary>
        public static double Chance(Tally after, double expected)
        {
            var share = (after.Value + (expected * 2)) / (after.Cases + 2);
            share = Math.Clamp(share, 0.5 / (after.Cases + 1), 1 - (0.5 / (after.Cases + 1)));
            return share * (1 - share) / after.Cases;
        }
    }
}
