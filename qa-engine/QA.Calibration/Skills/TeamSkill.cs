using System;
using System.Collections.Generic;

namespace QA.Calibration.Skills;

/// <summary>
/// What a team as a whole says about one skill: the mean, and how far agents differ in truth. Strengths of single agents are drawn towards it by
/// empirical Bayes.
/// <para>
/// The model is the beta-binomial one: agents' true strengths θ have mean μ and variance τ² between agents, chats of one agent vary around θ with variance
/// θ(1 − θ). An agent with n cases and mean x is estimated as μ + z (x − μ) with z = n / (n + k) and k = v / τ², where v is the mean variance within agents:
/// k is how many cases the team's mean is worth. That is the posterior mean with a Beta(kμ, k(1 − μ)) prior, and for anything else between 0 and 1 the best
/// linear estimate (H. Bühlmann and E. Straub, "Glaubwürdigkeit für Schadensätze", Mitteilungen der Vereinigung schweizerischer Versicherungsmathematiker 70,
/// 1970). v and τ² are their estimators from sums of squares; J. Kleinman's ("Proportions with extraneous variance", Journal of the American Statistical
/// Association 68, 1973) are the same for shares. Where a criterion has partial verdicts, θ(1 − θ) is more than chats vary, so that intervals are rather too wide.
/// </para>
/// </summary>
public sealed class TeamSkill
{
    // Below a difference of two points in a hundred nobody would coach, and above 0 it must be: an estimate of none would call every agent alike and
    // every interval certain. A judgement, not an estimate.
    private const double LeastSpread = 0.02;

    // One or two agents say nothing of how agents differ. A judgement as well: two agents in three within ten points of the mean.
    private const double UsualSpread = 0.1;
    private const int FewestForSpread = 3;

    // Never flatter than evenly from 0 to 1.
    private const double LeastCertainty = 2;

    private readonly double _varianceOfMean;

    private TeamSkill(double mean, double within, double between, double varianceOfMean, long cases, int agents)
    {
        Mean = mean;
        Within = within;
        Between = between;
        _varianceOfMean = varianceOfMean;
        Cases = cases;
        Agents = agents;
    }

    /// <summary>μ: all value earned over all cases, with half a success and half a failure added so that no team is beyond doubt.</summary>
    public double Mean { get; }

    /// <summary>v: variance of one chat around its agent's strength.</summary>
    public double Within { get; }

    /// <summary>τ²: variance of strengths between agents.</summary>
    public double Between { get; }

    /// <summary>k: how many cases of an agent's own the team's mean is worth.</summary>
    public double Worth => Within / Between;

    public long Cases { get; }

    /// <summary>Agents with a case.</summary>
    public int Agents { get; }

    /// <param name="agents">One for each; those without a case say nothing.</param>
    public static TeamSkill Of(IEnumerable<Tally> agents)
    {
        var (all, count, squares, withinSum) = (default(Tally), 0, 0.0, 0.0);
        var some = new List<Tally>();
        foreach (var agent in agents)
        {
            if (agent.Mean is not { } mean)
                continue;
            some.Add(agent);
            all += agent;
            count++;
            squares += (double)agent.Cases * agent.Cases;
            withinSum += agent.Cases * mean * (1 - mean);
        }

        var team = (all.Value + 0.5) / (all.Cases + 1);
        var within = all.Cases > count && withinSum > 0 ? withinSum / (all.Cases - count) : team * (1 - team);
        var between = UsualSpread * UsualSpread;
        var spread = all.Cases - (squares / Math.Max(all.Cases, 1));
        if (count >= FewestForSpread && spread > 0)
        {
            var around = 0.0;
            foreach (var agent in some)
                around += agent.Cases * Square(agent.Value / agent.Cases - (all.Value / all.Cases));
            between = Math.Clamp((around - ((count - 1) * within)) / spread, LeastSpread * LeastSpread, 0.25);
        }

        var varianceOfMean = all.Cases == 0 ? 0.25 : (within / all.Cases) + (between * squares / all.Cases / all.Cases);
        return new TeamSkill(team, within, between, varianceOfMean, all.Cases, count);
    }

    /// <summary>
    /// The strength of an agent of this team. The interval is that of the beta distribution with the posterior's mean and variance m(1 − m) / (n + k + 1),
    /// to which comes what the team's mean is unsure of, (1 − z)² Var(μ), and what z is, being estimated from a sum of squares over I agents:
    /// 2 / (I − 1) × (1 − z)² (x − μ)² (as in C. Morris, "Parametric empirical Bayes inference", Journal of the American Statistical Association 78, 1983).
    /// </summary>
    public Strength Of(Tally agent)
    {
        var (value, variance, own) = Posterior(agent);
        var certainty = Math.Max((value * (1 - value) / variance) - 1, LeastCertainty);
        const double tail = (1 - (Resampling.LevelThousandths / 1000.0)) / 2;
        return new Strength(
            value,
            new Interval(Beta.Quantile(certainty * value, certainty * (1 - value), tail), Beta.Quantile(certainty * value, certainty * (1 - value), 1 - tail)),
            own, agent.Cases);
    }

    internal (double Mean, double Variance, double OwnShare) Posterior(Tally agent)
    {
        var own = agent.Cases / (agent.Cases + Worth);
        var value = Mean + (own * ((agent.Mean ?? Mean) - Mean));
        var off = (1 - own) * ((agent.Mean ?? Mean) - Mean);
        return (value, (value * (1 - value) / (agent.Cases + Worth + 1)) + (Square(1 - own) * _varianceOfMean) + (2 * off * off / Math.Max(Agents - 1, 1)), own);
    }

    private static double Square(double value) => value * value;
}
