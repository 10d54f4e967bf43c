using System.Collections.Generic;
using System.Diagnostics.Metrics;

namespace QA.Engine.Metrics;

/// <summary>An instrument and the labels its series may have; other tags of a measurement go into exemplars.</summary>
/// <param name="Labels">Names, in the order in which they are written.</param>
/// <param name="Figure">Where its series are written from the snapshot, without a measurement each; null: they are measured.</param>
internal sealed record MetricDeclaration(Instrument Instrument, IReadOnlyList<string> Labels, QualityFigure? Figure = null)
{
    /// <summary>What Prometheus calls it.</summary>
    public string Name => Instrument.Name;
}
