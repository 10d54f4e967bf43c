using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Linq;
using System.Text.RegularExpressions;
using QA.Engine.Metrics;
using Xunit;

namespace QA.Engine.Tests.Dashboards;

public sealed partial class MetricNameTests
{
    /// <summary>What no board and no rule asks for, and why it is exported all the same.</summary>
    private static readonly Dictionary<string, string> Unasked = new(StringComparer.Ordinal)
    {
        ["process_virtual_memory_bytes"] = "every exporter has it, and ready-made boards for processes ask for it; address space says little of a .NET program",
        ["dotnet_assemblies"] = "for whoever looks into a leak of loaded code; it stands still otherwise",
        ["dotnet_jit_compilation_time_seconds_total"] = "for whoever looks into a slow start",
        ["dotnet_jit_compiled_il_size_bytes_total"] = "for whoever looks into a slow start",
        ["dotnet_jit_compiled_methods_total"] = "for whoever looks into a slow start",
        ["dotnet_thread_pool_work_items_total"] = "the queue's length says whether there are too many",
        ["dotnet_timers"] = "for whoever looks into a leak of timers; it stands still otherwise",
    };

    /// <summary>What Prometheus itself says.</summary>
    private static readonly Dictionary<string, string[]> Prometheus = new(StringComparer.Ordinal)
    {
        ["up"] = [],
        ["scrape_duration_seconds"] = [],
        ["scrape_samples_scraped"] = [],
        ["ALERTS"] = ["alertname", "alertstate", "topic", "severity"],
    };

    // Every series of a target has them; le is a bucket's, and the others are made by label_replace and label_join.
    private static readonly string[] Always = ["job", "instance"];
    private static readonly string[] Made = ["build", "who"];

    private static Dictionary<string, string[]> Exported { get; } = ReadExported();

    private static IEnumerable<(string Where, string Expression)> Expressions =>
        Board.Each.SelectMany(static board => board.Panels).SelectMany(static panel => panel.Queries).Select(static query => (query.ToString(), query.Expression))
            .Concat(Board.Each.SelectMany(static board => board.VariableQueries.Select(query => (board.Name, LabelValues().Replace(query, "${selector}")))))
            .Concat(RuleFile.All.Select(static rule => (rule.ToString(), rule.Expression)));

    [Fact]
    public void Every_metric_a_board_or_a_rule_names_is_exported_or_recorded()
    {
        var recorded = RuleFile.All.Where(static rule => !rule.IsAlert).Select(static rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(Expressions, one => Assert.All(
            new PromQl(one.Expression).Metrics,
            metric => Assert.True(Exported.ContainsKey(metric) || recorded.Contains(metric) || Prometheus.ContainsKey(metric), $"{one.Where}: nobody exports {metric}")));
    }

    [Fact]
    public void Every_label_a_selector_matches_is_one_of_that_metric()
    {
        foreach (var (where, expression) in Expressions)
        {
            foreach (var selector in new PromQl(expression).Selectors)
            {
                if ((Exported.GetValueOrDefault(selector.Metric) ?? Prometheus.GetValueOrDefault(selector.Metric)) is { } labels)
                    Assert.All(selector.Labels, label => Assert.True(labels.Contains(label, StringComparer.Ordinal) || Always.Contains(label, StringComparer.Ordinal), $"{where}: {selector.Metric} has no label {label}"));
            }
        }
    }

    [Fact]
    public void Every_label_that_is_grouped_by_is_one_of_some_metric()
    {
        var labels = Exported.Values.Concat(Prometheus.Values).SelectMany(static names => names).Concat(Always).Concat(Made).ToHashSet(StringComparer.Ordinal);
        Assert.All(Expressions, one => Assert.All(new PromQl(one.Expression).GroupLabels, label => Assert.True(labels.Contains(label), $"{one.Where}: nothing has the label {label}")));
    }

    [Fact]
    public void Every_metric_is_asked_for_somewhere_or_there_is_a_reason_why_not()
    {
        var asked = Expressions.SelectMany(static one => new PromQl(one.Expression).Metrics).ToHashSet(StringComparer.Ordinal);
        var families = Declared().Select(static declared => declared.Name).ToList();
        Assert.All(families, family => Assert.True(
            asked.Any(name => name == family || Parts(family).Contains(name, StringComparer.Ordinal)) != Unasked.ContainsKey(family),
            Unasked.ContainsKey(family) ? $"{family} is asked for; take it off the list" : $"nobody asks for {family}: show it, drop it, or say why here"));
        Assert.All(Unasked.Keys, name => Assert.Contains(name, families));
    }

    [Fact]
    public void Everything_recorded_is_asked_for()
    {
        var asked = Expressions.SelectMany(static one => new PromQl(one.Expression).Metrics).ToHashSet(StringComparer.Ordinal);
        Assert.All(RuleFile.All.Where(static rule => !rule.IsAlert), rule => Assert.True(asked.Contains(rule.Name), $"nobody asks for {rule.Name}"));
    }

    [Theory]
    [InlineData("sum by (a) (rate(x_total{b=\"}{c\",d=~'e'}[5m])) / on (a) group_left () y > 0.5", "x_total y")]
    [InlineData("histogram_quantile(0.9, sum by (le) (z_bucket offset 7d))", "z_bucket")]
    [InlineData("topk(5, avg_over_time(r:s:1d[28d:6h] offset 7d)) and time() - 3e3 > 1", "r:s:1d")]
    [InlineData("count(q) or vector(0)", "q")]
    public void Metrics_are_told_from_functions_labels_and_numbers(string expression, string metrics) =>
        Assert.Equal(metrics.Split(' '), new PromQl(expression).Metrics);

    private static IEnumerable<(string Name, bool IsHistogram, IReadOnlyList<string> Labels)> Declared()
    {
        using var metrics = new EngineMetrics(new MetricsOptions(), TimeProvider.System);
        return
        [
            .. metrics.Declared.Select(static one => (one.Name, one.Instrument.GetType().GetGenericTypeDefinition() == typeof(Histogram<>), one.Labels)),
            .. RuntimeNames.All.Values.Select(static one => (one.Name, false, (IReadOnlyList<string>)[.. one.Labels.Select(static label => label.Replace('.', '_'))])),
        ];
    }

    private static Dictionary<string, string[]> ReadExported()
    {
        var exported = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var (name, isHistogram, labels) in Declared())
        {
            if (!isHistogram)
            {
                exported.Add(name, [.. labels]);
                continue;
            }

            foreach (var part in Parts(name))
                exported.Add(part, part.EndsWith("_bucket", StringComparison.Ordinal) ? [.. labels, "le"] : [.. labels]);
        }

        return exported;
    }

    private static string[] Parts(string family) => [family + "_bucket", family + "_sum", family + "_count"];

    // Grafana's own way to fill a list: the values of a label of what a selector finds.
    [GeneratedRegex(@"^label_values\((?<selector>.*), \w+\)$")]
    private static partial Regex LabelValues();
}
