using System;
using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>
/// Tells from the lexicons that were hit in a conversation which rules cannot find anything in it, and which gates and levels
/// cannot hold. Most of a large rubric is about things that a conversation never mentions, and ends here.
/// </summary>
internal sealed class Prospects
{
    private readonly Rubric _rubric;
    private readonly Prerequisite?[] _known;
    private readonly List<int[]> _sets = [];
    private readonly Test[] _rules;
    private readonly Dictionary<Expression, Test> _conditions = new(ReferenceEqualityComparer.Instance);

    private readonly bool[] _readsSession;

    // For each lexicon, one bit for each set that it is in. The first bit is nobody's and always set.
    private readonly ulong[] _setsOfLexicon;

    public Prospects(Rubric rubric)
    {
        _rubric = rubric;
        _known = new Prerequisite?[rubric.RuleArray.Length];
        _rules = new Test[rubric.RuleArray.Length];
        for (var i = 0; i < _rules.Length; i++)
            _rules[i] = TestOf(Of(i));
        _readsSession = Array.ConvertAll(rubric.RuleArray, rule => rule.ReadsSession);
        foreach (var criterion in rubric.CriteriaArray)
        {
            foreach (var gate in criterion.GateArray)
                _conditions.TryAdd(gate.Condition, TestOf(gate.Condition.Requires(Of)));
            foreach (var level in criterion.LevelArray)
            {
                if (level.Condition is { } condition)
                    _conditions.TryAdd(condition, TestOf(condition.Requires(Of)));
            }
        }

        Words = ((_sets.Count + 1) / 64) + 1;

        // One row more for the lexicon that silenced phrases are found for.
        _setsOfLexicon = new ulong[(rubric.Lexicons.Count + 1) * Words];
        for (var set = 0; set < _sets.Count; set++)
        {
            foreach (var lexicon in _sets[set])
                _setsOfLexicon[(lexicon * Words) + ((set + 1) / 64)] |= 1UL << (set + 1);
        }
    }

    /// <summary>How long the record of what was hit is.</summary>
    public int Words { get; }

    /// <summary>Whether a rule may find anything.</summary>
    /// <param name="hit">What <see cref="Note"/> recorded.</param>
    public bool MayFind(int rule, ReadOnlySpan<ulong> hit) => _rules[rule].Holds(hit);

    /// <summary>The test of a gate's or a level's condition.</summary>
    public Test Of(Expression condition) => _conditions[condition];

    /// <summary>Whether a rule reads the whole session, beside its prospects: it is asked for with them.</summary>
    public bool ReadsSession(int rule) => _readsSession[rule];

    /// <summary>Begins a record.</summary>
    public static void Begin(Span<ulong> hit)
    {
        hit.Clear();
        hit[0] = 1;
    }

    /// <summary>Records that a lexicon was hit.</summary>
    public void Note(int lexicon, Span<ulong> hit)
    {
        var sets = _setsOfLexicon.AsSpan(lexicon * Words, Words);
        for (var i = 0; i < sets.Length; i++)
            hit[i] |= sets[i];
    }

    private Prerequisite Of(RuleReference reference) => Of(reference.Index);

    private Prerequisite Of(int rule) => _known[rule] ??= _rubric.RuleArray[rule].Requires(Of);

    private Test TestOf(Prerequisite prerequisite)
    {
        Span<int> sets = stackalloc int[Prerequisite.MostSets];
        sets.Clear();
        for (var i = 0; i < prerequisite.Sets.Count; i++)
        {
            var set = prerequisite.Sets[i];
            var known = _sets.FindIndex(other => other.AsSpan().SequenceEqual(set));
            if (known < 0)
            {
                known = _sets.Count;
                _sets.Add(set);
            }

            sets[i] = known + 1;
        }

        return new Test(sets[0], sets[1], sets[2], sets[3]);
    }

    /// <summary>Whether a hit of each of some sets was recorded; 0 stands for no set.</summary>
    public readonly struct Test(int first, int second, int third, int fourth)
    {
        private readonly ushort _first = checked((ushort)first);
        private readonly ushort _second = checked((ushort)second);
        private readonly ushort _third = checked((ushort)third);
        private readonly ushort _fourth = checked((ushort)fourth);

        /// <summary>False: what it stands for certainly finds nothing, or does not hold.</summary>
        public bool Holds(ReadOnlySpan<ulong> hit)
            => (Bit(hit, _first) & Bit(hit, _second) & Bit(hit, _third) & Bit(hit, _fourth) & 1) != 0;

        private static ulong Bit(ReadOnlySpan<ulong> hit, int set) => hit[set >> 6] >> (set & 63);
    }
}
