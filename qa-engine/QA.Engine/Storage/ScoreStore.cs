using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Threading;
using Dapper;
using Microsoft.Data.Sqlite;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>
/// Conversations, their scores and how far each source was read, in one SQLite file. One writer; any number of readers.
/// <para>
/// What belongs together is kept in one transaction, positions included. The journal is a write-ahead log with
/// <c>synchronous=NORMAL</c>: a killed process loses nothing that was committed, because the operating system has it. A power cut
/// may take the last commits back, but always whole: position and scores go together, and the lines are read again.
/// </para>
/// </summary>
internal sealed class ScoreStore : IDisposable
{
    // A reader never waits for the writer; the writer waits for another program's writer, such as a backup.
    private const int BusyMilliseconds = 30_000;
    private readonly string _connectionString;
    private readonly SqliteConnection _writer;
    private readonly BatchWriter _batches;
    private readonly Lock _writing = new();
    private readonly ConcurrentBag<Lookup> _lookups = [];
    private readonly TimeProvider _time;

    private ScoreStore(string connectionString, SqliteConnection writer, TimeProvider time)
    {
        _connectionString = connectionString;
        _writer = writer;
        _time = time;
        _batches = new BatchWriter(writer, time);
    }

    /// <summary>Opens a store, makes it where there is none, and brings it to this program's schema.</summary>
    /// <exception cref="StoreException">It cannot be opened, is no store, or a newer program wrote it.</exception>
    public static ScoreStore Open(string path, TimeProvider time)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        SqliteConnection? writer = null;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            writer = Connect(connectionString);
            writer.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768;");
            Migrations.Apply(writer);
            return new ScoreStore(connectionString, writer, time);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            writer?.Dispose();
            throw new StoreException($"{path}: cannot be used as a store: {e.Message}; name another data folder, or mend this one", e);
        }
        catch
        {
            writer?.Dispose();
            throw;
        }
    }

    /// <summary>Makes a rubric known; scores refer to it.</summary>
    /// <param name="text">What its author wrote, so that an old score can always be explained.</param>
    public void UseRubric(Rubric rubric, string text)
    {
        lock (_writing)
        {
            _writer.Execute(
                """
                INSERT INTO rubrics (id, version, hash, text, first_used) VALUES (@Id, @Version, @Hash, @text, @now)
                ON CONFLICT (hash) DO NOTHING
                """,
                new { rubric.Id, rubric.Version, rubric.Hash, text, now = Instant.Of(_time.GetUtcNow()) });
        }
    }

    /// <summary>Keeps a batch as a whole. Conversations whose content is known already count as duplicates.</summary>
    public Saved Save(StoreBatch batch)
    {
        lock (_writing)
            return _batches.Save(batch);
    }

    /// <summary>Whether a conversation with this very content was kept before. For any thread.</summary>
    public bool Knows(string id, byte[] contentHash)
    {
        if (!_lookups.TryTake(out var lookup))
            lookup = new Lookup(Connect(_connectionString));
        try
        {
            return lookup.Knows(id, contentHash);
        }
        finally
        {
            _lookups.Add(lookup);
        }
    }

    public IReadOnlyList<StoredPosition> Positions(string source)
    {
        using var connection = Connect(_connectionString);
        var positions = new List<StoredPosition>();
        foreach (var (part, value) in connection.Query<(string, string)>("SELECT part, value FROM positions WHERE source = @source ORDER BY part", new { source }))
            positions.Add(new StoredPosition(source, part, value));
        return positions;
    }

    /// <summary>Conversations that were not over when they were read and are now, the longest waiting first.</summary>
    /// <param name="all">Whether to give those that are not due yet as well.</param>
    public IReadOnlyList<PendingConversation> Pending(DateTimeOffset now, int most, bool all = false)
    {
        using var connection = Connect(_connectionString);
        var due = new List<PendingConversation>();
        foreach (var (id, hash, at, source, line, json) in connection.Query<(string, byte[], long, string, long, byte[])>(
            """
            SELECT id, content_hash, due_at, source, line, json FROM pending
            WHERE due_at <= @until ORDER BY due_at, id LIMIT @most
            """,
            new { until = all ? long.MaxValue : Instant.Of(now), most }))
            due.Add(new PendingConversation(source, line, id, hash, Instant.At(at), json) { Order = default });
        return due;
    }

    public IReadOnlyList<SetAside> SetAside(int most)
    {
        using var connection = Connect(_connectionString);
        var items = new List<SetAside>();
        foreach (var (source, line, offset, length, hash, conversation, reason) in connection.Query<(string, long, long, long, byte[], string, string)>(
            """
            SELECT source, line, byte_offset, byte_length, hash, COALESCE(conversation, ''), reason FROM set_aside
            ORDER BY number DESC LIMIT @most
            """,
            new { most }))
            items.Add(new SetAside(source, line, offset, length, hash, conversation.Length == 0 ? null : conversation, reason));
        return items;
    }

    public StoreTotals Totals()
    {
        using var connection = Connect(_connectionString);
        var (conversations, scores, pending, setAside, duplicates) = connection.QuerySingle<(long, long, long, long, long)>(
            """
            SELECT (SELECT COUNT(*) FROM conversations), (SELECT COUNT(*) FROM scores), (SELECT COUNT(*) FROM pending),
                   (SELECT COUNT(*) FROM set_aside), COALESCE((SELECT value FROM counters WHERE name = 'duplicates'), 0)
            """);
        return new StoreTotals(conversations, scores, pending, setAside, duplicates);
    }

    /// <summary>Every agent, by team and then by name.</summary>
    public IReadOnlyList<AgentSummary> Agents()
    {
        const string current =
            """
            WITH current AS (
                SELECT s.number, s.conversation, s.agent, COALESCE(s.team, '') AS team, s.standing,
                       CASE WHEN c.cap IS NULL THEN s.uncapped ELSE MIN(s.uncapped, c.cap) END AS official
                FROM conversations v
                JOIN scores s ON s.conversation = v.number
                LEFT JOIN (SELECT score, MIN(cap) AS cap FROM suspicions WHERE state = 'confirmed' GROUP BY score) c ON c.score = s.number
                WHERE v.latest = 1
                  AND NOT (s.agent = '' AND s.standing = 'none')
                  AND s.number = (SELECT MAX(n.number) FROM scores n
                                  WHERE n.conversation = s.conversation AND n.session = s.session AND n.agent = s.agent))

            """;
        using var connection = Connect(_connectionString);
        using var snapshot = connection.BeginTransaction(deferred: true);
        var criteria = new Dictionary<(string, string), Dictionary<string, CriterionSummary>>();
        foreach (var (agent, team, criterion, cases, value) in connection.Query<(string, string, string, long, long)>(
            current +
            """
            SELECT agent, team, v.criterion, COUNT(*), SUM(v.value)
            FROM current JOIN verdicts v ON v.score = current.number
            WHERE v.verdict IN ('pass', 'partial', 'fail')
            GROUP BY agent, team, v.criterion
            """,
            transaction: snapshot))
        {
            if (!criteria.TryGetValue((agent, team), out var own))
                criteria.Add((agent, team), own = new Dictionary<string, CriterionSummary>(StringComparer.Ordinal));
            own.Add(criterion, new CriterionSummary((int)cases, (int)Rounded(value, cases)));
        }

        var suspicions = new Dictionary<(string, string), (long Suspected, long Confirmed)>();
        foreach (var (agent, team, suspected, confirmed) in connection.Query<(string, string, long, long)>(
            current +
            """
            SELECT agent, team, SUM(u.state = 'suspected'), SUM(u.state = 'confirmed')
            FROM current JOIN suspicions u ON u.score = current.number
            GROUP BY agent, team
            """,
            transaction: snapshot))
            suspicions.Add((agent, team), (suspected, confirmed));

        var agents = new List<AgentSummary>();
        foreach (var (agent, team, conversations, ranked, sum) in connection.Query<(string, string, long, long, long)>(
            current +
            """
            SELECT agent, team, COUNT(DISTINCT conversation), SUM(standing = 'ranked'), COALESCE(SUM(CASE WHEN standing = 'ranked' THEN official END), 0)
            FROM current
            GROUP BY agent, team
            ORDER BY team, agent
            """,
            transaction: snapshot))
        {
            var (suspected, confirmed) = suspicions.GetValueOrDefault((agent, team));
            agents.Add(new AgentSummary(
                agent,
                team,
                (int)conversations,
                (int)ranked,
                ranked == 0 ? null : (int)Rounded(sum, ranked),
                (int)suspected,
                (int)confirmed,
                criteria.GetValueOrDefault((agent, team)) ?? new Dictionary<string, CriterionSummary>(StringComparer.Ordinal)));
        }

        return agents;
    }

    /// <summary>The newest revision of a conversation as it was read; null where the store has none of that id.</summary>
    public Conversation? Find(string id)
    {
        using var connection = Connect(_connectionString);
        using var snapshot = connection.BeginTransaction(deferred: true);
        var row = connection.QuerySingleOrDefault<ConversationRow>(
            """
            SELECT number AS Number, channel AS Channel, shop AS Shop, customer AS Customer, opened AS Opened, opened_zone AS OpenedZone,
                   closed AS Closed, closed_zone AS ClosedZone, attributes AS Attributes
            FROM conversations WHERE id = @id AND latest = 1
            """,
            new { id },
            snapshot);
        if (row is null)
            return null;
        var messages = new List<Message>();

        // As bytes, because SQLite's text ends at a NUL on its way out.
        foreach (var message in connection.Query<MessageRow>(
            """
            SELECT speaker AS Speaker, kind AS Kind, sender AS Sender, team AS Team, sent_at AS SentAt, sent_zone AS SentZone,
                   CAST(text AS BLOB) AS Utf8
            FROM messages WHERE conversation = @Number ORDER BY n
            """,
            new { row.Number },
            snapshot))
        {
            messages.Add(new Message(
                (Speaker)message.Speaker,
                System.Text.Encoding.UTF8.GetString(message.Utf8 ?? []),
                message.Sender,
                Instant.At(message.SentAt, message.SentZone),
                (MessageKind)message.Kind,
                message.Team));
        }

        return new Conversation(id, messages)
        {
            Channel = row.Channel,
            Shop = row.Shop,
            Customer = row.Customer,
            Opened = Instant.At(row.Opened, row.OpenedZone),
            Closed = Instant.At(row.Closed, row.ClosedZone),
            Attributes = AttributeJson.Read(row.Attributes),
        };
    }

    public void Dispose()
    {
        while (_lookups.TryTake(out var lookup))
            lookup.Dispose();
        _batches.Dispose();
        _writer.Dispose();
    }

    private static SqliteConnection Connect(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        connection.Execute("PRAGMA busy_timeout = " + BusyMilliseconds.ToString(CultureInfo.InvariantCulture));
        return connection;
    }

    private static long Rounded(long sum, long count) => ((2 * sum) + count) / (2 * count);

    /// <summary>One reader's statement; a reader serves one thread at a time.</summary>
    private sealed class Lookup(SqliteConnection connection) : IDisposable
    {
        private readonly Statement _known = new(connection, "SELECT 1 FROM conversations WHERE id = ? AND content_hash = ?");

        public bool Knows(string id, byte[] contentHash) => _known.With(id).With(contentHash).Number() is not null;

        public void Dispose()
        {
            _known.Dispose();
            connection.Dispose();
        }
    }

    private sealed class ConversationRow
    {
        public long Number { get; init; }

        public string? Channel { get; init; }

        public string? Shop { get; init; }

        public string? Customer { get; init; }

        public long? Opened { get; init; }

        public long? OpenedZone { get; init; }

        public long? Closed { get; init; }

        public long? ClosedZone { get; init; }

        public string? Attributes { get; init; }
    }

    private sealed class MessageRow
    {
        public long Speaker { get; init; }

        public long Kind { get; init; }

        public string? Sender { get; init; }

        public string? Team { get; init; }

        public long? SentAt { get; init; }

        public long? SentZone { get; init; }

        public byte[]? Utf8 { get; init; }
    }
}
