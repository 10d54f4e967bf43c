using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Storage;

/// <summary>A person's word beside the machine's: what it makes of a score, of the roll-ups and of the list of agents.</summary>
public abstract partial class StoreContract
{
    private static readonly Account Supervisor = Person(1, "王芳");

    private static readonly Account Colleague = Person(2, "李雷");

    private Reviews PeopleReviews => new(Store, Time);

    [Fact]
    public void A_corrected_verdict_counts_and_the_machines_stays_beside_it()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "在"))));
        var machine = Only("c");
        Assert.Equal((0, Verdict.Fail), (machine.Uncapped, machine.Criteria[0].Verdict));

        Assert.Equal(ReviewOutcome.Done, Correct(machine, "greeting", CountedVerdict.Of(Verdict.Pass), "他说了" + Odd));

        var score = Only("c");
        Assert.Equal((0, 0, Verdict.Fail), (score.Uncapped, score.Total, score.Criteria[0].Verdict));
        Assert.Equal((6_667, 6_667, Standing.Ranked, true), (score.CountingPoints, score.ShownPoints, score.OfficialStanding, score.Reviewed!.Passed));
        Assert.Equal((Verdict.Pass, 1_000_000, 40_000_000L, 6_667, 0), Points(score.OfficialCriteria[0]));
        Assert.Equal(machine.Criteria[0].Reason, score.OfficialCriteria[0].Reason);
        Assert.Equal(6_667, Assert.Single(Store.Agents()).Mean);
        AssertCountsAreRight();
        var correction = Assert.Single(PeopleReviews.Of([score.Number])[score.Number].Corrections);
        Assert.Equal(("greeting", Verdict.Fail, CountedVerdict.Of(Verdict.Pass), Kept("他说了" + Odd), "王芳", Time.Now.ToUniversalTime()), (correction.Criterion, correction.Machine, correction.Verdict, correction.Comment, correction.Name, correction.At));
    }

    [Fact]
    public void A_withdrawn_correction_lets_the_machines_score_stand_again()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "在"))));
        var before = Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue));
        Correct(Only("c"), "greeting", CountedVerdict.Of(Verdict.Pass));
        Correct(Only("c"), "courtesy", new CountedVerdict(Verdict.Partial, 500_000));
        var corrections = PeopleReviews.Of([Only("c").Number])[Only("c").Number].Corrections;

        foreach (var correction in corrections)
            Assert.Equal(ReviewOutcome.Done, PeopleReviews.Withdraw(Name(Only("c")), correction.Number, Colleague, TestRubric.Value).Outcome);

        Assert.Null(Only("c").Reviewed);
        Assert.Equal(before, Shown(Store.Rollups(DateOnly.MinValue, DateOnly.MaxValue)));
        AssertCountsAreRight();
        Assert.All(PeopleReviews.Of([Only("c").Number])[Only("c").Number].Corrections, static one => Assert.Equal("李雷", one.WithdrawnBy));
        Assert.Equal(ReviewOutcome.Overtaken, PeopleReviews.Withdraw(Name(Only("c")), corrections[0].Number, Colleague, TestRubric.Value).Outcome);
    }

    [Fact]
    public void What_a_person_says_does_not_apply_leaves_the_sum_and_what_does_joins_it()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "您好"))));
        var machine = Only("c");
        Assert.Equal([Verdict.Pass, Verdict.Partial, Verdict.NotApplicable], machine.Criteria.Select(static one => one.Verdict));
        Assert.Equal(8_333, machine.Uncapped);

        Correct(machine, "courtesy", CountedVerdict.Of(Verdict.NotApplicable));
        Assert.Equal(10_000, Only("c").CountingPoints);
        Correct(Only("c"), "apology-first", CountedVerdict.Of(Verdict.Fail));
        Assert.Equal(5_714, Only("c").CountingPoints);
        Assert.Equal([Verdict.Pass, Verdict.NotApplicable, Verdict.Fail], Only("c").OfficialCriteria.Select(static one => one.Verdict));
        AssertCountsAreRight();
    }

    [Fact]
    public void Without_its_rubric_a_score_can_be_corrected_as_far_as_weights_stay()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "您好"))));
        var name = Name(Only("c"));
        Assert.Equal(ReviewOutcome.Done, PeopleReviews.Correct(name, "courtesy", CountedVerdict.Of(Verdict.Pass), "x", 0, Supervisor, null).Outcome);
        Assert.Equal(10_000, Only("c").CountingPoints);
        var refused = PeopleReviews.Correct(name, "apology-first", CountedVerdict.Of(Verdict.Pass), "x", 0, Supervisor, null);
        Assert.Equal(ReviewOutcome.Impossible, refused.Outcome);
        Assert.Contains("权重", refused.Reason!.Zh, StringComparison.Ordinal);
        Assert.Single(PeopleReviews.Of([name.Number])[name.Number].Corrections);

        // Once a person took something out of the sum while the rubric was there, those weights go on.
        Correct(Only("c"), "greeting", CountedVerdict.Of(Verdict.NotApplicable));
        var courtesy = PeopleReviews.Of([name.Number])[name.Number].Standing("courtesy")!.Number;
        Assert.Equal(ReviewOutcome.Done, PeopleReviews.Correct(name, "courtesy", CountedVerdict.Of(Verdict.Fail), "x", courtesy, Supervisor, null).Outcome);
        Assert.Equal(0, Only("c").CountingPoints);
        AssertCountsAreRight();
    }

    [Fact]
    public void A_suspected_finding_caps_what_is_shown_and_a_confirmed_one_what_counts()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "您好,谢谢,笨蛋"))));
        Assert.Equal((0, 10_000), (Only("c").ShownPoints, Only("c").CountingPoints));
        Decide("c", "dismissed");
        Assert.Equal((10_000, 10_000), (Only("c").ShownPoints, Only("c").CountingPoints));
        Decide("c", "confirmed");
        Assert.Equal((0, 0), (Only("c").ShownPoints, Only("c").CountingPoints));
        AssertCountsAreRight();
        Decide("c", "suspected");
        Assert.Equal((0, 10_000, null), (Only("c").ShownPoints, Only("c").CountingPoints, Only("c").Reviewed));
        AssertCountsAreRight();
        Assert.Equal(["dismissed", "confirmed", "suspected"], PeopleReviews.Of([Only("c").Number])[Only("c").Number].Decisions.Select(static one => one.State));
    }

    [Fact]
    public void Whoever_decides_on_what_somebody_else_changed_meanwhile_is_told()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "在,笨蛋"))));
        var name = Name(Only("c"));
        var seen = ReviewHistory.None.Seen;
        Assert.Equal(ReviewOutcome.Done, Correct(Only("c"), "greeting", CountedVerdict.Of(Verdict.Pass)));
        Assert.Equal(ReviewOutcome.Overtaken, PeopleReviews.Correct(name, "greeting", CountedVerdict.Of(Verdict.NotApplicable), "x", 0, Colleague, TestRubric.Value).Outcome);
        Assert.Equal(ReviewOutcome.Done, PeopleReviews.Decide(name, "insult", StoredSuspicion.Confirmed, "", 0, Supervisor, TestRubric.Value).Outcome);
        Assert.Equal(ReviewOutcome.Overtaken, PeopleReviews.Decide(name, "insult", StoredSuspicion.Dismissed, "x", 0, Colleague, TestRubric.Value).Outcome);
        Assert.Equal(ReviewOutcome.Overtaken, PeopleReviews.Review(name, "", seen, Colleague).Outcome);
        Assert.Single(PeopleReviews.Of([name.Number])[name.Number].Corrections);
        Assert.Equal(StoredSuspicion.Confirmed, Only("c").Suspicions[0].State);
    }

    [Fact]
    public void Of_many_who_correct_at_once_one_is_heard()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "在"))));
        var name = Name(Only("c"));
        var answers = new ReviewOutcome[8];
        Parallel.For(0, answers.Length, i => answers[i] = PeopleReviews.Correct(name, "greeting", CountedVerdict.Of(Verdict.Pass), "x", 0, Supervisor, TestRubric.Value).Outcome);
        Assert.Single(answers, ReviewOutcome.Done);
        Assert.Equal(7, answers.Count(static answer => answer == ReviewOutcome.Overtaken));
        AssertCountsAreRight();
    }

    [Fact]
    public void Nobody_decides_on_what_is_not_there()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "在"))));
        var name = Name(Only("c"));
        Assert.Equal(ReviewOutcome.Missing, PeopleReviews.Correct(name with { Number = name.Number + 1 }, "greeting", default, "x", 0, Supervisor, TestRubric.Value).Outcome);
        Assert.Equal(ReviewOutcome.Missing, PeopleReviews.Correct(name with { Conversation = "d" }, "greeting", default, "x", 0, Supervisor, TestRubric.Value).Outcome);
        Assert.Equal(ReviewOutcome.Missing, PeopleReviews.Correct(name, "smile", default, "x", 0, Supervisor, TestRubric.Value).Outcome);
        Assert.Equal(ReviewOutcome.Missing, PeopleReviews.Decide(name, "insult", "confirmed", "", 0, Supervisor, TestRubric.Value).Outcome);
        Assert.Equal(ReviewOutcome.Missing, PeopleReviews.Withdraw(name, 1, Supervisor, TestRubric.Value).Outcome);
        Assert.Empty(PeopleReviews.Of([name.Number]));
    }

    [Fact]
    public void A_corrected_score_leaves_the_roll_ups_as_it_stands_when_another_takes_its_place()
    {
        Store.UseRubric(TestRubric.Next, "text");
        Save(Scored(State("c", 1, "在")));
        Correct(Only("c"), "greeting", CountedVerdict.Of(Verdict.Pass));
        Rescore(TestRubric.Next, official: true, new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 2));
        Assert.Equal(0, Assert.Single(Store.Agents()).Mean);
        AssertCountsAreRight();
        Rescore(TestRubric.Value, official: true, new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 2));
        Assert.Equal(6_667, Assert.Single(Store.Agents()).Mean);
        AssertCountsAreRight();
        Save(Scored(State("c", 2, "您好,谢谢")));
        Assert.Equal(10_000, Assert.Single(Store.Agents()).Mean);
        AssertCountsAreRight();
    }

    [Fact]
    public void A_score_that_does_not_count_can_be_corrected_and_no_mean_follows()
    {
        Store.UseRubric(TestRubric.Next, "text");
        Save(Scored(State("c", 1, "在")));
        Rescore(TestRubric.Next, official: false, new DateOnly(2026, 2, 1), new DateOnly(2026, 2, 2));
        Correct(Store.Scores("c")[1], "greeting", CountedVerdict.Of(Verdict.Pass));
        Assert.Equal(4_000, Store.Scores("c")[1].CountingPoints);
        Assert.Equal(0, Assert.Single(Store.Agents()).Mean);
        AssertCountsAreRight();
    }

    [Fact]
    public void A_review_says_of_every_criterion_what_the_person_stands_by()
    {
        Save(Scored(Chats.Good(Chats.Line("c", "在"))), Scored(Chats.Good(Chats.Line("d", "您好"))), Scored(Chats.Good(Chats.Line("unseen", "您好"))));
        var since = Time.Now;
        Correct(Only("c"), "greeting", CountedVerdict.Of(Verdict.Pass));
        foreach (var id in (string[])["c", "d"])
        {
            Time.Now += TimeSpan.FromMinutes(1);
            var seen = PeopleReviews.Of([Only(id).Number]).GetValueOrDefault(Only(id).Number, ReviewHistory.None).Seen;
            Assert.Equal(ReviewOutcome.Done, PeopleReviews.Review(Name(Only(id)), "看过", seen, Supervisor).Outcome);
            Assert.Equal(ReviewOutcome.Done, PeopleReviews.Review(Name(Only(id)), "又看过", seen, Supervisor).Outcome);
        }

        var reviewed = Store.ReviewedSince(since, 10);
        Assert.Equal([Only("d").Number, Only("c").Number], reviewed.Select(static one => one.Score));
        Assert.Equal(("test-zh", Verdict.Fail, Verdict.Pass), (reviewed[1].Rubric, reviewed[1].Machine[0], reviewed[1].Person[0]));
        Assert.Equal(reviewed[0].Machine, reviewed[0].Person);
        Assert.Equal(["greeting", "courtesy", "apology-first"], reviewed[0].Criteria);
        Assert.Equal([Only("d").Number], Store.ReviewedSince(since, 1).Select(static one => one.Score));
        Assert.Empty(Store.ReviewedSince(Time.Now.AddMinutes(1), 10));
        Assert.Equal("看过", Assert.Single(PeopleReviews.Of([Only("d").Number])[Only("d").Number].Reviews).Comment);
    }

    [Fact]
    public void What_people_said_of_a_forgotten_score_is_forgotten_and_the_audit_trail_is_not()
    {
        Save(Scored(Chats.Good(Chats.Line("old", "在,笨蛋", ""","closed":"2025-11-01T10:00:00" """))), Scored(Chats.Good(Chats.Line("new", "在", ""","closed":"2026-02-20T10:00:00" """))));
        foreach (var id in (string[])["old", "new"])
        {
            Correct(Only(id), "greeting", CountedVerdict.Of(Verdict.Pass));
            PeopleReviews.Review(Name(Only(id)), "看过", PeopleReviews.Of([Only(id).Number])[Only(id).Number].Seen, Supervisor);
        }

        Decide("old", "confirmed");
        var (gone, kept) = (Only("old").Number, Only("new").Number);
        var trail = new AuditTrail(Store.People, Time);
        trail.Write(1, "wang", AuditAction.VerdictCorrected, "old", "greeting", "");

        Store.Forget(new DateOnly(2026, 2, 1));

        Assert.Equal([kept], PeopleReviews.Of([gone, kept]).Keys);
        Assert.NotNull(Only("new").Reviewed);
        Assert.Single(Store.ReviewedSince(DateTimeOffset.UnixEpoch, 10));
        Assert.Single(trail.List(10));
        AssertCountsAreRight();
    }

    private static Account Person(long number, string name) =>
        new(number, name, name, Role.Supervisor, [Account.EveryTeam], null, null, "", 0, null, false, DateTimeOffset.UnixEpoch, null);

    private static (Verdict, int, long, int, int) Points(StoredVerdict verdict) => (verdict.Verdict, verdict.Value, verdict.Weight, verdict.Earned, verdict.Lost);

    private static ScoreName Name(StoredScore score) => new(score.Conversation, score.Number);

    private static Rubric RubricOf(StoredScore score) => score.RubricHash == TestRubric.Next.Hash ? TestRubric.Next : TestRubric.Value;

    private StoredScore Only(string conversation) => Assert.Single(Store.Scores(conversation));

    private ReviewOutcome Correct(StoredScore score, string criterion, CountedVerdict verdict, string comment = "听过录音")
    {
        var standing = PeopleReviews.Of([score.Number]).GetValueOrDefault(score.Number)?.Standing(criterion)?.Number ?? 0;
        return PeopleReviews.Correct(Name(score), criterion, verdict, comment, standing, Supervisor, RubricOf(score)).Outcome;
    }

    /// <summary>Decides every suspicion of the first score.</summary>
    private protected void Decide(string conversation, string state)
    {
        var score = Store.Scores(conversation)[0];
        foreach (var suspicion in score.Suspicions)
        {
            var last = PeopleReviews.Of([score.Number]).GetValueOrDefault(score.Number)?.LastDecision(suspicion.Critical) ?? 0;
            Assert.Equal(ReviewOutcome.Done, PeopleReviews.Decide(Name(score), suspicion.Critical, state, "因为", last, Supervisor, RubricOf(score)).Outcome);
        }
    }
}
