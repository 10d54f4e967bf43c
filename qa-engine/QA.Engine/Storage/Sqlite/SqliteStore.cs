using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Data.Common;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Dapper;
using Microsoft.Data.Sqlite;
using QA.Engine.Storage.People;
using QA.Scoring;
using SQLitePCL;

namespace QA.Engine.Storage.Sqlite;

/// <summary>
/// Conversations, their scores and how far each source was read, in one SQLite file. One writer; any number of readers.
/// <para>
/// What belongs together is kept in one transaction, positions included. The journal is a write-ahead log with
/// <c>synchronous=NORMAL</c>: a killed process loses nothing that was committed, because the operating system has it. A power cut
/// may take the last commits back, but always whole: position and scores go together, and the lines are read again.
/// </para>
/// </summary>
internal sealed class SqliteStore : IScoreStore, IPeopleDatabase, ISkillExamples
{
    // A reader never waits for the writer; the writer waits for another program's writer, such as a backup.
    private const int BusyMilliseconds = 30_000;
    private readonly string _path;
    private readonly string _connectionString;
    private readonly SqliteConnection _connection;
    private readonly SqliteWriter _writer;
    private readonly SqliteReader _readerInside;
    private readonly Lock _writing = new();
    private readonly ConcurrentBag<SqliteReader> _readers = [];
    private readonly SqliteNames _names = new();
    private readonly TimeProvider _time;
    private FileStream? _workplace;

    private SqliteStore(string path, string connectionString, SqliteConnection connection, TimeProvider time, TimeZoneInfo zone)
    {
        _path = path;
        _connectionString = connectionString;
        _connection = connection;
        _time = time;
        _writer = new SqliteWriter(connection, time, new StoreDay(zone));
        _readerInside = new SqliteReader(connection, _names);
        AgentScores = new SqliteAgentScores(Read<object>);
        Conversations = new SqliteConversationList(Read, Read, time);
    }

    public string Place => _path;

    public IPeopleDatabase People => this;

    public IReviewCandidates Candidates => new SqliteReviewCandidates(this);

    public ISkillExamples Examples => this;

    public IAgentScores AgentScores { get; }

    public IConversationList Conversations { get; }

    /// <summary>Opens a store, makes it where there is none, and brings it to this program's schema.</summary>
    /// <param name="zone">Where the days of roll-ups and retention begin; a store keeps to one zone for good.</param>
    /// <exception cref="StoreException">It cannot be opened, is no store, or another version wrote it.</exception>
    /// <exception cref="StoreUnavailableException">Another program holds it, or the disk is full.</exception>
    public static SqliteStore Open(string path, TimeProvider time, TimeZoneInfo zone)
    {
        var connectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString();
        SqliteConnection? writer = null;
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            writer = Connect(connectionString);

            // On 8 KiB pages documents leave less unused at their ends: 20,000 chats take 59 MB, on 4 KiB 65 MB, in the same time.
            writer.Execute("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768;");
            Migrations.Apply(writer);
            return new SqliteStore(path, connectionString, writer, time, zone);
        }
        catch (Exception e)
        {
            writer?.Dispose();
            if (e is SqliteException { SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_FULL } waits)
                throw Unavailable(path, waits);
            if (e is SqliteException or IOException or UnauthorizedAccessException)
                throw new StoreException($"{path}: cannot be used as a store: {e.Message}; name another data folder, or mend this one", e);
            throw;
        }
    }

    public void UseRubric(Rubric rubric, string text) => Write(() =>
    {
        using var statement = new Statement(
            _connection,
            "INSERT INTO rubrics (id, version, hash, names, text, first_used) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (hash) DO NOTHING");
        return statement.With(rubric.Id).With(rubric.Version).With(rubric.Hash).WithUtf8(RubricNames.Of(rubric).Write()).With(text).With(Clock()).Run();
    });

    public Saved Save(StoreBatch batch)
    {
        lock (_writing)
            return Told(() => _writer.Save(batch));
    }

    public IReadOnlyList<bool> Knows(IReadOnlyList<ConversationKey> conversations) => Read(reader => reader.Knows(conversations));

    public IReadOnlyList<StoredPosition> Positions(string source) => Read(reader => reader.Positions(source));

    public IReadOnlyList<PendingConversation> Claim(string worker, DateTimeOffset now, int most, TimeSpan lease) => Write(() =>
    {
        var claimed = new List<PendingConversation>();
        using var due = new Statement(
            _connection,
            """
            SELECT source, line, id, content_hash, due_at, json, last_at, messages, closed, claims FROM pending
            WHERE due_at <= ? AND (claimed_until IS NULL OR claimed_until <= ?)
            ORDER BY due_at, id LIMIT ?
            """);
        due.With(Instant.Of(now)).With(Clock()).With(most);
        while (due.Next())
        {
            // The first alone where it was claimed before; otherwise all that were not.
            if (due.Int(9) > 0 && claimed.Count > 0)
                continue;
            claimed.Add(new PendingConversation(due.Text(0), due.Long(1), due.Text(2), due.Bytes(3), Instant.At(due.Long(4)), due.Bytes(5))
            {
                Order = due.Order(6),
                Claims = due.Int(9) + 1,
            });
            if (due.Int(9) > 0)
                break;
        }

        using var claim = new Statement(_connection, "UPDATE pending SET claimed_by = ?, claimed_until = ?, claims = claims + 1 WHERE id = ?");
        foreach (var conversation in claimed)
            claim.With(worker).With(Until(lease)).With(conversation.Id).Run();
        return claimed;
    });

    public void GiveBack(string worker) => Write(() =>
    {
        using var statement = new Statement(
            _connection, "UPDATE pending SET claimed_by = NULL, claimed_until = NULL, claims = MAX(claims - 1, 0) WHERE claimed_by = ?");
        return statement.With(worker).Run();
    });

    public Backlog Backlog(DateTimeOffset now) => Read(reader => reader.Backlog(now, _time.GetUtcNow()));

    public bool Lease(string name, string worker, TimeSpan length) => Write(() =>
    {
        using var statement = new Statement(
            _connection,
            """
            INSERT INTO leases (name, worker, until) VALUES (?1, ?2, ?3)
            ON CONFLICT (name) DO UPDATE SET worker = excluded.worker, until = excluded.until
            WHERE leases.worker = excluded.worker OR leases.until <= ?4
            """);
        return statement.With(name).With(worker).With(Until(length)).With(Clock()).Run() > 0;
    });

    public void Release(string name, string worker) => Write(() =>
    {
        using var statement = new Statement(_connection, "DELETE FROM leases WHERE name = ? AND worker = ?");
        return statement.With(name).With(worker).Run();
    });

    /// <inheritdoc/>
    /// <remarks>
    /// A worker holds a file beside the store open for itself alone. Whoever gets hold of it is the only one, because the system closes
    /// a dead process's files; without it every restart would wait for the leases of the one before.
    /// </remarks>
    public void FreeTheDead()
    {
        try
        {
            _workplace ??= new FileStream(_path + ".worker", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            // Another worker is alive; what it has is its own.
            return;
        }

        Write(() =>
        {
            _connection.Execute(
                """
                DELETE FROM workers;
                DELETE FROM leases WHERE name LIKE @sources;
                UPDATE pending SET claimed_by = NULL, claimed_until = NULL WHERE claimed_by IS NOT NULL;
                """,
                new { sources = LeaseNames.Sources + "%" });
            return 0;
        });
    }

    public int Beat(string worker, TimeSpan length) => Write(() =>
    {
        using var beat = new Statement(
            _connection, "INSERT INTO workers (worker, until) VALUES (?, ?) ON CONFLICT (worker) DO UPDATE SET until = excluded.until");
        beat.With(worker).With(Until(length)).Run();
        using var claimed = new Statement(_connection, "UPDATE pending SET claimed_until = ? WHERE claimed_by = ? AND claimed_until > ?");
        claimed.With(Until(length)).With(worker).With(Clock()).Run();
        using var gone = new Statement(_connection, "DELETE FROM workers WHERE until <= ? AND worker <> ?");
        gone.With(Clock()).With(worker).Run();
        using var alive = new Statement(_connection, "SELECT COUNT(*) FROM workers");
        return (int)alive.Number()!.Value;
    });

    public Job StartJob(JobRequest request) => Write(() =>
    {
        var rubric = _writer.NumberOfRubric(request.Rubric, request.Rubric);
        using var unfinished = new Statement(
            _connection, "SELECT number FROM jobs WHERE rubric = ? AND since IS ? AND until IS ? AND official = ? AND finished = 0");
        var number = unfinished.With(rubric).With(SqliteRow.Of(request.Since)).With(SqliteRow.Of(request.Until)).With(request.Official).Number();
        if (number is null)
        {
            using var count = new Statement(_connection, "SELECT COUNT(*) FROM conversations WHERE day BETWEEN ? AND ? AND latest = 1");
            var total = count.With(SqliteRow.Of(request.Since) ?? 0).With(SqliteRow.Of(request.Until) ?? long.MaxValue).Number()!.Value;
            using var job = new Statement(
                _connection,
                """
                INSERT INTO jobs (rubric, since, until, official, finished, done, total, cursor, started_at, changed_at)
                VALUES (?1, ?2, ?3, ?4, 0, 0, ?5, '', ?6, ?6)
                """);
            job.With(rubric).With(SqliteRow.Of(request.Since)).With(SqliteRow.Of(request.Until)).With(request.Official).With(total).With(Clock()).Run();
            number = job.LastRow;
        }

        using var started = new Statement(
            _connection,
            """
            SELECT j.number, r.hash, j.since, j.until, j.official, j.finished, j.done, j.total, j.cursor, j.started_at, j.changed_at
            FROM jobs j JOIN rubrics r ON r.number = j.rubric WHERE j.number = ?
            """);
        started.With(number).Next();
        return SqliteReader.Job(started);
    });

    public IReadOnlyList<Job> Jobs(int most) => Read(reader => reader.Jobs(most));

    public JobPage NextOfJob(Job job, int most) => Read(reader => reader.NextOfJob(job, most));

    public StoreTotals Totals() => Read(reader => reader.Totals());

    public IReadOnlyList<AgentSummary> Agents() => Read(reader => reader.Agents());

    public IReadOnlyList<string> Teams() => Read(reader => reader.Teams());

    public IReadOnlyList<string> Agents(string team) => Read(reader => reader.Agents(team));

    IReadOnlyList<SkillExample> ISkillExamples.Find(SkillQuestion question) => Read(reader => reader.Examples(question));

    IReadOnlyList<CalmedExample> ISkillExamples.Calmed(CalmedQuestion question) => Read(reader => reader.Calmed(question));

    public IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to) => Read(reader => reader.Rollups(from, to));

    public IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to, string team) => Read(reader => reader.Rollups(from, to, team));

    public IReadOnlyList<ServiceDay> ServiceOfShops(DateOnly from, DateOnly to) => Read(reader => reader.ServiceOfShops(from, to));

    public IReadOnlyList<ServiceDay> ServiceOfTeam(DateOnly from, DateOnly to, string team, string? agent = null) => Read(reader => reader.ServiceOfTeam(from, to, team, agent));

    public IReadOnlyList<DailyRollup> Recount(DateOnly from, DateOnly to) => Read(reader => reader.Recount(from, to));

    public Conversation? Find(string id) => Read(reader => reader.Find(id));

    public IReadOnlyList<StoredScore> Scores(string conversation) => Read(reader => reader.ScoresOf(conversation));

    public T Review<T>(string conversation, long score, Func<DbConnection, StoredScore?, Ruling<T>> decide) => Write(() =>
    {
        var stands = _readerInside.Within(reader => reader.ScoresOf(conversation)).FirstOrDefault(one => one.Number == score);
        var (answer, recount) = decide(_connection, stands);
        if (recount is not null)
            _writer.Keep(score, recount);
        return answer;
    });

    public IReadOnlyList<ReviewedVerdicts> ReviewedSince(DateTimeOffset since, int most) => Read(reader => reader.ReviewedSince(since, most));

    public IReadOnlyList<DeadLetter> DeadLetters(int most, long? before = null) => Read(reader => reader.DeadLetters(most, before));

    public DeadLetter? DeadLetter(long number) => Read(reader => reader.DeadLetter(number));

    public bool Retry(long number, PendingConversation again) => Write(() =>
    {
        using var statement = new Statement(_connection, "DELETE FROM set_aside WHERE number = ? AND content IS NOT NULL");
        if (statement.With(number).Run() == 0)
            return false;
        _writer.Count(SqliteReader.SetAside, -1);
        _writer.Wait(again);
        return true;
    });

    public long Forget(DateOnly firstKept)
    {
        // A day at a time, so that live chats need not wait for a year to be deleted; what is done is done if it is cut short.
        var conversations = 0L;
        while (Write(() => ForgetADay(SqliteRow.Of(firstKept))) is { } gone)
            conversations += gone;
        return conversations;
    }

    public void Tidy() => Write(() => _connection.Execute("PRAGMA optimize"));

    /// <inheritdoc/>
    /// <remarks>Everything can be found as soon as it is kept.</remarks>
    public bool Index() => false;

    public void Dispose()
    {
        while (_readers.TryTake(out var reader))
            reader.Dispose();
        _writer.Dispose();
        _readerInside.Dispose();
        _connection.Dispose();
        _workplace?.Dispose();
    }

    T IPeopleDatabase.Read<T>(Func<DbConnection, T> work) => Read(reader => reader.Use(work));

    T IPeopleDatabase.Write<T>(Func<DbConnection, T> work) => Write(() => work(_connection));

    string IPeopleDatabase.IsOneOf(string column, string list) => $"{column} IN @{list}";

    string IPeopleDatabase.Text(string text) => text;

    string IPeopleDatabase.Original(string text) => text;

    private static SqliteConnection Connect(string connectionString)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            connection.Execute("PRAGMA busy_timeout = " + BusyMilliseconds.ToString(CultureInfo.InvariantCulture));
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the earliest day before a day.</summary>
    /// <returns>How many conversations; null: there is no such day.</returns>
    private long? ForgetADay(long firstKept)
    {
        using var earliest = new Statement(
            _connection, "SELECT MIN(day) FROM (SELECT MIN(day) AS day FROM conversations UNION ALL SELECT MIN(day) FROM scores UNION ALL SELECT MIN(day) FROM rollups UNION ALL SELECT MIN(day) FROM service_days)");
        if (earliest.Number() is not { } day || day >= firstKept)
            return null;

        // Numbers of scores are given again: what people said of one must not stay for the next.
        ReviewedRows.Forget(_connection, day + 1);
        foreach (var table in (string[])["disputes", "acknowledgements"])
        {
            using var said = new Statement(_connection, $"DELETE FROM {table} WHERE score IN (SELECT number FROM scores WHERE day <= ?)");
            said.With(day).Run();
        }

        // No score belongs to a later day than its conversation, so no conversation takes one along.
        _writer.Count(SqliteReader.Scores, -Delete("scores"));
        Delete("rollups");
        Delete("disputes");
        Delete("acknowledgements");
        Delete("service_days");
        var conversations = Delete("conversations");
        _writer.Count(SqliteReader.Conversations, -conversations);
        return conversations;

        int Delete(string table)
        {
            using var statement = new Statement(_connection, $"DELETE FROM {table} WHERE day <= ?");
            return statement.With(day).Run();
        }
    }

    private T Write<T>(Func<T> work)
    {
        lock (_writing)
            return Told(() => _writer.InTransaction(work));
    }

    private T Read<T>(Func<SqliteReader, T> work) => Told(() =>
    {
        if (!_readers.TryTake(out var reader))
            reader = new SqliteReader(Connect(_connectionString), _names);
        try
        {
            var result = reader.Read(work);
            _readers.Add(reader);
            return result;
        }
        catch
        {
            // What a connection that failed half way still holds is not worth finding out.
            reader.Dispose();
            throw;
        }
    });

    /// <summary>Turns SQLite's errors into those of a store.</summary>
    private T Told<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_IOERR or raw.SQLITE_CANTOPEN
            or raw.SQLITE_READONLY or raw.SQLITE_NOMEM)
        {
            throw Unavailable(_path, e);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB)
        {
            throw new StoreException($"{_path}: the store is damaged: {e.Message}; stop the program, and restore the file from a backup or recover it with sqlite3 .recover", e);
        }
    }

    private static StoreUnavailableException Unavailable(string path, SqliteException e) => new(
        e.SqliteErrorCode switch
        {
            raw.SQLITE_FULL => $"{path}: the disk is full, or the store has reached its quota; make room",
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => $"{path}: another program has held the store for {BusyMilliseconds / 1000} s; let it finish, or end it",
            _ => $"{path}: cannot be read or written for now: {e.Message}; look at the disk and at the file's permissions",
        },
        e);

    private long Clock() => Instant.Of(_time.GetUtcNow());

    private long Until(TimeSpan length) => Instant.Of(_time.GetUtcNow() + length);
}
