using System;
using System.Collections.Generic;
using System.Linq;
using Dapper;
using QA.Scoring;

namespace QA.Engine.Storage.People;

/// <summary>A person's verdict beside the machine's.</summary>
/// <param name="Value">Millionths of the weight.</param>
/// <param name="Name">Of the account as it was then.</param>
internal readonly record struct PersonsVerdict(string Criterion, Verdict Verdict, long Value, string Name, DateTimeOffset At);

/// <summary>A score as it stands once people decided. Points are hundredths.</summary>
/// <param name="Total">As it is shown; null: no score.</param>
/// <param name="Counts">As it counts in means.</param>
internal sealed record DecidedScore(int? Total, int? Counts, Standing Standing, bool? Passed);

/// <summary>What people decided about some scores.</summary>
/// <param name="Verdicts">Those that count, by the number of the score and the criterion.</param>
/// <param name="Scores">By the number of the score; without a row nobody decided anything that moves it.</param>
internal sealed record Decisions(IReadOnlyDictionary<(long Score, string Criterion), PersonsVerdict> Verdicts, IReadOnlyDictionary<long, DecidedScore> Scores);

internal sealed class DecidedScores(IPeopleDatabase database)
{
    /// <param name="scores">Their numbers.</param>
    public Decisions Of(IEnumerable<long> scores) => database.Read(connection =>
    {
        var wanted = new { scores = scores.ToList() };
        var verdicts = new Dictionary<(long, string), PersonsVerdict>();

        // The newest that was not withdrawn counts, so later rows take the place of earlier ones.
        foreach (var row in connection.Query<VerdictRow>(
            $"""
            SELECT score AS Score, criterion AS Criterion, verdict AS Verdict, value AS Value, name AS Name, at AS At
            FROM corrections WHERE withdrawn_at IS NULL AND {database.IsOneOf("score", "scores")} ORDER BY number
            """,
            wanted))
        {
            verdicts[(row.Score, row.Criterion)] = new PersonsVerdict(row.Criterion, ScoreColumns.Verdict(row.Verdict[0]), row.Value, database.Original(row.Name), Instant.At(row.At));
        }

        var decided = connection.Query<ScoreRow>(
            $"SELECT score AS Score, counts AS Counts, total AS Total, standing AS Standing, passed AS Passed FROM reviewed_scores WHERE {database.IsOneOf("score", "scores")}",
            wanted).ToDictionary(
            static row => row.Score,
            static row => new DecidedScore((int?)row.Total, (int?)row.Counts, ScoreColumns.Standing(row.Standing), row.Passed is { } passed ? passed != 0 : null));
        return new Decisions(verdicts, decided);
    });

    private sealed class VerdictRow
    {
        public long Score { get; init; }

        public string Criterion { get; init; } = "";

        public string Verdict { get; init; } = "";

        public long Value { get; init; }

        public string Name { get; init; } = "";

        public long At { get; init; }
    }

    private sealed class ScoreRow
    {
        public long Score { get; init; }

        public long? Counts { get; init; }

        public long? Total { get; init; }

        public string Standing { get; init; } = "";

        public long? Passed { get; init; }
    }
}
