using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Threading;

namespace QA.Engine.Metrics;

/// <summary>
/// Listens to the engine's instruments and to the runtime's, and keeps what they measured in cells. Measuring never waits for a scrape.
/// </summary>
internal sealed class MetricCollector : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly EngineMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly List<(MetricHead Head, QualityFigure Figure)> _figures = [];
    private readonly Lock _looking = new();

    /// <param name="metrics">Made first; what is measured before this listens is lost, except what is read when somebody looks.</param>
    public MetricCollector(EngineMetrics metrics, TimeProvider time)
    {
        _metrics = metrics;
        _time = time;
        _listener.InstrumentPublished = Listen;
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => ((MetricFamily)family!).Measured((long)value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => ((MetricFamily)family!).Measured(value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => ((MetricFamily)family!).Measured(value, tags));
        _listener.Start();
        metrics.BeginAtNought();
    }

    /// <summary>What there is to say at this moment, by the names of families. Scrapes look one after the other; it takes well under a millisecond.</summary>
    public Scrape Look()
    {
        lock (_looking)
        {
            foreach (var family in _families.Values)
                family.BeginLook();
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException)
            {
                // What could not be read has no series in this scrape; the others have theirs.
                _metrics.ReadFailed();
            }

            return new Scrape(
                [.. _families.Values.Select(static family => (family, family.Look())).Where(static one => one.Item2.Count > 0)],
                _figures,
                _metrics.Quality);
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Listen(Instrument instrument, MeterListener listener)
    {
        if (ReferenceEquals(instrument.Meter, _metrics.Meter))
        {
            var declared = _metrics.Declared.FirstOrDefault(one => ReferenceEquals(one.Instrument, instrument))
                ?? throw new InvalidOperationException($"'{instrument.Name}' is not declared with its labels");
            if (declared.Figure is { } figure)
                _figures.Add((Head(instrument, instrument.Name), figure));
            else
                Listen(instrument, instrument.Name, declared.Labels);
        }
        else if (instrument.Meter.Name == RuntimeNames.Meter && RuntimeNames.All.TryGetValue(instrument.Name, out var shown))
        {
            Listen(instrument, shown.Name, shown.Labels);
        }
    }

    private void Listen(Instrument instrument, string name, IReadOnlyList<string> labels)
    {
        if (labels.Count > SeriesKey.Most)
            throw new InvalidOperationException($"'{name}' has {labels.Count} labels; at most {SeriesKey.Most} are possible");
        var head = Head(instrument, name);
        var bounds = head.Kind == MetricKind.Histogram
            ? (instrument as Histogram<double>)?.Advice?.HistogramBucketBoundaries ?? throw new InvalidOperationException($"'{name}' has no buckets")
            : null;
        var whole = instrument.GetType().GetGenericArguments()[0] != typeof(double);
        var family = new MetricFamily(head, labels, whole, instrument.IsObservable, bounds, _time);
        lock (_looking)
            _families[name] = family;
        _listener.EnableMeasurementEvents(instrument, family);
    }

    private static MetricHead Head(Instrument instrument, string name) =>
        new(name, KindOf(instrument, name), instrument.Unit, instrument.Description ?? throw new InvalidOperationException($"'{name}' has no description"));

    private static MetricKind KindOf(Instrument instrument, string name)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        if (type == typeof(Histogram<>))
            return MetricKind.Histogram;

        // The name decides, not the type: the runtime calls its number of threads a counter, and that falls as well.
        if ((type == typeof(Counter<>) || type == typeof(ObservableCounter<>)) && name.EndsWith("_total", StringComparison.Ordinal))
            return MetricKind.Counter;
        return name.EndsWith("_info", StringComparison.Ordinal) ? MetricKind.Info : MetricKind.Gauge;
    }
}
