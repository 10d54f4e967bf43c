using System;
using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>
/// Finds things in a conversation and knows nothing of weights or verdicts. Immutable and shared by all threads: what it can
/// precompute, it computes when it is built.
/// </summary>
public abstract class Rule
{
    public string Name { get; internal set; } = "";

    /// <summary>The rule's place in its rubric.</summary>
    public int Index { get; internal set; } = -1;

    /// <summary>What it looks for, in words; its name where the author gave none.</summary>
    public Wording Title { get; internal set; } = Wording.None;

    public string KindName { get; internal set; } = "";

    /// <summary>Where it stands in the rubric.</summary>
    public Position At { get; internal set; }

    /// <summary>Whether it reads the whole session, and not only what the judged agent answered.</summary>
    public bool ReadsSession { get; internal set; }

    /// <summary>The rules whose findings it uses; they are examined before it.</summary>
    public IReadOnlyList<RuleReference> Inputs { get; internal set; } = [];

    /// <summary>The lexicons it reads, as indices into the rubric's; nameless ones hold phrases written inside the rule.</summary>
    public IReadOnlyList<int> Lexicons { get; internal set; } = [];

    /// <summary>
    /// Whether the rule itself asks for its inputs, and only when it needs them. It must do so before it adds its first finding:
    /// all findings share one buffer.
    /// </summary>
    internal virtual bool AsksForInputs => false;

    /// <summary>Whose messages it reads for the phrases of one of its lexicons.</summary>
    /// <param name="nearMisses">Whether it may be asked for its nearest miss, which may be anybody's words.</param>
    internal virtual SpeakerSet Hears(int lexicon, bool nearMisses) => SpeakerSet.Anyone;

    /// <summary>What it cannot find anything without. Asked once, when the rubric is first used.</summary>
    /// <param name="of">What another rule cannot do without.</param>
    internal virtual Prerequisite Requires(Func<RuleReference, Prerequisite> of) => Prerequisite.None;

    /// <summary>Adds what it finds, in the order of the conversation.</summary>
    internal abstract void Examine(Examination chat, FindingList findings);

    /// <summary>Where it looked, as the first and last message index, or null where its range is empty.</summary>
    internal virtual (int From, int To)? LookedIn(Examination chat) => chat.View.Bounds;

    /// <summary>What came closest when it found nothing, and why that did not count.</summary>
    internal virtual NearMiss? Nearest(Examination chat) => null;
}

/// <summary>Why something that looked right did not count; the more it got right, the higher.</summary>
public enum MissReason
{
    None,
    SaidByCustomer,
    SaidByBot,
    SaidBySystem,
    SaidByColleague,
    TooEarly,
    TooLate,
    WrongPlaceInMessage,
    Quoted,
    Negated,
    Question,
    NotAQuestion,
    WrongContext,
    Exception,
    TooFew,
    TooMany,
}

/// <summary>The nearest miss of a rule that found nothing.</summary>
/// <param name="Mark">The words that did not count.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Distance">Messages outside the range, for <see cref="MissReason.TooEarly"/> and <see cref="MissReason.TooLate"/>; what was missing or too much for <see cref="MissReason.TooFew"/> and <see cref="MissReason.TooMany"/>; else 0.</param>
internal readonly record struct NearMiss(Mark Mark, MissReason Reason, int Distance)
{
    /// <summary>Keeps the nearer of two: the one that got more right, then the one fewer messages away.</summary>
    public static void Keep(ref NearMiss? best, in NearMiss? other)
    {
        if (other is { } miss && (best is not { } kept || miss.Reason > kept.Reason || (miss.Reason == kept.Reason && miss.Distance < kept.Distance)))
            best = miss;
    }
}
