using System;
using System.Collections.Generic;
using System.Threading;
using Npgsql;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;

namespace QA.Engine.Tests.Support;

/// <summary>A database of the shared server with an empty store in it, for one test.</summary>
internal sealed class PostgresDatabase
{
    // Copying a store takes a tenth of what making one does.
    private static readonly Lazy<string> Template = new(
        () =>
        {
            var name = SharedPostgres.Value.NewDatabase();
            PostgresStore.Open(SharedPostgres.Value.ConnectionString(name) + ";Pooling=false", TimeProvider.System, StoreDay.Beijing).Dispose();
            return name;
        },
        LazyThreadSafetyMode.ExecutionAndPublication);

    private static readonly Lock Copying = new();

    private PostgresDatabase(string name) => Name = name;

    public string Name { get; }

    public string ConnectionString => SharedPostgres.Value.ConnectionString(Name);

    public static PostgresDatabase New()
    {
        // Two copies at once disturb each other.
        lock (Copying)
            return new PostgresDatabase(SharedPostgres.Value.NewDatabase(Template.Value));
    }

    public void Execute(string sql) => SharedPostgres.Value.Execute(sql, Name);

    public void Drop() => SharedPostgres.Value.Execute($"DROP DATABASE {Name} WITH (FORCE)");

    public long Number(string sql)
    {
        using var connection = Connect();
        return connection.Scalar<long>(sql);
    }

    public IReadOnlyList<string> Texts(string sql)
    {
        using var connection = Connect();
        return connection.List(sql, static row => row.GetString(0));
    }

    private NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        connection.Open();
        return connection;
    }
}
