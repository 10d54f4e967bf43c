using System;
using System.Linq;
using System.Threading.Tasks;
using QA.Engine.Pipeline;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Storage;

public sealed class PostgresConversationListTests : ConversationListContract
{
    private readonly Lazy<PostgresDatabase> _database = new(PostgresDatabase.New);

    [Fact]
    public async Task A_worker_prepares_what_it_kept()
    {
        var source = new ScriptedSource("s");
        source.Add(Enumerable.Range(0, 20).Select(static i => Chats.Line($"c{i}")));
        using var run = new WorkerRun(Store, [source], new WorkerOptions { Threads = 1, Once = true }, Time);
        await run.Finish();
        Assert.Null(run.Failure);
        Assert.Equal((0, 20), (_database.Value.Number("SELECT count(*) FROM qa.search_queue"), _database.Value.Number("SELECT count(*) FROM qa.search WHERE tokens <> '{}'")));
    }

    private protected override IScoreStore Open() => PostgresStore.Open(_database.Value.ConnectionString, Time, StoreDay.Beijing);

    private protected override void CleanUp()
    {
        if (_database.IsValueCreated)
            _database.Value.Drop();
    }
}
