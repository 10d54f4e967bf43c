using System;
using System.Collections.Generic;
using Npgsql;
using QA.Scoring;

namespace QA.Engine.Storage.Postgres;

/// <summary>
/// Scores of kept conversations under another rubric: beside those that count or, in an official job, in their place. A conversation that
/// was scored under the rubric before gets no second scores, so that a job may be taken up anywhere.
/// </summary>
internal sealed class PostgresRescoring(NpgsqlConnection connection, PostgresVocabulary vocabulary, RollupSum sums, OfficialScores official)
{
    /// <param name="prepare">Makes a score ready for its row.</param>
    /// <param name="add">Adds its row: the score, its conversation's number, whether it counts, the receipt.</param>
    /// <returns>How many scores were added.</returns>
    public int Keep(
        List<RescoredConversation> entries, JobProgress? job,
        Func<IReadOnlyList<Score>, DateOnly, DateTimeOffset, List<KeptScore>> prepare, Action<KeptScore, long, DateOnly, bool, string> add)
    {
        var inPlace = job is not null && PostgresJobs.IsOfficial(connection, job.Job);
        var known = Hold(entries);
        var (from, to) = (DateOnly.MaxValue, DateOnly.MinValue);
        foreach (var state in known.Values)
        {
            from = state.From < from ? state.From : from;
            to = state.To > to ? state.To : to;
        }

        var scored = Scored([.. known.Keys], from, to);
        var takenBack = new List<long>();
        var given = new SortedDictionary<int, List<long>>();
        var added = new List<(RescoredConversation Entry, State State, bool Counts)>();
        foreach (var entry in entries)
        {
            // Without scores there is nothing to keep; without a row it was forgotten since the page was read.
            if (entry.Scores.Count == 0 || !known.TryGetValue(entry.Conversation.Number, out var state))
                continue;
            var rubric = vocabulary.Rubric(entry.Scores[0].Rubric.Hash)
                ?? throw new InvalidOperationException($"rubric {entry.Scores[0].Rubric.Id} {entry.Scores[0].Rubric.Version} must be made known to the store before its scores");
            var counts = inPlace && state.IsLatest;
            if (!scored.TryGetValue((state.Number, rubric.Number), out var counted))
                added.Add((entry, state, counts));
            if (counts && !counted)
            {
                takenBack.Add(state.Number);
                if (scored.ContainsKey((state.Number, rubric.Number)))
                    OfRubric(given, rubric.Number).Add(state.Number);
            }

            scored[(state.Number, rubric.Number)] = counted || counts;
        }

        if (takenBack.Count > 0)
            official.TakeBack([.. takenBack], from, to);
        foreach (var (rubric, conversations) in given)
            official.Give([.. conversations], rubric, from, to);
        return Add(added, prepare, add);
    }

    private int Add(
        List<(RescoredConversation Entry, State State, bool Counts)> added,
        Func<IReadOnlyList<Score>, DateOnly, DateTimeOffset, List<KeptScore>> prepare, Action<KeptScore, long, DateOnly, bool, string> add)
    {
        var scores = 0;
        foreach (var (entry, state, counts) in added)
        {
            var first = state.From;
            foreach (var score in prepare(entry.Scores, entry.Conversation.Day, state.TakenAt))
            {
                add(score, state.Number, entry.Conversation.Day, counts, entry.Receipt);
                if (counts)
                    sums.Add(score.Counted(), score.Score);
                first = score.Day < first ? score.Day : first;
                scores++;
            }

            // Another rubric may cut a conversation into other sessions.
            if (first < state.From)
                connection.Run("UPDATE known SET scores_from = $3 WHERE id = $1 AND revision = $2", state.Key, entry.Conversation.Revision, first);
        }

        return scores;
    }

    /// <summary>Sees to it that nobody else changes which scores of these conversations count.</summary>
    private Dictionary<long, State> Hold(List<RescoredConversation> entries)
    {
        var states = new Dictionary<long, State>();
        foreach (var state in connection.List(
            """
            SELECT k.id, k.number, k.latest, k.scores_from, k.scores_to, c.taken_at
            FROM known k JOIN conversations c ON c.day = k.day AND c.number = k.number
            WHERE (k.id, k.revision) IN (SELECT * FROM unnest($1::text[], $2::int[]))
            ORDER BY k.id, k.revision FOR UPDATE OF k
            """,
            static row => new State(
                row.GetString(0), row.GetInt64(1), row.GetBoolean(2), row.GetFieldValue<DateOnly>(3), row.GetFieldValue<DateOnly>(4), row.Moment(5)),
            entries.ConvertAll(static entry => PostgresText.Key(entry.Conversation.Conversation.Id)).ToArray(), entries.ConvertAll(static entry => entry.Conversation.Revision).ToArray()))
            states.Add(state.Number, state);
        return states;
    }

    /// <summary>Under which rubrics these conversations were scored, and whether those scores count.</summary>
    private Dictionary<(long Conversation, int Rubric), bool> Scored(long[] conversations, DateOnly from, DateOnly to)
    {
        var scored = new Dictionary<(long Conversation, int Rubric), bool>();
        foreach (var (conversation, rubric, counts) in connection.List(
            "SELECT conversation, rubric, bool_or(official) FROM scores WHERE conversation = ANY ($1) AND day BETWEEN $2 AND $3 GROUP BY conversation, rubric",
            static row => (row.GetInt64(0), row.GetInt32(1), row.GetBoolean(2)), conversations, from, to))
            scored.Add((conversation, rubric), counts);
        return scored;
    }

    private static List<long> OfRubric(SortedDictionary<int, List<long>> given, int rubric)
    {
        if (!given.TryGetValue(rubric, out var list))
            given.Add(rubric, list = []);
        return list;
    }

    private sealed record State(string Key, long Number, bool IsLatest, DateOnly From, DateOnly To, DateTimeOffset TakenAt);
}
