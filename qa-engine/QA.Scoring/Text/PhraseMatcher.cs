using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;

namespace QA.Scoring.Text;

/// <summary>Finds every phrase of a rubric in one pass over a folded text.</summary>
/// <remarks>
/// <para>
/// An Aho–Corasick automaton whose first two levels are not stored as states. Most characters of a chat lead from the root back to
/// the root; there the automaton's state is no more than the last character, so whether a phrase could begin is a question about two
/// neighbouring characters, answered by one bit of a small table, and the answers do not wait for one another as the steps of a
/// table-driven automaton do. States exist from the second character of a phrase on; they keep their children sorted
/// and side by side, and fall back along failure links. 50 000 phrases need a few megabytes.
/// </para>
/// <para>
/// A phrase that begins (ends) with a letter does not match right after (before) another letter, and likewise for digits: "ok" is
/// not in "look", nor "3天" in "13天"; but "加v" is in "加v123" and "v" in "加v".
/// </para>
/// </remarks>
public sealed class PhraseMatcher
{
    // 32 bits of filter a pair leave 3 % of the other pairs to the exact table; 128 KiB is the most that helps, beyond it the
    // filter no longer stays in the first- and second-level caches.
    private const int FilterBitsPerPair = 32;
    private const int FewestFilterBits = 1 << 10;
    private const int MostFilterBits = 1 << 20;

    private readonly int[] lengths;

    // The outputs of the characters that are phrases by themselves, in the order of the characters, and how many such characters are
    // below each stretch of 64: one small table, where a dictionary would be sought through for each of the commonest hits.
    private readonly int[] singleOutputs;
    private readonly ushort[] singlesBefore;

    private PhraseMatcher(PhraseTrie trie, int[] lengths)
    {
        this.lengths = lengths;
        Singles = new ulong[(char.MaxValue + 1) / 64];
        foreach (var c in trie.SingleOutputs.Keys)
            Singles[c >> 6] |= 1UL << (c & 63);

        singleOutputs = [.. trie.SingleOutputs.OrderBy(single => single.Key).Select(single => single.Value)];
        singlesBefore = new ushort[Singles.Length];
        for (var i = 1; i < Singles.Length; i++)
            singlesBefore[i] = (ushort)(singlesBefore[i - 1] + BitOperations.PopCount(Singles[i - 1]));

        var filterBits = FewestFilterBits;
        while (filterBits < MostFilterBits && filterBits < trie.Pairs.Count * (long)FilterBitsPerPair)
            filterBits *= 2;
        var slots = 16;
        while (slots < trie.Pairs.Count * 2)
            slots *= 2;
        Filter = new ulong[filterBits / 64];
        FilterShift = 32 - int.Log2(filterBits);
        Slots = new PairSlot[slots];
        PairShift = 32 - int.Log2(slots);
        foreach (var (pair, state) in trie.Pairs)
        {
            var hash = Hash(pair);
            var bit = hash >> FilterShift;
            Filter[bit >> 6] |= 1UL << (int)(bit & 63);
            var slot = hash >> PairShift;
            while (Slots[slot].State != 0)
                slot = (slot + 1) & (uint)(slots - 1);
            Slots[slot] = new PairSlot(pair, state);
        }

        Labels = trie.Labels;
        States = new State[trie.Labels.Length];
        for (var s = 0; s < States.Length; s++)
        {
            States[s] = new State(
                trie.Children[s],
                trie.Failures[s],
                trie.OutputStarts[s],
                checked((ushort)(trie.Children[s + 1] - trie.Children[s])),
                checked((ushort)(trie.OutputStarts[s + 1] - trie.OutputStarts[s])));
        }

        Outputs = trie.Outputs;
    }

    public int PhraseCount => lengths.Length;

    // One bit for each character that is a phrase by itself.
    internal ulong[] Singles { get; }

    internal ulong[] Filter { get; }

    internal int FilterShift { get; }

    // Which state a pair leads to: open addressing, state 0 for a free slot, half of them free.
    internal PairSlot[] Slots { get; }

    internal int PairShift { get; }

    // State s was reached by Labels[s]. State 0 stands for "shallow": all that matters is the last character.
    internal char[] Labels { get; }

    internal State[] States { get; }

    internal Output[] Outputs { get; }

    /// <summary>Builds a matcher.</summary>
    /// <param name="foldedPhrases">Phrases as <see cref="Folding.Fold(string)"/> gives them; a phrase's index is its id.</param>
    /// <exception cref="ArgumentException">A phrase is empty, not folded or given twice.</exception>
    public static PhraseMatcher Build(IReadOnlyList<string> foldedPhrases)
    {
        ArgumentNullException.ThrowIfNull(foldedPhrases);
        var seen = new Dictionary<string, int>(foldedPhrases.Count, StringComparer.Ordinal);
        for (var i = 0; i < foldedPhrases.Count; i++)
        {
            var phrase = foldedPhrases[i];
            if (string.IsNullOrEmpty(phrase))
                throw new ArgumentException($"phrase {i} is empty; leave it out", nameof(foldedPhrases));
            if (!seen.TryAdd(phrase, i))
                throw new ArgumentException($"phrase {i}, \"{phrase}\", is the same as phrase {seen[phrase]}; give it once", nameof(foldedPhrases));
        }

        return new PhraseMatcher(PhraseTrie.Build(foldedPhrases), foldedPhrases.Select(p => p.Length).ToArray());
    }

    /// <summary>The length of a phrase in folded UTF-16 units.</summary>
    public int Length(int phrase) => lengths[phrase];

    /// <summary>Walks through all occurrences in <paramref name="folded"/>, overlapping ones too: by where they end, the longer first.</summary>
    public PhraseCursor Matches(ReadOnlySpan<char> folded) => new(this, folded);

    /// <summary>Where the output of a character is that is a phrase by itself.</summary>
    internal int SingleOutput(char c)
        => singleOutputs[singlesBefore[c >> 6] + BitOperations.PopCount(Singles[c >> 6] & ((1UL << (c & 63)) - 1))];

    internal static uint Hash(uint pair) => pair * 0x9E3779B1u;

    internal readonly record struct PairSlot(uint Pair, int State);

    /// <summary>
    /// Children are the states from the first on; what ends here are the outputs from the first on, the longest first. Sixteen bytes: none lies
    /// across two lines of the cache.
    /// </summary>
    internal readonly record struct State(int FirstChild, int Failure, int FirstOutput, ushort ChildCount, ushort OutputCount);

    /// <summary>A phrase that ends in a state, with what must not stand beside it. Eight bytes: each occurrence waits for one from memory.</summary>
    internal readonly struct Output(int phrase, int length, CharKind notBefore, CharKind notAfter)
    {
        private const int KindBits = 4;
        private const uint Kind = (1 << KindBits) - 1;

        // The kinds that describe folded characters are fewer than sixteen.
        private readonly uint _rest = checked((uint)length * (1u << (KindBits * 2))) | ((uint)notBefore << KindBits) | (uint)notAfter;

        public int Phrase { get; } = phrase;

        public int Length => (int)(_rest >> (KindBits * 2));

        public CharKind NotBefore => (CharKind)((_rest >> KindBits) & Kind);

        public CharKind NotAfter => (CharKind)(_rest & Kind);

        public bool Bounded => (_rest & ((Kind << KindBits) | Kind)) != 0;
    }
}
