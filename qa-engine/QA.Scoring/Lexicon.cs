using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Scoring;

/// <summary>How much of a message a phrase must be.</summary>
public enum MatchMode
{
    /// <summary>Anywhere; Latin letters and digits at its edges need a word boundary there.</summary>
    Substring,

    /// <summary>The whole message, punctuation and emoticons aside.</summary>
    Whole,
}

/// <summary>A phrase to look for.</summary>
/// <param name="Id">What a supervisor sees when it fires; unique in its lexicon.</param>
/// <param name="Phrase">As written; "…" or "…3" stands for a gap of up to six (three) folded characters within one sentence, {…} for one of several words.</param>
/// <param name="Match">How much of the message it must be.</param>
/// <param name="Exceptions">Longer phrases inside which it does not count.</param>
/// <param name="At">Where it is written.</param>
public sealed record LexiconEntry(string Id, string Phrase, MatchMode Match, IReadOnlyList<string> Exceptions, Position At)
{
    /// <summary>What stands between the gaps of a phrase with {…} in it; null: the phrase is plain and says so itself.</summary>
    public IReadOnlyList<PhrasePart>? Parts { get; init; }
}

/// <summary>What stands between two gaps of a phrase.</summary>
/// <param name="Texts">The wordings, any of which may stand there.</param>
/// <param name="GapBefore">Folded characters the gap before it may span; 0 for the first part.</param>
public sealed record PhrasePart(IReadOnlyList<string> Texts, int GapBefore)
{
    /// <summary>Folded characters a plain "…" may stand for.</summary>
    public const int DefaultGap = 6;
}

/// <summary>A named list of phrases that mean the same to a rubric.</summary>
/// <param name="Name">Its name; empty for phrases written inside a rule.</param>
/// <param name="Entries">In the author's order.</param>
public sealed record Lexicon(string Name, IReadOnlyList<LexiconEntry> Entries)
{
    /// <summary>False: no rule looks for these phrases; other lexicons use them as a class of words.</summary>
    public bool IsSought { get; init; } = true;
}
