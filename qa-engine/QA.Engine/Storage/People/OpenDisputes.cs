using System;
using System.Linq;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>How many objections wait for an answer.</summary>
internal sealed class OpenDisputes(IPeopleDatabase database)
{
    /// <returns>How many, and since when the longest waits; null: none does.</returns>
    public (long Open, DateTimeOffset? Oldest) Count(Reach reach) => database.Read(connection =>
    {
        var (open, oldest) = connection.QuerySingle<(long Open, long? Oldest)>(
            $"SELECT COUNT(*), MIN(at) FROM disputes WHERE state = 'open' AND (@everything = 1 OR {database.IsOneOf("team", "teams")})",
            new { everything = reach.Everything ? 1L : 0L, teams = reach.Teams.Select(database.Text).ToList() });
        return (open, oldest is { } at ? Instant.At(at) : (DateTimeOffset?)null);
    });
}
