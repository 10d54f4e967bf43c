using System;

namespace QA.Scoring.Text;

/// <summary>The growing end of a folded text, where stretched letters, gaps and hiding marks are resolved.</summary>
/// <remarks>
/// Every rule looks only at characters already written, which are themselves folded. That is what makes folding
/// idempotent: no rule is left to apply to what has been written, whatever the source looked like. Each character is written
/// once and moved or removed at most once, so the work is linear.
/// </remarks>
internal ref struct FoldedTail(Span<char> text, Span<int> map)
{
    private enum Gap
    {
        None,
        Space,
        Wide,
        Line,
    }

    private readonly Span<char> text = text;
    private readonly Span<int> map = map;
    private CharKind kind;
    private Gap gap;
    private int gapAt;

    // A letter at Length - 1 that already stands for three or more swallows what follows.
    private int stretched = -1;

    // Where a run of joined pieces ends, and the mark that was between them.
    private int chainEnd = -1;
    private char chainMark;

    public int Length;

    public TextTraits Traits;

    /// <summary>The kind of the last character if the next one touches it; none after a gap.</summary>
    public readonly CharKind Mode => gap == Gap.None ? kind : CharKind.None;

    /// <summary>Takes over after characters were written past the tail.</summary>
    /// <param name="length">How long the folded text is now.</param>
    /// <param name="last">The kind of its last character; none if nothing was written.</param>
    public void Resume(int length, CharKind last)
    {
        Length = length;
        if (last != CharKind.None)
            kind = last;
    }

    /// <summary>Adds what the source character at <paramref name="at"/> folds to.</summary>
    /// <returns>How many further source units it took.</returns>
    public int Add(char c, CharKind added, int at, ReadOnlySpan<char> source)
    {
        switch (added)
        {
            case CharKind.Han:
                Separate(added);
                if (kind == CharKind.Separator)
                    JoinHan(c, at);
                else
                    Append(c, CharKind.Han, at);
                return 0;
            case CharKind.Letter:
                Separate(added);
                if (kind == CharKind.Separator && text[Length - 1] == '.' && Length > 1 && CharTable.Kinds[text[Length - 2]] == CharKind.Letter)
                    Traits |= TextTraits.Link;
                Append(c, CharKind.Letter, at);
                return 0;
            case CharKind.Punctuation:
            case CharKind.Separator:
            case CharKind.Telling:
                if (added == CharKind.Telling)
                    Traits |= Told(c, source, at);
                Separate(added);
                // A run of one mark is one mark, but "://" must stay whole.
                if (Length == 0 || text[Length - 1] != c || c == '/')
                    Write(c, added, at);
                return 0;
            case CharKind.Digit:
            case CharKind.Other:
            case CharKind.Blank:
                Separate(added);
                Write(c, added, at);
                return 0;
            case CharKind.Space:
                Open(gap == Gap.None ? Gap.Space : Gap.Wide, at);
                return 0;
            case CharKind.Tab:
                Open(Gap.Wide, at);
                return 0;
            case CharKind.LineBreak:
                Open(Gap.Line, at);
                return 0;
            case CharKind.Surrogate:
                return AddSurrogate(c, at, source);
            case CharKind.Wide:
                var pair = FoldingTable.Wide.IndexOf(c, StringComparison.Ordinal) * 2;
                AddPlain(FoldingTable.Pair[pair], at, source);
                AddPlain(FoldingTable.Pair[pair + 1], at, source);
                return 0;
            case CharKind.Mark:
                if (gap == Gap.None && kind == CharKind.Other)
                    Write(c, CharKind.Other, at);
                return 0;
            default:
                return 0;
        }
    }

    /// <summary>Ends the text: what waited for a next character will not see one.</summary>
    public void Finish() => Settle();

    private void AddPlain(char c, int at, ReadOnlySpan<char> source)
    {
        Traits |= CharTable.TraitsOf(CharTable.Entries[c]);
        Add(c, CharTable.Kinds[c], at, source);
    }

    private int AddSurrogate(char c, int at, ReadOnlySpan<char> source)
    {
        if (!char.IsHighSurrogate(c) || at + 1 >= source.Length || !char.IsLowSurrogate(source[at + 1]))
        {
            Separate(CharKind.Other);
            Write('\uFFFD', CharKind.Other, at);
            return 0;
        }

        var scalar = char.ConvertToUtf32(c, source[at + 1]);
        if (scalar is >= 0x1F000 and < 0x20000)
            Traits |= TextTraits.Emoji | TextTraits.ClauseEnd;
        if (scalar is (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0000 and <= 0xE0FFF))
            return 1;

        var letter = PlainAstral(scalar);
        if (letter != '\0')
        {
            AddPlain(letter, at, source);
            return 1;
        }

        Separate(CharKind.Other);
        Write(c, CharKind.Other, at);
        Write(source[at + 1], CharKind.Other, at);
        return 1;
    }

    // Mathematical alphabets are thirteen runs of A–Z a–z and five of 0–9; the enclosed ones are runs of A–Z.
    private static char PlainAstral(int scalar) => scalar switch
    {
        >= 0x1D400 and <= 0x1D6A3 => (char)('a' + ((scalar - 0x1D400) % 26)),
        >= 0x1D7CE and <= 0x1D7FF => (char)('0' + ((scalar - 0x1D7CE) % 10)),
        >= 0x1F110 and <= 0x1F129 => (char)('a' + scalar - 0x1F110),
        >= 0x1F130 and <= 0x1F149 => (char)('a' + scalar - 0x1F130),
        >= 0x1F150 and <= 0x1F169 => (char)('a' + scalar - 0x1F150),
        >= 0x1F170 and <= 0x1F189 => (char)('a' + scalar - 0x1F170),
        >= 0x1FBF0 and <= 0x1FBF9 => (char)('0' + scalar - 0x1FBF0),
        _ => '\0',
    };

    private static TextTraits Told(char c, ReadOnlySpan<char> source, int at) => c switch
    {
        '#' when at + 2 < source.Length && (source[at + 1] | 0x20) == 'e' && source[at + 2] == '-' => TextTraits.JdCode,
        ':' when at > 0 && source[at - 1] == '/' => TextTraits.SlashCode,
        '/' when at > 1 && source[at - 1] == '/' && source[at - 2] == ':' => TextTraits.Link,
        _ => TextTraits.None,
    };

    private void Open(Gap wider, int at)
    {
        if (gap == Gap.None)
            gapAt = at;
        if (wider > gap)
            gap = wider;
    }

    // Decides what the characters before `next` can no longer become, and what stands between them and it.
    private void Separate(CharKind next)
    {
        if (gap == Gap.None)
        {
            if (kind == CharKind.Letter && !CharTable.IsWord(next))
                Settle();
            return;
        }

        Settle();
        if (Length > 0)
        {
            var han = kind == CharKind.Han || next == CharKind.Han;
            if (gap == Gap.Line || (gap == Gap.Wide && han))
                Write('\n', CharKind.Blank, gapAt);
            else if (!(han && Touches(kind) && Touches(next)))
                Write(' ', CharKind.Blank, gapAt);
        }

        gap = Gap.None;
    }

    private static bool Touches(CharKind kind) => kind is CharKind.Han or CharKind.Letter or CharKind.Digit;

    private void Write(char c, CharKind written, int at)
    {
        text[Length] = c;
        map[Length] = at;
        Length++;
        kind = written;
    }

    // Writes a Han character or letter unless it only stretches what is there.
    private void Append(char c, CharKind written, int at)
    {
        if (Length > 0 && text[Length - 1] == c)
        {
            if (stretched == Length && written == CharKind.Letter)
                return;
            if (Length > 1 && text[Length - 2] == c)
            {
                if (written == CharKind.Letter)
                {
                    Length--;
                    stretched = Length;
                }

                return;
            }
        }

        stretched = -1;
        Write(c, written, at);
    }

    // "X.Y." and now a Han character: the marks only hide a word.
    private void JoinHan(char c, int at)
    {
        var mark = text[Length - 1];
        if (chainEnd == Length - 1 && chainMark == mark)
        {
            DropMark();
        }
        else if (Length >= 4 && text[Length - 3] == mark && IsPiece(Length - 2) && MayOpen(Length - 4))
        {
            DropMark();
            CloseUp();
        }
        else
        {
            Write(c, CharKind.Han, at);
            return;
        }

        Append(c, CharKind.Han, at);
        chainEnd = Length;
        chainMark = mark;
    }

    // "X.Y.Z" where Z is a letter: only once the next character is known does Z stand alone.
    private void Settle()
    {
        if (kind != CharKind.Letter || Length < 3 || CharTable.Kinds[text[Length - 2]] != CharKind.Separator)
            return;

        var mark = text[Length - 2];
        if (chainEnd == Length - 2 && chainMark == mark)
        {
            CloseUp();
        }
        else if (Length >= 5 && text[Length - 4] == mark && IsPiece(Length - 3) && MayOpen(Length - 5))
        {
            var (last, at) = (text[Length - 1], map[Length - 1]);
            Length -= 2;
            CloseUp();
            Append(last, CharKind.Letter, at);
        }
        else
        {
            return;
        }

        chainEnd = Length;
        chainMark = mark;
    }

    // Takes out the mark before the last piece.
    private void CloseUp()
    {
        var (piece, at) = (text[Length - 1], map[Length - 1]);
        Length -= 2;
        kind = CharTable.Kinds[text[Length - 1]];
        Append(piece, CharTable.Kinds[piece], at);
    }

    private void DropMark()
    {
        Length--;
        kind = CharTable.Kinds[text[Length - 1]];
    }

    private readonly bool IsPiece(int index) => CharTable.Kinds[text[index]] is CharKind.Han or CharKind.Letter;

    // A Han character may be the end of a longer run; a letter must stand alone.
    private readonly bool MayOpen(int index) => CharTable.Kinds[text[index]] switch
    {
        CharKind.Han => true,
        CharKind.Letter => index == 0 || !CharTable.IsWord(CharTable.Kinds[text[index - 1]]),
        _ => false,
    };
}
