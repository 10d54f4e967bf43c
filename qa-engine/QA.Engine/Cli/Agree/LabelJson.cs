using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Unicode;
using QA.Scoring;

namespace QA.Engine.Cli.Agree;

/// <summary>
/// Reads one line of a labels file: <c>{"id":"c1","labels":{"greeting":["pass",4],"courtesy":["na",null]}}</c>. Values are pass,
/// partial, fail, na and skip; the number is the index of the message it rests on. A <c>note</c> is kept, other fields are passed over.
/// </summary>
internal static class LabelJson
{
    /// <returns>The labels; or null, and what is wrong with the line and what would be right.</returns>
    public static (LabelledChat? Chat, string? Problem) Read(ReadOnlySpan<byte> line)
    {
        if (!Utf8.IsValid(line))
            return (null, "the line is not UTF-8; save the file as UTF-8");
        try
        {
            using var document = JsonDocument.Parse(line.ToArray());
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            return (null, $"broken JSON at byte {e.BytePositionInLine + 1}; a line must be one JSON object");
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, written as an escape.
            return (null, "a text holds half a character (\\uD800…\\uDFFF); mend it");
        }
    }

    private static (LabelledChat? Chat, string? Problem) Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return (null, "a line must be one JSON object with 'id' and 'labels'");
        if (!root.TryGetProperty("id", out var id) || id.ValueKind != JsonValueKind.String)
            return (null, "'id' is missing; it must be the id of a conversation, such as \"c1\"");
        if (!root.TryGetProperty("labels", out var labels) || labels.ValueKind != JsonValueKind.Object)
            return (null, "'labels' is missing; it must be an object such as {\"greeting\":[\"pass\",4]}");
        var read = new Dictionary<string, Label>(StringComparer.Ordinal);
        foreach (var property in labels.EnumerateObject())
        {
            if (Problem(property.Value, out var label) is { } problem)
                return (null, $"labels.{property.Name}: {problem}");
            if (!read.TryAdd(property.Name, label))
                return (null, $"labels.{property.Name} stands twice; give one label for each criterion");
        }

        var note = root.TryGetProperty("note", out var written) && written.ValueKind == JsonValueKind.String ? written.GetString() : null;
        return (new LabelledChat(id.GetString()!, [.. read], string.IsNullOrWhiteSpace(note) ? null : note), null);
    }

    private static string? Problem(JsonElement value, out Label label)
    {
        label = default;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != 2 || value[0].ValueKind != JsonValueKind.String)
            return "must be a value and a message, such as [\"pass\",4] or [\"na\",null]";
        var word = value[0].GetString()!;
        if (VerdictOf(word) is not { } known)
            return $"'{word}' is no value; say pass, partial, fail, na or skip";
        if (value[1].ValueKind == JsonValueKind.Null)
        {
            label = new Label(known.Verdict, null);
            return null;
        }

        if (value[1].ValueKind != JsonValueKind.Number || !value[1].TryGetInt32(out var message) || message < 0)
            return "the message must be its index, counted from 0, or null";
        label = new Label(known.Verdict, message);
        return null;
    }

    private static Label? VerdictOf(string word) => word switch
    {
        "pass" => new Label(Verdict.Pass, null),
        "partial" => new Label(Verdict.Partial, null),
        "fail" => new Label(Verdict.Fail, null),
        "na" => new Label(Verdict.NotApplicable, null),
        "skip" => new Label(null, null),
        _ => null,
    };
}
