using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;
using QA.Scoring.Rules;

namespace QA.Rubrics.Examples;

/// <summary>
/// Takes every phrase and every rule of a rubric away in turn and runs the examples without it. What no example misses is either
/// not needed or not tested.
/// </summary>
public sealed class RemovalCheck
{
    private readonly Rubric _rubric;
    private readonly IReadOnlyList<Example> _examples;
    private readonly RubricPlaces _places;
    private readonly Ablation _ablation;
    private readonly int[] _authored;
    private readonly List<int>[] _saidIn;
    private readonly List<int>[] _foundIn;

    /// <param name="rubric">A rubric whose examples all come out as stated.</param>
    /// <param name="examples">Its examples.</param>
    /// <param name="places">Where its lexicons and rules stand.</param>
    /// <exception cref="RuleFailedException">A rule could not finish; names the rule and the example.</exception>
    public RemovalCheck(Rubric rubric, IReadOnlyList<Example> examples, RubricPlaces places)
    {
        ArgumentNullException.ThrowIfNull(rubric);
        ArgumentNullException.ThrowIfNull(examples);
        ArgumentNullException.ThrowIfNull(places);
        _rubric = rubric;
        _examples = examples;
        _places = places;
        _ablation = new Ablation(rubric);
        _authored = [.. Authored(rubric)];
        _saidIn = Lists(rubric.Lexicons.Sum(lexicon => lexicon.Entries.Count));
        _foundIn = Lists(rubric.Rules.Count);

        // Most phrases stand in few examples, so that few have to be run again for each.
        for (var example = 0; example < examples.Count; example++)
        {
            var (phrases, rules) = _ablation.TouchedBy(examples[example].Chat.Conversation);
            foreach (var phrase in phrases)
                _saidIn[phrase].Add(example);
            foreach (var rule in rules)
                _foundIn[rule].Add(example);
        }
    }

    /// <summary>How many things will be taken away.</summary>
    public int Count => _rubric.Rules.Count + _authored.Sum(lexicon => _rubric.Lexicons[lexicon].Entries.Count);

    /// <summary>Takes everything away in turn.</summary>
    /// <param name="progress">Called after each.</param>
    public RemovalReport Run(Action? progress = null)
    {
        var judgements = JudgementsByRule();
        var removals = new List<Removal>(Count);
        var firstEntry = FirstEntries();
        foreach (var lexicon in _authored)
        {
            var (name, entries) = _rubric.Lexicons[lexicon];
            var decides = Union(_rubric.Rules.Where(rule => rule.Lexicons.Contains(lexicon)).SelectMany(rule => judgements[rule.Index]));
            for (var i = 0; i < entries.Count; i++)
            {
                var entry = firstEntry[lexicon] + i;
                var missed = IsMissed(_saidIn[entry], () => _ablation.WithoutPhrase(entry));
                removals.Add(new Removal(_places.Lexicons[lexicon], entries[i].At, entries[i].Phrase, name, decides, _saidIn[entry].Count, missed));
                progress?.Invoke();
            }
        }

        foreach (var rule in _rubric.Rules)
        {
            var missed = IsMissed(_foundIn[rule.Index], () => _ablation.WithoutRule(rule.Index));
            var (path, at) = _places.Rules[rule.Index];
            removals.Add(new Removal(path, at, rule.Name, null, Union(judgements[rule.Index]), _foundIn[rule.Index].Count, missed));
            progress?.Invoke();
        }

        removals.Sort(Removal.Compare);
        return new RemovalReport(removals);
    }

    private bool IsMissed(List<int> examples, Func<Rubric> without)
    {
        if (examples.Count == 0)
            return false;
        var rubric = without();
        return examples.Exists(example => ExampleRunner.Run(rubric, [_examples[example]], chat => Scorer.Score(chat, rubric)).Count > 0);
    }

    /// <summary>
    /// Lexicons that an author wrote and a rule looks for: a pattern makes one of its own, of the words it cannot do without, and a class of
    /// words counts by the phrases it stands in.
    /// </summary>
    private static IEnumerable<int> Authored(Rubric rubric)
    {
        var made = rubric.Rules
            .Where(rule => !TakesPhrases(rule.KindName))
            .SelectMany(rule => rule.Lexicons)
            .Where(lexicon => rubric.Lexicons[lexicon].Name.Length == 0)
            .ToHashSet();
        return Enumerable.Range(0, rubric.Lexicons.Count).Where(lexicon => rubric.Lexicons[lexicon].IsSought && !made.Contains(lexicon));
    }

    private static bool TakesPhrases(string kind) => RuleKinds.Find(kind)?.Shape.Any(setting => setting.Name == "phrases") ?? true;

    private int[] FirstEntries()
    {
        var first = new int[_rubric.Lexicons.Count];
        for (var lexicon = 1; lexicon < first.Length; lexicon++)
            first[lexicon] = first[lexicon - 1] + _rubric.Lexicons[lexicon - 1].Entries.Count;
        return first;
    }

    /// <summary>For each rule, what it may decide, by itself or by way of other rules.</summary>
    private List<string>[] JudgementsByRule()
    {
        var judgements = new List<string>[_rubric.Rules.Count];
        for (var rule = 0; rule < judgements.Length; rule++)
            judgements[rule] = [];
        foreach (var (name, roots) in Judgements())
        {
            var reached = new HashSet<int>();
            var pending = new Stack<int>(roots);
            while (pending.TryPop(out var rule))
            {
                if (!reached.Add(rule))
                    continue;
                judgements[rule].Add(name);
                foreach (var input in _rubric.Rules[rule].Inputs)
                    pending.Push(input.Index);
            }
        }

        return judgements;
    }

    private IEnumerable<(string Name, IEnumerable<int> Rules)> Judgements()
    {
        foreach (var criterion in _rubric.Criteria)
        {
            var rules = criterion.Gates.SelectMany(gate => gate.Condition.Rules)
                .Concat(criterion.Levels.SelectMany(level => (level.Condition?.Rules ?? []).Concat(level.Evidence).Concat(level.LookedFor)));
            yield return ("criterion " + criterion.Id, rules.Select(rule => rule.Index));
        }

        foreach (var critical in _rubric.CriticalFindings)
            yield return ("critical " + critical.Id, critical.Condition.Rules.Select(rule => rule.Index));
        foreach (var adjustment in _rubric.Adjustments)
            yield return ("adjustment " + adjustment.Id, adjustment.Condition.Rules.Select(rule => rule.Index));
        foreach (var scenario in _rubric.Scenarios)
            yield return ("scenario " + scenario.Id, scenario.Condition?.Rules.Select(rule => rule.Index) ?? []);
        foreach (var stage in _rubric.Stages)
            yield return ("stage " + stage.Id, [stage.Rule.Index]);
    }

    private static List<string> Union(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal)];

    private static List<int>[] Lists(int count)
    {
        var lists = new List<int>[count];
        for (var i = 0; i < count; i++)
            lists[i] = [];
        return lists;
    }
}
