using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring;
using Xunit;

namespace QA.Calibration.Tests;

public sealed class AgreementTests
{
    private static readonly string[] One = ["greeting"];

    [Fact]
    public void Counts_and_rates_are_those_of_the_table()
    {
        // Reference → other: 3 × pass → pass, 1 × pass → partial, 2 × fail → fail, 1 × na → fail, 2 × na → na.
        var result = Compare("pass pass", "pass pass", "pass pass", "pass partial", "fail fail", "fail fail", "na fail", "na na", "na na");
        Assert.Equal(9, result.Cases);
        Assert.Equal(7.0 / 9, result.Raw.Value);
        Assert.Equal(1, result.Counts[(int)Verdict.NotApplicable, (int)Verdict.Fail]);

        // n²=81; Σ row × column = 4·3 + 0·1 + 2·3 + 3·2 = 24; κ = (9·7 − 24) / (81 − 24).
        Assert.Equal(39.0 / 57, result.Kappa.Value);
        var pass = result.Values[(int)Verdict.Pass];
        Assert.Equal((4, 3, 3), (pass.Given, pass.Found, pass.Both));
        Assert.Equal((1.0, 0.75, 6.0 / 7), (pass.Precision.Value, pass.Recall.Value, pass.F1.Value));
        Assert.Equal((1.0, 2.0 / 3), (result.Gate.Precision.Value, result.Gate.Recall.Value));
        Assert.Equal(Undefined.NeverGiven, result.Values[(int)Verdict.Partial].Recall.Why);
        Assert.Equal(0, result.Values[(int)Verdict.Partial].Precision.Value);
    }

    [Fact]
    public void Weighted_kappa_leaves_out_what_somebody_did_not_judge_by_degrees()
    {
        var plain = Compare("pass pass", "partial pass", "partial partial", "fail fail", "fail pass");
        var more = Compare("pass pass", "partial pass", "partial partial", "fail fail", "fail pass", "na na", "na fail", "pass na", "fail unsure");
        Assert.Equal(plain.WeightedKappa.Value, more.WeightedKappa.Value);
        Assert.NotEqual(plain.Kappa.Value, more.Kappa.Value);
    }

    [Fact]
    public void Unsure_is_a_column_of_its_own_disagrees_with_everything_and_lowers_the_coverage()
    {
        var result = Compare("pass pass", "pass unsure", "fail fail", "na unsure");
        Assert.Equal((2, 0.5, 0.5), (result.Unsure, result.Coverage.Value!.Value, result.Raw.Value!.Value));
        Assert.Equal(1, result.Counts[(int)Verdict.Pass, (int)Verdict.Unsure]);

        // Near miss: the same without the two open cases agrees on everything.
        Assert.Equal(1, Compare("pass pass", "fail fail").Kappa.Value);
        Assert.True(result.Kappa.Value < 1);
    }

    [Fact]
    public void What_was_not_judged_is_no_case()
    {
        var result = Agreement.Of(
            [
                new JudgedConversation("a", [Pair("pass pass"), null], null),
                new JudgedConversation("b", [null, null], null),
                new JudgedConversation("c", [Pair("fail fail"), null], null),
            ],
            ["greeting", "courtesy"], Resampling.Default);
        Assert.Equal((3, 2L, 0L), (result.Conversations, result.Criteria[0].Cases, result.Criteria[1].Cases));
        Assert.Equal(Undefined.NoCases, result.Criteria[1].Kappa.Figure.Why);
        Assert.Equal(Undefined.NoCases, result.Criteria[1].Coverage.Why);

        // The mean goes over what has a κ, and says over how many.
        Assert.Equal((1.0, 1), (result.MeanKappa.Value!.Value, result.Averaged));
    }

    [Fact]
    public void The_mean_of_nothing_is_no_figure()
    {
        var result = Agreement.Of([], One, Resampling.Default);
        Assert.Equal((Undefined.NothingToAverage, 0), (result.MeanKappa.Figure.Why, result.Averaged));
        Assert.Null(result.MeanKappa.Interval);
    }

    [Fact]
    public void An_interval_spans_the_figure_and_narrows_with_more_cases()
    {
        var few = Compare([.. Mixed(40)]);
        var many = Compare([.. Mixed(1000)]);
        foreach (var estimate in (Estimate[])[few.Raw, few.Kappa, few.WeightedKappa, many.Raw, many.Kappa, many.WeightedKappa])
        {
            var (low, high) = Assert.NotNull(estimate.Interval);
            Assert.True(low < estimate.Value && estimate.Value < high);
        }

        Assert.True(many.Kappa.Interval!.Value.High - many.Kappa.Interval.Value.Low < few.Kappa.Interval!.Value.High - few.Kappa.Interval.Value.Low);
    }

    // SAS/STAT User's Guide, "Agreement Study": simple κ 0.3449, asymptotic 95 % limits 0.2030 and 0.4868. A bootstrap of
    // the same table comes near them.
    [Fact]
    public void An_interval_comes_near_the_published_asymptotic_one()
    {
        var table = (int[][])[[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]];
        string[] names = ["pass", "partial", "fail", "na"];
        var pairs = from i in Enumerable.Range(0, 4) from j in Enumerable.Range(0, 4) from _ in Enumerable.Range(0, table[i][j]) select $"{names[i]} {names[j]}";
        var (low, high) = Compare([.. pairs]).Kappa.Interval!.Value;
        Assert.InRange(low, 0.18, 0.23);
        Assert.InRange(high, 0.46, 0.51);
    }

    // Worked out by another program, in Python, from the description of the draws: no runtime changes an interval unseen.
    [Fact]
    public void The_same_judgements_give_the_same_interval_to_the_last_bit() =>
        Assert.Equal(new Interval(0.26573426573426573, 0.6572407883461868), Compare([.. Mixed(40)]).Kappa.Interval);

    [Fact]
    public void The_order_of_the_conversations_changes_nothing()
    {
        var conversations = Mixed(60).Select((pair, i) => new JudgedConversation($"c{i}", [Pair(pair)], null)).ToList();
        var forwards = Agreement.Of(conversations, One, Resampling.Default).Criteria[0].Kappa;
        conversations.Reverse();
        Assert.Equal(forwards, Agreement.Of(conversations, One, Resampling.Default).Criteria[0].Kappa);
        Assert.NotEqual(forwards, Agreement.Of(conversations, One, Resampling.Default with { Seed = 1 }).Criteria[0].Kappa);
    }

    [Fact]
    public void A_figure_that_many_resamples_lack_has_no_interval()
    {
        // Both say "fail" once: every third resample misses that conversation and knows one category only.
        var rare = Compare([.. Enumerable.Repeat("pass pass", 30), "fail fail"]);
        Assert.Equal(1, rare.Kappa.Value);
        Assert.Null(rare.Kappa.Interval);
        Assert.InRange(rare.Kappa.Resamples, 1000, 1500);

        // The raw agreement has one in each.
        Assert.Equal((new Interval(1, 1), 2000), (rare.Raw.Interval, rare.Raw.Resamples));
    }

    [Fact]
    public void Raters_who_agree_may_point_at_different_places()
    {
        // customer 0, agent 1, bot 2, agent 3, customer 4, agent 5
        int[] turns = [0, 1, -3, 1, 2, 3];
        var result = Agreement.Of(
            [
                At("same", "pass", [1], "pass", [1, 5], turns),
                At("among", "partial", [5], "partial", [1, 5], turns),
                At("turn", "pass", [3], "pass", [1], turns),
                At("elsewhere", "pass", [5], "pass", [1], turns),
                At("bot", "partial", [2], "partial", [3], turns),
                At("due here", "fail", [3], "fail", [], turns, (1, 3)),
                At("due elsewhere", "fail", [5], "fail", [], turns, (1, 3)),

                // None of these counts: they disagree, do not apply, or the reference names no place.
                At("disagree", "pass", [1], "fail", [1], turns),
                At("na", "na", [], "na", [1], turns),
                At("no place", "pass", [], "pass", [1], turns),
            ],
            One, Resampling.Default).Criteria[0].Evidence;
        Assert.Equal(new EvidenceAgreement(Labelled: 7, Pointed: 5, First: 1, Among: 2, SameTurn: 3, LookedIn: 1), result);
    }

    [Fact]
    public void Without_the_words_nothing_is_said_about_turns()
    {
        var result = Agreement.Of([At("a", "pass", [1], "pass", [1], null)], One, Resampling.Default).Criteria[0].Evidence;
        Assert.Equal(new EvidenceAgreement(1, 1, 1, 1, null, 0), result);
    }

    [Fact]
    public void Weak_spots_are_the_fullest_cells_off_the_diagonal()
    {
        var pairs = (string[])["pass pass", "pass pass", "pass partial", "pass partial", "fail na", "na fail", "na fail", "na fail"];
        var agreement = Agreement.Of([.. pairs.Select((pair, i) => new JudgedConversation($"c{i}", [Pair(pair)], null))], One, Resampling.Default);
        Assert.Equal(
            [new WeakSpot("greeting", Verdict.NotApplicable, Verdict.Fail, 3, 3), new WeakSpot("greeting", Verdict.Pass, Verdict.Partial, 2, 4)],
            WeakSpot.In(agreement, most: 2));
        Assert.Equal(3, WeakSpot.In(agreement, most: 10).Count);
    }

    [Fact]
    public void Bots_and_the_platform_break_no_turn()
    {
        Speaker[] speakers = [Speaker.System, Speaker.Customer, Speaker.Bot, Speaker.Customer, Speaker.Agent, Speaker.System, Speaker.Agent, Speaker.Customer];
        var chat = new Conversation("c", [.. speakers.Select(speaker => new Message(speaker, "x"))]);
        Assert.Equal([-1, 0, -3, 0, 1, -6, 1, 2], Turns.Of(chat));
    }

    private static IEnumerable<string> Mixed(int count)
    {
        string[] cycle = ["pass pass", "fail fail", "partial partial", "pass partial", "na na", "partial pass", "fail partial", "na na", "pass pass", "fail pass"];
        return Enumerable.Range(0, count).Select(i => cycle[i % cycle.Length]);
    }

    private static CriterionAgreement Compare(params string[] pairs) =>
        Agreement.Of([.. pairs.Select((pair, i) => new JudgedConversation($"c{i:0000}", [Pair(pair)], null))], One, Resampling.Default).Criteria[0];

    private static JudgementPair Pair(string words)
    {
        var both = words.Split(' ');
        return new JudgementPair(new Judgement(Of(both[0]), []), new Judgement(Of(both[1]), []));
    }

    private static JudgedConversation At(string id, string one, int[] oneAt, string other, int[] otherAt, int[]? turns, (int, int)? lookedIn = null) =>
        new(id, [new JudgementPair(new Judgement(Of(one), oneAt), new Judgement(Of(other), otherAt, lookedIn))], turns);

    private static Verdict Of(string word) => word == "na" ? Verdict.NotApplicable : Enum.Parse<Verdict>(word, ignoreCase: true);
}
