using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Storage.Sqlite;

/// <summary>What rows that never change say, for all readers of a store.</summary>
internal sealed class SqliteNames
{
    public ConcurrentDictionary<long, Wording> Wordings { get; } = new();

    public ConcurrentDictionary<long, (string Id, string Version, string Hash, RubricNames Names)> Rubrics { get; } = new();
}

/// <summary>One connection that reads; it sees the store as it is at one moment for as long as a call takes. One thread at a time.</summary>
internal sealed partial class SqliteReader(SqliteConnection connection, SqliteNames names) : IDisposable
{
    // Names of counters.
    public const string Conversations = "conversations";
    public const string Pending = "pending";
    public const string Duplicates = "duplicates";
    public const string SetAside = "set aside";
    public const string Scores = "scores";
    private const string RollupColumns = "day, shop, team, agent, rubric, conversations, scores, ranked, sum, sum_of_squares, moods, criteria";
    private const string ServiceColumns = "day, of_shop, shop, team, agent, counts";
    private const string LetterColumns = "number, source, line, byte_offset, byte_length, hash, conversation, reason, content, at";
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
    private Func<long, Wording>? _wording;

    /// <summary>All that the work reads is of one moment.</summary>
    public T Read<T>(Func<SqliteReader, T> work)
    {
        Prepared("BEGIN").Run();
        try
        {
            return work(this);
        }
        finally
        {
            // After an exception rows may be left; nothing was written, so how it ends does not matter.
            foreach (var statement in _statements.Values)
                statement.Rewind();
            Prepared("COMMIT").Run();
        }
    }

    /// <summary>The same where somebody else began and ends the transaction.</summary>
    public T Within<T>(Func<SqliteReader, T> work)
    {
        try
        {
            return work(this);
        }
        finally
        {
            foreach (var statement in _statements.Values)
                statement.Rewind();
        }
    }

    /// <summary>For statements of others.</summary>
    public T Use<T>(Func<DbConnection, T> work) => work(connection);

    public IReadOnlyList<bool> Knows(IReadOnlyList<ConversationKey> conversations)
    {
        var known = new bool[conversations.Count];
        var statement = Prepared("SELECT 1 FROM conversations WHERE id = ? AND content_hash = ?");
        for (var i = 0; i < known.Length; i++)
            known[i] = statement.With(conversations[i].Id).With(conversations[i].ContentHash).Number() is not null;
        return known;
    }

    public IReadOnlyList<StoredPosition> Positions(string source)
    {
        var positions = new List<StoredPosition>();
        var statement = Prepared("SELECT part, value FROM positions WHERE source = ? ORDER BY part").With(source);
        while (statement.Next())
            positions.Add(new StoredPosition(source, statement.Text(0), statement.Text(1)));
        return positions;
    }

    /// <param name="clock">A claim that ran out by then is none.</param>
    public Backlog Backlog(DateTimeOffset now, DateTimeOffset clock)
    {
        var statement = Prepared("SELECT COUNT(*), MIN(due_at) FROM pending WHERE due_at <= ? AND (claimed_until IS NULL OR claimed_until <= ?)")
            .With(Instant.Of(now)).With(Instant.Of(clock));
        statement.Next();
        var backlog = new Backlog(statement.Long(0), SqliteRow.Time(statement.LongOrNull(1)));
        statement.Rewind();
        return backlog;
    }

    public IReadOnlyList<Job> Jobs(int most)
    {
        var jobs = new List<Job>();
        var statement = Prepared(
            """
            SELECT j.number, r.hash, j.since, j.until, j.official, j.finished, j.done, j.total, j.cursor, j.started_at, j.changed_at
            FROM jobs j JOIN rubrics r ON r.number = j.rubric ORDER BY j.number DESC LIMIT ?
            """).With(most);
        while (statement.Next())
            jobs.Add(Job(statement));
        return jobs;
    }

    /// <summary>Columns as in <see cref="Jobs"/>.</summary>
    public static Job Job(Statement row) => new(
        row.Long(0),
        new JobRequest(row.Text(1), SqliteRow.Day(row.LongOrNull(2)), SqliteRow.Day(row.LongOrNull(3)), row.Bool(4)),
        row.Bool(5) ? JobState.Finished : JobState.Running,
        row.Long(6),
        row.Long(7),
        row.Text(8),
        Instant.At(row.Long(9)),
        Instant.At(row.Long(10)));

    public JobPage NextOfJob(Job job, int most)
    {
        // The cursor: the day and the number of the last conversation given, such as "20260302 17".
        var (day, number) = (0L, 0L);
        if (job.Cursor.Split(' ') is [var lastDay, var lastNumber])
            (day, number) = (long.Parse(lastDay, CultureInfo.InvariantCulture), long.Parse(lastNumber, CultureInfo.InvariantCulture));
        var since = SqliteRow.Of(job.Request.Since) ?? 0;
        if (since > day)
            (day, number) = (since, 0);
        var page = new List<StoredConversation>();
        var statement = Prepared(
            """
            SELECT number, day, revision, source, line, document FROM conversations
            WHERE (day, number) > (?, ?) AND day <= ? AND latest = 1
            ORDER BY day, number LIMIT ?
            """).With(day).With(number).With(SqliteRow.Of(job.Request.Until) ?? long.MaxValue).With(most);
        var cursor = job.Cursor;
        while (statement.Next())
        {
            (day, number) = (statement.Long(1), statement.Long(0));
            page.Add(new StoredConversation(
                number, SqliteRow.Day(day), statement.Int(2), statement.Text(3), statement.Long(4), ConversationDocument.Read(statement.Bytes(5))));
            cursor = string.Create(CultureInfo.InvariantCulture, $"{day} {number}");
        }

        return new JobPage(page, cursor);
    }

    public StoreTotals Totals()
    {
        var counters = new Dictionary<string, long>(StringComparer.Ordinal);
        var statement = Prepared("SELECT name, value FROM counters");
        while (statement.Next())
            counters.Add(statement.Text(0), statement.Long(1));
        return new StoreTotals(
            counters.GetValueOrDefault(Conversations), counters.GetValueOrDefault(Scores), counters.GetValueOrDefault(Pending),
            counters.GetValueOrDefault(SetAside), counters.GetValueOrDefault(Duplicates));
    }

    public IReadOnlyList<AgentSummary> Agents()
    {
        var decided = Decided();
        var agents = new List<AgentSummary>();
        var current = (Team: "", Agent: "");
        var sum = new RollupRow(0);
        var criteria = new SortedDictionary<string, CriterionCounts>(StringComparer.Ordinal);
        var rows = Prepared("SELECT team, agent, rubric, conversations, ranked, sum, criteria FROM rollups ORDER BY team, agent");
        while (rows.Next())
        {
            var key = (rows.Text(0), rows.Text(1));
            if (key != current)
                Finish();
            current = key;
            var rubric = Rubric(rows.Long(2)).Names.Criteria;
            sum.Conversations += rows.Long(3);
            sum.Ranked += rows.Long(4);
            sum.Sum += rows.Long(5);
            var counts = new CriterionCounts[rubric.Count];
            RollupCriteria.AddTo(counts, rows.Utf8(6));
            for (var i = 0; i < counts.Length; i++)
            {
                if (counts[i].Cases > 0)
                    criteria[rubric[i]] = criteria.GetValueOrDefault(rubric[i]).Plus(counts[i]);
            }
        }

        Finish();
        return agents;

        void Finish()
        {
            if (sum.Conversations == 0)
                return;
            var (suspected, confirmed) = decided.GetValueOrDefault(current);
            var summaries = new Dictionary<string, CriterionSummary>(StringComparer.Ordinal);
            foreach (var (id, counts) in criteria)
                summaries.Add(id, new CriterionSummary((int)counts.Cases, (int)Rounded(counts.Value, counts.Cases)));
            agents.Add(new AgentSummary(
                current.Agent, current.Team, (int)sum.Conversations, (int)sum.Ranked, sum.Ranked == 0 ? null : (int)Rounded(sum.Sum, sum.Ranked),
                (int)suspected, (int)confirmed, summaries));
            criteria.Clear();
            sum = new RollupRow(0);
        }
    }

    public IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to) =>
        Rollups(Prepared($"SELECT {RollupColumns} FROM rollups WHERE day BETWEEN ? AND ?").With(SqliteRow.Of(from)).With(SqliteRow.Of(to)));

    public IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to, string team) =>
        Rollups(Prepared($"SELECT {RollupColumns} FROM rollups WHERE team = ? AND day BETWEEN ? AND ?").With(team).With(SqliteRow.Of(from)).With(SqliteRow.Of(to)));

    private List<DailyRollup> Rollups(Statement rows)
    {
        var rollups = new List<DailyRollup>();
        while (rows.Next())
        {
            var row = new RollupRow(Rubric(rows.Long(4)).Names.Criteria.Count)
            {
                Conversations = rows.Long(5), Scores = rows.Long(6), Ranked = rows.Long(7), Sum = rows.Long(8), SumOfSquares = rows.Long(9), Moods = RollupMoods.Read(rows.Utf8(10)),
            };
            RollupCriteria.AddTo(row.Criteria, rows.Utf8(11));
            rollups.Add(Daily(new RollupKey(SqliteRow.Day(rows.Long(0)), rows.Text(1), rows.Text(2), rows.Text(3), rows.Long(4)), row));
        }

        return Sorted(rollups);
    }

    public IReadOnlyList<ServiceDay> ServiceOfShops(DateOnly from, DateOnly to) => Service(
        Prepared($"SELECT {ServiceColumns} FROM service_days WHERE of_shop = 1 AND day BETWEEN ? AND ?").With(SqliteRow.Of(from)).With(SqliteRow.Of(to)));

    public IReadOnlyList<ServiceDay> ServiceOfTeam(DateOnly from, DateOnly to, string team, string? agent) => Service(
        Prepared($"SELECT {ServiceColumns} FROM service_days WHERE of_shop = 0 AND team = ? AND day BETWEEN ? AND ? AND (? IS NULL OR agent = ?)")
            .With(team).With(SqliteRow.Of(from)).With(SqliteRow.Of(to)).With(agent).With(agent));

    private static List<ServiceDay> Service(Statement rows)
    {
        var sum = new ServiceCounts();
        while (rows.Next())
            sum.Add(new ServiceKey(SqliteRow.Day(rows.Long(0)), rows.Bool(1), rows.Text(2), rows.Text(3), rows.Text(4)), rows.Utf8(5));
        return sum.Days();
    }

    public IReadOnlyList<DailyRollup> Recount(DateOnly from, DateOnly to)
    {
        var sum = new RollupSum();
        var rows = Prepared(
            """
            SELECT s.day, s.shop, s.team, s.agent, s.rubric, s.first, coalesce(r.standing, s.standing), CASE WHEN r.score IS NULL THEN s.uncapped ELSE r.counts END,
                   coalesce(r.document, s.document), s.mood_start, s.mood_end, s.mood_turns
            FROM scores s LEFT JOIN reviewed_scores r ON r.score = s.number
            WHERE s.day BETWEEN ? AND ? AND s.official = 1
            """).With(SqliteRow.Of(from)).With(SqliteRow.Of(to));
        while (rows.Next())
        {
            sum.Add(
                new CountedScore(
                    SqliteRow.Day(rows.Long(0)), rows.Text(1), rows.Text(2), rows.Text(3), rows.Long(4), Rubric(rows.Long(4)).Names.Criteria.Count,
                    rows.Bool(5), ScoreColumns.Standing(rows.Text(6)), rows.IntOrNull(7), rows.Mood(9)),
                rows.Bytes(8),
                1);
        }

        var rollups = new List<DailyRollup>();
        foreach (var (key, row) in sum.Rows())
            rollups.Add(Daily(key, row));
        return Sorted(rollups);
    }

    public Conversation? Find(string id)
    {
        var statement = Prepared("SELECT document FROM conversations WHERE id = ? AND latest = 1").With(id);
        return statement.Next() ? ConversationDocument.Read(statement.Bytes(0)) : null;
    }

    public IReadOnlyList<StoredScore> ScoresOf(string conversation)
    {
        var states = new Dictionary<(long, string), string>();
        var decided = Prepared(
            """
            SELECT s.number, u.critical, u.state FROM conversations c
            JOIN scores s ON s.conversation = c.number JOIN suspicions u ON u.score = s.number
            WHERE c.id = ? AND c.latest = 1
            """).With(conversation);
        while (decided.Next())
            states.Add((decided.Long(0), decided.Text(1)), decided.Text(2));

        var scores = new List<StoredScore>();
        var row = Prepared(
            """
            SELECT s.number, c.revision, s.rubric, s.official, s.day, s.session, s.sessions, s.agent, s.team, s.message_from, s.message_to,
                   s.happened_at, s.scenario, s.standing, s.total, s.uncapped, s.base, s.band, s.passed, s.receipt, s.scored_at, s.document,
                   r.counts, r.total, r.standing, r.passed, r.at, r.document
            FROM conversations c JOIN scores s ON s.conversation = c.number LEFT JOIN reviewed_scores r ON r.score = s.number
            WHERE c.id = ? AND c.latest = 1
            ORDER BY s.official DESC, s.number
            """).With(conversation);
        while (row.Next())
        {
            var number = row.Long(0);
            var rubric = Rubric(row.Long(2));
            var parts = ScoreDocument.Read(row.Bytes(21), rubric.Names, _wording ??= Wording);
            var suspicions = new List<StoredSuspicion>();
            foreach (var suspicion in parts.Suspicions)
                suspicions.Add(suspicion with { State = states.GetValueOrDefault((number, suspicion.Critical), suspicion.State) });
            scores.Add(new StoredScore
            {
                Number = number,
                Conversation = conversation,
                Revision = row.Int(1),
                RubricId = rubric.Id,
                RubricVersion = rubric.Version,
                RubricHash = rubric.Hash,
                Official = row.Bool(3),
                Day = SqliteRow.Day(row.Long(4)),
                Session = row.Int(5),
                Sessions = row.Int(6),
                Agent = row.Text(7),
                Team = row.Text(8),
                MessageFrom = row.Int(9),
                MessageTo = row.Int(10),
                HappenedAt = SqliteRow.Time(row.LongOrNull(11)),
                Scenario = row.TextOrNull(12),
                Standing = ScoreColumns.Standing(row.Text(13)),
                Total = row.IntOrNull(14),
                Uncapped = row.IntOrNull(15),
                Base = row.IntOrNull(16),
                Band = row.LongOrNull(17) is { } band ? Wording(band) : null,
                Passed = row.LongOrNull(18) is { } passed ? passed != 0 : null,
                Receipt = row.Text(19),
                ScoredAt = Instant.At(row.Long(20)),
                Criteria = parts.Criteria,
                Adjustments = parts.Adjustments,
                Suspicions = suspicions,
                Stages = parts.Stages,
                LeftAt = parts.LeftAt,
                Mood = parts.Mood,
                Reviewed = row.IsNull(24)
                    ? null
                    : ReviewedRows.Read(
                        row.LongOrNull(22), row.LongOrNull(23), row.Text(24), row.LongOrNull(25) is { } good ? good != 0 : null, row.Long(26),
                        ScoreDocument.Read(row.Bytes(27), rubric.Names, _wording)),
            });
        }

        return scores;
    }

    public IReadOnlyList<ReviewedVerdicts> ReviewedSince(DateTimeOffset since, int most)
    {
        var reviewed = new List<ReviewedVerdicts>();
        var rows = Prepared(
            """
            SELECT s.number, s.rubric, s.verdicts, coalesce(r.verdicts, s.verdicts)
            FROM (SELECT score, MAX(at) AS at FROM reviews WHERE at >= ? GROUP BY score ORDER BY 2 DESC, 1 LIMIT ?) v
            JOIN scores s ON s.number = v.score LEFT JOIN reviewed_scores r ON r.score = s.number
            ORDER BY v.at DESC, s.number
            """).With(Instant.Of(since)).With(most);
        while (rows.Next())
        {
            var rubric = Rubric(rows.Long(1));
            reviewed.Add(new ReviewedVerdicts(rows.Long(0), rubric.Id, rubric.Names.Criteria, ScoreColumns.Verdicts(rows.Text(2)), ScoreColumns.Verdicts(rows.Text(3))));
        }

        return reviewed;
    }

    public IReadOnlyList<DeadLetter> DeadLetters(int most, long? before)
    {
        var letters = new List<DeadLetter>();
        var row = Prepared($"SELECT {LetterColumns} FROM set_aside WHERE number < ? ORDER BY number DESC LIMIT ?").With(before ?? long.MaxValue).With(most);
        while (row.Next())
            letters.Add(Letter(row));
        return letters;
    }

    public DeadLetter? DeadLetter(long number)
    {
        var row = Prepared($"SELECT {LetterColumns} FROM set_aside WHERE number = ?").With(number);
        return row.Next() ? Letter(row) : null;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        connection.Dispose();
    }

    private static DeadLetter Letter(Statement row) => new(
        row.Long(0),
        new SetAside(row.Text(1), row.Long(2), row.Long(3), row.Long(4), row.Bytes(5), row.TextOrNull(6), row.Text(7)) { Content = row.BytesOrNull(8) },
        Instant.At(row.Long(9)));

    /// <summary>For each agent: suspicions nobody decided, and confirmed ones.</summary>
    private Dictionary<(string Team, string Agent), (long Suspected, long Confirmed)> Decided()
    {
        var decided = new Dictionary<(string, string), (long, long)>();
        var rows = Prepared(
            """
            SELECT s.team, s.agent, SUM(u.state = 'suspected'), SUM(u.state = 'confirmed')
            FROM suspicions u JOIN scores s ON s.number = u.score
            WHERE s.official = 1
            GROUP BY s.team, s.agent
            """);
        while (rows.Next())
            decided.Add((rows.Text(0), rows.Text(1)), (rows.Long(2), rows.Long(3)));
        return decided;
    }

    private DailyRollup Daily(RollupKey key, RollupRow row)
    {
        var rubric = Rubric(key.Rubric);
        var criteria = new Dictionary<string, CriterionCounts>(StringComparer.Ordinal);
        for (var i = 0; i < row.Criteria.Length; i++)
        {
            if (row.Criteria[i] != default)
                criteria.Add(rubric.Names.Criteria[i], row.Criteria[i]);
        }

        return new DailyRollup(
            key.Day, key.Shop, key.Team, key.Agent, rubric.Hash, row.Conversations, row.Scores, row.Ranked, row.Sum, row.SumOfSquares, row.Moods, criteria);
    }

    private static List<DailyRollup> Sorted(List<DailyRollup> rollups)
    {
        rollups.Sort(static (one, other) =>
        {
            var order = RollupKey.Compare(Key(one), Key(other));
            return order == 0 ? string.CompareOrdinal(one.Rubric, other.Rubric) : order;
        });
        return rollups;

        static RollupKey Key(DailyRollup rollup) => new(rollup.Day, rollup.Shop, rollup.Team, rollup.Agent, 0);
    }

    /// <summary>What a score's document says.</summary>
    /// <param name="rubric">The number of the rubric that made it.</param>
    public ScoreParts Parts(long rubric, byte[] document) => ScoreDocument.Read(document, Rubric(rubric).Names, _wording ??= Wording);

    public (string Id, string Version, string Hash, RubricNames Names) Rubric(long number) => names.Rubrics.GetOrAdd(number, key =>
    {
        var row = Prepared("SELECT id, version, hash, names FROM rubrics WHERE number = ?").With(key);
        if (!row.Next())
            throw new StoreException($"a score refers to rubric {key}, which the store does not have; restore the store from a backup");
        var rubric = (row.Text(0), row.Text(1), row.Text(2), RubricNames.Read(row.Bytes(3)));
        row.Rewind();
        return rubric;
    });

    public Wording Wording(long number) => names.Wordings.GetOrAdd(number, key =>
    {
        var row = Prepared("SELECT zh, en FROM wordings WHERE number = ?").With(key);
        if (!row.Next())
            throw new StoreException($"a score refers to wording {key}, which the store does not have; restore the store from a backup");
        var wording = new Wording(row.Text(0), row.Text(1));
        row.Rewind();
        return wording;
    });

    /// <summary>A statement of this connection, ready to be run.</summary>
    public Statement Prepared(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new Statement(connection, sql));
        return statement;
    }

    private static long Rounded(long sum, long count) => ((2 * sum) + count) / (2 * count);
}
