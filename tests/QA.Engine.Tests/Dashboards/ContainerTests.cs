using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace QA.Engine.Tests.Dashboards;

/// <summary>What can be known of the image and the composition without a container engine.</summary>
public sealed partial class ContainerTests
{
    private static readonly string[] Dockerfile = [.. Repository.Text("Dockerfile").Split('\n').Where(static line => !line.StartsWith('#'))];

    private static Dictionary<string, YamlMappingNode> Services { get; } =
        ((YamlMappingNode)RuleFile.Yaml("compose.yaml")["services"]).ToDictionary(static pair => Scalar(pair.Key), static pair => (YamlMappingNode)pair.Value, StringComparer.Ordinal);

    private static Dictionary<string, string> EnvironmentExample { get; } =
        Repository.Text(".env.example").Split('\n').Where(static line => line.Length > 0 && line[0] != '#').Select(static line => line.Split('=', 2))
            .ToDictionary(static parts => parts[0], static parts => parts[1].Trim(), StringComparer.Ordinal);

    [Fact]
    public void Every_image_has_a_version()
    {
        var images = Dockerfile.Where(static line => line.StartsWith("FROM ", StringComparison.Ordinal)).Select(static line => line.Split(' ')[1])
            .Concat(Services.Values.Where(static service => service.Children.ContainsKey("image")).Select(static service => Scalar(service["image"]))).ToList();
        Assert.True(images.Count >= 6);
        Assert.All(images, static image => Assert.Matches(@"^[\w./-]+:v?[0-9]+\.[0-9]", image));
    }

    [Fact]
    public void No_password_stands_anywhere_and_none_has_a_default()
    {
        var compose = Repository.Text("compose.yaml");
        Assert.All(EnvironmentExample.Where(static pair => pair.Key.Contains("PASSWORD", StringComparison.Ordinal)), static pair => Assert.Equal("", pair.Value));
        var passwords = Services.Values.Where(static service => service.Children.ContainsKey("environment")).SelectMany(static service => (YamlMappingNode)service["environment"])
            .Where(static pair => Scalar(pair.Key).Contains("PASSWORD", StringComparison.Ordinal)).Select(static pair => Scalar(pair.Value)).ToList();
        Assert.Equal(3, passwords.Count);
        Assert.All(passwords, static value => Assert.Matches(@"^\$\{\w+_PASSWORD:\?.+\}$", value));
        Assert.DoesNotContain("Password=", compose, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(".env", Repository.Text(".gitignore").Split('\n'));
    }

    [Fact]
    public void The_example_names_every_variable_with_the_default_it_has()
    {
        var used = Variable().Matches(Repository.Text("compose.yaml"))
            .GroupBy(static match => match.Groups["name"].Value, static match => match.Groups["default"].Value, StringComparer.Ordinal)
            .ToDictionary(static same => same.Key, static same => Assert.Single(same.Distinct(StringComparer.Ordinal)), StringComparer.Ordinal);
        Assert.Equal(used.OrderBy(static pair => pair.Key, StringComparer.Ordinal), EnvironmentExample.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_service_is_watched_and_can_write_only_to_its_volumes()
    {
        var volumes = ((YamlMappingNode)RuleFile.Yaml("compose.yaml")["volumes"]).Select(static pair => Scalar(pair.Key)).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, service) in Services)
        {
            Assert.True(service.Children.ContainsKey("<<") && service["<<"] is YamlMappingNode hardened && Scalar(hardened["read_only"]) == "true", $"{name} is not hardened");
            Assert.True(service.Children.ContainsKey("healthcheck") || service.Children.ContainsKey("build"), $"{name} has no health check");
            foreach (var mount in ((YamlSequenceNode)service["volumes"]).Select(static node => Scalar(node).Split(':')))
            {
                if (mount[0].StartsWith("./", StringComparison.Ordinal))
                {
                    Assert.True(Path.Exists(Repository.At(mount[0])), $"{name}: {mount[0]} is not in the repository");
                    Assert.Equal("ro", mount[2]);
                }
                else
                {
                    Assert.Contains(mount[0], volumes);
                }
            }
        }
    }

    [Fact]
    public void Ports_are_open_to_this_machine_only() =>
        Assert.All(
            Services.Values.Where(static service => service.Children.ContainsKey("ports")).SelectMany(static service => (YamlSequenceNode)service["ports"]),
            static port => Assert.StartsWith("127.0.0.1:", Scalar(port), StringComparison.Ordinal));

    [Fact]
    public void Settings_that_the_image_and_the_composition_make_exist()
    {
        var settings = JsonNode.Parse(Repository.Text("qa-engine", "QA.Engine", "appsettings.json"))!;
        var names = Services["engine"]["environment"].AllNodes.OfType<YamlScalarNode>().Select(static node => node.Value!)
            .Concat(Dockerfile.Where(static line => line.StartsWith("ENV ", StringComparison.Ordinal)).SelectMany(static line => line[4..].Split(' ')).Select(static pair => pair.Split('=')[0]))
            .Where(static name => Regex.IsMatch(name, "^QA_[A-Za-z]+(__[A-Za-z]+)*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)).ToList();
        Assert.True(names.Count >= 5);
        Assert.All(names, name =>
        {
            var at = settings;
            foreach (var part in name["QA_".Length..].Split("__"))
                at = at?[part];
            Assert.True(at is not null, $"{name} is no setting");
        });
    }

    [Fact]
    public void The_image_runs_without_rights_and_is_watched()
    {
        var user = Array.FindLastIndex(Dockerfile, static line => line.StartsWith("USER ", StringComparison.Ordinal));
        var start = Array.FindIndex(Dockerfile, static line => line.StartsWith("ENTRYPOINT ", StringComparison.Ordinal));
        Assert.InRange(user, 0, start);
        Assert.Equal("USER $APP_UID", Dockerfile[user]);
        Assert.DoesNotContain(Dockerfile[user..], static line => line.StartsWith("RUN ", StringComparison.Ordinal) || line.StartsWith("COPY ", StringComparison.Ordinal));
        Assert.Contains(Dockerfile, static line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));
        Assert.Contains("VOLUME /data", Dockerfile);
    }

    [Fact]
    public void What_the_image_is_built_from_is_there_and_let_in()
    {
        var let = Repository.Text(".dockerignore").Split('\n').Where(static line => line.StartsWith('!')).Select(static line => line[1..]).ToList();
        var copied = Dockerfile.Where(static line => line.StartsWith("COPY ", StringComparison.Ordinal) && !line.Contains("--from=", StringComparison.Ordinal))
            .SelectMany(static line => line.Split(' ')[1..^1]).ToList();
        Assert.All(copied, path =>
        {
            Assert.True(Path.Exists(Repository.At(path)), $"{path} is not in the repository");
            Assert.Contains(path.Split('/')[0], let);
        });

        // A project that restore does not see is restored never: the layer before the code must know them all.
        var projects = Directory.EnumerateFiles(Repository.At("qa-engine"), "*.csproj", SearchOption.AllDirectories).Select(static file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'));
        Assert.All(projects, project => Assert.Contains(project, copied));
    }

    [Fact]
    public void Grafana_finds_the_boards_and_Prometheus_the_rules_where_they_are_mounted()
    {
        string[] Mounted(string service) => [.. ((YamlSequenceNode)Services[service]["volumes"]).Select(static node => Scalar(node).Split(':')).Where(static mount => mount[0].StartsWith("./", StringComparison.Ordinal)).Select(static mount => mount[1])];
        var providers = (YamlSequenceNode)RuleFile.Yaml("dashboards", "provisioning", "dashboards", "qa.yaml")["providers"];
        Assert.Equal(["客服质检", "Chat quality"], providers.Select(static provider => Scalar(provider["folder"])));
        Assert.Equal(Board.Languages.Count, providers.Select(static provider => Scalar(provider["folderUid"])).Distinct(StringComparer.Ordinal).Count());
        Assert.All(providers, provider => Assert.Contains(Scalar(provider["options"]["path"]), Mounted("grafana")));
        Assert.Contains("/etc/grafana/provisioning", Mounted("grafana"));
        var rules = (YamlSequenceNode)RuleFile.Yaml("dashboards", "prometheus.yaml")["rule_files"];
        Assert.Equal(RuleFile.Files.Select(static file => "rules/" + file), rules.Select(Scalar));
        Assert.Contains("/etc/prometheus/rules", Mounted("prometheus"));
        var source = RuleFile.Yaml("dashboards", "provisioning", "datasources", "prometheus.yaml")["datasources"][0];
        Assert.Equal("prometheus", Scalar(source["type"]));
        Assert.Contains(new Uri(Scalar(source["url"])).Host, Services.Keys);
    }

    private static string Scalar(YamlNode node) => ((YamlScalarNode)node).Value!;

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)(:-(?<default>[^}]*)|:\?[^}]*)\}")]
    private static partial Regex Variable();
}
