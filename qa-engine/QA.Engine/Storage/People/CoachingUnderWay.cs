using System;
using System.Collections.Generic;
using System.Linq;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>A skill that an agent works on now.</summary>
/// <param name="Criterion">Its id.</param>
/// <param name="DueOn">The day of the follow-up, where one was set.</param>
/// <param name="Name">Who assigned it.</param>
public sealed record CoachedSkill(string Criterion, string Note, DateOnly StartsOn, DateOnly? DueOn, string Name);

/// <summary>What agents work on, for their cards.</summary>
internal sealed class CoachingUnderWay(IPeopleDatabase database)
{
    /// <summary>The earliest first.</summary>
    public IReadOnlyList<CoachedSkill> Of(AgentName agent) => database.Read(connection => connection.Query<Row>(
        """
        SELECT criterion AS Criterion, note AS Note, starts_on AS StartsOn, due_on AS DueOn, name AS Name FROM coaching
        WHERE agent = @agent AND team = @team AND ended_at IS NULL ORDER BY starts_on, number
        """,
        new { agent = database.Text(agent.Name), team = database.Text(agent.Team) }))
        .Select(row => new CoachedSkill(
            database.Original(row.Criterion), database.Original(row.Note), StoreDay.At(row.StartsOn), row.DueOn is { } due ? StoreDay.At(due) : null, database.Original(row.Name)))
        .ToList();

    private sealed class Row
    {
        public string Criterion { get; init; } = "";

        public string Note { get; init; } = "";

        public long StartsOn { get; init; }

        public long? DueOn { get; init; }

        public string Name { get; init; } = "";
    }
}
