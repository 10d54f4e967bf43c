using System;
using System.Collections.Generic;

namespace QA.Benchmarks;

/// <summary>The textbook automaton every phrase matcher is measured against: dense, complete, counting and nothing else.</summary>
/// <remarks>
/// One look-up for the class of the character, one for the next state, one for how many phrases end there. States and
/// classes are numbered as they are met; no phrase knows of word boundaries.
/// </remarks>
public sealed class BareAhoCorasick
{
    private readonly ushort[] classes = new ushort[char.MaxValue + 1];
    private readonly int classCount;
    private readonly int[] next;
    private readonly int[] hits;

    public BareAhoCorasick(IReadOnlyList<string> phrases)
    {
        classCount = 1;
        var states = 1;
        foreach (var phrase in phrases)
        {
            states += phrase.Length;
            foreach (var c in phrase)
            {
                if (classes[c] == 0)
                    classes[c] = (ushort)classCount++;
            }
        }

        // Room for every character of every phrase; the shared beginnings leave the end of it unused.
        next = new int[(long)states * classCount];
        hits = new int[states];
        var used = 1;
        foreach (var phrase in phrases)
        {
            var state = 0;
            foreach (var c in phrase)
            {
                ref var child = ref next[(state * classCount) + classes[c]];
                if (child == 0)
                    child = used++;
                state = child;
            }

            hits[state]++;
        }

        States = used;
        Complete();
    }

    public int States { get; }

    public long TableBytes => (long)States * classCount * sizeof(int);

    public long Count(ReadOnlySpan<char> text)
    {
        var table = next;
        var map = classes;
        var ends = hits;
        var width = classCount;
        var state = 0;
        var count = 0L;
        foreach (var c in text)
        {
            state = table[(state * width) + map[c]];
            count += ends[state];
        }

        return count;
    }

    // Breadth first: a state takes over every transition it lacks, and the hits, from its longest suffix.
    private void Complete()
    {
        var suffixes = new int[States];
        var queue = new Queue<int>();
        for (var c = 0; c < classCount; c++)
        {
            if (next[c] != 0)
                queue.Enqueue(next[c]);
        }

        while (queue.TryDequeue(out var state))
        {
            var suffix = suffixes[state];
            hits[state] += hits[suffix];
            for (var c = 0; c < classCount; c++)
            {
                ref var target = ref next[(state * classCount) + c];
                var fallback = next[(suffix * classCount) + c];
                if (target == 0)
                {
                    target = fallback;
                }
                else
                {
                    suffixes[target] = fallback;
                    queue.Enqueue(target);
                }
            }
        }
    }
}
