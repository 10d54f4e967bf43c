using System;
using System.Collections.Generic;
using System.Text.Json;
using QA.Engine.Json;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>
/// What the parts of a rubric are called, by their place in it. Documents name parts by place; with this list, kept beside the
/// rubric's text, an old score reads without compiling an old rubric.
/// </summary>
internal sealed class RubricNames
{
    private const int Version = 1;

    public required IReadOnlyList<string> Criteria { get; init; }

    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>Of all lexicons, one after the other.</summary>
    public required IReadOnlyList<string> Entries { get; init; }

    public required IReadOnlyList<string> Adjustments { get; init; }

    public required IReadOnlyList<string> Criticals { get; init; }

    public required IReadOnlyList<string> Stages { get; init; }

    public static RubricNames Of(Rubric rubric)
    {
        var entries = new List<string>();
        foreach (var lexicon in rubric.Lexicons)
        {
            foreach (var entry in lexicon.Entries)
                entries.Add(entry.Id);
        }

        return new RubricNames
        {
            Criteria = Names(rubric.Criteria, criterion => criterion.Id),
            Rules = Names(rubric.Rules, rule => rule.Name),
            Entries = entries,
            Adjustments = Names(rubric.Adjustments, adjustment => adjustment.Id),
            Criticals = Names(rubric.CriticalFindings, critical => critical.Id),
            Stages = Names(rubric.Stages, stage => stage.Id),
        };
    }

    /// <summary><c>{"v":1,"criteria":["greeting",…],"rules":[…],"entries":[…],"adjustments":[…],"criticals":[…],"stages":[…]}</c>.</summary>
    public byte[] Write()
    {
        var json = new Utf8Output();
        json.Raw("{\"v\":"u8);
        json.Number(Version);
        Write(json, "criteria"u8, Criteria);
        Write(json, "rules"u8, Rules);
        Write(json, "entries"u8, Entries);
        Write(json, "adjustments"u8, Adjustments);
        Write(json, "criticals"u8, Criticals);
        Write(json, "stages"u8, Stages);
        json.Raw((byte)'}');
        return json.Written.ToArray();
    }

    /// <exception cref="StoreException">It is broken, or of a newer program.</exception>
    public static RubricNames Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.GetProperty("v"u8).GetInt32() != Version)
                throw new StoreException($"a rubric's list of names is of version {root.GetProperty("v"u8)}, and this program knows {Version}; use the program that wrote it");
            return new RubricNames
            {
                Criteria = Read(root, "criteria"),
                Rules = Read(root, "rules"),
                Entries = Read(root, "entries"),
                Adjustments = Read(root, "adjustments"),
                Criticals = Read(root, "criticals"),
                Stages = Read(root, "stages"),
            };
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new StoreException($"a rubric's list of names is broken: {e.Message}; restore the store from a backup", e);
        }
    }

    /// <summary>The name at a place; null where the place is none.</summary>
    public static string? At(IReadOnlyList<string> names, int place) => place >= 0 && place < names.Count ? names[place] : null;

    private static string[] Names<T>(IReadOnlyList<T> parts, Func<T, string> name)
    {
        var names = new string[parts.Count];
        for (var i = 0; i < names.Length; i++)
            names[i] = name(parts[i]);
        return names;
    }

    private static void Write(Utf8Output json, ReadOnlySpan<byte> key, IReadOnlyList<string> names)
    {
        json.Raw(",\""u8);
        json.Raw(key);
        json.Raw("\":["u8);
        for (var i = 0; i < names.Count; i++)
        {
            if (i > 0)
                json.Raw((byte)',');
            json.JsonText(names[i]);
        }

        json.Raw((byte)']');
    }

    private static string[] Read(JsonElement root, string key)
    {
        var list = root.GetProperty(key);
        var names = new string[list.GetArrayLength()];
        var at = 0;
        foreach (var name in list.EnumerateArray())
            names[at++] = name.GetString()!;
        return names;
    }
}
