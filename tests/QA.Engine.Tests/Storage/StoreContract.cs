using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Storage;

/// <summary>What every store must do.</summary>
public abstract class StoreContract : IDisposable
{
    private readonly ContentHash _hash = new();
    private ScoreStore? _store;

    private protected ManualTime Time { get; } = new();

    private protected ScoreStore Store => _store ??= Start();

    /// <summary>Opens the store; the same one each time.</summary>
    private protected abstract ScoreStore Open();

    [Fact]
    public void A_conversation_comes_back_as_it_went_in()
    {
        var chat = Chats.Good(
            """
            {"id":"c\u0000 1","channel":"taobao","shop":"店","customer":"b***3","opened":"2026-03-02T14:03:11.123456+05:45","closed":"2026-03-02T15:00:00Z","attributes":{"order":"paid","rating":5,"tags":["a","\""]},"messages":[{"role":"customer","text":"a\u0000b 😀\ud83d"},{"role":"agent","sender":"小鱼","team":"一组","time":"2026-03-02T14:03:40.000001+08:00","text":""},{"role":"bot","kind":"image","text":null},{"role":"system","text":"\u202e"}]}
            """);
        Save(Scored(chat));
        var back = Reopened().Find(chat.Id)!;
        Assert.Equal((chat.Id, chat.Channel, chat.Shop, chat.Customer), (back.Id, back.Channel, back.Shop, back.Customer));
        Assert.Equal((chat.Opened, chat.Closed, chat.Opened?.Offset), (back.Opened, back.Closed, back.Opened?.Offset));
        Assert.Equal(chat.Attributes, back.Attributes);
        Assert.Equal(chat.Messages, back.Messages);
        Assert.Equal(Receipt.Of(chat, TestRubric.Value), Receipt.Of(back, TestRubric.Value));
    }

    [Fact]
    public void A_conversation_nobody_kept_is_not_found() => Assert.Null(Store.Find("c"));

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
    }

    [Fact]
    public void Other_content_under_the_same_id_is_a_new_revision_and_the_old_one_stays()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "在"))));
        Save(Scored(Chats.Good(Chats.Line("c", "您好,谢谢"))));
        Assert.Equal(new StoreTotals(2, 2, 0, 0, 0), Store.Totals());
        Assert.Equal("您好,谢谢", Store.Find("c")!.Messages[1].Text);

        // Only the newest counts, and going back to the old content is no news.
        var agent = Assert.Single(Store.Agents());
        Assert.Equal((1, 1, 10_000), (agent.Conversations, agent.Ranked, agent.Mean));
        Assert.Equal(1, Save(Scored(Chats.Good(Chats.Line("c", "在")))).Duplicates);
        Assert.Equal("您好,谢谢", Store.Find("c")!.Messages[1].Text);
    }

    [Fact]
    public void Knows_what_it_kept_by_id_and_content()
    {
        var chat = Chats.Good(Chats.Line("c"));
        Assert.False(Store.Knows("c", _hash.Of(chat)));
        Save(Scored(chat));
        Assert.True(Store.Knows("c", _hash.Of(chat)));
        Assert.False(Store.Knows("d", _hash.Of(chat)));
        Assert.False(Store.Knows("c", _hash.Of(Chats.Good(Chats.Line("c", "在")))));
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
        var broken = new ScoredConversation("a.jsonl", 2, Chats.Good(Chats.Line("d")), [2], [null!], "");
        Assert.ThrowsAny<Exception>(() => Store.Save(new StoreBatch
        {
            Entries = [Scored(Chats.Good(Chats.Line("c"))), broken],
            Position = new StoredPosition("inbox", "a.jsonl", "10 2"),
        }));
        Assert.Equal(default, Store.Totals());
        Assert.Empty(Store.Positions("inbox"));

        Save(Scored(Chats.Good(Chats.Line("c"))));
        Assert.Equal(new StoreTotals(1, 1, 0, 0, 0), Reopened().Totals());
    }

    [Fact]
    public void A_waiting_conversation_is_given_when_it_is_due_and_gone_once_it_is_scored()
    {
        var chat = Chats.Good(Chats.Line("c"));
        var due = Time.Now.AddMinutes(10);
        var waiting = new PendingConversation("a.jsonl", 7, "c", _hash.Of(chat), due, [1, 2, 3]) { Order = default };
        Assert.Equal(1, Save(waiting).Pending);
        Assert.Empty(Store.Pending(due.AddTicks(-10), 10));
        var given = Assert.Single(Reopened().Pending(due, 10));
        Assert.Equal(("a.jsonl", 7L, "c", due), (given.Source, given.Line, given.Id, given.DueAt));
        Assert.Equal(waiting.ContentHash, given.ContentHash);
        Assert.Equal([1, 2, 3], given.Json);

        Save(Scored(chat));
        Assert.Empty(Store.Pending(due, 10));
    }

    [Fact]
    public void A_newer_state_of_a_waiting_conversation_takes_the_place_of_the_older()
    {
        Save(new PendingConversation("a.jsonl", 1, "c", [1], Time.Now, [1]) { Order = default });
        Save(new PendingConversation("a.jsonl", 9, "c", [2], Time.Now, [2]) { Order = default });
        Assert.Equal(9, Assert.Single(Store.Pending(Time.Now, 10)).Line);
    }

    [Fact]
    public void A_waiting_conversation_that_turns_out_to_be_kept_already_does_not_wait_for_ever()
    {
        var chat = Chats.Good(Chats.Line("c"));
        Save(new PendingConversation("a.jsonl", 1, "c", _hash.Of(chat), Time.Now, [1]) { Order = default }, Scored(Chats.Good(Chats.Line("d"))));
        Save(Scored(chat), Scored(chat));
        Assert.Empty(Store.Pending(Time.Now, 10));
    }

    [Fact]
    public void A_bad_line_is_listed_once_however_often_it_is_read()
    {
        var bad = new SetAside("a.jsonl", 3, 40, 12, [7], null, "broken");
        Assert.Equal(1, Save(bad).SetAside);
        Assert.Equal(0, Save(bad).SetAside);
        Save(bad with { Reason = "for another reason", Conversation = "c" });
        Assert.Equal(["for another reason", "broken"], Reopened().SetAside(10).Select(item => item.Reason));
        var listed = Store.SetAside(10)[1];
        Assert.Equal(("a.jsonl", 3L, 40L, 12L, null), (listed.Source, listed.Line, listed.Offset, listed.Length, listed.Conversation));
        Assert.Equal([7], listed.Hash);
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
    public void A_suspected_critical_finding_counts_only_once_it_is_confirmed()
    {
        Save(Scored(Chats.Good(Chats.Line("1", "您好,谢谢,笨蛋"))));
        var suspected = Assert.Single(Store.Agents());
        Assert.Equal((10_000, 1, 0), (suspected.Mean, suspected.Suspected, suspected.Confirmed));

        Decide("confirmed");
        var confirmed = Assert.Single(Store.Agents());
        Assert.Equal((0, 0, 1), (confirmed.Mean, confirmed.Suspected, confirmed.Confirmed));

        Decide("dismissed");
        var dismissed = Assert.Single(Store.Agents());
        Assert.Equal((10_000, 0, 0), (dismissed.Mean, dismissed.Suspected, dismissed.Confirmed));
    }

    [Fact]
    public void A_score_under_an_unknown_rubric_is_a_bug_and_not_a_row()
    {
        _store = Open();
        Assert.Contains("must be made known", Assert.Throws<InvalidOperationException>(() => Save(Scored(Chats.Good(Chats.Line("c"))))).Message, StringComparison.Ordinal);
        Assert.Equal(default, Store.Totals());
    }

    public void Dispose()
    {
        _store?.Dispose();
        CleanUp();
        GC.SuppressFinalize(this);
    }

    private protected abstract void CleanUp();

    /// <summary>Sets the state of every suspicion, as a supervisor will.</summary>
    private protected abstract void Decide(string state);

    private protected ScoreStore Reopened()
    {
        _store?.Dispose();
        _store = null;
        return Store;
    }

    private protected Saved Save(params IReadOnlyList<StoreEntry> entries) => Store.Save(new StoreBatch { Entries = entries });

    private protected ScoredConversation Scored(Conversation chat) =>
        new("a.jsonl", 1, chat, _hash.Of(chat), Scorer.Score(chat, TestRubric.Value), Receipt.Of(chat, TestRubric.Value));

    private ScoreStore Start()
    {
        var store = Open();
        store.UseRubric(TestRubric.Value, "text");
        return store;
    }
}
