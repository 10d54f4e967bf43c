using System;
using QA.Scoring;

namespace QA.Engine.Storage.People;

/// <summary>Where an objection stands.</summary>
public enum DisputeState
{
    Open,

    /// <summary>The supervisor found the agent right; the verdict was corrected with it.</summary>
    Accepted,

    Declined,

    /// <summary>The agent took it back before anybody answered.</summary>
    Withdrawn,
}

/// <summary>What an agent objects to, and how it should be instead.</summary>
/// <param name="Score">Its number.</param>
/// <param name="Day">Of the score.</param>
/// <param name="Conversation">The conversation's id.</param>
/// <param name="IsCritical">A critical finding, and not a criterion's verdict.</param>
/// <param name="Criterion">The id of the criterion or of the critical finding.</param>
/// <param name="Verdict">What is objected to; of a critical finding <see cref="Verdict.Fail"/>.</param>
/// <param name="ByPerson">A person had said it, not the machine.</param>
/// <param name="Wanted">The verdict the agent thinks right; of a critical finding <see cref="Verdict.NotApplicable"/>: a false alarm.</param>
public sealed record Objection(
    long Score, DateOnly Day, string Conversation, AgentName Agent, bool IsCritical, string Criterion, Verdict Verdict, bool ByPerson, Verdict Wanted, string Comment);

/// <summary>An objection and what became of it.</summary>
/// <param name="Round">From 1; a declined objection may be raised again as long as the setting allows more rounds.</param>
/// <param name="Account">Who objected.</param>
/// <param name="Answer">The supervisor's reason; empty while it is open.</param>
/// <param name="AnsweredBy">What others see of the account that answered.</param>
public sealed record Dispute(
    long Number, Objection Objection, int Round, long Account, string Name, DateTimeOffset At, DisputeState State, string Answer, string? AnsweredBy, DateTimeOffset? AnsweredAt);

/// <summary>How often agents objected to something, and how often they were right.</summary>
/// <param name="ByPerson">Against people's verdicts; otherwise against the machine's.</param>
/// <param name="Answered">Accepted and declined ones.</param>
public sealed record DisputeFigure(bool IsCritical, string Criterion, bool ByPerson, long Open, long Accepted, long Answered);

/// <summary>Objections by what became of them; those withdrawn are left out.</summary>
public readonly record struct ObjectionCounts(long Open, long Accepted, long Declined)
{
    public long All => Open + Accepted + Declined;
}
