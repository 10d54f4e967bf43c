using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>What the scores of a filter have among their tokens.</summary>
/// <param name="All">Each of these.</param>
/// <param name="Some">Of each of these lists, one at least.</param>
internal sealed record ListTokens(int[] All, IReadOnlyList<int[]> Some)
{
    // A filter by points that spans more steps than this leaves little out.
    private const int MostSteps = 8;

    private static readonly Verdict[] Applied = [Verdict.Pass, Verdict.Partial, Verdict.Fail, Verdict.Unsure];

    public static ListTokens Of(ConversationFilter filter)
    {
        var all = new HashSet<int>();
        var some = new List<int[]>();
        if (filter.Team is { } team)
            all.Add(SearchTokens.Team(team));
        if (filter.Agent is { } agent)
            all.Add(SearchTokens.AgentName(agent));
        if (filter.Shop is { } shop)
            all.Add(SearchTokens.Shop(shop));
        if (filter.Scenario is { } scenario)
            all.Add(SearchTokens.Scenario(scenario));
        if (filter.Standing is { } standing)
            all.Add(SearchTokens.Standing(standing));
        if (filter.Mood is { } mood)
            all.Add(SearchTokens.Mood(mood));
        if (filter.Critical is { } critical)
            all.Add(SearchTokens.Critical(critical));
        foreach (var word in filter.Text?.Words ?? [])
            SearchTokens.AddQuery(word, all);
        AddVerdict(filter, all, some);
        AddReach(filter, some);
        AddPoints(filter, some);
        return new ListTokens([.. all], some);
    }

    private static void AddVerdict(ConversationFilter filter, HashSet<int> all, List<int[]> some)
    {
        // What did not apply has no token: nearly every criterion does not in nearly every chat.
        if (filter.Verdict is { } verdict)
        {
            if (verdict != Verdict.NotApplicable)
                all.Add(SearchTokens.Verdict(filter.Criterion ?? "", verdict));
        }
        else if (filter.Criterion is { } criterion)
        {
            some.Add([.. System.Linq.Enumerable.Select(Applied, applied => SearchTokens.Verdict(criterion, applied))]);
        }
    }

    private static void AddReach(ConversationFilter filter, List<int[]> some)
    {
        if (filter.Reach.Everything)
            return;
        var seen = new List<int>();
        foreach (var team in filter.Reach.Teams)
            seen.Add(SearchTokens.Team(team));
        if (filter.Reach.Agent is { } agent)
            seen.Add(SearchTokens.Agent(agent));
        some.Add([.. seen]);
    }

    private static void AddPoints(ConversationFilter filter, List<int[]> some)
    {
        if (filter.PointsFrom is null && filter.PointsTo is null)
            return;
        var (first, last) = (SearchTokens.StepOf(filter.PointsFrom ?? 0), SearchTokens.StepOf(filter.PointsTo ?? 10_000));
        if (last - first >= MostSteps)
            return;
        var steps = new List<int>();
        for (var step = first; step <= last; step++)
            steps.Add(SearchTokens.Points(step));
        some.Add([.. steps]);
    }
}
