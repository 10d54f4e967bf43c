using System.Collections.Generic;

namespace QA.Scoring;

/// <summary>The one entry point: a conversation and a rubric in, scores out. Depends on its two arguments only.</summary>
public static class Scorer
{
    /// <summary>
    /// One score for each session and each agent who spoke in it, sessions in order, agents in the order of their first message.
    /// Empty where no agent spoke.
    /// </summary>
    /// <exception cref="RuleFailedException">A rule could not finish; names the rule and the conversation.</exception>
    public static IReadOnlyList<Score> Score(Conversation conversation, Rubric rubric) => throw new System.NotSupportedException();
}
