using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Engine.Web.Service;
using QA.Scoring;

namespace QA.Engine.Web.Card;

/// <summary>Puts cards together from what is stored.</summary>
internal sealed class AgentCards(
    IScoreStore store, KeptFigures kept, Acknowledgements acknowledgements, Disputes disputes, CoachingTasks coaching, RubricShelf rubrics, WebOptions options)
{
    // A busy agent's quarter; what is older is in the list of conversations.
    private const int MostScores = 500;
    private const int MostListed = 20;
    private const int MostDisputes = 10;

    /// <param name="days">The length of the window, which ends today.</param>
    /// <param name="before">The list of evaluations goes on behind this one; null: from the newest.</param>
    /// <param name="lastVisit">When the agent looked before; null: never, or somebody else looks.</param>
    public (CardModel Card, IEnumerable<string> Shown) Of(Visit visit, AgentName agent, bool own, int days, long? before, DateTimeOffset? lastVisit)
    {
        var (from, to) = (visit.Today.AddDays(1 - days), visit.Today);
        var figures = CardFigures.Of(kept.Agents(store.AgentScores, agent.Team, from, to), agent, from, to, options.Headline);
        var scores = store.AgentScores.Of(agent, from, to, MostScores);
        var important = figures.Next.Concat(figures.Criteria).Select(static each => each.Criterion);
        var examples = new CardExamples(scores, important, store.AgentScores);
        var raised = disputes.Of(agent, MostDisputes);
        var start = before is { } number ? Behind(scores, number) : 0;
        var listed = scores.Skip(start).Take(MostListed).ToList();
        var seen = listed.Count == 0 ? new Dictionary<long, DateTimeOffset>() : acknowledgements.Of(listed.ConvertAll(static score => score.Number));
        var mean = figures.Mean is { } known ? (int)Math.Round(known.Value, MidpointRounding.AwayFromZero) : (int?)null;
        var rubric = figures.Rubric is { } hash ? rubrics.Exactly(hash) ?? rubrics.Standard : rubrics.Standard;
        var card = new CardModel(
            agent, own, days, from, to, figures, mean is { } points ? rubric.BandOf(points)?.Title : null,
            [.. figures.Criteria.Select(each => new CardCriterion(
                each, rubrics.CriterionTitle(each.Criterion), options.Headline.Contains(each.Criterion, StringComparer.Ordinal), figures.Next.Contains(each),
                Guidance(each.Criterion), examples.Fix(each.Criterion), examples.Good(each.Criterion), examples.Weak(each.Criterion)))],
            [.. scores.SelectMany(static score => score.Criticals.Select(critical => (Score: score, Critical: critical)))
                .Where(static each => each.Critical.State != StoredSuspicion.Dismissed)
                .Select(each => new CardCritical(
                    each.Score, each.Critical.Critical, rubrics.CriticalTitle(each.Critical.Critical), each.Critical.State, own && MayObject(visit, each.Score)))],
            [.. coaching.UnderWay(agent).Select(task => new CardCoaching(task, rubrics.CriterionTitle(task.Criterion)))],
            listed.ConvertAll(score => new CardEvaluation(
                score, rubrics.ScenarioTitle(score.Scenario), score.Total is { } total ? (rubrics.Exactly(score.RubricHash) ?? rubrics.Standard).BandOf(total)?.Title : null,
                [.. Lost(score).OrderBy(each => CardFigures.Place(options.Headline, each.Criterion)).ThenByDescending(static each => each.Verdict)], seen.TryGetValue(score.Number, out var at) ? at : null, lastVisit is { } last && score.ScoredAt > last, own && MayObject(visit, score))),
            start + MostListed < scores.Count ? listed[^1].Number : null, scores.Count == MostScores,
            [.. raised.Select(dispute => new CardDispute(
                dispute, Title(dispute.Objection),
                lastVisit is { } visited && dispute.State is DisputeState.Accepted or DisputeState.Declined && dispute.AnsweredAt > visited))],
            options.DisputeDays)
        {
            Service = Service(store.ServiceOfTeam(from, to, agent.Team, agent.Name)),
        };
        return (card, examples.Conversations);
    }

    private List<CardService> Service(IReadOnlyList<ServiceDay> days) =>
    [
        .. options.Profiles.Select(profile => new CardService(profile, ServicePages.Sum(days, profile.Id))).Where(static each => each.Tally.Denominator > 0),
    ];

    public bool MayObject(Visit visit, AgentScore score) => visit.Now <= Until(score);

    /// <summary>Until when one may object to an evaluation.</summary>
    public DateTimeOffset Until(AgentScore score) => score.ScoredAt.AddDays(options.DisputeDays);

    public Wording Title(Objection objection) => objection.IsCritical ? rubrics.CriticalTitle(objection.Criterion) : rubrics.CriterionTitle(objection.Criterion);

    private IEnumerable<(string Criterion, Wording Title, Verdict Verdict)> Lost(AgentScore score)
    {
        for (var i = 0; i < score.Verdicts.Length && i < score.Criteria.Count; i++)
        {
            if (ScoreColumns.Verdict(score.Verdicts[i]) is var verdict and (Verdict.Fail or Verdict.Partial))
                yield return (score.Criteria[i], rubrics.CriterionTitle(score.Criteria[i]), verdict);
        }
    }

    private Wording? Guidance(string criterion) =>
        rubrics.All.SelectMany(static rubric => rubric.Criteria).FirstOrDefault(each => each.Id == criterion && each.Guidance is not null)?.Guidance;

    private static int Behind(IReadOnlyList<AgentScore> scores, long number)
    {
        for (var i = 0; i < scores.Count; i++)
        {
            if (scores[i].Number == number)
                return i + 1;
        }

        return 0;
    }
}
