using QA.Engine.Metrics;
using QA.Engine.Web.Audit;

namespace QA.Engine;

/// <summary>Counts what people decide about critical findings.</summary>
internal sealed class CountedDecisions(EngineMetrics metrics) : ICriticalDecisions
{
    public void Decided(string? shop, string team, string critical, bool confirmed) => metrics.CriticalDecided(shop, team, critical, confirmed);
}
