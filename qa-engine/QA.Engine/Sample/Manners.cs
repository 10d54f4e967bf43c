using System;
using System.Linq;

namespace QA.Engine.Sample;

/// <summary>What people say that belongs to no subject: hello, one moment, thanks, goodbye, and the faces they add.</summary>
internal static class Manners
{
    public static readonly Template[] Hello = Lines("在吗", "你好", "在不在", "您好", "客服在吗？", "有人吗", "hi", "在么");
    public static readonly Template[] HelloAnswered = Lines("您好，{亲}在的，请问有什么可以帮{您}的吗{波}", "您好，在的{哦}，{您}请讲", "{时段}好，很高兴为{您}服务，请问有什么可以帮{您}{波}");
    public static readonly Template[] HelloHalfAnswered = Lines("在的", "{亲}在的{哦}", "在的，{您}说", "亲，在呢");
    public static readonly Template[] HelloBrushedOff = Lines("说", "什么事", "在", "有事直接说");
    public static readonly Template[] GreetingInline = Lines("您好，", "您好亲，", "{时段}好，");
    public static readonly Template[] GreetingHalf = Lines("在的", "亲", "{亲}在呢", "在");
    public static readonly Template[] EnglishGreeting = Lines("Hello, welcome to our shop, this is {昵称}, how can I help you?", "Hi there! This is {昵称}, thank you for contacting us");
    public static readonly Template[] EnglishGreetingInline = Lines("Hello, ", "Hi, ");
    public static readonly Template[] EnglishGreetingHalf = Lines("Hi", "yes?");

    public static readonly Template[] OneMoment = Lines("麻烦{您}稍等，我帮{您}查一下{哦}", "请{您}稍等{哦}，我核实一下", "稍等一下{哦}，马上给{您}看");
    public static readonly Template[] OneMomentPlain = Lines("稍等", "我看下", "稍等，查一下");

    public static readonly Template[] Chasers = Lines("在吗", "人呢", "？", "还在吗？", "怎么不说话了", "在吗在吗");

    /// <summary>By temper: polite, ordinary, sparing of words, impatient.</summary>
    public static readonly Template[][] Thanks =
    [
        Lines("好的，谢谢{|啦|你}", "嗯嗯，谢谢", "好的，麻烦你了", "谢谢，辛苦了", "明白了，感谢"),
        Lines("好的", "好，知道了", "嗯嗯，好的", "ok", "行", "好嘞"),
        Lines("嗯", "好", "👌", "哦", "ok"),
        Lines("行吧", "好，知道了", "知道了"),
    ];

    public static readonly Template[][] ThanksAfterComplaint =
    [
        Lines("好的，谢谢你", "好，那辛苦了", "行，那我等你们消息，谢谢"),
        Lines("行，那就这样", "好的，我等着", "好吧", "可以"),
        Lines("嗯", "行", "好"),
        Lines("行吧，别再拖了", "好，再有问题我直接投诉", "尽快，别让我再催"),
    ];

    public static readonly Template[] ThanksForNothing = Lines("哦", "好吧", "行吧", "。。。", "知道了");

    public static readonly Template[] Farewell = Lines(
        "不客气{哦}，有问题随时联系我，祝{您}生活愉快{波}",
        "感谢{您}的{咨询|支持}，祝{您}{购物愉快|天天开心|生活愉快}，欢迎{下次|再次}光临{波}",
        "好的{哦}，那不打扰{您}了，有需要随时找我，再见{波}",
        "谢谢{您}的支持，{您}有任何问题随时来找我，祝{您}一切顺利{波}");

    public static readonly Template[] FarewellToBuyer = Lines(
        "不客气{哦}，包裹到了会有短信，有问题随时找我，祝{您}生活愉快{波}",
        "感谢{您}{选择|支持}{店}，收到货记得先检查一下，有问题随时找我，祝{您}生活愉快{波}",
        "谢谢{您}的支持，包裹到了会有短信，有任何问题随时联系我{哦}，再见{波}",
        "感谢{您}的信任，祝{您}{购物愉快|天天开心}，后面有问题都可以找我{哦}");

    public static readonly Template[] FarewellAfterComplaint = Lines(
        "再次跟{您}说声抱歉，谢谢{您}的理解，后面有任何问题随时找我{哦}",
        "给{您}添麻烦了，进度我会一直跟着，祝{您}生活愉快",
        "谢谢{您}的包容，有问题{您}直接找我就行，祝{您}一切顺利");

    public static readonly Template[] FarewellHalf = Lines("不客气{哦}", "感谢{您}的支持", "再见{波}", "祝{您}生活愉快", "好的，再见");
    public static readonly Template[] EnglishFarewell = Lines(
        "Thank you for contacting us, have a nice day! If you have any other question just message me",
        "You are welcome! Thanks for your support, see you next time");
    public static readonly Template[] EnglishFarewellHalf = Lines("You are welcome", "Bye");
    public static readonly Template[] EnglishReview = Lines("If you are happy with it, a short review would help us a lot");

    public static readonly Template[] ReviewBeforeArrival = Lines(
        "{您}收到货满意的话，麻烦给我们{一个五星好评|晒个图评价一下}{哦}{波}",
        "收到后喜欢的话，记得给个好评支持一下{哦}{波}");

    public static readonly Template[] ReviewAfterArrival = Lines(
        "用着还满意的话，麻烦{您}{给个好评|晒图评价一下}{哦}{波}",
        "要是觉得服务还可以，辛苦{您}动动手给个评价{哦}{波}");

    public static readonly Template[] ReviewForCash = Lines(
        "五星好评带图，截图发我返{2|3|5}元红包{哦}{波}",
        "{亲}给个五星好评，截图给我，私下给{您}返{3|5}块钱{波}");

    public static readonly Template[] LastWords = Lines("谢谢", "拜拜", "👌", "好的再见", "嗯嗯", "🙂");

    /// <summary>What the customer says to an answer, by the register it was given in.</summary>
    public static readonly Template[] AfterHonest = Lines("嗯嗯，那还好", "明白了，谢谢实话实说", "好的，能接受", "说得挺清楚的", "这样啊，了解了", "ok，那没问题");
    public static readonly Template[] AfterPlain = Lines("好的", "哦哦", "嗯", "这样啊", "行");
    public static readonly Template[] AfterAbsolute = Lines("真的吗，评论里有人说不是啊", "说得这么肯定啊", "那我就信你了", "好吧，希望是真的", "真的假的");
    public static readonly Template[] AfterCurt = Lines("能说具体点吗", "？", "就一句话啊", "好吧");

    public static readonly string[] Wangwang = ["/:^_^", "/:^$^", "/:^O^", "/:809", "/:087", "/:-F", "/:^x^"];
    public static readonly string[] JingDong = ["#E-s21", "#E-s01", "#E-s36", "#E-s66", "#E-b02", "#E-s07"];
    public static readonly string[] Brackets = ["[微笑]", "[玫瑰]", "[爱心]", "[比心]", "[握手]", "[可爱]"];
    public static readonly string[] Emoji = ["😊", "🌹", "❤️", "😄", "🌷", "✨"];
    public static readonly string[] Gentle = ["🙏", "[抱拳]", "[抱抱]", "[玫瑰]", "🙏🙏"];
    public static readonly string[] GentleWangwang = ["/:086", "/:-F", "🙏"];
    public static readonly string[] GentleJingDong = ["#E-s21", "#E-s33", "🙏"];
    public static readonly string[] OutOfPlace = ["😂", "[偷笑]", "🤣"];
    public static readonly string[] CustomerGlad = ["[微笑]", "😊", "[呲牙]", "🙏", "[愉快]"];
    public static readonly string[] CustomerCross = ["😡", "😤", "[怒]", "[流泪]", "😭", "[发怒]"];

    /// <summary>Slips of the input method; both sides are equally long.</summary>
    public static readonly (string Right, string Wrong)[] Slips =
    [
        ("时候", "时侯"), ("尺码", "尺吗"), ("已经", "以经"), ("快递", "块递"), ("发货", "发或"), ("的话", "得话"),
        ("怎么", "咋么"), ("什么", "什莫"), ("吗", "嘛"), ("地址", "地止"), ("退货", "退或"), ("味道", "味到"),
    ];

    private static Template[] Lines(params string[] lines) => [.. lines.Select(Template.Parse)];
}
