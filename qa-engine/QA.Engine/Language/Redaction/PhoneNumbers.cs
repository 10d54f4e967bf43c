using System;

namespace QA.Engine.Language.Redaction;

/// <summary>Mobile numbers, landlines, service numbers, numbers with a country code.</summary>
internal static class PhoneNumbers
{
    private const int MobileLength = 11;
    private const string HanDigits = "零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖";
    private const string HanValues = "001234567891123456789";
    private static readonly int[][] MobileGroups = [[11], [3, 4, 4], [3, 8], [7, 4], [3, 3, 5], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]];

    // With hyphens only: three prices in a row may have the same lengths.
    private static readonly int[][] HyphenedMobileGroups = [[4, 4, 3], [4, 3, 4]];
    private static readonly int[][] LandlineGroups = [[3, 8], [4, 7], [4, 8], [3, 4, 4], [4, 4, 4], [4, 3, 4], [4, 4, 3]];
    private static readonly int[][] ServiceGroups = [[10], [3, 3, 4], [3, 4, 3], [3, 7], [4, 3, 3], [4, 6]];
    private static readonly int[][] LocalGroups = [[7], [8], [3, 4], [4, 4], [4, 3]];
    private static readonly string[] MobileWords = ["tel", "phone", "mobile", "vx", "wx", "v", "qq", "wechat", "weixin", "call", "cell", "whatsapp"];
    private static readonly string[] LinkFields = ["phone=", "mobile=", "tel=", "mob="];
    private static readonly string[] LocalWords = ["电话", "座机", "固话", "tel", "phone"];

    public static void FindMobiles(PersonalSearch search)
    {
        for (var run = 0; run < search.Runs.Count; run++)
            run += Mobile(search, run);
        if (!search.IsChinese)
            return;
        InHanDigits(search, mixed: true, spaced: true);
        InHanDigits(search, mixed: false, spaced: true);
        InHanDigits(search, mixed: false, spaced: false);
    }

    public static void FindOthers(PersonalSearch search)
    {
        for (var run = 0; run < search.Runs.Count; run++)
        {
            if (!search.IsTaken(search.Runs[run].Start) && !Landline(search, run) && !Service(search, run) && !Foreign(search, run))
                Local(search, run);
        }
    }

    /// <returns>How many more runs it took.</returns>
    private static int Mobile(PersonalSearch search, int run)
    {
        var start = search.Runs[run].Start;
        var coded = Code(search, run) < start;
        foreach (var lengths in MobileGroups)
        {
            if (search.Grouped(run, lengths, out var end, mayGoOn: coded) && IsMobile(search.Digits(start, end)) && Take(search, run, end))
                return lengths.Length - 1;
        }

        foreach (var lengths in HyphenedMobileGroups)
        {
            if (search.Grouped(run, lengths, out var end) && search.At(search.Runs[run].End) == '-' && IsMobile(search.Digits(start, end)) && Take(search, run, end))
                return lengths.Length - 1;
        }

        // The country's code, or the 0 of old habit, written onto it.
        var digits = search.Runs[run].Length is 12 or 13 or 15 ? search.Digits(start, search.Runs[run].End) : "";
        var code = digits.Length - MobileLength;
        if (code > 0 && digits[..code] is "0" or "86" or "0086" && IsMobile(digits[code..]) && search.StandsAlone(start, search.Runs[run].End))
            search.Take(start, search.Runs[run].End, PersonalKind.Mobile);
        return 0;
    }

    private static bool Take(PersonalSearch search, int run, int end)
    {
        var start = search.Runs[run].Start;
        if (!StandsAlone(search, start, end))
            return false;

        return search.Take(Code(search, run), end, PersonalKind.Mobile);
    }

    /// <summary>Where the country's code in front of a run begins (+86 138…, (86)138…); the run's own start where there is none.</summary>
    private static int Code(PersonalSearch search, int run)
    {
        var start = search.Runs[run].Start;
        return run > 0 && search.Runs[run - 1] is var code && start - code.End <= 2 && search.Digits(code.Start, code.End) is "86" or "0086"
            && search.Text.AsSpan(code.End, start - code.End).IndexOfAnyExcept(" -)") < 0 && search.IsFree(code.Start, start)
            ? code.Start
            : start;
    }

    private static bool StandsAlone(PersonalSearch search, int start, int end)
    {
        if (search.StandsAlone(start, end))
            return true;

        // tel138…, vx138…; a link's own field.
        if (char.IsAsciiLetterOrDigit(search.At(end)) || search.At(end) == '_')
            return false;
        return char.IsAsciiLetter(search.At(start - 1)) && !search.InLink(start)
            ? search.Follows(start, MobileWords, most: 0)
            : search.InLink(start) && search.Follows(start, LinkFields, most: 0);
    }

    private static bool IsMobile(string digits) => digits.Length == MobileLength && digits[0] == '1' && digits[1] is >= '3' and <= '9';

    /// <summary>一三八…, and 138一二三四5678: written so because a machine looks for digits. Read as written: folding takes three of one character for two.</summary>
    private static void InHanDigits(PersonalSearch search, bool mixed, bool spaced)
    {
        var text = search.Original;
        Span<char> digits = stackalloc char[MobileLength];
        for (var i = 0; i < text.Length; i++)
        {
            var (start, count, han, end) = (i, 0, false, i);
            for (; i < text.Length; i++)
            {
                var value = HanDigits.IndexOf(text[i], StringComparison.Ordinal);
                if (value < 0 && !(mixed && char.IsAsciiDigit(text[i])))
                {
                    if (spaced && count > 0 && text[i] is ' ' or '-')
                        continue;
                    break;
                }

                if (count < MobileLength)
                    digits[count] = value < 0 ? text[i] : HanValues[value];
                count++;
                han |= value >= 0;
                end = i + 1;
            }

            if (han && count == MobileLength && IsMobile(new string(digits)) && (start == 0 || !char.IsAsciiLetter(text[start - 1])))
                search.TakeWritten(start, end, PersonalKind.Mobile);
        }
    }

    private static bool Landline(PersonalSearch search, int run)
    {
        var (start, end) = (search.Runs[run].Start, search.Runs[run].End);
        var whole = search.Digits(start, end);
        if (whole.Length < 3 || whole[0] != '0')
            return false;
        if (whole.Length is >= 10 and <= 12)
            return IsLandline(whole) && Whole(search, start, end);

        // (0571)88888888, 0571) 8888 8888
        if (whole.Length is 3 or 4 && search.At(end) == ')' && run + 1 < search.Runs.Count)
        {
            foreach (var lengths in LocalGroups)
            {
                if (search.Runs[run + 1].Start - end <= 2 && search.Grouped(run + 1, lengths, out var last) && IsLandline(whole + search.Digits(end, last)) && Whole(search, start, last))
                    return true;
            }
        }

        foreach (var lengths in LandlineGroups)
        {
            if (search.Grouped(run, lengths, out var last) && IsLandline(search.Digits(start, last)) && Whole(search, start, last))
                return true;
        }

        return false;
    }

    /// <summary>Three places and eight for the large cities (010, 02x), four places and seven or eight elsewhere.</summary>
    private static bool IsLandline(string digits) => digits.StartsWith("010", StringComparison.Ordinal) || digits.StartsWith("02", StringComparison.Ordinal)
        ? digits.Length == 11 && digits[3] is >= '2' and <= '8'
        : digits.Length is 11 or 12 && digits[0] == '0' && digits[1] is >= '3' and <= '9' && digits[4] is >= '2' and <= '8';

    private static bool Service(PersonalSearch search, int run)
    {
        var start = search.Runs[run].Start;
        foreach (var lengths in ServiceGroups)
        {
            if (search.Grouped(run, lengths, out var end) && search.Digits(start, end) is var digits && digits[..3] is "400" or "800" && Whole(search, start, end))
                return true;
        }

        return false;
    }

    /// <summary>A plus and a country's code; the North American 555-123-4567, (555) 123-4567.</summary>
    private static bool Foreign(PersonalSearch search, int run)
    {
        var start = search.Runs[run].Start;
        if (search.At(start - 1) == '+' && !char.IsAsciiLetterOrDigit(search.At(start - 2)))
        {
            var (last, count) = (run, search.Runs[run].Length);
            while (last + 1 < search.Runs.Count && count < 8 + 3 && search.Runs[last + 1].Start - search.Runs[last].End <= 2
                && search.Text.AsSpan(search.Runs[last].End, search.Runs[last + 1].Start - search.Runs[last].End).IndexOfAnyExcept(" -().") < 0)
                count += search.Runs[++last].Length;
            return count is >= 8 and <= 15 && Whole(search, start, search.Runs[last].End);
        }

        if (search.Runs[run].Length != 3 || search.At(start) < '2' || run + 2 >= search.Runs.Count)
            return false;
        var opened = search.At(start - 1) == '(' && search.At(search.Runs[run].End) == ')';
        var (exchange, line) = (search.Runs[run + 1], search.Runs[run + 2]);
        var together = opened
            ? exchange.Start - search.Runs[run].End <= 2 && search.At(exchange.Start - 1) is ' ' or ')' && search.At(exchange.End) is '-' or ' ' or '.'
            : search.At(search.Runs[run].End) is '-' or '.' && search.At(exchange.End) == search.At(search.Runs[run].End) && exchange.Start == search.Runs[run].End + 1;
        return together && exchange.Length == 3 && search.At(exchange.Start) >= '2' && line.Length == 4 && line.Start == exchange.End + 1
            && search.At(line.End) != search.At(exchange.End) && Whole(search, start, line.End);
    }

    /// <summary>A number without area code says what it is.</summary>
    private static void Local(PersonalSearch search, int run)
    {
        if (!search.Follows(search.Runs[run].Start, LocalWords))
            return;
        foreach (var lengths in LocalGroups)
        {
            if (search.Grouped(run, lengths, out var end) && search.At(search.Runs[run].Start) is >= '2' and <= '8' && !Calendar.IsDay(search.Digits(search.Runs[run].Start, end))
                && Whole(search, search.Runs[run].Start, end))
                return;
        }
    }

    private static bool Whole(PersonalSearch search, int start, int end)
    {
        if (!search.StandsAlone(start, end))
            return false;

        // An extension of some digits belongs to it.
        var extension = end + (search.At(end) == '-' ? 1 : search.At(end) == '转' ? 1 : 0);
        var last = extension;
        while (last > end && last - extension < 6 && char.IsAsciiDigit(search.At(last)))
            last++;
        return search.Take(start, last - extension is >= 1 and <= 5 ? last : end, PersonalKind.Phone);
    }
}
