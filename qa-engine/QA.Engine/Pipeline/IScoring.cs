using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Pipeline;

/// <summary>What the worker asks of rubrics. For any thread.</summary>
internal interface IScoring
{
    /// <summary>One score for each session and agent, and the receipt over all of it; null where no rubric judges the conversation.</summary>
    (IReadOnlyList<Score> Scores, string Receipt)? Score(Conversation conversation);

    /// <summary>Why no rubric judges it, and what would be right.</summary>
    string NoRubric(Conversation conversation);
}

internal sealed class RubricScoring(RubricSet rubrics) : IScoring
{
    public (IReadOnlyList<Score> Scores, string Receipt)? Score(Conversation conversation) =>
        rubrics.For(conversation) is { } rubric ? (Scorer.Score(conversation, rubric), Receipt.Of(conversation, rubric)) : null;

    public string NoRubric(Conversation conversation) => rubrics.NoRubric(conversation);
}
