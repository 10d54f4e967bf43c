using System;
using System.Collections.Generic;
using Npgsql;
using QA.Engine.Storage.People;

namespace QA.Engine.Storage.Postgres;

/// <summary>
/// Lists from the table <c>search</c>. First the next thousand rows are walked in the list's order: what is common stands among them. What is rarer is asked of
/// the index on tokens, in growing pieces of the order (days, or steps of points), so that neither a filter nearly everything passes nor one nothing
/// passes reads much. What a batch or a person changed a moment ago waits in <c>search_queue</c> and is looked at itself. Whatever is found is read anew from
/// the scores, and only what <see cref="ConversationFilter.Takes"/> takes is given.
/// </summary>
internal sealed class PostgresConversationList(PostgresConnections connections, PostgresVocabulary vocabulary, TimeProvider time) : IConversationList
{
    // Rows that are read at once, each with its score: what the page still lacks, or more where the words have to be looked for in each chat.
    private const int LeastAtOnce = 20;
    private const int MostAtOnce = 500;
    private const int WithWordsAtOnce = 100;

    // Two thousand are read in some tens of milliseconds; a worker that keeps up leaves a second's work.
    private const int MostQueued = 2_000;

    // What the first walk meets less often than once in so many rows fills no page in the second one either, which reads more than the index does for it.
    private const int RareOneIn = 20;

    private const string Order = "day DESC, at DESC, number DESC";

    // Days, or steps of points, that a piece is longer than the one before.
    private static readonly int[] Pieces = [1, 4, 16];

    // What is walked before the index is asked: a page of what everything passes, then what finds a page of anything common.
    private static readonly int[] Walks = [150, 850];

    private readonly NamesOfLists _names = new(() => ReadNames(connections), time);

    public ListNames Names(Reach reach) => _names.Of(reach);

    public ConversationPage List(ConversationFilter filter, ListPlace? after, int most, TimeSpan patience)
    {
        if (filter.Reach is { Everything: false, Teams.Count: 0, Agent: null })
            return new ConversationPage([], null, null, false);
        return connections.Look(connection => new Search(connection, vocabulary, time, filter, most, patience).From(after));
    }

    private static List<(string Shop, string Team)> ReadNames(PostgresConnections connections) => connections.Use(static connection => connection.List(
        "SELECT shop, team FROM rollups WHERE day = '-infinity' GROUP BY shop, team UNION SELECT shop, team FROM rollup_deltas GROUP BY shop, team",
        static row => (PostgresText.Out(row.GetString(0)), PostgresText.Out(row.GetString(1)))));

    /// <summary>One look for one page.</summary>
    private sealed class Search(
        NpgsqlConnection connection, PostgresVocabulary vocabulary, TimeProvider time, ConversationFilter filter, int most, TimeSpan patience)
    {
        private readonly long _began = time.GetTimestamp();
        private readonly PostgresListedScores _scores = new(connection, vocabulary);
        private readonly ListTokens _tokens = ListTokens.Of(filter);
        private readonly List<ListedScore> _found = [];
        private readonly HashSet<long> _queued = [];
        private ListPlace? _at;

        private bool IsLowest => filter.Order == ListOrder.Lowest;

        private bool IsFull => _found.Count > most;

        private int Portion => filter.Text is null ? Math.Clamp(most + 1 - _found.Count, LeastAtOnce, MostAtOnce) : WithWordsAtOnce;

        private bool IsLate => time.GetElapsedTime(_began) > patience;

        public ConversationPage From(ListPlace? after)
        {
            connection.Script("SET LOCAL jit = off; SET LOCAL max_parallel_workers_per_gather = 0");
            _at = after;
            var queued = Queued(after, out var unready);
            var ended = false;
            foreach (var length in Walks)
                ended = ended || (!IsFull && !IsLate && (length == Walks[0] || _found.Count * RareOneIn >= Walks[0]) && Walk(length));
            for (var piece = 0; !ended && !IsFull && !IsLate;)
                ended = Look(ref piece);
            if (!ended && !IsFull && _at is { } reached)
                queued.RemoveAll(score => ListPlace.Compare(score.Place, reached, filter.Order) > 0);
            _found.AddRange(queued);
            _found.Sort((one, other) => ListPlace.Compare(one.Place, other.Place, filter.Order));
            if (_found.Count > most)
            {
                _found.RemoveRange(most, _found.Count - most);
                return new ConversationPage(_found, _found[^1].Place, null, unready);
            }

            return ended ? new ConversationPage(_found, null, null, unready) : new ConversationPage(_found, _at, _at, unready);
        }

        /// <summary>What waits for the index.</summary>
        private List<ListedScore> Queued(ListPlace? after, out bool unready)
        {
            var rows = connection.List(
                """
                SELECT q.score, q.day, coalesce(q.chat, x.chat), coalesce(q.chat_day, x.chat_day)
                FROM (SELECT score, day, chat, chat_day FROM search_queue WHERE day BETWEEN $1 AND $2 LIMIT $3) AS q
                LEFT JOIN search x ON x.day = q.day AND x.number = q.score AND x.day BETWEEN $1 AND $2 AND q.chat_day IS NULL
                """,
                static row => (Number: row.GetInt64(0), Day: row.GetFieldValue<DateOnly>(1), Chat: row.IsDBNull(2) ? (long?)null : row.GetInt64(2), ChatDay: row.IsDBNull(3) ? (DateOnly?)null : row.GetFieldValue<DateOnly>(3)),
                filter.From, filter.To, MostQueued + 1);
            unready = rows.Count > MostQueued;
            var keys = new Dictionary<long, ScoreKey>();
            foreach (var (number, day, chat, chatDay) in rows)
            {
                _queued.Add(number);
                if (chat is { } ofChat && chatDay is { } ofDay)
                    keys[number] = new ScoreKey(day, number, ofChat, ofDay);
            }

            var scores = keys.Count == 0 ? [] : Taken([.. keys.Values]);
            if (after is { } place)
                scores.RemoveAll(score => ListPlace.Compare(score.Place, place, filter.Order) <= 0);
            return scores;
        }

        /// <returns>Whether the end of the list was reached.</returns>
        private bool Walk(int length)
        {
            var statement = new ListStatement();
            var inner = $"SELECT day, number, chat, chat_day, at, lost, official, tokens FROM search WHERE {Range(statement)} ORDER BY {Sorted} LIMIT {statement.Value(length)}";
            var rows = Rows(statement, $"SELECT day, number, chat, chat_day, at, lost, official{Conditions(statement)} FROM ({inner}) AS next ORDER BY {Sorted}");
            var fitting = new List<ScoreKey>();
            var portion = Portion;
            foreach (var (key, place, fits) in rows)
            {
                if (fits)
                    fitting.Add(key);

                // Read in portions: a common filter is full long before the walk is over.
                if (fitting.Count == portion)
                {
                    Add(fitting);
                    portion = Portion;
                    _at = place;
                    if (IsFull)
                        return false;
                }
            }

            Add(fitting);
            if (rows.Count > 0)
                _at = rows[^1].Place;
            return rows.Count < length;
        }

        /// <summary>The next hits of a piece of the order.</summary>
        /// <returns>Whether the end of the list was reached.</returns>
        private bool Look(ref int piece)
        {
            var statement = new ListStatement();
            var portion = Portion;
            var range = Range(statement);
            var isLast = !Narrow(piece, statement, ref range, out var through);

            // Materialized: the planner must not hope to meet the hits by walking in the list's order.
            var rows = Rows(
                statement,
                $"WITH hits AS MATERIALIZED (SELECT day, number, chat, chat_day, at, lost FROM search WHERE {range} AND official{Conditions(statement)}) SELECT day, number, chat, chat_day, at, lost, true FROM hits ORDER BY {Sorted} LIMIT {statement.Value(portion)}");
            Add(rows.ConvertAll(static row => row.Key));
            if (rows.Count > 0)
                _at = rows[^1].Place;
            if (rows.Count == portion)
                return false;
            if (isLast)
                return true;
            _at = through;
            piece++;
            return false;
        }

        private string Sorted => IsLowest ? "lost DESC, " + Order : Order;

        private string Range(ListStatement statement)
        {
            var range = $"day BETWEEN {statement.Value(filter.From)} AND {statement.Value(IsLowest || _at is not { } place ? filter.To : place.Day)}";
            if (_at is { } at)
            {
                range += IsLowest
                    ? $" AND (lost, day, at, number) < ({statement.Value(at.Lost)}, {statement.Value(at.Day)}, {statement.Value(at.At)}, {statement.Value(at.Number)})"
                    : $" AND (day, at, number) < ({statement.Value(at.Day)}, {statement.Value(at.At)}, {statement.Value(at.Number)})";
            }

            // Only where the order goes by points: walking by days for rare points would never end.
            if (IsLowest)
                range += Points(statement);
            return range;
        }

        private string Points(ListStatement statement) => filter.PointsFrom is null && filter.PointsTo is null
            ? ""
            : $" AND lost BETWEEN {statement.Value(filter.PointsTo is { } high ? ListPlace.LostOf(high) : 0)} AND {statement.Value(ListPlace.LostOf(filter.PointsFrom ?? 0))}";

        /// <summary>Bounds a look to the next days or the next steps of points.</summary>
        /// <param name="through">The place behind everything in them.</param>
        /// <returns>False: the piece is all that is left.</returns>
        private bool Narrow(int piece, ListStatement statement, ref string range, out ListPlace through)
        {
            through = default;
            if (piece >= Pieces.Length)
                return false;
            var tokens = new List<int>();
            if (IsLowest)
            {
                // Steps of points go up where the list goes on.
                var first = _at is { } at ? SearchTokens.StepOf(at.Lost < 0 ? null : 10_000 - at.Lost) : 0;
                var last = first + Pieces[piece];
                if (last >= SearchTokens.Steps - 1)
                    return false;
                for (var step = first; step <= last; step++)
                    tokens.Add(SearchTokens.Points(step));
                through = SearchTokens.Behind(last);
                range += $" AND lost >= {statement.Value(through.Lost)}";
            }
            else
            {
                var first = _at?.Day ?? filter.To;
                if (first.DayNumber - Pieces[piece] <= filter.From.DayNumber)
                    return false;
                var last = first.AddDays(-Pieces[piece]);
                for (var day = last; day <= first; day = day.AddDays(1))
                    tokens.Add(SearchTokens.Day(day));
                through = new ListPlace(last, long.MinValue, int.MinValue, long.MinValue);
                range += $" AND day >= {statement.Value(last)}";
            }

            range += $" AND tokens && {statement.Value(tokens.ToArray())}";
            return true;
        }

        private string Conditions(ListStatement statement)
        {
            var conditions = IsLowest ? "" : Points(statement);
            if (_tokens.All.Length > 0)
                conditions += $" AND tokens @> {statement.Value(_tokens.All)}";
            foreach (var some in _tokens.Some)
                conditions += $" AND tokens && {statement.Value(some)}";
            return conditions;
        }

        /// <remarks>
        /// A plan made for any values takes every range of days for a short one and every token for a rare one; what is asked here differs by thousands, so each
        /// has a plan of its own. What is read by number afterwards has one plan for all, because making it costs more than running it.
        /// </remarks>
        private List<(ScoreKey Key, ListPlace Place, bool Fits)> Rows(ListStatement statement, string sql)
        {
            using var batch = new NpgsqlBatch(connection);
            batch.Add("SET LOCAL plan_cache_mode = force_custom_plan");
            batch.Add(sql, [.. statement.Values]);
            batch.Add("SET LOCAL plan_cache_mode = auto");
            using var row = batch.ExecuteReader();
            var rows = new List<(ScoreKey, ListPlace, bool)>();
            while (row.Read())
            {
                rows.Add((
                    new ScoreKey(row.GetFieldValue<DateOnly>(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<DateOnly>(3)),
                    new ListPlace(row.GetFieldValue<DateOnly>(0), row.GetInt64(4), row.GetInt32(5), row.GetInt64(1)), row.GetBoolean(6)));
            }

            return rows;
        }

        private void Add(List<ScoreKey> keys)
        {
            keys.RemoveAll(key => _queued.Contains(key.Number));
            if (keys.Count > 0)
                _found.AddRange(Taken(keys));
            keys.Clear();
        }

        private List<ListedScore> Taken(List<ScoreKey> keys)
        {
            var taken = new List<ListedScore>();
            foreach (var (score, chat) in _scores.Read(keys, withChats: false))
            {
                if (filter.Takes(score))
                    taken.Add(score);
            }

            return filter.Text is { } text ? WithText(taken, keys, text) : taken;
        }

        /// <summary>Those whose chats hold the words; reads no chat of the others.</summary>
        private List<ListedScore> WithText(List<ListedScore> scores, List<ScoreKey> keys, SearchText text)
        {
            var wanted = new HashSet<long>(scores.ConvertAll(static score => score.Number));
            var found = new List<ListedScore>();
            if (wanted.Count == 0)
                return found;
            foreach (var (score, chat) in _scores.Read(keys.FindAll(key => wanted.Contains(key.Number)), withChats: true))
            {
                var (from, to) = score.Searched(chat!);
                if (text.Find(chat!, from, to) is { } snippet)
                    found.Add(score with { Snippet = snippet });
            }

            return found;
        }
    }
}
