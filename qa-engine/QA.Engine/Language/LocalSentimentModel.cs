using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Engine.Language;

/// <summary>The model that needs nobody: it always answers, and at once.</summary>
internal sealed class LocalSentimentModel : ISentimentModel
{
    public string Name => LocalSentiment.Name;

    public ValueTask<IReadOnlyList<Sentiment?>> Read(IReadOnlyList<SentimentText> texts, CancellationToken stop)
    {
        var answers = new Sentiment?[texts.Count];
        for (var i = 0; i < answers.Length; i++)
            answers[i] = LocalSentiment.Read(texts[i].Text);
        return ValueTask.FromResult<IReadOnlyList<Sentiment?>>(answers);
    }
}
