using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QA.Engine.Language;
using QA.Engine.Language.Redaction;
using QA.Scoring.Tests;
using Xunit;

namespace QA.Engine.Tests.Language;

public sealed class RedactorTests(ITestOutputHelper output)
{
    private static readonly Redactor Typed = new(RedactionMode.Typed);
    private static readonly Redactor Masked = new(RedactionMode.SameLength);

    // What chats are full of and what is nobody's.
    private static readonly string[] Everyday =
    [
        "亲，在的哦~", "这款199.00元", "¥1,299包邮", "满300减40，满199减20", "尺码175/96A", "120*200cm的床", "20260302", "2026-03-02 14:03", "显卡RTX4090", "iPhone15 Pro Max 256G",
        "空调KFR-35GW/N8", "一共3件，每件2.5kg", "打8.5折", "好评率99.8%", "https://item.taobao.com/item.htm?id=612345678901&spm=a1z10", "优惠券码ABCD2026EFGH", "货号：202603021234",
        "型号HX-20260302A", "共12,345,678元", "晚上8点到10点半", "7*24小时", "第3季第12集", "1.5匹", "5000mAh", "64GB+1TB", "25-35码", "身高165体重50", "160 165 170 175 180", "199 299 399 1299",
        "15天价保", "#E-s21", "10086", "95598", "12315", "2026年3月2日", "14:03:11", "0.5折", "3.14159265358979", "版本10.0.19045.3803", "IP 192.168.100.200",
        "商品编号：100012345678", "条码6901234567892", "充电器20V/3.25A", "3室2厅", "走顺丰，明天3号到", "在路上了2号能到", "北京仓发货", "发到杭州市西湖区可以吗", "订单2026-03-02的", "第5层架子",
        "新款A10086到货", "最新B20000限量", "买2送1", "一二三四五六七", "九九八十一", "微信支付99元", "用QQ音乐会员", "微信iphone15登录", "身份证要带吗", "地址改一下可以吗", "1280x720", "请提供您的姓名，电话，地址", "姓名：电话：订单号：", "装机地址（xx市xx区xx路xx号）", "收件人是我先生", "我们小区有800户，因为之前小区断网", "一座国家级古村", "音乐中心400", "联系人，谢谢", "4000毫升", "1888888积分",
        "京豆1000000个", "It is $1,299.00 in total", "5 minutes drive", "2 days on the way", "Order by 3 pm on 12/24/2026", "Windows 11 24H2", "SKU 4006381333931", "model XR-55A80L", "size 10.5 (EU 44)",
    ];

    private static readonly string[] Between = ["，", " ", "。", "：", "\n", "！", "~ ", "; "];

    [Theory]
    [InlineData("我的手机是13812345678，谢谢", "我的手机是[手机号]，谢谢")]
    [InlineData("打138-1234-5678", "打[手机号]")]
    [InlineData("１３８ １２３４ ５６７８", "[手机号]")]
    [InlineData("一三八零零一三八零零零这个号", "[手机号]这个号")]
    [InlineData("138一二三四5678", "[手机号]")]
    [InlineData("幺三八 一二三四 五六七八", "[手机号]")]
    [InlineData("+86 138 1234 5678", "+[手机号]")]
    [InlineData("8613812345678", "[手机号]")]
    [InlineData("买一送一13812345678", "买一送一[手机号]")]
    [InlineData("加vx13812345678", "加vx[手机号]")]
    [InlineData("13812345678-1234", "[手机号]-1234")]
    [InlineData("座机0571-88123456转802", "座机[电话]")]
    [InlineData("(0571) 8812 3456", "([电话]")]
    [InlineData("电话88123456", "电话[电话]")]
    [InlineData("客服400-820-8820", "客服[电话]")]
    [InlineData("身份证11010519491231002X", "身份证[身份证号]")]
    [InlineData("老身份证330106640302123", "老身份证[身份证号]")]
    [InlineData("卡号4111 1111 1111 1111", "卡号[银行卡号]")]
    [InlineData("6222021234567890128", "[银行卡号]")]
    [InlineData("订单号：123456789012345678", "订单号：[单号]")]
    [InlineData("快递单号SF1234567890123到哪了", "快递单号[单号]到哪了")]
    [InlineData("京东JDVA01234567890", "京东[单号]")]
    [InlineData("7512345678901234", "[单号]")]
    [InlineData("这个402938475610是我的订单", "这个[单号]是我的订单")]
    [InlineData("收货地址：浙江省杭州市西湖区文三路90号5幢301室", "收货地址：[地址]")]
    [InlineData("浙江杭州西湖区文三路90号", "[地址]")]
    [InlineData("寄到朝阳区建国路88号SOHO现代城A座1203", "寄到[地址]")]
    [InlineData("送5栋2单元301室", "送[地址]")]
    [InlineData("我住阳光花园12号楼1503", "我住[地址]")]
    [InlineData("浙江省 杭州市 余杭区 仓前街道", "[地址]")]
    [InlineData("石桥镇张家村3组", "[地址]")]
    [InlineData("我想问问陕西省神木市大柳塔镇", "我想问问[地址]")]
    [InlineData("联系人郭明 电话", "联系人[姓名] 电话")]
    [InlineData("北京市西城区银杏街西里二区12号楼3单元", "[地址]")]
    [InlineData("文三路90号 北京仓发的", "[地址] 北京仓发的")]
    [InlineData("邮编310012", "邮编[地址]")]
    [InlineData("張先生，臺北市文三路90號", "張先生，[地址]")]
    [InlineData("张三 13812345678 浙江省杭州市西湖区文三路90号", "[姓名] [手机号] [地址]")]
    [InlineData("收货人：李小梅手机号：13812345678地址：杭州市西湖区文三路90号", "收货人：[姓名]手机号：[手机号]地址：[地址]")]
    [InlineData("文三路90号301室，王建国，13812345678", "[地址]，[姓名]，[手机号]")]
    [InlineData("发我邮箱wang_xm88@163.com", "发我邮箱[邮箱]")]
    [InlineData("加我微信abc_123", "加我微信[社交账号]")]
    [InlineData("加V信：lily8899", "加V信：[社交账号]")]
    [InlineData("扣扣号是81234567", "扣扣号是[社交账号]")]
    [InlineData("lily8899是我微信", "[社交账号]是我微信")]
    [InlineData("车牌京A·12345", "车牌[车牌号]")]
    [InlineData("粤B·D12345", "[车牌号]")]
    [InlineData("护照号E12345678", "护照号[证件号]")]
    [InlineData("call me at +1 (415) 555-0132", "call me at +[phone]")]
    [InlineData("my number is 415-555-0132", "my number is [phone]")]
    [InlineData("ship to 350 Fifth Ave, Apt 4B, New York, NY 10118 please", "ship to [address] please")]
    [InlineData("I live at 12 baker street", "I live at [address]")]
    [InlineData("order #112-1234567-1234567", "order #[order number]")]
    [InlineData("mail jane.doe+shop@example.co.uk", "mail [email]")]
    public void What_points_at_a_person_is_named_by_its_kind(string text, string redacted) => Assert.Equal(redacted, Typed.Redact(text).Text);

    [Fact]
    public void What_points_at_nobody_stays()
    {
        var hit = Everyday.Select(static text => (Text: text, Redacted: Typed.Redact(text).Text)).Where(static pair => pair.Text != pair.Redacted);
        Assert.Empty(hit);
    }

    [Theory]
    [InlineData("13812345678", "13000000000")]
    [InlineData("+86 138-1234-5678", "+86 130-0000-0000")]
    [InlineData("１３８１２３４５６７８", "１３０００００００００")]
    [InlineData("一三八零零一三八零零零", "一三零零零零零零零零零")]
    [InlineData("身份证11010519491231002X", "身份证10000000000000000X")]
    [InlineData("SF1234567890123", "SF1000000000000")]
    [InlineData("wang_xm88@163.com", "xxxx_xx10@100.com")]
    [InlineData("浙江省杭州市西湖区文三路90号5幢301室", "某某省某某市某某区某某路10号1幢100室")]
    [InlineData("收货人：李小梅", "收货人：某某某")]
    [InlineData("加我微信Abc_123", "加我微信Xxx_100")]
    public void A_mask_of_the_same_length_keeps_the_shape_that_rules_look_for(string text, string masked) => Assert.Equal(masked, Masked.Redact(text).Text);

    [Fact]
    public void Every_number_is_found_whatever_stands_around_it()
    {
        var random = new Random(20260302);
        var person = new InventedPerson(random);
        for (var round = 0; round < 20_000; round++)
        {
            var (kind, number) = (round % 4) switch
            {
                0 => (PersonalKind.Mobile, person.Mobile()),
                1 => (PersonalKind.IdCard, person.IdCard()),
                2 => (PersonalKind.BankCard, person.BankCard()),
                _ => (PersonalKind.Email, person.Email()),
            };
            var before = Around(random);

            // Among numbers in a row, 160 165 138 1234 5678, nobody knows which belong together.
            before += char.IsAsciiDigit(before[^1]) ? "，" : Between[random.Next(Between.Length)];
            var behind = Around(random);
            var text = before + number + (char.IsAsciiDigit(behind[0]) ? "，" : Between[random.Next(Between.Length)]) + behind;
            var found = Masked.Redact(text).Replacements.SingleOrDefault(one => one.Start <= before.Length + 1 && one.Start + one.Length == before.Length + number.Length);

            // An American Express card may be an old identity card as well.
            Assert.True(found.Kind == kind.Name || (kind == PersonalKind.BankCard && found.Kind == PersonalKind.IdCard.Name), $"{kind.Name} in: {text}");
        }
    }

    [Fact]
    public void Precision_and_recall_on_generated_chats()
    {
        var random = new Random(1);
        var person = new InventedPerson(random);
        var counts = PersonalKind.All.ToDictionary(static kind => kind.Name, static _ => (Right: 0, Wrong: 0, Missed: 0), StringComparer.Ordinal);
        for (var round = 0; round < 20_000; round++)
        {
            var (text, spans) = Message(random, person);
            var hit = new bool[text.Length];
            foreach (var one in Masked.Redact(text).Replacements)
            {
                hit.AsSpan(one.Start, one.Length).Fill(true);

                // A piece is right where it overlaps one of any kind: what matters is that it is gone.
                var (right, wrong, missed) = counts[one.Kind];
                counts[one.Kind] = spans.Any(span => one.Start < span.End && span.Start < one.Start + one.Length) ? (right + 1, wrong, missed) : (right, wrong + 1, missed);
            }

            // Missed: anything of it stands there still, letter or digit.
            foreach (var span in spans)
            {
                var open = Enumerable.Range(span.Start, span.End - span.Start).Count(i => !hit[i] && char.IsLetterOrDigit(text[i]));
                if (open > 0)
                    counts[span.Kind] = counts[span.Kind] with { Missed = counts[span.Kind].Missed + 1 };
            }
        }

        foreach (var (kind, (right, wrong, missed)) in counts)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-10} hits {right + wrong,6}  false {wrong,4}  missed {missed,4}"));
        Assert.Equal(0, counts.Values.Sum(static count => count.Wrong));
        var all = counts.Values.Sum(static count => count.Right + count.Missed);
        Assert.InRange(counts.Values.Sum(static count => count.Missed) / (double)all, 0, 0.002);
    }

    [Fact]
    public void Masking_keeps_lengths_and_masking_again_changes_nothing()
    {
        var random = new Random(2);
        var person = new InventedPerson(random);
        for (var round = 0; round < 10_000; round++)
        {
            var (text, _) = Message(random, person);
            var once = Masked.Redact(text);
            Assert.Equal(text.Length, once.Text.Length);
            Assert.Equal(once.Text, Masked.Redact(once.Text).Text);
            foreach (var one in once.Replacements)
                Assert.Equal((one.Start, one.Length), (one.NewStart, one.NewLength));
        }
    }

    [Fact]
    public void Every_place_outside_leads_to_the_same_character()
    {
        var random = new Random(3);
        var person = new InventedPerson(random);
        for (var round = 0; round < 5_000; round++)
        {
            var (text, _) = Message(random, person);
            var redacted = Typed.Redact(text);
            var last = 0;
            for (var at = 0; at <= redacted.Text.Length; at++)
            {
                var original = redacted.ToOriginal(at);
                Assert.InRange(original, last, text.Length);
                last = original;
                if (redacted.Replacements.Any(one => at >= one.NewStart && at < one.NewStart + one.NewLength))
                {
                    Assert.Contains(redacted.Replacements, one => original >= one.Start && original <= one.Start + one.Length);
                    continue;
                }

                if (at < redacted.Text.Length)
                    Assert.Equal(redacted.Text[at], text[original]);
            }
        }
    }

    [Fact]
    public void No_text_throws_or_changes_length()
    {
        var random = new Random(4);
        const string alphabet = "0123456789138XxSF@.-_ +()·:：省市区路号栋单元室京A微信qq加我订单地址一二三\u200b\ud83d\ude00\ud800１２\n,，a/";
        for (var round = 0; round < 50_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            var redacted = Masked.Redact(text);
            Assert.Equal(text.Length, redacted.Text.Length);
            var end = 0;
            foreach (var one in redacted.Replacements)
            {
                Assert.True(one.Start >= end && one.Length > 0, text);
                end = one.Start + one.Length;
            }
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1-")]
    [InlineData("13812345678 ")]
    [InlineData("浙江")]
    [InlineData("文三路")]
    [InlineData("1号")]
    [InlineData("a@")]
    [InlineData("http")]
    [InlineData("微信")]
    [InlineData("1 a ")]
    [InlineData("张三13812345678文三路1号")]
    public void Hostile_text_takes_time_in_proportion(string piece)
    {
        // Thirty-two times the text: a quadratic step would take a thousand times as long.
        var small = Time(Repeated(piece, 4_000));
        var large = Time(Repeated(piece, 128_000));
        Assert.True(large < (small + TimeSpan.FromMilliseconds(2)) * 200, $"{small.TotalMilliseconds:0.0} ms, then {large.TotalMilliseconds:0} ms");
    }

    private static string Repeated(string piece, int length)
    {
        var text = new StringBuilder(length + piece.Length);
        while (text.Length < length)
            text.Append(piece);
        return text.ToString();
    }

    private static TimeSpan Time(string text)
    {
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 2; i++)
        {
            var took = ThreadTime.Of(() => Typed.Redact(text));
            best = took < best ? took : best;
        }

        return best;
    }

    private static string Around(Random random) => Everyday[random.Next(Everyday.Length)];

    /// <summary>Some everyday pieces with personal ones among them, and where those stand.</summary>
    private static (string Text, List<(int Start, int End, string Kind)> Spans) Message(Random random, InventedPerson person)
    {
        var text = new StringBuilder();
        var spans = new List<(int Start, int End, string Kind)>();
        for (var parts = random.Next(1, 5); parts > 0; parts--)
        {
            switch (random.Next(15))
            {
                case 0:
                    Add(person.Mobile(), PersonalKind.Mobile);
                    break;
                case 1:
                    Add(person.IdCard(), PersonalKind.IdCard);
                    break;
                case 2:
                    Add(person.BankCard(), PersonalKind.BankCard);
                    break;
                case 3:
                    Add(person.Landline(), PersonalKind.Phone);
                    break;
                case 4:
                    Add(person.Email(), PersonalKind.Email);
                    break;
                case 5:
                    Add(person.Plate(), PersonalKind.Plate);
                    break;
                case 6:
                    text.Append(person.Of("地址", "寄到", "收货地址：", "我家在"));
                    Add(person.Address(), PersonalKind.Address);
                    break;
                case 7:
                    var (before, number) = person.Order();
                    text.Append(before);
                    Add(number, PersonalKind.Order);
                    break;
                case 8:
                    var (word, id) = person.Account();
                    text.Append(word);
                    Add(id, PersonalKind.Account);
                    break;
                case 9:
                    Add(person.Name(), PersonalKind.Person);
                    text.Append(person.Of(" ", "，", "\n"));
                    Add(person.PlainMobile(), PersonalKind.Mobile);
                    text.Append(person.Of(" ", "，", "\n"));
                    Add(person.Address(), PersonalKind.Address);
                    break;
                case 10:
                    text.Append(person.Of("护照号", "passport no. ", "护照："));
                    Add(person.Of("E", "EA", "G") + person.Digits(8)[..(7 + random.Next(2))], PersonalKind.Passport);
                    break;
                default:
                    text.Append(Around(random));
                    break;
            }

            text.Append(Between[random.Next(Between.Length)]);
        }

        return (text.ToString(), spans);

        void Add(string piece, PersonalKind kind)
        {
            spans.Add((text.Length, text.Length + piece.Length, kind.Name));
            text.Append(piece);
        }
    }
}
