using System;
using System.Collections.Generic;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using QA.Engine.Sources;
using QA.Engine.Sources.Sql;
using QA.Engine.Tests.Support;
using QA.Scoring;

namespace QA.Engine.Tests.Sources;

/// <summary>The mapping <c>inbox</c> on a real PostgreSQL.</summary>
public sealed class SqlSourceTests : SourceContract
{
    private static readonly Lazy<string> Template = new(WithInboxTables, LazyThreadSafetyMode.ExecutionAndPublication);
    private readonly string _database = SharedPostgres.Value.NewDatabase(Template.Value);
    private readonly TcpProxy _proxy = new(SharedPostgres.Value.Port);

    private protected override string Kind => "sql";

    private protected override IReadOnlyDictionary<string, string> GoodSettings { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Connection"] = "Host=db;Database=shop;Username=qa;Password=p",
        ["Mapping"] = "custom",
        ["Query"] = "SELECT 1 WHERE (changed, id) > (@after_changed, @after_conversation) LIMIT @limit",
        ["Poll"] = "00:00:05",
        ["PageSize"] = "50",
        ["Overlap"] = "00:05:00",
        ["Timeout"] = "00:00:30",
        ["Since"] = "2026-03-01",
    };

    private protected override (IReadOnlyDictionary<string, string> Settings, IReadOnlyList<string> Problems) WrongSettings { get; } =
    (
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Connection"] = "postgres://qa:geheim@db/shop",
            ["Mapping"] = "custom",
            ["Query"] = "SELECT 1 LIMIT @limit",
            ["PageSize"] = "0",
            ["Overlap"] = "two minutes",
            ["Since"] = "yesterday",
        },
        [
            "Connection: is no connection string of Npgsql; it must be such as Host=",
            "Query: must use @after_changed and @after_conversation: ",
            "PageSize: must be a whole number from 1 to 10000, not \"0\"",
            "Overlap: must be a duration ",
            "Since: must be a day or a time such as 2026-03-01",
        ]
    );

    private protected override string? Secret => new NpgsqlConnectionStringBuilder(SharedPostgres.Value.ConnectionString()).Password;

    private protected override bool RereadsALittle => true;

    internal static string WithInboxTables()
    {
        var database = SharedPostgres.Value.NewDatabase();
        SharedPostgres.Value.Execute(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "sql", "inbox.sql")), database);
        return database;
    }

    private protected override ISource Open() => new SqlSource(
        "one",
        new SqlOptions
        {
            Connection = new NpgsqlConnectionStringBuilder(SharedPostgres.Value.ConnectionString(_database)) { Port = _proxy.Port }.ToString(),
            Mapping = SqlMapping.Inbox,
            Poll = TimeSpan.FromMilliseconds(20),
            PageSize = 300,
        },
        ReadLimits.Default,
        TimeProvider.System);

    private protected override async Task Put(IReadOnlyList<Conversation> chats)
    {
        await using var connection = await Connect();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var chat in chats)
            SqlInbox.Add(batch, chat);
        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private protected override async Task PutPoison()
    {
        // As in tables somebody else made, without our checks.
        await using var connection = await Connect();
        await using var command = new NpgsqlCommand(
            """
            ALTER TABLE inbox.messages DROP CONSTRAINT messages_role_check;
            INSERT INTO inbox.conversations (id) VALUES ('poison');
            INSERT INTO inbox.messages (conversation, position, role, text) VALUES ('poison', 0, 'buyer', '在吗');
            """,
            connection);
        await command.ExecuteNonQueryAsync();
    }

    private protected override Task Break()
    {
        _proxy.Break();
        return Task.CompletedTask;
    }

    private protected override Task Mend()
    {
        _proxy.Mend();
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _proxy.Dispose();
    }

    private async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection(SharedPostgres.Value.ConnectionString(_database) + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }
}
