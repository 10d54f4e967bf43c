using System;
using System.Collections.Generic;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>
/// New contents of conversations that are known by other contents. One worker at a time deals with a conversation: it holds the
/// conversation's rows in <c>known</c> until its transaction ends.
/// </summary>
internal sealed class PostgresRevisions(NpgsqlConnection connection, OfficialScores official, ServiceCounts service)
{
    /// <param name="others">What did not go into <c>known</c> as a first revision, by key, then in the order of the batch.</param>
    /// <param name="batch">All of the batch.</param>
    /// <param name="note">Adds rows to <c>known</c> and marks those that are new.</param>
    public void Note(List<KeptConversation> others, List<KeptConversation> batch, Action<NpgsqlConnection, List<KeptConversation>> note)
    {
        var grown = WithoutDuplicates(others);
        if (grown.Count == 0)
            return;
        var states = States(grown, batch);
        var superseded = new List<State>();
        var added = new List<KeptConversation>();
        foreach (var one in grown)
        {
            if (!states.TryGetValue(one.Key, out var known))
                states.Add(one.Key, known = new Known());
            if (!known.Hashes.Add(Convert.ToHexString(one.Entry.ContentHash)))
                continue;
            one.Revision = ++known.Revision;
            var state = new State(one.Key, one.Revision, one.Number, one.Order, one.From, one.Day, one);
            if (known.Latest is not { } latest || !one.Order.IsBefore(latest.Order))
            {
                if (known.Latest is { } older)
                    superseded.Add(older);
                known.Latest = state;
            }
            else
            {
                one.IsLatest = false;
            }

            added.Add(one);
        }

        Supersede(superseded);
        if (added.Count == 0)
            return;
        note(connection, added);
        if (added.Exists(static one => !one.IsNew))
            throw new StoreUnavailableException("a conversation was forgotten while a new state of it was kept; trying again will keep it");
    }

    private List<KeptConversation> WithoutDuplicates(List<KeptConversation> others)
    {
        var known = new HashSet<long>(connection.List(
            """
            SELECT place FROM unnest($1::text[], $2::bytea[]) WITH ORDINALITY AS batch (id, hash, place)
            WHERE EXISTS (SELECT FROM known WHERE known.id = batch.id AND known.hash = batch.hash)
            """,
            static row => row.GetInt64(0) - 1,
            others.ConvertAll(static one => one.Key).ToArray(), others.ConvertAll(static one => one.Entry.ContentHash).ToArray()));
        var grown = new List<KeptConversation>();
        for (var i = 0; i < others.Count; i++)
        {
            if (!known.Contains(i))
                grown.Add(others[i]);
        }

        return grown;
    }

    private Dictionary<string, Known> States(List<KeptConversation> grown, List<KeptConversation> batch)
    {
        var ids = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var one in grown)
            ids.Add(one.Key);
        string[] keys = [.. ids];

        // First the lock, then the look: a statement that waited for a lock still sees the rows of before.
        connection.List("SELECT 1 FROM known WHERE id = ANY ($1) ORDER BY id, revision FOR UPDATE", static _ => 0, [keys]);
        var ofBatch = new Dictionary<long, KeptConversation>();
        foreach (var one in batch)
        {
            if (one.IsNew && ids.Contains(one.Key))
                ofBatch.Add(one.Number, one);
        }

        var states = new Dictionary<string, Known>(StringComparer.Ordinal);
        foreach (var (hash, latest, state) in connection.List(
            "SELECT id, revision, number, last_at, messages, scores_from, scores_to, hash, latest, closed FROM known WHERE id = ANY ($1)",
            row => (
                row.GetFieldValue<byte[]>(7), row.GetBoolean(8),
                new State(
                    row.GetString(0), row.GetInt32(1), row.GetInt64(2), new RevisionOrder(row.MomentOrNull(3), row.GetInt32(4), row.GetBoolean(9)),
                    row.GetFieldValue<DateOnly>(5), row.GetFieldValue<DateOnly>(6), ofBatch.GetValueOrDefault(row.GetInt64(2)))),
            [keys]))
        {
            if (!states.TryGetValue(state.Key, out var known))
                states.Add(state.Key, known = new Known());
            known.Hashes.Add(Convert.ToHexString(hash));
            known.Revision = Math.Max(known.Revision, state.Revision);
            if (latest)
                known.Latest = state;
        }

        return states;
    }

    private void Supersede(List<State> superseded)
    {
        if (superseded.Count == 0)
            return;
        var kept = new List<long>();
        var (from, to) = (DateOnly.MaxValue, DateOnly.MinValue);
        foreach (var state in superseded)
        {
            if (state.InBatch is { } one)
            {
                // Its scores are still to be sent.
                one.IsLatest = false;
                continue;
            }

            kept.Add(state.Number);
            from = state.From < from ? state.From : from;
            to = state.To > to ? state.To : to;
        }

        connection.Run(
            """
            UPDATE known SET latest = false
            FROM unnest($1::text[], $2::int[]) AS older (id, revision) WHERE known.id = older.id AND known.revision = older.revision
            """,
            superseded.ConvertAll(static state => state.Key).ToArray(), superseded.ConvertAll(static state => state.Revision).ToArray());
        if (kept.Count == 0)
            return;
        official.TakeBack([.. kept], from, to);
        PostgresService.TakeBack(connection, service, [.. kept], from, to);
    }

    /// <summary>What is known of one conversation.</summary>
    private sealed class Known
    {
        public HashSet<string> Hashes { get; } = new(StringComparer.Ordinal);

        public int Revision { get; set; }

        public State? Latest { get; set; }
    }

    /// <param name="InBatch">Null where it was kept before.</param>
    private sealed record State(string Key, int Revision, long Number, RevisionOrder Order, DateOnly From, DateOnly To, KeptConversation? InBatch);
}
