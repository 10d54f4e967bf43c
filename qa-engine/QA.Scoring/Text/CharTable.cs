using System;

namespace QA.Scoring.Text;

/// <summary>What a character is to folding: the first ten describe folded characters, the others sources that need more than a look-up.</summary>
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
    /// <summary>Punctuation that may begin a code or an address: # : /.</summary>
    Telling,
    Blank,

    Dropped,
    Space,
    Tab,
    LineBreak,
    Surrogate,
    Wide,
    Mark,
}

/// <summary><see cref="FoldingTable"/> unrolled for one look-up a character (256 KiB, of which a chat touches some 50).</summary>
internal static class CharTable
{
    private const int KindShift = 16;
    private const int TraitShift = 20;

    /// <summary>Marks that evaders put between characters.</summary>
    private const string Separators = ".*-_|·";

    // '"' is not among them: one quotation may follow another.
    private const string Collapsing = "!$%&'()+,;<=>?@[\\]^`{}~…、《》¯";

    private const string Tellings = "#:/";

    private const string Spaces = " \u00A0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200A\u202F\u205F\u2800\u3000\u3164\uFFA0";

    private const string LineBreaks = "\n\r\u000B\u000C\u0085\u2028\u2029";

    // First and last of each range, after lower-casing: Latin, phonetic, Greek, Cyrillic and their extensions.
    private const string Letters =
        "az\u00AA\u00AA\u00BA\u00BA\u00DF\u00F6\u00F8\u02AF\u0370\u0373\u0376\u037D\u0386\u0386\u0388\u0481\u048A\u052F"
        + "\u1D00\u1DBF\u1E00\u1FBC\u1FC2\u1FCC\u1FD0\u1FDB\u1FE0\u1FEC\u1FF2\u1FFC\u2C60\u2C7F\uA640\uA66E\uA680\uA69D\uA722\uA787"
        + "\uA78B\uA7FF\uAB30\uAB5A\uAB5C\uAB64";

    // 々 and 〇 behave as ideographs do. The compatibility block keeps those whose unified form is outside the basic plane.
    private const string Ideographs = "\u3005\u3005\u3007\u3007\u3400\u4DBF\u4E00\u9FFF\uF900\uFAFF";

    /// <summary>The kind of a folded character, or of a source that does not fold to one character.</summary>
    public static readonly CharKind[] Kinds = BuildKinds();

    /// <summary>1 for what says something: letters, digits and halves of pictographs; 0 for marks and blanks.</summary>
    public static readonly byte[] Says = BuildSays();

    /// <summary>For each source: what it folds to (the source itself where a look-up is not enough), the kind of that, and its traits.</summary>
    public static readonly uint[] Entries = BuildEntries(Kinds);

    private const int Any =
        1 << (int)CharKind.Han | 1 << (int)CharKind.Letter | 1 << (int)CharKind.Digit | 1 << (int)CharKind.Punctuation
        | 1 << (int)CharKind.Separator | 1 << (int)CharKind.Other;

    // One bit for each kind that may follow a kind without a further look. Not among them: what follows a gap, a Han character or
    // letter after a mark (a hidden word?), and what ends a letter (the same).
    private static readonly int[] Followers =
    [
        0,
        Any,
        1 << (int)CharKind.Letter | 1 << (int)CharKind.Digit,
        Any,
        Any,
        Any & ~(1 << (int)CharKind.Han | 1 << (int)CharKind.Letter),
        Any,
        Any,
        0, 0, 0, 0, 0, 0, 0, 0,
    ];

    public static CharKind KindOf(uint entry) => (CharKind)((entry >> KindShift) & 15);

    public static TextTraits TraitsOf(uint entries) => (TextTraits)(entries >> TraitShift);

    public static bool MayFollow(CharKind next, CharKind last) => ((Followers[(int)last & 15] >> (int)next) & 1) != 0;

    public static bool IsWord(CharKind kind) => kind is CharKind.Letter or CharKind.Digit;

    private static uint[] BuildEntries(CharKind[] kinds)
    {
        var plain = new char[char.MaxValue + 1];
        for (var c = 0; c < plain.Length; c++)
            plain[c] = (char)c;
        for (var c = 'A'; c <= 'Z'; c++)
            plain[c] = (char)(c | 0x20);
        Pair(plain, FoldingTable.Traditional, FoldingTable.Simplified);
        Pair(plain, FoldingTable.Variant, FoldingTable.Plain);

        var entries = new uint[plain.Length];
        for (var c = 0; c < entries.Length; c++)
        {
            var kind = kinds[plain[c]];
            entries[c] = plain[c] | ((uint)kind << KindShift) | ((uint)Traits(plain[c], kind, (char)c) << TraitShift);
        }

        return entries;
    }

    private static TextTraits Traits(char folded, CharKind kind, char source)
    {
        // The blocks of the basic plane that hold pictographs; which of their characters are one is EmojiText's business.
        var traits = source is (>= '\u2190' and <= '\u2BFF') or '\u00A9' or '\u00AE' or '\u203C' or '\u2049' or '\u20E3' or '\u2122' or '\u2139' or '\u3030' or '\u303D' or '\u3297' or '\u3299'
            ? TextTraits.Emoji
            : TextTraits.None;
        switch (kind)
        {
            case CharKind.Han:
                return traits | TextTraits.Han | (Questions.MaySign(folded) ? TextTraits.Asking : TextTraits.None);
            case CharKind.Letter:
                return traits | TextTraits.Latin | (folded < 0x80 ? TextTraits.None : TextTraits.Face);
            case CharKind.Digit:
                return traits | TextTraits.Digit;
            case CharKind.LineBreak:
                return traits | TextTraits.LineBreak | TextTraits.ClauseEnd;
            case CharKind.Dropped or CharKind.Space or CharKind.Tab or CharKind.Surrogate or CharKind.Mark:
                return traits;
        }

        return traits | folded switch
        {
            ',' or ';' or '.' or '~' or '…' or '、' => TextTraits.ClauseEnd,
            '!' => TextTraits.Exclamation | TextTraits.ClauseEnd,
            '?' => TextTraits.Question | TextTraits.ClauseEnd,
            ':' => TextTraits.Face | TextTraits.ClauseEnd,
            '"' or '《' => TextTraits.Quote,
            '[' => TextTraits.Bracket,
            '^' or '_' or '<' or '>' or '=' or '\'' => TextTraits.Face,
            < '\u0080' or '》' => TextTraits.None,
            _ => TextTraits.Face,
        };
    }

    /// <summary>
    /// Whether it is one of the ideographs U+4E00–9FFF, which most of a Chinese text consists of: two comparisons answer what a table of all characters
    /// would, and leave the cache to other tables. Each of them says something, and none ends a clause or begins an emoticon.
    /// </summary>
    public static bool IsCommonHan(char c) => c is >= '\u4E00' and <= '\u9FFF';

    private static byte[] BuildSays()
    {
        var says = new byte[char.MaxValue + 1];
        for (var c = 0; c < says.Length; c++)
            says[c] = char.IsLetterOrDigit((char)c) || char.IsSurrogate((char)c) ? (byte)1 : (byte)0;
        return says;
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
        foreach (var c in Tellings)
            kinds[c] = CharKind.Telling;
        foreach (var c in FoldingTable.Wide)
            kinds[c] = CharKind.Wide;
        foreach (var c in Spaces)
            kinds[c] = CharKind.Space;
        foreach (var c in LineBreaks)
            kinds[c] = CharKind.LineBreak;
        kinds['\t'] = CharKind.Tab;
        return kinds;
    }

    private static void Pair(char[] plain, string from, string to)
    {
        if (from.Length != to.Length)
            throw new InvalidOperationException($"the folding table pairs {from.Length} characters with {to.Length}; regenerate both strings together");
        for (var i = 0; i < from.Length; i++)
            plain[from[i]] = to[i];
    }

    private static void Mark(CharKind[] kinds, string ranges, CharKind kind)
    {
        for (var r = 0; r < ranges.Length; r += 2)
            kinds.AsSpan(ranges[r], ranges[r + 1] - ranges[r] + 1).Fill(kind);
    }
}
