using System;
using System.Buffers;
using System.Collections.Generic;
using Npgsql;
using QA.Scoring;

namespace QA.Engine.Storage.Postgres;

/// <summary>
/// Keeps batches. What can be computed is computed before the transaction begins; in it, the content of each conversation is noted in
/// <c>known</c> first, which decides what is new, and the rest goes in by binary COPY. Reuses its buffers: one instance for each thread.
/// </summary>
internal sealed class PostgresBatch(
    PostgresConnections connections, PostgresVocabulary vocabulary, PostgresNumbers numbers, PostgresPartitions partitions, StoreDay days, TimeProvider time)
{
    // Buffers grow with the largest batch; beyond this they are not worth keeping.
    private const int MostKept = 16 * 1024 * 1024;
    private readonly ConversationDocument _conversation = new();
    private readonly ScoreDocument _score = new();
    private readonly CopyRows _conversationRows = new();
    private readonly CopyRows _scoreRows = new();
    private readonly CopyRows _suspicionRows = new();
    private readonly RollupDeltaRows _deltaRows = new();
    private readonly RollupSum _sums = new();
    private readonly ServiceCounts _service = new();
    private readonly List<KeptConversation> _kept = [];
    private readonly List<PendingConversation> _pending = [];
    private readonly List<SetAside> _setAside = [];
    private readonly List<RescoredConversation> _rescored = [];
    private readonly List<ScoreKey> _toFind = [];
    private ArrayBufferWriter<byte> _documents = new(256 * 1024);
    private DateTimeOffset _now;
    private int _duplicates;

    public Saved Save(StoreBatch batch)
    {
        Prepare(batch);
        for (var attempt = 1; ; attempt++)
        {
            partitions.Make(Days());
            try
            {
                return connections.Transact(connection => Keep(connection, batch));
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation && attempt < 3)
            {
                // Another worker dropped a partition that this one made long ago.
                partitions.ForgetMade();
            }
        }
    }

    private void Prepare(StoreBatch batch)
    {
        _now = time.GetUtcNow();
        _duplicates = batch.Duplicates;
        _kept.Clear();
        _pending.Clear();
        _setAside.Clear();
        _rescored.Clear();
        if (_documents.Capacity > MostKept)
            _documents = new ArrayBufferWriter<byte>(256 * 1024);
        _documents.ResetWrittenCount();
        foreach (var entry in batch.Entries)
        {
            switch (entry)
            {
                case ScoredConversation scored:
                    Prepare(scored);
                    break;
                case PendingConversation waiting:
                    _pending.Add(waiting);
                    break;
                case SetAside bad:
                    _setAside.Add(bad);
                    break;
                case RescoredConversation rescored:
                    _rescored.Add(rescored);
                    break;
                default:
                    throw new InvalidOperationException($"a store keeps no {entry.GetType().Name}");
            }
        }

        // In the order of the index, so that two workers never wait for each other crosswise; of one conversation, in the order of the batch.
        var place = new Dictionary<KeptConversation, int>(_kept.Count);
        for (var i = 0; i < _kept.Count; i++)
            place.Add(_kept[i], i);
        _kept.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key) is var order and not 0 ? order : place[one] - place[other]);
        foreach (var kept in _kept)
            kept.Number = numbers.Next();
    }

    private void Prepare(ScoredConversation scored)
    {
        var chat = scored.Conversation;
        var day = days.Of(chat, _now);
        var kept = new KeptConversation(scored)
        {
            Key = PostgresText.Key(chat.Id),
            Day = day,
            Order = RevisionOrder.Of(chat, _now),
            Document = Document(_conversation.Write(chat)),
        };
        kept.Scores.AddRange(Prepare(scored.Scores, day, _now));
        _kept.Add(kept);
    }

    private List<KeptScore> Prepare(IReadOnlyList<Score> scores, DateOnly conversation, DateTimeOffset taken)
    {
        var kept = new List<KeptScore>(scores.Count);
        foreach (var score in scores)
        {
            var rubric = vocabulary.Rubric(score.Rubric.Hash)
                ?? throw new InvalidOperationException($"rubric {score.Rubric.Id} {score.Rubric.Version} must be made known to the store before its scores");
            var first = !kept.Exists(other => other.Score.Agent == score.Agent && other.Score.Team == score.Team);
            kept.Add(new KeptScore(numbers.Next(), score, rubric, days.Of(score, conversation, taken), first, Document(_score.Write(score, vocabulary.Number))));
        }

        return kept;
    }

    private (int Start, int Length) Document(ReadOnlyMemory<byte> json)
    {
        var start = _documents.WrittenCount;
        _documents.Write(json.Span);
        return (start, json.Length);
    }

    private ReadOnlySpan<byte> Document((int Start, int Length) at) => _documents.WrittenSpan.Slice(at.Start, at.Length);

    private HashSet<DateOnly> Days()
    {
        var all = new HashSet<DateOnly>();
        foreach (var kept in _kept)
        {
            all.Add(kept.Day);
            foreach (var score in kept.Scores)
                all.Add(score.Day);
        }

        foreach (var rescored in _rescored)
            all.Add(rescored.Conversation.Day);
        return all;
    }

    /// <summary>In a transaction; may be called again from the start.</summary>
    private Saved Keep(NpgsqlConnection connection, StoreBatch batch)
    {
        Hold(connection, batch);
        _conversationRows.Clear();
        _scoreRows.Clear();
        _suspicionRows.Clear();
        _deltaRows.Clear();
        _toFind.Clear();
        _sums.Clear();
        _service.Clear();
        var scores = 0;
        if (_kept.Count > 0)
            NoteWhatIsNew(connection);
        var (conversations, duplicates) = (0, _duplicates);
        foreach (var kept in _kept)
        {
            if (!kept.IsNew)
            {
                duplicates++;
                continue;
            }

            conversations++;
            scores += kept.Scores.Count;
            Add(kept);
        }

        if (_rescored.Count > 0)
            scores += new PostgresRescoring(connection, vocabulary, _sums, new OfficialScores(connection, vocabulary, _sums)).Keep(_rescored, batch.Job, Prepare, Add);
        _deltaRows.Add(_sums);
        Send(connection);
        var (pending, known, setAside) = KeepTheRest(connection, batch, conversations, scores, duplicates);
        return new Saved(conversations, scores, duplicates + known, pending, setAside);
    }

    /// <summary>Sees to it that the batch's leases stay with this worker until the batch is kept.</summary>
    /// <exception cref="LeaseLostException">They are another's.</exception>
    private static void Hold(NpgsqlConnection connection, StoreBatch batch)
    {
        if (batch.Lease is { } lease)
            Hold(connection, lease.Name, lease.Worker);
        if (batch.Job is { } job)
            Hold(connection, LeaseNames.Job(job.Job), job.Worker);
    }

    private static void Hold(NpgsqlConnection connection, string name, string worker)
    {
        var held = connection.List("SELECT worker FROM leases WHERE name = $1 FOR UPDATE", static row => row.GetString(0), PostgresText.Key(name));
        if (held.Count == 0 || held[0] != PostgresText.Key(worker))
            throw new LeaseLostException($"the lease '{name}' is no longer that of worker '{worker}': it was silent for too long; nothing of its batch was kept");
    }

    /// <summary>Decides for each conversation whether it is new, and of what revision.</summary>
    private void NoteWhatIsNew(NpgsqlConnection connection)
    {
        foreach (var kept in _kept)
            (kept.IsNew, kept.IsLatest, kept.Revision) = (false, true, 1);
        Note(connection, _kept);
        var others = _kept.FindAll(static kept => !kept.IsNew);
        if (others.Count > 0)
            new PostgresRevisions(connection, new OfficialScores(connection, vocabulary, _sums), _service).Note(others, _kept, Note);
    }

    /// <summary>Adds rows to <c>known</c> and marks those as new that went in; the others are known, or of a revision that exists.</summary>
    private static void Note(NpgsqlConnection connection, List<KeptConversation> kept)
    {
        var byNumber = new Dictionary<long, KeptConversation>(kept.Count);
        var ids = new string[kept.Count];
        var hashes = new byte[kept.Count][];
        var revisions = new int[kept.Count];
        var rowNumbers = new long[kept.Count];
        var rowDays = new DateOnly[kept.Count];
        var from = new DateOnly[kept.Count];
        var messages = new int[kept.Count];
        var latest = new bool[kept.Count];
        var closed = new bool[kept.Count];
        var lastAt = new DateTime?[kept.Count];
        for (var i = 0; i < kept.Count; i++)
        {
            var one = kept[i];
            byNumber.Add(one.Number, one);
            (ids[i], hashes[i], revisions[i], rowNumbers[i]) = (one.Key, one.Entry.ContentHash, one.Revision, one.Number);
            (rowDays[i], from[i], latest[i]) = (one.Day, one.From, one.IsLatest);
            (messages[i], closed[i], lastAt[i]) = (one.Order.Messages, one.Order.Closed, one.Order.LastMessage?.UtcDateTime);
        }

        // A row of another worker's transaction that is not over is waited for: afterwards it is known, or it never was.
        foreach (var number in connection.List(
            """
            INSERT INTO known (id, hash, revision, number, day, scores_from, scores_to, messages, latest, closed, last_at)
            SELECT id, hash, revision, number, day, scores_from, day, messages, latest, closed, last_at
            FROM unnest($1::text[], $2::bytea[], $3::int[], $4::bigint[], $5::date[], $6::date[], $7::int[], $8::bool[], $9::bool[], $10::timestamptz[])
                 AS batch (id, hash, revision, number, day, scores_from, messages, latest, closed, last_at)
            ON CONFLICT DO NOTHING
            RETURNING number
            """,
            static row => row.GetInt64(0), ids, hashes, revisions, rowNumbers, rowDays, from, messages, latest, closed, lastAt))
            byNumber[number].IsNew = true;
    }

    private void Add(KeptConversation kept)
    {
        var entry = kept.Entry;
        _conversationRows.Row(9).Day(kept.Day).Long(kept.Number).Long(entry.Line).Moment(_now).Int(kept.Revision).Text(kept.Key).Text(entry.Source)
            .Bytes(Document(kept.Document));
        if (kept.IsLatest && ServiceCounts.Keyed(entry.Service) is { } service)
        {
            _conversationRows.Bytes(service);
            foreach (var part in entry.Service)
                _service.Add(part);
        }
        else
        {
            _conversationRows.Null();
        }

        foreach (var score in kept.Scores)
        {
            Add(score, kept.Number, kept.Day, kept.IsLatest, entry.Receipt);
            if (kept.IsLatest)
                _sums.Add(score.Counted(), score.Score);
        }
    }

    private void Add(KeptScore kept, long conversation, DateOnly conversationDay, bool official, string receipt)
    {
        var score = kept.Score;
        var number = kept.Number;
        var (shop, team, agent) = (score.Conversation.Shop ?? "", score.Team ?? "", score.Agent ?? "");
        var standing = ScoreColumns.Standing(score.Standing);
        _toFind.Add(new ScoreKey(kept.Day, number, conversation, conversationDay));
        _scoreRows.Row(28).Day(kept.Day).Int(kept.Rubric.Number).Long(number).Long(conversation).Moment(StoreDay.HappenedAt(score)).Moment(_now)
            .Int(score.Session).Int(score.Sessions).Int(score.Messages.From).Int(score.Messages.To).Int(score.Total).Int(score.Uncapped).Int(score.Base)
            .Long(score.Band is { } band ? vocabulary.Number(band.Title) : null).Bool(official).Bool(score.Passed).Bool(kept.IsFirst).Text(standing)
            .Text(shop).Text(team).Text(agent).Text(score.Scenario?.Id).Text(receipt).Text(ScoreColumns.Verdicts(score)).Bytes(Document(kept.Document))
            .Int(score.Mood?.Start).Int(score.Mood?.End).Int(score.Mood?.Turns);
        foreach (var (critical, _) in score.Suspicions)
        {
            _suspicionRows.Row(8).Long(number).Day(kept.Day).Int(critical.Cap).Bool(official).Text(standing).Text(critical.Id)
                .Text(team).Text(agent);
        }
    }

    private void Send(NpgsqlConnection connection)
    {
        _conversationRows.SendTo(connection, "COPY conversations (day, number, line, taken_at, revision, id, source, document, service) FROM STDIN (FORMAT BINARY)");
        _scoreRows.SendTo(
            connection,
            """
            COPY scores (day, rubric, number, conversation, happened_at, scored_at, session, sessions, message_from, message_to, total, uncapped, base,
                         band, official, passed, first, standing, shop, team, agent, scenario, receipt, verdicts, document,
                         mood_start, mood_end, mood_turns) FROM STDIN (FORMAT BINARY)
            """);
        _suspicionRows.SendTo(connection, "COPY suspicions (score, day, cap, official, standing, critical, team, agent) FROM STDIN (FORMAT BINARY)");
        _deltaRows.SendTo(connection);
        PostgresService.Append(connection, _service);
    }

    /// <summary>What waits and what no longer does, the position, the job, the counters.</summary>
    private (int Pending, int Known, int SetAside) KeepTheRest(NpgsqlConnection connection, StoreBatch batch, int conversations, int scores, int duplicates)
    {
        var accepted = _pending.Count == 0 ? 0 : PostgresPending.Keep(connection, _pending);
        var known = _pending.Count - accepted;
        using var rest = new NpgsqlBatch(connection);
        if (_kept.Count > 0)
            PostgresPending.Settle(rest, _kept);
        var setAside = _setAside.Count == 0 ? null : PostgresSetAside.Keep(rest, _setAside, _now);
        if (batch.Position is { } position)
            PostgresPositions.Keep(rest, position, batch.Forget);
        if (batch.Job is { } job)
            PostgresJobs.Keep(rest, job, _now);
        if (_toFind.Count > 0)
            PostgresSearchIndex.Queue(rest, _toFind);
        duplicates += known;
        if (conversations + scores + duplicates > 0)
            rest.Add("INSERT INTO counter_deltas (conversations, scores, duplicates) VALUES ($1, $2, $3)", conversations, scores, duplicates);
        if (rest.BatchCommands.Count > 0)
            rest.ExecuteNonQuery();
        return (accepted, known, setAside is null ? 0 : checked((int)setAside.RecordsAffected));
    }
}
