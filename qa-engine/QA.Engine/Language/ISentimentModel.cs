using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using QA.Scoring;

namespace QA.Engine.Language;

/// <summary>Something that says how messages feel: the local model, a remote service, or one with the other behind it. For any thread.</summary>
internal interface ISentimentModel
{
    /// <summary>Name and version, such as <c>local/1</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Reads messages; one answer for each, in their order. Never throws because of a text or of a service: what cannot be read is null, and a model
    /// with another behind it lets that one answer and says so in <see cref="Sentiment.Instead"/>.
    /// </summary>
    /// <param name="texts">Whole messages as they were written.</param>
    ValueTask<IReadOnlyList<Sentiment?>> Read(IReadOnlyList<SentimentText> texts, CancellationToken stop);
}

/// <param name="Language">The conversation's: <c>zh</c>, <c>en</c>; null where nobody knows.</param>
internal readonly record struct SentimentText(string Text, string? Language);
