using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Pipeline;

/// <summary>What the worker asks of a rubric. For any thread.</summary>
internal interface IScoring
{
    /// <summary>One score for each session and agent.</summary>
    IReadOnlyList<Score> Score(Conversation conversation);

    string Receipt(Conversation conversation);
}

internal sealed class RubricScoring(Rubric rubric) : IScoring
{
    public IReadOnlyList<Score> Score(Conversation conversation) => Scorer.Score(conversation, rubric);

    public string Receipt(Conversation conversation) => QA.Scoring.Receipt.Of(conversation, rubric);
}
