using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Text;

public sealed class EmoticonsTests
{
    [Theory]
    [InlineData("😊")]
    [InlineData("❤️")]
    [InlineData("❤")]
    [InlineData("☺")]
    [InlineData("⭐")]
    [InlineData("👍🏻")]
    [InlineData("👨‍👩‍👧‍👦")]
    [InlineData("🏳️‍🌈")]
    [InlineData("👩🏽‍💻")]
    [InlineData("❤️‍🔥")]
    [InlineData("🙋‍♀️")]
    [InlineData("🙋‍♀")]
    [InlineData("🇨🇳")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿")]
    [InlineData("1️⃣")]
    [InlineData("#⃣")]
    [InlineData("©️")]
    [InlineData("✔️")]
    [InlineData("🫶")]
    public void An_emoji_is_one_whole_sequence(string emoji) =>
        Assert.Equal([(EmoticonFamily.Emoji, emoji)], All("好" + emoji + "的"));

    [Theory]
    [InlineData("©")]
    [InlineData("✔")]
    [InlineData("♀")]
    [InlineData("→")]
    [InlineData("1")]
    [InlineData("❤\uFE0E")]
    [InlineData("🇨")]
    [InlineData("𠮷")]
    [InlineData("𝐕")]
    [InlineData("①")]
    [InlineData("★")]
    public void What_shows_as_text_is_no_emoji(string text) => Assert.Empty(All("好" + text + "的"));

    [Fact]
    public void Two_flags_are_two_emoji() =>
        Assert.Equal([(EmoticonFamily.Emoji, "🇨🇳"), (EmoticonFamily.Emoji, "🇺🇸")], All("🇨🇳🇺🇸"));

    [Theory]
    [InlineData("[微笑]")]
    [InlineData("[OK]")]
    [InlineData("[ok]")]
    [InlineData("[Smile]")]
    [InlineData("［玫瑰］")]
    [InlineData("[圣诞快乐]")]
    [InlineData("[耶OK]")]
    public void A_name_in_brackets_is_an_emoticon(string tag) => Assert.Equal([(EmoticonFamily.Bracket, tag)], All("好的" + tag + "亲"));

    [Theory]
    [InlineData("[数字x]")]
    [InlineData("[订单x]")]
    [InlineData("[身份证号x]")]
    [InlineData("[ORDERID_10184]")]
    [InlineData("[NAME]")]
    [InlineData("[1]")]
    [InlineData("[12]")]
    [InlineData("[图片]")]
    [InlineData("[语音]")]
    [InlineData("[]")]
    [InlineData("[x]")]
    [InlineData("[这个名字实在太长了]")]
    [InlineData("[2号]")]
    [InlineData("[微笑")]
    [InlineData("微笑]")]
    [InlineData("【微笑】")]
    public void A_placeholder_in_brackets_is_none(string tag) => Assert.Empty(All("好的" + tag + "亲"));

    [Theory]
    [InlineData("#E-s21")]
    [InlineData("#E-b05")]
    [InlineData("#E-j12")]
    [InlineData("#E-s[数字x]")]
    [InlineData("#E-s**")]
    public void A_code_of_jd_is_an_emoticon(string code) => Assert.Equal([(EmoticonFamily.JdCode, code)], All("您好" + code + "亲"));

    [Theory]
    [InlineData("#E-21")]
    [InlineData("#E-s")]
    [InlineData("#E-s[")]
    [InlineData("#E-s[]")]
    [InlineData("#E-s2100")]
    [InlineData("#F-s21")]
    [InlineData("E-s21")]
    [InlineData("#话题#")]
    public void Another_code_is_none(string code) => Assert.Empty(All("您好" + code + "亲"));

    [Theory]
    [InlineData("/:^_^")]
    [InlineData("/:087")]
    [InlineData("/:Q")]
    [InlineData("/:>_<")]
    [InlineData("/:(Zz...)")]
    [InlineData("/:'\"\"")]
    [InlineData("/:\"")]
    [InlineData("/:O=O")]
    [InlineData("/:O")]
    [InlineData("/:girl")]
    [InlineData("/:-F")]
    [InlineData("/:(OK)")]
    [InlineData("/:~B")]
    [InlineData("/:?")]
    public void A_code_of_wangwang_is_one_whole_emoticon(string code) => Assert.Equal([(EmoticonFamily.Wangwang, code)], All("在的" + code + "亲"));

    [Theory]
    [InlineData("/:999")]
    [InlineData("/:0871")]
    [InlineData("/:boy")]
    [InlineData("http://:080")]
    [InlineData("/087")]
    [InlineData("3/4")]
    public void Another_slash_is_none(string code) => Assert.Empty(All("在的" + code));

    [Fact]
    public void Codes_side_by_side_are_counted_one_by_one() =>
        Assert.Equal("/:^_^ /:087 /:087 [微笑] 😊 😊", string.Join(' ', All("/:^_^/:087/:087[微笑]😊😊").Select(e => e.Words)));

    [Theory]
    [InlineData("亲:)", ":)")]
    [InlineData("好的:-)", ":-)")]
    [InlineData("谢谢 :D", ":D")]
    [InlineData("^_^您好", "^_^")]
    [InlineData("好的^^", "^^")]
    [InlineData("(^_^)", "(^_^)")]
    [InlineData("o(∩_∩)o", "o(∩_∩)o")]
    [InlineData("O(∩_∩)O~", "O(∩_∩)O")]
    [InlineData("您好(*^_^*)", "(*^_^*)")]
    [InlineData("您好(*^▽^*)", "(*^▽^*)")]
    [InlineData("（＾▽＾）", "（＾▽＾）")]
    [InlineData("(≧▽≦)/", "(≧▽≦)")]
    [InlineData("(╥_╥)", "(╥_╥)")]
    [InlineData("(>_<)", "(>_<)")]
    [InlineData("(⊙o⊙)", "(⊙o⊙)")]
    [InlineData("(｡･ω･｡)", "(｡･ω･｡)")]
    [InlineData("T_T", "T_T")]
    [InlineData("呜呜t_t", "t_t")]
    [InlineData(">_<", ">_<")]
    [InlineData("-_-", "-_-")]
    [InlineData("给跪了orz", "orz")]
    [InlineData("好(好:)", "")]
    [InlineData("参数(如下:)", "")]
    [InlineData("参数:(红色)", "")]
    [InlineData("路径:D盘", "")]
    [InlineData("8)", "")]
    [InlineData("3:)", "")]
    [InlineData("(1)", "")]
    [InlineData("(A1864)", "")]
    [InlineData("(1/2)", "")]
    [InlineData("(80*******)", "")]
    [InlineData("http://a.com", "")]
    [InlineData("https://x.cn/:D", "")]
    [InlineData("10:30", "")]
    [InlineData("----", "")]
    [InlineData("价格<300", "")]
    [InlineData("horz", "")]
    [InlineData("ORZO", "")]
    [InlineData("XDR", "")]
    [InlineData("(a>b)", "")]
    [InlineData("省*市*区*路*号", "")]
    public void A_face_of_signs_is_told_from_punctuation(string text, string face) =>
        Assert.Equal(face, string.Concat(All(text).Select(e => e.Words)));

    [Fact]
    public void Faces_are_of_the_family_kaomoji() => Assert.Equal([(EmoticonFamily.Kaomoji, "^_^"), (EmoticonFamily.Kaomoji, ":)")], All("^_^ :)"));

    [Fact]
    public void A_text_whose_traits_rule_emoticons_out_holds_none()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var text = RandomText.Of(seed);
            Assert.True(Emoticons.MayOccur(new FoldedText(text).Traits) || All(text).Count == 0, $"seed {seed}: \"{text}\"");
        }

        Assert.False(Emoticons.MayOccur(new FoldedText("您好,请问3天能到吗?").Traits));
        foreach (var text in new[] { "😊", "1️⃣", "❤", "©️", "[微笑]", "［好］", "/:087", "#E-s21", ":)", "：）", "orz", "(╥_╥)", "≧▽≦", "-_-", "^^", "🇨🇳", "*_*", "@_@", "+_+" })
            Assert.True(Emoticons.MayOccur(new FoldedText(text).Traits), text);
    }

    [Fact]
    public void Long_texts_without_an_end_take_linear_time()
    {
        foreach (var unit in new[] { "(", "[", "/:", ":", "(^", "😊\u200D", "#E-", "👍" })
            Assert.NotNull(All(string.Concat(Enumerable.Repeat(unit, 300_000))));
    }

    private static List<(EmoticonFamily Family, string Words)> All(string text)
    {
        var found = new List<(EmoticonFamily, string)>();
        var position = 0;
        while (Emoticons.Next(text, ref position, out var start, out var length, out var family))
        {
            Assert.True(length > 0 && start + length == position);
            found.Add((family, text.Substring(start, length)));
        }

        return found;
    }
}
