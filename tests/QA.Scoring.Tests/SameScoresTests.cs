using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using QA.Scoring.Rules;
using Xunit;

namespace QA.Scoring.Tests;

/// <summary>The same conversation and rubric give the same score, whatever was scored before, beside or between.</summary>
public sealed class SameScoresTests
{
    private static readonly Rubric Rubric = RandomChats.EveryKind();

    [Fact]
    public void Threads_and_order_change_nothing()
    {
        var chats = RandomChats.Many(seed: 1, count: 600);
        var expected = chats.Select(chat => Chat.Print(Scorer.Score(chat, Rubric))).ToArray();
        Assert.Contains(expected, text => text.Contains("Partial", StringComparison.Ordinal));

        var actual = new string[chats.Length];
        var order = Enumerable.Range(0, chats.Length).ToArray();
        new Random(2).Shuffle(order);
        var next = -1;
        var threads = Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            while (Interlocked.Increment(ref next) is var turn && turn < order.Length)
                actual[order[turn]] = Chat.Print(Scorer.Score(chats[order[turn]], Rubric));
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_giant_before_changes_nothing()
    {
        var random = new Random(3);
        var chats = RandomChats.Many(seed: 4, count: 60);
        var expected = chats.Select(chat => Chat.Print(Scorer.Score(chat, Rubric))).ToArray();
        var wide = RandomChats.Make(random, "wide", most: 4000);
        var deep = new Conversation("deep", [new Message(Speaker.Customer, RandomChats.Text(random, 60_000)), new Message(Speaker.Agent, RandomChats.Text(random, 60_000))]);

        for (var i = 0; i < chats.Length; i++)
        {
            if (i % 20 == 0)
                Scorer.Score(i % 40 == 0 ? deep : wide, Rubric);
            Assert.Equal(expected[i], Chat.Print(Scorer.Score(chats[i], Rubric)));
        }
    }

    [Fact]
    public void Two_rubrics_in_turn_on_one_thread_change_nothing()
    {
        var other = new RubricBuilder()
            .Lexicon("a", "好…吗", "您")
            .Rule("gap", "phrases", ("lexicons", "a"), ("of", "anyone"))
            .Rule("more", "count", ("rule", "gap"), ("at-least", "2"));
        var small = other.Criterion("c", 1, other.Level(Verdict.Pass, "more"), other.Level(Verdict.Fail, lookedFor: ["gap"])).Build();
        var chats = RandomChats.Many(seed: 5, count: 200);
        var expected = chats.Select(chat => Chat.Print(Scorer.Score(chat, Rubric))).ToArray();
        var expectedSmall = chats.Select(chat => Chat.Print(Scorer.Score(chat, small))).ToArray();

        for (var i = 0; i < chats.Length; i++)
        {
            Assert.Equal(expectedSmall[i], Chat.Print(Scorer.Score(chats[i], small)));
            Assert.Equal(expected[i], Chat.Print(Scorer.Score(chats[i], Rubric)));
        }
    }

    [Fact]
    public void Findings_lie_in_their_message_and_split_no_character()
    {
        var found = 0;
        foreach (var chat in RandomChats.Many(seed: 6, count: 1500))
        {
            foreach (var rule in Rubric.Rules)
            {
                var last = -1;
                foreach (var finding in RuleProbe.Find(chat, Rubric, rule.Name))
                {
                    var text = chat.Messages[finding.Message].Text;
                    Assert.InRange(finding.Start, 0, text.Length);
                    Assert.InRange(finding.Length, 0, text.Length - finding.Start);
                    Assert.False(Splits(text, finding.Start), $"{rule.Name} begins inside a character of {Escaped(text)} at {finding.Start}");
                    Assert.False(Splits(text, finding.Start + finding.Length), $"{rule.Name} ends inside a character of {Escaped(text)} at {finding.Start + finding.Length}");
                    last = finding.Message;
                    found++;
                }
            }
        }

        Assert.True(found > 5000, $"only {found} findings: the chats no longer exercise the rules");

        static bool Splits(string text, int at) => at > 0 && at < text.Length && char.IsHighSurrogate(text[at - 1]) && char.IsLowSurrogate(text[at]);

        static string Escaped(string text) => string.Concat(text.Select(c => char.IsSurrogate(c) ? $"\\u{(int)c:X4}" : c.ToString()));
    }

    [Fact]
    public void Findings_come_in_the_order_of_the_conversation_and_once()
    {
        foreach (var chat in RandomChats.Many(seed: 7, count: 800))
        {
            var examination = Examination.Rent();
            examination.Load(chat, Rubric);
            examination.EnterSession(0, chat.Messages.Count);
            foreach (var rule in Rubric.Rules)
            {
                var marks = examination.Found(rule).ToArray();
                for (var i = 1; i < marks.Length; i++)
                    Assert.True(!marks[i].Before(marks[i - 1]) && marks[i] != marks[i - 1], $"{rule.Name} in {chat.Id}: {marks[i - 1]} then {marks[i]}");
            }

            Examination.Return(examination);
        }
    }

    [Fact]
    public void A_rule_that_throws_names_itself_and_the_conversation_and_harms_no_later_score()
    {
        var builder = new RubricBuilder().Rule("broken", new ThrowingRule()).Rule("asks", "combine", ("when", "broken"));
        var rubric = builder.Criterion("c", 1, builder.Level(Verdict.Pass, "asks"), builder.Level(Verdict.Fail)).Build();
        var chat = Chat.Of("customer: 在吗", "agent: 您好");
        var before = Chat.Print(Scorer.Score(chat, Rubric));

        var failure = Assert.Throws<RuleFailedException>(() => Scorer.Score(chat, rubric));

        Assert.Equal("broken", failure.Rule);
        Assert.Equal("c1", failure.Conversation);
        Assert.Contains("'broken'", failure.Message, StringComparison.Ordinal);
        Assert.IsType<DivideByZeroException>(failure.InnerException);
        Assert.Equal(before, Chat.Print(Scorer.Score(chat, Rubric)));
    }

    private sealed class ThrowingRule : Rule
    {
        internal override void Examine(Examination chat, FindingList findings)
        {
            findings.AddMessage(0);
            throw new DivideByZeroException();
        }
    }
}
