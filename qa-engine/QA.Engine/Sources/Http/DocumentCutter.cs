using System;
using System.Buffers;

namespace QA.Engine.Sources.Http;

/// <summary>
/// One JSON object, or a list of them: an item is the object, or a value of the list. Only brackets, quotes and commas are looked at; whether
/// an item is good JSON is for whoever reads it.
/// </summary>
internal sealed class DocumentCutter : IItemCutter
{
    private static readonly SearchValues<byte> InValue = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> InText = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> BehindValue = SearchValues.Create(",] \t\r\n"u8);
    private Place _place = Place.Start;
    private long _cut;
    private int _searched;
    private int _depth;
    private bool _inText;
    private bool _escaped;
    private bool _list;

    private enum Place
    {
        Start,
        BeforeFirst,
        BeforeNext,
        InItem,
        BehindItem,
        Behind,
    }

    public ItemCut Next(ReadOnlySpan<byte> bytes, bool ended)
    {
        var cut = _place == Place.InItem ? Item(bytes, ended) : Between(bytes, ended);
        if (cut.Kind is CutKind.Item or CutKind.Between)
            _cut += cut.Length;
        return cut;
    }

    public void Dropped(int bytes)
    {
        _searched -= bytes;
        _cut += bytes;
    }

    private ItemCut Between(ReadOnlySpan<byte> bytes, bool ended)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var c = bytes[at];
            if (c is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                at++;
                continue;
            }

            switch (_place)
            {
                case Place.Start when c == '[':
                    (_place, _list) = (Place.BeforeFirst, true);
                    break;
                case Place.Start when c == '{':
                    _place = Place.InItem;
                    return at > 0 ? new(CutKind.Between, at) : Item(bytes, ended);
                case Place.Start when bytes[at..].StartsWith("\uFEFF"u8):
                    at += 2;
                    break;
                case Place.Start:
                    if (!ended && bytes.Length - at < 3)
                        return new(CutKind.Unfinished);
                    return Broken(at, "the body must be a JSON object or a list of them");
                case Place.BeforeFirst when c == ']':
                case Place.BehindItem when c == ']' && _list:
                    _place = Place.Behind;
                    break;
                case Place.BeforeFirst or Place.BeforeNext when c is (byte)',' or (byte)']' or (byte)'}':
                    return Broken(at, "a conversation is missing before the comma or bracket");
                case Place.BeforeFirst or Place.BeforeNext:
                    _place = Place.InItem;
                    return at > 0 ? new(CutKind.Between, at) : Item(bytes, ended);
                case Place.BehindItem when c == ',' && _list:
                    _place = Place.BeforeNext;
                    break;
                case Place.BehindItem when _list:
                    return Broken(at, "a comma or the end of the list must follow a conversation");
                default:
                    return Broken(at, _list ? "the body goes on behind its list" : "the body goes on behind its object; send a list, or JSON Lines as application/x-ndjson");
            }

            at++;
        }

        if (at > 0)
            return new(CutKind.Between, at);
        if (!ended)
            return new(CutKind.Unfinished);
        return _place switch
        {
            Place.Start => Broken(at, "the body is empty; send a conversation as a JSON object, or a list of them"),
            Place.Behind => new(CutKind.End),
            Place.BehindItem when !_list => new(CutKind.End),
            _ => Broken(at, "the list does not end"),
        };
    }

    private ItemCut Item(ReadOnlySpan<byte> bytes, bool ended)
    {
        while (_searched < bytes.Length)
        {
            var rest = bytes[_searched..];
            if (_escaped)
            {
                // The character behind a backslash is never the end.
                _escaped = false;
                _searched++;
                continue;
            }

            if (_inText)
            {
                var end = rest.IndexOfAny(InText);
                if (end >= 0 && rest[end] == '"')
                {
                    _inText = false;
                    _searched += end + 1;
                    if (_depth == 0)
                        return Whole();
                }
                else
                {
                    _escaped = end >= 0;
                    _searched = end < 0 ? bytes.Length : _searched + end + 1;
                }

                continue;
            }

            if (_depth == 0 && rest[0] is not ((byte)'{' or (byte)'[' or (byte)'"'))
            {
                // A number or a word: it is no conversation, but it has an end.
                var end = rest.IndexOfAny(BehindValue);
                _searched = end < 0 ? bytes.Length : _searched + end;
                if (end >= 0)
                    return Whole();
                break;
            }

            var next = rest.IndexOfAny(InValue);
            if (next < 0)
            {
                _searched = bytes.Length;
                break;
            }

            _searched += next + 1;
            switch (rest[next])
            {
                case (byte)'"':
                    _inText = true;
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                default:
                    _depth--;
                    if (_depth == 0)
                        return Whole();
                    break;
            }
        }

        return ended
            ? Broken(bytes.Length, _list ? "the list does not end" : "the object does not end")
            : new(CutKind.Unfinished);
    }

    private ItemCut Whole()
    {
        var length = _searched;
        (_searched, _place) = (0, Place.BehindItem);
        return new(CutKind.Item, length);
    }

    private ItemCut Broken(int at, string what) => new(CutKind.Broken, 0, $"broken JSON at byte {_cut + at + 1}: {what}; what stands before it was read");
}
