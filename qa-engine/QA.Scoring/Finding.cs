namespace QA.Scoring;

/// <summary>The words that decided something, pointing into the original text.</summary>
/// <param name="Rule">The rule's place in the rubric; -1 where none is named.</param>
/// <param name="Message">Index of the message in the conversation.</param>
/// <param name="Start">First UTF-16 unit in the message's original text.</param>
/// <param name="Length">UTF-16 units.</param>
/// <param name="Entry">The lexicon entry that matched, as an index into the rubric's entries (<see cref="Rubric"/>); -1: none.</param>
public readonly record struct Finding(int Rule, int Message, int Start, int Length, int Entry);
