using System;
using System.Collections.Generic;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>Service indicators: appended by batches, merged like roll-ups, both read together.</summary>
internal sealed class PostgresService(PostgresConnections connections)
{
    private const int MostAtOnce = 20_000;
    private const string Columns = "day, of_shop, shop, team, agent, counts";

    public IReadOnlyList<ServiceDay> OfShops(DateOnly from, DateOnly to) => connections.Look(connection =>
    {
        var sum = new ServiceCounts();
        foreach (var table in (string[])["service_days", "service_deltas"])
            connection.List($"SELECT {Columns} FROM {table} WHERE of_shop AND day BETWEEN $1 AND $2", row => Add(sum, row), from, to);
        return sum.Days();
    });

    public IReadOnlyList<ServiceDay> OfTeam(DateOnly from, DateOnly to, string team, string? agent) => connections.Look(connection =>
    {
        var sum = new ServiceCounts();
        foreach (var table in (string[])["service_days", "service_deltas"])
        {
            connection.List(
                $"SELECT {Columns} FROM {table} WHERE NOT of_shop AND left(team, 200) = left($3, 200) AND team = $3 AND day BETWEEN $1 AND $2 AND ($4 OR agent = $5)",
                row => Add(sum, row), from, to, PostgresText.In(team), agent is null, PostgresText.In(agent ?? ""));
        }

        return sum.Days();
    });

    /// <summary>Takes out what revisions that no longer count had added.</summary>
    /// <param name="numbers">Of conversations, on the days from and to.</param>
    public static void TakeBack(NpgsqlConnection connection, ServiceCounts sum, long[] numbers, DateOnly from, DateOnly to)
    {
        foreach (var kept in connection.List(
            "SELECT service FROM conversations WHERE day BETWEEN $2 AND $3 AND number = ANY ($1) AND service IS NOT NULL", static row => row.GetFieldValue<byte[]>(0), numbers, from, to))
            sum.AddKeyed(kept, sign: -1);
    }

    public static void Append(NpgsqlConnection connection, ServiceCounts sum)
    {
        if (sum.IsEmpty)
            return;
        var rows = new CopyRows();
        foreach (var key in sum.Keys)
        {
            if (sum.Counts(key) is { } counts)
                rows.Row(6).Day(key.Day).Bool(key.OfShop).Text(key.Shop).Text(key.Team).Text(key.Agent).Bytes(counts);
        }

        rows.SendTo(connection, $"COPY service_deltas ({Columns}) FROM STDIN (FORMAT BINARY)");
    }

    public void Merge()
    {
        while (connections.Transact(MergeSome) == MostAtOnce)
        {
            // There is more.
        }
    }

    /// <summary>Deletes the days before one.</summary>
    public void Forget(DateOnly firstKept) => connections.Transact(connection =>
    {
        connection.Run("SELECT pg_advisory_xact_lock(7161, 4)");
        connection.Run("DELETE FROM service_days WHERE day < $1", firstKept);
        return connection.Run("DELETE FROM service_deltas WHERE day < $1", firstKept);
    });

    private static int MergeSome(NpgsqlConnection connection)
    {
        if (!connection.Scalar<bool>("SELECT pg_try_advisory_xact_lock(7161, 4)"))
            return 0;
        var sum = new ServiceCounts();
        var merged = connection.List(
            $"DELETE FROM service_deltas WHERE ctid = ANY (ARRAY(SELECT ctid FROM service_deltas LIMIT {MostAtOnce})) RETURNING {Columns}", row => Add(sum, row)).Count;
        if (sum.IsEmpty)
            return merged;
        var days = new List<DateOnly>();
        var digests = new List<Guid>();
        foreach (var key in sum.Keys)
        {
            days.Add(key.Day);
            digests.Add(Digest(key));
        }

        connection.List(
            $"""
            DELETE FROM service_days s USING unnest($1::date[], $2::uuid[]) AS changed (day, digest) WHERE s.day = changed.day AND s.digest = changed.digest
            RETURNING s.day, s.of_shop, s.shop, s.team, s.agent, s.counts
            """,
            row => Add(sum, row), days.ToArray(), digests.ToArray());
        var rows = new CopyRows();
        foreach (var key in sum.Keys)
        {
            if (sum.Counts(key) is { } counts)
                rows.Row(7).Day(key.Day).Bool(key.OfShop).Text(key.Shop).Text(key.Team).Text(key.Agent).Bytes(counts).Guid(Digest(key));
        }

        rows.SendTo(connection, $"COPY service_days ({Columns}, digest) FROM STDIN (FORMAT BINARY)");
        return merged;
    }

    private static int Add(ServiceCounts sum, NpgsqlDataReader row)
    {
        sum.Add(
            new ServiceKey(
                row.GetFieldValue<DateOnly>(0), row.GetBoolean(1), PostgresText.Out(row.GetString(2)), PostgresText.Out(row.GetString(3)), PostgresText.Out(row.GetString(4))),
            row.GetFieldValue<byte[]>(5));
        return 0;
    }

    private static Guid Digest(in ServiceKey key) => PostgresText.Digest(key.OfShop ? "shop" : "agent", key.Shop, key.Team, key.Agent);
}
