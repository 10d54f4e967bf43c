using System;

namespace QA.Engine.Language.Redaction;

/// <summary>Numbers of Chinese identity cards: GB 11643-1999 (18 places, ISO 7064 MOD 11-2) and the 15 places before it.</summary>
internal static class IdentityCards
{
    private const string CheckDigits = "10x98765432";

    // The first two digits are the province (GB/T 2260), Hong Kong, Macao and Taiwan included.
    private static readonly string[] Provinces =
    [
        "11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37", "41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54",
        "61", "62", "63", "64", "65", "71", "81", "82", "83",
    ];

    private static readonly int[] Weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    // With the x at the end counted as no digit.
    private static readonly int[][] Groups = [[18], [17], [6, 8, 4], [6, 8, 3], [6, 4, 4, 4], [6, 4, 4, 3], [3, 3, 4, 4, 4], [3, 3, 4, 4, 3], [15], [6, 6, 3]];

    public static void Find(PersonalSearch search)
    {
        for (var run = 0; run < search.Runs.Count; run++)
        {
            foreach (var lengths in Groups)
            {
                if (search.Grouped(run, lengths, out var end, mayGoOn: true) && Is(search, search.Runs[run].Start, ref end) && search.Take(search.Runs[run].Start, end, PersonalKind.IdCard))
                {
                    run += lengths.Length - 1;
                    break;
                }
            }
        }
    }

    private static bool Is(PersonalSearch search, int start, ref int end)
    {
        var digits = search.Digits(start, end);
        if (digits.Length == 17)
        {
            if (search.At(end) != 'x')
                return false;
            digits += 'x';
            end++;
        }

        if (!search.StandsAlone(start, end))
            return false;
        if (SameLengthMask.IsMaskedNumber(digits.AsSpan().TrimEnd('x')))
            return true;
        if (Array.IndexOf(Provinces, digits[..2]) < 0)
            return false;
        return digits.Length == 15
            ? IsDay(1900 + int.Parse(digits.AsSpan(6, 2)), digits.AsSpan(8, 4))
            : IsDay(int.Parse(digits.AsSpan(6, 4)), digits.AsSpan(10, 4)) && CheckDigit(digits) == digits[17];
    }

    private static bool IsDay(int year, ReadOnlySpan<char> monthAndDay)
    {
        var (month, day) = (int.Parse(monthAndDay[..2]), int.Parse(monthAndDay[2..]));
        return year is >= 1900 and <= 2099 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static char CheckDigit(string digits)
    {
        var sum = 0;
        for (var i = 0; i < Weights.Length; i++)
            sum += (digits[i] - '0') * Weights[i];
        return CheckDigits[sum % 11];
    }
}
