using System.Runtime.InteropServices;

namespace QA.Engine.Sample;

/// <summary>How an agent works, in percent of the occasions; <c>Seconds</c> is the median wait for a reply.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Skill(
    int GreetFull, int GreetPart, int Emoticon, int Warm, int Curt, int Honest, int Absolute,
    int ApologyFirst, int ApologyLate, int Blame, int Farewell, int Review, int Critical, int Seconds)
{
    public static Skill Between(Skill a, Skill b, int percent) => new(
        Mix(a.GreetFull, b.GreetFull, percent), Mix(a.GreetPart, b.GreetPart, percent), Mix(a.Emoticon, b.Emoticon, percent),
        Mix(a.Warm, b.Warm, percent), Mix(a.Curt, b.Curt, percent), Mix(a.Honest, b.Honest, percent),
        Mix(a.Absolute, b.Absolute, percent), Mix(a.ApologyFirst, b.ApologyFirst, percent),
        Mix(a.ApologyLate, b.ApologyLate, percent), Mix(a.Blame, b.Blame, percent), Mix(a.Farewell, b.Farewell, percent),
        Mix(a.Review, b.Review, percent), Mix(a.Critical, b.Critical, percent), Mix(a.Seconds, b.Seconds, percent));

    private static int Mix(int a, int b, int percent) => a + ((b - a) * percent / 100);
}

/// <summary>The words an agent likes: what the slots 亲, 您, 哦 and 波 become, and the greeting typed first.</summary>
internal sealed record Voice(string[] Address, string You, string[] Particles, string[] Waves, string[] Greetings, string[] Faces);

/// <summary>An agent of the invented shops. <c>Early</c> works 08:30–16:30, otherwise 15:30–24:00; <c>FreeDay</c> counts from Monday = 0.</summary>
internal sealed record SampleAgent(
    string Name, string Team, string Shops, bool Early, int FreeDay, int Share, int FirstDay, Skill AtFirst, Skill AtLast, Voice Voice)
{
    public const string PreSaleOne = "售前一组";
    public const string PreSaleTwo = "售前二组";
    public const string AfterSale = "售后组";

    /// <summary>Skill on a day of the 60: what it was until day 24, what it became from day 38.</summary>
    public Skill On(int day) => Skill.Between(AtFirst, AtLast, day <= 24 ? 0 : day >= 38 ? 100 : (day - 24) * 100 / 14);
}

/// <summary>Everybody who answers chats in the sample. All invented; each has a story a supervisor should be able to find.</summary>
internal static class Agents
{
    private const string All = "家居 女装 数码";

    //                                               greet part emo warm curt hon abs  sorry late blame bye rev crit sec
    private static readonly Skill Star = new(              96,   4, 85,  94,   0, 88,  1,   93,   6,   0, 95, 92,   0, 18);
    private static readonly Skill Good = new(              82,  14, 62,  80,   2, 66,  5,   78,  17,   2, 80, 66,   0, 28);
    private static readonly Skill Middling = new(          58,  32, 42,  60,   8, 40, 12,   48,  34,   6, 62, 44,   0, 42);
    private static readonly Skill Rough = new(             12,  34,  6,  10,  48, 20, 12,   10,  24,  34, 16,  8,   7, 75);
    private static readonly Skill Promiser = new(          80,  16, 88,  78,   0,  6, 74,   42,  34,   8, 72, 78,  14, 24);
    private static readonly Skill Forgetful = new(         76,  20, 52,  74,   3, 56,  8,   66,  24,   4, 10,  6,   0, 34);
    private static readonly Skill Beginner = new(          46,  38, 34,  56,  14, 22, 20,   34,  38,  10, 40, 22,   1, 88);
    private static readonly Skill BeforeCoaching = new(    26,  44, 16,  40,  20, 26, 20,   22,  38,  18, 30, 14,   0, 62);
    private static readonly Skill AfterCoaching = new(     90,   8, 66,  86,   1, 74,  3,   86,  12,   0, 88, 80,   0, 27);
    private static readonly Skill BeforeFatigue = new(     80,  14, 58,  78,   3, 60,  6,   80,  14,   3, 78, 50,   0, 30);
    private static readonly Skill AfterFatigue = new(      28,  40, 14,  26,  36, 30, 14,   18,  28,  38, 24, 12,  10, 80);

    private static readonly string[] QuietFaces = ["[微笑]", "😊"];
    private static readonly string[] LivelyFaces = ["😊", "🌹", "(*^▽^*)", "[爱心]", "😄", "🥰"];

    public static readonly SampleAgent[] Everyone =
    [
        new("小鱼", SampleAgent.PreSaleOne, "家居 女装", Early: true, FreeDay: 6, Share: 12, 0, Star, Star, new Voice(
            ["亲，", "亲，", ""], "您", ["哦", "呢", "呀"], ["~", "~", ""],
            ["您好呀，欢迎光临{店}，我是小鱼，{很高兴为您服务|请问有什么可以帮您的吗}{波}", "{时段}好亲，欢迎来到{店}，我是客服小鱼，很高兴为您服务{哦}"],
            ["😊", "🌹", "[微笑]"])),
        new("阿茶", SampleAgent.PreSaleOne, "女装 家居", Early: false, FreeDay: 1, Share: 11, 0, Good, Good, new Voice(
            ["亲，", "", ""], "您", ["呢", "哦", ""], ["~", "", ""],
            ["您好，欢迎光临{店}，我是阿茶，请问有什么可以帮您", "{时段}好，{店}客服阿茶为您服务，有什么可以帮您的呢"], QuietFaces)),
        new("大熊", SampleAgent.PreSaleOne, "家居 女装", Early: true, FreeDay: 2, Share: 11, 0, Rough, Rough, new Voice(
            [""], "你", [""], [""], ["你好，欢迎光临，什么问题", "你好，{店}，有事请讲"], ["[微笑]"])),
        new("糖糖", SampleAgent.PreSaleOne, "女装 家居", Early: false, FreeDay: 4, Share: 11, 0, Promiser, Promiser, new Voice(
            ["亲亲，", "宝，", "亲亲，", ""], "您", ["哒", "哦", "呢"], ["~", "~~", "！"],
            ["亲亲您好呀，欢迎光临{店}，我是您的专属客服糖糖，有什么可以帮到您呢~~", "哈喽亲亲，欢迎来{店}，糖糖在的哦~"], LivelyFaces)),
        new("豆豆", SampleAgent.PreSaleTwo, "数码 家居", Early: true, FreeDay: 3, Share: 11, 0, Forgetful, Forgetful, new Voice(
            ["亲，", ""], "您", ["哈", "哦", ""], ["~", "", ""],
            ["您好，欢迎光临{店}，我是豆豆，有什么可以帮您的", "您好您好，{店}豆豆为您服务，您请讲"], QuietFaces)),
        new("木木", SampleAgent.PreSaleTwo, "数码 家居", Early: false, FreeDay: 0, Share: 12, 0, BeforeCoaching, AfterCoaching, new Voice(
            ["亲，", "", ""], "您", ["哦", "呢", ""], ["~", "", ""],
            ["您好，欢迎光临{店}，我是木木，很高兴为您服务", "您好，{店}木木在的，请问有什么可以帮您"], QuietFaces)),
        new("Emma", SampleAgent.PreSaleTwo, All, Early: false, FreeDay: 2, Share: 6, 0, Good, Good, new Voice(
            ["亲，", ""], "您", ["呢", "哦", ""], ["~", "", ""],
            ["您好，欢迎光临{店}，我是Emma，请问有什么可以帮您", "Hi 您好，{店}客服Emma为您服务，您请讲"], ["😊", ":)", "[微笑]"])),
        new("可乐", SampleAgent.PreSaleTwo, "数码 家居", Early: true, FreeDay: 5, Share: 7, 36, Beginner, Beginner, new Voice(
            ["亲，", ""], "您", ["呀", "哦", ""], ["~", ""],
            ["您好，欢迎光临{店}，我是新来的客服可乐，请问有什么可以帮您", "您好，欢迎光临，请问有什么问题吗"], QuietFaces)),
        new("安安", SampleAgent.AfterSale, All, Early: true, FreeDay: 0, Share: 11, 0, Star with { Review = 60, Seconds = 30 }, Star with { Review = 66, Seconds = 28 }, new Voice(
            ["亲，", "", ""], "您", ["呢", "哦", ""], ["~", "", ""],
            ["您好，{店}售后安安，很高兴为您服务，请问遇到什么问题了呢", "您好，我是售后安安，您请讲，我来帮您处理"], ["🙏", "[微笑]", "🌹"])),
        new("阿凯", SampleAgent.AfterSale, All, Early: false, FreeDay: 3, Share: 11, 0, BeforeFatigue, AfterFatigue, new Voice(
            ["亲，", "", ""], "您", ["哈", "", ""], ["", "~"],
            ["您好，售后阿凯为您服务，请问有什么可以帮您", "您好，我是{店}售后阿凯，请讲"], QuietFaces)),
        new("青禾", SampleAgent.AfterSale, All, Early: true, FreeDay: 4, Share: 10, 0, Middling with { ApologyFirst = 30, ApologyLate = 56 }, Middling with { ApologyFirst = 36, ApologyLate = 50 }, new Voice(
            ["亲，", ""], "您", ["哈", "哦", "呢"], ["~", ""],
            ["您好，售后客服青禾为您服务，请问有什么可以帮到您", "亲您好，欢迎咨询{店}售后，我是青禾"], QuietFaces)),
        new("南风", SampleAgent.AfterSale, All, Early: false, FreeDay: 1, Share: 8, 0, Middling, Middling with { Honest = 46 }, new Voice(
            ["亲，", "亲，", ""], "您", ["呢", "哦", ""], ["", "~"],
            ["您好，售后南风为您服务，请问有什么可以帮您的", "您好亲，我是{店}客服南风，请问遇到什么问题"], QuietFaces)),
    ];
}
