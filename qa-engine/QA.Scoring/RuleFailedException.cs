using System;

namespace QA.Scoring;

/// <summary>A rule that could not finish. It is an error of the engine, never a lower score.</summary>
public sealed class RuleFailedException : Exception
{
    public RuleFailedException()
    {
    }

    public RuleFailedException(string message)
        : base(message)
    {
    }

    public RuleFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <param name="rule">The rule's name in its rubric.</param>
    /// <param name="conversation">The conversation's id.</param>
    /// <param name="cause">What went wrong.</param>
    public RuleFailedException(string rule, string conversation, Exception cause)
        : base($"rule '{rule}' could not finish on conversation '{conversation}': {cause.Message}", cause)
    {
        Rule = rule;
        Conversation = conversation;
    }

    public string? Rule { get; }

    public string? Conversation { get; }
}
