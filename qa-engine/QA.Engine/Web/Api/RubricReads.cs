using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Api;

/// <summary>What is expected of agents: the rubrics in use.</summary>
internal static class RubricReads
{
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("listRubrics", "/api/rubrics", "The rubrics in use", [], Schema.Object(("rubrics", Schema.List(Schema.Object(Head())))), Rubrics),
        new(
            "readRubric", "/api/rubrics/{id}", "A rubric in use: what it expects and how it weighs it",
            [ApiParameter.Text("id", "As `/api/rubrics` lists it.", "support") with { Required = true }],
            Schema.Object([
                .. Head(),
                ("sections", Schema.List(Schema.Object(
                    ("id", Schema.Text()), ("title", Schema.Words()), ("weight", Schema.OrNull(Schema.Number("Shared out over the criteria that apply; null: each has its own."))),
                    ("criteria", Schema.List(Schema.Object(
                        ("id", Schema.Text()), ("title", Schema.Words()), ("weight", Schema.Number("Points of weight, before the scenario's; a share where the section has a weight.")),
                        ("guidance", Schema.OrNull(Schema.Words())), ("source", Schema.OrNull(Schema.Text())))))))),
                ("bands", Schema.List(Schema.Object(("from", Schema.Number("Points.")), ("title", Schema.Words())))),
                ("scenarios", Schema.List(Titled())),
                ("stages", Schema.List(Titled())),
                ("critical", Schema.List(Schema.Object(("id", Schema.Text()), ("title", Schema.Words()), ("cap", Schema.Number("Points."))))),
                ("adjustments", Schema.List(Schema.Object(("id", Schema.Text()), ("title", Schema.Words()), ("points", Schema.Number())))),
            ]),
            Rubric) { MayBeMissing = true },
    ];

    private static (string, JsonObject)[] Head() =>
    [
        ("id", Schema.Text()), ("version", Schema.Text()), ("hash", Schema.Text()), ("language", Schema.Text("Of the chats it judges.")), ("title", Schema.Words()),
        ("passMark", Schema.Number("Points.")),
    ];

    private static JsonObject Titled() => Schema.Object(("id", Schema.Text()), ("title", Schema.Words()));

    private static IResult Rubrics(ApiCall call) => ApiCall.Json(json =>
    {
        json.WriteStartArray("rubrics");
        foreach (var rubric in call.Get<RubricShelf>().All)
        {
            json.WriteStartObject();
            WriteHead(json, rubric);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static IResult Rubric(ApiCall call)
    {
        var id = call.Named();
        return call.Get<RubricShelf>().All.FirstOrDefault(rubric => rubric.Id == id) is { } found ? ApiCall.Json(json => Write(json, found)) : ApiCall.NoneOfIt("rubric in use");
    }

    private static void WriteHead(Utf8JsonWriter json, Rubric rubric)
    {
        json.WriteString("id", rubric.Id);
        json.WriteString("version", rubric.Version);
        json.WriteString("hash", rubric.Hash);
        json.WriteString("language", rubric.Language);
        json.Words("title", rubric.Title);
        json.Points("passMark", rubric.PassMark);
    }

    private static void Write(Utf8JsonWriter json, Rubric rubric)
    {
        WriteHead(json, rubric);
        json.WriteStartArray("sections");
        foreach (var section in rubric.Sections)
            Write(json, section);
        json.WriteEndArray();
        json.WriteStartArray("bands");
        foreach (var band in rubric.Bands)
        {
            json.WriteStartObject();
            json.Points("from", band.From);
            json.Words("title", band.Title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTitled(json, "scenarios", rubric.Scenarios.Select(static scenario => (scenario.Id, scenario.Title)));
        WriteTitled(json, "stages", rubric.Stages.Select(static stage => (stage.Id, stage.Title)));
        json.WriteStartArray("critical");
        foreach (var critical in rubric.CriticalFindings)
        {
            json.WriteStartObject();
            json.WriteString("id", critical.Id);
            json.Words("title", critical.Title);
            json.Points("cap", critical.Cap);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("adjustments");
        foreach (var adjustment in rubric.Adjustments)
        {
            json.WriteStartObject();
            json.WriteString("id", adjustment.Id);
            json.Words("title", adjustment.Title);
            json.Points("points", adjustment.Points);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, Section section)
    {
        json.WriteStartObject();
        json.WriteString("id", section.Id);
        json.Words("title", section.Title);
        if (section.Weight is { } shared)
            json.Millionths("weight", shared);
        else
            json.WriteNull("weight");
        json.WriteStartArray("criteria");
        foreach (var criterion in section.Criteria)
        {
            json.WriteStartObject();
            json.WriteString("id", criterion.Id);
            json.Words("title", criterion.Title);
            json.Millionths("weight", criterion.Weight);
            json.Words("guidance", criterion.Guidance);
            json.WriteString("source", criterion.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTitled(Utf8JsonWriter json, string name, IEnumerable<(string Id, Wording Title)> parts)
    {
        json.WriteStartArray(name);
        foreach (var (id, title) in parts)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.Words("title", title);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
