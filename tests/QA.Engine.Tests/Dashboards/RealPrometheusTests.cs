using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using QA.Engine.Metrics;
using Xunit;

namespace QA.Engine.Tests.Dashboards;

/// <summary>Every expression of every board and rule, asked of a real Prometheus that scrapes the engine's own endpoint.</summary>
public sealed partial class RealPrometheusTests
{
    /// <summary>What rightly finds nothing although everything has happened to the engine, by board, panel and letter; and why.</summary>
    private static readonly Dictionary<string, string> RightlyEmpty = new(StringComparer.Ordinal);

    [Fact]
    public async Task Every_expression_of_every_board_and_rule_finds_series()
    {
        await using var engine = await InventedEngine.Start();
        using var http = new HttpClient();
        var exposition = await http.GetStringAsync(new Uri($"http://{engine.Address}/metrics"));
        await using var prometheus = await PrometheusServer.Start(engine.Address, exposition);
        await prometheus.Until($"count_over_time(up{{job=\"{PrometheusServer.Job}\"}}[1m]) >= 3 and on () up == 1", engine.Work);
        foreach (var rule in RuleFile.All.Where(static rule => !rule.IsAlert))
            await prometheus.Until(rule.Name, engine.Work);

        var wrong = new List<string>();
        var asked = 0;
        foreach (var query in Board.Each.SelectMany(static board => board.Panels).SelectMany(static panel => panel.Queries))
        {
            foreach (var expression in Filled(query))
            {
                asked++;
                if (await prometheus.Problem(expression) is { } problem && !RightlyEmpty.ContainsKey(query.ToString()))
                    wrong.Add($"{query}: {problem}");
            }
        }

        foreach (var (board, selector) in Board.Each.SelectMany(static board => board.VariableQueries.Select(query => (board.Name, Listed().Replace(query, "count by (${label}) (${selector})")))))
        {
            asked++;
            if (await prometheus.Problem(Fill(selector)) is { } problem)
                wrong.Add($"{board}, a list of a variable: {problem}");
        }

        foreach (var rule in RuleFile.All)
        {
            // An alert is empty while nothing is wrong (promtool's tests see it fire); what it looks at must be there. ALERTS are its own doing.
            foreach (var expression in rule.IsAlert ? new PromQl(rule.Expression).Selectors.Select(static selector => selector.Text) : [rule.Expression])
            {
                asked++;
                if (await prometheus.Problem(expression) is { } problem)
                    wrong.Add($"{rule}: {problem}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(asked > 250, $"{asked} are fewer than the boards ask");
    }

    /// <summary>With its variables filled in, for each window, where it depends on that; where something stands in for what is not there, also what should be.</summary>
    private static IEnumerable<string> Filled(Query query)
    {
        string[] parts = query.Expression.Contains(" or ", StringComparison.Ordinal)
            ? [query.Expression, .. new PromQl(query.Expression).Selectors.Where(static selector => selector.Metric != "ALERTS").Select(static selector => selector.Text)]
            : [query.Expression];
        return parts.SelectMany(ByWindow);
    }

    private static IEnumerable<string> ByWindow(string expression)
    {
        var filled = Fill(expression.Replace("\"$agent\"", $"\"{InventedEngine.SomeAgent}\"", StringComparison.Ordinal));
        return filled.Contains("$window", StringComparison.Ordinal) ? QualitySnapshot.WindowNames.Select(window => filled.Replace("$window", window, StringComparison.Ordinal)) : [filled];
    }

    private static string Fill(string expression)
    {
        foreach (var (name, value) in ((string, string)[])[("$shop", ".*"), ("$team", ".*"), ("$agent", ".*"), ("$criterion", ".*"), ("$instance", ".*"), ("$fewest", "20"), ("$__rate_interval", "1d")])
            expression = expression.Replace(name, value, StringComparison.Ordinal);
        return expression;
    }

    [GeneratedRegex(@"^label_values\((?<selector>.*), (?<label>\w+)\)$")]
    private static partial Regex Listed();
}
