using System;
using System.Collections.Generic;
using System.Linq;
using Dapper;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Storage;

/// <summary>What lists of conversations must be, whatever the store: equal to looking at every score there is.</summary>
public abstract class ConversationListContract : IDisposable
{
    private static readonly TimeSpan Patient = TimeSpan.FromMinutes(1);
    private static readonly DateOnly First = new(2026, 1, 20);
    private static readonly DateOnly Last = new(2026, 3, 10);

    private static readonly string[] Said =
    [
        "您好", "谢谢", "抱歉", "笨蛋", "在", "请稍等", "我們馬上幫您退貨", "Refund ABC123 已提交", "订单尾号 7788", "運費險", "好的亲~~~", "😀👍", "v-x-号", "ok", "明天发货,请放心",
    ];

    private readonly ContentHash _hash = new();
    private readonly List<string> _ids = [];
    private IScoreStore? _store;

    private protected ManualTime Time { get; } = new() { Now = new DateTimeOffset(2026, 3, 10, 12, 0, 0, TimeSpan.FromHours(8)) };

    private protected IScoreStore Store => _store ??= Begin();

    private protected abstract IScoreStore Open();

    private protected abstract void CleanUp();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_filter_finds_what_a_look_at_every_score_finds(int prepared)
    {
        var random = new Random(7 + prepared);
        Fill(random, 150);
        if (prepared > 0)
            Index();
        Decide(random);
        if (prepared == 2)
            Index();
        Fill(random, 30);
        var all = Everything();
        Assert.True(all.Count > 180, $"only {all.Count}");
        for (var i = 0; i < 250; i++)
        {
            var filter = Some(random);
            var expected = all.Where(each => filter.Takes(each.Score) && (filter.Text is null || Holds(each, filter.Text)))
                .Select(static each => each.Score.Place).ToList();
            expected.Sort((one, other) => ListPlace.Compare(one, other, filter.Order));
            var found = Pages(filter, random.Next(1, 60));
            Assert.True(expected.SequenceEqual(found.ConvertAll(static score => score.Place)), $"{filter} {filter.Text?.Typed}: {expected.Count} expected, {found.Count} found");
            if (filter.Text is { } text)
                Assert.All(found, score => Assert.Contains(text.Words[0], Folding.Fold(score.Snippet!.Before + score.Snippet.Found + score.Snippet.After)));
        }
    }

    [Fact]
    public void A_line_says_what_people_decided()
    {
        Save(Chat("c", new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8)), "一组", "小鱼", "店", "谢谢,笨蛋"));
        var machine = Assert.Single(Pages(Whole, 10));
        Assert.Equal(("c", "店", "一组", "小鱼", "other"), (machine.Conversation, machine.Shop, machine.Team, machine.Agent, machine.Scenario));
        Assert.Equal((Verdict.Fail, Verdict.Pass, Verdict.NotApplicable), (machine.VerdictOf("greeting"), machine.VerdictOf("courtesy"), machine.VerdictOf("apology-first")));
        Assert.Equal(new ListedCritical("insult", "suspected"), Assert.Single(machine.Criticals));
        Assert.False(machine.Decided);
        Assert.Equal((0, false, "不合格"), (machine.Total, machine.Passed, machine.Band?.Zh));

        Review(machine.Number, machine.Day, "PPN", 9_000, 9_000);
        Dismiss(machine.Number);
        foreach (var indexed in (bool[])[false, true])
        {
            if (indexed)
                Index();
            var decided = Assert.Single(Pages(Whole with { Criterion = "greeting", Verdict = Verdict.Pass, Critical = "dismissed", PointsFrom = 9_000 }, 10));
            Assert.Equal((Verdict.Pass, 9_000, true, true), (decided.VerdictOf("greeting"), decided.Total, decided.Passed, decided.Decided));
            Assert.Null(decided.Band);
            Assert.Empty(Pages(Whole with { Criterion = "greeting", Verdict = Verdict.Fail }, 10));
            Assert.Empty(Pages(Whole with { Critical = "suspected" }, 10));
        }
    }

    [Fact]
    public void A_newer_state_of_a_conversation_takes_the_place_of_the_older_one()
    {
        var at = new DateTimeOffset(2026, 3, 2, 10, 0, 0, TimeSpan.FromHours(8));
        Save(Chat("c", at, "一组", "小鱼", "店", "在"));
        Index();
        Save(Chat("c", at, "一组", "小鱼", "店", "在", "谢谢"));
        foreach (var indexed in (bool[])[false, true])
        {
            if (indexed)
                Index();
            Assert.Equal(Verdict.Pass, Assert.Single(Pages(Whole, 10)).VerdictOf("courtesy"));
            Assert.Empty(Pages(Whole with { Criterion = "courtesy", Verdict = Verdict.Fail }, 10));
            Assert.Single(Pages(Whole with { Text = SearchText.Of("谢谢") }, 10));
        }
    }

    [Theory]
    [InlineData("退货", "我們馬上幫您退貨")]
    [InlineData("退貨", "马上帮您退货")]
    [InlineData("REFUND", "your refund is on its way")]
    [InlineData("ref", "Refunded")]
    [InlineData("7788", "订单尾号:778812")]
    [InlineData("微信", "加.微.信")]
    [InlineData("ABC", "abc已发")]
    [InlineData("退货 运费", "运费险可以退貨")]
    [InlineData("明天,发货", "明天,发货")]
    [InlineData("好的👍", "好的👍")]
    public void A_search_folds_as_the_engine_does(string typed, string said)
    {
        Save(Chat("c", Time.Now, "一组", "小鱼", "店", "您好", said), Chat("d", Time.Now, "一组", "小鱼", "店", "您好,没有别的"));
        foreach (var indexed in (bool[])[false, true])
        {
            if (indexed)
                Index();
            var found = Assert.Single(Pages(Whole with { Text = SearchText.Of(typed)! }, 10));
            Assert.Equal("c", found.Conversation);
            Assert.Contains(found.Snippet!.Found, said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Single_characters_are_no_search()
    {
        Assert.Null(SearchText.Of("好"));
        Assert.Null(SearchText.Of(" 好 a \u200b"));
        Assert.NotNull(SearchText.Of("你好"));
    }

    [Fact]
    public void A_search_without_patience_says_how_far_it_got_and_goes_on_from_there()
    {
        var random = new Random(3);
        Fill(random, 60);
        Index();
        var filter = Whole with { Text = SearchText.Of("从来没有人说过的话") };
        ListPlace? at = null;
        var steps = 0;
        do
        {
            var page = Store.Conversations.List(filter, at, 10, TimeSpan.FromTicks(-1));
            Assert.Empty(page.Scores);
            Assert.True(page.SearchedTo is null || at is null || ListPlace.Compare(at.Value, page.SearchedTo.Value, filter.Order) < 0, "it stands still");
            at = page.Next;
            steps++;
        }
        while (at is not null);
        Assert.True(steps < 100);
    }

    [Fact]
    public void What_is_forgotten_is_listed_no_more()
    {
        Save(Chat("old", new DateTimeOffset(2026, 1, 20, 10, 0, 0, TimeSpan.FromHours(8)), "一组", "小鱼", "店", "您好"), Chat("new", Time.Now, "一组", "小鱼", "店", "您好"));
        Index();
        Save(Chat("older", new DateTimeOffset(2026, 2, 2, 10, 0, 0, TimeSpan.FromHours(8)), "一组", "小鱼", "店", "您好"));
        Store.Forget(new DateOnly(2026, 3, 1));
        Assert.Equal("new", Assert.Single(Pages(Whole, 10)).Conversation);
        Index();
        Assert.Equal("new", Assert.Single(Pages(Whole, 10)).Conversation);
    }

    [Fact]
    public void Names_to_choose_from_are_those_within_reach()
    {
        Save(Chat("a", Time.Now, "一组", "小鱼", "甲店", "您好"), Chat("b", Time.Now, "二组", "小草", "乙店", "您好"));
        var all = Store.Conversations.Names(Reach.All);
        Assert.Equal(["乙店", "甲店"], all.Shops);
        Assert.Equal(["一组", "二组"], all.Teams);
        var own = Store.Conversations.Names(new Reach(false, ["一组"], null));
        Assert.Equal("甲店", Assert.Single(own.Shops));
        Assert.Equal("一组", Assert.Single(own.Teams));
    }

    [Fact]
    public void Odd_names_are_found_and_do_no_harm()
    {
        const string odd = "a\0b 😀\u202e'\"\\%_\n";
        var id = string.Concat(Enumerable.Repeat("长", 250)) + "\0";
        Save(Chat(id, Time.Now, "组" + odd, "鱼" + odd, "店" + odd, "您好" + odd));
        foreach (var indexed in (bool[])[false, true])
        {
            if (indexed)
                Index();
            var found = Assert.Single(Pages(Whole with { Team = "组" + odd, Agent = "鱼" + odd, Shop = "店" + odd, Text = SearchText.Of("您好") }, 10));
            Assert.Equal(id, found.Conversation);
            Assert.Single(Pages(Whole with { Reach = new Reach(false, [], new AgentName("组" + odd, "鱼" + odd)) }, 10));
        }
    }

    public void Dispose()
    {
        _store?.Dispose();
        CleanUp();
        GC.SuppressFinalize(this);
    }

    private static ConversationFilter Whole { get; } = new() { From = First, To = Last, Reach = Reach.All };

    private protected void Index()
    {
        while (Store.Index())
        {
            // There is more.
        }
    }

    private List<ListedScore> Pages(ConversationFilter filter, int size)
    {
        var found = new List<ListedScore>();
        ListPlace? at = null;
        do
        {
            var page = Store.Conversations.List(filter, at, size, Patient);
            Assert.True(page.Scores.Count == size || page.Next is null);
            Assert.Null(page.SearchedTo);
            found.AddRange(page.Scores);
            at = page.Next;
        }
        while (at is not null);
        return found;
    }

    /// <summary>Every score that counts with its chat, read the slow way.</summary>
    private List<(ListedScore Score, Conversation Chat)> Everything()
    {
        var reviewed = Store.People.Read(static connection =>
            connection.Query<(long Score, long? Total, string Standing, long? Passed, string Verdicts)>("SELECT score, total, standing, passed, verdicts FROM reviewed_scores"))
            .ToDictionary(static row => row.Score);
        var all = new List<(ListedScore, Conversation)>();
        foreach (var id in _ids.Distinct(StringComparer.Ordinal))
        {
            var chat = Store.Find(id)!;
            foreach (var score in Store.Scores(id).Where(static score => score.Official))
            {
                var decided = reviewed.TryGetValue(score.Number, out var review);
                all.Add((
                    new ListedScore
                    {
                        Number = score.Number, Conversation = id, Day = score.Day, HappenedAt = score.HappenedAt, ScoredAt = score.ScoredAt, Shop = chat.Shop ?? "", Team = score.Team,
                        Agent = score.Agent, Scenario = score.Scenario, Standing = decided ? ScoreColumns.Standing(review.Standing) : score.Standing,
                        Total = decided ? (int?)review.Total : score.Total, Band = score.Band, Passed = score.Passed, RubricId = score.RubricId, RubricHash = score.RubricHash,
                        Criteria = [.. score.Criteria.Select(static criterion => criterion.Criterion)],
                        Letters = decided ? review.Verdicts : string.Concat(score.Criteria.Select(static criterion => ScoreColumns.Letter(criterion.Verdict))),
                        Criticals = [.. score.Suspicions.Select(static one => new ListedCritical(one.Critical, one.State))], Decided = decided, Official = true,
                        Sessions = score.Sessions, MessageFrom = score.MessageFrom, MessageTo = score.MessageTo, Mood = score.Mood,
                    },
                    chat));
            }
        }

        return all;
    }

    private static bool Holds((ListedScore Score, Conversation Chat) each, SearchText text)
    {
        var (from, to) = each.Score.Sessions == 1 ? (0, each.Chat.Messages.Count) : (each.Score.MessageFrom, each.Score.MessageTo);
        var messages = each.Chat.Messages.Skip(from).Take(to - from).Select(static message => Folding.Fold(message.Text)).ToList();
        return text.Words.All(word => messages.Exists(message => message.Contains(word, StringComparison.Ordinal)));
    }

    private static ConversationFilter Some(Random random)
    {
        var filter = Whole;
        if (random.Next(3) == 0)
            filter = filter with { From = First.AddDays(random.Next(20)), To = Last.AddDays(-random.Next(20)) };
        if (random.Next(3) == 0)
            filter = filter with { Order = ListOrder.Lowest };
        for (var wishes = random.Next(3); wishes >= 0; wishes--)
        {
            filter = random.Next(12) switch
            {
                0 => filter with { Reach = new Reach(false, [Name("组", random), Name("组", random)], random.Next(2) == 0 ? new AgentName(Name("组", random), Name("人", random)) : null) },
                1 => filter with { Team = Name("组", random) },
                2 => filter with { Agent = Name("人", random) },
                3 => filter with { Shop = Name("店", random) },
                4 => filter with { Scenario = random.Next(2) == 0 ? "complaint" : "other" },
                5 => filter with { Criterion = random.Next(4) switch { 0 => "greeting", 1 => "courtesy", 2 => "apology-first", _ => "no-such" }, Verdict = random.Next(4) == 0 ? null : (Verdict)random.Next(5) },
                6 => filter with { Verdict = (Verdict)random.Next(5) },
                7 => filter with { Critical = random.Next(3) switch { 0 => "suspected", 1 => "confirmed", _ => "dismissed" } },
                8 => filter with { PointsFrom = random.Next(2) == 0 ? null : random.Next(100) * 100, PointsTo = random.Next(2) == 0 ? null : random.Next(100) * 100 },
                10 => filter with { Mood = CustomerMoods.All[random.Next(CustomerMoods.All.Count)] },
                9 => filter with { Standing = (Standing)random.Next(3) },
                _ => filter with { Text = SearchText.Of(((string[])["退货", "abc123", "fund", "7788", "运费", "您好", "谢谢 退货", "😀", "vx", "ok", "没有这个词", "k x 您好"])[random.Next(12)]) },
            };
        }

        return filter;
    }

    private static string Name(string kind, Random random) => kind + random.Next(4);

    private void Fill(Random random, int chats)
    {
        var made = new List<Conversation>();
        for (var i = 0; i < chats; i++)
        {
            var at = new DateTimeOffset(First.AddDays(random.Next(50)).ToDateTime(new TimeOnly(10, 0)), TimeSpan.FromHours(8)).AddMinutes(random.Next(600));
            var messages = new List<Message>();
            var (team, agent) = (Name("组", random), Name("人", random));
            for (var said = random.Next(1, 6); said > 0; said--)
            {
                // A day's silence now and then: another session.
                at = at.AddMinutes(random.Next(12) == 0 ? 1440 : 1);
                messages.Add(random.Next(3) == 0
                    ? new Message(Speaker.Customer, random.Next(3) == 0 ? ((string[])["坏了", "太差了!!客服爱答不理😡", "解决了,谢谢"])[random.Next(3)] : Said[random.Next(Said.Length)], "客", at)
                    : new Message(Speaker.Agent, Said[random.Next(Said.Length)], random.Next(8) == 0 ? Name("人", random) : agent, random.Next(9) == 0 ? null : at, MessageKind.Text, team));
            }

            made.Add(LocalSentiment.Read(new Conversation($"c{_ids.Count + made.Count}", messages) { Shop = Name("店", random), Closed = random.Next(2) == 0 ? at : null }));
        }

        Save([.. made]);
    }

    private void Decide(Random random)
    {
        foreach (var (score, _) in Everything())
        {
            if (random.Next(5) == 0)
                Review(score.Number, score.Day, string.Concat(score.Letters.Select(letter => random.Next(3) == 0 ? "PpF?"[random.Next(4)] : letter)), random.Next(10_000), random.Next(10_000));
            if (score.Criticals.Count > 0 && random.Next(2) == 0)
                Dismiss(score.Number);
        }
    }

    private void Review(long score, DateOnly day, string verdicts, long counts, long total) => Store.People.Write(connection => connection.Execute(
        """
        INSERT INTO reviewed_scores (score, day, counts, total, standing, passed, verdicts, document, at)
        SELECT @score, @day, @counts, @total, 'ranked', 1, @verdicts, document, 0 FROM scores WHERE number = @score
        """,
        new { score, day = (day.Year * 10_000L) + (day.Month * 100) + day.Day, counts, total, verdicts }));

    private void Dismiss(long score) => Store.People.Write(connection => connection.Execute("UPDATE suspicions SET state = 'dismissed' WHERE score = @score", new { score }));

    private static Conversation Chat(string id, DateTimeOffset at, string team, string agent, string shop, params string[] said) =>
        new(id, [.. said.Select((text, i) => new Message(Speaker.Agent, text, agent, at.AddMinutes(i - said.Length), MessageKind.Text, team))]) { Shop = shop };

    private void Save(params IReadOnlyList<Conversation> chats)
    {
        _ids.AddRange(chats.Select(static chat => chat.Id));
        Store.Save(new StoreBatch
        {
            Entries = [.. chats.Select(chat => new ScoredConversation("a.jsonl", 1, chat, _hash.Of(chat), Scorer.Score(chat, TestRubric.Value), Receipt.Of(chat, TestRubric.Value)))],
        });
    }

    private IScoreStore Begin()
    {
        var store = Open();
        store.UseRubric(TestRubric.Value, "text");
        return store;
    }
}
