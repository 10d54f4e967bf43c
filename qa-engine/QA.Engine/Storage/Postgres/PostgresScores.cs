using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Text;
using Npgsql;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Storage.Postgres;

/// <summary>Scores as people are shown them, and what people's decisions make of them.</summary>
internal sealed class PostgresScores(PostgresConnections connections, PostgresVocabulary vocabulary, TimeProvider time)
{
    /// <summary>All scores of the newest revision: those that count first.</summary>
    public IReadOnlyList<StoredScore> Of(string conversation) => connections.Look(connection => Of(connection, conversation));

    /// <inheritdoc cref="IScoreStore.Review"/>
    public T Review<T>(string conversation, long score, Func<DbConnection, StoredScore?, Ruling<T>> decide) => connections.Transact(connection =>
    {
        // Whoever changes which scores of a conversation count holds these rows as well.
        connection.List("SELECT 1 FROM known WHERE id = $1 ORDER BY id, revision FOR UPDATE", static _ => 0, PostgresText.Key(conversation));
        var stands = Of(connection, conversation).Find(one => one.Number == score);
        var (answer, recount) = decide(connection, stands);
        if (recount is not null && stands is not null)
            Keep(connection, stands, recount);
        return answer;
    });

    public IReadOnlyList<ReviewedVerdicts> ReviewedSince(DateTimeOffset since, int most) => connections.Look(connection =>
    {
        var reviewed = connection.List(
            "SELECT score, day FROM reviews WHERE at >= $1 GROUP BY score, day ORDER BY max(at) DESC, score LIMIT $2",
            static row => (Score: row.GetInt64(0), Day: DayNumber.At(row.GetInt64(1))), Instant.Of(since), most);
        return connection.List(
            """
            SELECT s.number, s.rubric, s.verdicts, coalesce(r.verdicts, s.verdicts)
            FROM unnest($1::bigint[], $2::date[]) WITH ORDINALITY AS asked (score, day, place)
            JOIN scores s ON s.day = asked.day AND s.number = asked.score LEFT JOIN reviewed_scores r ON r.score = s.number
            ORDER BY asked.place
            """,
            row =>
            {
                var rubric = vocabulary.Rubric(row.GetInt32(1));
                return new ReviewedVerdicts(row.GetInt64(0), rubric.Id, rubric.Names.Criteria, ScoreColumns.Verdicts(row.GetString(2)), ScoreColumns.Verdicts(row.GetString(3)));
            },
            reviewed.ConvertAll(static one => one.Score).ToArray(), reviewed.ConvertAll(static one => one.Day).ToArray());
    });

    private List<StoredScore> Of(NpgsqlConnection connection, string conversation)
    {
        var found = connection.List(
            """
            SELECT s.number, k.revision, s.rubric, s.official, s.day, s.session, s.sessions, s.agent, s.team, s.message_from, s.message_to, s.happened_at,
                   s.scenario, s.standing, s.total, s.uncapped, s.base, s.band, s.passed, s.receipt, s.scored_at, s.document,
                   r.counts, r.total, r.standing, r.passed, r.at, r.document
            FROM known k JOIN scores s ON s.conversation = k.number AND s.day BETWEEN k.scores_from AND k.scores_to
            LEFT JOIN reviewed_scores r ON r.score = s.number
            WHERE k.id = $1 AND k.latest
            ORDER BY s.official DESC, s.number
            """,
            row => new Row(
                Read(conversation, row), row.GetInt32(2), row.IsDBNull(17) ? 0 : row.GetInt64(17), Encoding.UTF8.GetBytes(row.GetString(21)),
                row.IsDBNull(24)
                    ? null
                    : new Overlay(
                        row.IsDBNull(22) ? null : row.GetInt64(22), row.IsDBNull(23) ? null : row.GetInt64(23), row.GetString(24), row.IsDBNull(25) ? null : row.GetInt64(25) != 0,
                        row.GetInt64(26), Encoding.UTF8.GetBytes(row.GetString(27)))),
            PostgresText.Key(conversation));
        var states = new Dictionary<(long, string), string>();
        foreach (var (suspicion, state) in connection.List(
            "SELECT score, critical, state FROM suspicions WHERE score = ANY ($1)",
            static row => ((row.GetInt64(0), PostgresText.Out(row.GetString(1))), row.GetString(2)), found.ConvertAll(static each => each.Score.Number)))
            states[suspicion] = state;
        return found.ConvertAll(each => Whole(each, states));
    }

    private StoredScore Whole(Row row, Dictionary<(long, string), string> states)
    {
        var rubric = vocabulary.Rubric(row.Rubric);
        var parts = ScoreDocument.Read(row.Document, rubric.Names, vocabulary.Wording);
        var suspicions = new List<StoredSuspicion>();
        foreach (var suspicion in parts.Suspicions)
            suspicions.Add(suspicion with { State = states.GetValueOrDefault((row.Score.Number, suspicion.Critical), suspicion.State) });
        return row.Score with
        {
            RubricId = rubric.Id,
            RubricVersion = rubric.Version,
            RubricHash = rubric.Hash,
            Band = row.Band == 0 ? null : vocabulary.Wording(row.Band),
            Criteria = parts.Criteria,
            Adjustments = parts.Adjustments,
            Suspicions = suspicions,
            Stages = parts.Stages,
            LeftAt = parts.LeftAt,
            Mood = parts.Mood,
            Reviewed = row.Overlay is { } overlay
                ? ReviewedRows.Read(overlay.Counts, overlay.Total, overlay.Standing, overlay.Passed, overlay.At, ScoreDocument.Read(overlay.Document, rubric.Names, vocabulary.Wording))
                : null,
        };
    }

    private void Keep(NpgsqlConnection connection, StoredScore score, ScoreRecount recount)
    {
        var (shop, first, rubric, machine, told) = connection.List(
            """
            SELECT s.shop, s.first, s.rubric, s.document, coalesce(r.document, s.document)
            FROM scores s LEFT JOIN reviewed_scores r ON r.score = s.number WHERE s.day = $1 AND s.number = $2
            """,
            static row => (PostgresText.Out(row.GetString(0)), row.GetBoolean(1), row.GetInt32(2), Encoding.UTF8.GetBytes(row.GetString(3)), Encoding.UTF8.GetBytes(row.GetString(4))),
            score.Day, score.Number)[0];
        var document = recount.Score is { } counted ? ScoreDocument.With(machine, counted.Criteria) : machine;
        ReviewedRows.Keep(connection, score.Number, DayNumber.Of(score.Day), recount, document, time.GetUtcNow());
        if (!score.Official)
            return;
        var before = new CountedScore(
            score.Day, shop, score.Team, score.Agent, rubric, vocabulary.Rubric(rubric).Names.Criteria.Count, first, score.OfficialStanding, score.CountingPoints, score.Mood);
        var sums = new RollupSum();
        sums.Add(before, told, -1);
        sums.Add(
            recount.Score is { } now ? before with { Standing = now.Standing, Points = recount.Counts } : before with { Standing = score.Standing, Points = score.Uncapped },
            document, 1);
        var rows = new RollupDeltaRows();
        rows.Add(sums);
        rows.SendTo(connection);
    }

    /// <summary>The columns alone; the documents and the rubric are filled in later.</summary>
    private static StoredScore Read(string conversation, NpgsqlDataReader row) => new()
    {
        Conversation = conversation,
        Number = row.GetInt64(0),
        Revision = row.GetInt32(1),
        RubricId = "",
        RubricVersion = "",
        RubricHash = "",
        Official = row.GetBoolean(3),
        Day = row.GetFieldValue<DateOnly>(4),
        Session = row.GetInt32(5),
        Sessions = row.GetInt32(6),
        Agent = PostgresText.Out(row.GetString(7)),
        Team = PostgresText.Out(row.GetString(8)),
        MessageFrom = row.GetInt32(9),
        MessageTo = row.GetInt32(10),
        HappenedAt = row.MomentOrNull(11),
        Scenario = row.TextOrNull(12),
        Standing = ScoreColumns.Standing(row.GetString(13)),
        Total = row.IntOrNull(14),
        Uncapped = row.IntOrNull(15),
        Base = row.IntOrNull(16),
        Band = null,
        Passed = row.IsDBNull(18) ? null : row.GetBoolean(18),
        Receipt = PostgresText.Out(row.GetString(19)),
        ScoredAt = row.Moment(20),
        Criteria = [],
        Adjustments = [],
        Suspicions = [],
        Stages = [],
        LeftAt = null,
    };

    private sealed record Row(StoredScore Score, int Rubric, long Band, byte[] Document, Overlay? Overlay);

    private sealed record Overlay(long? Counts, long? Total, string Standing, bool? Passed, long At, byte[] Document);
}
