using System.Collections.Generic;
using System.Globalization;
using System;
using System.Text.Json;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Web.Api;

/// <summary>How the engine's units are spelt in JSON: points with up to two decimals, weights and values with up to six, names that the export does not give as null.</summary>
internal static class JsonWriting
{
    private const decimal Thousand = 1_000;
    private const decimal Hundred = 100;
    private const decimal Million = 1_000_000;

    /// <summary>How a customer's mood moved.</summary>
    public static void Mood(this Utf8JsonWriter json, MoodChange? mood)
    {
        if (mood is not { } moved)
        {
            json.WriteNull("mood");
            return;
        }

        json.WriteStartObject("mood");
        json.WriteNumber("start", moved.Start / Thousand);
        json.WriteNumber("end", moved.End / Thousand);
        json.WriteNumber("turns", moved.Turns);
        json.WriteString("outcome", MoodOutcomeNames.Of(moved.Outcome));
        json.WriteEndObject();
    }

    public static void Moods(this Utf8JsonWriter json, MoodCounts moods)
    {
        json.WriteStartObject("moods");
        json.WriteNumber("known", moods.Known);
        json.WriteNumber("steady", moods.Steady);
        json.WriteNumber("recovered", moods.Recovered);
        json.WriteNumber("worsened", moods.Worsened);
        json.WriteNumber("unhappy", moods.Unhappy);
        json.WriteNumber("cameUnhappy", moods.CameUnhappy);
        json.WriteNumber("leftUnhappy", moods.LeftUnhappy);
        json.WriteNumber("start", moods.Start / Thousand);
        json.WriteNumber("end", moods.End / Thousand);
        json.WriteEndObject();
    }

    /// <param name="said">Null: no model was asked.</param>
    public static void Lean(this Utf8JsonWriter json, Sentiment? said)
    {
        if (said is null)
            json.WriteNull("mood");
        else
            json.WriteNumber("mood", MoodChange.Of(said) / Thousand);
    }

    public static void Flag(this Utf8JsonWriter json, string name, bool? flag)
    {
        if (flag is { } known)
            json.WriteBoolean(name, known);
        else
            json.WriteNull(name);
    }

    /// <param name="hundredths">Of a point.</param>
    public static void Points(this Utf8JsonWriter json, string name, long? hundredths)
    {
        if (hundredths is { } known)
            json.WriteNumber(name, known / Hundred);
        else
            json.WriteNull(name);
    }

    public static void Millionths(this Utf8JsonWriter json, string name, long millionths) => json.WriteNumber(name, millionths / Million);

    /// <param name="text">Empty: the export names none.</param>
    public static void Name(this Utf8JsonWriter json, string name, string? text) => json.WriteString(name, string.IsNullOrEmpty(text) ? null : text);

    public static void Day(this Utf8JsonWriter json, string name, DateOnly day) => json.WriteString(name, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static void Moment(this Utf8JsonWriter json, string name, DateTimeOffset? at)
    {
        if (at is { } known)
            json.WriteString(name, known);
        else
            json.WriteNull(name);
    }

    public static void Words(this Utf8JsonWriter json, string name, Wording? wording)
    {
        if (wording is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteString("zh", wording.Zh);
        json.WriteString("en", wording.En);
        json.WriteEndObject();
    }

    /// <summary>A list of counts of criteria, by id.</summary>
    public static void Criteria(this Utf8JsonWriter json, IReadOnlyDictionary<string, CriterionCounts> criteria)
    {
        json.WriteStartArray("criteria");
        foreach (var (id, counts) in new SortedDictionary<string, CriterionCounts>(new Dictionary<string, CriterionCounts>(criteria, StringComparer.Ordinal), StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteNumber("pass", counts.Pass);
            json.WriteNumber("partial", counts.Partial);
            json.WriteNumber("fail", counts.Fail);
            json.WriteNumber("unsure", counts.Unsure);
            json.Millionths("value", counts.Value);
            json.Points("lost", counts.Lost);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
