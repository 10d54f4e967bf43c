using System;
using Npgsql;
using QA.Engine.Storage.People;

namespace QA.Engine.Storage.Postgres;

/// <summary>Deletes the past: whole months by dropping their partitions, the rest in portions that hold nobody up.</summary>
internal sealed class PostgresRetention(PostgresConnections connections, PostgresPartitions partitions, PostgresRollups rollups, PostgresService service)
{
    private const int Portion = 5_000;

    /// <returns>How many conversations are gone.</returns>
    public long Forget(DateOnly firstKept)
    {
        // Merged first, so that what was added to those days goes with them.
        rollups.Merge();
        rollups.Forget(firstKept);
        service.Forget(firstKept);
        var conversations = connections.Transact(connection =>
        {
            // Counts the rows of whole months before they go.
            connection.Run("SET LOCAL statement_timeout = 0");
            ReviewedRows.Forget(connection, DayNumber.Of(firstKept));
            connection.Run("DELETE FROM disputes WHERE score IN (SELECT number FROM scores WHERE day < $1)", firstKept);
            connection.Run("DELETE FROM acknowledgements WHERE score IN (SELECT number FROM scores WHERE day < $1)", firstKept);
            using var drop = connection.Command("SELECT conversations, scores FROM qa.drop_partitions($1)", firstKept);
            drop.CommandTimeout = 0;
            long gone, scores;
            using (var dropped = drop.ExecuteReader())
            {
                dropped.Read();
                (gone, scores) = (dropped.GetInt64(0), dropped.GetInt64(1));
            }

            Count(connection, gone, scores);
            return gone;
        });
        partitions.ForgetMade();
        conversations += InPortions("DELETE FROM conversations WHERE (day, number) IN (SELECT day, number FROM conversations WHERE day < $1 LIMIT $2)", firstKept, (1, 0));
        InPortions("DELETE FROM scores WHERE (day, number) IN (SELECT day, number FROM scores WHERE day < $1 LIMIT $2)", firstKept, (0, 1));
        InPortions("DELETE FROM search WHERE (day, number) IN (SELECT day, number FROM search WHERE day < $1 LIMIT $2)", firstKept, default);
        InPortions("DELETE FROM suspicions WHERE (score, critical) IN (SELECT score, critical FROM suspicions WHERE day < $1 LIMIT $2)", firstKept, default);
        InPortions("DELETE FROM disputes WHERE number IN (SELECT number FROM disputes WHERE day < to_char($1::date, 'YYYYMMDD')::bigint LIMIT $2)", firstKept, default);
        InPortions("DELETE FROM acknowledgements WHERE score IN (SELECT score FROM acknowledgements WHERE day < to_char($1::date, 'YYYYMMDD')::bigint LIMIT $2)", firstKept, default);
        InPortions("DELETE FROM known WHERE ctid = ANY (ARRAY(SELECT ctid FROM known WHERE day < $1 LIMIT $2))", firstKept, default);
        return conversations;
    }

    private long InPortions(string delete, DateOnly firstKept, (int Conversations, int Scores) counts)
    {
        long gone = 0;
        int rows;
        do
        {
            rows = connections.Transact(connection =>
            {
                var deleted = connection.Run(delete, firstKept, Portion);
                Count(connection, (long)deleted * counts.Conversations, (long)deleted * counts.Scores);
                return deleted;
            });
            gone += rows;
        }
        while (rows == Portion);
        return gone;
    }

    private static void Count(NpgsqlConnection connection, long conversations, long scores)
    {
        if (conversations + scores > 0)
            connection.Run("UPDATE counters SET conversations = conversations - $1, scores = scores - $2", conversations, scores);
    }
}
