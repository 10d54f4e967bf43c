using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using QA.Rubrics.Checks;
using QA.Scoring;
using QA.Scoring.Settings;

namespace QA.Rubrics.Reading;

/// <summary>Reads a criterion: its weight, its gates and its levels.</summary>
/// <param name="path">The file it reads.</param>
/// <param name="criteria">The ids so far.</param>
/// <param name="scenarios">The rubric's scenarios, in order.</param>
internal sealed class CriterionReader(string path, Names criteria, IReadOnlyList<Scenario> scenarios)
{
    private const long Full = 1_000_000;
    private static readonly string[] Verdicts = ["pass", "partial", "fail", "unsure"];

    public Criterion Read(SettingReader settings)
    {
        var report = settings.Vocabulary.Report;
        var id = settings.Text("id", "A short name, unique among criteria; results and examples use it.");
        criteria.Add(id, path, settings.PlaceOf("id"), new Report(report));
        var title = settings.Wording("title", "What is expected, in a few words.", required: true);
        var weight = settings.Number("weight", "Points of weight beside the other criteria.", atMost: 10_000);
        var multipliers = Multipliers(settings);
        var owner = settings.Choice("owed-by", "Who of several agents owes it: a greeting is owed by the first, a farewell by the last.", ["every-agent", "first-agent", "last-agent"], "every-agent");
        var gates = settings.Maps("applies", "When the criterion applies; where one of these is not met it is not applicable.", Gate, orSingle: true);
        var ladder = new List<(Position, Position?)>();
        var levels = settings.Maps("levels", "Possible outcomes; the first whose condition holds is the verdict.", level => Level(level, ladder), required: true);
        Ladder.Check(ladder, "level", new Report(report));
        return new Criterion
        {
            Id = id,
            Title = title ?? Wording.None,
            Weight = Fixed.Millionths(weight),
            WeightByScenario = [.. multipliers.Select(multiplier => multiplier is { } factor ? Fixed.Millionths(weight * factor) : -1)],
            OwedBy = owner switch { "first-agent" => Owner.FirstAgent, "last-agent" => Owner.LastAgent, _ => Owner.EveryAgent },
            Gates = gates,
            Levels = levels,
            Guidance = settings.Wording("guidance", "How to get better at it, for coaching."),
            Source = settings.OptionalText("source", "Where the expectation comes from: a policy, a platform rule, a law."),
        };
    }

    /// <summary>What each scenario multiplies the weight by; null: not applicable there.</summary>
    private decimal?[] Multipliers(SettingReader settings)
    {
        var multipliers = new decimal?[scenarios.Count];
        Array.Fill(multipliers, 1);
        var node = settings.Node("weights", SettingType.ScenarioWeights, "What a scenario multiplies the weight by, or na where the criterion does not apply in it.");
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
            settings.Report("weights", "the criterion applies in no scenario", "give at least one scenario a number, or remove the criterion");
        return multipliers;
    }

    private static Gate Gate(SettingReader settings)
    {
        var when = settings.Expression("when", "What must hold for the criterion to apply.");
        var otherwise = settings.Wording("otherwise", "Why it does not apply where that does not hold.");
        var unless = settings.Expression("unless", "What must not hold for the criterion to apply.");
        var because = settings.Wording("because", "Why it does not apply where that holds.");
        if (!settings.IsRecording)
        {
            var negative = settings.Has("unless");
            if (negative == settings.Has("when"))
                settings.Vocabulary.Report(settings.At, negative ? "'when' and 'unless' stand in one gate" : "the gate has no condition", "write either {when, otherwise} or {unless, because}; several gates may stand in a list");
            else if (!settings.Has(negative ? "because" : "otherwise"))
                settings.Vocabulary.Report(settings.At, $"'{(negative ? "because" : "otherwise")}' is missing", "say why the criterion does not apply, as {zh: …, en: …}");
            else if (settings.Has(negative ? "otherwise" : "because"))
                settings.Report(negative ? "otherwise" : "because", $"'{(negative ? "otherwise" : "because")}' belongs to '{(negative ? "when" : "unless")}'", $"call it '{(negative ? "because" : "otherwise")}'");
        }

        return new Gate(when ?? unless ?? Scoring.Rules.Expression.Never, when is null, otherwise ?? because ?? Wording.None);
    }

    private static Level Level(SettingReader settings, List<(Position, Position?)> ladder)
    {
        var word = settings.Choice("verdict", "What the criterion comes to.", Verdicts);
        var verdict = word switch { "pass" => Verdict.Pass, "partial" => Verdict.Partial, "unsure" => Verdict.Unsure, _ => Verdict.Fail };
        var value = settings.OptionalNumber("value", "The fraction of the weight a partial verdict earns; 0.5 where it is left out.", atMost: 1);
        var condition = settings.Expression("when", "When this is the outcome; the last level has none.");
        var reason = settings.Wording("reason", "Why, for the agent and the supervisor.", required: true);
        var fix = settings.Wording("fix", "The smallest change that would have earned the rest, in words an agent can use.");
        var evidence = settings.RuleList("evidence", "Rules whose findings are shown; those that made the condition true where it is left out.");
        var lookedFor = settings.RuleList("looked-for", "Rules whose absence cost the points; what came nearest is shown.");
        if (value is { } fraction && verdict != Verdict.Partial)
            settings.Report("value", $"the verdict {word} has a fixed value", "remove 'value', or make the verdict partial");
        else if (value is 0 or 1)
            settings.Report("value", $"a partial verdict cannot be worth {value}", "write a number between 0 and 1, or make the verdict pass or fail");
        if (verdict is Verdict.Partial or Verdict.Fail && !settings.IsRecording && !settings.Has("fix"))
            settings.Vocabulary.Report(settings.At, $"'fix' is missing, and {word} costs points", "say what would have earned them, as {zh: …, en: …}");
        else if (verdict == Verdict.Pass && settings.Has("fix"))
            settings.Report("fix", "a pass has nothing to fix", "remove 'fix'; advice for everyone belongs into 'guidance'");

        ladder.Add((settings.At, settings.Has("when") ? settings.PlaceOf("when") : null));
        var worth = verdict switch
        {
            Verdict.Pass => Full,
            Verdict.Partial => Fixed.Millionths(value ?? 0.5m),
            _ => 0,
        };
        return new Level(verdict, (int)worth, condition, reason ?? Wording.None, fix, evidence, lookedFor);
    }
}
