using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Rules;
using Xunit;

namespace QA.Scoring.Tests.Rules;

/// <summary>Rules that walk two lists at once find what comparing everything with everything finds.</summary>
public sealed class SlowAndObviousTests
{
    private static readonly string[] Scraps = ["x", "y", "x", "y", "yx", ",", "。", "a", " b ", "😊"];

    [Theory]
    [InlineData("0 characters")]
    [InlineData("1 character")]
    [InlineData("3 characters")]
    [InlineData("1 message")]
    [InlineData("2 messages")]
    [InlineData("1 turn")]
    [InlineData("2 turns")]
    [InlineData("60s")]
    [InlineData("3m")]
    public void Near(string within)
    {
        if (within.StartsWith('0'))
        {
            Assert.Contains("'within' must be a count with its unit", RubricBuilder.ProblemsOf("near", ("rule", "x"), ("to", "y"), ("within", within)), StringComparison.Ordinal);
            return;
        }

        foreach (var side in new[] { "either", "before", "after" })
        {
            var rubric = Rules().Rule("near", "near", ("rule", "x"), ("to", "y"), ("within", within), ("side", side)).Build();
            var count = int.Parse(within[..(within.EndsWith('s') && within[0] == '6' ? 2 : 1)], System.Globalization.CultureInfo.InvariantCulture);
            Compare(rubric, "near", seed: 51, (chat, x, y) =>
            {
                var messages = chat.Conversation.Messages;
                if (side == "before" ? !y.Before(x) : side == "after" && !x.Before(y))
                    return false;
                if (x.Message == y.Message)
                    return !within.Contains("char", StringComparison.Ordinal) || Math.Max(x.Start - y.End, y.Start - x.End) <= count;
                var turns = chat.View.Turns;
                if (within.Contains("char", StringComparison.Ordinal))
                    return false;
                if (within.Contains("message", StringComparison.Ordinal))
                    return Math.Abs(x.Message - y.Message) <= count;
                if (within.Contains("turn", StringComparison.Ordinal))
                    return turns[x.Message] >= 0 && turns[y.Message] >= 0 && Math.Abs(turns[x.Message] - turns[y.Message]) <= count;
                return messages[x.Message].SentAt is { } a && messages[y.Message].SentAt is { } b && (a - b).Duration().TotalSeconds <= count * (within.EndsWith('m') ? 60 : 1);
            });
        }
    }

    [Theory]
    [InlineData("clause")]
    [InlineData("sentence")]
    [InlineData("message")]
    [InlineData("turn")]
    [InlineData("next-turn")]
    public void Each(string where)
    {
        var rubric = Rules().Rule("each", "each", ("for", "x"), ("has", "y"), ("in", where), ("quantifier", "some")).Build();
        Compare(rubric, "each", seed: 52, (chat, x, y) => IsIn(where, chat, x, y));
    }

    [Theory]
    [InlineData("clause")]
    [InlineData("sentence")]
    [InlineData("message")]
    [InlineData("turn")]
    public void With(string where)
    {
        var rubric = Rules().Rule("with", "phrases", ("of", "anyone"), ("phrases", "x"), ("with", new (string, object)[] { ("rule", "y"), ("in", where) })).Build();
        Compare(rubric, "with", seed: 53, (chat, x, y) => IsIn(where, chat, x, y));
    }

    [Fact]
    public void Rounds()
    {
        var rubric = Rules().Rule("late", "reply-gap", ("measure", "rounds"), ("longer-than", "90s"), ("needs-no-reply", "y")).Build();
        var found = 0;
        foreach (var conversation in Many(seed: 54))
        {
            var chat = Enter(conversation, rubric);
            var quiet = chat.Found(rubric.Rule("y")!).ToArray().Select(mark => mark.Message).ToHashSet();
            var expected = new List<int>();
            var messages = conversation.Messages;
            for (var reply = 0; reply < messages.Count; reply++)
            {
                if (messages[reply].Speaker != Speaker.Agent)
                    continue;
                var before = reply - 1;
                while (before >= 0 && messages[before].Speaker != Speaker.Agent)
                    before--;
                var asked = Enumerable.Range(before + 1, reply - before - 1).Where(i => messages[i].Speaker == Speaker.Customer && !quiet.Contains(i)).Take(1).ToList();
                if (asked.Count == 1 && messages[reply].SentAt - messages[asked[0]].SentAt is { } wait && wait > TimeSpan.FromSeconds(90))
                    expected.Add(reply);
            }

            Assert.Equal(expected, chat.Found(rubric.Rule("late")!).ToArray().Select(mark => mark.Message));
            found += expected.Count;
            Examination.Return(chat);
        }

        Assert.True(found > 50, $"only {found} late replies");
    }

    private static bool IsIn(string where, Examination chat, Mark x, Mark y)
    {
        var turn = chat.View.Turns[x.Message];
        switch (where)
        {
            case "message":
                return x.Message == y.Message;
            case "turn":
                return x.Message == y.Message || (turn >= 0 && turn == chat.View.Turns[y.Message]);
            case "next-turn":
                for (var i = x.Message; turn < 0 && i >= 0; i--)
                    turn = chat.View.Turns[i];
                return chat.View.Turns[y.Message] == turn + 1;
        }

        var (from, to) = chat.Around(x, sentence: where == "sentence");
        return x.Message == y.Message && y.Start < to && y.End > from;
    }

    private static void Compare(Rubric rubric, string rule, int seed, Func<Examination, Mark, Mark, bool> together)
    {
        var found = 0;
        var all = 0;
        foreach (var conversation in Many(seed))
        {
            var chat = Enter(conversation, rubric);
            var others = chat.Found(rubric.Rule("y")!).ToArray();
            var candidates = chat.Found(rubric.Rule("x")!).ToArray();
            var expected = candidates.Where(x => others.Any(y => together(chat, x, y))).ToList();
            Assert.Equal(expected, chat.Found(rubric.Rule(rule)!).ToArray().Select(mark => mark with { Entry = expected.Count > 0 ? expected[0].Entry : 0 }));
            found += expected.Count;
            all += candidates.Length;
            Examination.Return(chat);
        }

        Assert.True(found > 100 && found < all, $"{found} of {all} show little");
    }

    private static Examination Enter(Conversation conversation, Rubric rubric)
    {
        var chat = Examination.Rent();
        chat.Load(conversation, rubric);
        chat.EnterSession(0, conversation.Messages.Count);
        return chat;
    }

    private static IEnumerable<Conversation> Many(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 400; i++)
        {
            var clock = new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.FromHours(8));
            var messages = new List<Message>();
            for (var m = random.Next(1, 14); m > 0; m--)
            {
                clock += TimeSpan.FromSeconds(random.Next(120));
                var speaker = random.Next(7) switch { < 3 => Speaker.Customer, < 6 => Speaker.Agent, _ => Speaker.Bot };
                messages.Add(new Message(speaker, string.Concat(Enumerable.Range(0, random.Next(6)).Select(_ => Scraps[random.Next(Scraps.Length)] + " ")), null, random.Next(3) == 0 ? null : clock));
            }

            yield return new Conversation("c", messages);
        }
    }

    private static RubricBuilder Rules() => new RubricBuilder().Rule("x", "phrases", ("of", "anyone"), ("phrases", "x")).Rule("y", "phrases", ("of", "anyone"), ("phrases", "y"));
}
