using System.Linq;
using QA.Scoring.Rules;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Rules;

public sealed class MoodShownTests
{
    private static readonly string[] Lines = ["customer: 什么态度,太差了", "agent: 抱歉,马上补发", "customer: 太好了,谢谢"];

    [Fact]
    public void Where_no_model_was_asked_such_a_criterion_does_not_apply_and_says_why()
    {
        var rubric = Calmed("calmed");
        var unread = Scorer.Score(Chat.Of(Lines), rubric).Single().Criteria.Single();
        Assert.Equal((Verdict.NotApplicable, "没有情绪判断", "No model said how the messages feel"), (unread.Verdict, unread.Reason.Zh, unread.Reason.En));
        Assert.Equal(Verdict.Pass, Scorer.Score(LocalSentiment.Read(Chat.Of(Lines)), rubric).Single().Criteria.Single().Verdict);
    }

    [Fact]
    public void Read_and_not_calmed_is_a_failure_like_any_other()
    {
        var chat = LocalSentiment.Read(Chat.Of("customer: 什么态度,太差了", "agent: 您自己看说明", "customer: 骗子"));
        Assert.Equal(Verdict.Fail, Scorer.Score(chat, Calmed("calmed")).Single().Criteria.Single().Verdict);
    }

    [Fact]
    public void Inside_a_combination_words_may_stand_beside_it()
    {
        var rubric = Calmed("calmed-or-thanked");
        Assert.Equal(Verdict.Pass, Scorer.Score(Chat.Of(Lines), rubric).Single().Criteria.Single().Verdict);
        Assert.Equal(Verdict.Fail, Scorer.Score(Chat.Of("customer: 什么态度", "agent: 抱歉"), rubric).Single().Criteria.Single().Verdict);
    }

    [Fact]
    public void A_word_of_another_model_is_shown_by_its_sentence_and_without_one_by_the_message()
    {
        var sure = new Confidence(10, 20, 970);
        var rubric = Calmed("calmed");
        var chat = new Conversation("c", [
            new Message(Speaker.Customer, "在吗。😡你们怎么回事!") { Sentiment = new Sentiment("r", Polarity.Negative, sure, [new SentenceSentiment(0, 3, Polarity.Neutral, sure, [], []), new SentenceSentiment(3, 9, Polarity.Negative, sure, [], [])]) },
            new Message(Speaker.Customer, "唉") { Sentiment = new Sentiment("r", Polarity.Negative, sure, []) },
            new Message(Speaker.Customer, "唉唉")]);
        Assert.Equal([(0, 3, 9), (1, 0, 1)], RuleProbe.Find(chat, rubric, "upset").Select(static finding => (finding.Message, finding.Start, finding.Length)));
    }

    [Theory]
    [InlineData(0.5, 2)]
    [InlineData(0.51, 0)]
    public void The_share_is_of_what_was_read(double share, int found)
    {
        var rubric = new RubricBuilder()
            .Rule("upset", "sentiment", ("share", share.ToString(System.Globalization.CultureInfo.InvariantCulture)))
            .Build();
        var chat = LocalSentiment.Read(Chat.Of("customer: 太差了", "customer: 在吗", "customer: 骗子", "customer: 好的", "bot: 太差了", "agent: 骗子"));
        Assert.Equal(found, RuleProbe.Find(chat, rubric, "upset").Count);
    }

    [Fact]
    public void How_it_moves_and_how_single_messages_feel_are_two_rules() => Assert.Contains(
        "'share' looks at single messages, and 'moves' at how they change; keep one of them, and combine two rules where both are meant",
        RubricBuilder.ProblemsOf("sentiment", ("moves", "recovered"), ("share", "0.5")), System.StringComparison.Ordinal);

    private static Rubric Calmed(string passes)
    {
        var builder = new RubricBuilder()
            .Lexicon("thanks", "谢谢")
            .Rule("upset", "sentiment")
            .Rule("calmed", "sentiment", ("moves", "recovered"))
            .Rule("thanked", "phrases", ("lexicons", "thanks"), ("of", "customer"))
            .Rule("calmed-or-thanked", "combine", ("when", "calmed or thanked"));
        return builder.Criterion("c", 1, builder.Level(Verdict.Pass, passes), builder.Level(Verdict.Fail)).Build();
    }
}
