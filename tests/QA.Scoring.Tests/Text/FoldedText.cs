using System;
using QA.Scoring.Text;

namespace QA.Scoring.Tests.Text;

/// <summary>An original with its folded form, for assertions.</summary>
internal sealed class FoldedText
{
    private readonly int[] map;

    public FoldedText(string original)
    {
        Original = original;
        var room = new char[Folding.MaxFoldedLength(original.Length)];
        map = new int[room.Length];
        var length = Folding.Fold(original, room, map, out var traits);
        Traits = traits;
        Folded = new string(room, 0, length);
    }

    public string Original { get; }

    public string Folded { get; }

    public TextTraits Traits { get; }

    public int From(int folded) => map[folded];

    public string OriginalOf(int start, int end)
    {
        var (first, length) = Folding.Original(Original, map.AsSpan(0, Folded.Length), Folded.Length, start, end);
        return Original.Substring(first, length);
    }

    /// <summary>The words of the original in which a folded phrase first occurs.</summary>
    public string Words(string phrase)
    {
        var at = Folded.IndexOf(phrase, StringComparison.Ordinal);
        return at < 0 ? "" : OriginalOf(at, at + phrase.Length);
    }
}
