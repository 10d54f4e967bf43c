using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace QA.Engine.Sources.Sql;

/// <summary>Where a query's columns are, once their names and types are known to be right.</summary>
internal sealed class SqlColumns
{
    private static readonly string[] Texts = ["text", "character varying", "character", "citext", "name"];
    private static readonly string[] Numbers = ["bigint", "integer", "smallint"];
    private static readonly string[] Keys = [.. Texts, .. Numbers, "uuid", "numeric"];
    private static readonly string[] Times = ["timestamp with time zone", "timestamp without time zone"];

    /// <summary>Every column there is, whether a query must have it, and of which types it may be; the first is what we advise.</summary>
    private static readonly (string Name, bool Needed, string[] Types, string Cast)[] Known =
    [
        ("conversation", true, Keys, "text"),
        ("changed", true, ["timestamp with time zone"], "timestamptz"),
        ("role", true, Texts, "text"),
        ("text", true, Texts, "text"),
        ("id", false, Keys, "text"),
        ("message", false, Numbers, "bigint"),
        ("sender", false, Texts, "text"),
        ("team", false, Texts, "text"),
        ("time", false, Times, "timestamptz"),
        ("kind", false, Texts, "text"),
        ("channel", false, Texts, "text"),
        ("shop", false, Texts, "text"),
        ("customer", false, Texts, "text"),
        ("opened", false, Times, "timestamptz"),
        ("closed", false, Times, "timestamptz"),
        ("language", false, Texts, "text"),
        ("attributes", false, ["jsonb", "json", .. Texts], "jsonb"),
    ];

    private readonly TimeSpan _assumedOffset;
    private readonly int _conversation;
    private readonly int _changed;
    private readonly int _role;
    private readonly int _text;
    private readonly int _id;
    private readonly int _message;
    private readonly int _sender;
    private readonly int _team;
    private readonly int _time;
    private readonly int _kind;
    private readonly int _channel;
    private readonly int _shop;
    private readonly int _customer;
    private readonly int _opened;
    private readonly int _closed;
    private readonly int _language;
    private readonly int _attributes;

    private SqlColumns(Dictionary<string, int> at, TimeSpan assumedOffset)
    {
        _assumedOffset = assumedOffset;
        _conversation = at["conversation"];
        _changed = at["changed"];
        _role = at["role"];
        _text = at["text"];
        _id = at.GetValueOrDefault("id", -1);
        _message = at.GetValueOrDefault("message", -1);
        _sender = at.GetValueOrDefault("sender", -1);
        _team = at.GetValueOrDefault("team", -1);
        _time = at.GetValueOrDefault("time", -1);
        _kind = at.GetValueOrDefault("kind", -1);
        _channel = at.GetValueOrDefault("channel", -1);
        _shop = at.GetValueOrDefault("shop", -1);
        _customer = at.GetValueOrDefault("customer", -1);
        _opened = at.GetValueOrDefault("opened", -1);
        _closed = at.GetValueOrDefault("closed", -1);
        _language = at.GetValueOrDefault("language", -1);
        _attributes = at.GetValueOrDefault("attributes", -1);
    }

    /// <param name="reader">Of a query that was described, not necessarily run.</param>
    /// <param name="assumedOffset">The zone of times without one.</param>
    /// <param name="problems">Everything that is wrong with the columns, one sentence each; empty: the columns are good.</param>
    /// <returns>Null where there are problems.</returns>
    public static SqlColumns? Of(NpgsqlDataReader reader, TimeSpan assumedOffset, out IReadOnlyList<string> problems)
    {
        var wrong = new List<string>();
        problems = wrong;
        var at = new Dictionary<string, int>(StringComparer.Ordinal);
        var missing = Known.Where(column => column.Needed).Select(column => column.Name).ToList();
        for (var i = 0; i < reader.FieldCount; i++)
        {
            var name = reader.GetName(i);
            var known = Known.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal));
            missing.Remove(name);
            if (known.Name is null)
                wrong.Add($"there is no place for a column '{name}'; put it into attributes: jsonb_build_object('{name}', {name}) AS attributes");
            else if (!at.TryAdd(name, i))
                wrong.Add($"the column '{name}' comes twice");
            else if (!known.Types.Contains(Plain(reader.GetDataTypeName(i)), StringComparer.Ordinal))
                wrong.Add($"the column '{name}' is of the type {Plain(reader.GetDataTypeName(i))}; make it {known.Cast}{Advice(name, Plain(reader.GetDataTypeName(i)))}");
        }

        wrong.AddRange(missing.Select(name => $"the column '{name}' is missing; name it: … AS {name}"));
        return wrong.Count == 0 ? new SqlColumns(at, assumedOffset) : null;
    }

    /// <summary>The key: what <c>@after_conversation</c> is compared with.</summary>
    public string? Conversation(NpgsqlDataReader row) => Word(row, _conversation);

    /// <summary>In UTC; null where it is null.</summary>
    public DateTime? Changed(NpgsqlDataReader row) => row.IsDBNull(_changed) ? null : row.GetDateTime(_changed);

    /// <summary>The message's place in the chat; null: unknown.</summary>
    public long? Order(NpgsqlDataReader row) => _message < 0 || row.IsDBNull(_message) ? null : row.GetInt64(_message);

    /// <summary>Whether the row is a conversation without a message, as a left join gives it.</summary>
    public bool HasNoMessage(NpgsqlDataReader row) =>
        _message < 0 ? row.IsDBNull(_role) && row.IsDBNull(_text) : row.IsDBNull(_message) && row.IsDBNull(_role);

    public ChatDraft Chat(NpgsqlDataReader row, ReadLimits limits)
    {
        var key = Conversation(row);
        var chat = new ChatDraft(
            Word(row, _id) ?? key ?? "",
            long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
            limits)
        {
            Channel = Word(row, _channel),
            Shop = Word(row, _shop),
            Customer = Word(row, _customer),
            Opened = Time(row, _opened),
            Closed = Time(row, _closed),
            Language = Word(row, _language),
            AttributesJson = Word(row, _attributes),
        };
        if (chat.AttributesJson is { } attributes && WhyNoObject(attributes) is { } why)
            chat.Fail($"the column 'attributes' must hold a JSON object such as {{\"order\":\"paid\"}}; {why}");
        return chat;
    }

    public MessageDraft Message(NpgsqlDataReader row) =>
        new(Word(row, _role), Word(row, _text), Word(row, _sender), Word(row, _team), Time(row, _time), Word(row, _kind));

    private static string? Word(NpgsqlDataReader row, int column)
    {
        if (column < 0 || row.IsDBNull(column))
            return null;
        return row.GetValue(column) switch
        {
            string text => text,
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            var other => other.ToString(),
        };
    }

    private string? Time(NpgsqlDataReader row, int column)
    {
        if (column < 0 || row.IsDBNull(column))
            return null;
        DateTime time;
        try
        {
            time = row.GetDateTime(column);
        }
        catch (Exception e) when (e is InvalidCastException or OverflowException or ArgumentException)
        {
            // The parser says which field it is.
            return "a year before 1 or after 9999";
        }

        // The server gives instants; people read the hour on the wall.
        return time.Kind != DateTimeKind.Utc
            ? ConversationLines.Time(new DateTimeOffset(time, _assumedOffset))
            : time.Ticks < TimeSpan.TicksPerDay || DateTime.MaxValue.Ticks - time.Ticks < TimeSpan.TicksPerDay ? null
            : ConversationLines.Time(new DateTimeOffset(time).ToOffset(_assumedOffset));
    }

    private static string? WhyNoObject(string json)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), new JsonReaderOptions { MaxDepth = 60 });
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                return $"it holds another JSON value ({reader.TokenType})";
            while (reader.Read())
            {
                // Only whether it reads to its end.
            }

            return null;
        }
        catch (JsonException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"it is broken at byte {e.BytePositionInLine + 1}");
        }
    }

    // Without what stands in brackets: numeric(10,2), character varying(20).
    private static string Plain(string type)
    {
        // public.citext
        type = type[(type.LastIndexOf('.') + 1)..];
        var facets = type.IndexOf('(', StringComparison.Ordinal);
        if (facets < 0)
            return type;
        var end = type.IndexOf(')', facets);
        return (type[..facets] + type[(end + 1)..]).Replace("  ", " ", StringComparison.Ordinal).TrimEnd();
    }

    private static string Advice(string name, string type) => type == "timestamp without time zone"
        ? $": {name} AT TIME ZONE 'UTC', or the zone it was written in"
        : "";
}
