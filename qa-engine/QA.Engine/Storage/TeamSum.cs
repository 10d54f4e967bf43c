using System;
using System.Collections.Generic;

namespace QA.Engine.Storage;

/// <summary>Adds the days of a team up by agent.</summary>
internal sealed class TeamSum : ITeamDays
{
    private readonly Dictionary<string, One> _agents = new(StringComparer.Ordinal);

    public void Add(in TeamDay day)
    {
        if (!_agents.TryGetValue(day.Agent, out var one))
            _agents.Add(day.Agent, one = new One());
        one.Scores += day.Scores;
        one.Ranked += day.Ranked;
        one.Sum += day.Sum;
        one.SumOfSquares += day.SumOfSquares;
        one.Moods = one.Moods.Plus(day.Moods);
        one.Days.Add((day.Day, day.Ranked, day.Sum));
        if (!one.Rubrics.TryGetValue(day.Rubric, out var rubric))
            one.Rubrics.Add(day.Rubric, rubric = new ByRubric(day.Rubric, day.Criteria));
        rubric.Scores += day.Scores;
        for (var i = 0; i < day.Counts.Length; i++)
        {
            if (day.Counts[i] != default)
                rubric.Counts[i] = rubric.Counts[i].Plus(day.Counts[i]);
        }
    }

    /// <summary>The agents in no order.</summary>
    public IReadOnlyList<AgentSums> Agents()
    {
        var agents = new List<AgentSums>(_agents.Count);
        foreach (var (name, one) in _agents)
        {
            var criteria = new Dictionary<string, CriterionCounts>(StringComparer.Ordinal);
            ByRubric? most = null;
            foreach (var rubric in one.Rubrics.Values)
            {
                for (var i = 0; i < rubric.Counts.Length; i++)
                {
                    if (rubric.Counts[i] != default)
                        criteria[rubric.Criteria[i]] = criteria.GetValueOrDefault(rubric.Criteria[i]).Plus(rubric.Counts[i]);
                }

                if (most is null || rubric.Scores > most.Scores || (rubric.Scores == most.Scores && string.CompareOrdinal(rubric.Hash, most.Hash) < 0))
                    most = rubric;
            }

            agents.Add(new AgentSums(name, one.Scores, one.Ranked, one.Sum, one.SumOfSquares, one.Moods, one.Days, criteria, most!.Hash));
        }

        return agents;
    }

    private sealed class One
    {
        public long Scores { get; set; }

        public long Ranked { get; set; }

        public long Sum { get; set; }

        public long SumOfSquares { get; set; }

        public MoodCounts Moods { get; set; }

        public List<(DateOnly Day, long Ranked, long Sum)> Days { get; } = [];

        public Dictionary<string, ByRubric> Rubrics { get; } = new(StringComparer.Ordinal);
    }

    private sealed class ByRubric(string hash, IReadOnlyList<string> criteria)
    {
        public string Hash => hash;

        public IReadOnlyList<string> Criteria => criteria;

        public CriterionCounts[] Counts { get; } = new CriterionCounts[criteria.Count];

        public long Scores { get; set; }
    }
}
