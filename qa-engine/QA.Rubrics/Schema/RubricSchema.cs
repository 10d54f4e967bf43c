using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QA.Rubrics.Checks;
using QA.Rubrics.Reading;
using QA.Scoring.Rules;
using QA.Scoring.Settings;

namespace QA.Rubrics.Schema;

/// <summary>The JSON schema of rubrics, made of what their readers ask for, so that editors complete and complain.</summary>
public static class RubricSchema
{
    private const string Duration = "^[0-9]+[smhd]$";
    private const string Quantity = "^([0-9]+[smhd]|[1-9][0-9]* (character|message|turn)s?)$";
    private const string TimeOfDay = "^([01][0-9]:[0-5][0-9]|2[0-3]:[0-5][0-9]|24:00)$";
    private const string Expression = @"^[a-z0-9(),\s-]+$";

    // Rules, lexicons and ids have names of one form.
    private const string Name = Names.Form;

    /// <summary>The schema, draft 2020-12, indented by two blanks, lines ended by "\n"; the same bytes every time.</summary>
    public static string Write() => Document(json =>
        {
            json.WriteString("title", "Rubric");
            json.WriteString("description", "What is expected of agents in customer-service chats. Generated from the engine; do not edit.");
            WriteGroup(json, SettingReader.Record(settings => new RubricReader().Read(settings, "")));
            WritePartsOrContents(json);
            json.WriteStartObject("$defs");
            json.WriteStartObject("part");
            json.WriteString("description", "A part of a rubric.");
            WriteGroup(json, SettingReader.Record(settings => new RubricReader().ReadPart(settings, "")));
            json.WriteEndObject();
            WriteWording(json);
            WriteRule(json);
            foreach (var kind in RuleKinds.All)
            {
                json.WriteStartObject("rule-" + kind.Name);
                json.WriteString("description", kind.Description);
                WriteGroup(json, kind.Shape);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });

    /// <summary>The schema of a rubric's parts: a reference into the whole one.</summary>
    /// <param name="whole">The file name of the whole one, in the same folder.</param>
    public static string WritePart(string whole) => Document(json =>
        {
            json.WriteString("title", "Part of a rubric");
            json.WriteString("description", "Rules, sections, adjustments and critical findings of a rubric. Generated from the engine; do not edit.");
            json.WriteString("$ref", whole + "#/$defs/part");
        });

    private static string Document(Action<Utf8JsonWriter> content)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var options = new JsonWriterOptions { Indented = true, IndentSize = 2, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(bytes, options))
        {
            json.WriteStartObject();
            json.WriteString("$schema", "https://json-schema.org/draft/2020-12/schema");
            content(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan) + "\n";
    }

    /// <summary>Without parts, the rubric's own file must hold everything.</summary>
    private static void WritePartsOrContents(Utf8JsonWriter json)
    {
        json.WriteStartArray("anyOf");
        WriteObject(json, () => WriteStrings(json, "required", ["parts"]));
        WriteObject(json, () => WriteStrings(json, "required", ["rules", "sections"]));
        json.WriteEndArray();
    }

    private static void WriteWording(Utf8JsonWriter json)
    {
        json.WriteStartObject("wording");
        json.WriteString("description", "A text in both languages.");
        WriteGroup(json, [new SettingShape("zh", SettingType.Text, "In Chinese.", Required: true), new SettingShape("en", SettingType.Text, "In English.", Required: true)]);
        json.WriteEndObject();
    }

    /// <summary>The kind first; what else may stand there depends on it.</summary>
    private static void WriteRule(Utf8JsonWriter json)
    {
        json.WriteStartObject("rule");
        json.WriteString("type", "object");
        WriteStrings(json, "required", ["kind"]);
        json.WriteStartObject("properties");
        json.WriteStartObject("kind");
        json.WriteStartArray("oneOf");
        foreach (var kind in RuleKinds.All)
        {
            json.WriteStartObject();
            json.WriteString("const", kind.Name);
            json.WriteString("description", kind.Description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartArray("allOf");
        foreach (var kind in RuleKinds.All)
        {
            json.WriteStartObject();
            json.WriteStartObject("if");
            WriteStrings(json, "required", ["kind"]);
            json.WriteStartObject("properties");
            json.WriteStartObject("kind");
            json.WriteString("const", kind.Name);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("then");
            json.WriteString("$ref", "#/$defs/rule-" + kind.Name);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, IReadOnlyList<SettingShape> shapes)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");

        // A reader may ask for a name twice, in two ways of reading it; the first description stands.
        foreach (var shape in shapes.DistinctBy(shape => shape.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject(shape.Name);
            json.WriteString("description", shape.Description);
            WriteType(json, shape);
            WriteDefault(json, shape);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        var required = shapes.Where(shape => shape.Required).Select(shape => shape.Name).Distinct(StringComparer.Ordinal).ToList();
        if (required.Count > 0)
            WriteStrings(json, "required", required);
        json.WriteBoolean("additionalProperties", false);
    }

    private static void WriteType(Utf8JsonWriter json, SettingShape shape)
    {
        switch (shape.Type)
        {
            case SettingType.Text when shape.Name == "id":
            case SettingType.Rule:
                WritePattern(json, Name);
                break;
            case SettingType.Text:
                json.WriteString("type", "string");
                break;
            case SettingType.Wording:
                json.WriteString("$ref", "#/$defs/wording");
                break;
            case SettingType.Integer:
                json.WriteString("type", "integer");
                break;
            case SettingType.Number:
                json.WriteString("type", "number");
                break;
            case SettingType.Flag:
                json.WriteString("type", "boolean");
                break;
            case SettingType.Duration:
                WritePattern(json, Duration);
                break;
            case SettingType.TimeOfDay:
                WritePattern(json, TimeOfDay);
                break;
            case SettingType.Quantity:
                WritePattern(json, Quantity);
                break;
            case SettingType.Expression:
                WritePattern(json, Expression);
                break;
            case SettingType.Choice:
                WriteStrings(json, "enum", shape.Choices ?? []);
                break;
            case SettingType.ChoiceList:
                WriteOneOrMore(json, () => WriteStrings(json, "enum", shape.Choices ?? []));
                break;
            case SettingType.LexiconList:
            case SettingType.RuleList:
                WriteOneOrMore(json, () => WritePattern(json, Name));
                break;
            case SettingType.TextList:
            case SettingType.ScalarList:
                WriteOneOrMore(json, () => WriteScalar(json));
                break;
            case SettingType.Scalar:
                WriteScalar(json);
                break;
            case SettingType.Map:
                WriteGroupOf(json, shape);
                break;
            case SettingType.MapList:
                WriteListOf(json, () => WriteGroupOf(json, shape));
                break;
            case SettingType.MapOrMapList:
                WriteOneOrMore(json, () => WriteGroupOf(json, shape));
                break;
            case SettingType.TextOrMap:
                json.WriteStartArray("anyOf");
                WriteObject(json, () => WriteScalar(json));
                WriteObject(json, () => WriteGroupOf(json, shape));
                json.WriteEndArray();
                break;
            case SettingType.NamedMaps:
                WriteNamed(json, () => json.WriteString("$ref", "#/$defs/rule"));
                break;
            case SettingType.ScenarioWeights:
                WriteNamed(json, () =>
                {
                    json.WriteStartArray("anyOf");
                    WriteObject(json, () => json.WriteString("type", "number"));
                    WriteObject(json, () => json.WriteString("const", "na"));
                    json.WriteEndArray();
                });
                break;
            default:
                throw new InvalidOperationException($"the schema does not know the type {shape.Type} of '{shape.Name}'; add it to RubricSchema.WriteType");
        }
    }

    private static void WriteDefault(Utf8JsonWriter json, SettingShape shape)
    {
        if (shape.Default is not { } value)
            return;
        switch (shape.Type)
        {
            case SettingType.Flag:
                json.WriteBoolean("default", value == "true");
                break;
            case SettingType.Integer or SettingType.Number when decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number):
                json.WriteNumber("default", number);
                break;
            default:
                json.WriteString("default", value);
                break;
        }
    }

    private static void WriteGroupOf(Utf8JsonWriter json, SettingShape shape)
    {
        if (shape.Children is { Count: > 0 } children)
            WriteGroup(json, children);
        else
            json.WriteString("type", "object");
    }

    private static void WriteNamed(Utf8JsonWriter json, Action value)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("propertyNames");
        json.WriteString("pattern", Name);
        json.WriteEndObject();
        json.WriteStartObject("additionalProperties");
        value();
        json.WriteEndObject();
    }

    private static void WriteListOf(Utf8JsonWriter json, Action item)
    {
        json.WriteString("type", "array");
        json.WriteStartObject("items");
        item();
        json.WriteEndObject();
    }

    private static void WriteOneOrMore(Utf8JsonWriter json, Action item)
    {
        json.WriteStartArray("anyOf");
        WriteObject(json, item);
        WriteObject(json, () => WriteListOf(json, item));
        json.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter json, Action content)
    {
        json.WriteStartObject();
        content();
        json.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter json) => WriteStrings(json, "type", ["string", "number", "boolean"]);

    private static void WritePattern(Utf8JsonWriter json, string pattern)
    {
        json.WriteString("type", "string");
        json.WriteString("pattern", pattern);
    }

    private static void WriteStrings(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
