using System;

namespace QA.Engine.Language.Redaction;

/// <summary>Numbers of orders and parcels: where words announce them, in the carriers' own forms, and where nothing else is so long.</summary>
internal static class OrderNumbers
{
    private const int LongestToken = 40;

    // 18 or 19 digits on Taobao, 16 in WeChat shops; up to 15 there are goods, bar codes and devices.
    private const int LongEnough = 16;
    private static readonly string[] Announcing =
    [
        "订单", "订单编号", "单号", "运单", "快递单", "物流单", "面单", "快递", "物流", "包裹", "交易号", "流水号", "申请单", "服务单", "工单", "order number", "order no", "order id", "order",
        "tracking number", "tracking no", "tracking id", "tracking", "booking", "reference",
    ];

    private static readonly string[] Near = ["订单", "单号", "运单", "快递", "物流", "包裹", "这单", "那单", "order", "tracking"];
    private static readonly string[] NotOrders = ["商品", "商品编", "货号", "款号", "型号", "编码", "条码", "条形码", "券码", "兑换码", "优惠码", "优惠券", "序列号", "sku", "id", "item", "sn", "code", "coupon"];

    // Letters, and how many digits follow: SF Express, YTO, JD, J&T, Cainiao, Deppon.
    private static readonly (string Letters, int Least, int Most)[] Carriers =
        [("sf", 12, 15), ("yt", 13, 16), ("jd", 10, 15), ("jdv", 10, 15), ("jdva", 10, 15), ("jdvb", 10, 15), ("jdvc", 10, 15), ("jdx", 10, 15), ("jdk", 10, 15), ("jt", 12, 15), ("lp", 14, 17), ("dpk", 12, 15)];

    public static void Find(PersonalSearch search)
    {
        var after = 0;
        foreach (var run in search.Runs)
        {
            if (run.Start < after || search.IsTaken(run.Start))
                continue;
            var (start, end) = Token(search, run, after);
            after = end;
            if (end - start > LongestToken || search.InLink(start) || !search.IsFree(start, end) || search.At(end) == '_' || search.At(start - 1) is '_' or '@' or '¥' or '$' or '£' or '€')
                continue;
            var digits = search.Digits(start, end);
            if (Is(search, start, end, digits))
                search.Take(start, end, PersonalKind.Order);
        }
    }

    /// <summary>Letters, digits and single hyphens around a run.</summary>
    private static (int Start, int End) Token(PersonalSearch search, DigitRun run, int from)
    {
        var (start, end) = run;
        while (start > from && run.Start - start <= LongestToken && (char.IsAsciiLetterOrDigit(search.At(start - 1)) || (search.At(start - 1) == '-' && char.IsAsciiLetterOrDigit(search.At(start - 2)))))
            start--;
        while (end - run.Start <= LongestToken && (char.IsAsciiLetterOrDigit(search.At(end)) || (search.At(end) == '-' && char.IsAsciiLetterOrDigit(search.At(end + 1)))))
            end++;
        return (start, end);
    }

    private static bool Is(PersonalSearch search, int start, int end, string digits)
    {
        var length = end - start;
        var isSize = length == digits.Length + 1 && search.Text.IndexOf('x', start, length) is var by && by > start && by < end - 1;
        if (isSize || digits.Length < 6 || Calendar.IsDay(digits) || Calendar.IsMoment(digits) || !search.StandsAlone(start, end))
            return false;
        if (search.Follows(start, Announcing) && (length >= 10 || (length >= 8 && !IsAmount(search.At(end)))))
            return true;
        if (search.Follows(start, NotOrders))
            return false;
        if (IsCarriers(search.Text.AsSpan(start, length), digits))
            return true;
        if (digits.Length != length)
            return length >= 10 && digits.Length >= 8 && IsNear(search, start, end);
        return length >= LongEnough || (length >= 10 && IsNear(search, start, end));
    }

    private static bool IsCarriers(ReadOnlySpan<char> token, string digits)
    {
        var letters = token.Length - digits.Length;
        foreach (var (prefix, least, most) in Carriers)
        {
            if (letters == prefix.Length && token.StartsWith(prefix, StringComparison.Ordinal) && digits.Length >= least && digits.Length <= most)
                return true;
        }

        // Universal Postal Union, S10: RR123456785CN.
        if (token.Length == 13 && digits.Length == 9 && char.IsAsciiLetter(token[1]) && char.IsAsciiDigit(token[2]) && char.IsAsciiLetter(token[11]))
            return true;

        // ZTO and STO. Thirteen digits would be a bar code.
        return letters == 0 && digits.Length is 12 or 14 or 15 && digits[0] == '7' && digits[1] is '3' or '5' or '6' or '7' or '8';
    }

    private static bool IsNear(PersonalSearch search, int start, int end)
    {
        const int before = 20;
        const int behind = 10;
        var from = Math.Max(0, start - before);
        var lead = search.Text.AsSpan(from, start - from);
        var tail = search.Text.AsSpan(end, Math.Min(behind, search.Text.Length - end));
        foreach (var word in Near)
        {
            if (lead.Contains(word, StringComparison.Ordinal) || tail.Contains(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool IsAmount(char next) => "元块个件份套张箱斤克人次分点年月天码号".Contains(next, StringComparison.Ordinal);
}
