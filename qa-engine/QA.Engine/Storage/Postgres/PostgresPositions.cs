using System.Collections.Generic;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>How far each part of each source was read.</summary>
internal sealed class PostgresPositions(PostgresConnections connections)
{
    public IReadOnlyList<StoredPosition> Of(string source)
    {
        var positions = connections.Use(connection => connection.List(
            "SELECT part, value FROM positions WHERE source = $1",
            row => new StoredPosition(source, PostgresText.Out(row.GetString(0)), PostgresText.Out(row.GetString(1))), PostgresText.In(source)));

        // Ordinally, whatever the database's collation is.
        positions.Sort(static (one, other) => string.CompareOrdinal(one.Part, other.Part));
        return positions;
    }

    public static void Keep(NpgsqlBatch batch, StoredPosition position, string? forget)
    {
        if (forget is not null)
            batch.Add("DELETE FROM positions WHERE digest = $1", PostgresText.Digest(position.Source, forget));
        batch.Add(
            """
            INSERT INTO positions (digest, source, part, value) VALUES ($1, $2, $3, $4)
            ON CONFLICT (digest) DO UPDATE SET value = excluded.value
            """,
            PostgresText.Digest(position.Source, position.Part), PostgresText.In(position.Source), PostgresText.In(position.Part), PostgresText.In(position.Value));
    }
}
