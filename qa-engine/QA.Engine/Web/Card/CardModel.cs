using System;
using System.Collections.Generic;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Scoring;
using QA.Scoring.Indicators;

namespace QA.Engine.Web.Card;

/// <summary>What a card shows.</summary>
/// <param name="IsOwn">The agent looks; otherwise somebody who leads or trains.</param>
/// <param name="Days">The window: 7, 30 or 90.</param>
/// <param name="Band">What the mean is called.</param>
/// <param name="Criticals">Suspected and confirmed ones of the window, the newest first.</param>
/// <param name="Older">The number to go on behind; null: these are the last.</param>
/// <param name="IsCut">There are more evaluations in the window than are looked at for examples and the list.</param>
/// <param name="DisputeDays">Within how many days of an evaluation one may object.</param>
public sealed record CardModel(
    AgentName Agent, bool IsOwn, int Days, DateOnly From, DateOnly To, CardFigures Figures, Wording? Band, IReadOnlyList<CardCriterion> Criteria,
    IReadOnlyList<CardCritical> Criticals, IReadOnlyList<CardCoaching> Coaching, IReadOnlyList<CardEvaluation> Evaluations, long? Older, bool IsCut,
    IReadOnlyList<CardDispute> Disputes, int DisputeDays)
{
    /// <summary>How soon customers were answered, by the definitions that have something to say; beside the score, never in it.</summary>
    public IReadOnlyList<CardService> Service { get; init; } = [];

    /// <summary>This page with another window or place in the list.</summary>
    public string Address(int days, long? before = null) => CardPages.Address(IsOwn ? null : Agent, days, before);
}

/// <param name="Guidance">How to get better at it, by the rubric.</param>
/// <param name="Fix">What would have earned the points most often.</param>
public sealed record CardCriterion(
    CriterionStrength Strength, Wording Title, bool IsHeadline, bool IsNext, Wording? Guidance, Wording? Fix, IReadOnlyList<CardExample> Good, IReadOnlyList<CardExample> Weak)
{
    /// <summary>Where it stands on the page.</summary>
    public string Anchor => "c-" + Strength.Criterion;
}

/// <param name="State">One of the constants of <see cref="StoredSuspicion"/>.</param>
/// <param name="MayObject">The time for it is not over, and none is open.</param>
public sealed record CardCritical(AgentScore Score, string Critical, Wording Title, string State, bool MayObject);

public sealed record CardService(ServiceProfile Profile, IndicatorTally Tally);

public sealed record CardCoaching(CoachingTask Task, Wording Title);

/// <param name="Lost">Criteria that cost points: headline ones first, failures before partial successes.</param>
/// <param name="IsNew">Scored since the agent's last visit.</param>
/// <param name="MayObject">The time for it is not over.</param>
public sealed record CardEvaluation(
    AgentScore Score, Wording Scenario, Wording? Band, IReadOnlyList<(string Criterion, Wording Title, Verdict Verdict)> Lost, DateTimeOffset? AcknowledgedAt, bool IsNew, bool MayObject);

/// <param name="IsNew">Answered since the agent's last visit.</param>
public sealed record CardDispute(Dispute Dispute, Wording Title, bool IsNew);
