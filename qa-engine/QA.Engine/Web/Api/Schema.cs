using System.Text.Json.Nodes;

namespace QA.Engine.Web.Api;

/// <summary>JSON Schema, as far as the answers need it. Each call makes a new one: a node stands in one place only.</summary>
internal static class Schema
{
    public static JsonObject Text(string description = "") => Of("string", description);

    public static JsonObject Moment(string description = "")
    {
        var schema = Of("string", description);
        schema["format"] = "date-time";
        return schema;
    }

    public static JsonObject Day(string description = "")
    {
        var schema = Of("string", description);
        schema["format"] = "date";
        return schema;
    }

    public static JsonObject Number(string description = "") => Of("number", description);

    public static JsonObject Whole(string description = "") => Of("integer", description);

    public static JsonObject Flag(string description = "") => Of("boolean", description);

    public static JsonObject Words() => Object(("zh", Text()), ("en", Text()));

    public static JsonObject OneOf(params string[] words)
    {
        var schema = Of("string", "");
        schema["enum"] = new JsonArray([.. System.Linq.Enumerable.Select(words, static word => (JsonNode)word)]);
        return schema;
    }

    /// <summary>That, or null.</summary>
    public static JsonObject OrNull(JsonObject schema) => schema["type"] is JsonValue type && !schema.ContainsKey("enum")
        ? With(schema, "type", new JsonArray(type.GetValue<string>(), "null"))
        : new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };

    public static JsonObject List(JsonObject items, string description = "") => With(Of("array", description), "items", items);

    /// <summary>All members are always there.</summary>
    public static JsonObject Object(params (string Name, JsonObject Schema)[] members)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var (name, schema) in members)
        {
            properties[name] = schema;
            required.Add(name);
        }

        return new JsonObject { ["type"] = "object", ["properties"] = properties, ["required"] = required, ["additionalProperties"] = false };
    }

    /// <summary>An object elsewhere in the document.</summary>
    public static JsonObject Named(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    private static JsonObject Of(string type, string description)
    {
        var schema = new JsonObject { ["type"] = type };
        if (description.Length > 0)
            schema["description"] = description;
        return schema;
    }

    private static JsonObject With(JsonObject schema, string key, JsonNode value)
    {
        schema[key] = value;
        return schema;
    }
}
