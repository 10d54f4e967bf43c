using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace QA.Engine.Tests.Dashboards;

/// <summary>A question a panel asks Prometheus.</summary>
internal sealed record Query(Panel Panel, string RefId, string Expression)
{
    public override string ToString() => $"{Panel} {RefId}";
}

/// <summary>A panel that shows something; rows are none.</summary>
internal sealed record Panel(Board Board, JsonObject Json)
{
    public int Id => (int)Json["id"]!;

    public string Type => (string)Json["type"]!;

    public string Title => (string)Json["title"]!;

    public IEnumerable<Query> Queries => Json["targets"]!.AsArray().Select(target => new Query(this, (string)target!["refId"]!, (string)target["expr"]!));

    public override string ToString() => $"{Board.Name} {Id} “{Title}”";
}

/// <summary>A board as Grafana reads it.</summary>
/// <param name="Name">Its file's, without the ending.</param>
internal sealed record Board(string Language, string Name, JsonObject Json)
{
    public static IReadOnlyList<string> Languages { get; } = ["zh-CN", "en"];

    public static IReadOnlyList<Board> All { get; } =
    [
        .. Languages.SelectMany(static language => Directory.EnumerateFiles(Repository.At("dashboards", language), "*.json").Order(StringComparer.Ordinal)
            .Select(file => new Board(language, Path.GetFileNameWithoutExtension(file), JsonNode.Parse(File.ReadAllText(file))!.AsObject()))),
    ];

    /// <summary>The boards in one language: what they ask is the same in all.</summary>
    public static IEnumerable<Board> Each => All.Where(static board => board.Language == "en");

    public string Uid => (string)Json["uid"]!;

    public IEnumerable<JsonObject> AllPanels => Json["panels"]!.AsArray().Select(static panel => panel!.AsObject());

    public IEnumerable<Panel> Panels => AllPanels.Where(static panel => (string)panel["type"]! != "row").Select(panel => new Panel(this, panel));

    public IEnumerable<JsonObject> Variables => Json["templating"]!["list"]!.AsArray().Select(static variable => variable!.AsObject());

    /// <summary>What fills the lists of its variables.</summary>
    public IEnumerable<string> VariableQueries =>
        Variables.Where(static variable => (string)variable["type"]! == "query").Select(static variable => (string)variable["query"]!["query"]!);

    /// <summary>All texts in a part of it, with where they stand.</summary>
    public static IEnumerable<(string Path, string Text)> Texts(JsonNode? node, string path = "")
    {
        switch (node)
        {
            case JsonObject properties:
                return properties.SelectMany(property => Texts(property.Value, $"{path}/{property.Key}"));
            case JsonArray items:
                return items.SelectMany((item, i) => Texts(item, $"{path}/{i}"));
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                return [(path, (string)value!)];
            default:
                return [];
        }
    }
}
