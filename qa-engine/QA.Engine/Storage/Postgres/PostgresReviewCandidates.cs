using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage.People;

namespace QA.Engine.Storage.Postgres;

internal sealed class PostgresReviewCandidates(PostgresConnections connections, PostgresVocabulary vocabulary) : IReviewCandidates
{
    // Everything, a team, or one agent; the rows of one that nobody named and that never spoke are left out, as in sums.
    private const string Visible =
        "u.state = 'suspected' AND u.official AND NOT (u.agent = '' AND u.standing = 'none') AND ($1 OR u.team = ANY ($2) OR (u.team = $3 AND u.agent = $4))";

    public IReadOnlyList<ReviewCandidate> OfDay(DateOnly day, DateTimeOffset since = default) => connections.Use(connection => connection.List(
        """
        SELECT s.number, k.id, s.team, s.agent, s.rubric, coalesce(r.standing, s.standing), CASE WHEN r.score IS NULL THEN s.total ELSE r.total::int END,
               coalesce(r.verdicts, s.verdicts), EXISTS (SELECT FROM suspicions u WHERE u.score = s.number AND u.state = 'suspected'), s.scored_at, k.day, k.number
        FROM scores s JOIN known k ON k.number = s.conversation LEFT JOIN reviewed_scores r ON r.score = s.number
        WHERE s.day = $1 AND s.scored_at >= $2 AND s.official
        ORDER BY s.number
        """,
        row => (Day: row.GetFieldValue<DateOnly>(10), Number: row.GetInt64(11), Candidate: new ReviewCandidate(
            row.GetInt64(0), row.GetString(1), PostgresText.Out(row.GetString(2)), PostgresText.Out(row.GetString(3)),
            vocabulary.Rubric(row.GetInt32(4)).Hash, ScoreColumns.Standing(row.GetString(5)), row.IntOrNull(6), row.GetString(7), row.GetBoolean(8), row.Moment(9))),
        day, since).ConvertAll(row => row.Candidate with { Conversation = connection.ConversationId(row.Candidate.Conversation, row.Day, row.Number) }));

    public IReadOnlyList<WaitingCritical> Waiting(Reach reach, int most) => connections.Use(connection => connection.List(
        $"""
        SELECT u.score, k.id, u.day, u.team, u.agent, u.critical, k.day, k.number
        FROM (SELECT * FROM suspicions u WHERE {Visible} ORDER BY u.day DESC, u.score DESC, u.critical LIMIT $5) u
        JOIN scores s ON s.day = u.day AND s.number = u.score JOIN known k ON k.number = s.conversation
        ORDER BY u.day DESC, u.score DESC, u.critical
        """,
        static row => (Day: row.GetFieldValue<DateOnly>(6), Number: row.GetInt64(7), Critical: new WaitingCritical(
            row.GetInt64(0), row.GetString(1), row.GetFieldValue<DateOnly>(2), PostgresText.Out(row.GetString(3)), PostgresText.Out(row.GetString(4)),
            PostgresText.Out(row.GetString(5)))),
        [.. Values(reach), most]).ConvertAll(row => row.Critical with { Conversation = connection.ConversationId(row.Critical.Conversation, row.Day, row.Number) }));

    public long CountWaiting(Reach reach) => connections.Use(connection => connection.Scalar<long>($"SELECT count(*) FROM suspicions u WHERE {Visible}", Values(reach)));

    public DateOnly? LastDay() => connections.Use(static connection => connection.List(
        "SELECT max(day) FROM (SELECT max(day) AS day FROM rollups WHERE day > '-infinity' UNION ALL SELECT max(day) FROM rollup_deltas) AS days",
        static row => row.IsDBNull(0) ? (DateOnly?)null : row.GetFieldValue<DateOnly>(0)))[0];

    private static object?[] Values(Reach reach) =>
    [
        reach.Everything, reach.Teams.Select(PostgresText.In).ToArray(), PostgresText.In(reach.Agent?.Team ?? ""), reach.Agent is { } agent ? PostgresText.In(agent.Name) : "\u0001",
    ];
}
