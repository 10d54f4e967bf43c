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
        while (true)
        {
            while (output < lastOutput)
            {
                ref readonly var found = ref matcher.Outputs[output++];
                if (StandsAlone(found))
                {
                    match = new PhraseMatch(found.Phrase, at);
                    return true;
                }
            }

            if (!Advance())
            {
                match = default;
                return false;
            }
        }
    }

    // Reads on to the next character at which something ends: `at` is then the index after it.
    private bool Advance()
    {
        if (state != 0 && Descend())
            return true;
        return Skim();
    }

    // From a state on, until something ends or the automaton is shallow again.
    private bool Descend()
    {
        var m = matcher;
        var labels = m.Labels;
        var children = m.Children;
        var starts = m.OutputStarts;
        var s = state;
        var i = at;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            var next = 0;
            do
            {
                var first = children[s];
                var after = children[s + 1];
                if (after - first <= 8)
                {
                    for (; first < after; first++)
                    {
                        if (labels[first] == c)
                        {
                            next = first;
                            break;
                        }
                    }
                }
                else
                {
                    var found = labels.AsSpan(first, after - first).BinarySearch(c);
                    if (found >= 0)
                        next = first + found;
                }

                if (next != 0)
                    break;
                s = m.Failures[s];
            }
            while (s != 0);

            if (next == 0)
            {
                // Shallow: Skim looks at this character together with the one before it.
                state = 0;
                at = i;
                return false;
            }

            s = next;
            if (starts[s] < starts[s + 1])
            {
                output = starts[s];
                lastOutput = starts[s + 1];
                state = s;
                at = i + 1;
                return true;
            }
        }

        state = s;
        at = i;
        return true;
    }

    // While shallow, one bit says whether this character and the one before could begin a phrase, another whether it is one.
    private bool Skim()
    {
        var m = matcher;
        ref var filter = ref MemoryMarshal.GetArrayDataReference(m.Filter);
        ref var singles = ref MemoryMarshal.GetArrayDataReference(m.Singles);
        ref var source = ref MemoryMarshal.GetReference(text);
        var shift = m.FilterShift;
        var length = text.Length;
        var i = at;
        var pair = i > 0 ? (uint)text[i - 1] : 0u;
        for (; i < length; i++)
        {
            var c = Unsafe.Add(ref source, i);
            pair = (pair << 16) | c;
            var bit = PhraseMatcher.Hash(pair) >> shift;
            var hit = (Unsafe.Add(ref filter, bit >> 6) >> (int)(bit & 63)) | (Unsafe.Add(ref singles, c >> 6) >> (c & 63));
            if ((hit & 1) != 0 && Look(pair, i))
                return true;
        }

        at = i;
        return false;
    }

    private bool Look(uint pair, int i)
    {
        var m = matcher;
        var c = (char)pair;
        var mask = (uint)(m.PairKeys.Length - 1);
        var slot = PhraseMatcher.Hash(pair) >> m.PairShift;
        // A text's first character pairs with NUL, which no folded phrase holds and none may begin before the text.
        var found = 0;
        if (i > 0)
        {
            while ((found = m.PairStates[slot]) != 0 && m.PairKeys[slot] != pair)
                slot = (slot + 1) & mask;
        }

        if (found != 0)
        {
            state = found;
            at = i + 1;
            output = m.OutputStarts[found];
            lastOutput = m.OutputStarts[found + 1];
            return true;
        }

        if ((m.Singles[c >> 6] >> (c & 63) & 1) == 0)
            return false;
        at = i + 1;
        output = m.SingleOutputs[c];
        lastOutput = output + 1;
        return true;
    }

    private readonly bool StandsAlone(in PhraseMatcher.Output found)
    {
        var start = at - found.Length;
        return (found.NotBefore == CharKind.None || start == 0 || CharTable.Kinds[text[start - 1]] != found.NotBefore)
            && (found.NotAfter == CharKind.None || at == text.Length || CharTable.Kinds[text[at]] != found.NotAfter);
    }
}
