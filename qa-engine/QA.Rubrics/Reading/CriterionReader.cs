using System;
using System.Collections.Generic;
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

    /// <param name="section">What each scenario multiplies the section's weight by; null: no criterion of it applies there.</param>
    public Criterion Read(SettingReader settings, decimal?[] section)
    {
        var report = settings.Vocabulary.Report;
        var id = settings.Text("id", "A short name, unique among criteria; results and examples use it.");
        criteria.Add(id, path, settings.PlaceOf("id"), new Report(report));
        var title = settings.Wording("title", "What is expected, in a few words.", required: true);
        var weight = settings.Number("weight", "Points of weight beside the other criteria; in a section with a weight of its own, a share of that.", atMost: 10_000);
        var multipliers = ScenarioWeights.Read(settings, "criterion", scenarios);
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
            WeightByScenario = [.. multipliers.Select((multiplier, scenario) => multiplier is { } factor && section[scenario] is not null ? Fixed.Millionths(weight * factor) : -1)],
            OwedBy = owner switch { "first-agent" => Owner.FirstAgent, "last-agent" => Owner.LastAgent, _ => Owner.EveryAgent },
            Gates = gates,
            Levels = levels,
            Guidance = settings.Wording("guidance", "How to get better at it, for coaching."),
            Source = settings.OptionalText("source", "Where the expectation comes from: a policy, a platform rule, a law."),
        };
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
