using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Scoring;
using QA.Scoring.Settings;

namespace QA.Rubrics.Reading;

/// <summary>Reads what each scenario multiplies a weight by.</summary>
internal static class ScenarioWeights
{
    /// <summary>By scenario; null: not applicable there.</summary>
    /// <param name="settings">Those of a criterion or a section.</param>
    /// <param name="owner">"criterion" or "section".</param>
    /// <param name="scenarios">The rubric's, in order.</param>
    public static decimal?[] Read(SettingReader settings, string owner, IReadOnlyList<Scenario> scenarios)
    {
        var multipliers = new decimal?[scenarios.Count];
        Array.Fill(multipliers, 1);
        var node = settings.Node("weights", SettingType.ScenarioWeights, $"What a scenario multiplies the weight by, or na where the {owner} does not apply in it.");
        if (node is null)
            return multipliers;
        if (node is not MapNode map)
        {
            settings.Report("weights", "'weights' must be scenarios with a number each", "write {complaint: 1.5, outbound: na}");
            return multipliers;
        }

        var ids = scenarios.Select(scenario => scenario.Id).ToList();
        foreach (var (key, value) in map.Entries)
        {
            var scenario = ids.IndexOf(key.Value);
            if (scenario < 0)
                settings.Vocabulary.Report(key.At, $"unknown scenario '{key.Value}'", Suggestion.Or(key.Value, ids, ids.Count == 0 ? "add it under 'scenarios'" : "use one of " + string.Join(", ", ids.Distinct(StringComparer.Ordinal))));
            var text = (value as ScalarNode)?.Value;
            decimal? multiplier = null;
            if (text != "na")
            {
                if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number <= 100 && decimal.Round(number, 6) == number)
                    multiplier = number;
                else
                    settings.Vocabulary.Report(value.At, $"the weight for '{key.Value}' must be a number from 0 to 100 or na", "write a number such as 1.5, or na");
            }

            if (scenario >= 0)
                multipliers[scenario] = multiplier;
        }

        if (multipliers.Length > 0 && multipliers.All(multiplier => multiplier is null))
            settings.Report("weights", $"the {owner} applies in no scenario", $"give at least one scenario a number, or remove the {owner}");
        return multipliers;
    }
}
