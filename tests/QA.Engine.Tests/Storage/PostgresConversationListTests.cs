using System;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Support;

namespace QA.Engine.Tests.Storage;

public sealed class PostgresConversationListTests : ConversationListContract
{
    private readonly Lazy<PostgresDatabase> _database = new(PostgresDatabase.New);

    private protected override IScoreStore Open() => PostgresStore.Open(_database.Value.ConnectionString, Time, StoreDay.Beijing);

    private protected override void CleanUp()
    {
        if (_database.IsValueCreated)
            _database.Value.Drop();
    }
}
