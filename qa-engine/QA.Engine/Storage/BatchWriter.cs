using System;
using System.Collections.Generic;
using Microsoft.Data.Sqlite;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>The statements that keep a batch. For one thread at a time.</summary>
internal sealed class BatchWriter : IDisposable
{
    private readonly TimeProvider _time;
    private readonly List<Statement> _all = [];
    private readonly Dictionary<Wording, long> _wordings = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Rubric, RubricNumbers> _rubrics = new(ReferenceEqualityComparer.Instance);
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _lastRow;
    private readonly Statement _known;
    private readonly Statement _lastRevision;
    private readonly Statement _supersede;
    private readonly Statement _conversation;
    private readonly Statement _message;
    private readonly Statement _score;
    private readonly Statement _verdict;
    private readonly Statement _adjustment;
    private readonly Statement _suspicion;
    private readonly Statement _finding;
    private readonly Statement _absence;
    private readonly Statement _wordingNumber;
    private readonly Statement _wording;
    private readonly Statement _rubricNumber;
    private readonly Statement _setAside;
    private readonly Statement _pending;
    private readonly Statement _noLongerPending;
    private readonly Statement _sameNoLongerPending;
    private readonly Statement _position;
    private readonly Statement _forget;
    private readonly Statement _count;

    public BatchWriter(SqliteConnection connection, TimeProvider time)
    {
        _time = time;

        // Immediate: what is read inside the transaction stays true until it is committed.
        _begin = Prepare("BEGIN IMMEDIATE");
        _commit = Prepare("COMMIT");
        _rollback = Prepare("ROLLBACK");
        _lastRow = Prepare("SELECT last_insert_rowid()");
        _known = Prepare("SELECT 1 FROM conversations WHERE id = ? AND content_hash = ?");
        _lastRevision = Prepare("SELECT MAX(revision) FROM conversations WHERE id = ?");
        _supersede = Prepare("UPDATE conversations SET latest = 0 WHERE id = ? AND latest = 1");
        _conversation = Prepare(
            """
            INSERT INTO conversations (id, revision, latest, content_hash, channel, shop, customer, opened, opened_zone, closed, closed_zone, attributes, source, line, taken_at)
            VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _message = Prepare(
            """
            INSERT INTO messages (conversation, n, speaker, kind, sender, team, sent_at, sent_zone, text)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _score = Prepare(
            """
            INSERT INTO scores (conversation, rubric, session, sessions, agent, team, message_from, message_to, happened_at,
                                scenario, standing, total, uncapped, base, band, passed, receipt, scored_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _verdict = Prepare(
            """
            INSERT INTO verdicts (score, n, criterion, verdict, value, weight, earned, lost, reason, fix)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _adjustment = Prepare("INSERT INTO adjustments (score, n, id, points, reason) VALUES (?, ?, ?, ?, ?)");
        _suspicion = Prepare("INSERT INTO suspicions (score, critical, cap, reason) VALUES (?, ?, ?, ?)");
        _finding = Prepare(
            "INSERT INTO findings (score, n, part, id, rule, message, start, length, entry) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        _absence = Prepare(
            """
            INSERT INTO absences (score, n, criterion, rule, title, message_from, message_to, miss, distance, miss_message, miss_start, miss_length)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _wordingNumber = Prepare("SELECT number FROM wordings WHERE zh = ? AND en = ?");
        _wording = Prepare("INSERT INTO wordings (zh, en) VALUES (?, ?)");
        _rubricNumber = Prepare("SELECT number FROM rubrics WHERE hash = ?");
        _setAside = Prepare(
            """
            INSERT INTO set_aside (source, line, byte_offset, byte_length, hash, conversation, reason, at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (source, hash, reason) DO NOTHING
            """);
        _pending = Prepare(
            """
            INSERT INTO pending (id, content_hash, due_at, source, line, json) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET content_hash = excluded.content_hash, due_at = excluded.due_at,
                                           source = excluded.source, line = excluded.line, json = excluded.json
            """);
        _noLongerPending = Prepare("DELETE FROM pending WHERE id = ?");
        _sameNoLongerPending = Prepare("DELETE FROM pending WHERE id = ? AND content_hash = ?");
        _position = Prepare(
            """
            INSERT INTO positions (source, part, value) VALUES (?, ?, ?)
            ON CONFLICT (source, part) DO UPDATE SET value = excluded.value
            """);
        _forget = Prepare("DELETE FROM positions WHERE source = ? AND part = ?");
        _count = Prepare("INSERT INTO counters (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value");

        Statement Prepare(string sql)
        {
            var statement = new Statement(connection, sql);
            _all.Add(statement);
            return statement;
        }
    }

    public Saved Save(StoreBatch batch)
    {
        _begin.Run();
        try
        {
            var saved = SaveEntries(batch);
            if (batch.Position is { } position)
            {
                if (batch.Forget is { } forgotten)
                    _forget.With(position.Source).With(forgotten).Run();
                _position.With(position.Source).With(position.Part).With(position.Value).Run();
            }

            if (saved.Duplicates > 0)
                _count.With("duplicates").With(saved.Duplicates).Run();
            _commit.Run();
            return saved;
        }
        catch
        {
            // Numbers handed out in this transaction are void.
            _wordings.Clear();
            _rubrics.Clear();
            RollBack();
            throw;
        }
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

    private Saved SaveEntries(StoreBatch batch)
    {
        var now = Instant.Of(_time.GetUtcNow());
        var (conversations, scores, duplicates, pending, setAside) = (0, 0, batch.Duplicates, 0, 0);
        foreach (var entry in batch.Entries)
        {
            switch (entry)
            {
                case ScoredConversation scored when Known(scored.Conversation.Id, scored.ContentHash):
                    _sameNoLongerPending.With(scored.Conversation.Id).With(scored.ContentHash).Run();
                    duplicates++;
                    break;
                case ScoredConversation scored:
                    SaveConversation(scored, now);
                    conversations++;
                    scores += scored.Scores.Count;
                    break;
                case PendingConversation waiting when Known(waiting.Id, waiting.ContentHash):
                    duplicates++;
                    break;
                case PendingConversation waiting:
                    _pending.With(waiting.Id).With(waiting.ContentHash).With(Instant.Of(waiting.DueAt))
                        .With(waiting.Source).With(waiting.Line).With(waiting.Json).Run();
                    pending++;
                    break;
                case SetAside bad:
                    setAside += _setAside.With(bad.Source).With(bad.Line).With(bad.Offset).With(bad.Length).With(bad.Hash)
                        .With(bad.Conversation).With(bad.Reason).With(now).Run();
                    if (bad.Conversation is { } id)
                        _noLongerPending.With(id).Run();
                    break;
            }
        }

        return new Saved(conversations, scores, duplicates, pending, setAside);
    }

    private bool Known(string id, byte[] contentHash) => _known.With(id).With(contentHash).Number() is not null;

    private void SaveConversation(ScoredConversation scored, long now)
    {
        var chat = scored.Conversation;
        var revision = (_lastRevision.With(chat.Id).Number() ?? 0) + 1;
        if (revision > 1)
            _supersede.With(chat.Id).Run();
        _noLongerPending.With(chat.Id).Run();
        _conversation.With(chat.Id).With(revision).With(scored.ContentHash).With(chat.Channel).With(chat.Shop).With(chat.Customer);
        Bind(_conversation, chat.Opened);
        Bind(_conversation, chat.Closed);
        _conversation.With(AttributeJson.Write(chat.Attributes)).With(scored.Source).With(scored.Line).With(now).Run();
        var number = _lastRow.Number()!.Value;
        for (var i = 0; i < chat.Messages.Count; i++)
        {
            var message = chat.Messages[i];
            _message.With(number).With(i).With((long)message.Speaker).With((long)message.Kind).With(message.Sender).With(message.Team);
            Bind(_message, message.SentAt);
            _message.With(message.Text).Run();
        }

        foreach (var score in scored.Scores)
            SaveScore(score, number, scored.Receipt, now);
    }

    private static void Bind(Statement statement, DateTimeOffset? time)
    {
        if (time is { } known)
            statement.With(Instant.Of(known)).With((long)known.TotalOffsetMinutes);
        else
            statement.WithNull().WithNull();
    }

    private void SaveScore(Score score, long conversation, string receipt, long now)
    {
        var rubric = Numbers(score.Rubric);
        var band = score.Band is { } named ? Number(named.Title) : (long?)null;
        _score.With(conversation).With(rubric.Number).With(score.Session).With(score.Sessions).With(score.Agent ?? "").With(score.Team)
            .With(score.Messages.From).With(score.Messages.To).With(Instant.Of(HappenedAt(score))).With(score.Scenario?.Id)
            .With(StandingName(score.Standing)).With(score.Total).With(score.Uncapped).With(score.Base).With(band)
            .With(score.Passed is { } passed ? (passed ? 1 : 0) : null).With(receipt).With(now).Run();
        var number = _lastRow.Number()!.Value;
        var (findings, absences) = (0, 0);
        for (var i = 0; i < score.Criteria.Count; i++)
        {
            var part = score.Criteria[i];
            var reason = Number(part.Reason);
            var fix = part.Level?.Fix is { } wording ? Number(wording) : (long?)null;
            _verdict.With(number).With(i).With(part.Criterion.Id).With(VerdictName(part.Verdict)).With(part.Value).With(part.Weight)
                .With(part.Earned).With(part.Lost).With(reason).With(fix).Run();
            SaveFindings(part.Evidence, "criterion", part.Criterion.Id);
            foreach (var absence in part.Absences)
            {
                var title = Number(absence.Rule.Title);
                var miss = absence.NearestMiss;
                _absence.With(number).With(absences++).With(part.Criterion.Id).With(absence.Rule.Name).With(title).With(absence.From).With(absence.To)
                    .With(absence.Why.ToString()).With(absence.Distance).With(miss?.Message).With(miss?.Start).With(miss?.Length).Run();
            }
        }

        for (var i = 0; i < score.Adjustments.Count; i++)
        {
            var (adjustment, evidence) = score.Adjustments[i];
            var reason = Number(adjustment.Reason);
            _adjustment.With(number).With(i).With(adjustment.Id).With(adjustment.Points).With(reason).Run();
            SaveFindings(evidence, "adjustment", adjustment.Id);
        }

        foreach (var (critical, evidence) in score.Suspicions)
        {
            var reason = Number(critical.Reason);
            _suspicion.With(number).With(critical.Id).With(critical.Cap).With(reason).Run();
            SaveFindings(evidence, "critical", critical.Id);
        }

        void SaveFindings(IReadOnlyList<Finding> evidence, string part, string id)
        {
            for (var i = 0; i < evidence.Count; i++)
            {
                var finding = evidence[i];
                _finding.With(number).With(findings++).With(part).With(id).With(rubric.Rule(finding.Rule)).With(finding.Message)
                    .With(finding.Start).With(finding.Length).With(rubric.Entry(finding.Entry)).Run();
            }
        }
    }

    /// <summary>The last moment of what was scored; of the conversation where its messages have no times.</summary>
    private static DateTimeOffset? HappenedAt(Score score)
    {
        var chat = score.Conversation;
        for (var i = Math.Min(score.Messages.To, chat.Messages.Count) - 1; i >= score.Messages.From; i--)
        {
            if (chat.Messages[i].SentAt is { } sent)
                return sent;
        }

        return chat.Closed ?? chat.Opened;
    }

    private static string StandingName(Standing standing) => standing switch
    {
        Standing.Ranked => "ranked",
        Standing.Insufficient => "insufficient",
        _ => "none",
    };

    private static string VerdictName(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "pass",
        Verdict.Partial => "partial",
        Verdict.Fail => "fail",
        Verdict.NotApplicable => "not-applicable",
        _ => "unsure",
    };

    private long Number(Wording wording)
    {
        if (_wordings.TryGetValue(wording, out var number))
            return number;
        number = _wordingNumber.With(wording.Zh).With(wording.En).Number() ?? 0;
        if (number == 0)
        {
            _wording.With(wording.Zh).With(wording.En).Run();
            number = _lastRow.Number()!.Value;
        }

        // Wordings belong to rubrics; the bound is for a caller that makes them anew each time.
        if (_wordings.Count >= 100_000)
            _wordings.Clear();
        _wordings.Add(wording, number);
        return number;
    }

    private RubricNumbers Numbers(Rubric rubric)
    {
        if (_rubrics.TryGetValue(rubric, out var numbers))
            return numbers;
        var number = _rubricNumber.With(rubric.Hash).Number()
            ?? throw new InvalidOperationException($"rubric {rubric.Id} {rubric.Version} must be made known to the store before its scores");
        numbers = new RubricNumbers(number, rubric);
        _rubrics.Add(rubric, numbers);
        return numbers;
    }

    /// <summary>A rubric's number in the store, and the names of its parts by their place.</summary>
    private sealed class RubricNumbers
    {
        private readonly Rubric _rubric;
        private readonly List<string> _entries = [];

        public RubricNumbers(long number, Rubric rubric)
        {
            Number = number;
            _rubric = rubric;
            foreach (var lexicon in rubric.Lexicons)
            {
                foreach (var entry in lexicon.Entries)
                    _entries.Add(entry.Id);
            }
        }

        public long Number { get; }

        public string? Rule(int index) => index >= 0 && index < _rubric.Rules.Count ? _rubric.Rules[index].Name : null;

        public string? Entry(int index) => index >= 0 && index < _entries.Count ? _entries[index] : null;
    }
}
