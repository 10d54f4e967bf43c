using System.Collections.Generic;

namespace QA.Scoring;

/// <summary>Which way a text leans. <see cref="Mixed"/>: it has positive and negative sentences (as Azure Language says of whole documents).</summary>
public enum Polarity
{
    Negative,
    Neutral,
    Positive,
    Mixed,
}

/// <summary>How sure a model is, in thousandths; the three add up to 1,000 but for rounding.</summary>
/// <remarks>Whole numbers, so that what a remote service says reads the same on every machine and hashes the same in a receipt.</remarks>
public readonly record struct Confidence(int Positive, int Neutral, int Negative);

/// <summary>What a model says about one message. It arrives with the message: the scorer asks no model.</summary>
/// <param name="Model">Name and version of what answered, such as <c>local/1</c>; part of the receipt.</param>
/// <param name="Instead">Why another model than the one that was asked answered; null: the one asked did.</param>
public sealed record Sentiment(
    string Model, Polarity Polarity, Confidence Confidence, IReadOnlyList<SentenceSentiment> Sentences, string? Instead = null);

/// <summary>Of one sentence of a message.</summary>
/// <param name="Start">In the message's original text, UTF-16 units.</param>
/// <param name="Cues">The words that moved the model most, strongest first; empty where a model does not say.</param>
/// <param name="Opinions">What is felt about what, where the model knows.</param>
public sealed record SentenceSentiment(
    int Start, int Length, Polarity Polarity, Confidence Confidence, IReadOnlyList<SentimentCue> Cues, IReadOnlyList<Opinion> Opinions);

/// <summary>Words that moved a model, by their place in the message.</summary>
/// <param name="Weight">Thousandths of the model's own scale; negative: towards negative.</param>
public readonly record struct SentimentCue(int Start, int Length, int Weight);

/// <summary>Something that is spoken of, and what is said of it.</summary>
/// <param name="Assessments">The words that judge the target; at least one.</param>
public sealed record Opinion(int Start, int Length, Polarity Polarity, IReadOnlyList<Assessment> Assessments);

/// <param name="Negated">Such as 不好用: the words judge the other way.</param>
public readonly record struct Assessment(int Start, int Length, Polarity Polarity, bool Negated);
