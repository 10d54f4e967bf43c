using System;
using System.Collections.Generic;

namespace QA.Engine.Sources;

/// <summary>Takes conversations that somebody brings, such as a caller of the API, and keeps them before it answers. For any thread.</summary>
internal interface IIntake
{
    /// <param name="items">One JSON object each.</param>
    /// <returns>One answer for each item, in their order. What is accepted is safe: it is committed, and will be scored when it is over.</returns>
    /// <exception cref="SourceException">Nothing was kept, because the store cannot be reached for now.</exception>
    IReadOnlyList<IntakeAnswer> Keep(string origin, IReadOnlyList<ReadOnlyMemory<byte>> items);
}

/// <param name="Conversation">The id, where it could be read.</param>
/// <param name="Problem">What is wrong with the item and what would be right; null where it was accepted or known.</param>
internal readonly record struct IntakeAnswer(IntakeOutcome Outcome, string? Conversation, string? Problem);

internal enum IntakeOutcome
{
    /// <summary>It will be scored when it is over.</summary>
    Accepted,

    /// <summary>A conversation with this very content was kept before; nothing changed.</summary>
    Duplicate,

    /// <summary>It is no conversation.</summary>
    Invalid,
}
