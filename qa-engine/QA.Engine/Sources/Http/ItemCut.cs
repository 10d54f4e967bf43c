using System;

namespace QA.Engine.Sources.Http;

internal enum CutKind
{
    /// <summary>More bytes are needed.</summary>
    Unfinished,

    /// <summary>So many bytes are between items.</summary>
    Between,

    /// <summary>So many bytes are an item.</summary>
    Item,

    /// <summary>The body is broken here; what comes behind cannot be read.</summary>
    Broken,

    /// <summary>There is nothing more.</summary>
    End,
}

/// <summary>What stands at the beginning of some bytes.</summary>
/// <param name="Problem">What is wrong and what would be right; for <see cref="CutKind.Broken"/>.</param>
internal readonly record struct ItemCut(CutKind Kind, int Length = 0, string? Problem = null);

/// <summary>
/// Finds where the items of a body are, without reading them. Remembers where it stopped: it is given the same bytes again, and more
/// behind them, until it has cut them.
/// </summary>
internal interface IItemCutter
{
    /// <param name="bytes">From the end of the last cut.</param>
    /// <param name="ended">Whether nothing comes behind them.</param>
    ItemCut Next(ReadOnlySpan<byte> bytes, bool ended);

    /// <summary>So many bytes of an unfinished item are no longer at hand; the next bytes are those behind them.</summary>
    void Dropped(int bytes);
}
