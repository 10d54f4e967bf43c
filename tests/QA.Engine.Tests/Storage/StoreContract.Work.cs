using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using QA.Engine.Storage;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Storage;

/// <summary>What waits, who works on it, and what could not be done.</summary>
public abstract partial class StoreContract
{
    [Fact]
    public void A_waiting_conversation_is_given_when_it_is_due_and_gone_once_it_is_scored()
    {
        var chat = Chats.Good(Chats.Line("c"));
        var due = Time.Now.AddMinutes(10);
        var order = new RevisionOrder(Time.Now.AddMinutes(-1), 2, false);
        var waiting = new PendingConversation("a.jsonl", 7, "c", _hash.Of(chat), due, [1, 0, 255]) { Order = order };
        Assert.Equal(1, Save(waiting).Pending);
        Assert.Equal(1, Store.Totals().Pending);
        Assert.Empty(Store.Claim("w", due.AddMicroseconds(-1), 10, Long));
        var given = Assert.Single(Reopened().Claim("w", due, 10, Long));
        Assert.Equal(("a.jsonl", 7L, "c", due, 1, order), (given.Source, given.Line, given.Id, given.DueAt, given.Claims, given.Order));
        Assert.Equal(waiting.ContentHash, given.ContentHash);
        Assert.Equal([1, 0, 255], given.Json);

        Save(Scored(chat));
        Assert.Empty(Store.Claim("x", due, 10, Long));
        Assert.Equal(new StoreTotals(1, 1, 0, 0, 0), Store.Totals());
    }

    [Fact]
    public void What_waits_is_claimed_once_while_the_lease_lasts_and_again_when_it_ran_out()
    {
        Save(Waiting("a", [1]), Waiting("b", [1]));
        Assert.Equal(2, Store.Claim("w", Time.Now, 10, TimeSpan.Zero).Count);
        Assert.Equal([("a", 2)], Given("w", TimeSpan.Zero));
        Assert.Equal([("a", 3)], Given("x", Long));
        Assert.Equal([("b", 2)], Given("x", Long));
        Assert.Empty(Store.Claim("w", Time.Now, 10, Long));
        Assert.Empty(Reopened().Claim("x", Time.Now, 10, Long));
    }

    [Fact]
    public void What_was_claimed_before_is_given_alone_in_its_turn_and_the_rest_together()
    {
        Save(Waiting("c", [1]));
        Store.Claim("dead", Time.Now, 10, TimeSpan.Zero);
        Save(Waiting("a", [1]), Waiting("b", [1]), Waiting("d", [1]), Waiting("e", [1]));
        Assert.Equal([("a", 1), ("b", 1)], Given("w", Long, most: 3));
        Assert.Equal([("c", 2)], Given("w", Long));
        Assert.Equal([("d", 1), ("e", 1)], Given("x", Long));
        Assert.Empty(Given("x", Long));
    }

    private IEnumerable<(string Id, int Claims)> Given(string worker, TimeSpan lease, int most = 10) =>
        Store.Claim(worker, Time.Now, most, lease).Select(static given => (given.Id, given.Claims));

    [Fact]
    public void A_beat_moves_the_end_of_what_its_worker_claimed_and_has_not_lost()
    {
        Save(Waiting("a", [1]), Waiting("b", [1]), Waiting("c", [1]));
        Store.Claim("w", Time.Now, 1, Long);
        Store.Claim("x", Time.Now, 1, Long);
        Store.Claim("w", Time.Now, 1, TimeSpan.Zero);

        // What ran out is not taken back: it may be another's in a moment.
        Store.Beat("w", Long);
        Assert.Equal(["c"], Store.Claim("y", Time.Now, 10, Long).Select(given => given.Id));

        Store.Beat("w", TimeSpan.Zero);
        Assert.Equal(["a"], Store.Claim("z", Time.Now, 10, Long).Select(given => given.Id));
    }

    [Fact]
    public void The_longest_waiting_are_given_first_and_only_as_many_as_asked_for()
    {
        for (var i = 0; i < 5; i++)
            Save(new PendingConversation("a.jsonl", 1, $"c{i}", [1], Time.Now.AddMinutes(-(i * 7 % 5)), []) { Order = default });
        Assert.Equal(["c2", "c4"], Store.Claim("w", Time.Now, 2, Long).Select(given => given.Id));
        Assert.Equal(["c1", "c3", "c0"], Store.Claim("x", Time.Now, 10, Long).Select(given => given.Id));
    }

    [Fact]
    public void What_a_worker_gives_back_is_anybodys_and_that_claim_does_not_count()
    {
        Save(Waiting("a", [1]), Waiting("b", [1]));
        Store.Claim("w", Time.Now, 1, Long);
        Store.Claim("x", Time.Now, 1, Long);
        Store.GiveBack("w");
        Store.GiveBack("nobody");
        Assert.Equal(("a", 1), Assert.Single(Store.Claim("y", Time.Now, 10, Long)) is var given ? (given.Id, given.Claims) : default);
    }

    [Fact]
    public void A_newer_state_of_a_waiting_conversation_takes_the_place_of_the_older()
    {
        Save(Waiting("c", [1]));
        Assert.Equal(1, Save(Waiting("c", [2]) with { Line = 9, Json = [9] }).Pending);
        var given = Assert.Single(Store.Claim("w", Time.Now, 10, Long));
        Assert.Equal((9, 2), (given.Line, given.Order.Messages));
        Assert.Equal([9], given.Json);
        Assert.Equal(1, Store.Totals().Pending);
    }

    [Fact]
    public void A_state_that_goes_equally_far_and_comes_later_takes_the_place()
    {
        Save(Waiting("c", [1]));
        Save(Waiting("c", [2]) with { Order = new RevisionOrder(null, 1, false) });
        Assert.Equal([2], Assert.Single(Store.Claim("w", Time.Now, 10, Long)).ContentHash);
    }

    [Fact]
    public void An_older_state_of_a_waiting_conversation_that_comes_late_changes_nothing()
    {
        Save(Waiting("c", [2]), Waiting("d", [3]) with { Order = new RevisionOrder(Time.Now, 1, true) });
        Assert.Equal(1, Save(Waiting("c", [1])).Duplicates);
        Assert.Equal(1, Save(Waiting("d", [9]) with { Order = new RevisionOrder(Time.Now.AddSeconds(-1), 5, true) }).Duplicates);
        Assert.Equal(1, Save(Waiting("d", [8]) with { Order = new RevisionOrder(Time.Now, 1, false) }).Duplicates);
        Assert.Equal([2, 3], Store.Claim("w", Time.Now, 10, Long).OrderBy(given => given.Id, StringComparer.Ordinal).Select(given => given.ContentHash[0]));
    }

    [Fact]
    public void The_same_state_again_leaves_the_claim_as_it_is()
    {
        Save(Waiting("c", [1]));
        Store.Claim("w", Time.Now, 10, Long);
        Assert.Equal(1, Save(Waiting("c", [1])).Duplicates);
        Assert.Empty(Store.Claim("x", Time.Now, 10, Long));
    }

    [Fact]
    public void A_newer_state_that_comes_while_the_older_is_worked_on_is_not_lost()
    {
        var (older, newer) = (State("c", 1, "在"), State("c", 2, "您好"));
        Save(Waits(older));
        Assert.Single(Store.Claim("w", Time.Now, 10, Long));
        Save(Waits(newer));
        Save(Scored(older));

        // It is nobody's yet, and its claims are its own.
        var given = Assert.Single(Store.Claim("x", Time.Now, 10, Long));
        Assert.Equal(1, given.Claims);
        Assert.Equal(_hash.Of(newer), given.ContentHash);
        Save(Scored(newer));
        Assert.Equal(new StoreTotals(2, 2, 0, 0, 0), Store.Totals());
        Assert.Equal(2, Store.Find("c")!.Messages.Count);
    }

    [Fact]
    public void An_older_state_need_not_wait_once_a_newer_one_is_scored()
    {
        Save(Waits(State("c", 1, "在")));
        Save(Scored(State("c", 2, "您好")));
        Assert.Equal(0, Store.Totals().Pending);
        Assert.Empty(Store.Claim("w", Time.Now, 10, Long));
    }

    [Fact]
    public void What_was_scored_already_does_not_begin_to_wait()
    {
        var chat = State("c", 1, "在");
        Save(Scored(chat));
        Assert.Equal(1, Save(Waits(chat)).Duplicates);
        Assert.Empty(Store.Claim("w", Time.Now, 10, Long));
    }

    [Fact]
    public void A_waiting_conversation_that_turns_out_to_be_kept_already_does_not_wait_for_ever()
    {
        var chat = Chats.Good(Chats.Line("c"));
        Save(new PendingConversation("a.jsonl", 1, "c", _hash.Of(chat), Time.Now, [1]) { Order = default }, Scored(Chats.Good(Chats.Line("d"))));
        Save(Scored(chat), Scored(chat));
        Assert.Empty(Store.Claim("w", Time.Now, 10, Long));
        Assert.Equal(0, Store.Totals().Pending);
    }

    [Fact]
    public void What_is_set_aside_ends_waiting_and_a_newer_state_goes_on()
    {
        var (line, newer) = (new byte[] { 1, 2, 3 }, new byte[] { 4 });
        var bad = new SetAside("a.jsonl", 1, 0, 3, SHA256.HashData(line), "c", "broken") { Content = line };
        Save(Waiting("c", [1]) with { Json = line });
        Save(bad);
        Assert.Equal(new StoreTotals(0, 0, 0, 1, 0), Store.Totals());
        Assert.Empty(Store.Claim("w", Time.Now, 10, Long));

        Save(Waiting("c", [1]) with { Json = line });
        Save(Waiting("c", [2]) with { Json = newer });
        Save(bad with { Reason = "broken again" });
        Assert.Equal(newer, Assert.Single(Store.Claim("w", Time.Now, 10, Long)).Json);
    }

    [Fact]
    public void The_backlog_is_what_is_due_and_nobodys()
    {
        Assert.Equal(default, Store.Backlog(Time.Now));
        for (var i = -2; i <= 2; i++)
            Save(new PendingConversation("a.jsonl", 1, $"c{i}", [1], Time.Now.AddMinutes(i), []) { Order = default });
        Assert.Equal(new Backlog(3, Time.Now.AddMinutes(-2)), Store.Backlog(Time.Now));
        Store.Claim("w", Time.Now, 1, Long);
        Assert.Equal(new Backlog(2, Time.Now.AddMinutes(-1)), Store.Backlog(Time.Now));
        Store.GiveBack("w");
        Store.Claim("w", Time.Now, 1, TimeSpan.Zero);
        Assert.Equal(3, Store.Backlog(Time.Now).Due);
    }

    [Fact]
    public void A_lease_is_one_workers_until_it_runs_out_or_is_given_back()
    {
        Assert.True(Store.Lease("inbox", "w", Long));
        Assert.True(Store.Lease("inbox", "w", Long));
        Assert.False(Reopened().Lease("inbox", "x", Long));
        Assert.True(Store.Lease("other", "x", Long));
        Store.Release("inbox", "x");
        Assert.False(Store.Lease("inbox", "x", Long));
        Store.Release("inbox", "w");
        Assert.True(Store.Lease("inbox", "x", TimeSpan.Zero));

        // It had no length, so it is anybody's.
        Assert.True(Store.Lease("inbox", "w", Long));
        Assert.False(Store.Lease("inbox", "x", Long));
    }

    [Fact]
    public void Workers_that_no_longer_beat_are_not_counted()
    {
        Assert.Equal(1, Store.Beat("w", Long));
        Assert.Equal(1, Store.Beat("w", Long));
        Assert.Equal(2, Store.Beat("x", TimeSpan.Zero));
        Assert.Equal(1, Store.Beat("w", Long));
        Assert.Equal(2, Reopened().Beat("x", Long));
    }

    [Fact]
    public void A_batch_under_a_lease_that_is_anothers_leaves_nothing_behind()
    {
        Save(Scored(State("c", 1, "您好")), Waits(State("d", 1, "您好")));
        var before = (Store.Totals(), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue)));
        var batch = new StoreBatch
        {
            Entries = [Scored(State("c", 2, "在")), Scored(State("d", 1, "您好")), Bad("broken"), Waiting("e", [1])],
            Position = new StoredPosition("inbox", "", "1"),
            Lease = new HeldLease("inbox", "w"),
        };
        Assert.Throws<LeaseLostException>(() => Store.Save(batch));
        Store.Lease("inbox", "x", Long);
        Assert.Throws<LeaseLostException>(() => Store.Save(batch));
        Store.Release("inbox", "x");
        Assert.Throws<LeaseLostException>(() => Store.Save(batch));
        Assert.Equal(before, (Store.Totals(), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue))));
        Assert.Empty(Store.Positions("inbox"));

        // One that ran out and that nobody took still holds: nobody else can have moved the position.
        Store.Lease("inbox", "w", TimeSpan.Zero);
        Assert.Equal((2, 1, 1), Store.Save(batch) is var saved ? (saved.Conversations, saved.Pending, saved.SetAside) : default);
        Assert.Equal("1", Assert.Single(Store.Positions("inbox")).Value);
    }

    [Fact]
    public void What_could_not_be_scored_is_listed_once_however_often_it_comes()
    {
        var bad = Bad("broken") with { Content = [1, 0, 255] };
        Assert.Equal(1, Save(bad).SetAside);
        Assert.Equal(0, Save(bad).SetAside);
        Assert.Equal(1, Save(bad with { Reason = "for another reason", Conversation = "c" }).SetAside);
        Assert.Equal(1, Save(bad with { Source = "b.jsonl" }, bad with { Source = "b.jsonl" }).SetAside);
        Assert.Equal(3, Reopened().Totals().SetAside);
        Assert.Equal(["broken", "for another reason", "broken"], Store.DeadLetters(10).Select(letter => letter.Item.Reason));
        var listed = Store.DeadLetters(10)[2];
        Assert.Equal(("a.jsonl", 3L, 40L, 12L, null), (listed.Item.Source, listed.Item.Line, listed.Item.Offset, listed.Item.Length, listed.Item.Conversation));
        Assert.Equal([7], listed.Item.Hash);
        Assert.Equal([1, 0, 255], listed.Item.Content);
        Assert.Equal(StoredText.Of(listed), StoredText.Of(Store.DeadLetter(listed.Number)));
    }

    [Fact]
    public void Dead_letters_are_read_page_by_page_the_newest_first()
    {
        for (var i = 0; i < 7; i++)
            Save(Bad($"{i}"));
        var first = Store.DeadLetters(3);
        Assert.Equal(["6", "5", "4"], first.Select(letter => letter.Item.Reason));
        Assert.Equal(["3", "2", "1"], Store.DeadLetters(3, first[^1].Number).Select(letter => letter.Item.Reason));
        Assert.Empty(Store.DeadLetters(3, Store.DeadLetters(10)[^1].Number));
        Assert.Null(Store.DeadLetter(first[0].Number + 1));
    }

    [Fact]
    public void A_dead_letter_can_be_tried_again()
    {
        Save(Bad("broken") with { Content = [1, 2, 3], Conversation = "c" });
        var letter = Assert.Single(Store.DeadLetters(10));
        Assert.False(Store.Retry(letter.Number + 1, Waiting("c", [1])));
        Assert.True(Store.Retry(letter.Number, Waiting("c", [1])));
        Assert.False(Store.Retry(letter.Number, Waiting("c", [1])));
        Assert.Empty(Store.DeadLetters(10));
        Assert.Equal(new StoreTotals(0, 0, 1, 0, 0), Reopened().Totals());
        Assert.Equal(("c", 1), Assert.Single(Store.Claim("w", Time.Now, 10, Long)) is var given ? (given.Id, given.Claims) : default);

        // If it fails again, it is on the list again, under a number of its own.
        Save(Bad("broken") with { Content = [1, 2, 3], Conversation = "c", Hash = SHA256.HashData([1, 2, 3]) });
        Assert.NotEqual(letter.Number, Assert.Single(Store.DeadLetters(10)).Number);
    }

    [Fact]
    public void A_dead_letter_tried_again_does_not_take_the_place_of_a_newer_state_that_waits()
    {
        Save(Bad("broken") with { Content = [1] }, Waiting("c", [5]));
        Assert.True(Store.Retry(Assert.Single(Store.DeadLetters(10)).Number, Waiting("c", [1])));
        Assert.Equal([5], Assert.Single(Store.Claim("w", Time.Now, 10, Long)).ContentHash);
    }

    [Fact]
    public void What_is_too_long_to_keep_is_listed_and_cannot_be_tried_again()
    {
        Save(Bad("fits") with { Content = new byte[1024 * 1024] });
        Save(Bad("too long") with { Content = new byte[(1024 * 1024) + 1] });
        var letters = Store.DeadLetters(10);
        Assert.Equal([null, 1024 * 1024], letters.Select(letter => letter.Item.Content?.Length));
        Assert.False(Store.Retry(letters[0].Number, Waiting("c", [1])));
        Assert.Equal(2, Store.DeadLetters(10).Count);
        Assert.Equal(0, Store.Totals().Pending);
    }

    [Fact]
    public void A_job_is_found_again_until_it_is_finished()
    {
        Store.UseRubric(TestRubric.Next, "text");
        Save(Scored(State("a", 1, "在")), Scored(State("a", 2, "在")), Scored(State("b", 1, "在")), Scored(TwoSessions("c")));
        var request = new JobRequest(TestRubric.Next.Hash, null, null, Official: false);
        var job = Store.StartJob(request);
        Assert.Equal((request, JobState.Running, 0L, 3L, ""), (job.Request, job.State, job.Done, job.Total, job.Cursor));
        Assert.Equal(job, Reopened().StartJob(request));
        var others = new[]
        {
            Store.StartJob(request with { Official = true }),
            Store.StartJob(request with { Rubric = TestRubric.Value.Hash }),
            Store.StartJob(request with { Since = new DateOnly(2026, 2, 1) }),
            Store.StartJob(request with { Until = new DateOnly(2026, 2, 1) }),
            Store.StartJob(request with { Since = new DateOnly(2026, 2, 2), Until = new DateOnly(2026, 2, 2) }),
        };
        Assert.Equal(6, others.Append(job).Select(other => other.Number).Distinct().Count());
        Assert.Equal([3, 3, 3, 2, 0], others.Select(other => other.Total));
        Assert.Equal(6, Store.Jobs(10).Count);
        Assert.Equal(others[^1], Assert.Single(Store.Jobs(1)));

        Finish(job);
        var finished = Store.Jobs(10).Single(other => other.Number == job.Number);
        Assert.Equal((JobState.Finished, 3L, 3L), (finished.State, finished.Done, finished.Total));
        Assert.NotEqual(job.Number, Store.StartJob(request).Number);
    }

    [Fact]
    public void A_job_under_a_rubric_nobody_made_known_is_a_bug() =>
        Assert.Throws<InvalidOperationException>(() => Store.StartJob(new JobRequest("sha256:unknown", null, null, false)));

    [Fact]
    public void A_job_gives_newest_revisions_in_the_order_of_their_days_and_goes_on_behind_its_cursor()
    {
        var random = new Random(3);
        var expected = new List<(DateOnly, string)>();
        foreach (var i in Enumerable.Range(0, 40).OrderBy(_ => random.Next()))
        {
            var day = new DateOnly(2026, 1, 1).AddDays(i / 3);
            Save(Scored(Chats.Good(Chats.Line($"c{i}", "在", $",\"closed\":\"{day:yyyy-MM-dd}T10:00:00\""))));
            if (i % 4 == 0)
                Save(Scored(Chats.Good(Chats.Line($"c{i}", "您好", $",\"closed\":\"{day:yyyy-MM-dd}T11:00:00\""))));
            if (i / 3 is >= 2 and <= 9)
                expected.Add((day, $"c{i}"));
        }

        var job = Store.StartJob(new JobRequest(TestRubric.Value.Hash, new DateOnly(2026, 1, 3), new DateOnly(2026, 1, 10), false));
        Assert.Equal(expected.Count, job.Total);
        var given = new List<(DateOnly Day, string Id)>();
        while (true)
        {
            var page = Store.NextOfJob(job, 7);
            if (page.Conversations.Count == 0)
                break;
            Assert.InRange(page.Conversations.Count, 1, 7);
            given.AddRange(page.Conversations.Select(chat => (chat.Day, chat.Conversation.Id)));
            Assert.All(page.Conversations, chat => Assert.Equal(StoredText.Of(Store.Find(chat.Conversation.Id)), StoredText.Of(chat.Conversation)));
            job = job with { Cursor = page.Cursor };
        }

        Assert.Equal(given.Select(chat => chat.Day).Order(), given.Select(chat => chat.Day));
        Assert.Equal(expected.Order(), given.Order());
        Assert.Empty(Store.NextOfJob(job, 7).Conversations);
    }

    [Fact]
    public void Scores_beside_the_others_do_not_count_and_are_made_once()
    {
        Store.UseRubric(TestRubric.Next, "text");
        Save(Scored(State("c", 1, "您好")));
        var before = (StoredText.Of(Store.Agents()), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue)));
        Assert.Equal(1, Rescore(TestRubric.Next, official: false));
        Assert.Equal(0, Rescore(TestRubric.Next, official: false));
        Assert.Equal(0, Rescore(TestRubric.Value, official: false));
        Assert.Equal(before, (StoredText.Of(Store.Agents()), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue))));
        Assert.Equal(
            [(TestRubric.Value.Hash, true), (TestRubric.Next.Hash, false)],
            Store.Scores("c").Select(score => (score.RubricHash, score.Official)));
        Assert.Equal(["apology-early"], Store.Scores("c")[1].Criteria.Select(criterion => criterion.Criterion).Except(Store.Scores("c")[0].Criteria.Select(criterion => criterion.Criterion), StringComparer.Ordinal));
        Assert.Equal(new StoreTotals(1, 2, 0, 0, 0), Reopened().Totals());
        AssertCountsAreRight();
    }

    [Fact]
    public void Official_scores_take_the_place_of_the_others_and_can_be_put_back()
    {
        Store.UseRubric(TestRubric.Next, "text");
        Save(Scored(State("c", 1, "您好")), Scored(TwoSessions("d")), Scored(Chats.Good(Chats.Line("e", "笨蛋"))));
        var before = (StoredText.Of(Store.Agents()), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue)));
        Assert.Equal(4, Rescore(TestRubric.Next, official: true));
        Assert.NotEqual(before, (StoredText.Of(Store.Agents()), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue))));
        Assert.All(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue), rollup => Assert.Equal(TestRubric.Next.Hash, rollup.Rubric));
        Assert.Equal(
            [(TestRubric.Next.Hash, true), (TestRubric.Value.Hash, false)],
            Store.Scores("c").Select(score => (score.RubricHash, score.Official)));
        AssertCountsAreRight();

        // A second time nothing changes; back again, the old scores count again and are not made anew.
        Assert.Equal(0, Rescore(TestRubric.Next, official: true));
        AssertCountsAreRight();
        Assert.Equal(0, Rescore(TestRubric.Value, official: true));
        Assert.Equal(before, (StoredText.Of(Store.Agents()), Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue))));
        AssertCountsAreRight();
    }

    [Fact]
    public void Scores_made_beside_the_others_become_official_when_a_job_says_so()
    {
        Store.UseRubric(TestRubric.Next, "text");
        Save(Scored(State("c", 1, "您好")));
        Rescore(TestRubric.Next, official: false);
        var beside = Store.Scores("c")[1];
        Assert.Equal(0, Rescore(TestRubric.Next, official: true));
        Assert.Equal(StoredText.Of(beside with { Official = true }), StoredText.Of(Store.Scores("c")[0]));
        AssertCountsAreRight();
    }

    [Fact]
    public void A_conversation_that_goes_on_while_a_job_scores_its_old_state_keeps_its_new_scores()
    {
        Store.UseRubric(TestRubric.Next, "text");
        Save(Scored(State("c", 1, "您好")));
        var job = Store.StartJob(new JobRequest(TestRubric.Next.Hash, null, null, true));
        var page = Store.NextOfJob(job, 10);
        Save(Scored(State("c", 2, "谢谢")));
        Store.Lease(LeaseNames.Job(job.Number), "w", Long);
        Store.Save(new StoreBatch { Entries = [Rescored(page.Conversations[0], TestRubric.Next)], Job = new JobProgress(job.Number, "w", page.Cursor, 1, false) });
        Assert.Equal((2, TestRubric.Value.Hash, true), Assert.Single(Store.Scores("c")) is var score ? (score.Revision, score.RubricHash, score.Official) : default);
        AssertCountsAreRight();

        // The new state comes later in the same job.
        Assert.Equal(2, Assert.Single(Store.NextOfJob(job with { Cursor = page.Cursor }, 10).Conversations).Revision);
    }

    [Fact]
    public void A_conversation_forgotten_while_a_job_scores_it_stays_forgotten()
    {
        Store.UseRubric(TestRubric.Next, "text");
        Save(Scored(State("c", 1, "您好")));
        var job = Store.StartJob(new JobRequest(TestRubric.Next.Hash, null, null, true));
        var page = Store.NextOfJob(job, 10);
        Store.Forget(new DateOnly(2030, 1, 1));
        Save(Rescored(page.Conversations[0], TestRubric.Next));
        Assert.Equal(default, Store.Totals());
        AssertCountsAreRight();
    }

    [Fact]
    public void A_jobs_progress_is_kept_with_its_scores_and_only_by_whoever_holds_its_lease()
    {
        Store.UseRubric(TestRubric.Next, "text");
        Save(Scored(State("a", 1, "您好")), Scored(State("b", 1, "您好")));
        var job = Store.StartJob(new JobRequest(TestRubric.Next.Hash, null, null, true));
        var page = Store.NextOfJob(job, 1);
        var batch = new StoreBatch
        {
            Entries = [Rescored(page.Conversations[0], TestRubric.Next)],
            Job = new JobProgress(job.Number, "w", page.Cursor, 1, Finished: false),
        };
        Assert.Throws<LeaseLostException>(() => Store.Save(batch));
        Store.Lease(LeaseNames.Job(job.Number), "x", Long);
        Assert.Throws<LeaseLostException>(() => Store.Save(batch));
        Assert.Equal(2, Store.Totals().Scores);
        Assert.Equal(job, Store.StartJob(job.Request));

        Store.Release(LeaseNames.Job(job.Number), "x");
        Store.Lease(LeaseNames.Job(job.Number), "w", Long);
        Assert.Equal(1, Store.Save(batch).Scores);
        var later = Reopened().StartJob(job.Request);
        Assert.Equal((job.Number, 1L, 2L, page.Cursor), (later.Number, later.Done, later.Total, later.Cursor));

        // Done again from the beginning, as after a crash between two workers, it comes to the same.
        Finish(later with { Cursor = "" });
        Assert.Equal(4, Store.Totals().Scores);
        AssertCountsAreRight();
    }

    private PendingConversation Waits(Conversation chat) =>
        new("a.jsonl", 1, chat.Id, _hash.Of(chat), Time.Now, [1]) { Order = RevisionOrder.Of(chat, Time.Now) };

    private static RescoredConversation Rescored(StoredConversation chat, Rubric rubric) =>
        new(chat, Scorer.Score(chat.Conversation, rubric), Receipt.Of(chat.Conversation, rubric));

    /// <summary>Runs a job over everything, or over some days.</summary>
    /// <returns>How many scores were made.</returns>
    private int Rescore(Rubric rubric, bool official, DateOnly? since = null, DateOnly? until = null) =>
        Finish(Store.StartJob(new JobRequest(rubric.Hash, since, until, official)));

    private int Finish(Job job)
    {
        var rubric = new[] { TestRubric.Value, TestRubric.Next }.Single(known => known.Hash == job.Request.Rubric);
        Assert.True(Store.Lease(LeaseNames.Job(job.Number), "runner", Long) || Store.Lease(LeaseNames.Job(job.Number), "w", Long));
        var worker = Store.Lease(LeaseNames.Job(job.Number), "runner", Long) ? "runner" : "w";
        for (var made = 0; ;)
        {
            var page = Store.NextOfJob(job, 2);
            made += Store.Save(new StoreBatch
            {
                Entries = [.. page.Conversations.Select(chat => Rescored(chat, rubric))],
                Job = new JobProgress(job.Number, worker, page.Cursor, page.Conversations.Count, page.Conversations.Count == 0),
            }).Scores;
            if (page.Conversations.Count == 0)
            {
                Store.Release(LeaseNames.Job(job.Number), worker);
                return made;
            }

            job = job with { Cursor = page.Cursor };
        }
    }
}
