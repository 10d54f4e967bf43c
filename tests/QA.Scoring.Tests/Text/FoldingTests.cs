using System;
using System.Linq;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Text;

public sealed class FoldingTests
{
    // Each rule with its near miss: text, what it folds to.
    [Theory]
    [InlineData("ＡＢＣ１２３", "abc123")]
    [InlineData("Ｈｅｌｌｏ　Ｗｏｒｌｄ", "hello world")]
    [InlineData("ΑΒΓ ПРИВЕТ", "αβγ привет")]
    [InlineData("Café naïve ǎ", "cafe naive a")]
    [InlineData("ß", "ß")]
    [InlineData("親愛的，您好", "亲爱的,您好")]
    [InlineData("妳們 祂 牠 伱", "你们它它你")]
    [InlineData("好噠，請問有什麼可以幫您", "好哒,请问有什么可以帮您")]
    [InlineData("後面 皇后", "后面皇后")]
    [InlineData("乾淨 著急 瞭解 藉口 徵求 麵條 裡面 臺灣 週末 聯繫 關係", "干净着急了解借口征求面条里面台湾周末联系关系")]
    [InlineData("回覆 回復 回复", "回复回复回复")]
    [InlineData("Ⓥ ⓥ ①⑩", "v v 110")]
    [InlineData("𝐕𝕏 𝟏𝟐", "vx 12")]
    [InlineData("🅥🅧", "vx")]
    [InlineData("㎏ ㎡ ℃ ﬁ", "kg m2 °c fi")]
    [InlineData("ﬃ", "ﬃ")]
    [InlineData("Ⅴ Ⅳ Ⅷ", "v iv ⅷ")]
    [InlineData("，。！？；：", ",.!?;:")]
    [InlineData("…、", "…、")]
    [InlineData("「你好」『您』“好”《书》【注】", "\"你好\"\"您\"\"好\"《书》[注]")]
    [InlineData("don’t", "don't")]
    [InlineData("——", "-")]
    [InlineData("一一", "一一")]
    [InlineData("您\u200B好\uFEFF呀\u00AD", "您好呀")]
    [InlineData("\u202E您好\u202C\u0000\u0007\u009F", "您好")]
    [InlineData("我\u0F7C就\u0F7C想\u0F7C问", "我就想问")]
    [InlineData("加\u0332微\u0332信", "加微信")]
    [InlineData("สวัสดี", "สวัสดี")]
    [InlineData("❤️👍🏻", "❤👍")]
    [InlineData("👨‍👩‍👧", "👨👩👧")]
    [InlineData("1️⃣3️⃣8️⃣", "138")]
    [InlineData("➕V", "+v")]
    [InlineData("", "")]
    [InlineData(" \t\u200B\n ", "")]
    public void A_character_folds_to_its_plain_form(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    // Attributes are stored as UTF-8, which cannot hold these.
    [Fact]
    public void Half_a_surrogate_pair_folds_to_the_replacement_character()
    {
        Assert.Equal("\uFFFD好\uFFFD\uFFFD", Folding.Fold("\uD83D好\uDE00\uD83D"));
        Assert.Equal("\uFFFD\uFFFD", Folding.Fold("\uD83D\u200B\uDE00"));
        Assert.Equal("\uD83D\uDE00", Folding.Fold("\uD83D\uDE00"));
    }

    [Theory]
    [InlineData("亲~~~", "亲~")]
    [InlineData("亲～〜∼˜", "亲~")]
    [InlineData("亲亲亲亲", "亲亲")]
    [InlineData("亲亲", "亲亲")]
    [InlineData("哈哈哈哈哈哈", "哈哈")]
    [InlineData("soooooo good", "so good")]
    [InlineData("soo", "soo")]
    [InlineData("SOoO", "so")]
    [InlineData("！！！！？？", "!?")]
    [InlineData("?!?!", "?!?!")]
    [InlineData("......", ".")]
    [InlineData("……", "…")]
    [InlineData("6666", "6666")]
    [InlineData("10000000", "10000000")]
    [InlineData("https://a", "https://a")]
    [InlineData("www.a.cn", "w.a.cn")]
    [InlineData("😊😊😊", "😊😊😊")]
    [InlineData("亲\u200B亲\u200B亲", "亲亲")]
    public void Stretched_text_shrinks_but_numbers_do_not(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    [Theory]
    [InlineData("您 好", "您好")]
    [InlineData("您\u3000好\u00A0呀", "您好呀")]
    [InlineData("您  好", "您\n好")]
    [InlineData("您\t好", "您\n好")]
    [InlineData("您\r\n \r\n好", "您\n好")]
    [InlineData("  您好  ", "您好")]
    [InlineData("thank you", "thank you")]
    [InlineData("thank   you", "thank you")]
    [InlineData("thank\nyou", "thank\nyou")]
    [InlineData("用 iPhone 的", "用iphone的")]
    [InlineData("满 100 减 20", "满100减20")]
    [InlineData("138 0013", "138 0013")]
    [InlineData("您好 ！", "您好 !")]
    [InlineData("! !", "! !")]
    [InlineData("好\u200B \u200B的", "好的")]
    public void Spacing_inside_words_goes_and_a_wide_gap_breaks_the_clause(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    [Theory]
    [InlineData("加.微.信", "加微信")]
    [InlineData("加-V-信", "加v信")]
    [InlineData("加*微*信", "加微信")]
    [InlineData("加。微。信", "加微信")]
    [InlineData("亲可以加_微_信聊", "亲可以加微信聊")]
    [InlineData("加·微·信·号", "加微信号")]
    [InlineData("v*x*y", "vxy")]
    [InlineData("加..微..信", "加微信")]
    [InlineData("哈.哈.哈.哈", "哈哈")]
    [InlineData("a.a.a.b", "ab")]
    [InlineData("x-a.a.a-y", "xay")]
    [InlineData("加V", "加v")]
    [InlineData("好.的", "好.的")]
    [InlineData("好,嗯,行", "好,嗯,行")]
    [InlineData("红/黄/蓝", "红/黄/蓝")]
    [InlineData("零、壹、贰", "零、壹、贰")]
    [InlineData("1.2.3", "1.2.3")]
    [InlineData("2026-3-2", "2026-3-2")]
    [InlineData("shop2.a.b.com", "shop2.a.b.com")]
    [InlineData("好的.我们.看看", "好的.我们.看看")]
    [InlineData("加.微-信", "加.微-信")]
    [InlineData("T_T", "t_t")]
    [InlineData("o.O", "o.o")]
    [InlineData("(^_^)", "(^_^)")]
    public void Marks_that_hide_a_word_go(string text, string folded) => Assert.Equal(folded, Folding.Fold(text));

    [Theory]
    [InlineData("\"\"")]
    [InlineData("[微笑]")]
    [InlineData("/:^_^")]
    [InlineData("/:>_<")]
    [InlineData("/:087")]
    [InlineData("/:-f")]
    [InlineData("#e-s21")]
    [InlineData(":)")]
    [InlineData("^_^")]
    [InlineData("o(∩_∩)o")]
    [InlineData("t_t")]
    [InlineData(">_<")]
    public void Codes_of_emoticons_and_empty_quotes_survive(string code) => Assert.Equal(code, Folding.Fold(code));

    [Theory]
    [InlineData("亲～～您好", "亲~您", "亲～～您")]
    [InlineData("請問您好", "您好", "您好")]
    [InlineData("重5㎏的", "5kg", "5㎏")]
    [InlineData("重5㎏的", "k", "㎏")]
    [InlineData("联系𝐕信", "v信", "𝐕信")]
    [InlineData("请加.微.信号", "加微信", "加.微.信")]
    [InlineData("您\u200B\u200B好", "您好", "您\u200B\u200B好")]
    [InlineData("好😊的", "😊", "😊")]
    [InlineData("soooo good", "so", "so")]
    [InlineData("a.b.c", "abc", "a.b.c")]
    public void A_place_in_the_folded_text_points_at_the_words_as_written(string text, string phrase, string words) =>
        Assert.Equal(words, new FoldedText(text).Words(phrase));

    [Theory]
    [InlineData("", TextTraits.None)]
    [InlineData("您好", TextTraits.Han)]
    [InlineData("您好~", TextTraits.Han | TextTraits.ClauseEnd)]
    [InlineData("ok", TextTraits.Latin)]
    [InlineData("１", TextTraits.Digit)]
    [InlineData("？", TextTraits.Question | TextTraits.ClauseEnd)]
    [InlineData("!", TextTraits.Exclamation | TextTraits.ClauseEnd)]
    [InlineData("「", TextTraits.Quote)]
    [InlineData("［", TextTraits.Bracket)]
    [InlineData("好嗎", TextTraits.Han | TextTraits.Asking)]
    [InlineData("#E-s21", TextTraits.JdCode | TextTraits.Latin | TextTraits.Digit)]
    [InlineData("#S-e21", TextTraits.Latin | TextTraits.Digit)]
    [InlineData("\n", TextTraits.LineBreak | TextTraits.ClauseEnd)]
    [InlineData("/:087", TextTraits.SlashCode | TextTraits.Face | TextTraits.ClauseEnd | TextTraits.Digit)]
    [InlineData("http://", TextTraits.Latin | TextTraits.Link | TextTraits.Face | TextTraits.ClauseEnd)]
    [InlineData("a.com", TextTraits.Latin | TextTraits.Link | TextTraits.ClauseEnd)]
    [InlineData("3.5", TextTraits.Digit | TextTraits.ClauseEnd)]
    [InlineData("😊", TextTraits.Emoji | TextTraits.ClauseEnd)]
    public void Traits_say_what_the_text_holds(string text, TextTraits traits) => Assert.Equal(traits, new FoldedText(text).Traits);

    [Fact]
    public void A_buffer_that_is_too_short_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Folding.Fold("您好", new char[3], new int[4], out _));
        Assert.Contains("4", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Folding.Fold("您好", new char[4], new int[3], out _));
        Assert.Equal(2, Folding.Fold("您好", new char[4], new int[4], out _));
    }

    [Fact]
    public void Every_character_of_the_basic_plane_folds_to_what_is_folded()
    {
        for (var c = 0; c <= char.MaxValue; c++)
        {
            var once = Folding.Fold($"a{(char)c}b");
            Assert.True(string.Equals(once, Folding.Fold(once), StringComparison.Ordinal), $"U+{c:X4} folds to {once}, and that to {Folding.Fold(once)}");
        }
    }

    [Fact]
    public void Folding_what_is_folded_changes_nothing()
    {
        for (var seed = 0; seed < 60_000; seed++)
        {
            var text = RandomText.Of(seed);
            var once = Folding.Fold(text);
            Assert.True(string.Equals(once, Folding.Fold(once), StringComparison.Ordinal), $"seed {seed}: \"{text}\" folds to \"{once}\", and that to \"{Folding.Fold(once)}\"");
        }
    }

    [Fact]
    public void Positions_never_decrease_and_stay_inside_and_never_split_a_pair()
    {
        for (var seed = 0; seed < 20_000; seed++)
        {
            var text = new FoldedText(RandomText.Of(seed));
            for (var i = 0; i < text.Folded.Length; i++)
            {
                var from = text.From(i);
                Assert.InRange(from, i > 0 ? text.From(i - 1) : 0, text.Original.Length - 1);
                var words = text.OriginalOf(i, i + 1);
                Assert.False(from > 0 && char.IsSurrogatePair(text.Original[from - 1], text.Original[from]), $"seed {seed} at {i}: begins inside a pair");
                Assert.False(char.IsHighSurrogate(words[^1]) && from + words.Length < text.Original.Length && char.IsLowSurrogate(text.Original[from + words.Length]), $"seed {seed} at {i}: ends inside a pair");
            }
        }
    }

    [Fact]
    public void A_disguised_phrase_is_found_and_its_words_fold_back_to_it()
    {
        string[] phrases = ["您好", "加微信", "有什么可以帮您", "thank you", "加v", "亲爱的", "满100减20", "不好意思"];
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new Random(seed);
            var phrase = phrases[random.Next(phrases.Length)];
            var text = new FoldedText(RandomText.Harmless(random) + "," + RandomText.Disguise(phrase, random) + "," + RandomText.Harmless(random));
            var words = text.Words(phrase);
            Assert.True(words.Length > 0, $"seed {seed}: \"{phrase}\" not in \"{text.Folded}\" from \"{text.Original}\"");
            Assert.Equal(phrase, Folding.Fold(words));
        }
    }

    [Theory]
    [InlineData("~")]
    [InlineData("\u200B")]
    [InlineData("a")]
    [InlineData("哈")]
    [InlineData("加.")]
    [InlineData("a.")]
    [InlineData("aaa.")]
    [InlineData(" ")]
    [InlineData("您 ")]
    [InlineData("㎏")]
    [InlineData("😊")]
    public void Millions_of_characters_fold_in_linear_time(string unit)
    {
        var text = string.Concat(Enumerable.Repeat(unit, (unit is "~" ? 10_000_000 : 2_000_000) / unit.Length));

        // A tenth of a second in a debug build; a quadratic step would take hours.
        Assert.InRange(ThreadTime.Of(() => Folding.Fold(text)), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Folding_into_buffers_allocates_nothing()
    {
        var text = "親～～您好，請問 有什麼可以幫您？加.微.信 5㎏ 😊 [微笑] soooo good " + new string('好', 200);
        var folded = new char[Folding.MaxFoldedLength(text.Length)];
        var map = new int[folded.Length];
        Folding.Fold(text, folded, map, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Folding.Fold(text, folded, map, out _);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
