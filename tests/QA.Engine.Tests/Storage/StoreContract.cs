using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;
using Xunit;

namespace QA.Engine.Tests.Storage;

/// <summary>
/// What every store must do, whatever it is made of. Leases run by the store's own clock, so they are tried with no length and with a long one,
/// and nobody sleeps.
/// </summary>
public abstract partial class StoreContract : IDisposable
{
    private const string Odd = "a\0b 😀\u202e\u200b é\"'\\%_\n";
    private static readonly TimeSpan Long = TimeSpan.FromHours(1);
    private readonly ContentHash _hash = new();
    private IScoreStore? _store;

    private protected ManualTime Time { get; } = new();

    private protected IScoreStore Store => _store ??= Start();

    /// <summary>Opens the store; the same one each time.</summary>
    private protected abstract IScoreStore Open();

    private protected abstract void CleanUp();

    /// <summary>What the store gives back of a text in a column; documents come back as they went in.</summary>
    private protected virtual string Kept(string text) => text;

    [Fact]
    public void A_conversation_comes_back_as_it_went_in()
    {
        var chat = Chats.Good(
            """
            {"id":"c\u0000 1","channel":"taobao","shop":"店","customer":"b***3","opened":"2026-03-02T14:03:11.123456+05:45","closed":"2026-03-02T15:00:00Z","attributes":{"order":"paid","rating":5,"tags":["a","\""]},"messages":[{"role":"customer","text":"a\u0000b 😀\ud83d"},{"role":"agent","sender":"小鱼","team":"一组","time":"2026-03-02T14:03:40.000001+08:00","text":""},{"role":"bot","kind":"image","text":null},{"role":"system","text":"\u202e"}]}
            """);
        Save(Scored(chat));
        var back = Reopened().Find(chat.Id)!;
        Assert.Equal(StoredText.Of(chat), StoredText.Of(back));
        Assert.Equal((chat.Opened, chat.Opened?.Offset), (back.Opened, back.Opened?.Offset));
        Assert.Equal(chat.Messages, back.Messages);
        Assert.Equal(Receipt.Of(chat, TestRubric.Value), Receipt.Of(back, TestRubric.Value));
    }

    [Fact]
    public void What_a_model_said_comes_back_with_the_chat_and_the_mood_with_the_score()
    {
        var chat = LocalSentiment.Read(Chats.Good("""{"id":"c","messages":[{"role":"customer","text":"太差了!!客服爱答不理😡"},{"role":"agent","sender":"小鱼","text":"抱歉"},{"role":"customer","text":"解决了,谢谢"}]}"""));
        Save(Scored(chat));
        Assert.Equal(StoredText.Of(chat), StoredText.Of(Reopened().Find("c")));
        var mood = Assert.Single(Store.Scores("c")).Mood;
        Assert.Equal(MoodChange.OfCustomer(chat), mood);
        Assert.Equal(MoodOutcome.Recovered, mood!.Value.Outcome);
    }

    [Fact]
    public void A_conversation_nobody_kept_is_not_found()
    {
        Assert.Null(Store.Find("c"));
        Assert.Empty(Store.Scores("c"));
        Assert.Empty(Store.Agents());
        Assert.Empty(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue));
        Assert.Equal(default, Store.Totals());
    }

    [Fact]
    public void A_score_comes_back_with_everything_it_says()
    {
        var chat = Chats.Good(
            """
            {"id":"c","shop":"店","messages":[{"role":"agent","sender":"小鱼","team":"一组","text":"您好谢谢笨蛋","time":"2026-03-01T23:30:00+08:00"},{"role":"customer","text":"坏了,抱歉","time":"2026-03-01T23:50:00Z"},{"role":"agent","text":"在"}]}
            """);
        var scored = Scored(chat);
        Save(scored);
        var back = Reopened().Scores("c");
        Assert.Equal(scored.Scores.Count, back.Count);
        Assert.Contains(back, score => score is { Suspicions.Count: 1, Adjustments.Count: 1, Stages.Count: > 1, LeftAt: not null });
        Assert.Contains(back, score => score.Criteria.Any(criterion => criterion.Absences.Count > 0 && criterion.Evidence.Count == 0));
        for (var i = 0; i < back.Count; i++)
        {
            var (expected, actual) = (scored.Scores[i], back[i]);
            Assert.Equal(("c", 1, true), (actual.Conversation, actual.Revision, actual.Official));
            Assert.Equal((expected.Rubric.Id, expected.Rubric.Version, expected.Rubric.Hash), (actual.RubricId, actual.RubricVersion, actual.RubricHash));
            Assert.Equal((expected.Session, expected.Sessions, expected.Agent ?? "", expected.Team ?? ""), (actual.Session, actual.Sessions, actual.Agent, actual.Team));
            Assert.Equal(expected.Messages, (actual.MessageFrom, actual.MessageTo));
            Assert.Equal((expected.Scenario?.Id, expected.Standing, expected.Total, expected.Uncapped, expected.Base), (actual.Scenario, actual.Standing, actual.Total, actual.Uncapped, actual.Base));
            Assert.Equal((expected.Band?.Title, expected.Passed, scored.Receipt), (actual.Band, actual.Passed, actual.Receipt));
            Assert.Equal(StoredText.Of(StoredText.Parts(expected)), StoredText.Of(new ScoreParts(actual.Criteria, actual.Adjustments, actual.Suspicions, actual.Stages, actual.LeftAt, actual.Mood)));
        }

        // The last word with a time in its messages; before midnight in Beijing, and behind it.
        Assert.Contains(back, score => score.HappenedAt == DateTimeOffset.Parse("2026-03-01T23:30:00+08:00") && score.Day == new DateOnly(2026, 3, 1));
        Assert.Equal(back.Count, back.Select(score => score.Number).Distinct().Count());
    }

    [Fact]
    public void A_score_where_nothing_applied_comes_back_without_points()
    {
        Save(Scored(Chats.Good("""{"id":"c","messages":[{"role":"customer","text":"在吗"}]}""")));
        foreach (var score in Store.Scores("c"))
            Assert.Equal((Standing.None, null, null, null, null, null), (score.Standing, score.Total, score.Uncapped, score.Base, score.Band, score.Passed));
    }

    [Fact]
    public void A_persons_decision_stands_beside_the_score()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "您好,谢谢,笨蛋"))));
        Decide("c", "confirmed");
        Assert.Equal("confirmed", Assert.Single(Assert.Single(Store.Scores("c")).Suspicions).State);
    }

    [Fact]
    public void Odd_characters_do_no_harm_in_any_text()
    {
        var chat = new Conversation("c" + Odd, [new Message(Speaker.Agent, "您好" + Odd, "鱼" + Odd, null, MessageKind.Text, "组" + Odd)])
        {
            Channel = Odd, Shop = "店" + Odd, Customer = Odd, Attributes = [new NamedValue(Odd, Odd)],
        };
        Store.UseRubric(TestRubric.Next, Odd);
        Save(Scored(chat, "源" + Odd));
        Store.Save(new StoreBatch { Entries = [], Position = new StoredPosition("s" + Odd, "p" + Odd, "v" + Odd) });
        Save(Waiting("w" + Odd, [1], "源" + Odd), new SetAside("源" + Odd, 1, 0, 3, [1], "id" + Odd, "why" + Odd) { Content = [0, 255, 10] });
        Assert.True(Store.Lease("l" + Odd, "w" + Odd, Long));
        Assert.False(Store.Lease("l" + Odd, "x" + Odd, Long));

        Reopened();
        Assert.Equal(StoredText.Of(chat), StoredText.Of(Store.Find(chat.Id)!));
        var score = Assert.Single(Store.Scores(chat.Id));
        Assert.Equal((Kept("鱼" + Odd), Kept("组" + Odd)), (score.Agent, score.Team));
        var agent = Assert.Single(Store.Agents());
        Assert.Equal((Kept("鱼" + Odd), Kept("组" + Odd)), (agent.Agent, agent.Team));
        Assert.Equal(Kept("店" + Odd), Assert.Single(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue)).Shop);
        Assert.Equal(new StoredPosition("s" + Odd, Kept("p" + Odd), Kept("v" + Odd)), Assert.Single(Store.Positions("s" + Odd)));
        Assert.Equal((Kept("w" + Odd), Kept("源" + Odd)), Assert.Single(Store.Claim("w" + Odd, Time.Now, 10, Long)) is var claimed ? (claimed.Id, claimed.Source) : default);
        var letter = Assert.Single(Store.DeadLetters(10)).Item;
        Assert.Equal((Kept("源" + Odd), Kept("id" + Odd), Kept("why" + Odd)), (letter.Source, letter.Conversation, letter.Reason));
        Assert.Equal([0, 255, 10], letter.Content);
        AssertCountsAreRight();
    }

    [Fact]
    public void Names_without_end_are_kept_and_counted()
    {
        // Random, so that no index can press it together; ids are at most 256 characters, other names as long as an export makes them.
        var random = new Random(1);
        string Endless(int length) => string.Create(length, random, static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = (char)from.Next('一', '龥');
        });
        var chat = new Conversation(Endless(256), [new Message(Speaker.Agent, "您好", Endless(10_000), null, MessageKind.Text, Endless(10_000))])
        {
            Shop = Endless(10_000), Channel = Endless(10_000), Customer = Endless(10_000),
        };
        Save(Scored(chat));
        Save(Scored(chat), Waiting(Endless(256), [1]));
        Store.Tidy();
        Assert.Equal(StoredText.Of(chat), StoredText.Of(Store.Find(chat.Id)!));
        Assert.Equal(Kept(chat.Messages[0].Sender!), Assert.Single(Store.Agents()).Agent);
        AssertCountsAreRight();
    }

    [Fact]
    public void The_same_content_again_is_a_duplicate_and_changes_nothing()
    {
        var first = Save(Scored(Chats.Good(Chats.Line("c"))));
        var again = Save(Scored(Chats.Good(Chats.Line("c"))));
        Assert.Equal((1, 1, 0), (first.Conversations, first.Scores, first.Duplicates));
        Assert.Equal((0, 0, 1), (again.Conversations, again.Scores, again.Duplicates));
        Assert.Equal(new StoreTotals(1, 1, 0, 0, 1), Reopened().Totals());
    }

    [Fact]
    public void The_same_content_twice_in_one_batch_is_kept_once()
    {
        var saved = Save(Scored(Chats.Good(Chats.Line("c"))), Scored(Chats.Good(Chats.Line("c"))));
        Assert.Equal((1, 1), (saved.Conversations, saved.Duplicates));
        Assert.Single(Store.Scores("c"));
        AssertCountsAreRight();
    }

    [Fact]
    public void What_was_known_before_it_was_scored_is_counted()
    {
        Assert.Equal(3, Store.Save(new StoreBatch { Entries = [], Duplicates = 3 }).Duplicates);
        Assert.Equal(3, Store.Totals().Duplicates);
    }

    [Fact]
    public void Other_content_under_the_same_id_is_a_new_revision_and_the_old_one_stays()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "在"))));
        Save(Scored(Chats.Good(Chats.Line("c", "您好,谢谢"))));
        Assert.Equal(new StoreTotals(2, 2, 0, 0, 0), Store.Totals());
        Assert.Equal("您好,谢谢", Store.Find("c")!.Messages[1].Text);
        Assert.Equal(2, Assert.Single(Store.Scores("c")).Revision);

        // Only the newest counts, and going back to the old content is no news.
        var agent = Assert.Single(Store.Agents());
        Assert.Equal((1, 1, 10_000), (agent.Conversations, agent.Ranked, agent.Mean));
        Assert.Equal(1, Save(Scored(Chats.Good(Chats.Line("c", "在")))).Duplicates);
        Assert.Equal("您好,谢谢", Store.Find("c")!.Messages[1].Text);
        AssertCountsAreRight();
    }

    [Fact]
    public void Two_states_in_one_batch_are_two_revisions_and_the_later_one_counts()
    {
        Save(Scored(State("c", 1, "在")), Scored(State("c", 2, "您好,谢谢")));
        Assert.Equal(new StoreTotals(2, 2, 0, 0, 0), Store.Totals());
        Assert.Equal(2, Store.Find("c")!.Messages.Count);
        AssertCountsAreRight();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_older_state_that_comes_late_is_kept_and_does_not_count(bool inOneBatch)
    {
        if (inOneBatch)
        {
            Save(Scored(State("c", 3, "您好,谢谢")), Scored(State("c", 1, "笨蛋")));
        }
        else
        {
            Save(Scored(State("c", 3, "您好,谢谢")));
            Save(Scored(State("c", 1, "笨蛋")));
        }

        Assert.Equal(new StoreTotals(2, 2, 0, 0, 0), Reopened().Totals());
        Assert.Equal(3, Store.Find("c")!.Messages.Count);
        Assert.Equal(1, Assert.Single(Store.Scores("c")).Revision);
        var agent = Assert.Single(Store.Agents());
        Assert.Equal((1, 10_000, 0), (agent.Conversations, agent.Mean, agent.Suspected));
        AssertCountsAreRight();

        // One in between is late as well; one behind is not.
        Save(Scored(State("c", 2, "在")));
        Assert.Equal(3, Store.Find("c")!.Messages.Count);
        Save(Scored(State("c", 4, "在")));
        Assert.Equal(4, Store.Find("c")!.Messages.Count);
        Assert.Equal(4, Assert.Single(Store.Scores("c")).Revision);
        AssertCountsAreRight();
    }

    [Fact]
    public void Without_times_the_number_of_messages_tells_which_state_is_older()
    {
        var more = Chats.Good("""{"id":"c","messages":[{"role":"agent","text":"您好"},{"role":"agent","text":"谢谢"}]}""");
        Save(Scored(more));
        Save(Scored(Chats.Good("""{"id":"c","messages":[{"role":"agent","text":"您好"}]}""")));
        Assert.Equal(2, Store.Find("c")!.Messages.Count);
    }

    [Fact]
    public void The_state_before_the_platform_closed_it_is_older_than_the_closed_one()
    {
        Save(Scored(Chats.Good(Chats.Line("c", extra: ""","closed":"2026-03-01T10:00:00" """))));
        Save(Scored(Chats.Good(Chats.Line("c"))));
        Assert.NotNull(Store.Find("c")!.Closed);
    }

    [Fact]
    public void Knows_what_it_kept_by_id_and_content()
    {
        var chat = Chats.Good(Chats.Line("c"));
        Assert.Empty(Store.Knows([]));
        Assert.Equal([false], Store.Knows([new ConversationKey("c", _hash.Of(chat))]));
        Save(Scored(chat));
        Assert.Equal(
            [true, false, false, true],
            Store.Knows([new("c", _hash.Of(chat)), new("d", _hash.Of(chat)), new("c", _hash.Of(Chats.Good(Chats.Line("c", "在")))), new("c", _hash.Of(chat))]));
    }

    [Fact]
    public void Knows_any_number_at_once_in_their_order()
    {
        Save([.. Enumerable.Range(0, 300).Where(i => i % 3 == 0).Select(i => (StoreEntry)Scored(Chats.Good(Chats.Line($"c{i}"))))]);
        Assert.Equal(
            Enumerable.Range(0, 3_000).Select(i => i < 300 && i % 3 == 0),
            Store.Knows([.. Enumerable.Range(0, 3_000).Select(i => new ConversationKey($"c{i}", _hash.Of(Chats.Good(Chats.Line($"c{i}")))))]));
    }

    [Fact]
    public void Positions_move_with_the_batch()
    {
        Store.Save(new StoreBatch { Entries = [], Position = new StoredPosition("inbox", "a.jsonl", "10 2") });
        Store.Save(new StoreBatch { Entries = [], Position = new StoredPosition("inbox", "a.jsonl", "20 3") });
        Store.Save(new StoreBatch { Entries = [], Position = new StoredPosition("inbox", "b.jsonl", "5 1"), Forget = "a.jsonl" });
        var position = Assert.Single(Reopened().Positions("inbox"));
        Assert.Equal(new StoredPosition("inbox", "b.jsonl", "5 1"), position);
        Assert.Empty(Store.Positions("other"));
    }

    [Fact]
    public void A_batch_that_fails_half_way_leaves_nothing_behind_and_the_next_one_is_kept()
    {
        Save(Scored(State("c", 1, "您好")), Waiting("w", [1]));
        var before = (Store.Totals(), StoredText.Of(Store.Scores("c")), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue)));
        var broken = new ScoredConversation("a.jsonl", 2, Chats.Good(Chats.Line("d")), [2], [null!], "");
        Assert.ThrowsAny<Exception>(() => Store.Save(new StoreBatch
        {
            Entries = [Scored(State("c", 2, "在")), Scored(Chats.Good(Chats.Line("e", "笨蛋"))), Waiting("x", [1]), Waiting("w", [2]), Bad("broken"), broken],
            Position = new StoredPosition("inbox", "a.jsonl", "10 2"),
            Duplicates = 7,
        }));
        Reopened();
        Assert.Equal(before, (Store.Totals(), StoredText.Of(Store.Scores("c")), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue))));
        Assert.Empty(Store.Positions("inbox"));
        Assert.Empty(Store.DeadLetters(10));
        Assert.Equal([1], Assert.Single(Store.Claim("w", Time.Now, 10, TimeSpan.Zero)).ContentHash);

        Save(Scored(State("c", 2, "在")), Scored(Chats.Good(Chats.Line("e", "笨蛋"))));
        Assert.Equal(new StoreTotals(3, 3, 1, 0, 0), Store.Totals());
        AssertCountsAreRight();
    }

    [Fact]
    public void After_a_failure_the_same_store_goes_on_without_being_opened_again()
    {
        for (var i = 0; i < 3; i++)
        {
            var broken = new ScoredConversation("a.jsonl", 2, Chats.Good(Chats.Line("d")), [2], [null!], "");
            Assert.ThrowsAny<Exception>(() => Save(Scored(Chats.Good(Chats.Line("c"))), broken));
            Save(Scored(Chats.Good(Chats.Line($"good{i}", "您好,笨蛋"))));
        }

        Assert.Equal(new StoreTotals(3, 3, 0, 0, 0), Store.Totals());
        Assert.Single(Assert.Single(Store.Scores("good2")).Suspicions);
    }

    [Fact]
    public void A_score_under_an_unknown_rubric_is_a_bug_and_not_a_row()
    {
        _store = Open();
        Assert.Contains("must be made known", Assert.Throws<InvalidOperationException>(() => Save(Scored(Chats.Good(Chats.Line("c"))))).Message, StringComparison.Ordinal);
        Assert.Equal(default, Store.Totals());
        Store.UseRubric(TestRubric.Value, "text");
        Store.UseRubric(TestRubric.Value, "text");
        Save(Scored(Chats.Good(Chats.Line("c"))));
        Assert.Single(Store.Scores("c"));
    }

    [Fact]
    public void Agents_are_summed_up_by_team_and_name()
    {
        Save(
            Scored(Chats.Good(Chats.Line("1", "您好,谢谢"))),
            Scored(Chats.Good(Chats.Line("2", "在的"))),
            Scored(Chats.Good("""{"id":"3","messages":[{"role":"agent","text":"您好"}]}""")));
        var agents = Store.Agents();
        Assert.Equal([("", ""), ("小鱼", "一组")], agents.Select(agent => (agent.Agent, agent.Team)));

        // 100 and 0: greeted and thanked, then neither.
        Assert.Equal((2, 2, 5_000), (agents[1].Conversations, agents[1].Ranked, agents[1].Mean));
        Assert.Equal(new CriterionSummary(2, 500_000), agents[1].Criteria["greeting"]);
        Assert.DoesNotContain("apology-first", agents[1].Criteria.Keys);

        // 40 of 60 points and half of the other 20: 50 of 60.
        Assert.Equal(8_333, agents[0].Mean);
    }

    [Fact]
    public void A_chat_with_two_sessions_counts_once_for_its_agent_and_both_its_scores_count()
    {
        Save(Scored(TwoSessions("c")));
        var agent = Assert.Single(Store.Agents());
        Assert.Equal((1, 2), (agent.Conversations, agent.Ranked));
        Assert.Equal(
            [(new DateOnly(2026, 2, 1), 1L, 1L), (new DateOnly(2026, 2, 3), 0L, 1L)],
            Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue).Select(rollup => (rollup.Day, rollup.Conversations, rollup.Scores)));
        AssertCountsAreRight();
    }

    [Fact]
    public void A_suspected_critical_finding_counts_only_once_it_is_confirmed()
    {
        Save(Scored(Chats.Good(Chats.Line("1", "您好,谢谢,笨蛋"))), Scored(Chats.Good(Chats.Line("2", "您好,谢谢"))));
        var suspected = Assert.Single(Store.Agents());
        Assert.Equal((10_000, 1, 0), (suspected.Mean, suspected.Suspected, suspected.Confirmed));

        Decide("1", "confirmed");
        var confirmed = Assert.Single(Store.Agents());
        Assert.Equal((5_000, 0, 1), (confirmed.Mean, confirmed.Suspected, confirmed.Confirmed));

        Decide("1", "dismissed");
        var dismissed = Assert.Single(Store.Agents());
        Assert.Equal((10_000, 0, 0), (dismissed.Mean, dismissed.Suspected, dismissed.Confirmed));
    }

    [Fact]
    public void A_confirmed_finding_of_an_old_revision_no_longer_counts()
    {
        Save(Scored(State("c", 1, "您好,谢谢,笨蛋")));
        Decide("c", "confirmed");
        Save(Scored(State("c", 2, "您好,谢谢")));
        var agent = Assert.Single(Store.Agents());
        Assert.Equal((10_000, 0, 0), (agent.Mean, agent.Suspected, agent.Confirmed));
    }

    [Fact]
    public void Tidying_changes_nothing_that_can_be_seen()
    {
        Save(Scored(State("c", 1, "您好")), Scored(TwoSessions("d")), Waiting("w", [1]), Bad("broken"));
        var before = (Store.Totals(), StoredText.Of(Store.Agents()), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue)));
        Store.Tidy();
        Store.Tidy();
        Assert.Equal(before, (Store.Totals(), StoredText.Of(Store.Agents()), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue))));
        AssertCountsAreRight();
    }

    [Fact]
    public void What_lies_before_a_day_can_be_forgotten_and_the_rest_is_as_it_was()
    {
        Save(
            Scored(TwoSessions("c")),
            Scored(Chats.Good(Chats.Line("old", "您好", ""","closed":"2025-11-01T10:00:00" """))),
            Scored(Chats.Good(Chats.Line("older", "笨蛋", ""","closed":"2025-10-01T10:00:00" """))),
            Scored(Chats.Good(Chats.Line("new", "您好", ""","closed":"2026-02-20T10:00:00" """))),
            Waiting("w", [1]));
        var kept = Shown(Store.Rollups(new DateOnly(2026, 2, 1), DateOnly.MaxValue));
        Assert.Equal(2, Store.Forget(new DateOnly(2026, 2, 1)));
        Assert.Equal(0, Store.Forget(new DateOnly(2026, 2, 1)));
        Assert.Null(Reopened().Find("old"));
        Assert.Empty(Store.Scores("older"));
        Assert.NotNull(Store.Find("c"));
        Assert.Equal(kept, Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue)));
        Assert.Equal(new StoreTotals(2, 3, 1, 0, 0), Store.Totals());
        AssertCountsAreRight();

        // What is fed again is new again.
        Assert.Equal(1, Save(Scored(Chats.Good(Chats.Line("old", "您好", ""","closed":"2025-11-01T10:00:00" """)))).Conversations);
        AssertCountsAreRight();
    }

    [Fact]
    public void Forgetting_everything_leaves_an_empty_store_that_works()
    {
        Save(Scored(TwoSessions("c")), Scored(Chats.Good(Chats.Line("d", "笨蛋"))));
        Assert.Equal(2, Store.Forget(new DateOnly(2030, 1, 1)));
        Assert.Equal(default, Store.Totals());
        Assert.Empty(Store.Agents());
        Save(Scored(TwoSessions("c")));
        Assert.Equal(2, Store.Scores("c").Count);
        AssertCountsAreRight();
    }

    public void Dispose()
    {
        _store?.Dispose();
        CleanUp();
        GC.SuppressFinalize(this);
    }

    private protected IScoreStore Reopened()
    {
        _store?.Dispose();
        _store = null;
        return Store;
    }

    private protected Saved Save(params IReadOnlyList<StoreEntry> entries) => Store.Save(new StoreBatch { Entries = entries });

    private protected ScoredConversation Scored(Conversation chat, string source = "a.jsonl") =>
        new(source, 1, chat, _hash.Of(chat), Scorer.Score(chat, TestRubric.Value), Receipt.Of(chat, TestRubric.Value));

    /// <summary>A chat that has got so many messages, all of 小鱼; the last one says this.</summary>
    private protected static Conversation State(string id, int messages, string last) => new(
        id,
        [.. Enumerable.Range(1, messages).Select(i => new Message(
            Speaker.Agent, i == messages ? last : "。", "小鱼", new DateTimeOffset(2026, 2, 1, 10, i, 0, TimeSpan.FromHours(8)), MessageKind.Text, "一组"))]);

    /// <summary>On the first and on the third of February.</summary>
    private protected static Conversation TwoSessions(string id) => Chats.Good(
        $$"""
        {"id":"{{id}}","messages":[{"role":"customer","text":"a","time":"2026-02-01T10:00:00"},{"role":"agent","sender":"小鱼","text":"您好","time":"2026-02-01T10:00:10"},
        {"role":"customer","text":"a","time":"2026-02-03T10:00:00"},{"role":"agent","sender":"小鱼","text":"您好","time":"2026-02-03T10:00:10"}]}
        """);

    private protected PendingConversation Waiting(string id, byte[] hash, string source = "a.jsonl") =>
        new(source, 1, id, hash, Time.Now, [1, 2, 3]) { Order = new RevisionOrder(null, hash[0], false) };

    private protected static SetAside Bad(string reason) => new("a.jsonl", 3, 40, 12, [7], null, reason);

    /// <summary>The roll-ups are what the scores come to.</summary>
    private protected void AssertCountsAreRight() =>
        Assert.Equal(Shown(Store.Recount(DateOnly.MinValue, DateOnly.MaxValue)), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue)));

    private protected static string Shown(IEnumerable<DailyRollup> rollups) => string.Join('\n', rollups.Select(rollup =>
        StoredText.Of(rollup with { Criteria = new SortedDictionary<string, CriterionCounts>(rollup.Criteria.ToDictionary(), StringComparer.Ordinal) })));

    private IScoreStore Start()
    {
        var store = Open();
        store.UseRubric(TestRubric.Value, "text");
        return store;
    }
}
