using System;
using System.Collections.Generic;
using System.Globalization;
using Npgsql;

namespace QA.Engine.Sources.Sql;

/// <summary>One page of conversations, in the order of the query.</summary>
internal sealed class SqlPage
{
    private readonly List<(SqlPosition At, ChatDraft Chat)> _chats = [];

    /// <summary>Conversations with their messages; those without any are left out.</summary>
    public IReadOnlyList<(SqlPosition At, ChatDraft Chat)> Chats => _chats;

    /// <summary>The last conversation; null: the page is empty, and there is nothing more.</summary>
    public SqlPosition? Last { get; private set; }

    /// <summary>Reads all rows.</summary>
    /// <exception cref="SourceException">The query does not do what it must: no order, no key.</exception>
    public static SqlPage Read(NpgsqlDataReader rows, SqlColumns columns, ReadLimits limits)
    {
        var page = new SqlPage();
        var begun = new HashSet<string>(StringComparer.Ordinal);
        ChatDraft? chat = null;
        var order = new List<long>();
        while (rows.Read())
        {
            var key = columns.Conversation(rows) ?? throw new SourceException("a row's 'conversation' is null; the query must give only rows with a key");
            var changed = columns.Changed(rows) ?? throw new SourceException(
                $"'changed' of the conversation {key} is null; the query must give every conversation the moment of its last change: coalesce(…)");
            if (page.Last is not { } last || !string.Equals(last.Conversation, key, StringComparison.Ordinal))
            {
                End(chat, order);
                if (!begun.Add(key) || (page.Last is { } before && changed < before.Changed))
                    throw new SourceException($"the rows come out of order at the conversation {key}; the query must end with ORDER BY changed, conversation, and then the messages' own order");
                page.Last = new SqlPosition(changed, key);
                chat = null;
            }

            if (columns.HasNoMessage(rows))
                continue;
            if (chat is null)
            {
                chat = columns.Chat(rows, limits);
                page._chats.Add((page.Last.Value, chat));
            }

            chat.Add(columns.Message(rows));
            if (columns.Order(rows) is { } place)
                order.Add(place);
        }

        End(chat, order);
        return page;
    }

    private static void End(ChatDraft? chat, List<long> order)
    {
        if (chat is not null && order.Count == chat.Messages.Count)
        {
            chat.SortMessages(order);
            for (var i = 1; i < order.Count; i++)
            {
                if (order[i] != order[i - 1])
                    continue;
                chat.Fail(string.Create(CultureInfo.InvariantCulture, $"the message {order[i]} comes twice; a join of the query multiplies the rows"));
                break;
            }
        }

        order.Clear();
    }
}
