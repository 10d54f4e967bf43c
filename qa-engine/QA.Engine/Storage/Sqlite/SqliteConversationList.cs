using System;
using System.Collections.Generic;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Storage.Sqlite;

/// <summary>
/// Lists from the embedded store: the scores of the days, one after the other in the list's order, until a page is full or patience ends. It holds what one shop
/// has; whoever has a million chats has PostgreSQL.
/// </summary>
internal sealed class SqliteConversationList(
    Func<Func<SqliteReader, ConversationPage>, ConversationPage> pages, Func<Func<SqliteReader, IReadOnlyList<(string Shop, string Team)>>, IReadOnlyList<(string Shop, string Team)>> names,
    TimeProvider time) : IConversationList
{
    private const int Portion = 2_000;
    private const int LookAtTheClockEvery = 64;

    // What the index of 0004-search.sql holds, spelt as there.
    private const string At = "COALESCE(s.happened_at, s.scored_at)";
    private const string Order = $"s.day DESC, {At} DESC, s.number DESC";
    private const string Lost =
        "CASE WHEN r.score IS NULL THEN COALESCE(10000 - s.total, -1) ELSE COALESCE(10000 - r.total, -1) END";

    private readonly NamesOfLists _names = new(
        () => names(static reader =>
        {
            var pairs = new List<(string, string)>();
            var row = reader.Prepared("SELECT DISTINCT shop, team FROM rollups");
            while (row.Next())
                pairs.Add((row.Text(0), row.Text(1)));
            return pairs;
        }),
        time);

    public ListNames Names(Reach reach) => _names.Of(reach);

    public ConversationPage List(ConversationFilter filter, ListPlace? after, int most, TimeSpan patience) => pages(reader =>
    {
        var began = time.GetTimestamp();
        var found = new List<ListedScore>();
        var at = after;
        while (true)
        {
            var keys = filter.Order == ListOrder.Lowest ? Lowest(reader, filter, at) : Newest(reader, filter, at);
            for (var i = 0; i < keys.Count; i++)
            {
                if (Read(reader, keys[i].Number, filter) is { } score)
                    found.Add(score);
                at = keys[i];
                if (found.Count > most)
                {
                    found.RemoveAt(most);
                    return new ConversationPage(found, found[^1].Place, null, false);
                }

                if (i % LookAtTheClockEvery == 0 && time.GetElapsedTime(began) > patience)
                    return new ConversationPage(found, at, at, false);
            }

            if (keys.Count < Portion)
                return new ConversationPage(found, null, null, false);
        }
    });

    private static List<ListPlace> Newest(SqliteReader reader, ConversationFilter filter, ListPlace? after)
    {
        var rows = after is { } at
            ? reader.Prepared($"SELECT s.day, {At}, 0, s.number FROM scores s WHERE s.day BETWEEN ? AND ? AND (s.day, {At}, s.number) < (?, ?, ?) ORDER BY {Order} LIMIT ?")
                .With(SqliteRow.Of(filter.From)).With(SqliteRow.Of(at.Day)).With(SqliteRow.Of(at.Day)).With(at.At).With(at.Number)
            : reader.Prepared($"SELECT s.day, {At}, 0, s.number FROM scores s WHERE s.day BETWEEN ? AND ? ORDER BY {Order} LIMIT ?").With(SqliteRow.Of(filter.From)).With(SqliteRow.Of(filter.To));
        return Places(rows.With(Portion));
    }

    private static List<ListPlace> Lowest(SqliteReader reader, ConversationFilter filter, ListPlace? after)
    {
        const string all = $"SELECT s.day, {At}, {Lost}, s.number FROM scores s LEFT JOIN reviewed_scores r ON r.score = s.number WHERE s.official = 1 AND s.day BETWEEN ? AND ?";
        var rows = after is { } at
            ? reader.Prepared($"{all} AND ({Lost}, s.day, {At}, s.number) < (?, ?, ?, ?) ORDER BY {Lost} DESC, {Order} LIMIT ?")
                .With(SqliteRow.Of(filter.From)).With(SqliteRow.Of(filter.To)).With(at.Lost).With(SqliteRow.Of(at.Day)).With(at.At).With(at.Number)
            : reader.Prepared($"{all} ORDER BY {Lost} DESC, {Order} LIMIT ?").With(SqliteRow.Of(filter.From)).With(SqliteRow.Of(filter.To));
        return Places(rows.With(Portion));
    }

    private static List<ListPlace> Places(Statement rows)
    {
        var places = new List<ListPlace>();
        while (rows.Next())
            places.Add(new ListPlace(SqliteRow.Day(rows.Long(0)), rows.Long(1), rows.Int(2), rows.Long(3)));
        return places;
    }

    /// <summary>A score that the filter takes; null where it does not.</summary>
    private static ListedScore? Read(SqliteReader reader, long number, ConversationFilter filter)
    {
        var row = reader.Prepared(
            """
            SELECT s.number, s.day, s.happened_at, s.scored_at, s.shop, s.team, s.agent, s.scenario, COALESCE(r.standing, s.standing),
                   CASE WHEN r.score IS NULL THEN s.total ELSE r.total END, CASE WHEN r.score IS NULL THEN s.band END,
                   CASE WHEN r.score IS NULL THEN s.passed ELSE r.passed END, s.rubric, COALESCE(r.verdicts, s.verdicts), r.score IS NOT NULL, s.official,
                   s.sessions, s.message_from, s.message_to, c.id, c.number, s.mood_start, s.mood_end, s.mood_turns
            FROM scores s JOIN conversations c ON c.number = s.conversation LEFT JOIN reviewed_scores r ON r.score = s.number WHERE s.number = ?
            """).With(number);
        if (!row.Next())
            return null;
        var (id, _, hash, parts) = reader.Rubric(row.Long(12));
        var criticals = Criticals(reader, number);
        var score = new ListedScore
        {
            Number = number,
            Conversation = row.Text(19),
            Day = SqliteRow.Day(row.Long(1)),
            HappenedAt = SqliteRow.Time(row.LongOrNull(2)),
            ScoredAt = Instant.At(row.Long(3)),
            Shop = row.Text(4),
            Team = row.Text(5),
            Agent = row.Text(6),
            Scenario = row.TextOrNull(7),
            Standing = ScoreColumns.Standing(row.Text(8)),
            Total = row.IntOrNull(9),
            Band = row.LongOrNull(10) is { } band ? reader.Wording(band) : null,
            Passed = row.LongOrNull(11) is { } passed ? passed != 0 : null,
            RubricId = id,
            RubricHash = hash,
            Criteria = parts.Criteria,
            Letters = row.Text(13),
            Criticals = criticals,
            Decided = row.Bool(14) || criticals.Exists(static one => one.State != StoredSuspicion.Suspected),
            Official = row.Bool(15),
            Sessions = row.Int(16),
            MessageFrom = row.Int(17),
            MessageTo = row.Int(18),
            Mood = row.Mood(21),
        };
        var chat = row.Long(20);
        row.Rewind();
        if (!filter.Takes(score))
            return null;
        if (filter.Text is not { } text)
            return score;
        var conversation = Chat(reader, chat);
        var (from, to) = score.Searched(conversation);
        return text.Find(conversation, from, to) is { } snippet ? score with { Snippet = snippet } : null;
    }

    private static List<ListedCritical> Criticals(SqliteReader reader, long score)
    {
        var criticals = new List<ListedCritical>();
        var row = reader.Prepared("SELECT critical, state FROM suspicions WHERE score = ? ORDER BY critical").With(score);
        while (row.Next())
            criticals.Add(new ListedCritical(row.Text(0), row.Text(1)));
        return criticals;
    }

    private static Conversation Chat(SqliteReader reader, long number)
    {
        var row = reader.Prepared("SELECT document FROM conversations WHERE number = ?").With(number);
        row.Next();
        var chat = ConversationDocument.Read(row.Bytes(0));
        row.Rewind();
        return chat;
    }
}
