using System;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Support;

namespace QA.Engine.Tests.Storage.People;

/// <summary>What people decide, on one of the stores; every suite over it runs on both.</summary>
public abstract class PeopleContract : IDisposable
{
    private readonly IDisposable _place;

    private protected PeopleContract(bool postgres)
    {
        if (postgres)
        {
            var database = PostgresDatabase.New();
            _place = new Dropped(database);
            Store = PostgresStore.Open(database.ConnectionString, Time, StoreDay.Beijing);
        }
        else
        {
            var folder = new TempFolder();
            _place = folder;
            Store = SqliteStore.Open(folder["qa.db"], Time, StoreDay.Beijing);
        }
    }

    private protected ManualTime Time { get; } = new();

    private protected IScoreStore Store { get; }

    private protected IPeopleDatabase People => Store.People;

    public void Dispose()
    {
        Store.Dispose();
        _place.Dispose();
        GC.SuppressFinalize(this);
    }

    private sealed class Dropped(PostgresDatabase database) : IDisposable
    {
        public void Dispose() => database.Drop();
    }
}
