using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using YamlDotNet.RepresentationModel;

namespace QA.Engine.Tests.Dashboards;

/// <summary>A recording or alerting rule.</summary>
/// <param name="Name">Of the alert, or of what is recorded.</param>
internal sealed record Rule(string File, bool IsAlert, string Name, string Expression, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, string> Annotations)
{
    public override string ToString() => $"{File} {Name}";
}

/// <summary>The rule files, and the files that test them.</summary>
internal static class RuleFile
{
    public static string Folder { get; } = Repository.At("dashboards", "rules");

    public static IReadOnlyList<string> Files { get; } = ["recording.yaml", "alerts.yaml"];

    public static IReadOnlyList<string> TestFiles { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.test.yaml").Select(static file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<Rule> All { get; } = [.. Files.SelectMany(static file => Read(file))];

    public static YamlMappingNode Yaml(params ReadOnlySpan<string> parts)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(Repository.Text(parts));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    private static IEnumerable<Rule> Read(string file) =>
        ((YamlSequenceNode)Yaml("dashboards", "rules", file)["groups"])
            .SelectMany(static group => (YamlSequenceNode)group["rules"])
            .Cast<YamlMappingNode>()
            .Select(rule =>
            {
                var alert = Text(rule, "alert");
                return new Rule(file, alert is not null, alert ?? Text(rule, "record")!, Text(rule, "expr")!, Map(rule, "labels"), Map(rule, "annotations"));
            });

    private static string? Text(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;

    private static Dictionary<string, string> Map(YamlMappingNode node, string key) =>
        node.Children.TryGetValue(key, out var value)
            ? ((YamlMappingNode)value).ToDictionary(static pair => ((YamlScalarNode)pair.Key).Value!, static pair => ((YamlScalarNode)pair.Value).Value!, StringComparer.Ordinal)
            : new Dictionary<string, string>(StringComparer.Ordinal);
}
