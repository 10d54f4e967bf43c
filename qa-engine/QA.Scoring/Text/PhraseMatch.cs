namespace QA.Scoring.Text;

/// <summary>One occurrence of a phrase in a folded text.</summary>
/// <param name="Phrase">Index of the phrase in the list the matcher was built from.</param>
/// <param name="End">Folded index after its last character; it starts at <c>End</c> minus the phrase's length.</param>
public readonly record struct PhraseMatch(int Phrase, int End);
