using System;

namespace QA.Scoring.Text;

/// <summary>Faces made of letters and signs: a table of the common ones, and what bracketed faces have in common.</summary>
internal static class Kaomoji
{
    private const int LongestBracketed = 17;

    // What eyes and mouths in brackets are made of. Letters and digits are none: "(A1864)" is a model.
    private const string Features = "｡^＾≧≦▽∀ω∩╥﹏･・•●◕◡ˊˋ´｀`⊙゜ﾟ°￣¯˘╯╰╭╮∇﹃з∠△⌒≡♡๑゚•̀́ㅂㅅ눈益皿Дд><＞＜;；~～*＊_＿─—-";

    // A face needs two of these; the rest of its features alone could be a mask, a range or a footnote.
    private const string Eyes = "^＾≧≦▽∀ω∩╥﹏･・•◕◡ˊˋ⊙゜ﾟ￣˘╯╰╭╮∇﹃з∠⌒♡๑ㅂㅅ눈益皿Дд";

    // Letters that stand for eyes, mouths, cheeks and tears.
    private const string FaceLetters = "oOTtQqUuwWvVxX0";

    // Longest first where one begins another.
    private static readonly string[] Faces =
    [
        "¯\\_(ツ)_/¯", "^__^", "^_^", "^o^", "^O^", "^0^", "^ω^", "^v^", "^3^", "^-^", "^.^", "^^", "≧▽≦", "≧﹏≦", "≧ω≦", "≧◡≦",
        ">_<", ">.<", ">﹏<", ">o<", "＞﹏＜", "＞_＜", "╥_╥", "╥﹏╥", "╯▽╰", "╯﹏╰", "╯︿╰", "⊙o⊙", "⊙_⊙", "⊙﹏⊙", "￣▽￣", "￣ω￣", "￣︶￣", "￣_￣", "∩_∩",
        "-_-||", "-_-!", "-_-", "=_=", "=.=", "@_@", "$_$", "+_+", "*_*", "~_~", ";_;", "._.", "o_o", "o_O", "O_o", "O_O", "0_0",
        "T_T", "t_t", "T__T", "T^T", "T.T", "T﹏T", "T▽T", "Q_Q", "QAQ", "QwQ", "QWQ", "qwq", "TAT", "OwO", "owo", "UwU", "uwu", "XD", "orz", "ORZ", "Orz", "OTZ",
        ":-)", ":-D", ":-(", ":-P", ":-p", ":-*", ":-O", ":')", ":'(", ":)", ":(", ":D", ":P", ":p", ":*", ";-)", ";)", ";D", "=)", "=D", "<3",
        "：）", "：)", ":）", "：（", "：D",
    ];

    private static readonly string[][] FacesByFirst = Index();

    /// <summary>Whether any face begins with a character.</summary>
    public static bool MayBegin(char first)
        => first is '(' or '（' or 'o' or 'O' or 'ヾ' or 'ヽ' or '٩' or '╮' or '╭' || Array.Exists(FacesByFirst[first & 0xFF], face => face[0] == first);

    /// <summary>Whether any face begins with two characters.</summary>
    public static bool MayBegin(char first, char second)
    {
        if (first is 'o' or 'O' && second == '(')
            return true;
        foreach (var face in FacesByFirst[first & 0xFF])
        {
            if (face[0] == first && face[1] == second)
                return true;
        }

        return false;
    }

    /// <summary>The length of the face at <paramref name="i"/>; 0 if there is none.</summary>
    /// <param name="text">The original text.</param>
    /// <param name="i">Where the face would begin.</param>
    /// <param name="openBrackets">Round brackets before <paramref name="i"/> that are still open: a colon before their end is no smile.</param>
    public static int LengthAt(ReadOnlySpan<char> text, int i, int openBrackets)
    {
        var c = text[i];
        if (c is '(' or '（')
            return Bracketed(text, i);
        if (c is 'o' or 'O' or 'ヾ' or 'ヽ' or '٩' or '╮' or '╭' && i + 1 < text.Length && text[i + 1] is '(' or '（')
        {
            var face = Bracketed(text, i + 1);
            if (face > 0)
                return WithHands(text, i, i + 1 + face);
        }

        foreach (var candidate in FacesByFirst[c & 0xFF])
        {
            if (candidate[0] == c && text[i..].StartsWith(candidate, StringComparison.Ordinal) && StandsAlone(text, i, candidate, openBrackets))
                return candidate.Length;
        }

        return 0;
    }

    // "(^_^)" and its like: short, two eyes, and nothing in it that a word or a number is made of.
    private static int Bracketed(ReadOnlySpan<char> text, int i)
    {
        var eyes = 0;
        var blanks = 0;
        var last = Math.Min(text.Length - 1, i + LongestBracketed);
        for (var k = i + 1; k <= last; k++)
        {
            var c = text[k];
            if (c is ')' or '）')
                return eyes >= 2 && k - i > 2 ? WithHands(text, i, k + 1) : 0;
            if (Eyes.Contains(c, StringComparison.Ordinal) || ((c is '>' or '<' or '*') && MirroredAround(text, k)))
                eyes++;
            else if (c == ' ' ? ++blanks > 2 : !(Features.Contains(c, StringComparison.Ordinal) || FaceLetters.Contains(c, StringComparison.Ordinal) || c is ':' or '」' or '"'))
                return 0;
        }

        return 0;
    }

    // ">_<", ">.<": an eye of the kind that is also a sign counts with its twin one mouth away.
    private static bool MirroredAround(ReadOnlySpan<char> text, int k) => text[k] switch
    {
        '>' => k + 2 < text.Length && text[k + 2] == '<',
        '<' => k >= 2 && text[k - 2] == '>',
        _ => false,
    };

    // An arm on the right belongs to the face: "o(∩_∩)o", "(๑•̀ㅂ•́)و✧", "(╯°□°)╯".
    private static int WithHands(ReadOnlySpan<char> text, int start, int end)
    {
        while (end < text.Length && text[end] is 'o' or 'O' or 'و' or '✧' or 'ノ' or 'ﾉ' or '〃' or '╯' or '╭' or '╮' or '۶')
        {
            // "(^_^)ok": that is a word.
            if (text[end] is 'o' or 'O' && end + 1 < text.Length && char.IsAsciiLetterOrDigit(text[end + 1]))
                break;
            end++;
        }

        return end - start;
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int i, string face, int openBrackets)
    {
        var before = i > 0 ? text[i - 1] : '\0';
        var after = i + face.Length < text.Length ? text[i + face.Length] : '\0';
        var first = face[0];
        var last = face[^1];

        // Letters are eyes only when no word goes on there: "ORZ" but not "ORZO", "T.T" but not "U.T.T".
        if (char.IsAsciiLetterOrDigit(first) && (char.IsAsciiLetterOrDigit(before) || before is '.' or '_' or '-'))
            return false;
        if (char.IsAsciiLetterOrDigit(last) && (char.IsAsciiLetterOrDigit(after) || after is '.' or '_' or '-' && first is not (':' or ';' or '=')))
            return false;

        switch (first)
        {
            case ':' or ';' or '=' or '：':
                // "(如下:)" closes a bracket, "参数:(红)" opens one, "路径:D盘" and "3:)" are a label and a number.
                if (last is ')' or '）' && openBrackets > 0)
                    return false;
                if (last is '(' or '（' && ClosesLater(text, i + face.Length))
                    return false;
                if (char.IsAsciiLetter(last) && CharTable.Kinds[after] == CharKind.Han)
                    return false;
                return !(char.IsAsciiDigit(before) && face.Length == 2) && before is not ('/' or ':');
            case '<':
                // "<3天" is a number that is less.
                return !char.IsAsciiDigit(after) && CharTable.Kinds[after] != CharKind.Han && !char.IsAsciiDigit(before);
            case '-' or '.' or '*' or '~' or '+' or '$' or '@' or '=':
                // A run of signs is a line or a mask, not a face.
                return before != first && after != last;
            default:
                return true;
        }
    }

    private static bool ClosesLater(ReadOnlySpan<char> text, int from)
    {
        const int Reach = 64;
        return text.Slice(from, Math.Min(Reach, text.Length - from)).IndexOfAny(')', '）') >= 0;
    }

    private static string[][] Index()
    {
        var index = new string[0x100][];
        for (var low = 0; low < index.Length; low++)
        {
            var faces = Array.FindAll(Faces, f => (f[0] & 0xFF) == low);
            Array.Sort(faces, (a, b) => a.Length != b.Length ? b.Length - a.Length : string.CompareOrdinal(a, b));
            index[low] = faces;
        }

        return index;
    }
}
