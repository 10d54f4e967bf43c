using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests;

public sealed class MoodChangeTests
{
    [Theory]
    [InlineData("-600|600", -600, 600, MoodOutcome.Recovered)]
    [InlineData("600|-600", 600, -600, MoodOutcome.Worsened)]
    [InlineData("0|0", 0, 0, MoodOutcome.Steady)]
    [InlineData("0|600", 0, 600, MoodOutcome.Steady)]
    [InlineData("-600|-600", -600, -600, MoodOutcome.Unhappy)]
    // One turn is start and end.
    [InlineData("-600", -600, -600, MoodOutcome.Unhappy)]
    [InlineData("100", 100, 100, MoodOutcome.Steady)]
    // The middle one of three is neither.
    [InlineData("-600|900|0", -600, 0, MoodOutcome.Recovered)]
    // Three turns and no more make the start and the end.
    [InlineData("-300|-300|-300|900|900|0|0|30", -300, 10, MoodOutcome.Recovered)]
    // Half a step is no change.
    [InlineData("-200|-100", -200, -100, MoodOutcome.Unhappy)]
    [InlineData("-100|-200", -100, -200, MoodOutcome.Unhappy)]
    [InlineData("-150|0", -150, 0, MoodOutcome.Recovered)]
    [InlineData("-149|0", -149, 0, MoodOutcome.Steady)]
    // A turn has the strongest of its messages, whatever stands beside it.
    [InlineData("0 -600 100|0", -600, 0, MoodOutcome.Recovered)]
    [InlineData("-300 300|0", 300, 0, MoodOutcome.Steady)]
    public void The_first_turns_are_held_against_the_last(string turns, int start, int end, MoodOutcome outcome)
    {
        var mood = MoodChange.OfCustomer(Moods(turns))!.Value;
        Assert.Equal((start, end, outcome), (mood.Start, mood.End, mood.Outcome));
        Assert.Equal(turns.Split('|').Length, mood.Turns);
    }

    [Fact]
    public void Robots_and_the_platform_end_no_turn()
    {
        var chat = new Conversation("c", [Said(-600), new Message(Speaker.Bot, "您好"), new Message(Speaker.System, "订单"), Said(100), new Message(Speaker.Agent, "在的"), Said(0)]);
        Assert.Equal(new MoodChange(-600, 0, 2), MoodChange.OfCustomer(chat));
    }

    [Fact]
    public void Turns_nobody_read_do_not_count()
    {
        var chat = new Conversation("c", [new Message(Speaker.Customer, "", Kind: MessageKind.Image), new Message(Speaker.Agent, "在的"), Said(-600), new Message(Speaker.Agent, "抱歉"), new Message(Speaker.Customer, "", Kind: MessageKind.Image)]);
        Assert.Equal(new MoodChange(-600, -600, 1), MoodChange.OfCustomer(chat));
    }

    [Fact]
    public void Without_a_models_word_there_is_no_mood()
    {
        Assert.Null(MoodChange.OfCustomer(new Conversation("c", [new Message(Speaker.Customer, "太差了")])));
        Assert.Null(MoodChange.OfCustomer(new Conversation("c", [])));
        Assert.Null(MoodChange.OfCustomer(new Conversation("c", [new Message(Speaker.Agent, "抱歉") { Sentiment = LocalSentiment.Unmoved }])));
    }

    [Fact]
    public void A_score_has_the_mood_of_what_its_agent_answered()
    {
        var chat = LocalSentiment.Read(Chat.Of(
            "[09:00] customer: 太差了,什么态度", "[09:01] agent 小鱼: 稍等", "[09:02] customer: 气死我了", "[09:03] agent 小鱼: 为您转接",
            "[09:04] customer: 还是没人管", "[09:05] agent 小满: 抱歉,马上补发", "[09:06] customer: 太好了", "[09:07] agent 小满: 好的"));
        var scores = Scorer.Score(chat, RandomChats.EveryKind());
        Assert.Equal([MoodOutcome.Unhappy, MoodOutcome.Recovered], scores.Select(static score => score.Mood!.Value.Outcome));
        Assert.Equal([2, 2], scores.Select(static score => score.Mood!.Value.Turns));
        Assert.Equal(MoodOutcome.Recovered, MoodChange.OfCustomer(chat)!.Value.Outcome);
    }

    [Fact]
    public void A_chat_nobody_answered_has_a_mood_all_the_same() =>
        Assert.Equal(MoodOutcome.Unhappy, Assert.Single(Scorer.Score(LocalSentiment.Read(Chat.Of("customer: 太差了,没人吗")), RandomChats.EveryKind())).Mood!.Value.Outcome);

    [Fact]
    public void It_is_what_slow_and_obvious_code_says()
    {
        var random = new Random(4);
        for (var i = 0; i < 2_000; i++)
        {
            var turns = Enumerable.Range(0, random.Next(1, 10)).Select(_ => Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(-1_000, 1_001)).ToList()).ToList();
            var strongest = turns.ConvertAll(static turn => turn.Aggregate(static (best, next) => Math.Abs(next) >= Math.Abs(best) ? next : best));
            var few = Math.Clamp(turns.Count / 2, 1, 3);
            Assert.Equal(
                new MoodChange(strongest.Take(few).Sum() / few, strongest.TakeLast(few).Sum() / few, turns.Count),
                MoodChange.OfCustomer(Moods(string.Join('|', turns.Select(static turn => string.Join(' ', turn))))));
        }
    }

    private static Conversation Moods(string turns)
    {
        var messages = new List<Message>();
        foreach (var turn in turns.Split('|'))
        {
            messages.AddRange(turn.Split(' ').Select(static mood => Said(int.Parse(mood, System.Globalization.CultureInfo.InvariantCulture))));
            messages.Add(new Message(Speaker.Agent, "在的"));
        }

        return new Conversation("c", messages);
    }

    private static Message Said(int mood) => new(Speaker.Customer, "a") { Sentiment = new Sentiment("m", Polarity.Neutral, new Confidence(Math.Max(0, mood), 0, Math.Max(0, -mood)), []) };
}
