using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QA.Scoring;

namespace QA.Engine.Storage.Postgres;

/// <summary>What pages about skills ask.</summary>
internal sealed class PostgresSkills(PostgresConnections connections, PostgresVocabulary vocabulary) : ISkillExamples
{
    // MoodOutcome.Recovered; letter for letter as in the index scores_calmed, which is not used otherwise.
    private static readonly string Recovered = string.Create(
        CultureInfo.InvariantCulture, $"s.mood_start <= -{MoodChange.Clearly} AND s.mood_end > -{MoodChange.Clearly} AND s.mood_end - s.mood_start >= {MoodChange.Clearly}");

    /// <summary>From the roll-ups of all days together, two thousand rows for two thousand agents, and from what is not merged into them yet.</summary>
    public IReadOnlyList<string> Teams() => Sorted(connections.Use(static connection => connection.List(
        "SELECT team FROM rollups WHERE day = '-infinity' UNION SELECT team FROM rollup_deltas",
        static row => PostgresText.Out(row.GetString(0)))));

    public IReadOnlyList<string> Agents(string team) => Sorted(connections.Use(connection => connection.List(
        """
        SELECT agent FROM rollups WHERE left(team, 200) = left($1, 200) AND team = $1 AND day = '-infinity' UNION SELECT agent FROM rollup_deltas WHERE team = $1
        """,
        static row => PostgresText.Out(row.GetString(0)), PostgresText.In(team))));

    public IReadOnlyList<SkillExample> Find(SkillQuestion question)
    {
        // Scores are found by their agents, so a team is the agents it has.
        var agents = question.Agent is { } agent ? [agent] : Agents(question.Team);
        var scores = connections.Use(connection =>
        {
            // Each rubric has the criterion at a place of its own.
            var rubrics = connection.List("SELECT number FROM rubrics", static row => row.GetInt32(0));
            var places = rubrics.ConvertAll(number => vocabulary.Rubric(number).Names.Criteria.ToList().IndexOf(question.Criterion));
            return connection.List(
                """
                SELECT s.number, c.id, s.day, s.agent, s.rubric, r.score IS NOT NULL, coalesce(r.document, s.document)
                FROM unnest($1::int[], $2::int[]) AS place (rubric, at)
                JOIN scores s ON s.rubric = place.rubric
                JOIN conversations c ON c.day = s.day AND c.number = s.conversation
                LEFT JOIN reviewed_scores r ON r.score = s.number
                WHERE s.official AND s.day BETWEEN $3 AND $4 AND s.team = $5
                  AND left(s.agent, 200) = ANY (ARRAY(SELECT left(name, 200) FROM unnest($6::text[]) AS name)) AND s.agent = ANY ($6::text[])
                  AND place.at >= 0 AND substr(coalesce(r.verdicts, s.verdicts), place.at + 1, 1) = $7
                ORDER BY s.day DESC, s.number DESC LIMIT $8
                """,
                static row => (
                    Number: row.GetInt64(0), Conversation: row.GetString(1), Day: row.GetFieldValue<DateOnly>(2), Agent: PostgresText.Out(row.GetString(3)), Rubric: row.GetInt32(4),
                    Reviewed: row.GetBoolean(5), Document: Encoding.UTF8.GetBytes(row.GetString(6))),
                rubrics.ToArray(), places.ToArray(), question.From, question.To, PostgresText.In(question.Team), agents.Select(PostgresText.In).ToArray(),
                ScoreColumns.Letter(question.Verdict).ToString(), question.Most);
        });
        var found = new List<SkillExample>(scores.Count);
        foreach (var score in scores)
        {
            // The id itself is too long to have been kept beside its conversation, where keys are escaped as any text.
            if (PostgresText.OfKey(PostgresText.Out(score.Conversation)) is not { } conversation)
                continue;
            var criteria = ScoreDocument.Read(score.Document, vocabulary.Rubric(score.Rubric).Names, vocabulary.Wording).Criteria;
            found.Add(new SkillExample(
                conversation, score.Number, score.Day, score.Agent, score.Reviewed, criteria.First(part => part.Criterion == question.Criterion)));
        }

        return found;
    }

    public IReadOnlyList<CalmedExample> Calmed(CalmedQuestion question) =>
        connections.Look(connection => connection.List(
            $"""
            SELECT s.number, c.id, s.day, s.agent, CASE WHEN r.score IS NULL THEN s.total ELSE r.total::int END, s.message_from, s.message_to, s.mood_start, s.mood_end, s.mood_turns,
                   c.day, c.number
            FROM (
                SELECT s.number, s.conversation, s.day, s.agent, s.total, s.message_from, s.message_to, s.mood_start, s.mood_end, s.mood_turns FROM scores s
                WHERE s.official AND {Recovered} AND left(s.team, 200) = left($3, 200) AND s.team = $3 AND s.day BETWEEN $1 AND $2 AND ($4::text IS NULL OR s.agent = $4)
                ORDER BY s.mood_end - s.mood_start DESC, s.day DESC, s.number DESC LIMIT $5) AS s
            JOIN known k ON k.number = s.conversation
            JOIN conversations c ON c.day = k.day AND c.number = k.number
            LEFT JOIN reviewed_scores r ON r.score = s.number
            ORDER BY s.mood_end - s.mood_start DESC, s.day DESC, s.number DESC
            """,
            static row => (
                Key: PostgresText.Out(row.GetString(1)), Day: row.GetFieldValue<DateOnly>(10), Chat: row.GetInt64(11),
                Example: new CalmedExample(
                    "", row.GetInt64(0), row.GetFieldValue<DateOnly>(2), PostgresText.Out(row.GetString(3)), row.IntOrNull(4), row.MoodOrNull(7)!.Value, row.GetInt32(5), row.GetInt32(6))),
            question.From, question.To, PostgresText.In(question.Team), question.Agent is { } agent ? PostgresText.In(agent) : null, question.Most)
            .ConvertAll(each => each.Example with { Conversation = connection.ConversationId(each.Key, each.Day, each.Chat) }));

    private static List<string> Sorted(List<string> names)
    {
        names.Sort(StringComparer.Ordinal);
        return names;
    }
}
