using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using QA.Scoring;

namespace QA.Engine.Storage.Sqlite;

/// <summary>What pages about skills ask.</summary>
internal sealed partial class SqliteReader
{
    public IReadOnlyList<string> Teams()
    {
        var teams = new List<string>();
        var row = Prepared("SELECT DISTINCT team FROM rollups");
        while (row.Next())
            teams.Add(row.Text(0));
        teams.Sort(StringComparer.Ordinal);
        return teams;
    }

    public IReadOnlyList<string> Agents(string team)
    {
        var agents = new List<string>();
        var row = Prepared("SELECT DISTINCT agent FROM rollups WHERE team = ?").With(team);
        while (row.Next())
            agents.Add(row.Text(0));
        agents.Sort(StringComparer.Ordinal);
        return agents;
    }

    public IReadOnlyList<SkillExample> Examples(SkillQuestion question)
    {
        // Each rubric has the criterion at a place of its own.
        var places = Rubrics().ConvertAll(number => (Number: number, Place: Rubric(number).Names.Criteria.ToList().IndexOf(question.Criterion)));
        places.RemoveAll(static rubric => rubric.Place < 0);
        var found = new List<SkillExample>();
        var row = Prepared(
            """
            SELECT s.number, c.id, s.day, s.agent, s.rubric, r.score IS NOT NULL, coalesce(r.document, s.document)
            FROM scores s
            JOIN json_each(?1) place ON json_extract(place.value, '$[0]') = s.rubric
            JOIN conversations c ON c.number = s.conversation
            LEFT JOIN reviewed_scores r ON r.score = s.number
            WHERE s.official = 1 AND s.day BETWEEN ?2 AND ?3 AND s.team = ?4 AND (?5 IS NULL OR s.agent = ?5)
              AND substr(coalesce(r.verdicts, s.verdicts), json_extract(place.value, '$[1]') + 1, 1) = ?6
            ORDER BY s.day DESC, s.number DESC LIMIT ?7
            """)
            .With(JsonSerializer.Serialize(places.Select(static rubric => (long[])[rubric.Number, rubric.Place])))
            .With(SqliteRow.Of(question.From)).With(SqliteRow.Of(question.To)).With(question.Team).With(question.Agent)
            .With(ScoreColumns.Letter(question.Verdict).ToString()).With(question.Most);
        while (row.Next())
        {
            var criteria = ScoreDocument.Read(row.Bytes(6), Rubric(row.Long(4)).Names, _wording ??= Wording).Criteria;
            found.Add(new SkillExample(
                row.Text(1), row.Long(0), SqliteRow.Day(row.Long(2)), row.Text(3), row.Bool(5), criteria.First(part => part.Criterion == question.Criterion)));
        }

        return found;
    }

    public IReadOnlyList<CalmedExample> Calmed(CalmedQuestion question)
    {
        var found = new List<CalmedExample>();
        var row = Prepared(
            """
            SELECT s.number, c.id, s.day, s.agent, CASE WHEN r.score IS NULL THEN s.total ELSE r.total END, s.message_from, s.message_to, s.mood_start, s.mood_end, s.mood_turns
            FROM scores s JOIN conversations c ON c.number = s.conversation LEFT JOIN reviewed_scores r ON r.score = s.number
            WHERE s.official = 1 AND s.day BETWEEN ?1 AND ?2 AND s.team = ?3 AND (?4 IS NULL OR s.agent = ?4)
              AND s.mood_start <= -?5 AND s.mood_end > -?5 AND s.mood_end - s.mood_start >= ?5
            ORDER BY s.mood_end - s.mood_start DESC, s.day DESC, s.number DESC LIMIT ?6
            """)
            .With(SqliteRow.Of(question.From)).With(SqliteRow.Of(question.To)).With(question.Team).With(question.Agent).With(MoodChange.Clearly).With(question.Most);
        while (row.Next())
            found.Add(new CalmedExample(row.Text(1), row.Long(0), SqliteRow.Day(row.Long(2)), row.Text(3), row.IntOrNull(4), row.Mood(7)!.Value, row.Int(5), row.Int(6)));
        return found;
    }

    private List<long> Rubrics()
    {
        var numbers = new List<long>();
        var row = Prepared("SELECT number FROM rubrics");
        while (row.Next())
            numbers.Add(row.Long(0));
        return numbers;
    }
}
