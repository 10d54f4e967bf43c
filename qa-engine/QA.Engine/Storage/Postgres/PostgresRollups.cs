using System;
using System.Collections.Generic;
using System.Text;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>
/// Roll-ups. Batches append what they add to <c>rollup_deltas</c>; merging moves it into <c>rollups</c>, a row for each day and one for all days
/// together; whoever reads adds both, in one state of the store.
/// </summary>
internal sealed class PostgresRollups(PostgresConnections connections, PostgresVocabulary vocabulary)
{
    // Enough for one merge to cost little, few enough to hold in memory.
    private const int MostAtOnce = 20_000;
    private const string Columns = "day, rubric, conversations, scores, ranked, sum, sum_of_squares, shop, team, agent, criteria, moods";
    private static readonly string[] Tables = ["rollups", "rollup_deltas"];

    public IReadOnlyList<DailyRollup> Of(DateOnly from, DateOnly to) => Daily(connections.Look(connection =>
    {
        var table = new RollupTable();
        foreach (var (key, row) in connection.List($"SELECT {Columns} FROM rollups WHERE day BETWEEN $1 AND $2 AND day > '-infinity'", Read, from, to))
            table.Add(key, row);
        connection.List($"SELECT {Columns} FROM rollup_deltas WHERE day BETWEEN $1 AND $2", row => AddDelta(table, Key(row), row), from, to);
        return table;
    }));

    public IReadOnlyList<DailyRollup> Of(DateOnly from, DateOnly to, string team) => Daily(connections.Look(connection =>
    {
        var table = new RollupTable();
        var kept = PostgresText.In(team);
        foreach (var (key, row) in connection.List(
            $"SELECT {Columns} FROM rollups WHERE left(team, 200) = left($3, 200) AND team = $3 AND day BETWEEN $1 AND $2 AND day > '-infinity'", Read, from, to, kept))
            table.Add(key, row);
        connection.List($"SELECT {Columns} FROM rollup_deltas WHERE team = $3 AND day BETWEEN $1 AND $2", row => AddDelta(table, Key(row), row), from, to, kept);
        return table;
    }));

    /// <inheritdoc cref="IAgentScores.Sum"/>
    public T Sum<T>(string team, DateOnly from, DateOnly to, Func<T> begin)
        where T : ITeamDays => connections.Look(connection =>
    {
        var sum = begin();
        CriterionCounts[] counts = [];
        foreach (var table in Tables)
        {
            connection.List(
                $"""
                SELECT day, rubric, conversations::bigint, scores::bigint, ranked::bigint, sum, sum_of_squares, agent, criteria, moods FROM {table}
                WHERE {OfTeam(table)} AND day BETWEEN $2 AND $3 AND day > '-infinity'
                """,
                row =>
                {
                    var rubric = vocabulary.Rubric(row.GetInt32(1));
                    if (counts.Length < rubric.Names.Criteria.Count)
                        counts = new CriterionCounts[rubric.Names.Criteria.Count];
                    var own = counts.AsSpan(0, rubric.Names.Criteria.Count);
                    own.Clear();
                    RollupDelta.AddTo(own, row.GetFieldValue<byte[]>(8));
                    sum.Add(new TeamDay
                    {
                        Agent = PostgresText.Out(row.GetString(7)), Day = row.GetFieldValue<DateOnly>(0), Rubric = rubric.Hash, Conversations = row.GetInt64(2), Scores = row.GetInt64(3),
                        Ranked = row.GetInt64(4), Sum = row.GetInt64(5), SumOfSquares = row.GetInt64(6), Moods = RollupDelta.Moods(row.GetFieldValue<byte[]>(9)), Criteria = rubric.Names.Criteria, Counts = own,
                    });
                    return true;
                },
                PostgresText.In(team), from, to);
        }

        return sum;
    });

    /// <summary>Only the merged rows have an index by team; what waits to be merged is little.</summary>
    private static string OfTeam(string table) => table == Tables[0] ? "left(team, 200) = left($1, 200) AND team = $1" : "team = $1";

    /// <summary>Counts the scores of some days anew, with people's decisions.</summary>
    public IReadOnlyList<DailyRollup> Recount(DateOnly from, DateOnly to) => Daily(connections.Look(connection =>
    {
        connection.Run("SET LOCAL statement_timeout = 0");
        using var command = connection.Command(
            """
            SELECT s.day, s.shop, s.team, s.agent, s.rubric, s.first, coalesce(r.standing, s.standing), CASE WHEN r.score IS NULL THEN s.uncapped ELSE r.counts::int END,
                   coalesce(r.document, s.document), s.mood_start, s.mood_end, s.mood_turns
            FROM scores s LEFT JOIN reviewed_scores r ON r.score = s.number
            WHERE s.official AND s.day BETWEEN $1 AND $2
            """,
            from, to);
        command.CommandTimeout = 0;
        using var reader = command.ExecuteReader();
        var sums = new RollupSum();
        while (reader.Read())
        {
            var rubric = reader.GetInt32(4);
            sums.Add(
                new CountedScore(
                    reader.GetFieldValue<DateOnly>(0), PostgresText.Out(reader.GetString(1)), PostgresText.Out(reader.GetString(2)), PostgresText.Out(reader.GetString(3)),
                    rubric, vocabulary.Rubric(rubric).Names.Criteria.Count, reader.GetBoolean(5), ScoreColumns.Standing(reader.GetString(6)), reader.IntOrNull(7), reader.MoodOrNull(9)),
                Encoding.UTF8.GetBytes(reader.GetString(8)), sign: 1);
        }

        var table = new RollupTable();
        foreach (var (key, row) in sums.Rows())
            table.Add(key, row);
        return table;
    }));

    /// <summary>All days together, by shop, team, agent and rubric, as far as the connection's transaction sees.</summary>
    public RollupTable OfAllDays(NpgsqlConnection connection)
    {
        var table = new RollupTable();
        foreach (var (key, row) in connection.List($"SELECT {Columns} FROM rollups WHERE day = '-infinity'", Read))
            table.Add(key, row);
        connection.List($"SELECT {Columns} FROM rollup_deltas", row => AddDelta(table, Key(row) with { Day = DateOnly.MinValue }, row));
        return table;
    }

    /// <summary>Moves what batches added into the roll-ups. One worker at a time; another that comes meanwhile has nothing to do.</summary>
    public void Merge()
    {
        while (connections.Transact(MergeSome) == MostAtOnce)
        {
            // There is more.
        }
    }

    /// <summary>Deletes the roll-ups of days before <paramref name="firstKept"/>.</summary>
    public void Forget(DateOnly firstKept) => connections.Transact(connection =>
    {
        connection.Run("SELECT pg_advisory_xact_lock(7161, 3)");
        var changes = new RollupTable();
        foreach (var (key, row) in connection.List(
            $"DELETE FROM rollups WHERE day < $1 AND day > '-infinity' RETURNING {Columns}", Read, firstKept))
            changes.Add(key with { Day = DateOnly.MinValue }, row, sign: -1);
        Apply(connection, changes);

        // What is not merged yet counts in no sum but its own.
        return connection.Run("DELETE FROM rollup_deltas WHERE day < $1", firstKept);
    });

    private int MergeSome(NpgsqlConnection connection)
    {
        if (!connection.Scalar<bool>("SELECT pg_try_advisory_xact_lock(7161, 3)"))
            return 0;
        connection.Run(
            """
            WITH gone AS (DELETE FROM counter_deltas RETURNING conversations, scores, duplicates),
                 added AS (SELECT coalesce(sum(conversations), 0) AS conversations, coalesce(sum(scores), 0) AS scores, coalesce(sum(duplicates), 0) AS duplicates, count(*) AS rows FROM gone)
            UPDATE counters c SET conversations = c.conversations + a.conversations, scores = c.scores + a.scores, duplicates = c.duplicates + a.duplicates
            FROM added a WHERE a.rows > 0
            """);
        var changes = new RollupTable();
        var merged = connection.List(
            $"DELETE FROM rollup_deltas WHERE ctid = ANY (ARRAY(SELECT ctid FROM rollup_deltas LIMIT {MostAtOnce})) RETURNING {Columns}",
            row =>
            {
                var key = Key(row);
                AddDelta(changes, key, row);
                return AddDelta(changes, key with { Day = DateOnly.MinValue }, row);
            }).Count;
        Apply(connection, changes);
        return merged;
    }

    /// <summary>Takes the rows that change out and puts them back changed.</summary>
    private void Apply(NpgsqlConnection connection, RollupTable changes)
    {
        if (changes.IsEmpty)
            return;
        var days = new List<DateOnly>();
        var digests = new List<Guid>();
        var rubrics = new List<int>();
        foreach (var (key, _) in changes.Rows)
        {
            days.Add(key.Day);
            digests.Add(Digest(key));
            rubrics.Add((int)key.Rubric);
        }

        foreach (var (key, row) in connection.List(
            $"""
            DELETE FROM rollups r USING unnest($1::date[], $2::uuid[], $3::int[]) AS changed (day, digest, rubric)
            WHERE r.day = changed.day AND r.digest = changed.digest AND r.rubric = changed.rubric
            RETURNING r.day, r.rubric, r.conversations, r.scores, r.ranked, r.sum, r.sum_of_squares, r.shop, r.team, r.agent, r.criteria, r.moods
            """,
            Read, days.ToArray(), digests.ToArray(), rubrics.ToArray()))
            changes.Add(key, row);
        var rows = new CopyRows();
        byte[] moods = [];
        byte[] criteria = [];
        foreach (var (key, row) in changes.Sorted())
        {
            var length = RollupDelta.Write(row.Criteria, ref criteria);
            rows.Row(13).Day(key.Day).Int((int)key.Rubric).Long(row.Conversations).Long(row.Scores).Long(row.Ranked).Long(row.Sum).Long(row.SumOfSquares)
                .Text(key.Shop).Text(key.Team).Text(key.Agent).Bytes(criteria.AsSpan(0, length));
            length = RollupDelta.Write(row.Moods, ref moods);
            rows.Bytes(moods.AsSpan(0, length)).Guid(Digest(key));
        }

        rows.SendTo(connection, $"COPY rollups ({Columns}, digest) FROM STDIN (FORMAT BINARY)");
    }

    private static Guid Digest(RollupKey key) => PostgresText.Digest(key.Shop, key.Team, key.Agent);

    private static RollupKey Key(NpgsqlDataReader row) => new(
        row.GetFieldValue<DateOnly>(0), PostgresText.Out(row.GetString(7)), PostgresText.Out(row.GetString(8)), PostgresText.Out(row.GetString(9)), row.GetInt32(1));

    /// <returns>Nothing of interest.</returns>
    private bool AddDelta(RollupTable table, RollupKey key, NpgsqlDataReader row)
    {
        var sum = table.Row(key, Criteria(key));
        sum.Conversations += row.GetInt32(2);
        sum.Scores += row.GetInt32(3);
        sum.Ranked += row.GetInt32(4);
        sum.Sum += row.GetInt64(5);
        sum.SumOfSquares += row.GetInt64(6);
        RollupDelta.AddTo(sum.Criteria, row.GetFieldValue<byte[]>(10));
        sum.Moods = sum.Moods.Plus(RollupDelta.Moods(row.GetFieldValue<byte[]>(11)));
        return true;
    }

    private (RollupKey Key, RollupRow Row) Read(NpgsqlDataReader row)
    {
        var key = Key(row);
        var sum = new RollupRow(Criteria(key))
        {
            Conversations = row.GetInt64(2),
            Scores = row.GetInt64(3),
            Ranked = row.GetInt64(4),
            Sum = row.GetInt64(5),
            SumOfSquares = row.GetInt64(6),
            Moods = RollupDelta.Moods(row.GetFieldValue<byte[]>(11)),
        };
        RollupDelta.AddTo(sum.Criteria, row.GetFieldValue<byte[]>(10));
        return (key, sum);
    }

    private int Criteria(RollupKey key) => vocabulary.Rubric((int)key.Rubric).Names.Criteria.Count;

    private List<DailyRollup> Daily(RollupTable table) => table.Sorted().ConvertAll(each =>
    {
        var (key, row) = each;
        var rubric = vocabulary.Rubric((int)key.Rubric);
        var criteria = new Dictionary<string, CriterionCounts>(StringComparer.Ordinal);
        for (var i = 0; i < row.Criteria.Length; i++)
        {
            if (row.Criteria[i] != default)
                criteria.Add(rubric.Names.Criteria[i], row.Criteria[i]);
        }

        return new DailyRollup(key.Day, key.Shop, key.Team, key.Agent, rubric.Hash, row.Conversations, row.Scores, row.Ranked, row.Sum, row.SumOfSquares, row.Moods, criteria);
    });
}
