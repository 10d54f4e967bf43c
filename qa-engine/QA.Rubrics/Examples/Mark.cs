using QA.Scoring.Settings;

namespace QA.Rubrics.Examples;

/// <summary>What an author says about words of a message.</summary>
public enum MarkKind
{
    /// <summary>These words must be found, no more and no less.</summary>
    Words,

    /// <summary>The whole message must be found.</summary>
    Message,

    /// <summary>Nothing that overlaps these words may be found.</summary>
    Not,
}

/// <summary>Words of a chat that a rule or a criterion must find, or must not.</summary>
/// <param name="Kind">Whether it must, and how much.</param>
/// <param name="Name">The rule's or criterion's name.</param>
/// <param name="Message">Index of the message.</param>
/// <param name="Start">First UTF-16 unit in its text.</param>
/// <param name="Length">UTF-16 units; 0: something that holds by absence and shows no words.</param>
/// <param name="At">Where the mark stands.</param>
public sealed record Mark(MarkKind Kind, string Name, int Message, int Start, int Length, Position At);
