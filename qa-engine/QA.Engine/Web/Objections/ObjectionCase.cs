using System;
using System.Collections.Generic;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Card;
using QA.Scoring;

namespace QA.Engine.Web.Objections;

/// <summary>A verdict or a critical finding as it is objected to: what was said, with which words, and what one may want instead.</summary>
/// <param name="Current">What counts now; of a critical finding <see cref="Verdict.Fail"/>, or <see cref="Verdict.NotApplicable"/> once it was dismissed.</param>
/// <param name="Machine">What the machine said.</param>
/// <param name="Reason">The machine's.</param>
/// <param name="Lost">Hundredths of a point by the machine's verdict.</param>
/// <param name="Choices">Verdicts one may want, without the current one; empty: nothing is left to want.</param>
/// <param name="Earlier">All rounds about it, in their order.</param>
public sealed record ObjectionCase(
    long Score, DateOnly Day, string Conversation, AgentName Agent, DateTimeOffset ScoredAt, bool IsCritical, string Criterion, Wording Title, Verdict Current, Verdict Machine, Wording Reason, int Lost,
    IReadOnlyList<Excerpt> Words, IReadOnlyList<Verdict> Choices, IReadOnlyList<Dispute> Earlier)
{
    /// <summary>A supervisor has confirmed the critical finding.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>A person has decided, and not the machine alone.</summary>
    public bool ByPerson => IsConfirmed || Current != Machine;
}
