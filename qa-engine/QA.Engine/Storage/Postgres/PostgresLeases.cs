using System;

namespace QA.Engine.Storage.Postgres;

/// <summary>Who does what only one may do, and who is alive. By the server's clock.</summary>
internal sealed class PostgresLeases(PostgresConnections connections)
{
    public bool Take(string name, string worker, TimeSpan length) => connections.Use(connection => connection.Run(
        """
        INSERT INTO leases AS l (name, worker, until) VALUES ($1, $2, clock_timestamp() + $3)
        ON CONFLICT (name) DO UPDATE SET worker = excluded.worker, until = excluded.until
        WHERE l.worker = excluded.worker OR l.until <= clock_timestamp()
        """,
        PostgresText.Key(name), PostgresText.Key(worker), length)) == 1;

    public void GiveBack(string name, string worker) => connections.Use(connection => connection.Run(
        "DELETE FROM leases WHERE name = $1 AND worker = $2", PostgresText.Key(name), PostgresText.Key(worker)));

    public int Beat(string worker, TimeSpan length) => connections.Transact(connection =>
    {
        connection.Run(
            """
            INSERT INTO workers (worker, until) VALUES ($1, clock_timestamp() + $2)
            ON CONFLICT (worker) DO UPDATE SET until = excluded.until
            """,
            PostgresText.Key(worker), length);

        // A row that is locked is being kept or given back just now, and needs no claim any more.
        connection.Run(
            """
            UPDATE pending SET claimed_until = clock_timestamp() + $2
            WHERE key IN (SELECT key FROM pending WHERE claimed_by = $1 AND claimed_until > clock_timestamp() FOR UPDATE SKIP LOCKED)
            """,
            PostgresText.Key(worker), length);

        // Those that are gone for a day are of no interest to anybody.
        connection.Run("DELETE FROM workers WHERE until < clock_timestamp() - interval '1 day'");
        return (int)connection.Scalar<long>("SELECT count(*) FROM workers WHERE until > clock_timestamp() OR worker = $1", PostgresText.Key(worker));
    });
}
