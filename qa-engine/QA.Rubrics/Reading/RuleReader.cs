using System.Collections.Generic;
using System.Linq;
using QA.Rubrics.Checks;
using QA.Scoring.Rules;
using QA.Scoring.Settings;

namespace QA.Rubrics.Reading;

/// <summary>Reads the map of names to rules.</summary>
internal static class RuleReader
{
    /// <summary>Words of conditions, which no rule can be called.</summary>
    private static readonly string[] Words = ["and", "or", "not", "at", "least", "of"];

    /// <summary>The names of rules so far.</summary>
    public static Names Names() => new("rule", Words);

    /// <summary>Every rule that has a name, in the author's order, also those that could not be read.</summary>
    /// <param name="settings">The rubric's settings, or those of a part of it.</param>
    /// <param name="path">The file they stand in.</param>
    /// <param name="required">Whether there must be rules.</param>
    /// <param name="names">The names of rules in files read before.</param>
    public static IReadOnlyList<NamedRule> Read(SettingReader settings, string path, bool required, Names names)
    {
        var vocabulary = settings.Vocabulary;
        var rules = new List<NamedRule>();
        switch (settings.Node("rules", SettingType.NamedMaps, "What to look for: a name and, below it, a rule; rules find, criteria judge.", required))
        {
            case null:
                break;
            case MapNode map:
                foreach (var entry in map.Entries)
                {
                    if (names.Add(entry.Key.Value, path, entry.Key.At, vocabulary.Report))
                        rules.Add(new NamedRule(entry.Key.Value, path, entry.Key.At, Read(entry, vocabulary)));
                }

                break;
            default:
                settings.Report("rules", "'rules' must be names with a rule each", "write 'name:' and below it, indented, 'kind: …' and its settings");
                break;
        }

        return rules;
    }

    private static Rule? Read(SettingEntry entry, IVocabulary vocabulary)
    {
        var name = entry.Key.Value;
        if (entry.Value is not MapNode map)
        {
            vocabulary.Report(entry.Value.At, $"the rule '{name}' must be a group of settings", "write 'kind: …' and its settings below the name, indented");
            return null;
        }

        var kindName = map.Entries.FirstOrDefault(setting => setting.Key.Value == "kind").Value;
        if (kindName is not ScalarNode { Value.Length: > 0 } written)
        {
            vocabulary.Report(kindName?.At ?? map.At, $"the rule '{name}' does not say what kind it is", "add 'kind: phrases' or another kind");
            return null;
        }

        if (RuleKinds.Find(written.Value) is not { } kind)
        {
            var kinds = RuleKinds.All.Select(known => known.Name).ToList();
            vocabulary.Report(written.At, $"there is no kind of rule '{written.Value}'", Suggestion.Or(written.Value, kinds, "use one of " + string.Join(", ", kinds)));
            return null;
        }

        var settings = new SettingReader(map, vocabulary);
        var rule = kind.Read(name, settings);
        settings.Finish($"the rule '{name}' ({kind.Name})");
        return rule;
    }
}
