using System;
using System.Globalization;

namespace QA.Engine.Sample;

/// <summary>The facts of one conversation: the order, the goods, the customer, and what every slot of a template becomes.</summary>
internal sealed class Scene
{
    private static readonly string[] Couriers = ["中通", "圆通", "韵达", "申通", "极兔", "邮政"];
    private static readonly string[] Cities = ["上海", "成都", "武汉", "西安", "长沙", "郑州", "青岛", "合肥", "南昌", "昆明", "沈阳", "苏州"];
    private static readonly string[] FarProvinces = ["新疆", "西藏", "内蒙古", "青海", "海南"];
    private static readonly string[] Addresses =
    [
        "杭州市余杭区**路**号", "成都市武侯区**街**栋", "武汉市洪山区**大道**号", "南京市江宁区**路**小区", "广州市天河区**路**号",
        "西安市雁塔区**路**号楼", "长沙市岳麓区**街道**号", "青岛市市北区**路**号", "合肥市蜀山区**路**苑", "郑州市金水区**路**号院",
        "苏州市吴中区**路**号", "重庆市渝北区**大道**栋", "天津市河西区**道**里", "昆明市盘龙区**路**号", "福州市鼓楼区**巷**号",
    ];

    private static readonly string[] Surnames = ["张", "王", "李", "陈", "刘", "林", "黄", "周", "吴", "徐", "孙", "何"];
    private static readonly string[] Companies = ["杭州**科技有限公司", "成都**文化传播有限公司", "上海**贸易有限公司", "武汉**教育咨询有限公司", "苏州**装饰工程有限公司"];
    private static readonly string[] Mails = ["fp****@163.com", "cai***@qq.com", "li**88@126.com", "fin****@outlook.com", "xx***w@foxmail.com"];
    private static readonly string[] Letters = ["S", "M", "L", "XL"];

    private readonly string[] _dayNames;
    private int _day;
    private int _number1, _number2, _height, _weight, _days, _reduction, _offer, _repair, _restock;
    private string _courier = "", _city = "", _far = "", _address = "", _address2 = "", _surname = "", _company = "", _mail = "";
    private string _colour = "", _colour2 = "", _size = "", _size2 = "", _advice = "", _fault = "", _part = "";

    public Scene(DateOnly firstDay)
    {
        // 20 days before the first (when things were bought) to a week after the last (when they come back in stock).
        _dayNames = new string[20 + SampleShop.Days + 7];
        for (var i = 0; i < _dayNames.Length; i++)
            _dayNames[i] = firstDay.AddDays(i - 20).ToString("M'月'd'号'", CultureInfo.InvariantCulture);
    }

    public Goods Goods { get; private set; } = null!;
    public Goods Other { get; private set; } = null!;
    public string ShopName { get; private set; } = "";

    /// <summary>Draws the facts. <paramref name="day"/> counts from the first day of the sample.</summary>
    public void Set(string shop, string shopName, Script script, int day, ref SplitMix random)
    {
        var goods = Catalogue.ByShop[shop];
        var index = random.Below(goods.Length);
        Goods = goods[index];
        Other = goods[(index + 1 + random.Below(goods.Length - 1)) % goods.Length];
        ShopName = shopName;
        _day = day;
        var colour = random.Below(Goods.Colours.Length);
        _colour = Goods.Colours[colour];
        _colour2 = Goods.Colours[(colour + 1 + random.Below(Goods.Colours.Length - 1)) % Goods.Colours.Length];
        var size = random.Below(Math.Max(1, Goods.Sizes.Length - 1));
        _size = Goods.Sizes[size];
        _size2 = Goods.Sizes[Math.Min(size + 1, Goods.Sizes.Length - 1)];
        _fault = random.Pick<string>(Goods.Faults);
        _part = random.Pick<string>(Goods.Parts);
        _courier = random.Pick<string>(Couriers);
        _city = random.Pick<string>(Cities);
        _far = random.Pick<string>(FarProvinces);
        var address = random.Below(Addresses.Length);
        _address = Addresses[address];
        _address2 = Addresses[(address + 1 + random.Below(Addresses.Length - 1)) % Addresses.Length];
        _surname = random.Pick<string>(Surnames);
        _company = random.Pick<string>(Companies);
        _mail = random.Pick<string>(Mails);
        _number1 = random.Between(1000, 9999);
        _number2 = random.Between(1000, 9999);
        _height = random.Between(153, 172);
        // Weight in jin around what the height suggests, so that nobody is 172 cm and 84 jin.
        _weight = ((_height - 105) * 2) + random.Between(-12, 26);
        var advice = (_weight < 100 ? 0 : _weight < 113 ? 1 : _weight < 127 ? 2 : 3) + Goods.CutShift;
        _advice = Letters[Math.Min(advice, 3)];
        _days = script.Order switch
        {
            OrderState.Received => random.Between(3, 6),
            OrderState.Shipped => script.Complaint ? random.Between(6, 10) : random.Between(2, 4),
            _ => random.Between(2, 3),
        };
        var price = Goods.Price;
        _reduction = price < 50 ? 3 : price < 80 ? 5 : price < 150 ? 10 : 20;
        _offer = price < 50 ? price * 4 / 5 : price * (78 + random.Below(8)) / 100 / 5 * 5;
        _repair = Math.Max(3, price * random.Between(8, 16) / 100);
        _restock = random.Between(2, 3);
    }

    /// <summary>Appends what <paramref name="slot"/> stands for; slots of an agent's manner are not known here.</summary>
    public void Append(Slot slot, TextBuffer text, int now)
    {
        switch (slot)
        {
            case Slot.商品: text.Append(Goods.Name); break;
            case Slot.全名: text.Append(Goods.Title); break;
            case Slot.价: text.Append(Goods.Price); break;
            case Slot.色: text.Append(_colour); break;
            case Slot.色2: text.Append(_colour2); break;
            case Slot.码: text.Append(_size); break;
            case Slot.码2: text.Append(_size2); break;
            case Slot.材质: text.Append(Goods.Material); break;
            case Slot.优: text.Append(Goods.Strength); break;
            case Slot.缺: text.Append(Goods.Limit); break;
            case Slot.版: text.Append(Goods.Cut); break;
            case Slot.商品2: text.Append(Other.Name); break;
            case Slot.价2: text.Append(Other.Price); break;
            case Slot.优2: text.Append(Other.Strength); break;
            case Slot.缺2: text.Append(Other.Limit); break;
            case Slot.坏: text.Append(_fault); break;
            case Slot.少: text.Append(_part); break;
            // What is paid after four leaves tomorrow.
            case Slot.发: text.Append(now % 86400 < 16 * 3600 ? "今天" : "明天"); break;
            case Slot.快递: text.Append(_courier); break;
            case Slot.单号: text.Append(_number1); break;
            case Slot.尾号: text.Append(_number2); break;
            case Slot.城市: text.Append(_city); break;
            case Slot.省偏: text.Append(_far); break;
            case Slot.天: text.Append(_days); break;
            case Slot.下单日: text.Append(DayName(_day - _days)); break;
            case Slot.昨日: text.Append(DayName((now / 86400) - 1)); break;
            case Slot.明日: text.Append(DayName((now / 86400) + 1)); break;
            case Slot.后日: text.Append(DayName((now / 86400) + _restock)); break;
            case Slot.店: text.Append(ShopName); break;
            case Slot.姓: text.Append(_surname); break;
            case Slot.地址: text.Append(_address); break;
            case Slot.地址2: text.Append(_address2); break;
            case Slot.身高: text.Append(_height); break;
            case Slot.体重: text.Append(_weight); break;
            case Slot.荐码: text.Append(_advice); break;
            case Slot.减: text.Append(_reduction); break;
            case Slot.到手: text.Append(Goods.Price - _reduction); break;
            case Slot.砍: text.Append(_offer); break;
            case Slot.赔: text.Append(_repair); break;
            case Slot.抬头: text.Append(_company); break;
            case Slot.邮箱: text.Append(_mail); break;
            case Slot.时段: text.Append(PartOfDay(now)); break;
            default: throw new InvalidOperationException($"sample: slot {slot} has no value in a scene");
        }
    }

    private string DayName(int day) => _dayNames[Math.Clamp(day + 20, 0, _dayNames.Length - 1)];

    private static string PartOfDay(int now) => (now % 86400 / 3600) switch
    {
        < 11 => "早上",
        < 13 => "中午",
        < 18 => "下午",
        _ => "晚上",
    };
}
