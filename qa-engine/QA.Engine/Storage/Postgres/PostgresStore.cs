using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Data.Common;
using System.Text;
using Npgsql;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Storage.Postgres;

/// <summary>
/// The store of many workers, in the schema <c>qa</c> of a PostgreSQL database.
/// <para>
/// What belongs together is kept in one transaction, positions included. Whether a conversation is new is decided by the unique keys of
/// <c>known</c>, so that it counts once however many workers save it, and a save whose answer was lost may be repeated. Workers append to
/// roll-ups and counters and never wait for each other's rows; <see cref="Tidy"/> merges. A lost connection, a server that is down or
/// full is a <see cref="StoreUnavailableException"/>; the store goes on once the server does.
/// </para>
/// </summary>
internal sealed class PostgresStore : IScoreStore, IPeopleDatabase
{
    private readonly PostgresConnections _connections;
    private readonly PostgresVocabulary _vocabulary;
    private readonly PostgresNumbers _numbers;
    private readonly PostgresPartitions _partitions;
    private readonly PostgresPending _pending;
    private readonly PostgresLeases _leases;
    private readonly PostgresPositions _positions;
    private readonly PostgresSetAside _setAside;
    private readonly PostgresJobs _jobs;
    private readonly PostgresRollups _rollups;
    private readonly PostgresSearchIndex _search;
    private readonly ConcurrentBag<PostgresBatch> _batches = [];
    private readonly StoreDay _days;
    private readonly TimeProvider _time;

    private PostgresStore(PostgresConnections connections, TimeProvider time, TimeZoneInfo zone)
    {
        _connections = connections;
        _time = time;
        _days = new StoreDay(zone);
        _vocabulary = new PostgresVocabulary(connections);
        _numbers = new PostgresNumbers(connections);
        _partitions = new PostgresPartitions(connections);
        _pending = new PostgresPending(connections);
        _leases = new PostgresLeases(connections);
        _positions = new PostgresPositions(connections);
        _setAside = new PostgresSetAside(connections);
        _jobs = new PostgresJobs(connections, _vocabulary, time);
        _rollups = new PostgresRollups(connections, _vocabulary);
        _search = new PostgresSearchIndex(connections, _vocabulary, _partitions);
        Conversations = new PostgresConversationList(connections, _vocabulary, time);
    }

    public string Place => _connections.Place;

    public IPeopleDatabase People => this;

    public IConversationList Conversations { get; }

    /// <summary>Opens a store, makes it where there is none, and brings it to this program's schema.</summary>
    /// <param name="connectionString">As Npgsql reads it; what it leaves open gets defaults that suit a worker.</param>
    /// <param name="zone">Where a day begins.</param>
    /// <exception cref="StoreException">It is no connection string, the server refuses the login, or a newer program wrote the store.</exception>
    /// <exception cref="StoreUnavailableException">The server cannot be reached for now.</exception>
    public static PostgresStore Open(string connectionString, TimeProvider time, TimeZoneInfo zone)
    {
        var connections = new PostgresConnections(connectionString);
        try
        {
            connections.Use(connection =>
            {
                PostgresMigrations.Apply(connection, connections.Place);
                return true;
            });
            return new PostgresStore(connections, time, zone);
        }
        catch (PostgresException e)
        {
            connections.Dispose();
            throw new StoreException($"{connections.Place}: cannot be used as a store: {e.MessageText} ({e.SqlState}); mend Store:Postgres, or what the server says", e);
        }
        catch
        {
            connections.Dispose();
            throw;
        }
    }

    public void Dispose() => _connections.Dispose();

    public void UseRubric(Rubric rubric, string text) => _vocabulary.Use(rubric, text);

    public Saved Save(StoreBatch batch)
    {
        if (!_batches.TryTake(out var writer))
            writer = new PostgresBatch(_connections, _vocabulary, _numbers, _partitions, _days, _time);
        try
        {
            return writer.Save(batch);
        }
        finally
        {
            _batches.Add(writer);
        }
    }

    public IReadOnlyList<bool> Knows(IReadOnlyList<ConversationKey> conversations)
    {
        var known = new bool[conversations.Count];
        if (known.Length == 0)
            return known;
        var ids = new string[known.Length];
        var hashes = new byte[known.Length][];
        for (var i = 0; i < known.Length; i++)
            (ids[i], hashes[i]) = (PostgresText.Key(conversations[i].Id), conversations[i].ContentHash);
        foreach (var place in _connections.Use(connection => connection.List(
            """
            SELECT place FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS asked (id, hash, place)
            WHERE EXISTS (SELECT FROM known WHERE known.id = asked.id AND known.hash = asked.hash)
            """,
            static row => row.GetInt64(0), ids, hashes)))
            known[place - 1] = true;
        return known;
    }

    public IReadOnlyList<StoredPosition> Positions(string source) => _positions.Of(source);

    public IReadOnlyList<PendingConversation> Claim(string worker, DateTimeOffset now, int most, TimeSpan lease) => _pending.Claim(worker, now, most, lease);

    public void GiveBack(string worker) => _pending.GiveBack(worker);

    public Backlog Backlog(DateTimeOffset now) => _pending.Backlog(now);

    public bool Lease(string name, string worker, TimeSpan length) => _leases.Take(name, worker, length);

    public void Release(string name, string worker) => _leases.GiveBack(name, worker);

    /// <inheritdoc/>
    /// <remarks>A worker may run anywhere: only its silence tells that it is dead.</remarks>
    public void FreeTheDead()
    {
        // Nothing to go by.
    }

    public int Beat(string worker, TimeSpan length) => _leases.Beat(worker, length);

    public Job StartJob(JobRequest request) => _jobs.Start(request);

    public IReadOnlyList<Job> Jobs(int most) => _jobs.List(most);

    public JobPage NextOfJob(Job job, int most) => _jobs.Next(job, most);

    public StoreTotals Totals() => _connections.Use(static connection => connection.List(
        """
        SELECT c.conversations + coalesce(d.conversations, 0), c.scores + coalesce(d.scores, 0), (SELECT count(*) FROM pending),
               (SELECT count(*) FROM set_aside), c.duplicates + coalesce(d.duplicates, 0)
        FROM counters c, (SELECT sum(conversations) AS conversations, sum(scores) AS scores, sum(duplicates) AS duplicates FROM counter_deltas) d
        """,
        static row => new StoreTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))))[0];

    public IReadOnlyList<AgentSummary> Agents() => _connections.Look(connection =>
    {
        var agents = new SortedDictionary<(string Team, string Agent), Sums>(Comparer<(string Team, string Agent)>.Create(static (one, other) =>
            string.CompareOrdinal(one.Team, other.Team) is var order and not 0 ? order : string.CompareOrdinal(one.Agent, other.Agent)));
        foreach (var (key, row) in _rollups.OfAllDays(connection).Sorted())
        {
            if (!agents.TryGetValue((key.Team, key.Agent), out var sums))
                agents.Add((key.Team, key.Agent), sums = new Sums());
            sums.Add(row, _vocabulary.Rubric((int)key.Rubric).Names);
        }

        // One row for each score with suspicions: its smallest cap that a person confirmed takes from the sum.
        foreach (var (team, agent, over, suspected, confirmed) in connection.List(
            """
            SELECT team, agent, sum(over)::bigint, sum(suspected)::bigint, sum(confirmed)::bigint
            FROM (SELECT team, agent,
                         CASE WHEN standing = 'ranked' THEN greatest(uncapped - min(cap) FILTER (WHERE state = 'confirmed'), 0) ELSE 0 END AS over,
                         count(*) FILTER (WHERE state = 'suspected') AS suspected, count(*) FILTER (WHERE state = 'confirmed') AS confirmed
                  FROM suspicions WHERE official AND NOT (agent = '' AND standing = 'none')
                  GROUP BY score, team, agent, standing, uncapped) AS each
            GROUP BY team, agent
            """,
            static row => (PostgresText.Out(row.GetString(0)), PostgresText.Out(row.GetString(1)), row.IsDBNull(2) ? 0 : row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))))
        {
            if (agents.TryGetValue((team, agent), out var sums))
                sums.Suspect(over, suspected, confirmed);
        }

        var list = new List<AgentSummary>();
        foreach (var ((team, agent), sums) in agents)
            list.Add(sums.Of(agent, team));
        return list;
    });

    public IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to) => _rollups.Of(from, to);

    public IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to, string team) => _rollups.Of(from, to, team);

    public IReadOnlyList<DailyRollup> Recount(DateOnly from, DateOnly to) => _rollups.Recount(from, to);

    public Conversation? Find(string id) => _connections.Use(connection => connection.List(
        "SELECT c.document FROM known k JOIN conversations c ON c.day = k.day AND c.number = k.number WHERE k.id = $1 AND k.latest",
        static row => ConversationDocument.Read(Encoding.UTF8.GetBytes(row.GetString(0))), PostgresText.Key(id))) is [var found] ? found : null;

    public IReadOnlyList<StoredScore> Scores(string conversation)
    {
        var (scores, states) = _connections.Look(connection =>
        {
            var found = connection.List(
                """
                SELECT s.number, k.revision, s.rubric, s.official, s.day, s.session, s.sessions, s.agent, s.team, s.message_from, s.message_to, s.happened_at,
                       s.scenario, s.standing, s.total, s.uncapped, s.base, s.band, s.passed, s.receipt, s.scored_at, s.document
                FROM known k JOIN scores s ON s.conversation = k.number AND s.day BETWEEN k.scores_from AND k.scores_to
                WHERE k.id = $1 AND k.latest
                ORDER BY s.official DESC, s.number
                """,
                row => (Score: Read(conversation, row), Rubric: row.GetInt32(2), Band: row.IsDBNull(17) ? 0 : row.GetInt64(17), Document: Encoding.UTF8.GetBytes(row.GetString(21))),
                PostgresText.Key(conversation));
            var decided = connection.List(
                "SELECT score, critical, state FROM suspicions WHERE score = ANY ($1)",
                static row => ((row.GetInt64(0), PostgresText.Out(row.GetString(1))), row.GetString(2)), found.ConvertAll(static each => each.Score.Number));
            return (found, decided);
        });
        var byScore = new Dictionary<(long, string), string>();
        foreach (var (suspicion, state) in states)
            byScore[suspicion] = state;
        return scores.ConvertAll(each =>
        {
            var rubric = _vocabulary.Rubric(each.Rubric);
            var parts = ScoreDocument.Read(each.Document, rubric.Names, _vocabulary.Wording);
            var suspicions = new List<StoredSuspicion>();
            foreach (var suspicion in parts.Suspicions)
                suspicions.Add(suspicion with { State = byScore.GetValueOrDefault((each.Score.Number, suspicion.Critical), suspicion.State) });
            return each.Score with
            {
                RubricId = rubric.Id,
                RubricVersion = rubric.Version,
                RubricHash = rubric.Hash,
                Band = each.Band == 0 ? null : _vocabulary.Wording(each.Band),
                Criteria = parts.Criteria,
                Adjustments = parts.Adjustments,
                Suspicions = suspicions,
                Stages = parts.Stages,
                LeftAt = parts.LeftAt,
            };
        });
    }

    public IReadOnlyList<DeadLetter> DeadLetters(int most, long? before = null) => _setAside.List(most, before);

    public DeadLetter? DeadLetter(long number) => _setAside.Find(number);

    public bool Retry(long number, PendingConversation again) => _setAside.Retry(number, again);

    public long Forget(DateOnly firstKept) => new PostgresRetention(_connections, _partitions, _rollups).Forget(firstKept);

    public void Tidy()
    {
        var today = _days.Of((DateTimeOffset?)null, _time.GetUtcNow());
        _partitions.Make([today, today.AddMonths(1)]);
        _rollups.Merge();
    }

    public bool Index() => _search.Advance();

    T IPeopleDatabase.Read<T>(Func<DbConnection, T> work) => _connections.Use(work);

    T IPeopleDatabase.Write<T>(Func<DbConnection, T> work) => _connections.Transact(work);

    string IPeopleDatabase.Text(string text) => PostgresText.In(text);

    string IPeopleDatabase.Original(string text) => PostgresText.Out(text);

    /// <summary>The columns alone; the document and the rubric are filled in later.</summary>
    private static StoredScore Read(string conversation, NpgsqlDataReader row) => new()
    {
        Conversation = conversation,
        Number = row.GetInt64(0),
        Revision = row.GetInt32(1),
        RubricId = "",
        RubricVersion = "",
        RubricHash = "",
        Official = row.GetBoolean(3),
        Day = row.GetFieldValue<DateOnly>(4),
        Session = row.GetInt32(5),
        Sessions = row.GetInt32(6),
        Agent = PostgresText.Out(row.GetString(7)),
        Team = PostgresText.Out(row.GetString(8)),
        MessageFrom = row.GetInt32(9),
        MessageTo = row.GetInt32(10),
        HappenedAt = row.MomentOrNull(11),
        Scenario = row.TextOrNull(12),
        Standing = ScoreColumns.Standing(row.GetString(13)),
        Total = row.IntOrNull(14),
        Uncapped = row.IntOrNull(15),
        Base = row.IntOrNull(16),
        Band = null,
        Passed = row.IsDBNull(18) ? null : row.GetBoolean(18),
        Receipt = PostgresText.Out(row.GetString(19)),
        ScoredAt = row.Moment(20),
        Criteria = [],
        Adjustments = [],
        Suspicions = [],
        Stages = [],
        LeftAt = null,
    };

    /// <summary>An agent's scores on their way into a summary.</summary>
    private sealed class Sums
    {
        private readonly Dictionary<string, CriterionCounts> _criteria = new(StringComparer.Ordinal);
        private long _conversations;
        private long _ranked;
        private long _sum;
        private long _suspected;
        private long _confirmed;

        public void Add(RollupRow row, RubricNames names)
        {
            _conversations += row.Conversations;
            _ranked += row.Ranked;
            _sum += row.Sum;
            for (var i = 0; i < row.Criteria.Length; i++)
            {
                if (row.Criteria[i].Cases > 0)
                    _criteria[names.Criteria[i]] = _criteria.GetValueOrDefault(names.Criteria[i]).Plus(row.Criteria[i]);
            }
        }

        /// <param name="over">Hundredths of a point above the caps that people confirmed.</param>
        public void Suspect(long over, long suspected, long confirmed)
        {
            _sum -= over;
            _suspected += suspected;
            _confirmed += confirmed;
        }

        public AgentSummary Of(string agent, string team)
        {
            var criteria = new Dictionary<string, CriterionSummary>(StringComparer.Ordinal);
            foreach (var (id, counts) in _criteria)
                criteria.Add(id, new CriterionSummary((int)counts.Cases, (int)Rounded(counts.Value, counts.Cases)));
            return new AgentSummary(
                agent, team, (int)_conversations, (int)_ranked, _ranked == 0 ? null : (int)Rounded(_sum, _ranked), (int)_suspected, (int)_confirmed, criteria);
        }

        /// <summary>Half up.</summary>
        private static long Rounded(long sum, long count) => ((2 * sum) + count) / (2 * count);
    }
}
