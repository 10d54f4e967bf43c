using System;
using System.IO;
using QA.Engine.Storage.Postgres;
using QA.Engine.Storage.Sqlite;

namespace QA.Engine.Storage;

/// <summary>Which store the settings mean: a PostgreSQL where one is named, otherwise the embedded one in the data folder.</summary>
/// <param name="postgres">Npgsql's connection string; empty: the embedded store.</param>
/// <param name="data">The data folder.</param>
/// <param name="zone">Where days begin and end.</param>
internal sealed class StoreChoice(string postgres, string data, TimeZoneInfo zone, TimeProvider time)
{
    private const string File = "qa.db";

    /// <summary>Opens the store, makes it where there is none, and brings it to this program's schema.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be reached for now.</exception>
    public IScoreStore Open() =>
        postgres.Length > 0 ? PostgresStore.Open(postgres, time, zone) : SqliteStore.Open(Path.Combine(data, File), time, zone);

    /// <summary>Opens a store that is there.</summary>
    /// <param name="otherData">A data folder named on the command line, whose embedded store is meant; null: the store of the settings.</param>
    /// <exception cref="StoreException">There is none, or it cannot be used.</exception>
    public IScoreStore OpenExisting(string? otherData)
    {
        if (otherData is null && postgres.Length > 0)
            return Open();
        var path = Path.Combine(otherData ?? data, File);
        return System.IO.File.Exists(path)
            ? SqliteStore.Open(path, time, zone)
            : throw new StoreException($"{path}: there is no store yet; run the engine once, or name another folder with --data");
    }
}
