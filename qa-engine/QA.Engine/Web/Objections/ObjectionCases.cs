using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Card;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Objections;

/// <summary>Looks up what is objected to.</summary>
internal sealed class ObjectionCases(IScoreStore store, Disputes disputes, RubricShelf rubrics)
{
    private const int Half = 500_000;
    private const int Whole = 1_000_000;
    private const int MostWords = 3;

    /// <returns>Null: no score of that number counts for this agent, or it says nothing of that criterion.</returns>
    public ObjectionCase? Of(AgentName agent, long score, string criterion, bool critical) =>
        store.AgentScores.Find(agent, [score]) is [var found] && Stored(found.Conversation, score) is { } stored
            ? Of(stored, found.VerdictOf(criterion), criterion, critical)
            : null;

    /// <summary>What an objection is about, as it stands now.</summary>
    /// <returns>Null: the score is gone, or no longer counts.</returns>
    public ObjectionCase? Of(Objection objection) => Of(objection.Agent, objection.Score, objection.Criterion, objection.IsCritical);

    /// <summary>Millionths of the weight that a verdict earns by the rubric that made the score, or by the one in its place.</summary>
    public int Value(Objection objection) => objection.IsCritical ? 0 : objection.Wanted switch
    {
        Verdict.Pass => Whole,
        Verdict.Partial => Stored(objection.Conversation, objection.Score) is { } stored && Criterion(stored, objection.Criterion) is { } criterion ? Partial(criterion) ?? Half : Half,
        _ => 0,
    };

    /// <summary>The very version that made the score; null: it is no longer in use, or the score is gone.</summary>
    public Rubric? RubricOf(Objection objection) => Stored(objection.Conversation, objection.Score) is { } stored ? rubrics.Exactly(stored.RubricHash) : null;

    private ObjectionCase? Of(StoredScore score, Verdict? current, string criterion, bool critical)
    {
        var rounds = disputes.Of(score.Number).Where(each => each.Objection.IsCritical == critical && each.Objection.Criterion == criterion).ToList();
        if (critical)
        {
            return score.Suspicions.FirstOrDefault(each => each.Critical == criterion) is not { } suspicion
                ? null
                : new ObjectionCase(
                    score.Number, score.Day, score.Conversation, new AgentName(score.Team, score.Agent), score.ScoredAt, true, criterion, rubrics.CriticalTitle(criterion),
                    suspicion.State == StoredSuspicion.Dismissed ? Verdict.NotApplicable : Verdict.Fail, Verdict.Fail, suspicion.Reason, 0, Words(score, suspicion.Evidence),
                    suspicion.State == StoredSuspicion.Dismissed ? [] : [Verdict.NotApplicable], rounds)
                {
                    IsConfirmed = suspicion.State == StoredSuspicion.Confirmed,
                };
        }

        if (score.Criteria.FirstOrDefault(each => each.Criterion == criterion) is not { } verdict)
            return null;
        var counts = current ?? verdict.Verdict;
        return new ObjectionCase(
            score.Number, score.Day, score.Conversation, new AgentName(score.Team, score.Agent), score.ScoredAt, false, criterion, rubrics.CriterionTitle(criterion), counts, verdict.Verdict,
            verdict.Reason, verdict.Lost, Words(score, verdict.Evidence), [.. Choices(score, criterion).Where(each => each != counts)], rounds);
    }

    private IEnumerable<Verdict> Choices(StoredScore score, string id)
    {
        yield return Verdict.Pass;
        if (Criterion(score, id) is { } criterion && Partial(criterion) is not null)
            yield return Verdict.Partial;
        yield return Verdict.NotApplicable;
    }

    private StoredScore? Stored(string conversation, long score) => store.Scores(conversation).FirstOrDefault(each => each.Number == score);

    private Criterion? Criterion(StoredScore score, string id) => rubrics.Like(score.RubricHash, score.RubricId).Criteria.FirstOrDefault(each => each.Id == id);

    private static int? Partial(Criterion criterion) => criterion.Levels.Where(static level => level.Verdict == Verdict.Partial).Select(static level => (int?)level.Value).FirstOrDefault();

    private List<Excerpt> Words(StoredScore score, IReadOnlyList<StoredFinding> evidence) =>
        evidence.Count == 0 || store.Find(score.Conversation) is not { } chat
            ? []
            : [.. evidence.Select(finding => Excerpt.Of(chat, finding)).OfType<Excerpt>().Take(MostWords)];
}
