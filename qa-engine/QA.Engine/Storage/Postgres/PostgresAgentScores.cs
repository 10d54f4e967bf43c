using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Npgsql;
using QA.Engine.Storage.People;

namespace QA.Engine.Storage.Postgres;

internal sealed class PostgresAgentScores(PostgresConnections connections, PostgresVocabulary vocabulary, PostgresRollups rollups) : IAgentScores
{
    private const string Columns =
        """
        SELECT s.number, k.id, s.day, s.happened_at, s.scored_at, s.rubric, s.scenario, coalesce(r.standing, s.standing),
               CASE WHEN r.score IS NULL THEN s.total ELSE r.total::int END, r.score IS NOT NULL, coalesce(r.verdicts, s.verdicts), k.day, k.number
        FROM scores s JOIN known k ON k.number = s.conversation LEFT JOIN reviewed_scores r ON r.score = s.number
        WHERE s.official AND left(s.agent, 200) = left($1, 200) AND s.agent = $1 AND s.team = $2
        """;

    public IReadOnlyList<AgentScore> Of(AgentName agent, DateOnly from, DateOnly to, int most) => connections.Look(connection => Rows(
        connection, $"{Columns} AND s.day BETWEEN $3 AND $4 ORDER BY s.day DESC, s.number DESC LIMIT $5",
        PostgresText.In(agent.Name), PostgresText.In(agent.Team), from, to, most));

    public T Sum<T>(string team, DateOnly from, DateOnly to, Func<T> begin)
        where T : class, ITeamDays => rollups.Sum(team, from, to, begin);

    public IReadOnlyList<AgentScore> Find(AgentName agent, IReadOnlyList<long> numbers) => connections.Look(connection => Rows(
        connection, $"{Columns} AND s.number = ANY ($3) ORDER BY s.day DESC, s.number DESC",
        PostgresText.In(agent.Name), PostgresText.In(agent.Team), numbers.ToArray()));

    public IReadOnlyList<ExplainedScore> Explain(IReadOnlyList<AgentScore> scores)
    {
        if (scores.Count == 0)
            return [];
        var found = connections.Look(connection => connection.List(
            """
            SELECT s.number, s.rubric, coalesce(r.document, s.document), c.document
            FROM unnest($1::date[], $2::bigint[]) AS asked (day, number)
            JOIN scores s ON s.day = asked.day AND s.number = asked.number
            JOIN known k ON k.number = s.conversation
            JOIN conversations c ON c.day = k.day AND c.number = k.number
            LEFT JOIN reviewed_scores r ON r.score = s.number
            """,
            static row => (Number: row.GetInt64(0), Rubric: row.GetInt32(1), Score: Encoding.UTF8.GetBytes(row.GetString(2)), Chat: Encoding.UTF8.GetBytes(row.GetString(3))),
            scores.Select(static score => score.Day).ToArray(), scores.Select(static score => score.Number).ToArray()))
            .ToDictionary(static row => row.Number);
        var explained = new List<ExplainedScore>();
        foreach (var score in scores)
        {
            if (found.TryGetValue(score.Number, out var row))
                explained.Add(new ExplainedScore(
                    score.Number, ScoreDocument.Read(row.Score, vocabulary.Rubric(row.Rubric).Names, vocabulary.Wording).Criteria, ConversationDocument.Read(row.Chat)));
        }

        return explained;
    }

    private List<AgentScore> Rows(NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var rows = connection.List(
            sql,
            row => (Rubric: row.GetInt32(5), Day: row.GetFieldValue<DateOnly>(11), Conversation: row.GetInt64(12), Score: new AgentScore
            {
                Number = row.GetInt64(0),
                Conversation = row.GetString(1),
                Day = row.GetFieldValue<DateOnly>(2),
                HappenedAt = row.MomentOrNull(3),
                ScoredAt = row.Moment(4),
                RubricHash = "",
                Scenario = row.TextOrNull(6),
                Standing = ScoreColumns.Standing(row.GetString(7)),
                Total = row.IntOrNull(8),
                Reviewed = row.GetBoolean(9),
                Criteria = [],
                Verdicts = row.GetString(10),
            }),
            values);
        var criticals = connection.List(
            "SELECT score, critical, state FROM suspicions WHERE score = ANY ($1) ORDER BY score, critical",
            static row => (Score: row.GetInt64(0), Critical: PostgresText.Out(row.GetString(1)), State: row.GetString(2)),
            rows.ConvertAll(static row => row.Score.Number).ToArray()).ToLookup(static row => row.Score, static row => (row.Critical, row.State));
        return rows.ConvertAll(row =>
        {
            var rubric = vocabulary.Rubric(row.Rubric);
            return row.Score with
            {
                Conversation = connection.ConversationId(row.Score.Conversation, row.Day, row.Conversation),
                RubricHash = rubric.Hash,
                Criteria = rubric.Names.Criteria,
                Criticals = [.. criticals[row.Score.Number]],
            };
        });
    }
}
