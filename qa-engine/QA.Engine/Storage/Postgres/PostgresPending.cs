using System;
using System.Collections.Generic;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>Conversations that wait: one state of each, claimed by workers for as long as a lease runs by the server's clock.</summary>
internal sealed class PostgresPending(PostgresConnections connections)
{
    public IReadOnlyList<PendingConversation> Claim(string worker, DateTimeOffset now, int most, TimeSpan lease)
    {
        var claimed = connections.Use(connection => connection.List(
            """
            WITH due AS MATERIALIZED (
                SELECT key, due_at, claims FROM pending
                WHERE due_at <= $2 AND (claimed_until IS NULL OR claimed_until <= clock_timestamp())
                ORDER BY due_at, key LIMIT $3 FOR UPDATE SKIP LOCKED),
            first AS (SELECT key, claims FROM due ORDER BY due_at, key LIMIT 1)
            UPDATE pending p SET claimed_by = $1, claimed_until = clock_timestamp() + $4, claims = p.claims + 1
            FROM due, first WHERE p.key = due.key AND (first.claims = 0 AND due.claims = 0 OR due.key = first.key)
            RETURNING p.source, p.line, p.id, p.hash, p.due_at, p.json, p.last_at, p.messages, p.closed, p.claims
            """,
            Read, PostgresText.Key(worker), now, most, lease));

        // An update gives its rows in no order.
        claimed.Sort(static (one, other) => one.DueAt.CompareTo(other.DueAt) is var order and not 0 ? order : string.CompareOrdinal(one.Id, other.Id));
        return claimed;
    }

    public void GiveBack(string worker) => connections.Use(connection => connection.Run(
        "UPDATE pending SET claimed_by = NULL, claimed_until = NULL, claims = claims - 1 WHERE claimed_by = $1",
        PostgresText.Key(worker)));

    public Backlog Backlog(DateTimeOffset now) => connections.Use(connection => connection.List(
        """
        SELECT count(*), min(due_at) FROM pending
        WHERE due_at <= $1 AND (claimed_until IS NULL OR claimed_until <= clock_timestamp())
        """,
        static row => new Backlog(row.GetInt64(0), row.MomentOrNull(1)), now))[0];

    /// <summary>Keeps states that wait, of which a conversation may have several in a batch; the state that goes furthest waits.</summary>
    /// <returns>How many were accepted; the others are known, wait already, or come after a later one.</returns>
    public static int Keep(NpgsqlConnection connection, List<PendingConversation> batch)
    {
        var keys = new string[batch.Count];
        var hashes = new byte[batch.Count][];
        for (var i = 0; i < batch.Count; i++)
            (keys[i], hashes[i]) = (PostgresText.Key(batch[i].Id), batch[i].ContentHash);
        var known = new HashSet<long>(connection.List(
            """
            SELECT place FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS batch (id, hash, place)
            WHERE EXISTS (SELECT FROM known WHERE known.id = batch.id AND known.hash = batch.hash)
            """,
            static row => row.GetInt64(0) - 1, keys, hashes));
        var waiting = Waiting(connection, keys);
        var winners = new SortedDictionary<string, PendingConversation>(StringComparer.Ordinal);
        var accepted = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var one = batch[i];
            if (known.Contains(i))
                continue;
            if (waiting.TryGetValue(keys[i], out var other) && (one.Order.IsBefore(other.Order) || one.ContentHash.AsSpan().SequenceEqual(other.Hash)))
                continue;
            waiting[keys[i]] = (one.ContentHash, one.Order);
            winners[keys[i]] = one;
            accepted++;
        }

        if (winners.Count > 0)
            Write(connection, winners);
        return accepted;
    }

    /// <summary>Ends the waiting of states that were scored now or before, and of earlier ones.</summary>
    public static void Settle(NpgsqlBatch batch, List<KeptConversation> scored)
    {
        var keys = new string[scored.Count];
        var hashes = new byte[scored.Count][];
        var lastAt = new DateTime?[scored.Count];
        var messages = new int[scored.Count];
        var closed = new bool[scored.Count];
        for (var i = 0; i < scored.Count; i++)
        {
            (keys[i], hashes[i]) = (scored[i].Key, scored[i].Entry.ContentHash);
            (lastAt[i], messages[i], closed[i]) = (scored[i].Order.LastMessage?.UtcDateTime, scored[i].Order.Messages, scored[i].Order.Closed);
        }

        batch.Add(
            """
            DELETE FROM pending p USING unnest($1::text[], $2::bytea[], $3::timestamptz[], $4::int[], $5::bool[]) AS scored (key, hash, last_at, messages, closed)
            WHERE p.key = scored.key
              AND (p.hash = scored.hash OR qa.is_before(p.last_at, p.messages, p.closed, scored.last_at, scored.messages, scored.closed))
            """,
            keys, hashes, lastAt, messages, closed);
    }

    private static Dictionary<string, (byte[] Hash, RevisionOrder Order)> Waiting(NpgsqlConnection connection, string[] keys)
    {
        var waiting = new Dictionary<string, (byte[] Hash, RevisionOrder Order)>(StringComparer.Ordinal);
        foreach (var (key, hash, order) in connection.List(
            "SELECT key, hash, last_at, messages, closed FROM pending WHERE key = ANY ($1) ORDER BY key FOR UPDATE",
            static row => (row.GetString(0), row.GetFieldValue<byte[]>(1), new RevisionOrder(row.MomentOrNull(2), row.GetInt32(3), row.GetBoolean(4))), [keys]))
            waiting.Add(key, (hash, order));
        return waiting;
    }

    private static void Write(NpgsqlConnection connection, SortedDictionary<string, PendingConversation> winners)
    {
        var count = winners.Count;
        var keys = new string[count];
        var dueAt = new DateTime[count];
        var lines = new long[count];
        var messages = new int[count];
        var closed = new bool[count];
        var lastAt = new DateTime?[count];
        var hashes = new byte[count][];
        var sources = new string[count];
        var ids = new string[count];
        var json = new byte[count][];
        var at = 0;
        foreach (var (key, one) in winners)
        {
            (keys[at], dueAt[at], lines[at], hashes[at], json[at]) = (key, one.DueAt.UtcDateTime, one.Line, one.ContentHash, one.Json);
            (messages[at], closed[at], lastAt[at]) = (one.Order.Messages, one.Order.Closed, one.Order.LastMessage?.UtcDateTime);
            (sources[at], ids[at]) = (PostgresText.In(one.Source), PostgresText.In(one.Id));
            at++;
        }

        // The condition is for a state that another worker kept since this one looked.
        connection.Run(
            """
            INSERT INTO pending AS p (key, due_at, line, messages, closed, last_at, hash, source, id, json)
            SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::int[], $5::bool[], $6::timestamptz[], $7::bytea[], $8::text[], $9::text[], $10::bytea[])
            ON CONFLICT (key) DO UPDATE
            SET due_at = excluded.due_at, line = excluded.line, messages = excluded.messages, closed = excluded.closed, last_at = excluded.last_at,
                hash = excluded.hash, source = excluded.source, json = excluded.json, claims = 0, claimed_by = NULL, claimed_until = NULL
            WHERE p.hash <> excluded.hash
              AND NOT qa.is_before(excluded.last_at, excluded.messages, excluded.closed, p.last_at, p.messages, p.closed)
            """,
            keys, dueAt, lines, messages, closed, lastAt, hashes, sources, ids, json);
    }

    private static PendingConversation Read(NpgsqlDataReader row) => new(
        PostgresText.Out(row.GetString(0)), row.GetInt64(1), PostgresText.Out(row.GetString(2)), row.GetFieldValue<byte[]>(3), row.Moment(4), row.GetFieldValue<byte[]>(5))
    {
        Order = new RevisionOrder(row.MomentOrNull(6), row.GetInt32(7), row.GetBoolean(8)),
        Claims = row.GetInt32(9),
    };
}
