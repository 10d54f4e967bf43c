using System;
using System.Collections.Generic;
using System.Linq;
using Dapper;
using QA.Engine.Storage.People;

namespace QA.Engine.Storage.Sqlite;

internal sealed class SqliteReviewCandidates(IPeopleDatabase database) : IReviewCandidates
{
    private const string Visible =
        "u.state = 'suspected' AND s.official = 1 AND NOT (s.agent = '' AND s.standing = 'none') AND (@everything OR s.team IN @teams OR (s.team = @team AND s.agent = @agent))";

    public IReadOnlyList<ReviewCandidate> OfDay(DateOnly day, DateTimeOffset since = default) => database.Read(connection => connection.Query<Row>(
        """
        SELECT s.number AS Number, c.id AS Conversation, s.team AS Team, s.agent AS Agent, b.hash AS Rubric, COALESCE(r.standing, s.standing) AS Standing,
               CASE WHEN r.score IS NULL THEN s.total ELSE r.total END AS Total, COALESCE(r.verdicts, s.verdicts) AS Verdicts,
               EXISTS (SELECT 1 FROM suspicions u WHERE u.score = s.number AND u.state = 'suspected') AS Suspected, s.scored_at AS ScoredAt
        FROM scores s JOIN conversations c ON c.number = s.conversation JOIN rubrics b ON b.number = s.rubric LEFT JOIN reviewed_scores r ON r.score = s.number
        WHERE s.day = @day AND s.scored_at >= @since AND s.official = 1
        ORDER BY s.number
        """,
        new { day = SqliteRow.Of(day), since = Instant.Of(since) })).Select(static row => new ReviewCandidate(
            row.Number, row.Conversation, row.Team, row.Agent, row.Rubric, ScoreColumns.Standing(row.Standing), (int?)row.Total, row.Verdicts, row.Suspected != 0, Instant.At(row.ScoredAt))).ToList();

    public IReadOnlyList<WaitingCritical> Waiting(Reach reach, int most) => database.Read(connection => connection.Query<Row>(
        $"""
        SELECT s.number AS Number, c.id AS Conversation, s.day AS Day, s.team AS Team, s.agent AS Agent, u.critical AS Critical
        FROM suspicions u JOIN scores s ON s.number = u.score JOIN conversations c ON c.number = s.conversation
        WHERE {Visible}
        ORDER BY s.day DESC, s.number DESC, u.critical LIMIT @most
        """,
        Values(reach, most))).Select(static row => new WaitingCritical(row.Number, row.Conversation, SqliteRow.Day(row.Day), row.Team, row.Agent, row.Critical)).ToList();

    public long CountWaiting(Reach reach) => database.Read(connection => connection.ExecuteScalar<long>(
        $"SELECT COUNT(*) FROM suspicions u JOIN scores s ON s.number = u.score WHERE {Visible}", Values(reach, 0)));

    public DateOnly? LastDay() => SqliteRow.Day(database.Read(static connection => connection.ExecuteScalar<long?>("SELECT MAX(day) FROM rollups")));

    private static object Values(Reach reach, int most) => new
    {
        everything = reach.Everything ? 1L : 0L, teams = reach.Teams, team = reach.Agent?.Team ?? "", agent = reach.Agent?.Name, most = (long)most,
    };

    private sealed class Row
    {
        public long Number { get; init; }

        public string Conversation { get; init; } = "";

        public long Day { get; init; }

        public string Team { get; init; } = "";

        public string Agent { get; init; } = "";

        public string Rubric { get; init; } = "";

        public string Standing { get; init; } = "";

        public long? Total { get; init; }

        public string Verdicts { get; init; } = "";

        public long Suspected { get; init; }

        public long ScoredAt { get; init; }

        public string Critical { get; init; } = "";
    }
}
