using System;
using System.Collections.Generic;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>Writes what waits in <c>search_queue</c> into <c>search</c>. One worker at a time; another that comes meanwhile has nothing to do.</summary>
internal sealed class PostgresSearchIndex(PostgresConnections connections, PostgresVocabulary vocabulary, PostgresPartitions partitions)
{
    // A transaction of a few hundred milliseconds.
    private const int Portion = 500;
    private readonly CopyRows _rows = new();
    private readonly System.Threading.Lock _one = new();

    /// <summary>Notes in a batch's transaction that scores are to be found from now on.</summary>
    public static void Queue(NpgsqlBatch batch, IReadOnlyList<ScoreKey> keys)
    {
        var (scores, days, chats, chatDays) = (new long[keys.Count], new DateOnly[keys.Count], new long[keys.Count], new DateOnly[keys.Count]);
        for (var i = 0; i < keys.Count; i++)
            (scores[i], days[i], chats[i], chatDays[i]) = (keys[i].Number, keys[i].Day, keys[i].Chat, keys[i].ChatDay);
        batch.Add(
            "INSERT INTO search_queue (score, day, chat, chat_day) SELECT * FROM unnest($1::bigint[], $2::date[], $3::bigint[], $4::date[])", scores, days, chats, chatDays);
    }

    /// <summary>Notes that scores which are kept count from now on, or no longer do.</summary>
    public static void QueueAgain(NpgsqlConnection connection, long[] scores, DateOnly[] days) =>
        connection.Run("INSERT INTO search_queue (score, day) SELECT * FROM unnest($1::bigint[], $2::date[])", scores, days);

    /// <returns>Whether there may be more.</returns>
    public bool Advance()
    {
        lock (_one)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    return connections.Transact(Advance) == Portion;
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation && attempt < 3)
                {
                    // A month whose partitions an older program made, or that is being forgotten just now.
                    partitions.ForgetMade();
                }
            }
        }
    }

    private int Advance(NpgsqlConnection connection)
    {
        if (!connection.Scalar<bool>("SELECT pg_try_advisory_xact_lock(7161, 4)"))
            return 0;
        var queued = connection.List(
            $"DELETE FROM search_queue WHERE ctid = ANY (ARRAY(SELECT ctid FROM search_queue LIMIT {Portion})) RETURNING score, day, chat, chat_day",
            static row => (Score: row.GetInt64(0), Day: row.GetFieldValue<DateOnly>(1), Chat: row.IsDBNull(2) ? (long?)null : row.GetInt64(2), ChatDay: row.IsDBNull(3) ? (DateOnly?)null : row.GetFieldValue<DateOnly>(3)));
        if (queued.Count == 0)
            return 0;
        var keys = new Dictionary<long, ScoreKey>();
        var days = new SortedDictionary<long, DateOnly>();
        foreach (var (score, day, chat, chatDay) in queued)
        {
            days[score] = day;
            if (chat is { } ofChat && chatDay is { } ofDay)
                keys[score] = new ScoreKey(day, score, ofChat, ofDay);
        }

        long[] numbers = [.. days.Keys];
        DateOnly[] ofNumbers = [.. days.Values];
        foreach (var old in connection.List(
            """
            DELETE FROM search x USING unnest($1::bigint[], $2::date[]) AS changed (number, day)
            WHERE x.day = changed.day AND x.number = changed.number RETURNING x.day, x.number, x.chat, x.chat_day
            """,
            static row => new ScoreKey(row.GetFieldValue<DateOnly>(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<DateOnly>(3)), numbers, ofNumbers))
            keys[old.Number] = old;

        // Changed before it was first written: the row that says where its conversation is stands further back.
        foreach (var (score, day) in days)
        {
            if (!keys.ContainsKey(score))
                connection.Run("INSERT INTO search_queue (score, day) SELECT $1, $2 WHERE EXISTS (SELECT FROM search_queue WHERE score = $1 AND chat IS NOT NULL)", score, day);
        }

        Write(connection, [.. keys.Values]);
        return queued.Count;
    }

    private void Write(NpgsqlConnection connection, List<ScoreKey> keys)
    {
        var byNumber = new Dictionary<long, ScoreKey>(keys.Count);
        foreach (var key in keys)
            byNumber[key.Number] = key;
        _rows.Clear();
        foreach (var (score, chat) in new PostgresListedScores(connection, vocabulary).Read(keys, withChats: true))
            Add(_rows, byNumber[score.Number], score, score.Official ? SearchTokens.Of(score, chat!) : []);
        SendTo(_rows, connection);
    }

    public static void Add(CopyRows rows, ScoreKey key, ListedScore score, int[] tokens)
    {
        var place = score.Place;
        rows.Row(8).Day(key.Day).Long(key.Number).Long(place.At).Long(key.Chat).Day(key.ChatDay).Int(place.Lost).Bool(score.Official).Ints(tokens);
    }

    public static void SendTo(CopyRows rows, NpgsqlConnection connection) =>
        rows.SendTo(connection, "COPY search (day, number, at, chat, chat_day, lost, official, tokens) FROM STDIN (FORMAT BINARY)");
}
