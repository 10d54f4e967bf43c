using System;
using System.Collections.Generic;
using System.Linq;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>How often agents of a team objected to a criterion: one that is often disputed with success is to be mended before anybody is coached by it.</summary>
internal sealed class Objections(IPeopleDatabase database)
{
    /// <param name="since">Only those made then or later.</param>
    public ObjectionCounts About(string criterion, string team, DateTimeOffset since)
    {
        var states = database.Read(connection => connection.Query<Row>(
            "SELECT state AS State, COUNT(*) AS Count FROM disputes WHERE criterion = @criterion AND team = @team AND at >= @since GROUP BY state",
            new { criterion = database.Text(criterion), team = database.Text(team), since = Instant.Of(since) })).ToDictionary(static row => row.State, static row => row.Count, StringComparer.Ordinal);
        return new ObjectionCounts(states.GetValueOrDefault("open"), states.GetValueOrDefault("accepted"), states.GetValueOrDefault("declined"));
    }

    private sealed class Row
    {
        public string State { get; init; } = "";

        public long Count { get; init; }
    }
}

/// <summary>Objections by what became of them; those withdrawn are left out.</summary>
public readonly record struct ObjectionCounts(long Open, long Accepted, long Declined)
{
    public long All => Open + Accepted + Declined;
}
