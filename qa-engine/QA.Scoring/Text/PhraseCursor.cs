using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QA.Scoring.Text;

/// <summary>A place in a text from which the next occurrence of a phrase is sought.</summary>
[StructLayout(LayoutKind.Auto)]
public ref struct PhraseCursor
{
    private readonly PhraseMatcher matcher;
    private readonly ReadOnlySpan<char> text;
    private int at;
    private int state;
    private int output;
    private int lastOutput;

    internal PhraseCursor(PhraseMatcher matcher, ReadOnlySpan<char> text)
    {
        this.matcher = matcher;
        this.text = text;
    }

    /// <summary>Goes on to the next occurrence; false at the end of the text.</summary>
    public bool Next(out PhraseMatch match)
    {
        Span<PhraseMatch> one = [default];
        var found = Next(one) > 0;
        match = one[0];
        return found;
    }

    /// <summary>Goes on through as many occurrences as there is room for.</summary>
    /// <param name="matches">Receives them; room for at least one.</param>
    /// <returns>How many were found; 0 at the end of the text.</returns>
    /// <remarks>Many at a time, because what the search goes by then stays in registers.</remarks>
    public int Next(scoped Span<PhraseMatch> matches)
    {
        // References in place of indices: every index below is a state's, an output's, a slot's or a bit's of the matcher's own tables, or
        // less than the length of the text.
        var m = matcher;
        ref var filter = ref MemoryMarshal.GetArrayDataReference(m.Filter);
        ref var singles = ref MemoryMarshal.GetArrayDataReference(m.Singles);
        ref var states = ref MemoryMarshal.GetArrayDataReference(m.States);
        ref var outputs = ref MemoryMarshal.GetArrayDataReference(m.Outputs);
        ref var source = ref MemoryMarshal.GetReference(text);
        var shift = m.FilterShift;
        var length = text.Length;
        var i = at;
        var s = state;
        var next = output;
        var last = lastOutput;
        var count = 0;
        while (true)
        {
            for (; next < last; next++)
            {
                ref readonly var found = ref Unsafe.Add(ref outputs, next);
                if (found.Bounded && !StandsAlone(found, i))
                    continue;
                if (count == matches.Length)
                {
                    (at, state, output, lastOutput) = (i, s, next, last);
                    return count;
                }

                matches[count++] = new PhraseMatch(found.Phrase, i - found.Length, i);
            }

            // From a state on, until something ends or the automaton is shallow again.
            var ends = false;
            while (s != 0 && i < length)
            {
                ref var here = ref Unsafe.Add(ref states, s);
                var child = Child(here, Unsafe.Add(ref source, i));
                if (child == 0)
                {
                    s = here.Failure;
                    continue;
                }

                s = child;
                i++;
                if (Unsafe.Add(ref states, s).OutputCount != 0)
                {
                    ends = true;
                    break;
                }
            }

            if (!ends)
            {
                // While shallow, one bit says whether this character and the one before could begin a phrase, another whether it is one.
                var pair = i > 0 ? (uint)Unsafe.Add(ref source, i - 1) : 0u;
                for (; i < length; i++)
                {
                    var c = Unsafe.Add(ref source, i);
                    pair = (pair << 16) | c;
                    var bit = PhraseMatcher.Hash(pair) >> shift;
                    var single = Unsafe.Add(ref singles, c >> 6) >> (c & 63);
                    var hit = (Unsafe.Add(ref filter, bit >> 6) >> (int)(bit & 63)) | single;
                    if ((hit & 1) == 0)
                        continue;

                    // The first character has none before it, though a phrase may begin with the NUL that stands in.
                    s = i > 0 ? Find(m, pair) : 0;
                    if (s != 0)
                        break;
                    if ((single & 1) != 0)
                    {
                        next = m.SingleOutput(c);
                        last = next + 1;
                        break;
                    }
                }

                if (i >= length)
                {
                    (at, state, output, lastOutput) = (length, 0, 0, 0);
                    return count;
                }

                i++;
            }

            if (s != 0)
            {
                ref var reached = ref Unsafe.Add(ref states, s);
                next = reached.FirstOutput;
                last = next + reached.OutputCount;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Find(PhraseMatcher m, uint pair)
    {
        ref var slots = ref MemoryMarshal.GetArrayDataReference(m.Slots);
        var slot = PhraseMatcher.Hash(pair) >> m.PairShift;
        while (true)
        {
            ref var candidate = ref Unsafe.Add(ref slots, slot);
            if (candidate.Pair == pair || candidate.State == 0)
                return candidate.State;
            slot = (slot + 1) & (uint)(m.Slots.Length - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int Child(in PhraseMatcher.State of, char c)
    {
        ref var labels = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(matcher.Labels), of.FirstChild);
        var count = (int)of.ChildCount;
        if (count > 8)
        {
            var found = matcher.Labels.AsSpan(of.FirstChild, count).BinarySearch(c);
            return found < 0 ? 0 : of.FirstChild + found;
        }

        for (var k = 0; k < count; k++)
        {
            if (Unsafe.Add(ref labels, k) == c)
                return of.FirstChild + k;
        }

        return 0;
    }

    private readonly bool StandsAlone(in PhraseMatcher.Output found, int end)
    {
        var start = end - found.Length;
        return (found.NotBefore == CharKind.None || start == 0 || CharTable.Kinds[text[start - 1]] != found.NotBefore)
            && (found.NotAfter == CharKind.None || end == text.Length || CharTable.Kinds[text[end]] != found.NotAfter);
    }
}
