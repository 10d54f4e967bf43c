using System;

namespace QA.Engine.Sources.Http;

/// <summary>JSON Lines: an item is a line that is not blank.</summary>
internal sealed class LineCutter : IItemCutter
{
    private int _searched;

    public ItemCut Next(ReadOnlySpan<byte> bytes, bool ended)
    {
        var end = bytes[_searched..].IndexOf((byte)'\n');
        if (end < 0 && !ended)
        {
            _searched = bytes.Length;
            return new(CutKind.Unfinished);
        }

        var length = end < 0 ? bytes.Length : _searched + end + 1;
        _searched = 0;
        if (length == 0)
            return new(CutKind.End);
        return new(bytes[..length].Trim(" \t\r\n"u8).IsEmpty ? CutKind.Between : CutKind.Item, length);
    }

    public void Dropped(int bytes) => _searched -= bytes;
}
