using System.Collections.Generic;
using QA.Scoring;

namespace QA.Calibration;

/// <summary>What one rater, a person or the engine, says about one criterion of one conversation.</summary>
/// <param name="Verdict">What it came to; <see cref="Verdict.Unsure"/> is the engine's way of asking a person.</param>
/// <param name="Messages">Indexes of the messages it points at, the deciding one first; empty where it points at none.</param>
/// <param name="LookedIn">First and last index of the messages that were searched in vain; null where that is not known.</param>
public sealed record Judgement(Verdict Verdict, IReadOnlyList<int> Messages, (int From, int To)? LookedIn = null);

/// <summary>Two raters on one criterion of one conversation.</summary>
/// <param name="One">The rater taken as reference: a careful reader.</param>
/// <param name="Other">The rater compared with them: the engine, or another reader.</param>
public sealed record JudgementPair(Judgement One, Judgement Other);

/// <summary>A conversation that two raters judged.</summary>
/// <param name="Id">Names it; no two in one comparison are alike.</param>
/// <param name="Pairs">One for each criterion compared, in its order; null where a rater did not judge it.</param>
/// <param name="Turns">The turn each message belongs to (<see cref="Calibration.Turns"/>); null where the words are not at hand.</param>
public sealed record JudgedConversation(string Id, IReadOnlyList<JudgementPair?> Pairs, IReadOnlyList<int>? Turns);
