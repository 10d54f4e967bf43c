using System.Linq;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Text;

public sealed class ChatLanguageTests
{
    [Theory]
    [InlineData("customer: 在吗", "agent: 您好,在的")]
    [InlineData("customer: hello", "agent: 您好")]
    [InlineData("customer: iPhone 15 Pro Max有吗", "agent: 有")]
    [InlineData("customer: 这款Nike Air Force 1有货吗", "agent: Nike Air Force 1 Low White现在有货的亲")]
    [InlineData("customer: 請問這件有現貨嗎", "agent: 親,有的喔")]
    [InlineData("customer: ok", "agent: 好的")]
    [InlineData("customer: 我要this one,有size M吗", "agent: 有的亲,M和L都有,今天可以发货哦")]
    [InlineData("customer: 我要红的", "agent: 好的,链接 https://shop.example/what-is-this-and-how-to-order-it")]
    [InlineData("bot: Hello! How can I help you today? Please wait for an agent.", "customer: 发货了吗", "agent: 发了")]
    public void Chinese(params string[] lines) => Assert.Equal("zh", ChatLanguage.Detect(Chat.Of(lines)));

    [Theory]
    [InlineData("customer: Where is my parcel?", "agent: Sorry about that, let me check.")]
    [InlineData("customer: hello", "agent: Hi there!")]
    [InlineData("customer: DONT HAVE IT YET", "agent: one moment")]
    [InlineData("customer: Do you have 小熊饼干 in stock? I want two of them", "agent: Yes, we have it.")]
    [InlineData("customer: 你好", "agent: Hello! How can I help you with your order today?", "customer: I want to return this")]
    [InlineData("customer: I can’t log in", "agent: What’s the error?")]
    [InlineData("system: 您有新的订单,请尽快处理,谢谢", "customer: is it waterproof", "agent: yes it is")]
    public void English(params string[] lines) => Assert.Equal("en", ChatLanguage.Detect(Chat.Of(lines)));

    [Theory]
    [InlineData("customer: 😊👍", "agent: 🌹")]
    [InlineData("customer: 20260302001", "agent: SF1234567890")]
    [InlineData("customer: zai ma", "agent: zai de, nin yao shen me")]
    [InlineData("customer: iPhone Pro Max", "agent: ok")]
    [InlineData("customer: ¿Dónde está mi pedido? Quiero una devolución, gracias", "agent: Hola, un momento por favor")]
    [InlineData("customer: 注文した商品がまだ届いていません", "agent: お待たせして申し訳ございません")]
    [InlineData("customer: 배송 언제 되나요", "agent: 안녕하세요")]
    [InlineData("customer: @what #where #E-s21", "bot: Where is it?")]
    public void Undecided(params string[] lines) => Assert.Null(ChatLanguage.Detect(Chat.Of(lines)));

    [Fact]
    public void What_is_no_text_has_no_language()
    {
        var chat = new Conversation("c", [new Message(Speaker.Customer, "Where is my order?", Kind: MessageKind.Image), new Message(Speaker.Agent, "在的")]);
        Assert.Equal("zh", ChatLanguage.Detect(chat));
    }

    [Fact]
    public void A_long_chat_is_not_read_to_the_end()
    {
        // The beginning leads beyond doubt; so what follows cannot matter, as it could in a shorter one.
        string[] beginning = [.. Enumerable.Repeat("customer: 这个商品什么时候可以发货呀", 40)];
        string[] ending = [.. Enumerable.Repeat("agent: It will be on its way to you by the end of the day, and we will let you know", 40)];
        Assert.Equal("zh", ChatLanguage.Detect(Chat.Of([.. beginning, .. ending])));
        Assert.Equal("en", ChatLanguage.Detect(Chat.Of([.. beginning[..5], .. ending])));
    }

    [Theory]
    [InlineData("zh", "zh")]
    [InlineData("zh-CN", "zh")]
    [InlineData("ZH_tw", "zh")]
    [InlineData("中文", "zh")]
    [InlineData("Chinese", "zh")]
    [InlineData(" en-US ", "en")]
    [InlineData("English", "en")]
    [InlineData("fr-CA", "fr")]
    [InlineData("x-klingonlanguagelong", "x")]
    [InlineData("averyverylongname", "averyverylongname")]
    [InlineData("", null)]
    [InlineData("und", null)]
    public void A_stated_language_is_read_by_the_first_part_of_its_tag(string value, string? language)
    {
        var chat = new Conversation("c", [new Message(Speaker.Agent, "您好")]) { Attributes = [new NamedValue("language", value)] };
        Assert.Equal(language, ChatLanguage.Stated(chat));
    }

    [Fact]
    public void Most_conversations_state_none() => Assert.Null(ChatLanguage.Stated(Chat.Of("agent: 您好")));
}
