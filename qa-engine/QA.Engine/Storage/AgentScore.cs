using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>A score that counts for its agent, as it stands after people's decisions and without its document. Points are hundredths.</summary>
public sealed record AgentScore
{
    public required long Number { get; init; }

    /// <summary>The conversation's id.</summary>
    public required string Conversation { get; init; }

    public required DateOnly Day { get; init; }

    public required DateTimeOffset? HappenedAt { get; init; }

    public required DateTimeOffset ScoredAt { get; init; }

    public required string RubricHash { get; init; }

    public required string? Scenario { get; init; }

    public required Standing Standing { get; init; }

    /// <summary>As it is shown: a suspected critical finding caps it.</summary>
    public required int? Total { get; init; }

    /// <summary>Whether a person changed a verdict or decided about a critical finding.</summary>
    public required bool Reviewed { get; init; }

    /// <summary>The ids of the rubric's criteria, in its order.</summary>
    public required IReadOnlyList<string> Criteria { get; init; }

    /// <summary>A letter for each criterion, see <see cref="ScoreColumns"/>.</summary>
    internal string Verdicts { get; init; } = "";

    /// <summary>Critical findings with their states, constants of <see cref="StoredSuspicion"/>.</summary>
    public IReadOnlyList<(string Critical, string State)> Criticals { get; init; } = [];

    /// <returns>Null where the rubric that made the score has no such criterion.</returns>
    public Verdict? VerdictOf(string criterion)
    {
        for (var i = 0; i < Criteria.Count && i < Verdicts.Length; i++)
        {
            if (Criteria[i] == criterion)
                return ScoreColumns.Verdict(Verdicts[i]);
        }

        return null;
    }
}

/// <summary>A score with what its verdicts rest on, and the conversation whose words its evidence names.</summary>
/// <param name="Score">Its number.</param>
/// <param name="Criteria">After people's decisions, in the rubric's order.</param>
public sealed record ExplainedScore(long Score, IReadOnlyList<StoredVerdict> Criteria, Conversation Chat);
