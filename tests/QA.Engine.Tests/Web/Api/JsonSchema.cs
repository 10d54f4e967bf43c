using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;
using System.Text.Json;

namespace QA.Engine.Tests.Web.Api;

/// <summary>Holds a JSON value against the part of JSON Schema that the API's document uses; any other word in a schema is a problem, so that nothing goes unchecked.</summary>
internal sealed class JsonSchema(JsonObject document)
{
    private static readonly string[] Known = ["type", "format", "description", "enum", "anyOf", "items", "properties", "required", "additionalProperties", "$ref"];

    /// <returns>What is wrong, with its place.</returns>
    public IEnumerable<string> Problems(JsonNode? value, JsonObject schema, string at = "")
    {
        foreach (var word in schema.Select(static member => member.Key).Where(static word => !Known.Contains(word)))
            yield return $"{at}: the schema says '{word}', which this does not check";
        if (schema["$ref"] is { } reference)
        {
            var name = reference.GetValue<string>().Split('/')[^1];
            if (document["components"]!["schemas"]![name] is JsonObject named)
            {
                foreach (var problem in Problems(value, named, at))
                    yield return problem;
            }
            else
            {
                yield return $"{at}: there is no schema {name}";
            }

            yield break;
        }

        if (schema["anyOf"] is JsonArray choices)
        {
            var all = choices.Select(choice => Problems(value, choice!.AsObject(), at).ToList()).ToList();
            if (!all.Exists(static problems => problems.Count == 0))
            {
                foreach (var problem in all[0])
                    yield return problem;
            }

            yield break;
        }

        var types = schema["type"] is JsonArray several ? several.Select(static type => type!.GetValue<string>()).ToList() : [schema["type"]!.GetValue<string>()];
        var kind = Kind(value);
        if (!types.Contains(kind) && !(kind == "integer" && types.Contains("number")))
            yield return $"{at}: is {kind}, should be {string.Join(" or ", types)}";
        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value)))
            yield return $"{at}: {value} is none of {words}";
        if (value is JsonArray list && schema["items"] is JsonObject items)
        {
            foreach (var problem in list.SelectMany((item, index) => Problems(item, items, $"{at}[{index}]")))
                yield return problem;
        }

        if (value is not JsonObject members || schema["properties"] is not JsonObject properties)
            yield break;
        foreach (var name in schema["required"]!.AsArray().Select(static name => name!.GetValue<string>()).Where(name => !members.ContainsKey(name)))
            yield return $"{at}.{name}: is missing";
        foreach (var (name, member) in members)
        {
            if (properties[name] is not JsonObject own)
                yield return $"{at}.{name}: is not in the schema";
            else
            {
                foreach (var problem in Problems(member, own, $"{at}.{name}"))
                    yield return problem;
            }
        }
    }

    private static string Kind(JsonNode? value) => value?.GetValueKind() switch
    {
        null or JsonValueKind.Null => "null",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.AsValue().TryGetValue<long>(out _) ? "integer" : "number",
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        _ => "boolean",
    };
}
