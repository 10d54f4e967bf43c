using System;
using System.Linq;
using System.Text;
using QA.Engine.Sources;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Sources;

public sealed class ConversationJsonTests
{
    [Fact]
    public void A_time_may_be_written_with_escapes()
    {
        var chat = Chats.Good("""{"id":"1","opened":"2026-01-31T00:56:04\u002B08:00","closed":"\u0032026-01-31T01\u003a00:00Z","messages":[]}""");
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 0, 56, 4, TimeSpan.FromHours(8)), chat.Opened);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 1, 0, 0, TimeSpan.Zero), chat.Closed);
        Assert.NotNull(Chats.Read("""{"id":"1","opened":"\u0032026-01-31 \u002B","messages":[]}""").Problem);
    }

    [Fact]
    public void The_example_of_the_format_is_read_whole()
    {
        var chat = Chats.Good(
            """
            {"id":"c1","channel":"taobao","shop":"小满家居","customer":"b***3","opened":"2026-03-02T14:03:11+08:00","closed":"2026-03-02T14:20:00+08:00","attributes":{"order":"paid","rating":5},"messages":[{"role":"customer","text":"在吗"},{"role":"agent","sender":"小鱼","time":"2026-03-02T14:03:40+08:00","text":"您好亲，在的哦~"}]}
            """);

        Assert.Equal("c1", chat.Id);
        Assert.Equal(("taobao", "小满家居", "b***3"), (chat.Channel, chat.Shop, chat.Customer));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 14, 3, 11, TimeSpan.FromHours(8)), chat.Opened);
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 14, 20, 0, TimeSpan.FromHours(8)), chat.Closed);
        Assert.Equal([new NamedValue("order", "paid"), new NamedValue("rating", "5")], chat.Attributes);
        Assert.Equal(new Message(Speaker.Customer, "在吗"), chat.Messages[0]);
        Assert.Equal(new Message(Speaker.Agent, "您好亲，在的哦~", "小鱼", new DateTimeOffset(2026, 3, 2, 14, 3, 40, TimeSpan.FromHours(8))), chat.Messages[1]);
    }

    [Theory]
    [InlineData("[]", "a line must be one JSON object, not a list")]
    [InlineData("3", "a line must be one JSON object, not a number")]
    [InlineData("{}", "'id' is missing; give every conversation a text that names it, such as \"c1\"")]
    [InlineData("""{"id":"c"}""", "'messages' is missing; it must be a list of objects with 'role' and 'text'")]
    [InlineData("""{"id":7,"messages":[]}""", "'id' must be a text such as \"c1\", not a number")]
    [InlineData("""{"id":"","messages":[]}""", "'id' must be 1 to 256 characters long, not 0")]
    [InlineData("""{"id":"c","messages":{}}""", "'messages' must be a list of objects with 'role' and 'text', not an object")]
    [InlineData("""{"id":"c","messages":null}""", "'messages' must be a list of objects with 'role' and 'text', not null")]
    [InlineData("""{"id":"c","messages":["hi"]}""", "messages[0] must be an object with 'role' and 'text', not a text")]
    [InlineData("""{"id":"c","messages":[{"role":"agent","text":"a"},{"text":"b"}]}""", "messages[1] has no 'role'; it must be customer, agent, bot or system")]
    [InlineData("""{"id":"c","messages":[{"role":"seller","text":"b"}]}""", "messages[0].role must be customer, agent, bot or system, not \"seller\"")]
    [InlineData("""{"id":"c","messages":[{"role":"Agent","text":"b"}]}""", "messages[0].role must be customer, agent, bot or system, not \"Agent\"")]
    [InlineData("""{"id":"c","messages":[{"role":1,"text":"b"}]}""", "messages[0].role must be customer, agent, bot or system, not a number")]
    [InlineData("""{"id":"c","messages":[{"role":"agent"}]}""", "messages[0] has no 'text'; give it a text, or a 'kind' other than text")]
    [InlineData("""{"id":"c","messages":[{"role":"agent","text":5}]}""", "messages[0].text must be a text, not a number")]
    [InlineData("""{"id":"c","messages":[{"role":"agent","text":"a","sender":["x"]}]}""", "messages[0].sender must be a text, not a list")]
    [InlineData("""{"id":"c","messages":[{"role":"agent","text":"a","time":1740000000}]}""", "messages[0].time must be a time such as \"2026-03-02T14:03:11+08:00\", not a number")]
    [InlineData("""{"id":"c","messages":[{"role":"agent","text":"a","time":"yesterday"}]}""", "messages[0].time must be a time such as \"2026-03-02T14:03:11+08:00\", not \"yesterday\"")]
    [InlineData("""{"id":"c","messages":[{"role":"agent","text":"a","time":"2026-02-30T10:00:00"}]}""", "messages[0].time must be a time such as \"2026-03-02T14:03:11+08:00\", not \"2026-02-30T10:00:00\"")]
    [InlineData("""{"id":"c","closed":true,"messages":[]}""", "'closed' must be a time such as \"2026-03-02T14:03:11+08:00\", not a boolean")]
    [InlineData("""{"id":"c","shop":3,"messages":[]}""", "'shop' must be a text, not a number")]
    [InlineData("""{"id":"c","attributes":[],"messages":[]}""", "'attributes' must be an object such as {\"order\":\"paid\"}, not a list")]
    [InlineData("""{"id":"c","messages":[{"role":"agent","text":"a","kind":2}]}""", "messages[0].kind must be a text such as \"image\", not a number")]
    public void A_wrong_line_says_where_what_and_what_would_be_right(string line, string problem) =>
        Assert.Equal(problem, Chats.Read(line).Problem);

    [Theory]
    [InlineData("""{"id":"c","messages":[""")]
    [InlineData("""{"id":"c","messages":[]} trailing""")]
    [InlineData("""{"id":"c","messages":[]}{"id":"d","messages":[]}""")]
    [InlineData("""{'id':'c'}""")]
    [InlineData("""{"id":"c","messages":[],}""")]
    [InlineData("{\"id\":\"a\u0000b\",\"messages\":[]}")]
    [InlineData("{\"id\":\"\\ud8\",\"messages\":[]}")]
    public void Broken_json_is_reported_with_its_byte(string line)
    {
        var problem = Chats.Read(line).Problem;
        Assert.StartsWith("broken JSON at byte ", problem, StringComparison.Ordinal);
        Assert.EndsWith("; a line must be one JSON object", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_not_utf8_is_reported_with_its_first_wrong_byte()
    {
        byte[] line = [.. "{\"id\":\"c"u8, 0xFF, .. "\",\"messages\":[]}"u8];
        Assert.Equal("byte 9 is not UTF-8; save the file as UTF-8", new ConversationJson(ReadLimits.Default).Read(line).Problem);
    }

    [Fact]
    public void Attributes_nested_too_deeply_are_a_problem_and_not_a_crash() =>
        Assert.StartsWith("broken JSON", Chats.Read($$"""{"id":"c","x":{{new string('[', 5000)}}{{new string(']', 5000)}},"messages":[]}""").Problem, StringComparison.Ordinal);

    [Fact]
    public void Empty_texts_stay_empty_messages() =>
        Assert.Equal("", Assert.Single(Chats.Good("""{"id":"c","messages":[{"role":"agent","text":""}]}""").Messages).Text);

    [Theory]
    [InlineData("image", MessageKind.Image)]
    [InlineData("voice", MessageKind.Voice)]
    [InlineData("recalled", MessageKind.Recalled)]
    [InlineData("hologram", MessageKind.Other)]
    public void What_is_no_text_needs_none(string kind, MessageKind expected)
    {
        var missing = Assert.Single(Chats.Good($$"""{"id":"c","messages":[{"role":"agent","kind":"{{kind}}"}]}""").Messages);
        var none = Assert.Single(Chats.Good($$"""{"id":"c","messages":[{"role":"agent","text":null,"kind":"{{kind}}"}]}""").Messages);
        Assert.Equal(new Message(Speaker.Agent, "", Kind: expected), missing);
        Assert.Equal(missing, none);
    }

    [Fact]
    public void Nuls_and_direction_marks_stay_where_they_are()
    {
        var text = Assert.Single(Chats.Good("{\"id\":\"c\",\"messages\":[{\"role\":\"agent\",\"text\":\"a\\u0000b\\u202ec\u200F\"}]}").Messages).Text;
        Assert.Equal("a\0b\u202Ec\u200F", text);
    }

    [Theory]
    [InlineData("\\ud83d", "\uFFFD")]
    [InlineData("\\ude00", "\uFFFD")]
    [InlineData("\\ud83d\\ude00", "😀")]
    [InlineData("\\ud83d\\ud83d\\ude00", "\uFFFD😀")]
    [InlineData("\\ude00\\ud83d", "\uFFFD\uFFFD")]
    [InlineData("好\\ud83d好", "好\uFFFD好")]
    [InlineData("\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9", "\"\\/\b\f\n\r\té")]
    public void Escapes_are_read_and_half_pairs_become_replacement_characters(string escaped, string expected) =>
        Assert.Equal(expected, Assert.Single(Chats.Good($$"""{"id":"c","messages":[{"role":"agent","text":"{{escaped}}"}]}""").Messages).Text);

    [Fact]
    public void Of_two_equal_keys_the_last_counts()
    {
        var chat = Chats.Good("""{"id":"a","id":"b","x":1,"y":2,"x":3,"messages":[{"role":"bot","text":"old"}],"messages":[{"role":"bot","role":"agent","text":"new"}]}""");
        Assert.Equal("b", chat.Id);
        Assert.Equal([new NamedValue("y", "2"), new NamedValue("x", "3")], chat.Attributes);
        Assert.Equal(new Message(Speaker.Agent, "new"), Assert.Single(chat.Messages));
    }

    [Fact(Timeout = 240_000)]
    public void Thousands_of_repeated_keys_are_read_in_time()
    {
        var once = string.Join(',', Enumerable.Range(0, 60_000).Select(i => $"\"k{i}\":1"));
        var again = once.Replace(":1", ":2", StringComparison.Ordinal);
        var chat = Chats.Good($"{{\"id\":\"c\",\"messages\":[],{once},{again}}}");

        Assert.Equal(60_000, chat.Attributes.Count);
        Assert.All(chat.Attributes, attribute => Assert.Equal("2", attribute.Value));
    }

    [Fact]
    public void Unknown_fields_become_attributes()
    {
        var chat = Chats.Good("""{"id":"c","tags":["急", "vip"],"score":4.50,"vip":true,"gone":null,"nested":{"a":[1]},"messages":[{"role":"agent","text":"a","msgId":"m1"}]}""");
        Assert.Equal(
            [
                new NamedValue("tags", """["急", "vip"]"""), new NamedValue("score", "4.50"), new NamedValue("vip", "true"),
                new NamedValue("nested", """{"a":[1]}"""), new NamedValue("messages[0].msgId", "m1"),
            ],
            chat.Attributes);
    }

    [Fact]
    public void Nothing_is_carried_from_one_line_to_the_next()
    {
        var json = new ConversationJson(ReadLimits.Default);
        json.Read("""{"id":"a","shop":"s","closed":"2026-03-02T14:03","x":1,"messages":[{"role":"agent","text":"t","sender":"n"}]}"""u8);
        json.Read("""{"id":"broken","messages":[{"role":"agent","text":"left over"},"""u8);
        var chat = json.Read("""{"id":"b","messages":[]}"""u8).Conversation!;
        Assert.Equal(("b", null, null, 0, 0), (chat.Id, chat.Shop, chat.Closed, chat.Attributes.Count, chat.Messages.Count));
    }

    [Fact]
    public void Times_may_be_missing_or_out_of_order_and_messages_keep_the_order_of_the_file()
    {
        var chat = Chats.Good(
            """{"id":"c","messages":[{"role":"agent","text":"1","time":"2026-03-02T10:00:00Z"},{"role":"agent","text":"2","time":"2026-03-02T09:00:00Z"},{"role":"agent","text":"3","time":""},{"role":"agent","text":"4"}]}""");
        Assert.Equal(["1", "2", "3", "4"], chat.Messages.Select(message => message.Text));
        Assert.Equal([true, true, false, false], chat.Messages.Select(message => message.SentAt is not null));
    }

    [Fact]
    public void A_message_of_10_megabytes_is_read()
    {
        var text = new string('好', 10_000_000 / 3);
        Assert.Equal(text, Assert.Single(Chats.Good($$"""{"id":"c","messages":[{"role":"agent","text":"{{text}}"}]}""").Messages).Text);
    }

    [Fact]
    public void A_conversation_of_100_000_messages_is_read()
    {
        var line = new StringBuilder("""{"id":"c","messages":[""");
        for (var i = 0; i < 100_000; i++)
            line.Append(i == 0 ? "" : ",").Append("""{"role":"agent","text":"好"}""");
        Assert.Equal(100_000, Chats.Good(line.Append("]}").ToString()).Messages.Count);
    }

    [Fact]
    public void More_messages_than_the_limit_are_a_problem()
    {
        var limits = new ReadLimits { MaxMessages = 2 };
        const string two = """{"id":"c","messages":[{"role":"agent","text":"1"},{"role":"agent","text":"2"}]}""";
        const string three = """{"id":"c","messages":[{"role":"agent","text":"1"},{"role":"agent","text":"2"},{"role":"agent","text":"3"}]}""";
        Assert.True(Chats.Read(two, limits).IsGood);
        Assert.Equal("'messages' holds more than 2 messages; split the conversation or raise the limit", Chats.Read(three, limits).Problem);
    }
}
