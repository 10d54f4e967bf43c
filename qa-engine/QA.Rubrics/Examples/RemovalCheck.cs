using System;
using System.Collections.Generic;
using System.Linq;
using QA.Rubrics.Lexicons;
using QA.Scoring;
using QA.Scoring.Rules;
using QA.Scoring.Text;

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
    private readonly int[] _firstEntry;
    private readonly List<int>[] _saidIn;
    private readonly List<int>[] _foundIn;
    private readonly string[] _folded;

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
        _firstEntry = new int[rubric.Lexicons.Count + 1];
        for (var lexicon = 0; lexicon < rubric.Lexicons.Count; lexicon++)
            _firstEntry[lexicon + 1] = _firstEntry[lexicon] + rubric.Lexicons[lexicon].Entries.Count;
        _saidIn = Lists(_firstEntry[^1]);
        _foundIn = Lists(rubric.Rules.Count);
        _folded = new string[examples.Count];

        // Most phrases stand in few examples, so that few have to be run again for each.
        for (var example = 0; example < examples.Count; example++)
        {
            var chat = examples[example].Chat.Conversation;
            var (phrases, rules) = _ablation.TouchedBy(chat);
            foreach (var phrase in phrases)
                _saidIn[phrase].Add(example);
            foreach (var rule in rules)
                _foundIn[rule].Add(example);
            _folded[example] = string.Join('\n', chat.Messages.Select(message => Folding.Fold(message.Text)));
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
        foreach (var lexicon in _authored)
        {
            var uses = UsesAsClass(lexicon);
            var readers = uses.Select(use => use.Lexicon).Append(lexicon).ToHashSet();
            var decides = Union(_rubric.Rules.Where(rule => rule.Lexicons.Any(readers.Contains)).SelectMany(rule => judgements[rule.Index]));
            for (var i = 0; i < _rubric.Lexicons[lexicon].Entries.Count; i++)
            {
                removals.Add(WithoutPhrase(lexicon, i, uses, decides));
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

    /// <summary>Takes one phrase away, and with it the wordings it lends to others as a word of a class.</summary>
    private Removal WithoutPhrase(int lexicon, int index, IReadOnlyList<ClassUse> uses, IReadOnlyList<string> decides)
    {
        var phrase = _rubric.Lexicons[lexicon].Entries[index];
        var entry = _firstEntry[lexicon] + index;
        var examples = new SortedSet<int>(_saidIn[entry]);
        if (uses.Count > 0)
        {
            var word = Folding.Fold(phrase.Phrase);
            examples.UnionWith(uses.SelectMany(use => _saidIn[use.Entry]).Where(example => _folded[example].Contains(word, StringComparison.Ordinal)));
        }

        var missed = IsMissed([.. examples], () => _ablation.WithoutPhrase(entry, WordingsWithout(phrase, uses)));
        return new Removal(_places.Lexicons[lexicon], phrase.At, phrase.Phrase, _rubric.Lexicons[lexicon].Name, decides, examples.Count, missed);
    }

    private bool IsMissed(List<int> examples, Func<Rubric> without)
    {
        if (examples.Count == 0)
            return false;
        var rubric = without();
        return examples.Exists(example => ExampleRunner.Run(rubric, [_examples[example]], chat => Scorer.Score(chat, rubric)).Count > 0);
    }

    /// <summary>The phrases that name a lexicon as a class of words.</summary>
    private List<ClassUse> UsesAsClass(int lexicon)
    {
        var uses = new List<ClassUse>();
        var name = _rubric.Lexicons[lexicon].Name;
        for (var other = 0; name.Length > 0 && other < _rubric.Lexicons.Count; other++)
        {
            for (var i = 0; i < _rubric.Lexicons[other].Entries.Count; i++)
            {
                if (_rubric.Lexicons[other].Entries[i] is { Parts: not null } phrase && phrase.Phrase.Contains("{" + name + "}", StringComparison.Ordinal))
                    uses.Add(new ClassUse(other, _firstEntry[other] + i, phrase));
            }
        }

        return uses;
    }

    /// <summary>The wordings that phrases lose when a word leaves its class.</summary>
    private IEnumerable<(int Entry, int Part, string Wording)> WordingsWithout(LexiconEntry word, IReadOnlyList<ClassUse> uses)
    {
        if (uses.Count == 0)
            return [];
        var named = uses.SelectMany(use => use.Phrase.Phrase.Split('{', '}')).ToHashSet(StringComparer.Ordinal);
        var classes = new WordClasses([.. _rubric.Lexicons
            .Where(other => other.Name.Length > 0 && named.Contains(other.Name))
            .Select(other => new SourceText(other.Name, string.Join('\n', other.Entries.Where(entry => !ReferenceEquals(entry, word)).Select(entry => entry.Phrase))))]);
        return uses.SelectMany(use =>
        {
            // A phrase that names a class without words has none itself.
            var left = PhraseText.Parts(use.Phrase.Phrase, use.Phrase.At, static (_, _, _) => { }, classes);
            return use.Phrase.Parts!.SelectMany((part, index) => Folded(part).Except(left is null ? [] : Folded(left[index]), StringComparer.Ordinal).Select(wording => (use.Entry, index, wording)));
        });
    }

    private static IEnumerable<string> Folded(PhrasePart part) => part.Texts.Select(text => Folding.Fold(text));

    /// <summary>Lexicons that an author wrote: a pattern makes one of its own, of the words it cannot do without.</summary>
    private static IEnumerable<int> Authored(Rubric rubric)
    {
        var made = rubric.Rules
            .Where(rule => !TakesPhrases(rule.KindName))
            .SelectMany(rule => rule.Lexicons)
            .Where(lexicon => rubric.Lexicons[lexicon].Name.Length == 0)
            .ToHashSet();
        return Enumerable.Range(0, rubric.Lexicons.Count).Where(lexicon => !made.Contains(lexicon));
    }

    private static bool TakesPhrases(string kind) => RuleKinds.Find(kind)?.Shape.Any(setting => setting.Name == "phrases") ?? true;

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

    /// <summary>A phrase that names a lexicon as a class of words.</summary>
    /// <param name="Lexicon">The phrase's own lexicon.</param>
    /// <param name="Entry">The phrase, among the entries of all lexicons.</param>
    private sealed record ClassUse(int Lexicon, int Entry, LexiconEntry Phrase);

    private static List<int>[] Lists(int count)
    {
        var lists = new List<int>[count];
        for (var i = 0; i < count; i++)
            lists[i] = [];
        return lists;
    }
}
