using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests;

public sealed class ReceiptTests
{
    private static readonly Rubric Rubric = RandomChats.EveryKind();

    private static readonly Sentiment Said = new(
        "m/1", Polarity.Negative, new Confidence(1, 2, 997),
        [new SentenceSentiment(0, 3, Polarity.Negative, new Confidence(1, 2, 997), [new SentimentCue(1, 1, -450)], [new Opinion(0, 1, Polarity.Negative, [new Assessment(1, 1, Polarity.Negative, Negated: false)])])]);

    public static TheoryData<int> Changes { get; } = [.. Enumerable.Range(0, Changed().Count)];

    [Fact]
    public void The_same_words_and_the_same_opinion_of_them_give_the_same_receipt() => Assert.Equal(Of(Said), Of(Said with { }));

    [Theory]
    [MemberData(nameof(Changes))]
    public void Whatever_a_model_says_otherwise_shows_in_the_receipt(int change) => Assert.NotEqual(Of(Said), Of(Changed()[change]));

    private static string Of(Sentiment? said) => Receipt.Of(new Conversation("c", [new Message(Speaker.Customer, "太慢了") { Sentiment = said }, new Message(Speaker.Agent, "抱歉")]), Rubric);

    private static List<Sentiment?> Changed()
    {
        var sentence = Said.Sentences[0];
        var opinion = sentence.Opinions[0];
        return
        [
            null,
            LocalSentiment.Unmoved,
            Said with { Model = "m/2" },
            Said with { Instead = "timeout" },
            Said with { Polarity = Polarity.Mixed },
            Said with { Confidence = new Confidence(2, 1, 997) },
            Said with { Sentences = [] },
            Said with { Sentences = [sentence, sentence] },
            With(sentence with { Start = 1 }),
            With(sentence with { Length = 2 }),
            With(sentence with { Polarity = Polarity.Neutral }),
            With(sentence with { Confidence = new Confidence(0, 3, 997) }),
            With(sentence with { Cues = [] }),
            With(sentence with { Cues = [new SentimentCue(1, 1, -451)] }),
            With(sentence with { Opinions = [] }),
            With(sentence with { Opinions = [opinion with { Polarity = Polarity.Mixed }] }),
            With(sentence with { Opinions = [opinion with { Assessments = [opinion.Assessments[0] with { Negated = true }] }] }),
        ];
    }

    private static Sentiment With(SentenceSentiment sentence) => Said with { Sentences = [sentence] };
}
