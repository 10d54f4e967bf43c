using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Pipeline;

/// <summary>What the worker asks of rubrics. For any thread.</summary>
internal interface IScoring
{
    /// <summary>One score for each session and agent, and the receipt over all of it; null where no rubric judges the conversation.</summary>
    /// <param name="kept">
    /// What the store will hold of it, which the receipt is over; null: the conversation itself. Whoever reads the store can make the receipt again,
    /// and nobody can find out by trying what was masked.
    /// </param>
    (IReadOnlyList<Score> Scores, string Receipt)? Score(Conversation conversation, Conversation? kept = null);

    /// <summary>Why no rubric judges it, and what would be right.</summary>
    string NoRubric(Conversation conversation);
}

internal sealed class RubricScoring(RubricSet rubrics) : IScoring
{
    public (IReadOnlyList<Score> Scores, string Receipt)? Score(Conversation conversation, Conversation? kept = null) =>
        rubrics.For(conversation) is { } rubric ? (Scorer.Score(conversation, rubric), Receipt.Of(kept ?? conversation, rubric)) : null;

    public string NoRubric(Conversation conversation) => rubrics.NoRubric(conversation);
}
