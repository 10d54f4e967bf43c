using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using QA.Engine.Storage;
using QA.Engine.Storage.People;

namespace QA.Engine.Web.Layout;

/// <summary>Which teams and agents there are, for forms to choose from. Up to a minute old: it is read from all roll-ups.</summary>
internal sealed class Roster(IScoreStore store, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private readonly Lock _reading = new();
    private (DateTimeOffset At, IReadOnlyList<AgentSummary> Agents) _read = (DateTimeOffset.MinValue, []);

    /// <summary>By team and name.</summary>
    public IReadOnlyList<AgentName> Agents => [.. Summaries.Select(static agent => new AgentName(agent.Team, agent.Agent))];

    /// <summary>How each does, all days together.</summary>
    public IReadOnlyList<AgentSummary> Summaries
    {
        get
        {
            lock (_reading)
            {
                var now = time.GetUtcNow();
                if (now - _read.At > Fresh)
                    _read = (now, store.Agents());
                return _read.Agents;
            }
        }
    }
}
