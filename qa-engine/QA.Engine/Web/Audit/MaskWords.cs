using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Audit;

/// <summary>What stood where personal data was masked, in words.</summary>
internal static class MaskWords
{
    private static readonly Wording Other = new("个人信息", "personal data");

    // By the kinds that masking names.
    private static readonly Dictionary<string, Wording> Kinds = new(StringComparer.Ordinal)
    {
        ["mobile"] = new("手机号", "mobile number"),
        ["phone"] = new("电话", "phone number"),
        ["id-card"] = new("身份证号", "identity card"),
        ["bank-card"] = new("银行卡号", "bank card"),
        ["order"] = new("单号", "order or parcel number"),
        ["address"] = new("地址", "address"),
        ["name"] = new("姓名", "name"),
        ["email"] = new("邮箱", "e-mail"),
        ["account"] = new("社交账号", "social account"),
        ["plate"] = new("车牌号", "licence plate"),
        ["passport"] = new("证件号", "passport"),
        ["field"] = new("订单和联系信息", "order and contact details"),
    };

    public static string Of(string kind, Visit visit) => visit.Say(Kinds.GetValueOrDefault(kind, Other));

    /// <summary>Which kinds there are, each once, in the order of the chat.</summary>
    public static string Of(IReadOnlyList<MaskedPiece> masked, Visit visit) =>
        string.Join(visit.Say("、", ", "), masked.Select(static piece => piece.Kind).Distinct(StringComparer.Ordinal).Select(kind => Of(kind, visit)).Distinct(StringComparer.Ordinal));
}
