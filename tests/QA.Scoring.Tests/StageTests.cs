using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace QA.Scoring.Tests;

/// <summary>How far a conversation came, and in which order.</summary>
public sealed class StageTests
{
    private static readonly Rubric Ladder = Of(("welcome", "您好"), ("advice", "推荐"), ("order", "核对"), ("review", "好评"));

    [Fact]
    public void Stages_are_reached_where_their_rule_first_finds()
    {
        var score = Judge(Ladder, "agent: 您好,您好", "agent: 给您推荐这款", "customer: 不用了", "agent: 您好还在吗");

        Assert.Equal(["welcome 0:0", "advice 1:2"], Reached(score));
        Assert.Equal("advice", score.LeftAt!.Id);
    }

    [Fact]
    public void A_stage_is_too_early_where_an_earlier_one_is_first_reached_later()
    {
        var score = Judge(Ladder, "agent: 您好", "agent: 给个好评吧", "agent: 核对一下地址");

        Assert.Equal(["welcome 0:0", "order 2:0", "review 1:2 before order"], Reached(score));
        Assert.Equal("order", score.LeftAt!.Id);
    }

    [Fact]
    public void A_stage_that_is_left_out_is_no_disorder()
        => Assert.Equal(["advice 0:0", "review 1:0"], Reached(Judge(Ladder, "agent: 推荐", "agent: 好评")));

    [Fact]
    public void Within_one_message_the_words_decide()
    {
        Assert.Equal(["welcome 0:0", "advice 0:3"], Reached(Judge(Ladder, "agent: 您好,推荐")));
        Assert.Equal(["welcome 0:3", "advice 0:0 before welcome"], Reached(Judge(Ladder, "agent: 推荐,您好")));
    }

    [Fact]
    public void Of_two_stages_at_the_same_words_the_one_further_on_is_last()
    {
        var score = Judge(Of(("answer", "在的"), ("offer", "在的")), "agent: 在的");

        Assert.Equal(["answer 0:0", "offer 0:0"], Reached(score));
        Assert.Equal("offer", score.LeftAt!.Id);
    }

    [Fact]
    public void Where_no_stage_is_reached_the_customer_left_at_none()
    {
        var score = Judge(Ladder, "agent: 嗯");

        Assert.Empty(score.Stages);
        Assert.Null(score.LeftAt);
        Assert.Empty(Judge(Ladder, "customer: 您好").Stages);
    }

    [Fact]
    public void Each_agent_has_stages_of_their_own()
    {
        var scores = Scorer.Score(Chat.Of("agent A: 您好", "customer: 好", "agent B: 推荐"), Ladder);

        Assert.Equal(["A welcome", "B advice"], scores.Select(score => $"{score.Agent} {Assert.Single(score.Stages).Stage.Id}"));
    }

    [Fact]
    public void Stages_never_touch_points()
    {
        var staged = RandomChats.EveryKind();
        var plain = new Rubric(staged.Rules, staged.Lexicons, staged.Sections)
        {
            Id = staged.Id,
            Version = staged.Version,
            Language = staged.Language,
            Title = staged.Title,
            Hash = staged.Hash,
            PassMark = staged.PassMark,
            InsufficientBelow = staged.InsufficientBelow,
            SessionGap = staged.SessionGap,
            Bands = staged.Bands,
            Scenarios = staged.Scenarios,
            Adjustments = staged.Adjustments,
            CriticalFindings = staged.CriticalFindings,
            Negators = staged.Negators,
        };
        var reached = 0;
        foreach (var chat in RandomChats.Many(seed: 21, count: 300))
        {
            var (before, after) = (Scorer.Score(chat, plain), Scorer.Score(chat, staged));
            Assert.Equal(before.Select(Points), after.Select(Points));
            reached += after.Sum(score => score.Stages.Count);
        }

        Assert.True(reached > 300, "the chats no longer reach stages");

        static string Points(Score score) => $"{score.Total} {score.Base} {score.Uncapped} {string.Join(' ', score.Criteria.Select(criterion => $"{criterion.Verdict} {criterion.Weight} {criterion.Earned}"))}";
    }

    [Fact]
    public void Disorder_is_what_the_sequence_rule_calls_so()
    {
        var builder = Says(("a", "好"), ("b", "您"), ("c", "发"), ("d", "天"), ("e", "吗"))
            .Rule("disordered", "sequence", ("steps", new[] { "a", "b", "c", "d", "e" }), ("report", "disordered"));
        var rubric = builder.Criterion("c", 1, builder.Level(Verdict.Pass, "disordered"), builder.Level(Verdict.Fail)).Build();
        var found = 0;
        foreach (var chat in RandomChats.Many(seed: 22, count: 600))
        {
            foreach (var score in Scorer.Score(chat, rubric))
            {
                var early = score.Stages.Where(reached => reached.Before is not null).Select(reached => (reached.First.Message, reached.First.Start)).Distinct().Order().ToList();
                Assert.Equal(early.Count > 0, score.Criteria[0].Verdict == Verdict.Pass);
                Assert.Equal(early, score.Criteria[0].Evidence.Select(finding => (finding.Message, finding.Start)).Order());
                found += early.Count;
            }
        }

        Assert.True(found > 100, "the chats no longer bring disorder");
    }

    private static Rubric Of(params (string Stage, string Phrase)[] stages)
    {
        var builder = Says(stages);
        return builder.Criterion("c", 1, builder.Level(Verdict.Pass)).Build();
    }

    private static RubricBuilder Says(params (string Stage, string Phrase)[] stages)
    {
        var builder = new RubricBuilder();
        foreach (var (stage, phrase) in stages)
            builder.Rule("says-" + stage, "phrases", ("phrases", new[] { phrase }), ("negated", "count"), ("quoted", "count")).Stage(stage, "says-" + stage);
        foreach (var (stage, _) in stages)
            builder.Rule(stage, "combine", ("when", "says-" + stage));
        return builder;
    }

    private static Score Judge(Rubric rubric, params string[] lines)
        => Scorer.Score(Chat.Of(lines), rubric) is [var score] ? score : throw new Xunit.Sdk.XunitException("one score expected");

    private static IEnumerable<string> Reached(Score score)
        => score.Stages.Select(reached => $"{reached.Stage.Id} {reached.First.Message}:{reached.First.Start}{(reached.Before is { } before ? " before " + before.Id : "")}");
}
