using System;
using System.Linq;
using QA.Engine.Json;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>Scores of several rubrics as JSON Lines: each is printed by what was prepared for its rubric.</summary>
internal sealed class ScoreJsonByRubric(RubricSet rubrics) : IScoreFormat
{
    private readonly ScoreJson[] _formats = [.. rubrics.All.Select(rubric => new ScoreJson(rubric))];

    public void Begin(Utf8Output output) => _formats[0].Begin(output);

    public void Add(Score score, string receipt, Utf8Output output)
    {
        for (var i = 0; i < _formats.Length; i++)
        {
            if (!ReferenceEquals(rubrics.All[i], score.Rubric))
                continue;
            _formats[i].Add(score, receipt, output);
            return;
        }

        throw new ArgumentException($"rubric {score.Rubric.Id} {score.Rubric.Version} is not in the set that is printed", nameof(score));
    }

    public void End(ScoreTotals totals, Utf8Output output) => _formats[0].End(totals, output);
}
