using System;
using System.Linq;
using QA.Engine.Pipeline;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Pipeline;

/// <summary>What reviews say of the engine: κ and how many cases stand behind it.</summary>
public sealed class PeopleAgreementTests
{
    [Fact]
    public void Agreement_is_beyond_chance_and_a_review_is_a_word_on_every_criterion()
    {
        // Of ten greetings the machine passes five; the person would pass one of the others.
        var reviewed = Enumerable.Range(0, 10).Select(i => new ReviewedVerdicts(
            i, "test-zh", ["greeting", "courtesy"],
            [i < 5 ? Verdict.Pass : Verdict.Fail, Verdict.Unsure], [i < 6 ? Verdict.Pass : Verdict.Fail, i == 0 ? Verdict.Pass : Verdict.Unsure])).ToList();

        var figures = PeopleAgreement.Of(reviewed);

        // p_o = 0.9, p_e = 0.5·0.6 + 0.5·0.4 = 0.5.
        Assert.Equal(("test-zh", "greeting", 10L), (figures[0].Rubric, figures[0].Criterion, figures[0].Cases));
        Assert.Equal(0.8, figures[0].Kappa!.Value, 12);
        Assert.InRange(0.8, figures[0].From!.Value, figures[0].To!.Value);

        // What the person left open is no case.
        Assert.Equal(1L, figures[1].Cases);
    }

    [Fact]
    public void It_is_worked_out_again_once_people_said_something_new_and_the_old_runs_out()
    {
        using var folder = new TempFolder();
        var time = new ManualTime { Now = DateTimeOffset.UtcNow };
        using var store = SampleStore.Copy(folder["qa.db"], time);
        var agreement = new PeopleAgreement(store, time);
        Assert.Empty(agreement.News()!);
        Assert.Null(agreement.News());

        var chat = Chats.Good(Chats.Line("c"));
        store.Save(new StoreBatch { Entries = [new ScoredConversation("a", 1, chat, [1], Scorer.Score(chat, SampleStore.Rubrics.Default), "r")] });
        var score = store.Scores("c")[0];
        var by = new Account(1, "wang", "王芳", Role.Supervisor, ["*"], null, null, "", 0, null, false, time.Now, null);
        Assert.Equal(ReviewOutcome.Done, new Reviews(store, time).Review(new ScoreName(score.Conversation, score.Number), "", "", by).Outcome);
        Assert.All(agreement.News()!, static one => Assert.Equal(1, one.Cases));
        Assert.Null(agreement.News());

        time.Now += TimeSpan.FromDays(PeopleAgreement.Days + 1);
        Assert.Empty(agreement.News()!);
    }
}
