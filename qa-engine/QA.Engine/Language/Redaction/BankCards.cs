using System;

namespace QA.Engine.Language.Redaction;

/// <summary>Numbers of bank cards: 13 to 19 digits that begin like a card's (ISO/IEC 7812 issuers) and pass Luhn's test.</summary>
internal static class BankCards
{
    private static readonly int[][] Groups =
    [
        [13], [14], [15], [16], [17], [18], [19], [4, 4, 4, 4], [4, 4, 4, 4, 1], [4, 4, 4, 4, 2], [4, 4, 4, 4, 3], [6, 13], [6, 10], [8, 8], [4, 6, 5], [4, 6, 4], [4, 4, 4, 1],
    ];

    private static readonly string[] Words = ["卡号", "银行卡", "信用卡", "储蓄卡", "借记卡", "card number", "card no", "card", "visa"];

    public static void Find(PersonalSearch search)
    {
        for (var run = 0; run < search.Runs.Count; run++)
        {
            var start = search.Runs[run].Start;
            foreach (var lengths in Groups)
            {
                if (!search.Grouped(run, lengths, out var end, mayGoOn: true) || search.Digits(start, end) is not { } digits || !IsCard(digits, search.Follows(start, Words)) || !search.StandsAlone(start, end)
                    || !search.Take(start, end, PersonalKind.BankCard))
                    continue;
                run += lengths.Length - 1;
                break;
            }
        }
    }

    /// <param name="named">Whether words say that it is a card's. Visa once had 13 digits and has 19 at times; so has much else.</param>
    private static bool IsCard(string digits, bool named)
    {
        if (SameLengthMask.IsMaskedNumber(digits))
            return true;
        var two = int.Parse(digits.AsSpan(0, 2));
        var four = int.Parse(digits.AsSpan(0, 4));
        var known = digits.Length switch
        {
            13 => digits[0] == '4' && named,
            14 => two is 36 or 38 or 39 || four is >= 3000 and <= 3059,
            15 => two is 34 or 37,
            16 => digits[0] == '4' || two is >= 51 and <= 55 or 62 or 65 or 81 or 35 || four is >= 2221 and <= 2720 or 6011,
            17 or 18 => two == 62,
            19 => two == 62 || four == 9558 || (digits[0] == '4' && named),
            _ => false,
        };
        return known && PassesLuhn(digits);
    }

    private static bool PassesLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var value = digits[^(i + 1)] - '0';
            if (i % 2 == 1)
                value = value > 4 ? (value * 2) - 9 : value * 2;
            sum += value;
        }

        return sum % 10 == 0;
    }
}
