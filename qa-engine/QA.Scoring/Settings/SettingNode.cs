using System.Collections.Generic;

namespace QA.Scoring.Settings;

/// <summary>Where something stands in the text it was read from; both count from 1. (0, 0): nowhere, made by code.</summary>
public readonly record struct Position(int Line, int Column);

/// <summary>A value as its author wrote it, with its place but without its file format.</summary>
public abstract class SettingNode(Position at)
{
    public Position At { get; } = at;
}

/// <summary>A single value. <paramref name="quoted"/> tells <c>"5"</c> from <c>5</c>.</summary>
public sealed class ScalarNode(string value, Position at, bool quoted = false) : SettingNode(at)
{
    public string Value { get; } = value;

    public bool Quoted { get; } = quoted;
}

public sealed class ListNode(IReadOnlyList<SettingNode> items, Position at) : SettingNode(at)
{
    public IReadOnlyList<SettingNode> Items { get; } = items;
}

/// <summary>Names and their values in the author's order. A name appears once; its reader reports repetitions.</summary>
public sealed class MapNode(IReadOnlyList<SettingEntry> entries, Position at) : SettingNode(at)
{
    public IReadOnlyList<SettingEntry> Entries { get; } = entries;
}

public readonly record struct SettingEntry(ScalarNode Key, SettingNode Value);
