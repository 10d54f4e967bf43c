using System;

namespace QA.Scoring;

/// <summary>What a message is made of. Anything but <see cref="Text"/> is a placeholder: never an empty or curt reply.</summary>
public enum MessageKind
{
    Text,
    Image,
    Voice,
    Video,
    Card,
    File,

    /// <summary>Withdrawn by its sender; the text is gone.</summary>
    Recalled,
    Other,
}

/// <summary>One thing said in a conversation.</summary>
/// <param name="Speaker">Whose words these are.</param>
/// <param name="Text">The words as they were written, never null; offsets of findings count its UTF-16 units.</param>
/// <param name="Sender">The name of the person or robot, where the export gives one.</param>
/// <param name="SentAt">When it was sent, where the export says so.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="Team">The sender's team, where the export gives one.</param>
public sealed record Message(
    Speaker Speaker,
    string Text,
    string? Sender = null,
    DateTimeOffset? SentAt = null,
    MessageKind Kind = MessageKind.Text,
    string? Team = null)
{
    /// <summary>What a model said of the text before scoring; null: none was asked, or it could not say. No part of what was said: the content's hash leaves it out.</summary>
    public Sentiment? Sentiment { get; init; }
}
