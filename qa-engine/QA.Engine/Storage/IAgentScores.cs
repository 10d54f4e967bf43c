using System;
using System.Collections.Generic;
using QA.Engine.Storage.People;

namespace QA.Engine.Storage;

/// <summary>The scores of one agent that count: of newest revisions, under the rubric in force, after people's decisions. For any thread.</summary>
/// <exception cref="StoreUnavailableException">Any member: the store cannot be reached for now.</exception>
internal interface IAgentScores
{
    /// <summary>Those of some days, the newest day first.</summary>
    /// <param name="most">What is older than so many is left out.</param>
    IReadOnlyList<AgentScore> Of(AgentName agent, DateOnly from, DateOnly to, int most);

    /// <summary>Adds up the roll-ups of some days of a team; they come in no order, and a day of an agent may come in several parts.</summary>
    /// <param name="team">Empty: agents without a team.</param>
    /// <param name="begin">Makes an empty sum; called again where the store has to be read anew.</param>
    T Sum<T>(string team, DateOnly from, DateOnly to, Func<T> begin)
        where T : class, ITeamDays;

    /// <summary>The same by agent; the agents in no order.</summary>
    sealed IReadOnlyList<AgentSums> Team(string team, DateOnly from, DateOnly to) => Sum(team, from, to, static () => new TeamSum()).Agents();

    /// <summary>Those of these numbers that are this agent's and count; others are left out as if there were none.</summary>
    IReadOnlyList<AgentScore> Find(AgentName agent, IReadOnlyList<long> numbers);

    /// <summary>What the verdicts of some scores rest on, in the same order; one that is gone meanwhile is left out.</summary>
    IReadOnlyList<ExplainedScore> Explain(IReadOnlyList<AgentScore> scores);
}
