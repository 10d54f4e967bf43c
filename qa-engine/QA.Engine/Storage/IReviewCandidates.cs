using System;
using System.Collections.Generic;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>What a review queue and a morning's list of worries need of the scores that count. For any thread.</summary>
/// <exception cref="StoreUnavailableException">Any member: the store cannot be reached for now.</exception>
internal interface IReviewCandidates
{
    /// <summary>The scores of a day, by number. Read in the background: a busy day has ten thousand.</summary>
    /// <param name="since">Only those scored then or later. Not by number: each worker takes numbers in blocks, so that a lower one may be kept later.</param>
    IReadOnlyList<ReviewCandidate> OfDay(DateOnly day, DateTimeOffset since = default);

    /// <summary>Critical findings that wait for a person, the newest day first.</summary>
    IReadOnlyList<WaitingCritical> Waiting(Reach reach, int most);

    /// <summary>How many wait.</summary>
    long CountWaiting(Reach reach);

    /// <summary>The last day that has a score; null: there is none.</summary>
    DateOnly? LastDay();
}

/// <param name="Conversation">Its id.</param>
/// <param name="Total">Hundredths, as shown; null: no score.</param>
/// <param name="Verdicts">A letter for each criterion of the rubric, see <see cref="ScoreColumns"/>.</param>
/// <param name="Suspected">Whether a critical finding waits.</param>
/// <param name="ScoredAt">By the clock of whoever scored it.</param>
internal readonly record struct ReviewCandidate(
    long Score, string Conversation, string Team, string Agent, string RubricHash, Standing Standing, int? Total, string Verdicts, bool Suspected, DateTimeOffset ScoredAt);

/// <param name="Conversation">Its id.</param>
/// <param name="Critical">The id of the finding.</param>
public sealed record WaitingCritical(long Score, string Conversation, DateOnly Day, string Team, string Agent, string Critical);
