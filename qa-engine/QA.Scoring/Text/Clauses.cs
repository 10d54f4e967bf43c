using System;
using System.Runtime.CompilerServices;

namespace QA.Scoring.Text;

/// <summary>Where the clause or sentence around a place begins and ends, in folded text.</summary>
/// <remarks>
/// <para>
/// A sentence ends at <c>. ! ? … ~</c>, at a line break (which is also what a wide gap beside Han folds to) and at a pictograph, which
/// chats use as a full stop. A clause ends there too, and at <c>, ; :</c> and <c>、</c>. A single space ends neither.
/// </para>
/// <para>
/// <c>. , :</c> between two letters or digits end nothing (3.5, 10:30, 1,000, taobao.com), nor does a colon before a slash.
/// No clause is sought further than <see cref="Reach"/> characters: past that the edge is where the search stopped, so asking at
/// every place of a text without punctuation stays linear.
/// </para>
/// </remarks>
public static class Clauses
{
    /// <summary>UTF-16 units looked at on each side: far more than people write between two marks, few enough to be cheap.</summary>
    public const int Reach = 256;

    private const byte Clause = 1;
    private const byte Sentence = 2;
    private const byte Joining = 4;

    private static readonly byte[] Marks = BuildMarks();

    /// <summary>The index of the first character of the clause that holds <paramref name="index"/>.</summary>
    /// <param name="folded">A folded text.</param>
    /// <param name="index">0 to the length of the text. At a mark that ends a clause, the clause is the one it ends.</param>
    public static int ClauseStart(ReadOnlySpan<char> folded, int index) => Start(folded, index, Clause | Sentence);

    /// <summary>The index after the last character of the clause, which is that of the mark that ends it.</summary>
    public static int ClauseEnd(ReadOnlySpan<char> folded, int index) => End(folded, index, Clause | Sentence);

    /// <inheritdoc cref="ClauseStart"/>
    public static int SentenceStart(ReadOnlySpan<char> folded, int index) => Start(folded, index, Sentence);

    /// <inheritdoc cref="ClauseEnd"/>
    public static int SentenceEnd(ReadOnlySpan<char> folded, int index) => End(folded, index, Sentence);

    private static int Start(ReadOnlySpan<char> folded, int index, int ends)
    {
        var lowest = Math.Max(0, index - Reach);
        for (var i = index - 1; i >= lowest; i--)
        {
            if (Ends(folded, i, ends))
                return char.IsHighSurrogate(folded[i]) ? Math.Min(i + 2, index) : i + 1;
        }

        return lowest;
    }

    private static int End(ReadOnlySpan<char> folded, int index, int ends)
    {
        var highest = Math.Min(folded.Length, index + Reach);
        for (var i = index; i < highest; i++)
        {
            if (Ends(folded, i, ends))
                return i;
        }

        return highest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Ends(ReadOnlySpan<char> folded, int i, int ends)
    {
        if (CharTable.IsCommonHan(folded[i]))
            return false;
        var mark = Marks[folded[i]];
        return (mark & ends) != 0 && ((mark & Joining) == 0 || !Joins(folded, i));
    }

    private static bool Joins(ReadOnlySpan<char> folded, int i)
    {
        if (i == 0 || i + 1 >= folded.Length)
            return false;
        var after = folded[i + 1];
        return (folded[i] == ':' && after == '/')
            || (CharTable.IsWord(CharTable.Kinds[folded[i - 1]]) && CharTable.IsWord(CharTable.Kinds[after]));
    }

    private static byte[] BuildMarks()
    {
        var marks = new byte[char.MaxValue + 1];
        foreach (var c in "!?…~\n")
            marks[c] = Sentence;
        foreach (var c in ";、")
            marks[c] = Clause;
        marks['.'] = Sentence | Joining;
        marks[','] = Clause | Joining;
        marks[':'] = Clause | Joining;
        // The first halves of pictographs, U+1F000–1FBFF.
        for (var c = '\uD83C'; c <= '\uD83E'; c++)
            marks[c] = Sentence;
        return marks;
    }
}
