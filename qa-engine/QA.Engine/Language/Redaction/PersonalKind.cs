using System.Collections.Generic;

namespace QA.Engine.Language.Redaction;

/// <summary>A kind of personal data that is looked for, and what stands in its place.</summary>
/// <param name="Name">As it appears in <see cref="Replacement.Kind"/>; for good.</param>
internal sealed record PersonalKind(string Name, string Zh, string En)
{
    public static PersonalKind Mobile { get; } = new("mobile", "[手机号]", "[mobile]");

    /// <summary>A landline, a service number (400, 800) or a number with a country code.</summary>
    public static PersonalKind Phone { get; } = new("phone", "[电话]", "[phone]");

    public static PersonalKind IdCard { get; } = new("id-card", "[身份证号]", "[id card]");

    public static PersonalKind BankCard { get; } = new("bank-card", "[银行卡号]", "[bank card]");

    /// <summary>An order's or a parcel's number: whoever has it finds name and address behind it.</summary>
    public static PersonalKind Order { get; } = new("order", "[单号]", "[order number]");

    public static PersonalKind Address { get; } = new("address", "[地址]", "[address]");

    public static PersonalKind Person { get; } = new("name", "[姓名]", "[name]");

    public static PersonalKind Email { get; } = new("email", "[邮箱]", "[email]");

    /// <summary>WeChat, QQ.</summary>
    public static PersonalKind Account { get; } = new("account", "[社交账号]", "[account]");

    public static PersonalKind Plate { get; } = new("plate", "[车牌号]", "[licence plate]");

    public static PersonalKind Passport { get; } = new("passport", "[证件号]", "[passport]");

    public static IReadOnlyList<PersonalKind> All { get; } = [Mobile, Phone, IdCard, BankCard, Order, Address, Person, Email, Account, Plate, Passport];
}
