using Dapper;
using Microsoft.Data.Sqlite;

namespace QA.Engine.Storage.Sqlite;

/// <summary>Brings a store to the schema of this program: numbered scripts, each applied once, all in one transaction.</summary>
internal static class Migrations
{
    private const string Folder = "QA.Engine.Storage.Sqlite.";

    // "QAE1"; the first script writes it.
    private const long Mark = 0x51414531;

    /// <exception cref="StoreException">A newer program wrote the store, or one from before the compact documents, or it is another program's.</exception>
    public static void Apply(SqliteConnection connection)
    {
        var scripts = MigrationScripts.In(Folder);

        // Immediate: of two programs that start at once, one waits for the other and then finds the work done.
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = connection.ExecuteScalar<int>("PRAGMA user_version", transaction: transaction);
        if (connection.ExecuteScalar<long>("PRAGMA application_id", transaction: transaction) != Mark
            && connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master", transaction: transaction) > 0)
        {
            throw new StoreException(connection.ExecuteScalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'verdicts'", transaction: transaction) > 0
                ? $"{connection.DataSource}: an earlier version wrote this store, and nothing was released that reads it; move the data folder away and feed the files again"
                : $"{connection.DataSource}: this database is another program's; use another data folder");
        }

        if (version > scripts.Count)
        {
            throw new StoreException(
                $"{connection.DataSource}: a newer program wrote this store (schema {version}; this program knows {scripts.Count}); use that program, or another data folder");
        }

        for (var i = version; i < scripts.Count; i++)
            connection.Execute(scripts[i], transaction: transaction);
        connection.Execute($"PRAGMA user_version = {scripts.Count}", transaction: transaction);
        transaction.Commit();
    }
}
