using System.Diagnostics.CodeAnalysis;
using QA.Scoring;

namespace QA.Engine.Sources;

/// <summary>What a line of a file came to: a conversation, or what is wrong with it and what would be right.</summary>
internal readonly record struct ConversationReading(Conversation? Conversation, string? Problem)
{
    [MemberNotNullWhen(true, nameof(Conversation))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsGood => Conversation is not null;
}
