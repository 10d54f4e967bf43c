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
    private readonly PostgresService _service;
    private readonly PostgresRollups _rollups;
    private readonly PostgresScores _scores;
    private readonly PostgresSkills _skills;
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
        _scores = new PostgresScores(connections, _vocabulary, time);
        _skills = new PostgresSkills(connections, _vocabulary);
        AgentScores = new PostgresAgentScores(connections, _vocabulary, _rollups);
        _service = new PostgresService(connections);
        _search = new PostgresSearchIndex(connections, _vocabulary, _partitions);
        Conversations = new PostgresConversationList(connections, _vocabulary, time);
    }

    public string Place => _connections.Place;

    public IPeopleDatabase People => this;

    public IReviewCandidates Candidates => new PostgresReviewCandidates(_connections, _vocabulary);

    public ISkillExamples Examples => _skills;

    public IAgentScores AgentScores { get; }

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

        foreach (var (team, agent, suspected, confirmed) in connection.List(
            """
            SELECT team, agent, count(*) FILTER (WHERE state = 'suspected'), count(*) FILTER (WHERE state = 'confirmed')
            FROM suspicions WHERE official AND NOT (agent = '' AND standing = 'none')
            GROUP BY team, agent
            """,
            static row => (PostgresText.Out(row.GetString(0)), PostgresText.Out(row.GetString(1)), row.GetInt64(2), row.GetInt64(3))))
        {
            if (agents.TryGetValue((team, agent), out var sums))
                sums.Suspect(suspected, confirmed);
        }

        var list = new List<AgentSummary>();
        foreach (var ((team, agent), sums) in agents)
            list.Add(sums.Of(agent, team));
        return list;
    });

    public IReadOnlyList<string> Teams() => _skills.Teams();

    public IReadOnlyList<string> Agents(string team) => _skills.Agents(team);

    public IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to) => _rollups.Of(from, to);

    public IReadOnlyList<DailyRollup> Rollups(DateOnly from, DateOnly to, string team) => _rollups.Of(from, to, team);

    public IReadOnlyList<ServiceDay> ServiceOfShops(DateOnly from, DateOnly to) => _service.OfShops(from, to);

    public IReadOnlyList<ServiceDay> ServiceOfTeam(DateOnly from, DateOnly to, string team, string? agent = null) => _service.OfTeam(from, to, team, agent);

    public IReadOnlyList<DailyRollup> Recount(DateOnly from, DateOnly to) => _rollups.Recount(from, to);

    public Conversation? Find(string id) => _connections.Use(connection => connection.List(
        "SELECT c.document FROM known k JOIN conversations c ON c.day = k.day AND c.number = k.number WHERE k.id = $1 AND k.latest",
        static row => ConversationDocument.Read(Encoding.UTF8.GetBytes(row.GetString(0))), PostgresText.Key(id))) is [var found] ? found : null;

    public IReadOnlyList<StoredScore> Scores(string conversation) => _scores.Of(conversation);

    public T Review<T>(string conversation, long score, Func<DbConnection, StoredScore?, Ruling<T>> decide) => _scores.Review(conversation, score, decide);

    public IReadOnlyList<ReviewedVerdicts> ReviewedSince(DateTimeOffset since, int most) => _scores.ReviewedSince(since, most);

    public IReadOnlyList<DeadLetter> DeadLetters(int most, long? before = null) => _setAside.List(most, before);

    public DeadLetter? DeadLetter(long number) => _setAside.Find(number);

    public bool Retry(long number, PendingConversation again) => _setAside.Retry(number, again);

    public long Forget(DateOnly firstKept) => new PostgresRetention(_connections, _partitions, _rollups, _service).Forget(firstKept);

    public void Tidy()
    {
        var today = _days.Of((DateTimeOffset?)null, _time.GetUtcNow());
        _partitions.Make([today, today.AddMonths(1)]);
        _rollups.Merge();
        _service.Merge();
    }

    public bool Index() => _search.Advance();

    T IPeopleDatabase.Read<T>(Func<DbConnection, T> work) => _connections.Use(work);

    T IPeopleDatabase.Write<T>(Func<DbConnection, T> work) => _connections.Transact(work);

    string IPeopleDatabase.IsOneOf(string column, string list) => $"{column} = ANY (@{list})";

    string IPeopleDatabase.Text(string text) => PostgresText.In(text);

    string IPeopleDatabase.Original(string text) => PostgresText.Out(text);

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

        public void Suspect(long suspected, long confirmed)
        {
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
