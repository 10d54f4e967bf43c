using System;

namespace QA.Engine.Language.Redaction;

/// <summary>WeChat and QQ ids, where words say that they are: by themselves they look like any word or number.</summary>
internal static class Accounts
{
    // Tencent's rule for WeChat ids: a letter, then letters, digits, _ and -, 6 to 20 together; QQ numbers have 5 to 11 digits.
    private const int Shortest = 5;
    private const int Longest = 20;
    private static readonly string[] WeChat = ["微信", "薇信", "威信", "维信", "vx", "wx", "v信", "v号", "weixin", "wechat", "wechat id", "加我", "加v", "+v", "加个v"];
    private static readonly string[] Qq = ["qq", "qq群", "q群", "q号", "扣扣", "企鹅", "群号"];
    private static readonly string[] Explicit = ["微信号", "v号", "id", "号是", "微信是", "微信:", "vx:", "wx:", "v:", "wechat:", "weixin:", "号:", "加我:", "加我"];
    private static readonly string[] Written = ["weixin", "wechat", "vx", "wx", "qq", "v"];
    private static readonly string[] Behind = ["是我微信", "是我的微信", "我微信", "微信同号", "同微信", "(微信", "是我qq", "是我的qq", "是我扣扣", "(qq"];
    private static readonly string[] Products = ["iphone", "ipad", "ios", "android", "windows", "macbook", "mate", "huawei", "xiaomi", "redmi", "oppo", "vivo", "honor", "nova", "win"];

    public static void Find(PersonalSearch search)
    {
        var text = search.Text;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiLetterOrDigit(text[i]))
                continue;
            var start = i;
            var marks = false;
            while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or '-'))
                marks |= text[i++] is '_' or '-';
            if (i - start < Shortest || search.InLink(start) || !search.IsFree(start, i))
                continue;
            Look(search, start, i, marks);
        }
    }

    private static void Look(PersonalSearch search, int start, int end, bool marks)
    {
        var qq = search.Follows(start, Qq);
        if ((qq || search.Follows(start, WeChat) || IsNamedBehind(search, end)) && Is(search, start, end, marks, qq, announced: search.Follows(start, Explicit, most: 3))
            && search.Take(start, end, PersonalKind.Account))
            return;

        // vx and the id written as one word.
        var token = search.Text.AsSpan(start, end - start);
        foreach (var word in Written)
        {
            if (!token.StartsWith(word, StringComparison.Ordinal) || (word == "v" && search.At(start - 1) is not ('加' or '+')))
                continue;
            var rest = token[word.Length..].TrimStart("-_");
            if (rest.IndexOfAnyInRange('0', '9') >= 0 && Is(search, end - rest.Length, end, marks, qq: word == "qq", announced: false))
                search.Take(token.StartsWith("wxid", StringComparison.Ordinal) ? start : end - rest.Length, end, PersonalKind.Account);
            return;
        }
    }

    private static bool Is(PersonalSearch search, int start, int end, bool marks, bool qq, bool announced)
    {
        var token = search.Text.AsSpan(start, end - start);
        if (token.IndexOfAnyExceptInRange('0', '9') < 0)
            return token.Length >= (qq ? Shortest : Shortest + 1) && token.Length <= 12 && token[0] != '0' && !Calendar.IsDay(token) && search.StandsAlone(start, end) && (announced || search.At(start - 1) == ':' || search.HasGap(end) || !IsAmount(search.At(end)));
        if (token.Length is <= Shortest or > Longest || !char.IsAsciiLetter(token[0]))
            return false;
        foreach (var product in Products)
        {
            if (token.StartsWith(product, StringComparison.Ordinal))
                return false;
        }

        return marks || announced || token.IndexOfAnyInRange('0', '9') >= 0;
    }

    private static bool IsNamedBehind(PersonalSearch search, int end)
    {
        foreach (var words in Behind)
        {
            if (search.Text.AsSpan(end).StartsWith(words, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static bool IsAmount(char next) => "元块个件份套张箱斤克人次分点年月天豆积".Contains(next, StringComparison.Ordinal);
}
