using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Web.Card;

/// <summary>Examples of criteria from an agent's own evaluations: two good and two weak ones each, the newest, failures before partial successes.</summary>
internal sealed class CardExamples
{
    private const int MostOfAKind = 2;

    // Documents are what costs time: some two kilobytes an evaluation, and its conversation. Criteria behind these have examples without words.
    private const int MostExplained = 60;

    private readonly Dictionary<string, List<(AgentScore Score, Verdict Verdict)>> _good = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(AgentScore Score, Verdict Verdict)>> _weak = new(StringComparer.Ordinal);
    private readonly Dictionary<long, (ExplainedScore Score, Dictionary<string, StoredVerdict> Verdicts)> _explained;

    /// <param name="scores">The newest first.</param>
    /// <param name="criteria">The most important first.</param>
    public CardExamples(IReadOnlyList<AgentScore> scores, IEnumerable<string> criteria, IAgentScores store)
    {
        var chosen = new Dictionary<long, AgentScore>();
        foreach (var criterion in criteria)
        {
            if (_good.ContainsKey(criterion))
                continue;
            var verdicts = Verdicts(scores, criterion).ToList();
            _good[criterion] = [.. verdicts.Where(static each => each.Verdict == Verdict.Pass).Take(MostOfAKind)];
            _weak[criterion] = [.. verdicts.Where(static each => each.Verdict is Verdict.Fail or Verdict.Partial).OrderByDescending(static each => each.Verdict).Take(MostOfAKind)];
            foreach (var (score, _) in _weak[criterion].Concat(_good[criterion]))
            {
                if (chosen.Count < MostExplained)
                    chosen.TryAdd(score.Number, score);
            }
        }

        _explained = store.Explain([.. chosen.Values])
            .ToDictionary(static each => each.Score, static each => (each, each.Criteria.ToDictionary(static verdict => verdict.Criterion, StringComparer.Ordinal)));
    }

    /// <summary>The ids of conversations whose words are shown.</summary>
    public IEnumerable<string> Conversations => _explained.Values.Select(static each => each.Score.Chat.Id).Distinct(StringComparer.Ordinal);

    public IReadOnlyList<CardExample> Good(string criterion) => Examples(_good, criterion);

    public IReadOnlyList<CardExample> Weak(string criterion) => Examples(_weak, criterion);

    /// <summary>What would have earned the points most often; null where nothing was lost.</summary>
    public Wording? Fix(string criterion) => _explained.Values
        .Select(each => each.Verdicts.GetValueOrDefault(criterion)).Where(static verdict => verdict is { Verdict: Verdict.Fail or Verdict.Partial, Fix: not null })
        .GroupBy(static verdict => verdict!.Fix!).OrderByDescending(static each => each.Count()).ThenBy(static each => each.Key.Zh, StringComparer.Ordinal).FirstOrDefault()?.Key;

    private List<CardExample> Examples(Dictionary<string, List<(AgentScore Score, Verdict Verdict)>> examples, string criterion) =>
        examples.GetValueOrDefault(criterion, []).ConvertAll(example =>
        {
            if (!_explained.TryGetValue(example.Score.Number, out var explained) || !explained.Verdicts.TryGetValue(criterion, out var verdict))
                return new CardExample(example.Score, example.Verdict, null, null);
            var words = verdict.Evidence.Select(finding => Excerpt.Of(explained.Score.Chat, finding)).FirstOrDefault(static words => words is not null);
            return new CardExample(example.Score, example.Verdict, verdict.Reason, words);
        });

    /// <summary>Each score's verdict on a criterion. Scores of one rubric share the list of its criteria, so that the place is looked for once.</summary>
    private static IEnumerable<(AgentScore Score, Verdict Verdict)> Verdicts(IReadOnlyList<AgentScore> scores, string criterion)
    {
        var places = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        foreach (var score in scores)
        {
            if (!places.TryGetValue(score.Criteria, out var place))
            {
                place = score.Criteria.Count - 1;
                while (place >= 0 && score.Criteria[place] != criterion)
                    place--;
                places.Add(score.Criteria, place);
            }

            if (place >= 0 && place < score.Verdicts.Length)
                yield return (score, ScoreColumns.Verdict(score.Verdicts[place]));
        }
    }
}
