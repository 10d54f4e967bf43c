using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace QA.Engine.Tests.Dashboards;

/// <summary>
/// A past for what an engine says today: the same series over two months, counters growing up to today's values, means and shares once higher,
/// once lower, so that what compares with a week or a month ago has something to compare with.
/// </summary>
internal static class History
{
    private const int Days = 65;
    private static readonly TimeSpan Step = TimeSpan.FromHours(12);

    /// <summary>Prometheus must look back further than a step; its own five minutes are for a scrape every few seconds.</summary>
    public static TimeSpan Lookback { get; } = Step + TimeSpan.FromHours(1);

    /// <param name="exposition">Text format 0.0.4, as scraped today.</param>
    /// <param name="labels">What Prometheus adds to a target's series, such as <c>job="x"</c>.</param>
    /// <param name="path">Where to write it as OpenMetrics with time stamps.</param>
    public static void Write(string exposition, string labels, DateTimeOffset now, string path)
    {
        using var output = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        var steps = (int)(TimeSpan.FromDays(Days) / Step);
        foreach (var (name, own, value) in Series(exposition))
        {
            for (var i = 1; i <= steps; i++)
            {
                var time = now - Step * (steps - i) - TimeSpan.FromHours(1);
                var all = own.Length > 0 ? own + "," + labels : labels;
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}{{{all}}} {Then(name, own, value, i / (double)steps, time):R} {time.ToUnixTimeMilliseconds() / 1000.0:F3}"));
            }
        }

        output.WriteLine("# EOF");
    }

    private static double Then(string name, string labels, double now, double share, DateTimeOffset time)
    {
        if (Ends(name, "_total", "_bucket", "_sum", "_count"))
            return Math.Floor(now * share);
        if (Ends(name, "_timestamp_seconds"))
            return time.ToUnixTimeSeconds() - 60;
        if (share == 1)
            return now;
        var up = labels.Length % 2 == 0;
        if (Ends(name, "_mean_points"))
            return up ? now + 8 : now - 8;
        return Ends(name, "_pass_ratio") ? up ? now * 0.7 : Math.Min(1, now * 1.1 + 0.05) : now;
    }

    private static bool Ends(string name, params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
        {
            if (name.EndsWith(ending, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static IEnumerable<(string Name, string Labels, double Value)> Series(string exposition) =>
        exposition.Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line =>
        {
            var cut = line.LastIndexOf(' ');
            var open = line.IndexOf('{', StringComparison.Ordinal);
            var text = line[(cut + 1)..];
            var value = text switch
            {
                "+Inf" => double.PositiveInfinity,
                _ => double.Parse(text, CultureInfo.InvariantCulture),
            };
            return open < 0 ? (line[..cut], "", value) : (line[..open], line[(open + 1)..line.LastIndexOf('}')], value);
        });
}
