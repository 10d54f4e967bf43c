using System.Linq;
using QA.Scoring.Rules;
using Xunit;

namespace QA.Scoring.Tests;

/// <summary>A phrase or a rule that is taken away is as if it had never been written.</summary>
public sealed class AblationTests
{
    private static readonly Rubric Whole = RandomChats.EveryKind();

    [Fact]
    public void A_phrase_that_is_taken_away_is_as_if_other_words_stood_in_its_place()
    {
        var ablation = new Ablation(Whole);
        var chats = RandomChats.Many(seed: 41, count: 200);
        var entry = 0;
        var differs = 0;
        for (var lexicon = 0; lexicon < Whole.Lexicons.Count; lexicon++)
        {
            for (var i = 0; i < Whole.Lexicons[lexicon].Entries.Count; i++, entry++)
            {
                var overwritten = Rewritten([.. Whole.Lexicons.Select((words, index) => index == lexicon
                    ? new Lexicon(words.Name, [.. words.Entries.Select((phrase, place) => place == i ? phrase with { Phrase = "此句从未有人说过" } : phrase)])
                    : words)]);
                foreach (var chat in chats)
                {
                    var expected = Chat.Print(Scorer.Score(chat, overwritten));
                    Assert.Equal(expected, Chat.Print(Scorer.Score(chat, ablation.WithoutPhrase(entry))));
                    differs += expected == Chat.Print(Scorer.Score(chat, Whole)) ? 0 : 1;
                }
            }
        }

        Assert.True(differs > 100, $"only {differs} scores differ: the chats no longer say the phrases");
    }

    [Fact]
    public void What_a_chat_has_nothing_to_do_with_changes_neither_verdicts_nor_evidence()
    {
        var ablation = new Ablation(Whole);
        var entries = Whole.Lexicons.Sum(lexicon => lexicon.Entries.Count);
        var differs = 0;
        foreach (var chat in RandomChats.Many(seed: 42, count: 60))
        {
            var before = Verdicts(chat, Whole);
            var (phrases, rules) = ablation.TouchedBy(chat);
            Assert.All(Enumerable.Range(0, entries).Except(phrases), entry => Assert.Equal(before, Verdicts(chat, ablation.WithoutPhrase(entry))));
            Assert.All(Enumerable.Range(0, Whole.Rules.Count).Except(rules), rule => Assert.Equal(before, Verdicts(chat, ablation.WithoutRule(rule))));
            differs += rules.Count(rule => Verdicts(chat, ablation.WithoutRule(rule)) != before);
        }

        Assert.True(differs > 100, "taking rules away no longer makes a difference");
    }

    [Fact]
    public void A_rule_that_is_taken_away_finds_nothing_and_the_rubric_keeps_it()
    {
        var chat = Chat.Of("agent: 您好");
        var rule = Whole.Rule("greeting")!;
        var without = new Ablation(Whole).WithoutRule(rule.Index);

        Assert.Empty(RuleProbe.Find(chat, without, "greeting"));
        Assert.NotEmpty(RuleProbe.Find(chat, Whole, "greeting"));
        Assert.Equal(Whole.Rules.Select(other => other.Name), without.Rules.Select(other => other.Name));
    }

    /// <summary>Absences aside: what came nearest may be another thing.</summary>
    private static string Verdicts(Conversation chat, Rubric rubric)
        => string.Join('\n', Chat.Print(Scorer.Score(chat, rubric)).Split('\n').Where(line => !line.StartsWith("    ", System.StringComparison.Ordinal)));

    private static Rubric Rewritten(Lexicon[] lexicons) => new(Whole.Rules, lexicons, Whole.Sections)
    {
        Id = Whole.Id,
        Version = Whole.Version,
        Language = Whole.Language,
        Title = Whole.Title,
        Hash = Whole.Hash,
        PassMark = Whole.PassMark,
        InsufficientBelow = Whole.InsufficientBelow,
        SessionGap = Whole.SessionGap,
        Bands = Whole.Bands,
        Scenarios = Whole.Scenarios,
        Stages = Whole.Stages,
        Adjustments = Whole.Adjustments,
        CriticalFindings = Whole.CriticalFindings,
        Negators = Whole.Negators,
    };
}
