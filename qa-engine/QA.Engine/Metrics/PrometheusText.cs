using System;
using System.Collections.Generic;
using System.IO.Pipelines;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Metrics;

internal enum TextFormat
{
    /// <summary>Prometheus's text format 0.0.4.</summary>
    Prometheus,

    /// <summary>OpenMetrics 1.0.0.</summary>
    OpenMetrics,
}

/// <summary>What there was to say at one moment; written afterwards, as slowly as the reader likes, without a lock.</summary>
internal sealed class Scrape(
    IReadOnlyList<(MetricFamily Family, IReadOnlyList<(Cell Cell, Number Seen)> Series)> families,
    IReadOnlyList<(MetricHead Head, QualityFigure Figure)> figures,
    QualitySnapshot? quality)
{
    /// <summary>Families by name, series by their labels.</summary>
    public async Task Write(PipeWriter pipe, TextFormat format, CancellationToken stop)
    {
        var sink = new TextSink(pipe, stop);
        var openMetrics = format == TextFormat.OpenMetrics;
        foreach (var (_, write) in Parts(sink, openMetrics).OrderBy(static part => part.Name, StringComparer.Ordinal))
            await write();
        if (openMetrics)
            sink.Write("# EOF\n"u8);
        await sink.Send();
    }

    private IEnumerable<(string Name, Func<ValueTask> Write)> Parts(TextSink sink, bool openMetrics)
    {
        foreach (var (family, series) in families)
            yield return (family.Head.Family, () => Write(sink, family, series, openMetrics));
        if (quality is null)
            yield break;
        foreach (var (head, figure) in figures)
            yield return (head.Family, () => Write(sink, head, figure, quality, openMetrics));
    }

    private static async ValueTask Write(TextSink sink, MetricFamily family, IReadOnlyList<(Cell Cell, Number Seen)> series, bool openMetrics)
    {
        sink.Write(family.Head.In(openMetrics));
        foreach (var (cell, seen) in series)
        {
            family.Write(sink, cell, seen, openMetrics);
            if (sink.IsFull)
                await sink.Send();
        }
    }

    /// <summary>Straight from the sums: half a million series are a matter of copying bytes and formatting numbers.</summary>
    private static async ValueTask Write(TextSink sink, MetricHead head, QualityFigure figure, QualitySnapshot quality, bool openMetrics)
    {
        var table = figure.Table(quality);
        var tails = Tails(table, figure.PerCriterion);
        var line = new byte[head.Series.Length + 1 + table.Prefixes.Select(static prefix => prefix.Length).DefaultIfEmpty().Max()];
        head.Series.CopyTo(line, 0);
        line[head.Series.Length] = (byte)'{';
        var said = false;
        for (var row = 0; row < table.Rows.Count; row++)
        {
            table.Prefixes[row].CopyTo(line, head.Series.Length + 1);
            said = Row(sink, said ? [] : head.In(openMetrics), line.AsSpan(0, head.Series.Length + 1 + table.Prefixes[row].Length), tails, figure, table, row) || said;
            if (sink.IsFull)
                await sink.Send();
        }
    }

    /// <param name="before">Written before the first series, if there is one.</param>
    /// <returns>Whether there was one.</returns>
    private static bool Row(TextSink sink, ReadOnlySpan<byte> before, ReadOnlySpan<byte> line, byte[][] tails, QualityFigure figure, QualityTable table, int row)
    {
        var windows = QualitySnapshot.Windows.Count;
        var said = false;
        for (var i = 0; i < tails.Length; i++)
        {
            var value = figure.Value(figure.PerCriterion ? table.Criterion(row, i / windows, i % windows) : table.Whole(row, i));
            if (double.IsNaN(value))
                continue;
            if (!said)
                sink.Write(before);
            said = true;
            sink.Line(line, tails[i], value);
        }

        return said;
    }

    private static byte[][] Tails(QualityTable table, bool perCriterion)
    {
        string[] criteria = perCriterion ? [.. table.Criteria] : [""];
        return
        [
            .. criteria.SelectMany(criterion => QualitySnapshot.WindowNames.Select(window => (byte[])
            [
                .. perCriterion ? (byte[])[(byte)',', .. LabelText.Pair("criterion", criterion)] : [],
                .. Encoding.UTF8.GetBytes($",window=\"{window}\"}} "),
            ])),
        ];
    }
}
