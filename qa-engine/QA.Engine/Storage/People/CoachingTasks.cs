using System;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>Who works on which skill, since when, and what came of it. Nothing is ever deleted: peers of an effect are those who were not coached.</summary>
internal sealed class CoachingTasks(IPeopleDatabase database, TimeProvider time)
{
    private const string Columns =
        "number AS Number, team AS Team, agent AS Agent, criterion AS Criterion, note AS Note, starts_on AS StartsOn, due_on AS DueOn, assigned_by AS AssignedBy, name AS Name, "
        + "assigned_at AS AssignedAt, ended_at AS EndedAt, outcome AS Outcome";

    // An index of PostgreSQL takes no more of a text; SQLite's holds the whole.
    private const string OfTeam = "substr(team, 1, 200) = substr(@team, 1, 200) AND team = @team";

    /// <returns>Its number; null: the agent works on this skill already.</returns>
    public long? Assign(AgentName agent, string criterion, string note, DateOnly startsOn, DateOnly? dueOn, long account, string coach) => database.Write(connection =>
        connection.ExecuteScalar<long?>(
            """
            INSERT INTO coaching (team, agent, criterion, note, starts_on, due_on, assigned_by, name, assigned_at)
            VALUES (@team, @agent, @criterion, @note, @starts, @due, @account, @coach, @at)
            ON CONFLICT DO NOTHING RETURNING number
            """,
            new
            {
                team = database.Text(agent.Team), agent = database.Text(agent.Name), criterion = database.Text(criterion), note = database.Text(note),
                starts = DayNumber.Of(startsOn), due = dueOn is { } due ? DayNumber.Of(due) : (long?)null, account, coach = database.Text(coach), at = Instant.Of(time.GetUtcNow()),
            }));

    /// <returns>False: there is none of that number under way; somebody else may have ended it.</returns>
    public bool End(long number, string outcome) => database.Write(connection => connection.Execute(
        "UPDATE coaching SET ended_at = @now, outcome = @outcome WHERE number = @number AND ended_at IS NULL",
        new { number, outcome = database.Text(outcome), now = Instant.Of(time.GetUtcNow()) })) == 1;

    public CoachingTask? Find(long number) => List(
        connection => connection.Query<Row>($"SELECT {Columns} FROM coaching WHERE number = @number", new { number })).FirstOrDefault();

    /// <summary>What a team's agents work on: the next follow-up first, then those without one, the newest first.</summary>
    public IReadOnlyList<CoachingTask> UnderWay(string team, int most) => List(connection => connection.Query<Row>(
        $"SELECT {Columns} FROM coaching WHERE {OfTeam} AND ended_at IS NULL ORDER BY coalesce(due_on, 99999999), number DESC LIMIT @most",
        new { team = database.Text(team), most = (long)most }));

    /// <summary>What a team's agents worked on, the newest first.</summary>
    /// <param name="before">Only those with a smaller number; null: from the newest.</param>
    public IReadOnlyList<CoachingTask> Ended(string team, int most, long? before = null) => List(connection => connection.Query<Row>(
        $"SELECT {Columns} FROM coaching WHERE {OfTeam} AND ended_at IS NOT NULL AND number < @before ORDER BY number DESC LIMIT @most",
        new { team = database.Text(team), most = (long)most, before = before ?? long.MaxValue }));

    /// <summary>What an agent works on, the earliest first.</summary>
    public IReadOnlyList<CoachingTask> UnderWay(AgentName agent) => List(connection => connection.Query<Row>(
        $"SELECT {Columns} FROM coaching WHERE {OfTeam} AND agent = @agent AND ended_at IS NULL ORDER BY starts_on, number",
        new { team = database.Text(agent.Team), agent = database.Text(agent.Name) }));

    /// <summary>Everything an agent works or worked on, the newest first.</summary>
    public IReadOnlyList<CoachingTask> Of(AgentName agent, int most) => List(connection => connection.Query<Row>(
        $"SELECT {Columns} FROM coaching WHERE {OfTeam} AND agent = @agent ORDER BY number DESC LIMIT @most",
        new { team = database.Text(agent.Team), agent = database.Text(agent.Name), most = (long)most }));

    /// <summary>Everything of a team that was under way at some time between two days.</summary>
    public IReadOnlyList<CoachingTask> Between(string team, DateOnly from, DateOnly to) => List(connection => connection.Query<Row>(
        $"SELECT {Columns} FROM coaching WHERE {OfTeam} AND starts_on <= @to AND (ended_at IS NULL OR ended_at >= @from) ORDER BY number",
        new
        {
            team = database.Text(team), to = DayNumber.Of(to),

            // A day earlier than anywhere on earth: one too many only takes a peer away.
            from = Instant.Of(new DateTimeOffset(from.AddDays(-1), TimeOnly.MinValue, TimeSpan.Zero)),
        }));

    private List<CoachingTask> List(Func<DbConnection, IEnumerable<Row>> query) => [.. database.Read(query).Select(Read)];

    private CoachingTask Read(Row row) => new(
        row.Number, new AgentName(database.Original(row.Team), database.Original(row.Agent)), database.Original(row.Criterion), database.Original(row.Note),
        DayNumber.At(row.StartsOn), row.DueOn is { } due ? DayNumber.At(due) : null, row.AssignedBy, database.Original(row.Name), Instant.At(row.AssignedAt),
        row.EndedAt is { } ended ? Instant.At(ended) : null, database.Original(row.Outcome));

    private sealed class Row
    {
        public long Number { get; init; }

        public string Team { get; init; } = "";

        public string Agent { get; init; } = "";

        public string Criterion { get; init; } = "";

        public string Note { get; init; } = "";

        public long StartsOn { get; init; }

        public long? DueOn { get; init; }

        public long AssignedBy { get; init; }

        public string Name { get; init; } = "";

        public long AssignedAt { get; init; }

        public long? EndedAt { get; init; }

        public string Outcome { get; init; } = "";
    }
}
