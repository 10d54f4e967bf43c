using System;

namespace QA.Engine.Language.Redaction;

/// <summary>Chinese names of recipients: after words that announce them, and beside a mobile number and an address. A name elsewhere in a sentence is not looked for.</summary>
internal static class Recipients
{
    private const int Longest = 4;

    // How far a mobile number and an address of one recipient stand apart.
    private const int Near = 40;
    private const string Marks = " ,.:-·/()+\n";

    // The two hundred most frequent ones and some more, which are well over nine in ten people (Ministry of Public Security, 2020).
    private const string Surnames =
        "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔常汤康易乔赖文樊"
        + "施殷颜倪庞洪安牛温芦季俞章鲁葛岳伍申尤毕聂柴焦翁骆纪柳辛管柯苗祝齐庄梅盛翟童凌裴欧阳曲靳司华霍祁房阮谷古宁娄涂冉池甘景舒单游桂耿蒲穆卓蓝冷温晏屈项符宫蔺麦阎佟";

    private static readonly string[] Announcing = ["收货人", "收件人", "姓名", "联系人", "收货姓名"];
    private static readonly string[] PhoneWords = ["手机号码", "手机号", "手机", "联系电话", "电话号码", "电话", "联系方式", "tel", "phone"];
    private static readonly string[] Fields = ["手机", "电话", "联系", "地址", "收货", "收件", "订单", "邮箱", "服务", "姓名", "身份", "发票", "谢谢"];
    private static readonly string[] Ends = ["手机", "电话", "联系", "先生", "女士", "小姐", "收", "地址", "身份"];

    public static void Find(PersonalSearch search)
    {
        if (!search.IsChinese)
            return;
        foreach (var word in Announcing)
        {
            for (var at = search.Text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = search.Text.IndexOf(word, at + word.Length, StringComparison.Ordinal))
                Announced(search, at + word.Length);
        }

        var mobiles = search.Of(PersonalKind.Mobile);
        var addresses = search.Of(PersonalKind.Address);
        if (mobiles.Count == 0 || addresses.Count == 0)
            return;
        var near = new bool[search.Text.Length];
        foreach (var address in addresses)
            near.AsSpan(Math.Max(0, address.Start - Near)..Math.Min(near.Length, address.End + Near)).Fill(true);
        foreach (var mobile in mobiles)
        {
            if (!near[mobile.Start])
                continue;
            Before(search, WithoutPhoneWord(search, mobile.Start));
            After(search, mobile.End);
        }

        Array.Clear(near);
        foreach (var mobile in mobiles)
            near.AsSpan(Math.Max(0, mobile.Start - Near)..Math.Min(near.Length, mobile.End + Near)).Fill(true);
        foreach (var address in addresses)
        {
            if (near[address.Start] || near[address.End - 1])
                Before(search, address.Start);
        }
    }

    private static void Announced(PersonalSearch search, int at)
    {
        // 姓名，电话，地址 asks for them; 姓名:李小梅 tells.
        var start = at;
        while (start - at < 3 && search.At(start) is ':' or ' ' or '=' or '是' or '为')
            start++;
        var end = Name(search, start);
        var told = start > at && search.At(start - 1) is ':' or '=';
        if (end - start is >= 2 and <= Longest && (told || IsSurname(search.At(start))) && !StartsWith(search, start, Fields) && search.At(end) != ':'
            && IsEnd(search, end) && (start > at || search.HasGap(end) || !PersonalSearch.IsHan(search.At(end))))
            search.Take(start, end, PersonalKind.Person);
    }

    private static void Before(PersonalSearch search, int end)
    {
        while (end > 0 && Marks.Contains(search.At(end - 1), StringComparison.Ordinal))
            end--;
        var start = end;
        while (start > 0 && end - start <= Longest && !(start < end && search.HasGap(start)) && PersonalSearch.IsHan(search.At(start - 1)) && !search.IsTaken(start - 1))
            start--;
        if (end - start is >= 2 and <= Longest && IsSurname(search.At(start)) && !StartsWith(search, start, Fields) && !"省市区县镇乡村路街".Contains(search.At(end - 1), StringComparison.Ordinal))
            search.Take(start, end, PersonalKind.Person);
    }

    private static void After(PersonalSearch search, int start)
    {
        while (Marks.Contains(search.At(start), StringComparison.Ordinal))
            start++;
        var end = Name(search, start);
        if (end - start is >= 2 and <= Longest && IsSurname(search.At(start)) && !StartsWith(search, start, Fields) && IsEnd(search, end))
            search.Take(start, end, PersonalKind.Person);
    }

    private static int Name(PersonalSearch search, int start)
    {
        var end = start;
        while (end - start <= Longest && !(end > start && search.HasGap(end)) && PersonalSearch.IsHan(search.At(end)) && !search.IsTaken(end) && !(end > start + 1 && StartsWith(search, end, Ends)))
            end++;
        return end;
    }

    private static bool IsEnd(PersonalSearch search, int end) => search.HasGap(end) || !PersonalSearch.IsHan(search.At(end)) || search.IsTaken(end) || StartsWith(search, end, Ends);

    private static bool StartsWith(PersonalSearch search, int at, string[] words)
    {
        foreach (var word in words)
        {
            if (search.Text.AsSpan(at).StartsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private static int WithoutPhoneWord(PersonalSearch search, int start)
    {
        while (start > 0 && Marks.Contains(search.At(start - 1), StringComparison.Ordinal))
            start--;
        foreach (var word in PhoneWords)
        {
            if (search.Text.AsSpan(0, start).EndsWith(word, StringComparison.Ordinal))
                return start - word.Length;
        }

        return start;
    }

    private static bool IsSurname(char c) => c != '\0' && Surnames.Contains(c, StringComparison.Ordinal);
}
