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
        do
        {
            while (output < lastOutput)
            {
                ref readonly var found = ref matcher.Outputs[output++];
                if (!found.Bounded || StandsAlone(found))
                {
                    match = new PhraseMatch(found.Phrase, at - found.Length, at);
                    return true;
                }
            }
        }
        while (Advance());

        match = default;
        return false;
    }

    // Reads on to the next character at which something ends: `at` is then the index after it.
    // References in place of indices: every index below is a state's, a slot's or a bit's of the matcher's own tables, or less than
    // the length of the text.
    private bool Advance()
    {
        var m = matcher;
        ref var filter = ref MemoryMarshal.GetArrayDataReference(m.Filter);
        ref var singles = ref MemoryMarshal.GetArrayDataReference(m.Singles);
        ref var states = ref MemoryMarshal.GetArrayDataReference(m.States);
        ref var source = ref MemoryMarshal.GetReference(text);
        var shift = m.FilterShift;
        var length = text.Length;
        var i = at;
        var s = state;
        while (true)
        {
            // From a state on, until something ends or the automaton is shallow again.
            while (s != 0)
            {
                if (i >= length)
                    return Stop();

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
                    return Report(s, i);
            }

            // While shallow, one bit says whether this character and the one before could begin a phrase, another whether it is one.
            var pair = i > 0 ? (uint)Unsafe.Add(ref source, i - 1) : 0u;
            for (; i < length; i++)
            {
                var c = Unsafe.Add(ref source, i);
                pair = (pair << 16) | c;
                var bit = PhraseMatcher.Hash(pair) >> shift;
                var hit = (Unsafe.Add(ref filter, bit >> 6) >> (int)(bit & 63)) | (Unsafe.Add(ref singles, c >> 6) >> (c & 63));
                if ((hit & 1) == 0)
                    continue;

                // The first character has none before it, though a phrase may begin with the NUL that stands in.
                s = i > 0 ? Find(m, pair) : 0;
                if (s != 0)
                    break;
                if ((Unsafe.Add(ref singles, c >> 6) >> (c & 63) & 1) != 0)
                    return ReportSingle(c, i + 1);
            }

            if (i >= length)
                return Stop();
            i++;
            if (Unsafe.Add(ref states, s).OutputCount != 0)
                return Report(s, i);
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

    private bool Report(int reached, int after)
    {
        ref readonly var here = ref matcher.States[reached];
        output = here.FirstOutput;
        lastOutput = output + here.OutputCount;
        state = reached;
        at = after;
        return true;
    }

    private bool ReportSingle(char c, int after)
    {
        output = matcher.SingleOutput(c);
        lastOutput = output + 1;
        state = 0;
        at = after;
        return true;
    }

    private bool Stop()
    {
        at = text.Length;
        state = 0;
        return false;
    }

    private readonly bool StandsAlone(in PhraseMatcher.Output found)
    {
        var start = at - found.Length;
        return (found.NotBefore == CharKind.None || start == 0 || CharTable.Kinds[text[start - 1]] != found.NotBefore)
            && (found.NotAfter == CharKind.None || at == text.Length || CharTable.Kinds[text[at]] != found.NotAfter);
    }
}
