using System.Collections.Generic;

namespace QA.Scoring.Settings;

/// <summary>What a value may look like; the JSON schema and the reference pages are made of these.</summary>
public enum SettingType
{
    Text,
    Wording,
    Integer,
    Number,
    Flag,
    Duration,
    TimeOfDay,
    Choice,
    ChoiceList,
    TextList,
    LexiconList,
    Rule,
    RuleList,
    Expression,
    Quantity,
    Map,
    MapList,
    Scalar,
    ScalarList,
    NamedMaps,

    /// <summary>Scenarios with a multiplier or "na" each.</summary>
    ScenarioWeights,
    TextOrMap,
    MapOrMapList,
}

/// <summary>One setting a reader asked for.</summary>
/// <param name="Name">The key.</param>
/// <param name="Type">What its value looks like.</param>
/// <param name="Description">One sentence for the author of a rubric.</param>
/// <param name="Required">Whether leaving it out is a problem.</param>
/// <param name="Default">What it is when left out, as the author would write it; null: nothing.</param>
/// <param name="Choices">The words allowed, where they are a closed list.</param>
/// <param name="Children">What the value asks for in turn, where it is a map.</param>
public sealed record SettingShape(
    string Name,
    SettingType Type,
    string Description,
    bool Required,
    string? Default = null,
    IReadOnlyList<string>? Choices = null,
    IReadOnlyList<SettingShape>? Children = null);
