using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using QA.Engine.Json;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Storage.Sqlite;

/// <summary>The statements that keep a batch, and those that take days out again. For one thread at a time.</summary>
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly TimeProvider _time;
    private readonly StoreDay _days;
    private readonly Func<Wording, long> _number;
    private readonly List<Statement> _all = [];
    private readonly Dictionary<Wording, long> _wordings = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Rubric, long> _rubrics = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<long, int> _criteria = [];
    private readonly ConversationDocument _conversationDocument = new();
    private readonly ScoreDocument _scoreDocument = new();
    private readonly RollupSum _sum = new();
    private readonly ServiceCounts _served = new();
    private readonly HashSet<(string Team, string Agent)> _seen = [];
    private readonly Utf8Output _rollupCriteria = new();
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _revisions;
    private readonly Statement _noLongerLatest;
    private readonly Statement _conversation;
    private readonly Statement _kept;
    private readonly Statement _score;
    private readonly Statement _scoredBefore;
    private readonly Statement _counted;
    private readonly Statement _reviewed;
    private readonly Statement _makeOfficial;
    private readonly Statement _suspicion;
    private readonly Statement _wordingNumber;
    private readonly Statement _wording;
    private readonly Statement _rubricNumber;
    private readonly Statement _names;
    private readonly Statement _rollup;
    private readonly Statement _newRollup;
    private readonly Statement _changeRollup;
    private readonly Statement _dropRollup;
    private readonly Statement _service;
    private readonly Statement _keptService;
    private readonly Statement _changeService;
    private readonly Statement _dropService;
    private readonly Statement _setAside;
    private readonly Statement _waiting;
    private readonly Statement _wait;
    private readonly Statement _waitInstead;
    private readonly Statement _noLongerWaiting;
    private readonly Statement _position;
    private readonly Statement _forgetPosition;
    private readonly Statement _holder;
    private readonly Statement _job;
    private readonly Statement _jobProgress;
    private readonly Statement _count;

    public SqliteWriter(SqliteConnection connection, TimeProvider time, StoreDay days)
    {
        _connection = connection;
        _time = time;
        _days = days;
        _number = Number;

        // Immediate: what is read inside the transaction stays true until it is committed.
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _revisions = Prepare("SELECT number, revision, latest, content_hash, last_at, messages, closed FROM conversations WHERE id = ?");
        _noLongerLatest = Prepare("UPDATE conversations SET latest = 0 WHERE number = ?");
        _conversation = Prepare(
            """
            INSERT INTO conversations (id, content_hash, revision, latest, day, last_at, messages, closed, channel, shop, source, line, taken_at, document, service)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _kept = Prepare("SELECT latest, day, taken_at FROM conversations WHERE number = ?");
        _score = Prepare(
            """
            INSERT INTO scores (conversation, rubric, place, official, first, day, session, sessions, shop, team, agent, message_from, message_to, happened_at,
                                scenario, standing, total, uncapped, base, band, passed, verdicts, receipt, scored_at, document,
                                mood_start, mood_end, mood_turns)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _scoredBefore = Prepare("SELECT 1 FROM scores WHERE conversation = ? AND rubric = ? LIMIT 1");
        _counted = Prepare(
            """
            SELECT s.day, s.shop, s.team, s.agent, s.rubric, s.first, coalesce(r.standing, s.standing), CASE WHEN r.score IS NULL THEN s.uncapped ELSE r.counts END,
                   s.mood_start, s.mood_end, s.mood_turns, coalesce(r.document, s.document)
            FROM scores s LEFT JOIN reviewed_scores r ON r.score = s.number
            WHERE s.conversation = ?1 AND s.official = ?2 AND (?3 IS NULL OR s.rubric = ?3)
            """);
        _reviewed = Prepare(
            """
            SELECT s.day, s.shop, s.team, s.agent, s.rubric, s.first, coalesce(r.standing, s.standing), CASE WHEN r.score IS NULL THEN s.uncapped ELSE r.counts END,
                   s.mood_start, s.mood_end, s.mood_turns, coalesce(r.document, s.document), s.official, s.standing, s.uncapped, s.document
            FROM scores s LEFT JOIN reviewed_scores r ON r.score = s.number
            WHERE s.number = ?
            """);
        _makeOfficial = Prepare("UPDATE scores SET official = ?3 WHERE conversation = ?1 AND official <> ?3 AND (?2 IS NULL OR rubric = ?2)");
        _suspicion = Prepare("INSERT INTO suspicions (score, critical, cap) VALUES (?, ?, ?)");
        _wordingNumber = Prepare("SELECT number FROM wordings WHERE zh = ? AND en = ?");
        _wording = Prepare("INSERT INTO wordings (zh, en) VALUES (?, ?)");
        _rubricNumber = Prepare("SELECT number FROM rubrics WHERE hash = ?");
        _names = Prepare("SELECT names FROM rubrics WHERE number = ?");
        _rollup = Prepare(
            """
            SELECT number, conversations, scores, ranked, sum, sum_of_squares, moods, criteria FROM rollups
            WHERE day = ? AND shop = ? AND team = ? AND agent = ? AND rubric = ?
            """);
        _newRollup = Prepare(
            """
            INSERT INTO rollups (day, shop, team, agent, rubric, conversations, scores, ranked, sum, sum_of_squares, moods, criteria)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _changeRollup = Prepare("UPDATE rollups SET conversations = ?, scores = ?, ranked = ?, sum = ?, sum_of_squares = ?, moods = ?, criteria = ? WHERE number = ?");
        _dropRollup = Prepare("DELETE FROM rollups WHERE number = ?");
        _service = Prepare("SELECT counts FROM service_days WHERE day = ? AND of_shop = ? AND shop = ? AND team = ? AND agent = ?");
        _keptService = Prepare("SELECT service FROM conversations WHERE number = ?");
        _changeService = Prepare(
            """
            INSERT INTO service_days (day, of_shop, shop, team, agent, counts) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (day, of_shop, shop, team, agent) DO UPDATE SET counts = excluded.counts
            """);
        _dropService = Prepare("DELETE FROM service_days WHERE day = ? AND of_shop = ? AND shop = ? AND team = ? AND agent = ?");
        _setAside = Prepare(
            """
            INSERT INTO set_aside (source, line, byte_offset, byte_length, hash, conversation, reason, content, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source, hash, reason) DO NOTHING
            """);
        _waiting = Prepare("SELECT content_hash, json, last_at, messages, closed FROM pending WHERE id = ?");
        _wait = Prepare(
            "INSERT INTO pending (content_hash, due_at, last_at, messages, closed, source, line, json, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");

        // The newer state is nobody's yet, whoever works on the older one.
        _waitInstead = Prepare(
            """
            UPDATE pending SET content_hash = ?, due_at = ?, last_at = ?, messages = ?, closed = ?, source = ?, line = ?, json = ?,
                               claimed_by = NULL, claimed_until = NULL, claims = 0
            WHERE id = ?
            """);
        _noLongerWaiting = Prepare("DELETE FROM pending WHERE id = ?");
        _position = Prepare(
            """
            INSERT INTO positions (source, part, value) VALUES (?, ?, ?)
            ON CONFLICT (source, part) DO UPDATE SET value = excluded.value
            """);
        _forgetPosition = Prepare("DELETE FROM positions WHERE source = ? AND part = ?");
        _holder = Prepare("SELECT worker FROM leases WHERE name = ?");
        _job = Prepare("SELECT rubric, official FROM jobs WHERE number = ?");
        _jobProgress = Prepare("UPDATE jobs SET cursor = ?, done = done + ?, finished = ?, changed_at = ? WHERE number = ?");
        _count = Prepare("INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value");
    }

    /// <summary>Does something as a whole or not at all.</summary>
    public T InTransaction<T>(Func<T> work)
    {
        _begin.Run();
        try
        {
            var result = work();
            _commit.Run();
            return result;
        }
        catch
        {
            // Numbers handed out in this transaction are void.
            _wordings.Clear();
            _rubrics.Clear();
            _criteria.Clear();
            foreach (var statement in _all)
                statement.Rewind();
            RollBack();
            throw;
        }
    }

    public Saved Save(StoreBatch batch) => InTransaction(() =>
    {
        var job = Hold(batch);
        var now = _time.GetUtcNow();
        _sum.Clear();
        _served.Clear();
        var done = new Counts { Duplicates = batch.Duplicates };
        foreach (var entry in batch.Entries)
            Save(entry, job, now, ref done);
        foreach (var (key, row) in _sum.Rows())
            Add(key, row);
        KeepServed();
        if (batch.Position is { } position)
        {
            if (batch.Forget is { } forgotten)
                _forgetPosition.With(position.Source).With(forgotten).Run();
            _position.With(position.Source).With(position.Part).With(position.Value).Run();
        }

        if (batch.Job is { } progress)
            _jobProgress.With(progress.Cursor).With(progress.Done).With(progress.Finished).With(Instant.Of(now)).With(progress.Job).Run();
        Count(SqliteReader.Conversations, done.Conversations);
        Count(SqliteReader.Scores, done.Scores);
        Count(SqliteReader.Pending, done.Waiting - done.NoLongerWaiting);
        Count(SqliteReader.SetAside, done.SetAside);
        Count(SqliteReader.Duplicates, done.Duplicates);
        return new Saved(done.Conversations, done.Scores, done.Duplicates, done.Pending, done.SetAside);
    });

    /// <summary>Lets a conversation wait; keeps what waits already, unless this is a later state.</summary>
    /// <returns>Whether it waits now.</returns>
    public bool Wait(PendingConversation conversation)
    {
        var done = default(Counts);
        Save(conversation, ref done);
        Count(SqliteReader.Pending, done.Waiting);
        return done.Pending > 0;
    }

    /// <summary>Keeps what a score comes to by a person's decision, and lets the roll-ups follow.</summary>
    public void Keep(long score, ScoreRecount recount)
    {
        if (!_reviewed.With(score).Next())
            throw new InvalidOperationException($"there is no score {score}");
        var (before, told, official) = (Counted(_reviewed), _reviewed.Bytes(11), _reviewed.Bool(12));
        var (standing, points, machine) = (ScoreColumns.Standing(_reviewed.Text(13)), _reviewed.IntOrNull(14), _reviewed.Bytes(15));
        _reviewed.Rewind();
        var document = recount.Score is { } counted ? ScoreDocument.With(machine, counted.Criteria) : machine;
        ReviewedRows.Keep(_connection, score, SqliteRow.Of(before.Day), recount, document, _time.GetUtcNow());
        if (!official)
            return;
        _sum.Clear();
        _sum.Add(before, told, -1);
        _sum.Add(recount.Score is { } now ? before with { Standing = now.Standing, Points = recount.Counts } : before with { Standing = standing, Points = points }, document, 1);
        foreach (var (key, row) in _sum.Rows())
            Add(key, row);
    }

    public void Count(string counter, long more)
    {
        if (more != 0)
            _count.With(counter).With(more).Run();
    }

    /// <exception cref="InvalidOperationException">The rubric was not made known.</exception>
    public long NumberOfRubric(string hash, string name) =>
        _rubricNumber.With(hash).Number() ?? throw new InvalidOperationException($"rubric {name} must be made known to the store before its scores");

    public Statement Prepare(string sql)
    {
        var statement = new Statement(_connection, sql);
        _all.Add(statement);
        return statement;
    }

    public void Dispose()
    {
        foreach (var statement in _all)
            statement.Dispose();
    }

    private void RollBack()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // After a full disk SQLite has rolled back by itself; the error worth telling is the first one.
        }
    }

    /// <summary>Makes sure that the batch's leases are its worker's, and gives the rubric whose scores its job makes official.</summary>
    private long? Hold(StoreBatch batch)
    {
        if (batch.Lease is { } lease)
            Hold(lease.Name, lease.Worker);
        if (batch.Job is not { } progress)
            return null;
        Hold(LeaseNames.Job(progress.Job), progress.Worker);
        if (!_job.With(progress.Job).Next())
            throw new InvalidOperationException($"there is no job {progress.Job}");
        long? official = _job.Bool(1) ? _job.Long(0) : null;
        _job.Rewind();
        return official;
    }

    private void Hold(string name, string worker)
    {
        var holder = _holder.With(name).Next() ? _holder.Text(0) : null;
        _holder.Rewind();
        if (!string.Equals(holder, worker, StringComparison.Ordinal))
            throw new LeaseLostException($"the lease '{name}' is {(holder is null ? "nobody's" : "that of " + holder)} and no longer that of {worker}");
    }

    private void Save(StoreEntry entry, long? official, DateTimeOffset now, ref Counts done)
    {
        switch (entry)
        {
            case ScoredConversation scored:
                Save(scored, now, ref done);
                break;
            case RescoredConversation rescored:
                Save(rescored, official, now, ref done);
                break;
            case PendingConversation waiting:
                Save(waiting, ref done);
                break;
            case SetAside bad:
                Save(bad, now, ref done);
                break;
            default:
                throw new InvalidOperationException($"a store knows nothing of a {entry.GetType().Name}");
        }
    }

    private void Save(ScoredConversation scored, DateTimeOffset now, ref Counts done)
    {
        var chat = scored.Conversation;
        var order = RevisionOrder.Of(chat, now);
        EndWaiting(chat.Id, scored.ContentHash, order, ref done);
        if (Knows(chat.Id, scored.ContentHash, out var revisions, out var latest, out var latestOrder))
        {
            done.Duplicates++;
            return;
        }

        var official = latest == 0 || !order.IsBefore(latestOrder);
        if (official && latest != 0)
        {
            _noLongerLatest.With(latest).Run();
            MakeOfficial(latest, null, false);
            TakeBackServed(latest);
        }

        var day = _days.Of(chat, now);
        _conversation.With(chat.Id).With(scored.ContentHash).With(revisions + 1).With(official).With(SqliteRow.Of(day)).With(order)
            .With(chat.Channel).With(chat.Shop ?? "").With(scored.Source).With(scored.Line).With(Instant.Of(now))
            .WithUtf8(_conversationDocument.Write(chat).Span);
        if (official && ServiceCounts.Keyed(scored.Service) is { } service)
        {
            _conversation.With(service);
            foreach (var part in scored.Service)
                _served.Add(part);
        }
        else
        {
            _conversation.WithNull();
        }

        _conversation.Run();
        Save(scored.Scores, _conversation.LastRow, chat, day, now, scored.Receipt, official, now);
        done.Conversations++;
        done.Scores += scored.Scores.Count;
    }

    private void Save(RescoredConversation rescored, long? official, DateTimeOffset now, ref Counts done)
    {
        var number = rescored.Conversation.Number;
        if (!_kept.With(number).Next())
        {
            // Forgotten since the job's page was read.
            return;
        }

        var (latest, day, taken) = (_kept.Bool(0), SqliteRow.Day(_kept.Long(1)), Instant.At(_kept.Long(2)));
        _kept.Rewind();
        if (rescored.Scores.Count > 0 && _scoredBefore.With(number).With(NumberOf(rescored.Scores[0].Rubric)).Number() is null)
        {
            Save(rescored.Scores, number, rescored.Conversation.Conversation, day, taken, rescored.Receipt, official: false, now);
            done.Scores += rescored.Scores.Count;
        }

        if (official is not { } rubric || !latest)
            return;

        // Out first: a score of this rubric that counts already goes out and comes in again, and nothing changes.
        MakeOfficial(number, null, false);
        MakeOfficial(number, rubric, true);
    }

    private void Save(PendingConversation waiting, ref Counts done)
    {
        if (Knows(waiting.Id, waiting.ContentHash, out _, out _, out _))
        {
            done.Duplicates++;
            return;
        }

        var statement = _wait;
        if (_waiting.With(waiting.Id).Next())
        {
            var stays = _waiting.Utf8(0).SequenceEqual(waiting.ContentHash) || waiting.Order.IsBefore(_waiting.Order(2));
            _waiting.Rewind();
            if (stays)
            {
                done.Duplicates++;
                return;
            }

            statement = _waitInstead;
        }
        else
        {
            done.Waiting++;
        }

        statement.With(waiting.ContentHash).With(Instant.Of(waiting.DueAt)).With(waiting.Order).With(waiting.Source).With(waiting.Line)
            .With(waiting.Json).With(waiting.Id).Run();
        done.Pending++;
    }

    private void Save(SetAside bad, DateTimeOffset now, ref Counts done)
    {
        _setAside.With(bad.Source).With(bad.Line).With(bad.Offset).With(bad.Length).With(bad.Hash).With(bad.Conversation).With(bad.Reason);
        if (bad.Content is { } content)
            _setAside.With(content);
        else
            _setAside.WithNull();
        done.SetAside += _setAside.With(Instant.Of(now)).Run();
        if (bad.Conversation is not { } id || !_waiting.With(id).Next())
            return;

        // A newer state may have come while this one was worked on.
        var same = SHA256.HashData(_waiting.Utf8(1)).AsSpan().SequenceEqual(bad.Hash);
        _waiting.Rewind();
        if (same)
            done.NoLongerWaiting += _noLongerWaiting.With(id).Run();
    }

    /// <summary>This very state, or an earlier one, need not be scored any more. A later one that came meanwhile must be.</summary>
    private void EndWaiting(string id, byte[] contentHash, RevisionOrder order, ref Counts done)
    {
        if (!_waiting.With(id).Next())
            return;
        var ends = _waiting.Utf8(0).SequenceEqual(contentHash) || _waiting.Order(2).IsBefore(order);
        _waiting.Rewind();
        if (ends)
            done.NoLongerWaiting += _noLongerWaiting.With(id).Run();
    }

    /// <param name="revisions">The highest revision; 0: there is none.</param>
    /// <param name="latest">The number of the revision that counts; 0: there is none.</param>
    private bool Knows(string id, byte[] contentHash, out long revisions, out long latest, out RevisionOrder latestOrder)
    {
        var known = false;
        (revisions, latest, latestOrder) = (0, 0, default);
        _revisions.With(id);
        while (_revisions.Next())
        {
            known |= _revisions.Utf8(3).SequenceEqual(contentHash);
            revisions = Math.Max(revisions, _revisions.Long(1));
            if (_revisions.Bool(2))
                (latest, latestOrder) = (_revisions.Long(0), _revisions.Order(4));
        }

        return known;
    }

    /// <param name="day">The conversation's.</param>
    /// <param name="taken">When the conversation was taken.</param>
    private void Save(
        IReadOnlyList<Score> scores, long conversation, Conversation chat, DateOnly day, DateTimeOffset taken, string receipt, bool official, DateTimeOffset now)
    {
        _seen.Clear();
        for (var i = 0; i < scores.Count; i++)
        {
            var score = scores[i];
            var rubric = NumberOf(score.Rubric);
            var counted = new CountedScore(
                _days.Of(score, day, taken), chat.Shop ?? "", score.Team ?? "", score.Agent ?? "", rubric, score.Rubric.Criteria.Count,
                _seen.Add((score.Team ?? "", score.Agent ?? "")), score.Standing, score.Uncapped, score.Mood);

            // Their statements run before this one is bound: numbers may have to be made.
            var document = _scoreDocument.Write(score, _number);
            var band = score.Band is { } named ? Number(named.Title) : (long?)null;
            _score.With(conversation).With(rubric).With(i).With(official).With(counted.First).With(SqliteRow.Of(counted.Day)).With(score.Session).With(score.Sessions)
                .With(counted.Shop).With(counted.Team).With(counted.Agent).With(score.Messages.From).With(score.Messages.To)
                .With(Instant.Of(StoreDay.HappenedAt(score))).With(score.Scenario?.Id).With(ScoreColumns.Standing(score.Standing)).With(score.Total)
                .With(score.Uncapped).With(score.Base).With(band).With(score.Passed is { } passed ? (passed ? 1 : 0) : null)
                .With(ScoreColumns.Verdicts(score)).With(receipt).With(Instant.Of(now)).WithUtf8(document.Span)
                .With(score.Mood?.Start).With(score.Mood?.End).With(score.Mood?.Turns).Run();
            if (score.Suspicions.Count > 0)
            {
                var number = _score.LastRow;
                foreach (var suspicion in score.Suspicions)
                    _suspicion.With(number).With(suspicion.Critical.Id).With(suspicion.Critical.Cap).Run();
            }

            if (official)
                _sum.Add(counted, score);
        }
    }

    /// <summary>Lets the scores of a conversation count, or no longer.</summary>
    /// <param name="rubric">Only those under it; null: all.</param>
    private void MakeOfficial(long conversation, long? rubric, bool official)
    {
        _counted.With(conversation).With(!official).With(rubric);
        while (_counted.Next())
            _sum.Add(Counted(_counted), _counted.Utf8(11).ToArray(), official ? 1 : -1);
        _makeOfficial.With(conversation).With(rubric).With(official).Run();
    }

    private void TakeBackServed(long conversation)
    {
        if (!_keptService.With(conversation).Next())
            return;
        if (!_keptService.IsNull(0))
            _served.AddKeyed(_keptService.Utf8(0), sign: -1);
        _keptService.Rewind();
    }

    private void KeepServed()
    {
        List<ServiceKey> keys = [.. _served.Keys];
        foreach (var key in keys)
        {
            if (Of(_service, key).Next())
            {
                _served.Add(key, _service.Utf8(0));
                _service.Rewind();
            }

            if (_served.Counts(key) is { } counts)
                Of(_changeService, key).With(counts).Run();
            else
                Of(_dropService, key).Run();
        }

        static Statement Of(Statement statement, in ServiceKey key) =>
            statement.With(SqliteRow.Of(key.Day)).With(key.OfShop).With(key.Shop).With(key.Team).With(key.Agent);
    }

    private CountedScore Counted(Statement row) => new(
        SqliteRow.Day(row.Long(0)), row.Text(1), row.Text(2), row.Text(3), row.Long(4), Criteria(row.Long(4)), row.Bool(5), ScoreColumns.Standing(row.Text(6)), row.IntOrNull(7),
        row.Mood(8));

    private void Add(RollupKey key, RollupRow row)
    {
        _rollup.With(SqliteRow.Of(key.Day)).With(key.Shop).With(key.Team).With(key.Agent).With(key.Rubric);
        var number = 0L;
        if (_rollup.Next())
        {
            number = _rollup.Long(0);
            row.Conversations += _rollup.Long(1);
            row.Scores += _rollup.Long(2);
            row.Ranked += _rollup.Long(3);
            row.Sum += _rollup.Long(4);
            row.SumOfSquares += _rollup.Long(5);
            row.Moods = row.Moods.Plus(RollupMoods.Read(_rollup.Utf8(6)));
            RollupCriteria.AddTo(row.Criteria, _rollup.Utf8(7));
            _rollup.Rewind();
        }

        if (row.IsNothing)
        {
            _dropRollup.With(number).Run();
            return;
        }

        _rollupCriteria.Clear();
        RollupCriteria.Write(_rollupCriteria, row.Criteria);
        var statement = number == 0
            ? _newRollup.With(SqliteRow.Of(key.Day)).With(key.Shop).With(key.Team).With(key.Agent).With(key.Rubric)
            : _changeRollup;
        statement.With(row.Conversations).With(row.Scores).With(row.Ranked).With(row.Sum).With(row.SumOfSquares).With(RollupMoods.Text(row.Moods)).WithUtf8(_rollupCriteria.Written);
        if (number != 0)
            statement.With(number);
        statement.Run();
    }

    private long Number(Wording wording)
    {
        if (_wordings.TryGetValue(wording, out var number))
            return number;
        number = _wordingNumber.With(wording.Zh).With(wording.En).Number() ?? 0;
        if (number == 0)
        {
            _wording.With(wording.Zh).With(wording.En).Run();
            number = _wording.LastRow;
        }

        // Wordings belong to rubrics; the bound is for a caller that makes them anew each time.
        if (_wordings.Count >= 100_000)
            _wordings.Clear();
        _wordings.Add(wording, number);
        return number;
    }

    private long NumberOf(Rubric rubric)
    {
        if (_rubrics.TryGetValue(rubric, out var number))
            return number;
        number = NumberOfRubric(rubric.Hash, $"{rubric.Id} {rubric.Version}");
        _rubrics.Add(rubric, number);
        return number;
    }

    private int Criteria(long rubric)
    {
        if (_criteria.TryGetValue(rubric, out var count))
            return count;
        if (!_names.With(rubric).Next())
            throw new InvalidOperationException($"there is no rubric {rubric}");
        count = RubricNames.Read(_names.Bytes(0)).Criteria.Count;
        _names.Rewind();
        _criteria.Add(rubric, count);
        return count;
    }

    private record struct Counts
    {
        public int Conversations { get; set; }

        public int Scores { get; set; }

        public int Duplicates { get; set; }

        public int Pending { get; set; }

        public int SetAside { get; set; }

        /// <summary>Rows that came to wait, and rows that no longer do.</summary>
        public int Waiting { get; set; }

        public int NoLongerWaiting { get; set; }
    }
}
