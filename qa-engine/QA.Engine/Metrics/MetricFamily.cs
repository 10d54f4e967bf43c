using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace QA.Engine.Metrics;

internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,

    /// <summary>A gauge that is always 1 and says something in its labels.</summary>
    Info,
}

/// <summary>What both text formats say of a metric before its series.</summary>
internal sealed record MetricHead
{
    private readonly byte[] _text;
    private readonly byte[] _open;

    /// <param name="name">As Prometheus stores it: with <c>_total</c>, <c>_info</c>.</param>
    /// <param name="unit">As .NET writes units: s, By, 1, {points}; null: none.</param>
    public MetricHead(string name, MetricKind kind, string? unit, string help)
    {
        Name = name;
        Kind = kind;
        Series = Encoding.UTF8.GetBytes(name);

        // OpenMetrics names the family without the ending its samples have.
        Family = kind switch
        {
            MetricKind.Counter => Without(name, "_total"),
            MetricKind.Info => Without(name, "_info"),
            _ => name,
        };
        var type = kind.ToString().ToLowerInvariant();
        _text = Encoding.UTF8.GetBytes($"# HELP {name} {LabelText.Help(help, openMetrics: false)}\n# TYPE {name} {(kind == MetricKind.Info ? "gauge" : type)}\n");
        var word = UnitWord(unit);
        var says = word is not null && Family.EndsWith("_" + word, StringComparison.Ordinal) ? $"# UNIT {Family} {word}\n" : "";
        _open = Encoding.UTF8.GetBytes($"# TYPE {Family} {type}\n{says}# HELP {Family} {LabelText.Help(help, openMetrics: true)}\n");
    }

    public string Name { get; }

    public string Family { get; }

    public MetricKind Kind { get; }

    /// <summary>The name in UTF-8.</summary>
    public byte[] Series { get; }

    public ReadOnlySpan<byte> In(bool openMetrics) => openMetrics ? _open : _text;

    private static string? UnitWord(string? unit) => unit switch
    {
        null or "" => null,
        "s" => "seconds",
        "By" => "bytes",
        "1" => "ratio",
        _ => unit.Trim('{', '}'),
    };

    private static string Without(string name, string ending) =>
        name.EndsWith(ending, StringComparison.Ordinal) ? name[..^ending.Length] : throw new ArgumentException($"'{name}' must end in {ending}", nameof(name));
}

/// <summary>A metric whose series are cells. Measured by any thread; read by any number of scrapes.</summary>
/// <param name="labels">Tags of a measurement that become labels; others go into exemplars, where it is a histogram, or are added up.</param>
/// <param name="whole">Whether it counts whole things.</param>
/// <param name="observed">Whether it is set when somebody looks: a series nobody speaks of any more ends.</param>
/// <param name="bounds">Of a histogram.</param>
internal sealed class MetricFamily(MetricHead head, IReadOnlyList<string> labels, bool whole, bool observed, IReadOnlyList<double>? bounds, TimeProvider time)
{
    // OpenMetrics: names and values of an exemplar's labels, in characters.
    private const int LongestExemplar = 128;
    private readonly string[] _labelNames = [.. labels.Select(static label => label.Replace('.', '_'))];
    private readonly ConcurrentDictionary<SeriesKey, Cell> _cells = new();
    private readonly byte[][] _bounds = [.. (bounds ?? []).Select(Bound), "+Inf"u8.ToArray()];
    private Cell[] _sorted = [];
    private long _round;

    public MetricHead Head => head;

    public void Measured(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Measured(value, value, tags);

    public void Measured(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => Measured(value, null, tags);

    /// <param name="exactly">The same as a whole number, where it came as one: a double is exact up to 2⁵³ only.</param>
    private void Measured(double value, long? exactly, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        switch (CellOf(tags))
        {
            case HistogramCell histogram:
                histogram.Add(value, ExemplarOf(value, tags));
                break;
            case NumberCell number when observed:
                number.Set(Number.BitsOf(value, whole), _round);
                break;
            case NumberCell number when exactly is { } count:
                number.Add(count);
                break;
            case NumberCell number:
                number.Add(value);
                break;
        }
    }

    /// <summary>A look begins: series that are not set before <see cref="Look"/> end. Looks do not overlap.</summary>
    public void BeginLook() => _round++;

    /// <summary>The series in their order, and the values of those that are set by looking; other values are read when they are written.</summary>
    public IReadOnlyList<(Cell Cell, Number Seen)> Look()
    {
        if (observed)
        {
            foreach (var (key, cell) in _cells)
            {
                if (((NumberCell)cell).Round != _round)
                    _cells.TryRemove(key, out _);
            }
        }

        if (_sorted.Length != _cells.Count || observed)
        {
            var sorted = _cells.Values.ToArray();
            Array.Sort(sorted, static (x, y) => SeriesKey.Compare(x.Key, y.Key));
            _sorted = sorted;
        }

        return Array.ConvertAll(_sorted, static cell => (cell, cell is NumberCell number ? number.Value : default));
    }

    public void Write(TextSink sink, Cell cell, Number seen, bool openMetrics)
    {
        if (cell is HistogramCell histogram)
            Write(sink, histogram, openMetrics);
        else
            sink.Sample(head.Series, [], cell.Labels, [], observed ? seen : ((NumberCell)cell).Value);
    }

    private void Write(TextSink sink, HistogramCell cell, bool openMetrics)
    {
        Span<long> counts = stackalloc long[cell.Buckets];
        var exemplars = ArrayPool<Exemplar?>.Shared.Rent(cell.Buckets);
        var sum = cell.Read(counts, exemplars);
        var cumulative = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            cumulative += counts[i];
            sink.Bucket(head.Series, cell.Labels, _bounds[i], cumulative, openMetrics ? exemplars[i] : null);
        }

        ArrayPool<Exemplar?>.Shared.Return(exemplars, clearArray: true);
        sink.Sample(head.Series, "_sum"u8, cell.Labels, [], new Number(BitConverter.DoubleToInt64Bits(sum), IsWhole: false));
        sink.Sample(head.Series, "_count"u8, cell.Labels, [], new Number(cumulative, IsWhole: true));
    }

    private Cell CellOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = new SeriesKey(Value(0, tags), Value(1, tags), Value(2, tags), Value(3, tags), Value(4, tags));
        return _cells.TryGetValue(key, out var cell) ? cell : _cells.GetOrAdd(key, Make);
    }

    private Cell Make(SeriesKey key)
    {
        var pairs = LabelText.Pairs(_labelNames, key.Values(_labelNames.Length));
        return bounds is null ? new NumberCell(key, pairs, whole) : new HistogramCell(key, pairs, bounds);
    }

    private string Value(int label, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (label >= labels.Count)
            return "";
        foreach (var (name, value) in tags)
        {
            if (name == labels[label])
                return value as string ?? value?.ToString() ?? "";
        }

        return "";
    }

    private Exemplar? ExemplarOf(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, said) in tags)
        {
            if (said is not string text || labels.Contains(name, StringComparer.Ordinal))
                continue;

            // One that is too long must be left out, not cut: half an id leads to another conversation.
            var pair = text.Length + name.Length <= LongestExemplar && LabelText.Clean(text) == text ? LabelText.Pair(name, text) : null;
            return pair is null ? null : new Exemplar(pair, value, time.GetUtcNow());
        }

        return null;
    }

    /// <summary>OpenMetrics wants "5.0"; the older format takes it as well, and the same text keeps a series one series whichever is spoken.</summary>
    private static byte[] Bound(double bound)
    {
        var text = bound.ToString("R", System.Globalization.CultureInfo.InvariantCulture);
        return Encoding.UTF8.GetBytes(text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0");
    }
}
