using System;

namespace QA.Scoring.Text;

/// <summary>What a character is to folding: the first part describes folded characters, the second sources that need more than a look-up.</summary>
internal enum CharKind : byte
{
    None,
    Han,
    Letter,
    Digit,
    /// <summary>Punctuation; a run of one mark folds to one.</summary>
    Punctuation,
    /// <summary>Punctuation that is also put between characters to hide a word.</summary>
    Separator,
    Other,
    Blank,

    Dropped,
    Space,
    Tab,
    LineBreak,
    Surrogate,
    Wide,
    Mark,
}

/// <summary><see cref="FoldingTable"/> unrolled for one look-up a character (192 KiB, of which a chat touches a few).</summary>
internal static class CharTable
{
    public const uint FirstHan = 0x4E00;
    public const uint HanCount = 0x5200;

    /// <summary>Marks that evaders put between characters.</summary>
    private const string Separators = ".*-_|·";

    // '/' is not among them, "://" must stay whole; nor is '"', where one quotation may follow another.
    private const string Collapsing = "!#$%&'()+,:;<=>?@[\\]^`{}~…、《》¯";

    private const string Spaces = " \u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u2800\u3000\u3164\uFFA0";

    private const string LineBreaks = "\n\r\u000B\u000C\u0085\u2028\u2029";

    // First and last of each range, after lower-casing: Latin, phonetic, Greek, Cyrillic and their extensions.
    private const string Letters =
        "az\u00AA\u00AA\u00BA\u00BA\u00DF\u00F6\u00F8\u02AF\u0370\u0373\u0376\u037D\u0386\u0386\u0388\u0481\u048A\u052F"
        + "\u1D00\u1DBF\u1E00\u1FBC\u1FC2\u1FCC\u1FD0\u1FDB\u1FE0\u1FEC\u1FF2\u1FFC\u2C60\u2C7F\uA640\uA66E\uA680\uA69D\uA722\uA787"
        + "\uA78B\uA7FF\uAB30\uAB5A\uAB5C\uAB64";

    // 々 and 〇 behave as ideographs do. The compatibility block keeps those whose unified form is outside the basic plane.
    private const string Ideographs = "\u3005\u3005\u3007\u3007\u3400\u4DBF\u4E00\u9FFF\uF900\uFAFF";

    /// <summary>The folded form of a character; 0 where a look-up is not enough and <see cref="Kinds"/> says what to do.</summary>
    public static readonly ushort[] Plain = BuildPlain();

    /// <summary>The kind of a folded character, or of a source that <see cref="Plain"/> does not cover.</summary>
    public static readonly CharKind[] Kinds = BuildKinds();

    public static bool IsWord(CharKind kind) => kind is CharKind.Letter or CharKind.Digit;

    private static ushort[] BuildPlain()
    {
        var plain = new ushort[char.MaxValue + 1];
        for (var c = 0; c < plain.Length; c++)
            plain[c] = (ushort)c;
        for (var c = 'A'; c <= 'Z'; c++)
            plain[c] = (ushort)(c | 0x20);
        Pair(plain, FoldingTable.Traditional, FoldingTable.Simplified);
        Pair(plain, FoldingTable.Variant, FoldingTable.Plain);

        foreach (var c in FoldingTable.Wide)
            plain[c] = 0;
        foreach (var c in Spaces)
            plain[c] = 0;
        foreach (var c in LineBreaks)
            plain[c] = 0;
        plain['\t'] = 0;
        Clear(plain, FoldingTable.Dropped);
        Clear(plain, FoldingTable.Marks);
        Clear(plain, "\uD800\uDFFF");
        return plain;
    }

    private static CharKind[] BuildKinds()
    {
        var kinds = new CharKind[char.MaxValue + 1];
        Array.Fill(kinds, CharKind.Other);
        Mark(kinds, Letters, CharKind.Letter);
        Mark(kinds, Ideographs, CharKind.Han);
        Mark(kinds, "09", CharKind.Digit);
        Mark(kinds, FoldingTable.Dropped, CharKind.Dropped);
        Mark(kinds, FoldingTable.Marks, CharKind.Mark);
        Mark(kinds, "\uD800\uDFFF", CharKind.Surrogate);
        foreach (var c in Separators)
            kinds[c] = CharKind.Separator;
        foreach (var c in Collapsing)
            kinds[c] = CharKind.Punctuation;
        foreach (var c in FoldingTable.Wide)
            kinds[c] = CharKind.Wide;
        foreach (var c in Spaces)
            kinds[c] = CharKind.Space;
        foreach (var c in LineBreaks)
            kinds[c] = CharKind.LineBreak;
        kinds['\t'] = CharKind.Tab;
        return kinds;
    }

    private static void Pair(ushort[] plain, string from, string to)
    {
        if (from.Length != to.Length)
            throw new InvalidOperationException($"the folding table pairs {from.Length} characters with {to.Length}; regenerate both strings together");
        for (var i = 0; i < from.Length; i++)
            plain[from[i]] = to[i];
    }

    private static void Clear(ushort[] plain, string ranges)
    {
        for (var r = 0; r < ranges.Length; r += 2)
            plain.AsSpan(ranges[r], ranges[r + 1] - ranges[r] + 1).Clear();
    }

    private static void Mark(CharKind[] kinds, string ranges, CharKind kind)
    {
        for (var r = 0; r < ranges.Length; r += 2)
            kinds.AsSpan(ranges[r], ranges[r + 1] - ranges[r] + 1).Fill(kind);
    }
}
