using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Rules;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring.Tests;

/// <summary>Builds rubrics by hand. Settings are texts, lists of texts (<c>string[]</c>) and groups (<c>(string, object)[]</c>).</summary>
internal sealed class RubricBuilder : IVocabulary
{
    private readonly List<Lexicon> _lexicons = [];
    private readonly List<(string Name, Func<Rule> Make)> _rules = [];
    private readonly List<RuleReference> _references = [];
    private readonly List<Section> _sections = [];
    private List<Criterion> _criteria = [];
    private readonly List<Scenario> _scenarios = [];
    private readonly List<Adjustment> _adjustments = [];
    private readonly List<CriticalFinding> _criticals = [];
    private readonly List<Stage> _stages = [];
    private readonly List<int> _negators = [];
    private readonly List<SentenceModel> _models = [];
    private int _sessionGap = 6 * 3600;
    private long _insufficientBelow;

    public List<string> Problems { get; } = [];

    public RubricBuilder Lexicon(string name, params string[] phrases)
    {
        _lexicons.Add(Words(name, phrases));
        return this;
    }

    public RubricBuilder Negators(params string[] phrases)
    {
        _negators.Add(_lexicons.Count);
        return Lexicon("negators", phrases);
    }

    /// <summary>A model that knows single characters.</summary>
    public RubricBuilder Model(string name, int threshold, params (string Gram, int Weight)[] weights)
    {
        _models.Add(new SentenceModel(name, 0, threshold, weights.ToDictionary(weight => weight.Gram, weight => weight.Weight, StringComparer.Ordinal)));
        return this;
    }

    public RubricBuilder SessionGap(int seconds)
    {
        _sessionGap = seconds;
        return this;
    }

    public RubricBuilder InsufficientBelow(long weight)
    {
        _insufficientBelow = weight * 1_000_000;
        return this;
    }

    public RubricBuilder Rule(string name, string kind, params (string Name, object Value)[] settings)
    {
        _rules.Add((name, () =>
        {
            var reader = new SettingReader(Map([("kind", kind), .. settings]), this);
            var rule = RuleKinds.Find(kind)!.Read(name, reader);
            reader.Finish($"the rule '{name}'");
            return rule;
        }));
        return this;
    }

    public RubricBuilder Rule(string name, Rule rule)
    {
        rule.Name = name;
        _rules.Add((name, () => rule));
        return this;
    }

    public RubricBuilder Scenario(string id, string? when = null)
    {
        _scenarios.Add(new Scenario(id, Both(id), when is null ? null : Condition(when)));
        return this;
    }

    public RubricBuilder Criterion(string id, decimal weight, params Level[] levels) => Criterion(id, weight, [], Owner.EveryAgent, [], levels);

    public RubricBuilder Criterion(string id, decimal weight, Gate[] gates, Owner owner, decimal?[] multipliers, params Level[] levels)
    {
        _criteria.Add(new Criterion
        {
            Id = id,
            Title = Both(id),
            Weight = (long)(weight * 1_000_000),
            WeightByScenario = [.. multipliers.Select(multiplier => multiplier is { } factor ? (long)(weight * factor * 1_000_000) : -1)],
            OwedBy = owner,
            Gates = gates,
            Levels = levels,
        });
        return this;
    }

    /// <summary>Puts the criteria since the last section into one; those behind the last are in a section without a weight.</summary>
    public RubricBuilder Section(string id, decimal weight, params decimal[] multipliers)
    {
        _sections.Add(new Section(id, Both(id), _criteria)
        {
            Weight = (long)(weight * 1_000_000),
            WeightByScenario = [.. multipliers.Select(multiplier => (long)(weight * multiplier * 1_000_000))],
        });
        _criteria = [];
        return this;
    }

    public RubricBuilder Adjustment(string id, int points, string when)
    {
        _adjustments.Add(new Adjustment(id, Both(id), points, Condition(when), Both(id)));
        return this;
    }

    public RubricBuilder Stage(string id, string rule)
    {
        _stages.Add(new Stage(id, Both(id), Rule(rule, default(Position))));
        return this;
    }

    public RubricBuilder Critical(string id, int cap, string when)
    {
        _criticals.Add(new CriticalFinding(id, Both(id), Condition(when), cap, Both(id), null));
        return this;
    }

    public Level Level(Verdict verdict, string? when = null, int value = -1, string[]? lookedFor = null) => new(
        verdict,
        value >= 0 ? value : verdict == Verdict.Pass ? 1_000_000 : 0,
        when is null ? null : Condition(when),
        Both(verdict.ToString()),
        null,
        [],
        [.. (lookedFor ?? []).Select(name => Rule(name, default(Position)))]);

    public Gate When(string condition) => new(Condition(condition), Unless: false, Both("unless " + condition));

    public Gate Unless(string condition) => new(Condition(condition), Unless: true, Both("because " + condition));

    public Expression Condition(string text) => Expression.Parse(new ScalarNode(text, new Position(1, 1)), this);

    public Rubric Build()
    {
        var rules = _rules.ConvertAll(rule => rule.Make());
        foreach (var reference in _references)
        {
            var index = _rules.FindIndex(rule => rule.Name == reference.Name);
            if (index < 0)
                Problems.Add($"unknown rule '{reference.Name}'");
            else
                reference.Bind(index);
        }

        if (Problems.Count > 0)
            throw new InvalidOperationException(string.Join('\n', Problems));
        return new Rubric(rules, [.. _lexicons], _criteria.Count == 0 ? _sections : [.. _sections, new Section("all", Both("all"), _criteria)])
        {
            Id = "test",
            Version = "1.0.0",
            Language = "zh",
            Title = Both("test"),
            Hash = "sha256:test",
            PassMark = 6000,
            InsufficientBelow = _insufficientBelow,
            SessionGap = _sessionGap,
            Bands = [new Band(9000, Both("good")), new Band(0, Both("bad"))],
            Scenarios = _scenarios,
            Stages = _stages,
            Adjustments = _adjustments,
            CriticalFindings = _criticals,
            Negators = _negators,
            ModelSets = _models.Count == 0 ? [] : [new SentenceModels(_models)],
        };
    }

    /// <summary>What is wrong with a rule's settings.</summary>
    public static string ProblemsOf(string kind, params (string Name, object Value)[] settings)
    {
        var builder = new RubricBuilder().Rule("x", kind, settings);
        builder._rules[0].Make();
        return string.Join('\n', builder.Problems);
    }

    public void Report(Position at, string wrong, string right) => Problems.Add($"{at.Line}:{at.Column}: {wrong}; {right}");

    public int Lexicon(string name, Position at) => _lexicons.FindIndex(lexicon => lexicon.Name == name) is var index and >= 0 ? index : throw new InvalidOperationException($"unknown lexicon '{name}'");

    public int InlinePhrases(IReadOnlyList<ScalarNode> phrases)
    {
        _lexicons.Add(Words("", phrases.Select(phrase => phrase.Value)));
        return _lexicons.Count - 1;
    }

    public ModelReference? Model(string name, Position at) => new(0, _models.FindIndex(model => model.Name == name));

    public RuleReference Rule(string name, Position at)
    {
        var reference = new RuleReference(name, at);
        _references.Add(reference);
        return reference;
    }

    private static Lexicon Words(string name, IEnumerable<string> phrases)
        => new(name, [.. phrases.Select(phrase => new LexiconEntry(phrase, phrase, MatchMode.Substring, [], default))]);

    private static Wording Both(string text) => new(text, text);

    private static MapNode Map(IEnumerable<(string Name, object Value)> settings)
        => new([.. settings.Select(setting => new SettingEntry(new ScalarNode(setting.Name, new Position(1, 1)), Node(setting.Value)))], new Position(1, 1));

    private static SettingNode Node(object value) => value switch
    {
        string[] list => new ListNode([.. list.Select(item => new ScalarNode(item, new Position(1, 1)))], new Position(1, 1)),
        (string, object)[] map => Map(map),
        _ => new ScalarNode(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)!, new Position(1, 1)),
    };
}
