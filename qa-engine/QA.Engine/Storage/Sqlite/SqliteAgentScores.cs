using System;
using System.Collections.Generic;
using System.Text.Json;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Storage.Sqlite;

/// <param name="read">Works on the store as it is at one moment.</param>
internal sealed class SqliteAgentScores(Func<Func<SqliteReader, object>, object> read) : IAgentScores
{
    private const string Columns =
        """
        SELECT s.number, c.id, s.day, s.happened_at, s.scored_at, s.rubric, s.scenario, coalesce(r.standing, s.standing),
               CASE WHEN r.score IS NULL THEN s.total ELSE r.total END, r.score IS NOT NULL, coalesce(r.verdicts, s.verdicts)
        FROM scores s JOIN conversations c ON c.number = s.conversation LEFT JOIN reviewed_scores r ON r.score = s.number
        WHERE s.official = 1 AND s.agent = ? AND s.team = ?
        """;

    public IReadOnlyList<AgentScore> Of(AgentName agent, DateOnly from, DateOnly to, int most) => Read(reader => Rows(
        reader,
        reader.Prepared($"{Columns} AND s.day BETWEEN ? AND ? ORDER BY s.day DESC, s.number DESC LIMIT ?")
            .With(agent.Name).With(agent.Team).With(SqliteRow.Of(from)).With(SqliteRow.Of(to)).With(most)));

    public T Sum<T>(string team, DateOnly from, DateOnly to, Func<T> begin)
        where T : class, ITeamDays => Read(reader =>
    {
        var sum = begin();
        CriterionCounts[] counts = [];
        var row = reader.Prepared("SELECT agent, day, rubric, conversations, scores, ranked, sum, sum_of_squares, criteria, moods FROM rollups WHERE team = ? AND day BETWEEN ? AND ?")
            .With(team).With(SqliteRow.Of(from)).With(SqliteRow.Of(to));
        while (row.Next())
        {
            var rubric = reader.Rubric(row.Long(2));
            if (counts.Length < rubric.Names.Criteria.Count)
                counts = new CriterionCounts[rubric.Names.Criteria.Count];
            var own = counts.AsSpan(0, rubric.Names.Criteria.Count);
            own.Clear();
            RollupCriteria.AddTo(own, row.Utf8(8));
            sum.Add(new TeamDay
            {
                Agent = row.Text(0), Day = SqliteRow.Day(row.Long(1)), Rubric = rubric.Hash, Conversations = row.Long(3), Scores = row.Long(4), Ranked = row.Long(5),
                Sum = row.Long(6), SumOfSquares = row.Long(7), Moods = RollupMoods.Read(row.Utf8(9)), Criteria = rubric.Names.Criteria, Counts = own,
            });
        }

        return sum;
    });

    public IReadOnlyList<AgentScore> Find(AgentName agent, IReadOnlyList<long> numbers) => Read(reader => Rows(
        reader,
        reader.Prepared($"{Columns} AND s.number IN (SELECT value FROM json_each(?)) ORDER BY s.day DESC, s.number DESC")
            .With(agent.Name).With(agent.Team).With(JsonSerializer.Serialize(numbers))));

    public IReadOnlyList<ExplainedScore> Explain(IReadOnlyList<AgentScore> scores) => Read(reader =>
    {
        var explained = new List<ExplainedScore>();
        foreach (var score in scores)
        {
            var row = reader.Prepared(
                """
                SELECT s.rubric, coalesce(r.document, s.document), c.document
                FROM scores s JOIN conversations c ON c.number = s.conversation LEFT JOIN reviewed_scores r ON r.score = s.number
                WHERE s.number = ?
                """).With(score.Number);
            if (!row.Next())
                continue;
            explained.Add(new ExplainedScore(score.Number, reader.Parts(row.Long(0), row.Bytes(1)).Criteria, ConversationDocument.Read(row.Bytes(2))));
            row.Rewind();
        }

        return explained;
    });

    private static List<AgentScore> Rows(SqliteReader reader, Statement row)
    {
        var scores = new List<AgentScore>();
        while (row.Next())
        {
            var rubric = reader.Rubric(row.Long(5));
            scores.Add(new AgentScore
            {
                Number = row.Long(0),
                Conversation = row.Text(1),
                Day = SqliteRow.Day(row.Long(2)),
                HappenedAt = SqliteRow.Time(row.LongOrNull(3)),
                ScoredAt = Instant.At(row.Long(4)),
                RubricHash = rubric.Hash,
                Scenario = row.TextOrNull(6),
                Standing = ScoreColumns.Standing(row.Text(7)),
                Total = row.IntOrNull(8),
                Reviewed = row.Bool(9),
                Criteria = rubric.Names.Criteria,
                Verdicts = row.Text(10),
            });
        }

        for (var i = 0; i < scores.Count; i++)
        {
            List<(string, string)>? criticals = null;
            var suspicion = reader.Prepared("SELECT critical, state FROM suspicions WHERE score = ? ORDER BY critical").With(scores[i].Number);
            while (suspicion.Next())
                (criticals ??= []).Add((suspicion.Text(0), suspicion.Text(1)));
            if (criticals is not null)
                scores[i] = scores[i] with { Criticals = criticals };
        }

        return scores;
    }

    private T Read<T>(Func<SqliteReader, T> work)
        where T : class => (T)read(work);
}
