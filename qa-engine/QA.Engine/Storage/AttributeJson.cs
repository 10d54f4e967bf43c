using System.Buffers;
using System.Collections.Generic;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>A conversation's attributes as one JSON object of texts, so that SQL can ask for one of them.</summary>
internal static class AttributeJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static string? Write(IReadOnlyList<NamedValue> attributes)
    {
        if (attributes.Count == 0)
            return null;
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            foreach (var attribute in attributes)
                json.WriteString(attribute.Name, attribute.Value);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    public static IReadOnlyList<NamedValue> Read(string? json)
    {
        if (json is null)
            return [];
        using var document = JsonDocument.Parse(json);
        var attributes = new List<NamedValue>();
        foreach (var attribute in document.RootElement.EnumerateObject())
            attributes.Add(new NamedValue(attribute.Name, attribute.Value.GetString()!));
        return attributes;
    }
}
