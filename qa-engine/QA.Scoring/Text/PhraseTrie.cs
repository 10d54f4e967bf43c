using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Scoring.Text;

/// <summary>The states of a <see cref="PhraseMatcher"/> while it is built: a trie laid out level by level, then linked.</summary>
internal sealed class PhraseTrie
{
    private PhraseTrie()
    {
    }

    /// <summary>State of each first-and-second character, first in the upper half.</summary>
    public Dictionary<uint, int> Pairs { get; } = [];

    /// <summary>Index into <see cref="Outputs"/> of each phrase of one character.</summary>
    public Dictionary<char, int> SingleOutputs { get; } = [];

    public char[] Labels { get; private set; } = [];

    public int[] Children { get; private set; } = [];

    public int[] Failures { get; private set; } = [];

    public int[] OutputStarts { get; private set; } = [];

    public PhraseMatcher.Output[] Outputs { get; private set; } = [];

    public static PhraseTrie Build(IReadOnlyList<string> phrases)
    {
        var trie = new PhraseTrie();
        trie.Lay(phrases);
        return trie;
    }

    // Sorted phrases make every state an interval of them; the states of one depth follow those of the depth above, so the
    // children of a state come out side by side and in order.
    private void Lay(IReadOnlyList<string> phrases)
    {
        var order = Enumerable.Range(0, phrases.Count).ToArray();
        Array.Sort(order, (a, b) => string.CompareOrdinal(phrases[a], phrases[b]));

        var labels = new List<char> { '\0' };
        var children = new List<int> { 1 };
        var parents = new List<int> { 0 };
        var own = new List<int> { -1 };
        var intervals = new List<(int First, int After)> { (0, 0) };

        for (var first = 0; first < order.Length;)
        {
            var phrase = phrases[order[first]];
            if (phrase.Length < 2)
            {
                first++;
                continue;
            }

            var after = first + 1;
            while (after < order.Length && phrases[order[after]].AsSpan().StartsWith(phrase.AsSpan(0, 2), StringComparison.Ordinal))
                after++;
            Pairs.Add(((uint)phrase[0] << 16) | phrase[1], labels.Count);
            Open(phrase[1], 0, 2, first, after);
            first = after;
        }

        var depth = 2;
        var nextDepthAt = labels.Count;
        for (var state = 1; state < labels.Count; state++)
        {
            if (state == nextDepthAt)
            {
                depth++;
                nextDepthAt = labels.Count;
            }

            children.Add(labels.Count);
            var (first, after) = intervals[state];
            if (own[state] >= 0)
                first++;
            while (first < after)
            {
                var c = phrases[order[first]][depth];
                var end = first + 1;
                while (end < after && phrases[order[end]][depth] == c)
                    end++;
                Open(c, state, depth + 1, first, end);
                first = end;
            }
        }

        children.Add(labels.Count);
        Labels = [.. labels];
        Children = [.. children];
        Link(parents);
        Gather(phrases, own);

        void Open(char label, int parent, int length, int first, int after)
        {
            labels.Add(label);
            parents.Add(parent);
            intervals.Add((first, after));
            own.Add(phrases[order[first]].Length == length ? order[first] : -1);
        }
    }

    // The longest proper suffix of at least two characters that is a state, else 0. A parent's links are ready before its children's.
    private void Link(List<int> parents)
    {
        Failures = new int[Labels.Length];
        for (var state = 1; state < Labels.Length; state++)
        {
            var parent = parents[state];
            if (parent == 0)
                continue;

            var label = Labels[state];
            var suffix = Failures[parent];
            var next = 0;
            while (suffix != 0 && next == 0)
            {
                next = Child(suffix, label);
                suffix = Failures[suffix];
            }

            Failures[state] = next != 0 ? next : Pairs.GetValueOrDefault(((uint)Labels[parent] << 16) | label);
        }
    }

    private int Child(int state, char label)
    {
        var first = Children[state];
        var found = Labels.AsSpan(first, Children[state + 1] - first).BinarySearch(label);
        return found < 0 ? 0 : first + found;
    }

    // Each state lists its own phrase and those of its suffixes, so that a hit needs no walk. States of a long phrase made of its own
    // suffixes (哈哈哈哈…) make this quadratic in the length of one phrase; phrases are short.
    private void Gather(IReadOnlyList<string> phrases, List<int> own)
    {
        var single = new Dictionary<char, PhraseMatcher.Output>();
        for (var phrase = 0; phrase < phrases.Count; phrase++)
        {
            if (phrases[phrase].Length == 1)
                single.Add(phrases[phrase][0], Describe(phrase));
        }

        var outputs = new List<PhraseMatcher.Output>();
        OutputStarts = new int[Labels.Length + 1];
        for (var state = 1; state < Labels.Length; state++)
        {
            OutputStarts[state] = outputs.Count;
            for (var suffix = state; suffix != 0; suffix = Failures[suffix])
            {
                if (own[suffix] >= 0)
                    outputs.Add(Describe(own[suffix]));
            }

            if (single.TryGetValue(Labels[state], out var last))
                outputs.Add(last);
        }

        OutputStarts[Labels.Length] = outputs.Count;
        foreach (var (c, output) in single)
        {
            SingleOutputs.Add(c, outputs.Count);
            outputs.Add(output);
        }

        Outputs = [.. outputs];

        PhraseMatcher.Output Describe(int phrase)
        {
            var text = phrases[phrase];
            return new PhraseMatcher.Output(phrase, text.Length, Edge(text[0]), Edge(text[^1]));
        }
    }

    private static CharKind Edge(char c) => CharTable.IsWord(CharTable.Kinds[c]) ? CharTable.Kinds[c] : CharKind.None;
}
