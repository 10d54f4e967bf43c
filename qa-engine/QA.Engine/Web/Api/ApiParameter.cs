using System;
using System.Globalization;
using System.Text.Json.Nodes;

namespace QA.Engine.Web.Api;

/// <summary>A parameter of the query, or of the path where the operation's path names it.</summary>
/// <param name="Example">A value that is right.</param>
/// <param name="Problem">What is wrong with a value, as the end of a sentence; null: nothing.</param>
internal sealed record ApiParameter(string Name, string Description, JsonNode Example, JsonObject Schema, Func<string, string?> Problem)
{
    public bool Required { get; init; }

    public static ApiParameter Text(string name, string description, string example) =>
        new(name, description, example, new JsonObject { ["type"] = "string" }, static _ => null);

    public static ApiParameter Day(string name, string description) => new(
        name, description, "2026-03-02", new JsonObject { ["type"] = "string", ["format"] = "date" },
        static value => ApiCall.DayOf(value) is null ? $"must be a day such as 2026-03-02, not \"{value}\"" : null);

    public static ApiParameter Number(string name, string description, int example, int atLeast, int atMost) => new(
        name, description, example, new JsonObject { ["type"] = "integer", ["minimum"] = atLeast, ["maximum"] = atMost },
        value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= atLeast && number <= atMost
            ? null
            : $"must be a whole number from {atLeast} to {atMost}, not \"{value}\"");

    /// <summary>One of some words.</summary>
    public static ApiParameter Choice(string name, string description, params string[] words) => new(
        name, description, words[0], Web.Api.Schema.OneOf(words),
        value => Array.IndexOf(words, value) >= 0 ? null : $"must be one of {string.Join(", ", words)}, not \"{value}\"");

    /// <summary>Points, up to two decimals.</summary>
    public static ApiParameter Points(string name, string description, decimal example) => new(
        name, description, example, new JsonObject { ["type"] = "number", ["minimum"] = 0, ["maximum"] = 100 },
        static value => decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var points) && points is >= 0 and <= 100
            ? null
            : $"must be points from 0 to 100, not \"{value}\"");
}
