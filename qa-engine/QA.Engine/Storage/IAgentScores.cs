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

    /// <summary>The roll-ups of some days of a team, added up by agent; the agents in no order.</summary>
    /// <param name="team">Empty: agents without a team.</param>
    IReadOnlyList<AgentSums> Team(string team, DateOnly from, DateOnly to);

    /// <summary>Those of these numbers that are this agent's and count; others are left out as if there were none.</summary>
    IReadOnlyList<AgentScore> Find(AgentName agent, IReadOnlyList<long> numbers);

    /// <summary>What the verdicts of some scores rest on, in the same order; one that is gone meanwhile is left out.</summary>
    IReadOnlyList<ExplainedScore> Explain(IReadOnlyList<AgentScore> scores);
}
