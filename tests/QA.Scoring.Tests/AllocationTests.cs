using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Rules;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests;

/// <summary>Scoring allocates the score and nothing else.</summary>
public sealed class AllocationTests
{
    private static readonly Rubric Rubric = RandomChats.EveryKind();

    private static readonly Conversation Busy = LocalSentiment.Read(Chat.Of(
        "[09:00] customer: 您好,在吗?订单30元什么时候发",
        "[09:01] bot: 您好😊",
        "[09:04] agent 小鱼: 您好亲~非常抱歉,因为下雨,3天内发😊",
        "[09:05] customer: 保证吗?不是说今天吗?",
        "[09:06] agent 小鱼: 稍等",
        "[09:09] agent 小鱼: 非常抱歉,因为下雨,3天内发😊不保证",
        "[09:10] customer: 好的,谢谢“您好”"));

    [Fact]
    public void A_warm_score_allocates_only_what_it_returns()
    {
        for (var i = 0; i < 50; i++)
            Scorer.Score(Busy, Rubric);
        IReadOnlyList<Score> scores = [];

        // What the runtime does beside (tiering) allocates now and then, so the least of some runs is measured.
        var scoring = Least(() => scores = Scorer.Score(Busy, Rubric));

        var copying = Least(() => Copy(scores));
        Assert.Single(scores);
        Assert.Equal(copying, scoring);
    }

    [Fact]
    public void No_kind_of_rule_allocates_while_it_examines()
    {
        foreach (var rule in Rubric.Rules)
        {
            var allocated = Least(() => Examine(rule));
            Assert.True(allocated == 0, $"'{rule.Name}' ({rule.KindName}) allocates {allocated} bytes");
        }

        Assert.Equal(
            RuleKinds.All.Select(kind => kind.Name).Order(StringComparer.Ordinal),
            Rubric.Rules.Select(rule => rule.KindName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static void Examine(Rule rule)
    {
        var chat = Examination.Rent();
        chat.Load(Busy, Rubric);
        chat.EnterSession(0, Busy.Messages.Count);
        chat.EnterSegment(0);
        _ = chat.Found(rule).Length;
        _ = chat.LookedIn(rule);
        _ = chat.Nearest(rule);
        Examination.Return(chat);
    }

    private static long Least(Action action)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 200; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    /// <summary>Builds an equal result out of the parts of one that is there.</summary>
    private static Score[] Copy(IReadOnlyList<Score> scores)
    {
        var score = scores[0];
        var criteria = new CriterionScore[score.Criteria.Count];
        for (var i = 0; i < criteria.Length; i++)
        {
            var old = score.Criteria[i];

            // What does not apply is the same in every conversation, and shared.
            if (old.Verdict == Verdict.NotApplicable)
            {
                criteria[i] = old;
                continue;
            }

            var absences = old.Absences.Count == 0 ? [] : new Absence[old.Absences.Count];
            for (var a = 0; a < absences.Length; a++)
            {
                var absence = old.Absences[a];
                absences[a] = new Absence(absence.Rule, absence.From, absence.To, absence.NearestMiss, absence.Why, absence.Distance);
            }

            criteria[i] = new CriterionScore(old.Criterion, old.Verdict, old.Level, old.Gate, old.Reason, old.Weight, old.Value, old.Earned, old.Lost, Copy(old.Evidence), absences);
        }

        var adjustments = score.Adjustments.Count == 0 ? [] : new AdjustmentScore[score.Adjustments.Count];
        for (var i = 0; i < adjustments.Length; i++)
            adjustments[i] = new AdjustmentScore(score.Adjustments[i].Adjustment, Copy(score.Adjustments[i].Evidence));
        var suspicions = score.Suspicions.Count == 0 ? [] : new CriticalSuspicion[score.Suspicions.Count];
        for (var i = 0; i < suspicions.Length; i++)
            suspicions[i] = new CriticalSuspicion(score.Suspicions[i].Critical, Copy(score.Suspicions[i].Evidence));
        var stages = score.Stages.Count == 0 ? [] : new StageReached[score.Stages.Count];
        for (var i = 0; i < stages.Length; i++)
            stages[i] = new StageReached(score.Stages[i].Stage, score.Stages[i].First, score.Stages[i].Before);
        return
        [
            new Score
            {
                Conversation = score.Conversation,
                Rubric = score.Rubric,
                Session = score.Session,
                Sessions = score.Sessions,
                Agent = score.Agent,
                Team = score.Team,
                Messages = score.Messages,
                Scenario = score.Scenario,
                Standing = score.Standing,
                Base = score.Base,
                Uncapped = score.Uncapped,
                Total = score.Total,
                Criteria = criteria,
                Adjustments = adjustments,
                Suspicions = suspicions,
                Stages = stages,
                LeftAt = score.LeftAt,
                Mood = score.Mood,
            },
        ];
    }

    private static Finding[] Copy(IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
            return [];
        var copy = new Finding[findings.Count];
        for (var i = 0; i < copy.Length; i++)
            copy[i] = findings[i];
        return copy;
    }
}
