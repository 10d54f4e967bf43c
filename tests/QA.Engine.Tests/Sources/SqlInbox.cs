using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using QA.Engine.Tests.Support;
using QA.Scoring;

namespace QA.Engine.Tests.Sources;

/// <summary>Writes into the tables of <c>inbox.sql</c>, as a shop's system does.</summary>
internal static class SqlInbox
{
    public static void Add(NpgsqlBatch batch, Conversation chat)
    {
        var attributes = JsonSerializer.Serialize(chat.Attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value, StringComparer.Ordinal));
        batch.BatchCommands.Add(Command(
            """
            INSERT INTO inbox.conversations (id, channel, shop, customer, opened, closed, attributes) VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (id) DO UPDATE SET closed = excluded.closed
            """,
            Text(chat.Id),
            Text(chat.Channel),
            Text(chat.Shop),
            Text(chat.Customer),
            Time(chat.Opened),
            Time(chat.Closed),
            new NpgsqlParameter { Value = attributes, NpgsqlDbType = NpgsqlDbType.Jsonb }));
        var drafts = chat.Messages.Select(Chats.Draft).ToList();
        batch.BatchCommands.Add(Command(
            """
            INSERT INTO inbox.messages (conversation, position, role, text, sender, team, time, kind)
            SELECT $1, * FROM unnest($2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (conversation, position) DO NOTHING
            """,
            Text(chat.Id),
            new NpgsqlParameter { Value = Enumerable.Range(0, drafts.Count).ToArray() },
            Texts([.. drafts.Select(draft => draft.Role)]),
            Texts([.. drafts.Select(draft => draft.Text)]),
            Texts([.. drafts.Select(draft => draft.Sender)]),
            Texts([.. drafts.Select(draft => draft.Team)]),
            new NpgsqlParameter { Value = chat.Messages.Select(message => message.SentAt?.UtcDateTime).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz },
            Texts([.. drafts.Select(draft => draft.Kind ?? "text")])));
    }

    private static NpgsqlBatchCommand Command(string text, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlParameter Text(string? text) => new() { Value = text ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private static NpgsqlParameter Texts(string?[] texts) => new() { Value = texts, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    private static NpgsqlParameter Time(DateTimeOffset? time) => new() { Value = time?.UtcDateTime ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz };
}
