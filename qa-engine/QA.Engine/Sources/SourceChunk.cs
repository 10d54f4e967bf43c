using System;
using System.Collections.Generic;

namespace QA.Engine.Sources;

/// <summary>What a source gave at once: kept as a whole or not at all. The taker disposes of it.</summary>
internal sealed class SourceChunk : IDisposable
{
    /// <summary>Where it came from, for people: a file's name, or the source's.</summary>
    public required string Origin { get; init; }

    /// <summary>Conversations, one JSON object a line (<see cref="ConversationJson"/>), whatever the source's own form is.</summary>
    public required LineChunk Lines { get; init; }

    /// <summary>For each line of <see cref="Lines"/> that is not blank, its place in the source (a row, a line); null: the lines count themselves.</summary>
    public IReadOnlyList<long>? Places { get; init; }

    /// <summary>What is no conversation and never will be.</summary>
    public IReadOnlyList<SourceProblem> Problems { get; init; } = [];

    /// <summary>How far the source is read once this is dealt with; null: it keeps no position.</summary>
    public SourcePosition? After { get; init; }

    /// <summary>A part whose position is void, because it goes on under another name.</summary>
    public string? Forget { get; init; }

    /// <summary>Called once what came of it is committed; a queue acknowledges then. From any thread, in the order of the chunks.</summary>
    public Action? Kept { get; init; }

    public void Dispose() => Lines.Dispose();
}

/// <summary>A piece of a source that is no conversation.</summary>
/// <param name="Place">Its row or line, from 1; 0 where the source has none.</param>
/// <param name="Content">As it came, for whoever mends it.</param>
/// <param name="Conversation">The conversation's id, where it could be read.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
internal sealed record SourceProblem(long Place, ReadOnlyMemory<byte> Content, string? Conversation, string Reason);
