using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Rubrics.Examples;

/// <summary>A chat that a rubric must score as stated.</summary>
/// <param name="Title">The heading it stands under.</param>
/// <param name="Chat">What was said, and the words that must be found.</param>
/// <param name="Expectations">What the scores must be.</param>
/// <param name="Path">The page it stands on.</param>
/// <param name="At">Where the chat begins.</param>
public sealed record Example(string Title, Chat Chat, IReadOnlyList<Expectation> Expectations, string Path, Position At);

/// <summary>One line below a chat: what a score must say.</summary>
/// <param name="Session">Counts from 0; null: any.</param>
/// <param name="Agent">The judged agent's name; null: any.</param>
/// <param name="Subject">A criterion's id, or score, scenario, critical, band, passed, standing, stages, disordered or left-at.</param>
/// <param name="Value">What it must be.</param>
/// <param name="Because">Words that the verdict's reason must contain; null: none stated.</param>
public sealed record Expectation(int? Session, string? Agent, string Subject, string Value, string? Because, Position At);

/// <summary>How an example did not come true.</summary>
public enum MismatchKind
{
    /// <summary>Words that had to be found were not.</summary>
    Missing,

    /// <summary>Words were found that must not be.</summary>
    Noisy,

    /// <summary>Other words were found than those marked.</summary>
    WrongSpan,

    /// <summary>A verdict, a score or another statement about the whole chat is another.</summary>
    WrongVerdict,
}

/// <summary>One thing an example or a rule page states that is not so.</summary>
/// <param name="Path">The page.</param>
/// <param name="At">The mark or the line that states it.</param>
/// <param name="Kind">In which way it is not so.</param>
/// <param name="Text">What was expected and what came instead.</param>
public sealed record Mismatch(string Path, Position At, MismatchKind Kind, string Text)
{
    /// <summary><c>examples.md:14:3: greeting: expected pass, got partial (…)</c>.</summary>
    public override string ToString() => $"{Path}:{At.Line}:{At.Column}: {Text}";
}
