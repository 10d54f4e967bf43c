using System;
using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace QA.Scoring.Text;

/// <summary>Brings a text into the one form in which phrases are compared, and remembers where every character came from.</summary>
/// <remarks>
/// <para>What folds, in short (the tests hold the cases and their near misses):</para>
/// <list type="bullet">
/// <item>Characters: full width to half width, lower case, traditional to simplified Han, compatibility forms (Ⓥ ① 𝐕 ㎏ ﬁ) to plain
/// ones, Latin letters without accents, punctuation to one form: <c>, . ! ? ; : ~ - " ' ( ) [ ] · …</c> and <c>、</c> (。 becomes a full
/// stop, every dash a hyphen, 「」『』“” a double quote, 【】 square brackets, 〈〉 《》).</item>
/// <item>Dropped: zero-width and bidirectional marks, soft hyphens, variation selectors, skin tones, joiners, control characters,
/// combining marks on anything but a letter of a script that needs them. A lone surrogate becomes U+FFFD.</item>
/// <item>Stretching: three or more of one Han character become two, of one letter one, two or more of one punctuation mark one
/// (not <c>/</c>, or addresses would break, nor quotes). Digits never.</item>
/// <item>Spacing: edges are trimmed; one space beside a Han character and between it and a letter or digit is dropped, elsewhere it
/// stays one space. A gap of two or more spaces or a tab is a clause break, written as a line break, when a Han character
/// stands beside it, and one space otherwise. Line breaks stay, one for any run of blanks that holds one.</item>
/// <item>Evasion: a mark out of <c>. * - _ | ·</c> repeated between single characters (加.微.信, 加-V-信, v*x*y) is dropped. The first
/// and last piece may be the edge of a longer Han run, but not of a longer word or number.</item>
/// </list>
/// <para>Folding what is folded changes nothing, and takes time in proportion to the text.</para>
/// </remarks>
public static class Folding
{
    // One source character becomes at most two (㎏ → kg); forms that would need more are left alone by the table.
    private const int MaxExpansion = 2;

    private const int StackChars = 256;

    /// <summary>The room <see cref="Fold(ReadOnlySpan{char}, Span{char}, Span{int}, out TextTraits)"/> asks for.</summary>
    /// <param name="length">UTF-16 units of the original, at least 0.</param>
    public static int MaxFoldedLength(int length) => checked(length * MaxExpansion);

    /// <summary>Folds a text into the caller's buffers.</summary>
    /// <param name="text">The original; any UTF-16, also broken.</param>
    /// <param name="folded">Receives the folded text; at least <see cref="MaxFoldedLength"/> long.</param>
    /// <param name="map">Receives for each folded unit the UTF-16 index it came from, never decreasing; as long as <paramref name="folded"/>.</param>
    /// <param name="traits">What the text holds.</param>
    /// <returns>How many units of <paramref name="folded"/> and <paramref name="map"/> are filled.</returns>
    /// <exception cref="ArgumentException">A buffer is too short.</exception>
    public static int Fold(ReadOnlySpan<char> text, Span<char> folded, Span<int> map, out TextTraits traits)
    {
        var room = MaxFoldedLength(text.Length);
        if (folded.Length < room)
            throw new ArgumentException($"room for {folded.Length} folded characters, but a text of {text.Length} may need {room}; size it by MaxFoldedLength", nameof(folded));
        if (map.Length < room)
            throw new ArgumentException($"room for {map.Length} positions, but a text of {text.Length} may need {room}; size it by MaxFoldedLength", nameof(map));

        var tail = new FoldedTail(folded, map);
        ref var source = ref MemoryMarshal.GetReference(text);
        ref var target = ref MemoryMarshal.GetReference(folded);
        ref var origin = ref MemoryMarshal.GetReference(map);
        ref var table = ref MemoryMarshal.GetArrayDataReference(CharTable.Entries);

        // Most characters only have to differ from the one before and follow a kind that asks no question: one look-up, two
        // stores and one branch that is mostly foreseen. Everything that could merge, drop, join or break goes through the tail.
        // The indices are in range by the checks above (at most two writes for each character read), so references spare the
        // bounds checks.
        var n = 0;
        var last = 0u;
        var mode = CharKind.None;
        var seen = 0u;
        for (var i = 0; i < text.Length; i++)
        {
            var entry = Unsafe.Add(ref table, Unsafe.Add(ref source, i));
            var kind = CharTable.KindOf(entry);
            seen |= entry;
            if (CharTable.MayFollow(kind, mode) && (ushort)entry != last)
            {
                last = (ushort)entry;
                Unsafe.Add(ref target, n) = (char)last;
                Unsafe.Add(ref origin, n) = i;
                n++;
                mode = kind;
                continue;
            }

            tail.Resume(n, mode);
            i += tail.Add((char)entry, kind, i, text);
            n = tail.Length;
            mode = tail.Mode;
            last = n > 0 ? Unsafe.Add(ref target, n - 1) : 0u;
        }

        tail.Resume(n, mode);
        tail.Finish();
        traits = tail.Traits | CharTable.TraitsOf(seen);
        return tail.Length;
    }

    /// <summary>Folds one entry of a lexicon, or a whole text where positions do not matter.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var room = MaxFoldedLength(text.Length);
        if (room <= StackChars)
        {
            Span<char> few = stackalloc char[StackChars];
            Span<int> fewPositions = stackalloc int[StackChars];
            return Keep(text, few[..Fold(text, few, fewPositions, out _)]);
        }

        var folded = ArrayPool<char>.Shared.Rent(room);
        var positions = ArrayPool<int>.Shared.Rent(room);
        try
        {
            return Keep(text, folded.AsSpan(0, Fold(text, folded, positions, out _)));
        }
        finally
        {
            ArrayPool<char>.Shared.Return(folded);
            ArrayPool<int>.Shared.Return(positions);
        }
    }

    /// <summary>The part of the original that a part of the folded text stands for.</summary>
    /// <param name="text">The original.</param>
    /// <param name="map">The positions that folding wrote.</param>
    /// <param name="foldedLength">What folding returned.</param>
    /// <param name="start">First folded index.</param>
    /// <param name="end">Folded index after the last, greater than <paramref name="start"/>.</param>
    /// <returns>Start and length in UTF-16 units of the original; a surrogate pair is never split.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The folded part is empty or outside the folded text.</exception>
    public static (int Start, int Length) Original(ReadOnlySpan<char> text, ReadOnlySpan<int> map, int foldedLength, int start, int end)
    {
        if (start < 0 || start >= end)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"a part [{start},{end}) is empty or begins before the text; start must be in 0..{end - 1}");
        if (end > foldedLength)
            throw new ArgumentOutOfRangeException(nameof(end), end, $"a part ends at {end}, after the folded text of {foldedLength}");

        var first = map[start];
        var after = map[end - 1] + 1;
        if (after < text.Length && char.IsHighSurrogate(text[after - 1]) && char.IsLowSurrogate(text[after]))
            after++;
        return (first, after - first);
    }

    private static string Keep(string original, ReadOnlySpan<char> folded) =>
        folded.SequenceEqual(original) ? original : folded.ToString();
}
