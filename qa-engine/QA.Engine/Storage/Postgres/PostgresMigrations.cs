using System.Collections.Generic;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>Brings the schema <c>qa</c> of a database to that of this program: numbered scripts, each applied once, in a transaction of its own.</summary>
internal static class PostgresMigrations
{
    private const string Folder = "QA.Engine.Storage.Postgres.";

    /// <exception cref="StoreException">A newer program wrote the store, or the login may not change it.</exception>
    public static void Apply(NpgsqlConnection connection, string place)
    {
        var scripts = MigrationScripts.In(Folder);
        while (true)
        {
            // A login that owns nothing can use a store that is up to date: it changes nothing unless it must.
            var version = Version(connection);
            if (version > scripts.Count)
            {
                throw new StoreException(
                    $"{place}: a newer program wrote this store (schema {version}; this program knows {scripts.Count}); use that program, or another database");
            }

            if (version == scripts.Count)
                return;
            try
            {
                ApplyNext(connection, version, scripts);
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
            {
                throw new StoreException(
                    $"{place}: the login may not bring the store from schema {version} to {scripts.Count}: {e.MessageText}; start once with a login that may create in the database and owns the schema qa", e);
            }
        }
    }

    private static void ApplyNext(NpgsqlConnection connection, int version, List<string> scripts)
    {
        using var transaction = connection.BeginTransaction();

        // Of two programs that start at once, one waits here and then finds the work done.
        connection.Run("SELECT pg_advisory_xact_lock(7161, 1)");
        if (Version(connection) != version)
            return;
        if (version == 0)
        {
            connection.Run("CREATE SCHEMA IF NOT EXISTS qa");
            connection.Run("CREATE TABLE qa.schema_version (version int PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())");
        }

        connection.Script(scripts[version]);
        connection.Run("INSERT INTO qa.schema_version (version) VALUES ($1)", version + 1);
        transaction.Commit();
    }

    // Not to_regclass: after the lock it may still answer from what this session knew before.
    private static int Version(NpgsqlConnection connection) =>
        connection.Scalar<bool>("SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'qa' AND c.relname = 'schema_version')")
            ? connection.Scalar<int>("SELECT coalesce(max(version), 0) FROM qa.schema_version")
            : 0;
}
