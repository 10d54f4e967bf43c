using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.Extensions.Configuration;

namespace QA.Engine.Settings;

/// <summary>
/// Reads a section of the settings and gathers what is wrong with it, so that people see every problem at once:
/// <c>Sources:shop:Poll: must be a duration such as 00:00:05, not "5 secs"</c>. A setting with a problem reads as its default.
/// </summary>
/// <param name="section">Where to read.</param>
/// <param name="path">The section's path for people; empty at the top.</param>
/// <param name="problems">Shared by all sections.</param>
internal sealed class SettingReader(IConfiguration section, string path, List<string> problems)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What was wrong so far, in all sections.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Whether anything is set in this section.</summary>
    public bool HasAny => section.GetChildren().Any();

    /// <summary>A text; the default where it is missing or empty.</summary>
    public string Text(string key, string byDefault = "") => Value(key) ?? byDefault;

    /// <param name="example">What would be right, such as <c>amqp://localhost</c>.</param>
    public string Required(string key, string example)
    {
        var value = Value(key);
        if (value is null)
            Problem(key, $"is missing; set it, for example to {example}");
        return value ?? "";
    }

    public TimeSpan Duration(string key, TimeSpan byDefault, TimeSpan atLeast, TimeSpan atMost)
    {
        if (Value(key) is not { } value)
            return byDefault;
        if (TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out var duration) && duration >= atLeast && duration <= atMost)
            return duration;
        Problem(key, $"must be a duration from {atLeast:c} to {atMost:c} such as {byDefault:c}, not \"{value}\"");
        return byDefault;
    }

    public int Number(string key, int byDefault, int atLeast, int atMost)
    {
        if (Value(key) is not { } value)
            return byDefault;
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= atLeast && number <= atMost)
            return number;
        Problem(key, $"must be a whole number from {atLeast} to {atMost}, not \"{value}\"");
        return byDefault;
    }

    public bool Flag(string key, bool byDefault)
    {
        if (Value(key) is not { } value)
            return byDefault;
        if (bool.TryParse(value, out var flag))
            return flag;
        Problem(key, $"must be true or false, not \"{value}\"");
        return byDefault;
    }

    /// <summary>One of some words; the first is the default.</summary>
    public string Choice(string key, params IReadOnlyList<string> words)
    {
        if (Value(key) is not { } value)
            return words[0];
        foreach (var word in words)
        {
            if (string.Equals(word, value, StringComparison.OrdinalIgnoreCase))
                return word;
        }

        Problem(key, $"must be {string.Join(" or ", words)}, not \"{value}\"");
        return words[0];
    }

    /// <summary>A list of texts; empty where it is missing.</summary>
    public IReadOnlyList<string> List(string key)
    {
        _known.Add(key);
        return [.. section.GetSection(key).GetChildren().Select(child => child.Value ?? "").Where(value => value.Length > 0)];
    }

    /// <summary>Names and their texts, in the order of the names.</summary>
    public IReadOnlyList<(string Name, string Value)> Map(string key)
    {
        _known.Add(key);
        return [.. section.GetSection(key).GetChildren().Select(child => (child.Key, child.Value ?? "")).OrderBy(pair => pair.Key, StringComparer.Ordinal)];
    }

    public SettingReader Section(string key)
    {
        _known.Add(key);
        return new SettingReader(section.GetSection(key), PathOf(key), problems);
    }

    /// <summary>The sections in a section, by their names.</summary>
    public IReadOnlyList<(string Name, SettingReader Settings)> Sections(string key)
    {
        _known.Add(key);
        return [.. section.GetSection(key).GetChildren()
            .OrderBy(child => child.Key, StringComparer.Ordinal)
            .Select(child => (child.Key, new SettingReader(child, $"{PathOf(key)}:{child.Key}", problems)))];
    }

    /// <param name="what">What is wrong and what would be right; the setting's path goes before it.</param>
    public void Problem(string key, string what) => problems.Add($"{PathOf(key)}: {what}");

    /// <summary>Complains of settings nobody asked for: most likely a slip of the pen. Called last.</summary>
    public void NoOthers()
    {
        foreach (var child in section.GetChildren())
        {
            if (!_known.Contains(child.Key))
                Problem(child.Key, $"there is no such setting; there are: {string.Join(", ", _known.Order(StringComparer.Ordinal))}");
        }
    }

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}:{key}";

    private string? Value(string key)
    {
        _known.Add(key);
        return section[key] is { Length: > 0 } value ? value : null;
    }
}
