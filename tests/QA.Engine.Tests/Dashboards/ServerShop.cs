using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Npgsql;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Sources;
using QA.Engine.Tests.Support;
using RabbitMQ.Client.Exceptions;

namespace QA.Engine.Tests.Dashboards;

/// <summary>As in a larger company: PostgreSQL, a queue and a table.</summary>
public sealed class ServerShop(RabbitServer broker) : ScrapedShop
{
    private const string Queue = "boards";
    private readonly PostgresDatabase _database = PostgresDatabase.New();
    private readonly string _shop = SharedPostgres.Value.NewDatabase();

    internal override IReadOnlyList<string> Sources => ["queue", "table"];

    internal override IReadOnlyList<string> Givers => Sources;

    internal override IScoreStore OpenStore() => PostgresStore.Open(_database.ConnectionString, TimeProvider.System, StoreDay.Beijing);

    private protected override Task<IReadOnlyList<string>> Options()
    {
        SharedPostgres.Value.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sql", "inbox.sql")), _shop);
        return Task.FromResult<IReadOnlyList<string>>(
        [
            "--set", $"Data={Folder.Root}", "--set", "Sources:inbox:Enabled=false", "--set", $"Store:Postgres={_database.ConnectionString}",
            "--set", "Sources:table:Kind=sql", "--set", "Sources:table:Mapping=inbox", "--set", $"Sources:table:Connection={SharedPostgres.Value.ConnectionString(_shop)}", "--set", "Sources:table:Poll=00:00:00.2",
            "--set", "Sources:queue:Kind=rabbitmq", "--set", $"Sources:queue:Uri={broker.Uri}", "--set", $"Sources:queue:Queue={Queue}",
        ]);
    }

    private protected override async Task Feed(IReadOnlyList<string> lines, int part)
    {
        // Every other one by each way.
        await UntilThereIsAQueue();
        await broker.Publish(Queue, lines.Where(static (_, i) => i % 2 == 0));
        await using var connection = new NpgsqlConnection(SharedPostgres.Value.ConnectionString(_shop) + ";Pooling=false");
        await connection.OpenAsync();
        await using var batch = new NpgsqlBatch(connection);
        foreach (var line in lines.Where(static (_, i) => i % 2 == 1))
            SqlInbox.Add(batch, Chats.Good(line));
        await batch.ExecuteNonQueryAsync();
    }

    /// <summary>The engine declares it, soon after it has said where it listens.</summary>
    private async Task UntilThereIsAQueue()
    {
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                await broker.Ready(Queue);
                return;
            }
            catch (OperationInterruptedException) when (waited.Elapsed < TimeSpan.FromMinutes(5))
            {
                await Task.Delay(100);
            }
        }
    }

    private protected override async Task End()
    {
        await broker.Delete(Queue, Queue + ".dead");
        _database.Drop();
    }
}
