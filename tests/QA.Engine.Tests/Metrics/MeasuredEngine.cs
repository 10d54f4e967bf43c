using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Pipelines;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Metrics;
using QA.Engine.Tests.Support;

namespace QA.Engine.Tests.Metrics;

/// <summary>The engine's instruments with somebody listening, as one process has them.</summary>
internal sealed class MeasuredEngine : IDisposable
{
    public MeasuredEngine(MetricsOptions? options = null)
    {
        Options = options ?? new MetricsOptions();
        Metrics = new EngineMetrics(Options, Time);
        Collector = new MetricCollector(Metrics, Time);
    }

    public static DateOnly Today { get; } = new(2026, 3, 2);

    public ManualTime Time { get; } = new();

    public MetricsOptions Options { get; }

    public EngineMetrics Metrics { get; }

    public MetricCollector Collector { get; }

    public static AgentDay Day(string shop, string team, string agent, params (string Criterion, CriterionDay Counts)[] criteria) =>
        new(shop, team, agent, 2, 1, 8_750, criteria);

    /// <summary>Quality windows from what some agents did today.</summary>
    public void Did(params IEnumerable<AgentDay> days) =>
        Metrics.Quality = QualitySnapshot.Of(days.Select(day => (Today, day)), Today, Options, Time.GetUtcNow());

    public async Task<byte[]> Bytes(TextFormat format)
    {
        using var stream = new MemoryStream();
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await Collector.Look().Write(pipe, format, CancellationToken.None);
        await pipe.CompleteAsync();
        return stream.ToArray();
    }

    public async Task<Exposition> Read(TextFormat format = TextFormat.Prometheus) => Exposition.Read(await Bytes(format), format == TextFormat.OpenMetrics);

    public void Dispose()
    {
        Collector.Dispose();
        Metrics.Dispose();
    }
}
