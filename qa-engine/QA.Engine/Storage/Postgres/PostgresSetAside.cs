using System;
using System.Collections.Generic;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>What could not be scored.</summary>
internal sealed class PostgresSetAside(PostgresConnections connections)
{
    private const string Columns = "number, source, line, byte_offset, byte_length, hash, conversation, reason, content, at";

    public IReadOnlyList<DeadLetter> List(int most, long? before) => connections.Use(connection => connection.List(
        $"SELECT {Columns} FROM set_aside WHERE number < $1 ORDER BY number DESC LIMIT $2", Read, before ?? long.MaxValue, most));

    public DeadLetter? Find(long number) =>
        connections.Use(connection => connection.List($"SELECT {Columns} FROM set_aside WHERE number = $1", Read, number)) is [var found] ? found : null;

    public bool Retry(long number, PendingConversation again) => connections.Transact(connection =>
    {
        if (connection.Run("DELETE FROM set_aside WHERE number = $1 AND content IS NOT NULL", number) == 0)
            return false;
        PostgresPending.Keep(connection, [again]);
        return true;
    });

    /// <returns>The command whose rows are those that were not on the list yet.</returns>
    public static NpgsqlBatchCommand Keep(NpgsqlBatch batch, List<SetAside> items, DateTimeOffset now)
    {
        var count = items.Count;
        var digests = new Guid[count];
        var lines = new long[count];
        var offsets = new long[count];
        var lengths = new long[count];
        var hashes = new byte[count][];
        var sources = new string[count];
        var conversations = new string?[count];
        var keys = new string?[count];
        var reasons = new string[count];
        var contents = new byte[]?[count];
        for (var i = 0; i < count; i++)
        {
            var item = items[i];
            digests[i] = PostgresText.Digest(item.Source, Convert.ToHexString(item.Hash), item.Reason);
            (lines[i], offsets[i], lengths[i], hashes[i]) = (item.Line, item.Offset, item.Length, item.Hash);
            (sources[i], conversations[i], reasons[i]) = (PostgresText.In(item.Source), PostgresText.InOrNull(item.Conversation), PostgresText.In(item.Reason));
            keys[i] = item.Conversation is { } id ? PostgresText.Key(id) : null;
            contents[i] = item.Content;
        }

        batch.Add(
            """
            INSERT INTO set_aside (digest, line, byte_offset, byte_length, hash, source, conversation, reason, content, at)
            SELECT batch.*, $10
            FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bytea[], $6::text[], $7::text[], $8::text[], $9::bytea[]) AS batch
            ON CONFLICT (digest) DO NOTHING
            """,
            digests, lines, offsets, lengths, hashes, sources, conversations, reasons, contents, now);
        var inserted = batch.BatchCommands[^1];
        batch.Add(
            """
            DELETE FROM pending p USING unnest($1::text[], $2::bytea[]) AS bad (key, hash)
            WHERE p.key = bad.key AND sha256(p.json) = bad.hash
            """,
            keys, hashes);
        return inserted;
    }

    private static DeadLetter Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        new SetAside(
            PostgresText.Out(row.GetString(1)), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetFieldValue<byte[]>(5),
            row.TextOrNull(6), PostgresText.Out(row.GetString(7)))
        {
            Content = row.IsDBNull(8) ? null : row.GetFieldValue<byte[]>(8),
        },
        row.Moment(9));
}
