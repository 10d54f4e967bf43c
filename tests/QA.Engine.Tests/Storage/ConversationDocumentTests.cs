using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QA.Engine.Storage;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Storage;

public sealed class ConversationDocumentTests
{
    private readonly ConversationDocument _document = new();

    [Fact]
    public void Any_conversation_comes_back_as_it_went_in()
    {
        var random = new Random(11);
        for (var round = 0; round < 500; round++)
        {
            var chat = Random(random);
            Assert.Equal(StoredText.Of(chat), StoredText.Of(ConversationDocument.Read(_document.Write(chat))));
        }
    }

    [Fact]
    public void An_ordinary_message_takes_little_more_than_its_text()
    {
        var chat = Chats.Good(
            """
            {"id":"c","messages":[{"role":"customer","text":"在吗","time":"2026-03-02T14:03:11+08:00"},{"role":"agent","sender":"小鱼","text":"您好","time":"2026-03-02T14:03:40.25+08:00"},{"role":"agent","sender":"小鱼","kind":"image","text":null}]}
            """);
        Assert.Equal(
            """{"v":1,"id":"c","people":[["小鱼"]],"messages":[["c","在吗",0,1772431391,480],["a","您好",1,29.25],["a","",1,null,null,"image"]]}""",
            Encoding.UTF8.GetString(_document.Write(chat).Span));
    }

    [Fact]
    public void What_a_model_said_takes_a_number_where_it_said_nothing_and_little_where_it_did()
    {
        var chat = LocalSentiment.Read(Chats.Good("""{"id":"c","messages":[{"role":"customer","text":"在吗"},{"role":"agent","text":"您好"},{"role":"customer","text":"太慢了"}]}"""));
        var json = _document.Write(chat);
        Assert.Equal(
            """{"v":2,"id":"c","messages":[["c","在吗"],["a","您好"],["c","太慢了"]],"models":[["local/1"]],"moods":[0,1,[2,"N",0,471,529,[[0,3,"N",0,471,529,[1,1,-675]]]]]}""",
            Encoding.UTF8.GetString(json.Span));
        Assert.Same(LocalSentiment.Unmoved, ConversationDocument.Read(json).Messages[0].Sentiment);
    }

    [Fact]
    public void A_document_from_before_there_were_models_reads_as_it_did()
    {
        var chat = ConversationDocument.Read("""{"v":1,"id":"c","messages":[["c","太慢了"]]}"""u8.ToArray());
        Assert.Equal(new Message(Speaker.Customer, "太慢了"), Assert.Single(chat.Messages));
    }

    [Fact]
    public void Half_a_surrogate_pair_becomes_the_replacement_character_and_times_are_cut_to_microseconds()
    {
        var back = ConversationDocument.Read(_document.Write(new Conversation("a\ud83d", [new Message(Speaker.Bot, "\ude00b", "\ud83d\ude00", new DateTimeOffset(2026, 3, 2, 1, 1, 1, TimeSpan.FromHours(-5)).AddTicks(19))])));
        Assert.Equal("a\ufffd", back.Id);
        Assert.Equal(new Message(Speaker.Bot, "\ufffdb", "\ud83d\ude00", new DateTimeOffset(2026, 3, 2, 1, 1, 1, TimeSpan.FromHours(-5)).AddTicks(10)), back.Messages[0]);
    }

    [Fact]
    public void Many_people_do_not_make_it_slow()
    {
        var chat = new Conversation("c", [.. Enumerable.Range(0, 200_000).Select(i => new Message(Speaker.Agent, "", $"{i}"))]);
        Assert.Equal(chat.Messages, ConversationDocument.Read(_document.Write(chat)).Messages);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"v":1,"id":"c"}""")]
    [InlineData("""{"v":1,"id":"c","messages":[["x","a"]]}""")]
    [InlineData("""{"v":1,"id":"c","messages":[["a","a",0,null,null,"smell"]]}""")]
    [InlineData("""{"v":1,"id":"c","messages":[["a","a",1]]}""")]
    [InlineData("""{"v":2,"id":"c","messages":[["a","a"]],"moods":[0]}""")]
    [InlineData("""{"v":2,"id":"c","messages":[["a","a"]],"models":[["m"]],"moods":[1]}""")]
    [InlineData("""{"v":2,"id":"c","messages":[["a","a"]],"models":[["m"]],"moods":[[0,"X",0,1000,0]]}""")]
    [InlineData("""{"v":2,"id":"c","messages":[["a","a"]],"models":[["m"]],"moods":[[0,"N",0,0,1000,[],2]]}""")]
    public void A_broken_document_is_an_error_and_never_a_chat(string json) =>
        Assert.Contains("is broken", Assert.Throws<StoreException>(() => ConversationDocument.Read(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_document_of_a_newer_program_is_refused_with_advice() =>
        Assert.Equal(
            "a conversation is kept in version 3, and this program knows 2; use the program that wrote it",
            Assert.Throws<StoreException>(() => ConversationDocument.Read("""{"v":3}"""u8.ToArray())).Message);

    private static Conversation Random(Random random)
    {
        string[] texts = ["", "您好", "a\0b", "😀", "\u202e", "\"\\\n\t\u001f\u007f\u0085", "/:^_^", new string('长', 3_000)];
        string?[] names = [null, null, "小鱼", "阿\0凯", ""];
        var messages = new List<Message>();
        for (var i = random.Next(12); i > 0; i--)
            messages.Add(new Message((Speaker)random.Next(4), Pick(texts), Pick(names), Time(), (MessageKind)random.Next(8), Pick(names)) { Sentiment = random.Next(3) == 0 ? Said() : null });
        return new Conversation("id" + Pick(texts), messages)
        {
            Channel = Pick(names),
            Shop = Pick(names),
            Customer = Pick(names),
            Opened = Time(),
            Closed = Time(),
            Attributes = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new NamedValue(Pick(texts), Pick(texts)))],
        };

        Sentiment Said() => random.Next(3) == 0
            ? LocalSentiment.Unmoved
            : new Sentiment(Pick(texts), Side(), Sure(), Some(() => new SentenceSentiment(Place(), Place(), Side(), Sure(), Some(() => new SentimentCue(Place(), Place(), random.Next(-2_000, 2_000))), Some(Felt))), Pick(names));

        Opinion Felt() => new(Place(), Place(), Side(), Some(() => new Assessment(Place(), Place(), Side(), random.Next(2) == 0)));

        Polarity Side() => (Polarity)random.Next(4);

        Confidence Sure() => new(random.Next(1_001), random.Next(1_001), random.Next(1_001));

        int Place() => random.Next(3_000);

        List<TItem> Some<TItem>(Func<TItem> make) => [.. Enumerable.Range(0, random.Next(3)).Select(_ => make())];

        T Pick<T>(T[] from) => from[random.Next(from.Length)];

        DateTimeOffset? Time() => random.Next(3) switch
        {
            0 => null,
            1 => new DateTimeOffset(2026, 3, 2, 12, 0, 0, TimeSpan.FromHours(8)).AddTicks(random.Next() * 10L),
            _ => new DateTimeOffset(random.NextInt64(0, 3_000_000_000_000_000_00L) * 10, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(random.Next(0, 800))),
        };
    }
}
