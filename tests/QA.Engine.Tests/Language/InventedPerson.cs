using System;
using System.Globalization;
using System.Linq;

namespace QA.Engine.Tests.Language;

/// <summary>Personal data of nobody, in the many ways people write it.</summary>
internal sealed class InventedPerson(Random random)
{
    private static readonly string[] Provinces = ["浙江省", "浙江", "广东省", "广东", "四川省", "江苏", "湖北省", "内蒙古自治区", "山东省"];
    private static readonly string[] Cities = ["杭州市", "杭州", "广州市", "成都市", "成都", "苏州市", "武汉市", "包头市", "青岛"];
    private static readonly string[] Districts = ["西湖区", "天河区", "青羊区", "吴中区", "洪山区", "昆都仑区", "市南区", "余杭区", "海宁市", "安吉县"];
    private static readonly string[] Towns = ["仓前街道", "龙泉镇", "木渎镇", ""];
    private static readonly string[] Roads = ["文三路", "体育西路", "人民中路", "中关村南大街", "解放大道", "建设路", "云山街", "石桥巷", "青年路", "长江大道"];
    private static readonly string[] Estates = ["绿城花园", "万科公寓", "阳光家园", "东方小区", "锦绣新村", "融创大厦", ""];
    private static readonly string[] Names = ["张三", "李小梅", "王建国", "欧阳雪", "陈晨", "赵志强", "刘洋"];
    private static readonly string[] HanDigits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

    public string Mobile() => Spaced("1" + Of("3", "4", "5", "6", "7", "8", "9") + Digits(9));

    public string Spaced(string mobile) => random.Next(9) switch
    {
        0 => $"{mobile[..3]} {mobile[3..7]} {mobile[7..]}",
        1 => $"{mobile[..3]}-{mobile[3..7]}-{mobile[7..]}",
        2 => $"+86{mobile}",
        3 => $"+86 {mobile[..3]} {mobile[3..7]} {mobile[7..]}",
        4 => FullWidth(mobile),
        5 => string.Concat(mobile.Select(static digit => HanDigits[digit - '0'])),
        6 => string.Join('-', mobile.ToCharArray()),
        7 => $"{mobile[..3]}\u200b{mobile[3..]}",
        _ => mobile,
    };

    public string PlainMobile() => "1" + Of("3", "5", "7", "8", "9") + Digits(9);

    public string Landline() => Of(
        $"010-{Of("6", "8")}{Digits(7)}", $"0571-{Of("6", "8")}{Digits(7)}", $"(021){Of("3", "6")}{Digits(7)}", $"0755{Of("2", "8")}{Digits(7)}", $"400-{Digits(3)}-{Digits(4)}", $"800{Digits(7)}", $"0374-{Of("2", "3")}{Digits(6)}");

    public string IdCard()
    {
        var day = new DateTime(1950, 1, 1, 0, 0, 0, DateTimeKind.Unspecified).AddDays(random.Next(25_000));
        var place = Of("110105", "330106", "440305", "510107", "420111", "650102");
        if (random.Next(8) == 0)
            return place + day.ToString("yyMMdd", CultureInfo.InvariantCulture) + Digits(3);
        var body = place + day.ToString("yyyyMMdd", CultureInfo.InvariantCulture) + Digits(3);

        // ISO 7064 MOD 11-2 by its recursive definition, where the product's code has weights.
        var check = 0;
        foreach (var digit in body)
            check = (check + digit - '0') * 2 % 11;
        check = (12 - check) % 11;
        var card = body + (check == 10 ? Of("X", "x") : check.ToString(CultureInfo.InvariantCulture));
        return random.Next(5) switch { 0 => $"{card[..6]} {card[6..14]} {card[14..]}", 1 => FullWidth(card), _ => card };
    }

    public string BankCard()
    {
        var (prefix, length) = random.Next(5) switch { 0 => ("4", 16), 1 => ("5" + Of("1", "3", "5"), 16), 2 => ("62", 16), 3 => ("6228", 19), _ => ("34", 15) };
        var body = prefix + Digits(length - prefix.Length - 1);
        var check = Enumerable.Range(0, 10).Single(last => Luhn(body + (char)('0' + last)));
        var card = body + (char)('0' + check);
        return random.Next(3) == 0 && length == 16 ? string.Join(' ', card.Chunk(4).Select(static four => new string(four))) : card;
    }

    /// <summary>With the words that announce it, which are not part of it.</summary>
    public (string Before, string Number) Order() => random.Next(7) switch
    {
        0 => ("订单号：", Digits(18, first: '2')),
        1 => ("运单号是", Of("SF", "YT", "JT") + Digits(13, first: '1')),
        2 => ("", "SF" + Digits(13)),
        3 => ("快递单号 ", "7" + Of("5", "7") + Digits(12)),
        4 => ("", "JDVA" + Digits(11)),
        5 => ("订单", Digits(12, first: '2')),
        _ => ("单号:", Digits(15, first: '4')),
    };

    public string Address()
    {
        var start = random.Next(4) switch
        {
            0 => Of(Provinces) + Of(Cities) + Of(Districts) + Of(Towns),
            1 => Of(Cities) + Of(Districts),
            2 => Of(Districts),
            _ => $"{Of(Provinces)} {Of(Cities)} {Of(Districts)} ",
        };
        var door = random.Next(5) switch
        {
            0 => $"{random.Next(1, 30)}幢{random.Next(1, 5)}单元{random.Next(1, 20)}0{random.Next(1, 9)}室",
            1 => $"{random.Next(1, 30)}号楼{random.Next(1, 20)}0{random.Next(1, 9)}",
            2 => $"{Of("A", "B")}座{random.Next(1, 20)}0{random.Next(1, 9)}室",
            3 => $"{random.Next(1, 30)}栋{Of("一", "二", "三")}单元{random.Next(1, 20)}楼",
            _ => "",
        };
        return $"{start}{Of(Roads)}{random.Next(1, 900)}号{Of(Estates)}{door}";
    }

    public string Name() => Of(Names);

    public string Email() => $"{Of("li", "wang.xm", "z_q")}{Digits(4)}@{Of("qq.com", "163.com", "mail.example.com.cn")}";

    public (string Before, string Id) Account() => random.Next(5) switch
    {
        0 => ("微信号：", "wx_" + Of("li", "xm") + Digits(4)),
        1 => ("加我微信 ", Of("abc", "lily") + Digits(4)),
        2 => ("QQ：", Digits(9, first: '3')),
        3 => ("vx:", "tom" + Digits(5)),
        _ => ("扣扣号是", Digits(8, first: '8')),
    };

    public string Plate() => Of($"京A·{Digits(5)}", $"沪B{Digits(4)}K", $"粤B·D{Digits(5)}", $"浙A{Digits(3)}T{Digits(1)}", $"苏E·{Digits(5)}F");

    public string Digits(int count, char? first = null)
    {
        var digits = new char[count];
        for (var i = 0; i < count; i++)
            digits[i] = (char)('0' + random.Next(10));
        if (first is { } begins)
            digits[0] = begins;
        return new string(digits);
    }

    public string Of(params string[] texts) => texts[random.Next(texts.Length)];

    private static string FullWidth(string text) => string.Concat(text.Select(static c => (char)(c - ' ' + 0xFF00)));

    private static bool Luhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var value = (digits[^(i + 1)] - '0') * (1 + (i % 2));
            sum += (value / 10) + (value % 10);
        }

        return sum % 10 == 0;
    }
}
