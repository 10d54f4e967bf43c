using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using NpgsqlTypes;
using QA.Engine.Settings;

namespace QA.Engine.Sources.Sql;

/// <summary>
/// Pulls conversations from a PostgreSQL by a query, in pages, in the order of their last change. What was committed late, behind what was
/// read already, is found by reading a stretch again; what is found there unchanged is not given again.
/// </summary>
internal sealed class SqlSource : ISource
{
    /// <summary>
    /// This much is read again at each look: writers that work at the same time commit in another order than they stamp, by milliseconds
    /// mostly. All of <see cref="SqlOptions.Overlap"/> is read again only now and then, for those that take long.
    /// </summary>
    private static readonly TimeSpan Jostle = TimeSpan.FromSeconds(2);

    /// <summary>How many such times <see cref="SqlOptions.Overlap"/> is read again while it lasts.</summary>
    private const int LooksBack = 4;

    private readonly string _name;
    private readonly SqlOptions _options;
    private readonly ReadLimits _limits;
    private readonly TimeProvider _time;
    private readonly NpgsqlDataSource _database;
    private readonly List<string> _problems = [];
    private readonly Dictionary<string, Seen> _seen = new(StringComparer.Ordinal);
    private int _mostSeen = 10_000;
    private SqlColumns? _columns;
    private SqlPosition? _position;
    private DateTime _lookedBack;
    private DateTime _looked;

    public SqlSource(string name, SqlOptions options, ReadLimits limits, TimeProvider time)
    {
        (_name, _options, _limits, _time) = (name, options, limits, time);
        var connection = new NpgsqlConnectionStringBuilder(options.Connection)
        {
            // The server's own time-out comes first; this one is for a server that no longer answers.
            CommandTimeout = (int)options.Timeout.TotalSeconds + 15,
            IncludeErrorDetail = false,
        };
        connection.ApplicationName ??= $"qa-engine {name}";
        if (connection.KeepAlive == 0)
            connection.KeepAlive = 30;
        _database = NpgsqlDataSource.Create(connection);
    }

    public static SourceKind Kind { get; } = new("sql", "Pulls from a PostgreSQL by a query.", Read);

    public string Name => _name;

    public bool IsShared => false;

    public long BytesFound => 0;

    public IReadOnlyList<string> Problems => _problems;

    public void Restore(IReadOnlyList<SourcePosition> positions)
    {
        _position = positions.Count > 0 ? SqlPosition.Read(positions[0].Value) : null;
        _seen.Clear();
        (_looked, _lookedBack) = (DateTime.MinValue, DateTime.MinValue);

        // Perhaps somebody has mended the tables.
        _columns = null;
    }

    /// <inheritdoc/>
    /// <remarks>A page is read as a whole before any of it is given: no connection waits for the scoring, and half a page is no page.</remarks>
    public IEnumerable<SourceChunk> Take(bool everythingIsWhole, CancellationToken cancellation)
    {
        _problems.Clear();
        var now = Guarded(ServerTime, cancellation);
        var at = Begin(now);
        using var lines = new ConversationLines();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var from = at;
            var page = Guarded((connection, token) => ReadPage(connection, from, token), cancellation);
            if (page.Last is not { } last)
                break;
            if (last == at)
                throw new SourceException(Said($"the query gives the conversation {last.Conversation} for ever; it must use @after_changed and @after_conversation: (changed, conversation) > (@after_changed, @after_conversation)"));
            at = last;
            foreach (var (place, chat) in page.Chats)
            {
                if (!IsNew(lines, place, chat))
                    continue;
                if (lines.IsFull)
                {
                    yield return lines.Cut(_name, Advance(place, now));
                    cancellation.ThrowIfCancellationRequested();
                }
            }

            var after = Advance(last, now);
            if (!lines.IsEmpty)
            {
                yield return lines.Cut(_name, after);
                cancellation.ThrowIfCancellationRequested();
            }

            Forget();
        }

        if (at.Changed > now + Jostle)
            _problems.Add(Said($"'changed' is ahead of the server's clock by {Rounded(at.Changed - now)}; what is ahead is read again and again until its time comes. If the times are local ones, say so: changed AT TIME ZONE 'Asia/Shanghai'"));
    }

    public Task WaitForChange(CancellationToken cancellation) => Task.Delay(_options.Poll, _time, cancellation);

    public void Dispose() => _database.Dispose();

    private static Func<ISource> Read(string name, SettingReader settings, SourceSurroundings surroundings)
    {
        var mapping = settings.Choice("Mapping", "inbox", "chatwoot", "custom") switch
        {
            "chatwoot" => SqlMapping.Chatwoot,
            "custom" => Query(settings),
            _ => SqlMapping.Inbox,
        };
        if (mapping.Name != "custom" && settings.Text("Query").Length > 0)
            settings.Problem("Query", "is for the mapping custom; set Mapping to custom, or take the query away");
        var options = new SqlOptions
        {
            Connection = Connection(settings),
            Mapping = mapping,

            // Other people's tables may have no index for this.
            Poll = settings.Duration("Poll", TimeSpan.FromSeconds(mapping.Name == "inbox" ? 1 : 5), TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)),
            PageSize = settings.Number("PageSize", 500, 1, 10_000),
            Overlap = settings.Duration("Overlap", TimeSpan.FromMinutes(2), TimeSpan.Zero, TimeSpan.FromHours(24)),
            Timeout = settings.Duration("Timeout", TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            Since = Since(settings, surroundings.Limits),
        };
        return () => new SqlSource(name, options, surroundings.Limits, surroundings.Time);
    }

    private static string Connection(SettingReader settings)
    {
        const string example = "Host=db;Database=shop;Username=qa;Password=…";
        var text = settings.Required("Connection", example);
        if (text.Length == 0)
            return text;
        try
        {
            if (new NpgsqlConnectionStringBuilder(text) is { Host: null or "" })
                settings.Problem("Connection", $"names no Host; it must be such as {example}");
        }
        catch (Exception e) when (e is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            // What it says may hold a piece of the password.
            settings.Problem("Connection", $"is no connection string of Npgsql; it must be such as {example}");
        }

        return text;
    }

    private static SqlMapping Query(SettingReader settings)
    {
        var query = settings.Required("Query", "SELECT … WHERE (changed, id) > (@after_changed, @after_conversation) ORDER BY changed, id LIMIT @limit");
        var missing = SqlMapping.Parameters.Where(parameter => !query.Contains(parameter, StringComparison.Ordinal)).ToList();
        if (query.Length > 0 && missing.Count > 0)
            settings.Problem("Query", $"must use {string.Join(" and ", missing)}: (changed, conversation) > (@after_changed, @after_conversation) … LIMIT @limit conversations");
        return SqlMapping.Custom(query);
    }

    private static DateTimeOffset? Since(SettingReader settings, ReadLimits limits)
    {
        var text = settings.Text("Since");
        if (text.Length == 0)
            return null;
        if (Iso8601.TryParse(Encoding.UTF8.GetBytes(text.Length == 10 ? text + " 00:00" : text), limits.AssumedOffset, out var since))
            return since;
        settings.Problem("Since", $"must be a day or a time such as 2026-03-01 or 2026-03-01T08:00:00+08:00, not \"{text}\"");
        return null;
    }

    private SqlPosition Begin(DateTime now)
    {
        if (_position is not { } position)
        {
            // Everything is read: that is a look back as well.
            (_looked, _lookedBack) = (now, now);
            return _options.Since is { } since ? new SqlPosition(since.UtcDateTime, null) : SqlPosition.Start;
        }

        var begin = position;

        // Once a stretch lies further back than it is long, nothing can appear in it any more, and an idle database is left alone.
        var overlap = _options.Overlap;
        if (_lookedBack < position.Changed + overlap && now - _lookedBack >= overlap / LooksBack)
        {
            begin = position.Back(overlap);
            _lookedBack = now;
        }
        else if (_looked < position.Changed + Jostle)
        {
            begin = position.Back(overlap < Jostle ? overlap : Jostle);
        }

        _looked = now;
        return overlap == TimeSpan.Zero ? position : begin;
    }

    /// <summary>The position behind a conversation: never back, and never ahead of the server's clock, where others are still to come.</summary>
    private SourcePosition Advance(SqlPosition place, DateTime now)
    {
        if (place.Changed > now)
            place = new SqlPosition(now, null);
        if (_position is not { } old || place.Changed > old.Changed || (place.Changed == old.Changed && place.Conversation is not null))
            _position = place;
        return new SourcePosition("", _position.Value.Written());
    }

    private bool IsNew(ConversationLines lines, SqlPosition place, ChatDraft chat)
    {
        // Written first: only the whole of it tells whether it is the same.
        var mark = lines.Mark();
        var line = lines.Add(chat);
        var hash = line.IsEmpty ? SHA256.HashData(Encoding.UTF8.GetBytes(chat.Problem ?? "")) : SHA256.HashData(line);
        var seen = new Seen(place.Changed, BitConverter.ToUInt64(hash), BitConverter.ToUInt64(hash, sizeof(ulong)));
        if (_seen.TryGetValue(place.Conversation!, out var before) && (before.First, before.Second) == (seen.First, seen.Second))
        {
            lines.Undo(mark);
            _seen[place.Conversation!] = seen;
            return false;
        }

        _seen[place.Conversation!] = seen;
        return true;
    }

    /// <summary>Lets go of what is not going to be read again.</summary>
    private void Forget()
    {
        if (_seen.Count < _mostSeen || _position is not { } position)
            return;
        var oldest = position.Back(_options.Overlap + Jostle).Changed;
        foreach (var (conversation, seen) in _seen)
        {
            if (seen.Changed < oldest)
                _seen.Remove(conversation);
        }

        _mostSeen = Math.Max(10_000, 2 * _seen.Count);
    }

    private DateTime ServerTime(NpgsqlConnection connection, CancellationToken cancellation)
    {
        Check(connection);
        using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        return (DateTime)command.ExecuteScalar()!;
    }

    private SqlPage ReadPage(NpgsqlConnection connection, SqlPosition after, CancellationToken cancellation)
    {
        var columns = Check(connection);
        using var command = Command(connection, after);
        using var cancel = cancellation.Register(command.Cancel);
        using var rows = command.ExecuteReader();
        return SqlPage.Read(rows, columns, _limits);
    }

    private NpgsqlCommand Command(NpgsqlConnection connection, SqlPosition after) => new(_options.Mapping.Query, connection)
    {
        Parameters =
        {
            new NpgsqlParameter("after_changed", NpgsqlDbType.TimestampTz) { Value = DateTime.SpecifyKind(after.Changed, DateTimeKind.Utc) },

            // As text of no type: the server takes it for the type of the column it is compared with.
            new NpgsqlParameter("after_conversation", NpgsqlDbType.Unknown) { Value = after.Conversation ?? (object)DBNull.Value },
            new NpgsqlParameter("limit", NpgsqlDbType.Bigint) { Value = (long)_options.PageSize },
        },
    };

    /// <summary>Has the server describe the query without running it.</summary>
    private SqlColumns Check(NpgsqlConnection connection)
    {
        if (_columns is not null)
            return _columns;
        using var command = Command(connection, SqlPosition.Start);
        using var described = command.ExecuteReader(System.Data.CommandBehavior.SchemaOnly);
        return _columns = SqlColumns.Of(described, _limits.AssumedOffset, out var problems)
            ?? throw new SourceException($"the query's columns are not right: {string.Join("; ", problems)}");
    }

    /// <summary>Does something in a transaction that can only read, and says in words what went wrong.</summary>
    private T Guarded<T>(Func<NpgsqlConnection, CancellationToken, T> work, CancellationToken cancellation)
    {
        try
        {
            using var connection = _database.CreateConnection();
            connection.OpenAsync(cancellation).GetAwaiter().GetResult();
            using (var begin = new NpgsqlCommand(string.Create(CultureInfo.InvariantCulture, $"BEGIN READ ONLY; SET LOCAL statement_timeout = {(long)_options.Timeout.TotalMilliseconds}"), connection))
                begin.ExecuteNonQuery();
            var result = work(connection, cancellation);
            using (var end = new NpgsqlCommand("COMMIT", connection))
                end.ExecuteNonQuery();
            return result;
        }
        catch (SourceException e)
        {
            throw new SourceException(Said(e.Message), e);
        }
        catch (PostgresException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (PostgresException e)
        {
            throw Failure(e);
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException or System.IO.IOException or InvalidCastException or OverflowException)
        {
            throw new SourceException(Said($"the database cannot be reached or read: {e.Message}{(e.InnerException is { } inner ? $": {inner.Message}" : "")}"), e);
        }
    }

    private SourceException Failure(PostgresException e)
    {
        // What the server says of a value may quote it, and that may be what somebody wrote in a chat: no inner exception then.
        // https://www.postgresql.org/docs/current/errcodes-appendix.html
        var isQuoting = e.SqlState[..2] is "22" or "23" or "P0";
        var what = e.SqlState[..2] switch
        {
            _ when isQuoting => "a value cannot be worked with (what the server says may quote it and is not shown); make the query's casts safe",
            "28" => $"{e.MessageText}; mend Username and Password in the setting Connection",
            "42" or "3D" or "3F" => $"{e.MessageText}; {_options.Mapping.Hint}",
            "25" => $"{e.MessageText}; the query may only read",
            "57" when e.SqlState == PostgresErrorCodes.QueryCanceled =>
                $"a page took longer than {_options.Timeout:c} (setting Timeout); make an index for (changed, conversation), or the PageSize smaller",
            _ => e.MessageText,
        };
        return new SourceException(Said($"PostgreSQL says {e.SqlState}: {what}"), isQuoting ? null! : e);
    }

    private string Said(string what) => $"source '{_name}': {what}";

    private static string Rounded(TimeSpan span) => TimeSpan.FromSeconds(Math.Round(span.TotalSeconds)).ToString("c", CultureInfo.InvariantCulture);

    /// <summary>What a conversation was when it was last given: 128 bits of its hash.</summary>
    private readonly record struct Seen(DateTime Changed, ulong First, ulong Second);
}
