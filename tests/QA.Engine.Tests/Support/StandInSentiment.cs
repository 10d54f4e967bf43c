using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Language;
using QA.Scoring;

namespace QA.Engine.Tests.Support;

/// <summary>A model that answers at once, and remembers what it was asked.</summary>
internal sealed class StandInSentiment : ISentimentModel
{
    public string Name => "stand-in/1";

    public ConcurrentQueue<string> Asked { get; } = new();

    public ValueTask<IReadOnlyList<Sentiment?>> Read(IReadOnlyList<SentimentText> texts, CancellationToken stop)
    {
        foreach (var text in texts)
            Asked.Enqueue(text.Text);
        return new([.. texts.Select(text => new Sentiment(Name, Polarity.Neutral, new Confidence(0, 1000, 0), [new SentenceSentiment(0, text.Text.Length, Polarity.Neutral, new Confidence(0, 1000, 0), [], [])]))]);
    }
}
