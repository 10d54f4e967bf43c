using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using QA.Engine.Language.Redaction;
using QA.Engine.Pipeline;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Tests.Support;
using QA.Engine.Web.Layout;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Engine.Tests.Web.Audit;

/// <summary>A site with some chats that audits are about, beside the sample.</summary>
internal static class AuditSite
{
    /// <summary>A complaint answered badly: points lost, a word that counts as insult, images and gaps.</summary>
    public const string Complaint = "complaint-1";

    public const string Hostile = "hostile </li><script>alert(1)</script>\u202E";

    public const string Long = "long-1";

    /// <summary>A chat whose personal data was masked before it was kept.</summary>
    public const string Masked = "masked-1";

    public const string Transferred = "transferred-1";

    /// <summary>What no browser may run or obey.</summary>
    public const string Attack = "<script>document.title='x'</script><img src=x onerror=alert(1)>\u202Egnirts\u202C a\u200Bb\uFEFF &amp; 👩\u200D🔧 \uD83D {{7*7}}";

    public static async Task<Site> Start()
    {
        var site = await Site.Start();
        site.Store.Save(new StoreBatch { Entries = [.. Chats().Select(LocalSentiment.Read).Select(Scored)] });
        return site;
    }

    public static string Path(StoredScore score) => Links.Conversation(score.Conversation, score.Number);

    private static IEnumerable<Conversation> Chats()
    {
        var at = new DateTimeOffset(2026, 3, 2, 14, 3, 0, TimeSpan.FromHours(8));
        yield return new Conversation(Complaint,
        [
            Customer("你们的杯子收到就碎了,怎么回事啊", at),
            new Message(Speaker.Customer, "", null, at.AddSeconds(4), MessageKind.Image),
            new Message(Speaker.Bot, "亲,客服正在赶来,请稍等~", "小助手", at.AddSeconds(5)),
            Agent("在的", at.AddMinutes(6)),
            Customer("等了这么久,到底管不管", at.AddMinutes(7)),
            Agent("这是快递的问题,跟我们没关系", at.AddMinutes(9)),
            Customer("东西是你们卖的,你们这什么态度", at.AddMinutes(10)),
            Agent("你有病吧,自己摔的还来找我", at.AddMinutes(10).AddSeconds(40)),
            new Message(Speaker.System, "顾客发起了投诉", null, at.AddMinutes(12)),
            Agent("行吧给你退5元", at.AddMinutes(75)),
            Customer("好的", at.AddMinutes(76)),
        ]) { Channel = "taobao", Shop = "小满家居", Customer = "b***3", Opened = at, Attributes = [new NamedValue("order", "received"), new NamedValue("rating", "1")] };
        yield return new ConversationRedaction(new Redactor(RedactionMode.SameLength)).Of(new Conversation(Masked,
        [
            Customer("换个地址，寄到杭州市西湖区文三路90号5幢301室，电话13812345678", at),
            Agent("您好亲，记下了：13812345678，身份证11010519491231002X不用发给我哦", at.AddSeconds(20)),
            Customer("谢谢", at.AddSeconds(40)),
        ]) { Shop = "小满家居", Customer = "b***3", Attributes = [new NamedValue("receiver_phone", "13812345678")] });
        yield return new Conversation(Hostile, [Customer(Attack, at), Agent("您好," + Attack, at.AddSeconds(20)), new Message(Speaker.Customer, Attack, Attack, null, MessageKind.Other)])
        {
            Shop = Attack, Customer = Attack, Attributes = [new NamedValue("note" + Attack, "x\u202E")],
        };
        yield return new Conversation(Long,
        [
            .. Enumerable.Range(0, 2_000).Select(i => i % 2 == 0
                ? Customer($"第 {i} 个问题:这个杯子可以放微波炉吗?", at.AddSeconds(i * 5))
                : Agent(i == 1 ? "您好亲,可以的" : i == 1999 ? "感谢您的光临,祝您生活愉快,再见" : "可以的亲,放心使用", at.AddSeconds(i * 5))),
        ]) { Shop = "小满家居" };
        yield return new Conversation(Transferred,
        [
            Customer("在吗,想退货", at), Agent("您好亲,这边帮您转接售后", at.AddSeconds(20)),
            new Message(Speaker.System, "已转接", null, at.AddSeconds(30)),
            new Message(Speaker.Agent, "您好,我是售后,请问什么原因呢", SampleStore.OtherAgent, at.AddMinutes(2), MessageKind.Text, SampleStore.OtherTeam),
            Customer("不合适", at.AddMinutes(3)),
            new Message(Speaker.Agent, "好的亲,已经为您登记", SampleStore.OtherAgent, at.AddMinutes(4), MessageKind.Text, SampleStore.OtherTeam),
        ]) { Shop = "小满家居" };
    }

    private static Message Customer(string text, DateTimeOffset at) => new(Speaker.Customer, text, "b***3", at);

    private static Message Agent(string text, DateTimeOffset at) => new(Speaker.Agent, text, SampleStore.Agent, at, MessageKind.Text, SampleStore.Team);

    private static ScoredConversation Scored(Conversation chat)
    {
        var scored = new RubricScoring(SampleStore.Rubrics).Score(chat) ?? throw new InvalidOperationException($"{chat.Id} is not scored");
        return new ScoredConversation("audit.jsonl", 1, chat, new ContentHash().Of(chat), scored.Scores, scored.Receipt);
    }

    public static decimal Number(string text) => decimal.Parse(text.Replace('−', '-').TrimStart('+'), CultureInfo.InvariantCulture);
}
