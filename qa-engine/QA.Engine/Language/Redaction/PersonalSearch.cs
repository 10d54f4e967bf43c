using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using QA.Scoring.Text;

namespace QA.Engine.Language.Redaction;

/// <summary>One text while it is searched. Finders read its folded form (half width, simplified, lower case, no invisible marks) and take pieces of it.</summary>
internal sealed class PersonalSearch
{
    // What may stand between a word such as 微信 and what it announces.
    private const string Connectors = " :=是为#\"'([号码也就,.|>-~\n";
    private const string GroupMarks = " -.·";
    private readonly string _original;
    private readonly int[] _map;
    private readonly bool[] _taken;
    private readonly bool[] _links;
    private readonly List<PersonalPiece> _found = [];

    public PersonalSearch(string original)
    {
        _original = original;
        var room = Folding.MaxFoldedLength(original.Length);
        var folded = new char[room];
        _map = new int[room];
        var length = Folding.Fold(original, folded, _map, out _);
        Text = new string(folded, 0, length);
        _taken = new bool[length];
        _links = new bool[length];
        MarkLinks();
        var runs = new List<DigitRun>();
        for (var i = 0; i < length; i++)
        {
            IsChinese |= IsHan(Text[i]);
            HasLatin |= char.IsAsciiLetter(Text[i]);
            if (!char.IsAsciiDigit(Text[i]))
                continue;
            var start = i;
            while (i < length && char.IsAsciiDigit(Text[i]))
                i++;
            runs.Add(new DigitRun(start, i));
            i--;
        }

        Runs = runs;
    }

    /// <summary>Folded.</summary>
    public string Text { get; }

    /// <summary>As it was written.</summary>
    public string Original => _original;

    /// <summary>Maximal runs of digits, in their order.</summary>
    public IReadOnlyList<DigitRun> Runs { get; }

    /// <summary>Whether there is a Han character in it.</summary>
    public bool IsChinese { get; }

    public bool HasLatin { get; }

    public static bool IsHan(char c) => c is >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF' or '〇';

    /// <summary>The character there; NUL beyond the ends.</summary>
    public char At(int place) => place >= 0 && place < Text.Length ? Text[place] : '\0';

    /// <summary>The character as it was written.</summary>
    public char Written(int place) => place >= 0 && place < Text.Length ? _original[_map[place]] : '\0';

    public bool IsFree(int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (_taken[i])
                return false;
        }

        return true;
    }

    public bool IsTaken(int place) => place >= 0 && place < _taken.Length && _taken[place];

    /// <summary>Whether it stands in a web address: its numbers are ids of goods and pages.</summary>
    public bool InLink(int place) => _links[place];

    /// <summary>Takes a piece, unless some of it was taken before.</summary>
    public bool Take(int start, int end, PersonalKind kind)
    {
        if (!IsFree(start, end))
            return false;
        _taken.AsSpan(start, end - start).Fill(true);
        _found.Add(new PersonalPiece(start, end, kind));
        return true;
    }

    /// <summary>The same, by places in the original.</summary>
    public bool TakeWritten(int start, int end, PersonalKind kind) => Take(Folded(start), Folded(end), kind);

    /// <summary>Pieces of one kind, in the folded text, as they were found.</summary>
    public List<PersonalPiece> Of(PersonalKind kind) => _found.FindAll(piece => piece.Kind == kind);

    /// <summary>What was taken, in the original text and its order.</summary>
    public List<PersonalPiece> Found()
    {
        var found = new List<PersonalPiece>(_found.Count);
        foreach (var (start, end, kind) in _found)
        {
            // Folding merges stretched letters: the last one stands for all of them.
            var last = _map[end - 1];
            var limit = end < Text.Length ? _map[end] : _original.Length;
            var stop = last + 1;
            while (stop < limit && (_original[stop] == _original[last] || char.IsLowSurrogate(_original[stop])))
                stop++;
            found.Add(new PersonalPiece(_map[start], stop, kind));
        }

        found.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return found;
    }

    /// <summary>Whether runs from this one on have those lengths, with one mark of grouping between each two, always the same.</summary>
    /// <param name="end">Where the last of them ends.</param>
    /// <param name="mayGoOn">
    /// Whether other short numbers may stand around it in the same way: 160 165 170 175 is a list of sizes. What passes a check of its own needs no such doubt.
    /// </param>
    public bool Grouped(int run, ReadOnlySpan<int> lengths, out int end, bool mayGoOn = false)
    {
        end = 0;
        if (run + lengths.Length > Runs.Count)
            return false;
        var mark = '\0';
        for (var i = 0; i < lengths.Length; i++)
        {
            var here = Runs[run + i];
            if (here.Length != lengths[i])
                return false;
            if (i == 0)
                continue;
            var between = Text[here.Start - 1];
            if (here.Start - Runs[run + i - 1].End != 1 || !GroupMarks.Contains(between, StringComparison.Ordinal) || (mark != '\0' && between != mark))
                return false;
            mark = between;
        }

        end = Runs[run + lengths.Length - 1].End;

        if (lengths.Length == 1 || mayGoOn)
            return true;
        var (before, behind) = (run - 1, run + lengths.Length);
        return !(before >= 0 && Runs[run].Start - Runs[before].End == 1 && At(Runs[before].End) == mark && IsListed(Runs[before]))
            && !(behind < Runs.Count && Runs[behind].Start - end == 1 && At(end) == mark && IsListed(Runs[behind]));
    }

    /// <summary>Whether white space or something invisible was dropped in front of this character.</summary>
    public bool HasGap(int place) => place > 0 && place < Text.Length && _map[place] - _map[place - 1] > 1;

    /// <summary>The digits of a piece, without what groups them.</summary>
    public string Digits(int start, int end)
    {
        Span<char> digits = stackalloc char[40];
        var count = 0;
        for (var i = start; i < end && count < digits.Length; i++)
        {
            if (char.IsAsciiDigit(Text[i]))
                digits[count++] = Text[i];
        }

        return new string(digits[..count]);
    }

    /// <summary>Whether a number stands by itself: no part of a code, a decimal or a web address, and no amount of something.</summary>
    public bool StandsAlone(int start, int end)
    {
        var (before, after) = (At(start - 1), At(end));
        if (char.IsAsciiLetterOrDigit(before) || before == '_' || char.IsAsciiLetterOrDigit(after) || after == '_' || InLink(start))
            return false;
        if (before is '¥' or '$' or '€' or '£' or '￥' || after is '元' or '块' or '%' or '°' || (after == '.' && Written(end) == '.' && char.IsAsciiDigit(At(end + 1))))
            return false;
        return !(before is '.' or ',' && char.IsAsciiDigit(At(start - 2)) && Written(start - 1) is '.' or ',' && !IsTaken(start - 2));
    }

    /// <summary>Whether one of some words ends just before a place, with at most a few connecting characters between.</summary>
    public bool Follows(int place, ReadOnlySpan<string> words, int most = 6)
    {
        for (var gap = 0; gap <= most; gap++)
        {
            var before = Text.AsSpan(0, place - gap);
            foreach (var word in words)
            {
                // A Latin word begins where no longer one does.
                if (before.EndsWith(word, StringComparison.Ordinal)
                    && !(char.IsAsciiLetter(word[0]) && before.Length > word.Length && char.IsAsciiLetter(before[^(word.Length + 1)])))
                    return true;
            }

            if (before.IsEmpty || !Connectors.Contains(before[^1], StringComparison.Ordinal))
                return false;
        }

        return false;
    }

    // A country's code begins no list, and what has a unit or is part of a word, a date or a time is another thing.
    private bool IsListed(DigitRun run) => run.Length <= 4 && !IsTaken(run.Start) && Text.AsSpan(run.Start, run.Length) is not ("86" or "0086")
        && At(run.Start - 1) != '.' && !IsPartOfMore(At(run.Start - 1)) && !IsPartOfMore(At(run.End)) && !(At(run.End) == '.' && char.IsAsciiDigit(At(run.End + 1)));

    private static bool IsPartOfMore(char c) => char.IsLetter(c) || c is ':' or '-' or '%' or '*' or '/' or '+';

    private int Folded(int written)
    {
        var at = Array.BinarySearch(_map, 0, Text.Length, written);
        if (at < 0)
            return ~at;
        while (at > 0 && _map[at - 1] == written)
            at--;
        return at;
    }

    private void MarkLinks()
    {
        foreach (var begin in (ReadOnlySpan<string>)["http", "www.", ".com/", ".cn/", ".htm", "tb.cn", "u.jd"])
        {
            for (var at = Text.IndexOf(begin, StringComparison.Ordinal); at >= 0; at = at < Text.Length ? Text.IndexOf(begin, at, StringComparison.Ordinal) : -1)
            {
                // Marked once only, so that a text made of beginnings takes no longer than any other.
                while (at < Text.Length && !_links[at] && Written(at) is > ' ' and < '\u007F')
                    _links[at++] = true;
                var begun = at;
                while (at < Text.Length && _links[at])
                    at++;

                // Written in full width it is no link.
                if (at == begun && Text.AsSpan(at).StartsWith(begin, StringComparison.Ordinal))
                    at++;
            }
        }
    }
}

/// <summary>A piece of personal data.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PersonalPiece(int Start, int End, PersonalKind Kind);

[StructLayout(LayoutKind.Auto)]
internal readonly record struct DigitRun(int Start, int End)
{
    public int Length => End - Start;
}
