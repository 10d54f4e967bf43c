using System;
using System.Collections.Generic;
using System.Text;
using Npgsql;
using QA.Scoring;

namespace QA.Engine.Storage.Postgres;

/// <summary>Where a score and its conversation are.</summary>
internal readonly record struct ScoreKey(DateOnly Day, long Number, long Chat, DateOnly ChatDay);

/// <summary>Scores as lists show them: the machine's, with what people decided in its place.</summary>
internal sealed class PostgresListedScores(NpgsqlConnection connection, PostgresVocabulary vocabulary)
{
    // The column holds a key as any text, escaped once more.
    private static readonly string KeptMark = PostgresText.In(PostgresText.DigestMark);

    /// <summary>The scores there are, in no order.</summary>
    /// <param name="withChats">Whether to read the conversations too, which are wide.</param>
    public List<(ListedScore Score, Conversation? Chat)> Read(IReadOnlyList<ScoreKey> keys, bool withChats)
    {
        var (days, numbers, chatDays, chats) = (new DateOnly[keys.Count], new long[keys.Count], new DateOnly[keys.Count], new long[keys.Count]);
        for (var i = 0; i < keys.Count; i++)
            (days[i], numbers[i], chatDays[i], chats[i]) = (keys[i].Day, keys[i].Number, keys[i].ChatDay, keys[i].Chat);
        var criticals = Criticals(numbers);
        return connection.List(
            $"""
            SELECT s.number, s.day, s.happened_at, s.scored_at, s.shop, s.team, s.agent, s.scenario, coalesce(r.standing, s.standing),
                   CASE WHEN r.score IS NULL THEN s.total ELSE r.total::int END, CASE WHEN r.score IS NULL THEN s.band END,
                   CASE WHEN r.score IS NULL THEN s.passed ELSE r.passed <> 0 END, s.rubric, coalesce(r.verdicts, s.verdicts), r.score IS NOT NULL, s.official,
                   s.sessions, s.message_from, s.message_to, s.mood_start, s.mood_end, s.mood_turns, c.id, {(withChats ? "c.document" : $"CASE WHEN starts_with(c.id, $7) THEN c.document END")}
            FROM unnest($1::date[], $2::bigint[], $3::date[], $4::bigint[]) AS key (day, number, chat_day, chat)
            JOIN scores s ON s.day = key.day AND s.number = key.number AND s.day BETWEEN $5 AND $6
            JOIN conversations c ON c.day = key.chat_day AND c.number = key.chat
            LEFT JOIN reviewed_scores r ON r.score = s.number
            """,
            row =>
            {
                var chat = row.IsDBNull(23) ? null : ConversationDocument.Read(Encoding.UTF8.GetBytes(row.GetString(23)));
                var key = PostgresText.Out(row.GetString(22));
                var rubric = vocabulary.Rubric(row.GetInt32(12));
                var suspicions = criticals.GetValueOrDefault(row.GetInt64(0)) ?? [];
                return (
                    new ListedScore
                    {
                        Number = row.GetInt64(0),
                        Conversation = PostgresText.OfKey(key) ?? chat!.Id,
                        Day = row.GetFieldValue<DateOnly>(1),
                        HappenedAt = row.MomentOrNull(2),
                        ScoredAt = row.Moment(3),
                        Shop = PostgresText.Out(row.GetString(4)),
                        Team = PostgresText.Out(row.GetString(5)),
                        Agent = PostgresText.Out(row.GetString(6)),
                        Scenario = row.TextOrNull(7),
                        Standing = ScoreColumns.Standing(row.GetString(8)),
                        Total = row.IntOrNull(9),
                        Band = row.IsDBNull(10) ? null : vocabulary.Wording(row.GetInt64(10)),
                        Passed = row.IsDBNull(11) ? null : row.GetBoolean(11),
                        RubricId = rubric.Id,
                        RubricHash = rubric.Hash,
                        Criteria = rubric.Names.Criteria,
                        Letters = row.GetString(13),
                        Criticals = suspicions,
                        Decided = row.GetBoolean(14) || suspicions.Exists(static one => one.State != StoredSuspicion.Suspected),
                        Official = row.GetBoolean(15),
                        Sessions = row.GetInt32(16),
                        MessageFrom = row.GetInt32(17),
                        MessageTo = row.GetInt32(18),
                        Mood = row.MoodOrNull(19),
                    },
                    chat);
            },
            withChats ? [days, numbers, chatDays, chats, Least(days), Most(days)] : [days, numbers, chatDays, chats, Least(days), Most(days), KeptMark]);
    }

    private Dictionary<long, List<ListedCritical>> Criticals(long[] numbers)
    {
        var criticals = new Dictionary<long, List<ListedCritical>>();
        foreach (var (score, critical) in connection.List(
            "SELECT score, critical, state FROM suspicions WHERE score = ANY ($1) ORDER BY score, critical COLLATE \"C\"",
            static row => (row.GetInt64(0), new ListedCritical(PostgresText.Out(row.GetString(1)), row.GetString(2))), [numbers]))
        {
            if (!criticals.TryGetValue(score, out var list))
                criticals.Add(score, list = []);
            list.Add(critical);
        }

        return criticals;
    }

    private static DateOnly Least(DateOnly[] days)
    {
        var least = DateOnly.MaxValue;
        foreach (var day in days)
            least = day < least ? day : least;
        return least;
    }

    private static DateOnly Most(DateOnly[] days)
    {
        var most = DateOnly.MinValue;
        foreach (var day in days)
            most = day > most ? day : most;
        return most;
    }
}
