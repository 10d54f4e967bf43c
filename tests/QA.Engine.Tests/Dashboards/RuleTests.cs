using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace QA.Engine.Tests.Dashboards;

public sealed partial class RuleTests
{
    private static readonly string[] Annotations = ["summary", "description", "runbook"];

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_the_rules() =>
        await Tool.Succeeds("promtool", "prometheus", RuleFile.Folder, ["check", "rules", .. RuleFile.Files]);

    [Fact]
    public async Task The_rules_pass_their_own_tests() =>
        await Tool.Succeeds("promtool", "prometheus", RuleFile.Folder, ["test", "rules", .. RuleFile.TestFiles]);

    [Fact]
    public async Task Promtool_finds_nothing_wrong_with_the_configuration() =>
        await Tool.Succeeds("promtool", "prometheus", Repository.At("dashboards"), "check", "config", "prometheus.yaml");

    [Fact]
    public void Every_alert_says_in_both_languages_what_happened_what_it_means_and_what_to_do()
    {
        foreach (var alert in RuleFile.All.Where(static rule => rule.IsAlert))
        {
            Assert.All(Annotations, name =>
            {
                Assert.False(string.IsNullOrWhiteSpace(alert.Annotations.GetValueOrDefault(name)), $"{alert} has no {name}");
                Assert.True(Han().IsMatch(alert.Annotations.GetValueOrDefault(name + "_zh") ?? ""), $"{alert} has no {name}_zh");
            });
            Assert.Contains(alert.Labels.GetValueOrDefault("severity"), (string[])["critical", "warning", "info"]);
            Assert.Contains(alert.Labels.GetValueOrDefault("topic"), (string[])["quality", "engine"]);
        }
    }

    [Fact]
    public void Every_alert_is_seen_to_fire_and_seen_not_to()
    {
        var (fires, stays) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var test in RuleFile.TestFiles.SelectMany(static file => (YamlSequenceNode)RuleFile.Yaml("dashboards", "rules", file)["tests"]).Cast<YamlMappingNode>())
        {
            foreach (var (name, expected, series) in Expectations(test))
            {
                if (expected > 0)
                    fires.Add(name);

                // A case beside it that does not: a time at which none fires, or more series given than fire.
                if (expected == 0 || series > expected)
                    stays.Add(name);
            }
        }

        Assert.All(RuleFile.All.Where(static rule => rule.IsAlert), alert =>
        {
            Assert.True(fires.Contains(alert.Name), $"no test sees {alert.Name} fire");
            Assert.True(stays.Contains(alert.Name), $"no test sees a near miss of {alert.Name}");
        });
    }

    private static IEnumerable<(string Alert, int Expected, int Series)> Expectations(YamlMappingNode test)
    {
        var series = ((YamlSequenceNode)test["input_series"]).Children.Count;
        if (test.Children.TryGetValue("promql_expr_test", out var expressions))
        {
            foreach (var one in (YamlSequenceNode)expressions)
            {
                if (AlertName().Match(((YamlScalarNode)one["expr"]).Value!) is { Success: true } match)
                    yield return (match.Groups["name"].Value, ((YamlSequenceNode)one["exp_samples"]).Children.Count, series);
            }
        }

        if (!test.Children.TryGetValue("alert_rule_test", out var alerts))
            yield break;
        foreach (var one in (YamlSequenceNode)alerts)
            yield return (((YamlScalarNode)one["alertname"]).Value!, ((YamlSequenceNode)one["exp_alerts"]).Children.Count, series);
    }

    [GeneratedRegex("""^ALERTS\{alertname="(?<name>\w+)""")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Han();
}
