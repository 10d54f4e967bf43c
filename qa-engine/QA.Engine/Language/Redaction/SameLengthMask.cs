using System;

namespace QA.Engine.Language.Redaction;

/// <summary>
/// Writes over a piece of personal data with something of the same length that says nothing of a person.
/// <para>
/// Not asterisks: rules look for the shape. An agent who writes out a customer's number has done what one who masks it has not, and under asterisks both
/// would look the same; text folding would also drop or merge them. So a digit becomes 0, the first one of a run 1, unless it is 0; a mobile number becomes
/// 13000000000; a Latin letter becomes x or X and a Han character 某; punctuation and spaces stay. What places every number or address of its kind
/// stays: the letters in front of a parcel's number, what follows an e-mail address's last dot, the units of an address (某某市某某路10号).
/// </para>
/// <para>Masking what is masked changes nothing.</para>
/// </summary>
internal static class SameLengthMask
{
    private const char Somebody = '某';
    private const int MobileLength = 11;

    // What every address is made of.
    private const string AddressUnits = "省市区县镇乡村路街道巷弄号栋幢座楼层单元室户房組组队門门苑園园區樓號棟層單縣鎮鄉";
    private const string HanDigits = "零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖";

    public static void Write(PersonalKind kind, Span<char> piece)
    {
        if (kind == PersonalKind.Mobile)
            Mobile(piece);
        else
            Other(kind, piece);
    }

    /// <summary>Whether a number is what this makes of one: 1 and then nothing but 0. No check digit finds it again.</summary>
    /// <param name="digits">ASCII digits.</param>
    public static bool IsMaskedNumber(ReadOnlySpan<char> digits) => digits is ['1', ..] && !digits[1..].ContainsAnyExcept('0');

    private static void Mobile(Span<char> piece)
    {
        var digits = 0;
        foreach (var c in piece)
        {
            if (IsDigit(c))
                digits++;
        }

        // A country code says nothing of a person.
        var place = MobileLength - digits;
        foreach (ref var c in piece)
        {
            if (!IsDigit(c))
                continue;
            if (place >= 0)
                c = Like(c, place switch { 0 => 1, 1 => 3, _ => 0 });
            place++;
        }
    }

    private static void Other(PersonalKind kind, Span<char> piece)
    {
        var lastDot = kind == PersonalKind.Email ? piece.LastIndexOfAny('.', '．') : -1;
        var number = kind == PersonalKind.Order ? piece.IndexOfAnyInRange('0', '9') : -1;
        var inRun = false;
        for (var i = 0; i < piece.Length; i++)
        {
            var c = piece[i];
            if (char.IsDigit(c))
            {
                piece[i] = Like(c, inRun || CharDigit(c) == 0 ? 0 : 1);
                inRun = true;
                continue;
            }

            inRun = false;
            if (char.IsSurrogate(c))
                piece[i] = Somebody;
            else if (!char.IsLetter(c) || (lastDot >= 0 && i > lastDot) || i < number || (kind == PersonalKind.Address && AddressUnits.Contains(c, StringComparison.Ordinal)))
                continue;
            else
                piece[i] = Letter(c);
        }
    }

    private static char Letter(char c) => c switch
    {
        >= 'Ａ' and <= 'Ｚ' => 'Ｘ',
        >= 'ａ' and <= 'ｚ' => 'ｘ',
        >= '\u2E80' => Somebody,
        _ => char.IsUpper(c) ? 'X' : 'x',
    };

    private static bool IsDigit(char c) => char.IsDigit(c) || HanDigits.Contains(c, StringComparison.Ordinal);

    private static int CharDigit(char c) => (int)char.GetNumericValue(c);

    /// <summary>A digit in the script of another.</summary>
    private static char Like(char c, int digit) => char.IsDigit(c) ? (char)(c - CharDigit(c) + digit) : "零一一三"[digit];
}
