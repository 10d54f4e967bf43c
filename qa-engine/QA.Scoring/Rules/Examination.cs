using System;
using System.Collections.Generic;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>
/// One conversation laid out for the rules of one rubric: folded text, everything the lexicons hit, emoticons, and what each rule
/// found. Every buffer is reused, so that judging a conversation allocates its result only. Not for two threads at once.
/// </summary>
public sealed partial class Examination
{
    private readonly View _session = new();
    private readonly View _segment = new();
    private bool _segmentIsSession;
    private Mark[] _found = new Mark[256];
    private int _foundCount;

    // Where the findings of the rule at work begin.
    private int _ownFrom;
    private Outcome[] _outcomes = [];
    private (Mark Mark, int Rule)[] _evidence = new (Mark, int)[64];
    private int _evidenceCount;
    private bool _inSession;

    // One per thread is enough: a rule cannot call the scorer.
    [ThreadStatic]
    private static Examination? s_spare;

    private Examination()
    {
    }

    internal static Examination Rent()
    {
        var examination = s_spare ?? new Examination();
        s_spare = null;
        return examination;
    }

    internal static void Return(Examination examination)
    {
        examination.Unload();
        s_spare = examination;
    }

    internal Rubric Rubric { get; private set; } = null!;

    internal Conversation Conversation { get; private set; } = null!;

    /// <summary>Who is who for the rule at work.</summary>
    internal View View { get; private set; } = null!;

    internal View SessionView => _session;

    /// <summary>The rule that is looking; where one failed, that one.</summary>
    internal Rule? AtWork { get; private set; }

    /// <summary>What a rule found, in the order of the conversation; examines it first where needed.</summary>
    internal ReadOnlySpan<Mark> Found(RuleReference rule) => Found(Rubric.RuleArray[rule.Index]);

    internal ReadOnlySpan<Mark> Found(Rule rule)
    {
        var view = ViewOf(rule);
        if (view.FoundAt[rule.Index] < 0)
        {
            if (!MayFind(rule.Index))
            {
                view.FoundAt[rule.Index] = 0;
                view.FoundCount[rule.Index] = 0;
                view.FoundLongest[rule.Index] = 0;
                return [];
            }

            Examine(rule, view);
        }

        return _found.AsSpan(view.FoundAt[rule.Index], view.FoundCount[rule.Index]);
    }

    /// <summary>How many folded chars the longest of a rule's findings has; tells how far back one may begin that reaches a place.</summary>
    internal int LongestFound(RuleReference reference)
    {
        var rule = Rubric.RuleArray[reference.Index];
        var view = ViewOf(rule);
        Found(rule);
        return view.FoundLongest[rule.Index];
    }

    /// <summary>The rubric's criteria, laid out for judging.</summary>
    internal Agenda Agenda { get; private set; } = null!;

    /// <summary>Whether a rule may find anything, by the lexicons that were hit.</summary>
    internal bool MayFind(int rule) => _prospects.MayFind(rule, _hitSets);

    /// <summary>Whether a condition may hold, by the lexicons that were hit.</summary>
    internal bool MayHold(in Prospects.Test test) => test.Holds(_hitSets);

    /// <summary>Whether a rule found anything. A combination answers from its parts: its findings are gathered only where they are asked for.</summary>
    internal bool Holds(RuleReference reference) => Holds(reference.Index);

    /// <param name="rule">The rule's place in the rubric.</param>
    internal bool Holds(int rule)
    {
        var view = _inSession || _segmentIsSession || _prospects.ReadsSession(rule) ? _session : _segment;
        ref var holds = ref view.Holds[rule];
        if (holds == Answer.Unknown)
            holds = MayFind(rule) && Decide(Rubric.RuleArray[rule], view) ? Answer.Yes : Answer.No;
        return holds == Answer.Yes;
    }

    /// <summary>Whether a rule that may find something does.</summary>
    private bool Decide(Rule rule, View view)
    {
        if (rule is not Combine combine)
        {
            if (view.FoundAt[rule.Index] < 0)
                Examine(rule, view);
            return view.FoundCount[rule.Index] > 0;
        }

        Enter(rule, out var outerView, out var inSession);
        var holds = combine.Condition.Holds(this);
        Leave(outerView, inSession);
        return holds;
    }

    /// <summary>Adds the findings of a condition's parts, each once, in the order of the conversation.</summary>
    internal void Gather(Expression condition, FindingList findings)
    {
        var start = _foundCount;
        condition.Gather(this, findings);
        if (_foundCount == start)
        {
            // Made true by absence alone: it holds, but there are no words to point at.
            Append(new Mark(View.From, 0, 0, -1));
            return;
        }

        TidyFrom(start);
    }

    /// <summary>Puts the findings added since <paramref name="start"/> into the order of the conversation, each once.</summary>
    internal void TidyFrom(int start)
    {
        SortFrom(start);
        var kept = start;
        for (var i = start; i < _foundCount; i++)
        {
            if (kept == start || _found[i] != _found[kept - 1])
                _found[kept++] = _found[i];
        }

        _foundCount = kept;
    }

    internal void Append(in Mark mark)
    {
        if (_foundCount == _found.Length)
            Array.Resize(ref _found, _found.Length * 2);
        _found[_foundCount++] = mark;
    }

    internal void AppendAll(ReadOnlySpan<Mark> marks)
    {
        // The marks may lie in the buffer that is about to be outgrown; the span keeps the old one alive while they are copied.
        var size = _found.Length;
        while (size - _foundCount < marks.Length)
            size *= 2;
        if (size > _found.Length)
            Array.Resize(ref _found, size);
        marks.CopyTo(_found.AsSpan(_foundCount));
        _foundCount += marks.Length;
    }

    /// <summary>Room for what the criteria come to, reused.</summary>
    internal Span<Outcome> Outcomes(int count)
    {
        if (_outcomes.Length < count)
            _outcomes = new Outcome[count];
        return _outcomes.AsSpan(0, count);
    }

    /// <summary>How many findings there are; with <see cref="DropFrom"/>, a rule can take back what it added.</summary>
    internal int FoundCount => _foundCount;

    internal void DropFrom(int count) => _foundCount = count;

    internal Span<Mark> FoundFrom(int start) => _found.AsSpan(start, _foundCount - start);

    /// <summary>Puts the findings added since <paramref name="start"/> into the order of the conversation.</summary>
    internal void SortFrom(int start)
    {
        // Nearly sorted and short as a rule; long lists go to the library.
        var count = _foundCount - start;
        if (count < 2)
            return;
        if (count > 32)
        {
            _found.AsSpan(start, count).Sort(static (a, b) => Compare(a, b));
            return;
        }

        for (var i = start + 1; i < _foundCount; i++)
        {
            var mark = _found[i];
            var j = i - 1;
            while (j >= start && Compare(_found[j], mark) > 0)
            {
                _found[j + 1] = _found[j];
                j--;
            }

            _found[j + 1] = mark;
        }
    }

    private View ViewOf(Rule rule) => _inSession || rule.ReadsSession || _segmentIsSession ? _session : _segment;

    /// <summary>Runs something as the rule itself would see the conversation: with its view.</summary>
    internal (int From, int To)? LookedIn(Rule rule)
    {
        Enter(rule, out var view, out var inSession);
        var bounds = rule.LookedIn(this);
        Leave(view, inSession);
        return bounds;
    }

    internal NearMiss? Nearest(Rule rule)
    {
        Enter(rule, out var view, out var inSession);
        var miss = rule.Nearest(this);
        Leave(view, inSession);
        return miss;
    }

    /// <summary>Adds what a rule found to the evidence; a combination stands for the rules it combines.</summary>
    internal void Collect(RuleReference reference)
    {
        var rule = Rubric.RuleArray[reference.Index];
        if (rule is Combine combine)
        {
            if (!Holds(reference))
                return;
            Enter(rule, out var view, out var inSession);
            combine.Condition.Collect(this);
            Leave(view, inSession);
            return;
        }

        foreach (ref readonly var mark in Found(rule))
        {
            if (mark.End <= mark.Start)
                continue;
            if (_evidenceCount == _evidence.Length)
                Array.Resize(ref _evidence, _evidence.Length * 2);
            _evidence[_evidenceCount++] = (mark, rule.Index);
        }
    }

    /// <summary>The evidence collected since the last call, in the order of the conversation, the same words once.</summary>
    internal Finding[] TakeEvidence()
    {
        var count = _evidenceCount;
        _evidenceCount = 0;
        if (count == 0)
            return [];
        var evidence = _evidence.AsSpan(0, count);

        // Insertion keeps equal words in the order they were collected; long lists are rare and go to the library.
        if (count <= 32)
        {
            for (var i = 1; i < count; i++)
            {
                var item = evidence[i];
                var j = i - 1;
                for (; j >= 0 && Compare(evidence[j].Mark, item.Mark) > 0; j--)
                    evidence[j + 1] = evidence[j];
                evidence[j + 1] = item;
            }
        }
        else
        {
            evidence.Sort(static (a, b) => Compare(a.Mark, b.Mark) is var order && order != 0 ? order : a.Rule.CompareTo(b.Rule));
        }

        var kept = 1;
        for (var i = 1; i < count; i++)
        {
            ref readonly var before = ref evidence[kept - 1].Mark;
            ref readonly var mark = ref evidence[i].Mark;
            if (mark.Message != before.Message || mark.Start != before.Start || mark.End != before.End)
                evidence[kept++] = evidence[i];
        }

        var findings = new Finding[kept];
        for (var i = 0; i < kept; i++)
            findings[i] = ToFinding(evidence[i].Mark, evidence[i].Rule);
        return findings;
    }

    private void Enter(Rule rule, out View view, out bool inSession)
    {
        view = View;
        inSession = _inSession;
        _inSession |= rule.ReadsSession;
        View = ViewOf(rule);
    }

    private void Leave(View view, bool inSession)
    {
        View = view;
        _inSession = inSession;
    }

    /// <summary>Has rules examined whose findings are about to be asked for.</summary>
    internal void Prepare(IReadOnlyList<RuleReference> rules)
    {
        for (var i = 0; i < rules.Count; i++)
            Found(rules[i]);
    }

    /// <summary>Has a rule examined whose findings are about to be asked for, if it holds at all.</summary>
    internal bool Prepare(RuleReference rule) => Holds(rule) && Found(rule).Length > 0;

    private void Examine(Rule rule, View view)
    {
        if (_foundCount != _ownFrom)
            throw new InvalidOperationException($"'{rule.Name}' was asked for after the asking rule had added findings of its own");
        var (outer, outerView, outerInSession) = (AtWork, View, _inSession);
        _inSession = outerInSession || rule.ReadsSession;
        View = view;
        AtWork = rule;

        // While a rule adds its findings nothing else may write to the buffer.
        if (!rule.AsksForInputs)
            Prepare(rule.Inputs);
        rule.Examine(this, new FindingList(this));

        // Behind the findings of whatever the rule asked for.
        var start = _ownFrom;
        var longest = 0;
        for (var i = start; i < _foundCount; i++)
            longest = Math.Max(longest, _found[i].End - _found[i].Start);
        view.FoundLongest[rule.Index] = longest;
        view.FoundAt[rule.Index] = start;
        view.FoundCount[rule.Index] = _foundCount - start;
        _ownFrom = _foundCount;
        (AtWork, View, _inSession) = (outer, outerView, outerInSession);
    }

    private static int Compare(in Mark a, in Mark b)
        => a.Message != b.Message ? a.Message.CompareTo(b.Message)
            : a.Start != b.Start ? a.Start.CompareTo(b.Start)
            : a.End != b.End ? b.End.CompareTo(a.End)
            : a.Entry.CompareTo(b.Entry);
}
