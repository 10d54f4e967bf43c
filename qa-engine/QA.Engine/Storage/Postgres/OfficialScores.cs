using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Npgsql;
using QA.Scoring;

namespace QA.Engine.Storage.Postgres;

/// <summary>Changes which kept scores count for their agents, and what roll-ups make of it. In a transaction that holds the conversations' rows in <c>known</c>.</summary>
internal sealed class OfficialScores(NpgsqlConnection connection, PostgresVocabulary vocabulary, RollupSum sums)
{
    private const string Returned = "RETURNING number, day, shop, team, agent, rubric, first, standing, uncapped, document, mood_start, mood_end, mood_turns";

    /// <summary>The scores of these conversations no longer count.</summary>
    /// <param name="from">The first day of any of their scores.</param>
    /// <param name="to">The last.</param>
    public void TakeBack(long[] conversations, DateOnly from, DateOnly to) => Count(sign: -1, connection.List(
        $"UPDATE scores SET official = false WHERE conversation = ANY ($1) AND day BETWEEN $2 AND $3 AND official {Returned}",
        Read, conversations, from, to));

    /// <summary>The scores of these conversations under a rubric count from now on; those under others were taken back.</summary>
    public void Give(long[] conversations, int rubric, DateOnly from, DateOnly to) => Count(sign: 1, connection.List(
        $"UPDATE scores SET official = true WHERE conversation = ANY ($1) AND day BETWEEN $2 AND $3 AND rubric = $4 {Returned}",
        Read, conversations, from, to, rubric));

    private void Count(int sign, List<Row> rows)
    {
        if (rows.Count == 0)
            return;
        connection.Run("UPDATE suspicions SET official = $2 WHERE score = ANY ($1)", rows.ConvertAll(static row => row.Number).ToArray(), sign > 0);
        var reviewed = connection.List(
            "SELECT score, standing, counts, document FROM reviewed_scores WHERE score = ANY ($1)",
            static row => (Score: row.GetInt64(0), Standing: row.GetString(1), Points: row.IsDBNull(2) ? (int?)null : (int)row.GetInt64(2), Document: Encoding.UTF8.GetBytes(row.GetString(3))),
            rows.ConvertAll(static row => row.Number).ToArray()).ToDictionary(static row => row.Score);
        PostgresSearchIndex.QueueAgain(connection, [.. rows.ConvertAll(static row => row.Number)], [.. rows.ConvertAll(static row => row.Day)]);
        foreach (var row in rows)
        {
            var counts = reviewed.TryGetValue(row.Number, out var people)
                ? row with { Standing = people.Standing, Points = people.Points, Document = people.Document }
                : row;
            sums.Add(counts.Counted(vocabulary), counts.Document, sign);
        }
    }

    private static Row Read(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetFieldValue<DateOnly>(1), PostgresText.Out(row.GetString(2)), PostgresText.Out(row.GetString(3)), PostgresText.Out(row.GetString(4)),
        row.GetInt32(5), row.GetBoolean(6), row.GetString(7), row.IntOrNull(8), Encoding.UTF8.GetBytes(row.GetString(9)), row.MoodOrNull(10));

    /// <summary>What roll-ups need of a kept score.</summary>
    private sealed record Row(
        long Number, DateOnly Day, string Shop, string Team, string Agent, int Rubric, bool First, string Standing, int? Points, byte[] Document, MoodChange? Mood)
    {
        public CountedScore Counted(PostgresVocabulary vocabulary) => new(
            Day, Shop, Team, Agent, Rubric, vocabulary.Rubric(Rubric).Names.Criteria.Count, First, ScoreColumns.Standing(Standing), Points, Mood);
    }
}
