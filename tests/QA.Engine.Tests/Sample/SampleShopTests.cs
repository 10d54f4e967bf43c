using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using QA.Engine.Sample;
using Xunit;

namespace QA.Engine.Tests.Sample;

public sealed class SampleShopTests
{
    /// <summary>Enough chats for each agent that a share of them means something.</summary>
    private const int Many = 6000;

    private static readonly string[] Orders = ["none", "unpaid", "paid", "shipped", "received"];
    private static readonly string[] Roles = ["customer", "agent", "bot", "system"];
    private static readonly string[] Kinds = ["text", "image", "voice", "card"];

    private static readonly Lazy<List<Chat>> Shipped = new(() => Read(Bytes(SampleShop.DefaultConversations, SampleShop.DefaultSeed)));
    private static readonly Lazy<List<Chat>> Larger = new(() => Read(Bytes(Many, seed: 11)));

    [Fact]
    public void The_same_arguments_give_the_same_bytes() =>
        Assert.Equal(Bytes(500, seed: 3), Bytes(500, seed: 3));

    [Fact]
    public void Another_seed_or_another_last_day_gives_other_bytes()
    {
        var bytes = Bytes(50, seed: 3);
        Assert.NotEqual(bytes, Bytes(50, seed: 4));
        Assert.NotEqual(bytes, Bytes(50, seed: 3, SampleShop.DefaultLastDay.AddDays(1)));
    }

    [Fact]
    public void The_shipped_sample_is_the_same_on_every_machine()
    {
        // Scripts changed on purpose? Read twenty of the new chats, then put the new hash here.
        var hash = Convert.ToHexStringLower(SHA256.HashData(Bytes(SampleShop.DefaultConversations, SampleShop.DefaultSeed)));
        Assert.Equal("5a3bf0f620d35b4a12ce6256c2afd85b700b2e55338e866aa2e9e4654561d8b0", hash);
    }

    [Fact]
    public void No_conversations_give_no_bytes_and_fewer_than_none_are_refused()
    {
        Assert.Empty(Bytes(0, seed: 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bytes(-1, seed: 3));
    }

    [Fact]
    public void Lines_end_in_a_bare_line_feed_and_Chinese_is_written_as_itself()
    {
        var text = Encoding.UTF8.GetString(Bytes(300, seed: 3));
        Assert.EndsWith("]}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain("\\u", text, StringComparison.Ordinal);
        Assert.Contains("您好", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Memory_does_not_grow_with_the_number_of_conversations()
    {
        SampleShop.Write(Stream.Null, 100, 5, SampleShop.DefaultLastDay);
        var few = Allocated(1_000);
        var many = Allocated(20_000);
        Assert.True(many - few < 64 * 1024, $"20,000 conversations allocated {many - few} bytes more than 1,000");

        static long Allocated(int conversations)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            SampleShop.Write(Stream.Null, conversations, 5, SampleShop.DefaultLastDay);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void The_shipped_sample_has_enough_chats_agents_teams_shops_channels_and_days()
    {
        var chats = Shipped.Value;
        Assert.True(chats.Count >= 260);
        Assert.InRange(chats.SelectMany(chat => chat.Agents).Distinct(StringComparer.Ordinal).Count(), 9, 12);
        Assert.Equal(3, chats.SelectMany(chat => chat.Messages).Select(message => message.Team).OfType<string>().Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(3, chats.Select(chat => chat.Shop).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal((string[])["douyin", "jd", "pinduoduo", "taobao"], chats.Select(chat => chat.Channel).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(SampleShop.DefaultLastDay.AddDays(1 - SampleShop.Days), Day(chats[0].Opened));
        Assert.Equal(SampleShop.DefaultLastDay, Day(chats[^1].Opened));
    }

    [Fact]
    public void Nothing_happens_outside_the_days_asked_for()
    {
        var first = SampleShop.DefaultLastDay.AddDays(1 - SampleShop.Days);
        Assert.All(Larger.Value, chat =>
        {
            Assert.InRange(Day(chat.Opened), first, SampleShop.DefaultLastDay);
            Assert.InRange(Day(chat.Closed), first, SampleShop.DefaultLastDay);
        });
    }

    [Fact]
    public void Chats_stand_in_the_order_they_were_opened_and_messages_in_the_order_they_were_sent()
    {
        var before = DateTimeOffset.MinValue;
        for (var i = 0; i < Larger.Value.Count; i++)
        {
            var chat = Larger.Value[i];
            Assert.Equal($"sample-{i + 1:D6}", chat.Id);
            Assert.True(chat.Opened >= before, chat.Id);
            before = chat.Opened;
            var last = chat.Opened;
            foreach (var message in chat.Messages)
            {
                Assert.True(message.Time >= last, chat.Id);
                last = message.Time;
            }

            Assert.True(chat.Closed >= last, chat.Id);
        }
    }

    [Fact]
    public void Only_known_roles_kinds_and_order_states_are_written()
    {
        foreach (var chat in Larger.Value)
        {
            Assert.Contains(chat.Order, Orders, StringComparer.Ordinal);
            Assert.InRange(chat.Rating ?? 1, 1, 5);
            Assert.NotEmpty(chat.Messages);
            foreach (var message in chat.Messages)
            {
                Assert.Contains(message.Role, Roles, StringComparer.Ordinal);
                Assert.Contains(message.Kind, Kinds, StringComparer.Ordinal);
            }
        }
    }

    [Fact]
    public void No_message_is_empty_or_shows_the_seams_of_its_template()
    {
        foreach (var message in Larger.Value.SelectMany(chat => chat.Messages))
        {
            Assert.False(string.IsNullOrWhiteSpace(message.Text));
            Assert.DoesNotMatch(Seams, message.Text);
        }
    }

    [Fact]
    public void Every_agents_message_names_its_sender_and_the_senders_team()
    {
        var teams = SampleShop.Roster.ToDictionary(agent => agent.Name, agent => agent.Team, StringComparer.Ordinal);
        foreach (var message in Larger.Value.SelectMany(chat => chat.Messages))
        {
            if (string.Equals(message.Role, "agent", StringComparison.Ordinal))
                Assert.Equal(teams[message.Sender!], message.Team);
            else
                Assert.Null(message.Team);
        }
    }

    [Fact]
    public void No_two_chats_of_the_shipped_sample_say_the_same() =>
        Assert.Equal(Shipped.Value.Count, Shipped.Value.Select(chat => string.Join('\n', chat.Messages.Select(message => message.Text))).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [InlineData("a transfer", 8)]
    [InlineData("a bot", 20)]
    [InlineData("a complaint", 25)]
    [InlineData("two sessions", 10)]
    [InlineData("the agent first", 8)]
    [InlineData("an image", 15)]
    [InlineData("a voice message", 1)]
    [InlineData("traditional script", 2)]
    [InlineData("English", 3)]
    [InlineData("a Wangwang code", 10)]
    [InlineData("a JD code", 8)]
    [InlineData("a bracket emoticon", 15)]
    [InlineData("a Unicode emoji", 15)]
    [InlineData("no agent at all", 1)]
    [InlineData("a reward or a private contact", 2)]
    [InlineData("a threat", 2)]
    public void The_shipped_sample_shows(string what, int atLeast)
    {
        Func<Chat, bool> shows = what switch
        {
            "a transfer" => chat => chat.Agents.Count() > 1 && chat.Says("system", "已将会话转接给"),
            "a bot" => chat => chat.Messages.Any(message => message.Role is "bot"),
            "a complaint" => chat => Complaint.IsMatch(chat.Words("customer")),
            "two sessions" => chat => chat.Messages.Zip(chat.Messages.Skip(1)).Any(pair => pair.Second.Time - pair.First.Time >= TimeSpan.FromHours(6)),
            "the agent first" => chat => chat.Messages.First(message => message.Role is not "system").Role is "agent",
            "an image" => chat => chat.Messages.Any(message => message.Kind is "image"),
            "a voice message" => chat => chat.Messages.Any(message => message.Kind is "voice"),
            "traditional script" => chat => chat.Says("customer", "請") || chat.Says("customer", "這"),
            "English" => chat => EnglishWords.IsMatch(chat.Words("customer")),
            "a Wangwang code" => chat => chat.Says("agent", "/:"),
            "a JD code" => chat => chat.Says("agent", "#E-"),
            "a bracket emoticon" => chat => Bracket.IsMatch(chat.Words("agent")),
            "a Unicode emoji" => chat => chat.Words("agent").Any(char.IsSurrogate),
            "no agent at all" => chat => !chat.Agents.Any(),
            "a reward or a private contact" => chat => Bribe.IsMatch(chat.Words("agent")),
            "a threat" => chat => Threat.IsMatch(chat.Words("agent")),
            _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no such content"),
        };
        var found = Shipped.Value.Count(shows);
        Assert.True(found >= atLeast, $"{what}: {found} chats, expected at least {atLeast}");
    }

    [Fact]
    public void The_star_greets_more_chats_than_the_middling_and_they_more_than_the_curt()
    {
        Assert.True(Share("小鱼", Greets) > Share("青禾", Greets) + 0.2);
        Assert.True(Share("青禾", Greets) > Share("大熊", Greets) + 0.2);
    }

    [Fact]
    public void The_eager_one_promises_more_than_anybody_else() =>
        Assert.All(SampleShop.Roster.Where(agent => agent.Name is not "糖糖"), agent => Assert.True(Share("糖糖", Promises) > Share(agent.Name, Promises) + 0.15, agent.Name));

    [Fact]
    public void The_forgetful_one_greets_like_others_but_seldom_asks_for_a_review()
    {
        Assert.True(Share("豆豆", Greets) > 0.6);
        Assert.True(Share("豆豆", AsksForReview) < Share("小鱼", AsksForReview) / 3);
    }

    [Fact]
    public void The_curt_one_uses_fewer_emoticons_than_the_star() =>
        Assert.True(Share("大熊", Smiles) < Share("小鱼", Smiles) / 4);

    [Fact]
    public void The_coached_one_improves_in_the_second_month_and_the_tired_one_declines()
    {
        var (first, second) = (Larger.Value.Where(chat => Day(chat.Opened) < new DateOnly(2026, 2, 24)), Larger.Value.Where(chat => Day(chat.Opened) >= new DateOnly(2026, 3, 10)));
        Assert.True(Share("木木", Greets, second) > Share("木木", Greets, first) + 0.3);
        Assert.True(Share("阿凯", Greets, second) < Share("阿凯", Greets, first) - 0.3);
        Assert.True(Share("阿凯", Apologises, second) < Share("阿凯", Apologises, first) - 0.1);
        // Near miss: the star is the same in both months.
        Assert.InRange(Share("小鱼", Greets, second) - Share("小鱼", Greets, first), -0.08, 0.08);
    }

    [Fact]
    public void The_new_one_starts_in_the_second_month() =>
        Assert.All(Larger.Value.Where(chat => chat.Agents.Contains("可乐", StringComparer.Ordinal)), chat => Assert.True(chat.Opened.Month == 3, chat.Id));

    [Fact]
    public void Nobody_answers_at_night()
    {
        foreach (var message in Larger.Value.SelectMany(chat => chat.Messages).Where(message => message.Role is "agent"))
            Assert.False(message.Time.TimeOfDay > TimeSpan.FromHours(1) && message.Time.TimeOfDay < TimeSpan.FromHours(8.5), message.Time.ToString("O", CultureInfo.InvariantCulture));
    }

    private static bool Greets(string words, Chat chat) =>
        Greeting.IsMatch(words[..Math.Min(12, words.Length)]);

    private static bool Promises(string words, Chat chat) => Absolute.IsMatch(words);

    private static bool AsksForReview(string words, Chat chat) => words.Contains('评');

    private static bool Apologises(string words, Chat chat) => Apology.IsMatch(words);

    private static bool Smiles(string words, Chat chat) =>
        words.Contains("/:", StringComparison.Ordinal) || words.Contains("#E-", StringComparison.Ordinal) || Bracket.IsMatch(words) || words.Any(char.IsSurrogate);

    /// <summary>The share of an agent's own chats (nobody else answered in them) in which the agent's words are such.</summary>
    private static double Share(string agent, Func<string, Chat, bool> such, IEnumerable<Chat>? among = null)
    {
        var own = (among ?? Larger.Value).Where(chat => chat.Agents.SequenceEqual([agent], StringComparer.Ordinal)).ToList();
        Assert.True(own.Count >= 40, $"{agent} has only {own.Count} chats: too few to compare");
        return (double)own.Count(chat => such(chat.Words("agent"), chat)) / own.Count;
    }

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(time.DateTime);

    private static byte[] Bytes(int conversations, ulong seed, DateOnly? lastDay = null)
    {
        using var output = new MemoryStream();
        SampleShop.Write(output, conversations, seed, lastDay ?? SampleShop.DefaultLastDay);
        return output.ToArray();
    }

    private static List<Chat> Read(byte[] bytes) =>
        [.. Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Chat.Parse)];

    private static readonly Regex Seams = new("[{}|]|//|undefined|，，|[？！]，|^，|，$|吗吗|您您", RegexOptions.NonBacktracking);
    private static readonly Regex Complaint = new("差评|投诉|怎么回事|什么质量|发错|少发|没有收到|还没到|没退款|骗人|太差", RegexOptions.NonBacktracking);
    private static readonly Regex EnglishWords = new("[a-z]{2,} [a-z]{2,} [a-z]{2,}", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase);
    private static readonly Regex Bracket = new(@"\[(微笑|玫瑰|爱心|比心|握手|可爱|抱拳|抱抱)\]", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture);
    private static readonly Regex Bribe = new("返现?[0-9]|加我微信|微信转账|返[0-9]块", RegexOptions.NonBacktracking);
    private static readonly Regex Threat = new("投诉投诉去|就投诉去|去投诉啊|概不退换|排到最后面|公布你的", RegexOptions.NonBacktracking);
    private static readonly Regex Greeting = new("您好|你好|[早上下午晚中]{2}好|Hello|Hi", RegexOptions.NonBacktracking);
    private static readonly Regex Absolute = new("绝对|保证|百分百|永远|肯定", RegexOptions.NonBacktracking);
    private static readonly Regex Apology = new("抱歉|对不起|不好意思|惭愧", RegexOptions.NonBacktracking);

    private sealed record Said(string Role, string? Sender, string? Team, DateTimeOffset Time, string Kind, string Text);

    private sealed record Chat(
        string Id, string Channel, string Shop, DateTimeOffset Opened, DateTimeOffset Closed, string Order, int? Rating, List<Said> Messages)
    {
        public IEnumerable<string> Agents => Messages.Where(message => message.Role is "agent").Select(message => message.Sender!).Distinct(StringComparer.Ordinal);

        public string Words(string role) =>
            string.Join(' ', Messages.Where(message => string.Equals(message.Role, role, StringComparison.Ordinal)).Select(message => message.Text));

        public bool Says(string role, string words) => Words(role).Contains(words, StringComparison.Ordinal);

        public static Chat Parse(string line)
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var attributes = root.GetProperty("attributes");
            return new Chat(
                root.GetProperty("id").GetString()!,
                root.GetProperty("channel").GetString()!,
                root.GetProperty("shop").GetString()!,
                Time(root.GetProperty("opened")),
                Time(root.GetProperty("closed")),
                attributes.GetProperty("order").GetString()!,
                attributes.TryGetProperty("rating", out var rating) ? rating.GetInt32() : null,
                [.. root.GetProperty("messages").EnumerateArray().Select(message => new Said(
                    message.GetProperty("role").GetString()!,
                    Optional(message, "sender"),
                    Optional(message, "team"),
                    Time(message.GetProperty("time")),
                    Optional(message, "kind") ?? "text",
                    message.GetProperty("text").GetString()!))]);
        }

        private static string? Optional(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

        private static DateTimeOffset Time(JsonElement value)
        {
            var text = value.GetString()!;
            Assert.EndsWith("+08:00", text, StringComparison.Ordinal);
            return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        }
    }
}
