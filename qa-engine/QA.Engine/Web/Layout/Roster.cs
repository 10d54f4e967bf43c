using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;

namespace QA.Engine.Web.Layout;

/// <summary>Which teams and agents there are, for forms to choose from. Up to a minute old: it is read from all roll-ups.</summary>
internal sealed class Roster(IScoreStore store, TimeProvider time)
{
    private readonly KeptFigures _read = new(TimeSpan.FromMinutes(1), time);

    /// <summary>By team and name.</summary>
    public IReadOnlyList<AgentName> Agents => [.. Summaries.Select(static agent => new AgentName(agent.Team, agent.Agent))];

    /// <summary>How each does, all days together.</summary>
    public IReadOnlyList<AgentSummary> Summaries => _read.Get("agents", store.Agents);
}
