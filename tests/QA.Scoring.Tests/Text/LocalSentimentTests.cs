using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Text;

public sealed class LocalSentimentTests
{
    [Theory]
    // Anger, complaint.
    [InlineData("你们就是骗子", Polarity.Negative)]
    [InlineData("太差了,再也不买了!!!", Polarity.Negative)]
    [InlineData("太慢了吧", Polarity.Negative)]
    [InlineData("我要投诉你们", Polarity.Negative)]
    [InlineData("什么态度啊?", Polarity.Negative)]
    [InlineData("収到的杯子碎了", Polarity.Negative)]
    [InlineData("質量太差,很失望", Polarity.Negative)]
    [InlineData("为什么一直没人理我", Polarity.Negative)]
    [InlineData("你们家客服爱答不理的", Polarity.Negative)]
    [InlineData("到底什么时候发货?都好几天了", Polarity.Negative)]
    [InlineData("This is ridiculous, I've been waiting for ages", Polarity.Negative)]
    [InlineData("The blender arrived broken.", Polarity.Negative)]
    [InlineData("WORST SHOP EVER", Polarity.Negative)]
    // Idioms.
    [InlineData("呵呵", Polarity.Negative)]
    [InlineData("无语", Polarity.Negative)]
    [InlineData("真是服了", Polarity.Negative)]
    [InlineData("我也是醉了", Polarity.Negative)]
    [InlineData("thanks for nothing", Polarity.Negative)]
    [InlineData("行吧", Polarity.Neutral)]
    [InlineData("算了,不退了", Polarity.Neutral)]
    // 绝了 takes the side of the rest.
    [InlineData("绝了", Polarity.Neutral)]
    [InlineData("绝了,这么好用", Polarity.Positive)]
    [InlineData("等了半个月还是坏的,真是绝了", Polarity.Negative)]
    // Satisfaction.
    [InlineData("非常满意,下次还来", Polarity.Positive)]
    [InlineData("太好了,终于解决了", Polarity.Positive)]
    [InlineData("质量真不错", Polarity.Positive)]
    [InlineData("你们客服态度真好👍", Polarity.Positive)]
    [InlineData("Great service, thank you so much!", Polarity.Positive)]
    [InlineData("it works perfectly now", Polarity.Positive)]
    // Politeness is no satisfaction.
    [InlineData("谢谢", Polarity.Neutral)]
    [InlineData("好的谢谢", Polarity.Neutral)]
    [InlineData("麻烦您了,辛苦", Polarity.Neutral)]
    [InlineData("ok thanks", Polarity.Neutral)]
    [InlineData("太感谢了", Polarity.Positive)]
    // Turned round.
    [InlineData("不满意", Polarity.Negative)]
    [InlineData("不是很满意", Polarity.Negative)]
    [InlineData("一点都不好看", Polarity.Negative)]
    [InlineData("没有坏", Polarity.Neutral)]
    [InlineData("别生气", Polarity.Neutral)]
    [InlineData("不是不满意", Polarity.Neutral)]
    [InlineData("不着急的", Polarity.Neutral)]
    [InlineData("I'm not happy with it", Polarity.Negative)]
    [InlineData("it is not really good", Polarity.Neutral)]
    [InlineData("no problem at all", Polarity.Neutral)]
    // A negator of another clause turns nothing.
    [InlineData("不了,很满意", Polarity.Positive)]
    // Raised and lowered.
    [InlineData("有点慢", Polarity.Neutral)]
    [InlineData("慢死了", Polarity.Negative)]
    [InlineData("稍微有点失望", Polarity.Neutral)]
    [InlineData("太失望了", Polarity.Negative)]
    // Asked and supposed.
    [InlineData("这个好用吗", Polarity.Neutral)]
    [InlineData("质量好不好呀?", Polarity.Neutral)]
    [InlineData("会不会坏掉呀", Polarity.Neutral)]
    [InlineData("如果破损了可以换吗", Polarity.Neutral)]
    [InlineData("is it comfortable?", Polarity.Neutral)]
    // 但是: what comes behind it weighs more.
    [InlineData("东西还不错,但是客服太差劲了", Polarity.Negative)]
    [InlineData("东西很好。物流太慢了!", Polarity.Mixed)]
    // Emoticons.
    [InlineData("😡", Polarity.Negative)]
    [InlineData("[发怒]", Polarity.Negative)]
    [InlineData("(^_^)", Polarity.Positive)]
    [InlineData("/:^_^", Polarity.Positive)]
    [InlineData("收到了🌹🌹", Polarity.Positive)]
    // Facts and greetings.
    [InlineData("你好,在吗", Polarity.Neutral)]
    [InlineData("我要退差价", Polarity.Neutral)]
    [InlineData("投诉电话是多少", Polarity.Neutral)]
    [InlineData("最好今天发,慢慢来", Polarity.Neutral)]
    [InlineData("大概几天能到?", Polarity.Neutral)]
    [InlineData("When will it arrive?", Polarity.Neutral)]
    [InlineData("I ordered a size M", Polarity.Neutral)]
    [InlineData("???", Polarity.Neutral)]
    [InlineData("", Polarity.Neutral)]
    public void A_message_leans_as_a_careful_supervisor_says(string text, Polarity polarity) => Assert.Equal(polarity, LocalSentiment.Read(text).Polarity);

    [Theory]
    [InlineData("谢谢", "没事")]
    [InlineData("有点慢", "慢")]
    [InlineData("慢", "太慢了")]
    [InlineData("太慢了", "太慢了!!!")]
    [InlineData("烦", "烦啊啊啊啊")]
    [InlineData("this is bad", "THIS IS BAD")]
    [InlineData("失望", "失望,垃圾")]
    public void The_second_is_stronger(string weaker, string stronger) => Assert.True(Strength(stronger) > Strength(weaker), $"{Strength(stronger)} for {stronger}, {Strength(weaker)} for {weaker}");

    [Fact]
    public void It_says_which_words_moved_it()
    {
        const string text = "您好。【親】客服態度很差,我真想投訴!!謝謝";
        var sentence = LocalSentiment.Read(text).Sentences[0];
        Assert.Equal(Polarity.Negative, sentence.Polarity);
        Assert.Equal(["投訴", "差"], sentence.Cues.Select(cue => text.Substring(cue.Start, cue.Length)));
        Assert.All(sentence.Cues, static cue => Assert.True(cue.Weight < 0));
        Assert.Equal("【親】客服態度很差,我真想投訴", text.Substring(sentence.Start, sentence.Length));
    }

    [Fact]
    public void A_message_without_any_word_of_feeling_costs_no_memory()
    {
        const string text = "请问这个有黑色的L码吗";
        LocalSentiment.Read(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = LocalSentiment.Read("那什么时候到货");
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(LocalSentiment.Unmoved, read);
    }

    [Fact]
    public void Whatever_is_written_its_places_lie_inside()
    {
        var random = new Random(20260302);
        for (var i = 0; i < 20_000; i++)
        {
            var text = Made(random);
            var read = LocalSentiment.Read(text);
            Check(text, read);
            Assert.Equal(Shown(read), Shown(LocalSentiment.Read(text)));
        }
    }

    [Fact]
    public void Every_thread_says_the_same()
    {
        var random = new Random(7);
        var texts = Enumerable.Range(0, 2_000).Select(_ => Made(random)).ToArray();
        var alone = texts.Select(text => Shown(LocalSentiment.Read(text))).ToArray();
        var together = new string[texts.Length];
        Parallel.For(0, texts.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => together[i] = Shown(LocalSentiment.Read(texts[i])));
        Assert.Equal(alone, together);
    }

    [Fact]
    public void A_giant_message_takes_time_in_proportion_and_lists_only_so_much()
    {
        var text = string.Concat(Enumerable.Repeat("如果不是太差的话吗垃圾,😡不不不很很!!!", 40_000));
        var read = LocalSentiment.Read(text);
        Check(text, read);
        Assert.Equal(Polarity.Negative, read.Polarity);
        Assert.Equal(LocalSentiment.MostSentences, read.Sentences.Count);
        Assert.Equal(1000, read.Confidence.Positive + read.Confidence.Neutral + read.Confidence.Negative);
    }

    [Fact]
    public void Robots_the_platform_and_pictures_are_not_read()
    {
        var chat = new Conversation("c", [
            new Message(Speaker.Customer, "太差了"), new Message(Speaker.Bot, "太差了"), new Message(Speaker.System, "太差了"),
            new Message(Speaker.Agent, "很抱歉", "小鱼"), new Message(Speaker.Customer, "太差了", Kind: MessageKind.Voice)]) { Shop = "小满家居" };
        var read = LocalSentiment.Read(chat);
        Assert.Equal([true, false, false, true, false], read.Messages.Select(static message => message.Sentiment is not null));
        Assert.Equal("小满家居", read.Shop);
        Assert.Equal(chat.Messages.Select(static message => message.Text), read.Messages.Select(static message => message.Text));
    }

    [Fact]
    public void What_was_said_of_a_message_before_stays()
    {
        var said = new Sentiment("other/7", Polarity.Positive, new Confidence(990, 10, 0), []);
        var read = LocalSentiment.Read(new Conversation("c", [new Message(Speaker.Customer, "太差了") { Sentiment = said }]));
        Assert.Same(said, read.Messages[0].Sentiment);
    }

    [Fact]
    public void Every_word_of_the_list_is_found_where_it_stands_alone()
    {
        foreach (var word in SentimentWords.All.Where(static word => word.Part is SentimentPart.Idiom or SentimentPart.Feeling))
        {
            var read = LocalSentiment.Read(word.Phrase);
            var lean = read.Confidence.Positive - read.Confidence.Negative;
            Assert.True(Math.Sign(lean) == Math.Sign(word.Weight) || Questions.IsQuestion(word.Phrase, 0, word.Phrase.Length), $"{word.Phrase} of {word.Weight} comes to {lean}");
        }
    }

    private static int Strength(string text) => LocalSentiment.Read(text).Confidence is var sure ? Math.Abs(sure.Positive - sure.Negative) : 0;

    private static string Made(Random random)
    {
        string[] scraps = ["不", "太", "但是", "如果", "吗", "!!", "？？？", "。", ",", "\n", "  ", "呵呵", "绝了", "谢谢", "😡", "👍🏽", "👨‍👩‍👧", "\u202E", "\u200B", "\uD83D", "\uDE21", "ＳＣＡＭ", "ﬁne", "㎏", "T_T", "[发怒]", "烦啊啊啊"];
        var text = new StringBuilder();
        for (var i = random.Next(14); i > 0; i--)
        {
            switch (random.Next(3))
            {
                case 0:
                    text.Append(SentimentWords.All[random.Next(SentimentWords.All.Count)].Phrase);
                    break;
                case 1:
                    text.Append(scraps[random.Next(scraps.Length)]);
                    break;
                default:
                    text.Append((char)random.Next(1, char.MaxValue + 1));
                    break;
            }

            if (random.Next(4) == 0)
                text.Append(' ');
        }

        return text.ToString();
    }

    private static void Check(string text, Sentiment read)
    {
        Sums(read.Confidence);
        var end = 0;
        foreach (var sentence in read.Sentences)
        {
            Sums(sentence.Confidence);
            Assert.InRange(sentence.Start, end, text.Length - 1);
            Assert.InRange(sentence.Length, 1, text.Length - sentence.Start);
            end = sentence.Start + sentence.Length;
            Assert.InRange(sentence.Cues.Count, 1, LocalSentiment.MostCues);
            foreach (var cue in sentence.Cues)
            {
                Assert.InRange(cue.Start, sentence.Start, end - 1);
                Assert.InRange(cue.Length, 1, end - cue.Start);
                Assert.NotEqual(0, cue.Weight);
                var after = cue.Start + cue.Length;
                Assert.False(after < text.Length && char.IsHighSurrogate(text[after - 1]) && char.IsLowSurrogate(text[after]), "half a pictograph is no word");
            }

            Assert.Equal(sentence.Cues.OrderByDescending(static cue => Math.Abs(cue.Weight)).Select(static cue => Math.Abs(cue.Weight)), sentence.Cues.Select(static cue => Math.Abs(cue.Weight)));
        }
    }

    private static void Sums(Confidence sure)
    {
        Assert.Equal(1000, sure.Positive + sure.Neutral + sure.Negative);
        Assert.True(sure is { Positive: >= 0, Neutral: >= 0, Negative: >= 0 });
    }

    private static string Shown(Sentiment read) =>
        $"{read.Polarity} {read.Confidence} {string.Join("; ", read.Sentences.Select(static s => $"{s.Start}+{s.Length} {s.Polarity} {s.Confidence} {string.Join(", ", s.Cues)}"))}";
}
