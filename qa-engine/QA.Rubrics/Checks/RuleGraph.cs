using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Rules;
using QA.Scoring.Settings;

namespace QA.Rubrics.Checks;

/// <summary>A rule as it was named; null where it could not be read.</summary>
/// <param name="Path">The file it stands in.</param>
internal readonly record struct NamedRule(string Name, string Path, Position At, Rule? Rule);

/// <summary>A rule's name as some file uses it.</summary>
/// <param name="Path">The file that names it.</param>
internal readonly record struct NamedReference(string Path, RuleReference Reference);

/// <summary>Who names whom among rules.</summary>
internal sealed class RuleGraph
{
    // Each compares a name with every rule's; a hostile rubric could ask for millions.
    private const int MostSuggestions = 100;
    private const string Otherwise = "add it under 'rules'";

    private readonly IReadOnlyList<NamedRule> _rules;
    private readonly Dictionary<string, int> _indices = new(StringComparer.Ordinal);

    public RuleGraph(IReadOnlyList<NamedRule> rules)
    {
        _rules = rules;
        for (var i = 0; i < rules.Count; i++)
            _indices.TryAdd(rules[i].Name, i);
    }

    /// <summary>Gives each reference its rule's place, or reports that there is none.</summary>
    public void Bind(IEnumerable<NamedReference> references, ProblemList problems)
    {
        var unknown = 0;
        foreach (var (path, reference) in references)
        {
            if (_indices.TryGetValue(reference.Name, out var index))
                reference.Bind(index);
            else
                problems.Add(path, reference.At, $"unknown rule '{reference.Name}'", ++unknown > MostSuggestions ? Otherwise : Suggestion.Or(reference.Name, _indices.Keys, Otherwise));
        }
    }

    /// <summary>Reports every circle once, at the first of its rules.</summary>
    /// <returns>Whether there is none.</returns>
    public bool CheckCircles(ProblemList problems)
    {
        var state = new byte[_rules.Count];
        var path = new List<int>();
        var clean = true;
        for (var i = 0; i < _rules.Count; i++)
            Visit(i);
        return clean;

        void Visit(int start)
        {
            // An explicit stack: a chain of a thousand rules is allowed, a stack overflow is not.
            var pending = new Stack<(int Rule, int Next)>();
            if (state[start] != 0)
                return;
            pending.Push((start, 0));
            state[start] = 1;
            path.Add(start);
            while (pending.TryPop(out var top))
            {
                var inputs = _rules[top.Rule].Rule?.Inputs ?? [];
                if (top.Next == inputs.Count)
                {
                    state[top.Rule] = 2;
                    path.RemoveAt(path.Count - 1);
                    continue;
                }

                pending.Push((top.Rule, top.Next + 1));
                var next = inputs[top.Next].Index;
                if (next < 0 || state[next] == 2)
                    continue;
                if (state[next] == 1)
                {
                    clean = false;
                    ReportCircle(next);
                    continue;
                }

                state[next] = 1;
                path.Add(next);
                pending.Push((next, 0));
            }
        }

        void ReportCircle(int first)
        {
            var from = path.IndexOf(first);
            var circle = path.GetRange(from, path.Count - from);
            var names = string.Join(" → ", circle.Append(first).Select(rule => _rules[rule].Name));
            problems.Add(_rules[first].Path, _rules[first].At, $"the rule '{_rules[first].Name}' needs itself: {names}", "let one of them do without the next");
        }
    }

    /// <summary>Reports every rule that no judgement reaches.</summary>
    /// <param name="roots">What gates, levels, scenarios and the like name.</param>
    public void CheckUse(IEnumerable<RuleReference> roots, ProblemList problems)
    {
        var reached = Reach(roots);
        for (var i = 0; i < _rules.Count; i++)
        {
            if (!reached[i])
                problems.Add(_rules[i].Path, _rules[i].At, $"nothing uses the rule '{_rules[i].Name}'", "name it in a level, a gate or another used rule, or remove it");
        }
    }

    private bool[] Reach(IEnumerable<RuleReference> roots)
    {
        var reached = new bool[_rules.Count];
        var pending = new Stack<int>();
        foreach (var root in roots)
            pending.Push(root.Index);
        while (pending.TryPop(out var rule))
        {
            if (rule < 0 || reached[rule])
                continue;
            reached[rule] = true;
            foreach (var input in _rules[rule].Rule?.Inputs ?? [])
                pending.Push(input.Index);
        }

        return reached;
    }
}
