using System.Collections.Generic;
using QA.Scoring;
using QA.Scoring.Settings;

namespace QA.Rubrics.Examples;

/// <summary>A chat as it stands on a page.</summary>
/// <param name="Conversation">What was said.</param>
/// <param name="Marks">What must be found in it, in the order of the page.</param>
/// <param name="MessagesAt">Where each message stands.</param>
public sealed record Chat(Conversation Conversation, IReadOnlyList<Mark> Marks, IReadOnlyList<Position> MessagesAt);
