using System;
using System.Collections.Generic;

namespace QA.Engine.Language.Redaction;

/// <summary>Names of attributes whose value is about a person whatever it looks like.</summary>
internal static class PersonalFields
{
    private static readonly HashSet<string> LastWords = new(StringComparer.Ordinal)
    {
        "phone", "mobile", "tel", "telephone", "cellphone", "address", "addr", "email", "mail", "wechat", "weixin", "qq", "idcard", "passport", "receiver", "recipient", "consignee", "contact", "fullname", "realname",
        "bankcard", "postcode", "zip",
    };

    private static readonly HashSet<string> Wholes = new(StringComparer.Ordinal)
    {
        "realname", "fullname", "firstname", "lastname", "customername", "buyername", "receivername", "recipientname", "consigneename", "contactname", "idcard", "idnumber", "bankcard", "cardnumber", "trackingnumber",
        "platenumber",
    };

    private static readonly string[] HanEnds = ["手机", "手机号", "手机号码", "电话", "电话号码", "联系方式", "地址", "收货人", "收件人", "姓名", "联系人", "邮箱", "微信", "微信号", "身份证", "身份证号", "银行卡", "银行卡号", "车牌", "车牌号"];

    /// <param name="name">Such as <c>receiver_phone</c>, <c>customerMobile</c>, <c>收货地址</c> or <c>messages[3].email</c>.</param>
    public static bool Holds(string name)
    {
        var last = name.AsSpan(name.LastIndexOf('.') + 1);
        foreach (var end in HanEnds)
        {
            if (last.EndsWith(end, StringComparison.Ordinal))
                return true;
        }

        Span<char> whole = stackalloc char[40];
        var (length, word) = (0, 0);
        for (var i = 0; i < last.Length && length < whole.Length; i++)
        {
            if (!char.IsAsciiLetter(last[i]) || (char.IsUpper(last[i]) && i > 0 && char.IsLower(last[i - 1])))
                word = length;
            if (char.IsAsciiLetter(last[i]))
                whole[length++] = char.ToLowerInvariant(last[i]);
        }

        var (all, ending) = (whole[..length].ToString(), whole[word..length].ToString());
        if (ending is "number" or "no" or "num" && word > 0)
            return Wholes.Contains(all) || LastWords.Contains(all[..word]);
        return LastWords.Contains(ending) || Wholes.Contains(all);
    }
}
