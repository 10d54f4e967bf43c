using System;
using System.Buffers;
using System.Linq;
using System.Runtime.InteropServices;

namespace QA.Engine.Language.Redaction;

/// <summary>
/// Postal addresses in Chinese: chains of region, road or estate, number, building, room, in any length that leads to a door or at least into a street. A region by
/// itself (发到杭州市西湖区) says no more of a person than the weather does and stays.
/// </summary>
internal static class ChineseAddresses
{
    private const int LongestName = 10;
    private const int MostParts = 16;

    // Words that speak of an address rather than being one: a name neither holds nor crosses them.
    private const string Stops = "到在是址寄送往去我你他她您们的了给把请叫嘛吗呢吧啊哦呀么这那哪什怎就还也没不要让跟对住";
    private const string Between = " ,-·/#\n";
    private const string HanNumerals = "一二三四五六七八九十";
    private static readonly SearchValues<char> DigitsAndHyphen = SearchValues.Create("0123456789-");

    // Something of every address ends so; most messages stop here.
    private static readonly SearchValues<char> Ends = SearchValues.Create("路街道巷弄村镇乡栋幢座元室户房楼号园区厦场寓城庄墅舍学院店馆心际苑府庭湾轩阁居里同");
    private static readonly string[] Labels = ["地址", "住址", "住在", "家在", "寄到", "送到", "发到", "寄往", "发往", "收货", "送货", "改到", "改成", "改为", "换到"];
    private static readonly string[] PostCodes = ["邮编", "邮政编码", "postcode", "zip", "zip code"];

    // Longest first where one ends like another.
    private static readonly (string Suffix, Part Part, int ShortestName)[] Named =
    [
        ("特别行政区", Part.Region, 1), ("自治区", Part.Region, 1), ("自治州", Part.Region, 1), ("自治县", Part.Region, 1), ("自治旗", Part.Region, 1), ("开发区", Part.Region, 1), ("高新区", Part.Region, 0),
        ("工业园区", Part.Estate, 1), ("产业园区", Part.Estate, 1), ("工业园", Part.Estate, 1), ("产业园", Part.Estate, 1), ("科技园", Part.Estate, 1), ("创业园", Part.Estate, 1), ("软件园", Part.Estate, 1),
        ("工业区", Part.Estate, 1), ("幼儿园", Part.Estate, 2), ("写字楼", Part.Estate, 2), ("街道", Part.Town, 1), ("大道", Part.Road, 1), ("大街", Part.Road, 1), ("胡同", Part.Road, 1), ("公路", Part.Road, 2),
        ("小区", Part.Estate, 1), ("社区", Part.Estate, 1), ("花园", Part.Estate, 1), ("家园", Part.Estate, 1), ("公寓", Part.Estate, 1), ("大厦", Part.Estate, 1), ("广场", Part.Estate, 1), ("新村", Part.Estate, 1),
        ("新城", Part.Estate, 1), ("山庄", Part.Estate, 1), ("别墅", Part.Estate, 1), ("大楼", Part.Estate, 1), ("宿舍", Part.Estate, 1), ("大学", Part.Estate, 1), ("学院", Part.Estate, 1), ("中学", Part.Estate, 1),
        ("小学", Part.Estate, 1), ("医院", Part.Estate, 1), ("酒店", Part.Estate, 2), ("宾馆", Part.Estate, 2), ("市场", Part.Estate, 2), ("商场", Part.Estate, 2), ("中心", Part.SoftEstate, 2), ("国际", Part.Estate, 2),
        ("路", Part.Road, 2), ("街", Part.Road, 1), ("巷", Part.Road, 1), ("弄", Part.Road, 2),
        ("省", Part.Region, 2), ("市", Part.Region, 2), ("区", Part.Region, 1), ("县", Part.Region, 1), ("旗", Part.Region, 2), ("镇", Part.Town, 1), ("乡", Part.Town, 1), ("村", Part.Village, 1),
        ("苑", Part.SoftEstate, 1), ("园", Part.SoftEstate, 1), ("府", Part.SoftEstate, 1), ("庭", Part.SoftEstate, 1), ("湾", Part.SoftEstate, 1), ("城", Part.SoftEstate, 1), ("轩", Part.SoftEstate, 1),
        ("阁", Part.SoftEstate, 1), ("居", Part.SoftEstate, 1), ("庄", Part.SoftEstate, 1), ("里", Part.SoftEstate, 1),
    ];

    private static readonly SearchValues<char> FirstOfSuffixes = SearchValues.Create([.. Named.Select(static named => named.Suffix[0])]);

    // Ends of words that only look like a road's, a town's or a region's.
    private static readonly string[] NotNames =
    [
        "铁路", "线路", "道路", "马路", "网路", "电路", "思路", "套路", "一路", "半路", "出路", "门路", "水路", "陆路", "原路", "顺路", "同路", "绕路", "赶路", "带路", "问路", "短路", "通路", "走路", "迷路", "上路", "下路", "路路",
        "逛街", "上街", "超市", "城市", "上市", "门市", "股市", "都市", "地区", "专区", "市区", "郊区", "片区", "分区", "辖区", "家乡", "老乡", "故乡", "城乡", "下乡", "农村", "乡村",
        "公里", "这里", "那里", "哪里", "家里", "心里", "手里", "里里", "锦旗", "红旗", "邻居", "定居", "商城", "同城", "政府", "家庭", "法庭", "校园", "公园", "幼儿园", "乐园", "店里", "号里", "单里", "面里", "包里", "箱里", "群里", "卡里",
        "页面里", "物流中心", "售后中心", "客服中心", "服务中心", "个人中心", "会员中心", "领券中心",
    ];

    private static readonly (string Unit, Part Part)[] Units =
    [
        ("号楼", Part.Building), ("号院", Part.Number), ("号", Part.Number), ("栋", Part.Building), ("幢", Part.Building), ("座", Part.Building), ("单元", Part.Room), ("室", Part.Room), ("户", Part.Room),
        ("房", Part.Room), ("层", Part.Floor), ("楼", Part.Floor), ("弄", Part.Number), ("组", Part.Number), ("队", Part.Number), ("门", Part.Floor), ("期", Part.Floor), ("区", Part.Floor), ("巷", Part.Floor),
    ];

    private enum Part
    {
        None,
        Region,
        Town,
        Village,
        Road,
        Estate,

        /// <summary>A name that only a building behind it makes an estate: 阳光城3栋, and not 商城.</summary>
        SoftEstate,
        Number,
        Building,
        Floor,
        Room,
    }

    public static void Find(PersonalSearch search)
    {
        foreach (var run in search.Runs)
        {
            if (run.Length == 6 && search.Follows(run.Start, PostCodes))
                search.Take(run.Start, run.End, PersonalKind.Address);
        }

        if (!search.IsChinese || !search.Text.AsSpan().ContainsAny(Ends))
            return;
        for (var i = 0; i < search.Text.Length; i++)
        {
            if (MayBegin(search, i) && Chain(search, i) is > 0 and var end && search.Take(i, end, PersonalKind.Address))
                i = end - 1;
        }
    }

    private static bool MayBegin(PersonalSearch search, int place)
    {
        var c = search.Text[place];
        if (search.IsTaken(place))
            return false;
        if (PersonalSearch.IsHan(c))
            return !PersonalSearch.IsHan(search.At(place - 1)) || Stops.Contains(search.At(place - 1), StringComparison.Ordinal) || search.IsTaken(place - 1) || search.HasGap(place) || Places.LengthAt(search.Text.AsSpan(place)) > 0
                || search.Follows(place, Labels, most: 0);
        return char.IsAsciiLetterOrDigit(c) && !char.IsAsciiLetterOrDigit(search.At(place - 1)) && search.At(place - 1) is not ('-' or '.' or '*');
    }

    /// <returns>Where the address ends that begins there; 0: none does.</returns>
    private static int Chain(PersonalSearch search, int start)
    {
        var seen = default(Seen);
        var (end, last, numbered) = (start, Part.None, false);
        for (var i = 0; i < MostParts; i++)
        {
            var at = end;
            while (i > 0 && at - end < 2 && Between.Contains(search.At(at), StringComparison.Ordinal))
                at++;
            var (part, length) = numbered ? Numbered(search.Text.AsSpan(at), last) : Read(search, at, last);

            // 5栋2单元301室 goes on in numbers; what follows 800户 in a sentence is another subject.
            numbered |= i == 0 && part >= Part.Number;
            if (part == Part.None || !search.IsFree(at, at + length) || (part == Part.Region && seen.HasPlace && Places.LengthAt(search.Text.AsSpan(at)) > 0))
                break;
            seen.Add(part);
            (end, last) = (at + length, part);
        }

        return seen.IsAddress(labelled: seen.Regions > 0 && search.Follows(start, Labels)) ? end : 0;
    }

    private static (Part Part, int Length) Read(PersonalSearch search, int at, Part last)
    {
        var text = search.Text.AsSpan(at);
        if (text.IsEmpty)
            return default;
        if (Numbered(text, last) is { Part: not Part.None } numbered)
            return numbered;
        if (Places.LengthAt(text) is > 0 and var known)
        {
            // 浙江, 浙江省; 上海路 is a road all the same.
            var rest = text[known..];
            foreach (var suffix in (ReadOnlySpan<string>)["壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区", "自治区", "自治州", "地区", "省", "市"])
            {
                if (rest.StartsWith(suffix, StringComparison.Ordinal))
                    return (Part.Region, known + suffix.Length);
            }

            if (rest.IsEmpty || rest[0] is not ('路' or '街' or '东' or '西' or '南' or '北' or '中' or '大') || Name(search, at, last) is not { Part: Part.Road } road)
                return (Part.Region, known);
            return road;
        }

        return Name(search, at, last);
    }

    private static (Part Part, int Length) Name(PersonalSearch search, int at, Part last)
    {
        var text = search.Text.AsSpan(at);
        for (var length = 0; length < text.Length && length <= LongestName; length++)
        {
            var rest = text[length..];
            foreach (var (suffix, part, shortest) in FirstOfSuffixes.Contains(rest[0]) ? Named : [])
            {
                if (length < shortest || rest[0] != suffix[0] || !rest.StartsWith(suffix, StringComparison.Ordinal) || IsNoName(text[..(length + suffix.Length)]))
                    continue;
                var end = length + suffix.Length;
                if (part == Part.SoftEstate)
                {
                    if (Numbered(text[end..], Part.None).Part is Part.Building or Part.Room)
                        return (Part.Estate, end);
                    continue;
                }

                if (end == text.Length || search.HasGap(at + end) || !GoesOn(suffix, text[end]))
                    return (part, end);
            }

            // 想问问陕西省…: the name begins with the place that is known.
            if (length > 0 && (search.HasGap(at + length) || (last == Part.None && Places.LengthAt(rest) > 0)))
                return default;
            if (!(PersonalSearch.IsHan(rest[0]) || char.IsAsciiLetter(rest[0])) || Stops.Contains(rest[0], StringComparison.Ordinal))
                return default;
        }

        return default;
    }

    /// <summary>西湖区, and not 区域; 文三路, and not 路上.</summary>
    private static bool GoesOn(string suffix, char next) => suffix switch
    {
        "路" => "上下过途由线费况".Contains(next, StringComparison.Ordinal),
        "区" => "别域间".Contains(next, StringComparison.Ordinal),
        "市" => "场面值".Contains(next, StringComparison.Ordinal),
        "街" => "上边头".Contains(next, StringComparison.Ordinal),
        "乡" or "村" => "下亲民".Contains(next, StringComparison.Ordinal),
        _ => false,
    };

    private static bool IsNoName(ReadOnlySpan<char> name)
    {
        // xx路 stands in forms to be filled in.
        if (name.Contains("xx", StringComparison.Ordinal))
            return true;
        foreach (var word in NotNames)
        {
            if (name.EndsWith(word, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>90号, 5幢, A座, 三单元, 301室; behind a building also 301 by itself, 5-2-301.</summary>
    private static (Part Part, int Length) Numbered(ReadOnlySpan<char> text, Part last)
    {
        var length = 0;
        while (length < text.Length && length < 6 && (char.IsAsciiLetterOrDigit(text[length]) || HanNumerals.Contains(text[length], StringComparison.Ordinal) || (length > 0 && text[length] == '-')))
            length++;
        if (length is 0 or 6 || text[..length].Contains("xx", StringComparison.Ordinal))
            return default;
        foreach (var (unit, part) in Units)
        {
            if (text[length..].StartsWith(unit, StringComparison.Ordinal))
                return (part, length + unit.Length);
        }

        var digits = text[..length].IndexOfAnyExcept(DigitsAndHyphen) < 0;
        var alone = length == text.Length || !char.IsAsciiLetterOrDigit(text[length]);
        return digits && alone && last is Part.Building or Part.Room or Part.Number && (length >= 3 || text[..length].Contains('-')) ? (Part.Room, length) : default;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Seen
    {
        private int _towns;
        private int _villages;
        private int _roads;
        private int _estates;
        private int _numbers;
        private int _buildings;
        private int _rooms;

        public int Regions { get; private set; }

        public void Add(Part part)
        {
            switch (part)
            {
                case Part.Region:
                    Regions++;
                    break;
                case Part.Town:
                    _towns++;
                    break;
                case Part.Village:
                    _villages++;
                    break;
                case Part.Road:
                    _roads++;
                    break;
                case Part.Estate:
                    _estates++;
                    break;
                case Part.Number:
                    _numbers++;
                    break;
                case Part.Building:
                    _buildings++;
                    break;
                case Part.Room:
                    _rooms++;
                    break;
            }
        }

        /// <summary>Whether a city known by name would begin another address; 二区 goes on in this one.</summary>
        public readonly bool HasPlace => _towns + _villages + _roads + _estates + _numbers + _buildings + _rooms > 0;

        public readonly bool IsAddress(bool labelled)
        {
            var doors = _numbers + _buildings + _rooms;
            var streets = _roads + _villages;
            var places = streets + _estates + _towns;
            return (streets > 0 && doors > 0)
                || (_estates > 0 && (_buildings + _rooms > 0 || (_numbers > 0 && Regions > 0)))
                || (Regions >= 2 && places > 0)
                || (labelled && places > 0)
                || (_buildings > 0 && _rooms > 0)
                || _rooms >= 2;
        }
    }
}
