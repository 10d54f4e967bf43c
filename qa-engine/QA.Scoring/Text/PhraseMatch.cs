namespace QA.Scoring.Text;

/// <summary>One occurrence of a phrase in a folded text.</summary>
/// <param name="Phrase">Index of the phrase in the list the matcher was built from.</param>
/// <param name="Start">Folded index of its first character.</param>
/// <param name="End">Folded index after its last character.</param>
public readonly record struct PhraseMatch(int Phrase, int Start, int End);
