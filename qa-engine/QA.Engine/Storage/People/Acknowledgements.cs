using System;
using System.Collections.Generic;
using System.Linq;
using Dapper;

namespace QA.Engine.Storage.People;

/// <summary>Which evaluations agents said they have seen, and since when there are new ones for them.</summary>
internal sealed class Acknowledgements(IPeopleDatabase database, TimeProvider time)
{
    // Whoever comes back within this is still on the same visit: a look at a chat and back makes nothing old.
    private static readonly TimeSpan Visit = TimeSpan.FromMinutes(30);

    /// <returns>Whether it was not acknowledged before.</returns>
    public bool Acknowledge(AgentScore score, long account) => database.Write(connection => connection.Execute(
        "INSERT INTO acknowledgements (score, day, account, at) VALUES (@score, @day, @account, @at) ON CONFLICT (score) DO NOTHING",
        new { score = score.Number, day = DayNumber.Of(score.Day), account, at = Instant.Of(time.GetUtcNow()) })) == 1;

    /// <summary>When each of some scores was acknowledged; those that were not are left out.</summary>
    public IReadOnlyDictionary<long, DateTimeOffset> Of(IReadOnlyList<long> scores) => database.Read(connection => connection.Query<Row>(
        $"SELECT score AS Score, at AS At FROM acknowledgements WHERE {database.IsOneOf("score", "scores")}", new { scores }))
        .ToDictionary(static row => row.Score, static row => Instant.At(row.At));

    /// <summary>Notes that somebody opens the own card.</summary>
    /// <returns>When they last did before this visit; null: never.</returns>
    public DateTimeOffset? Visited(long account) => database.Write(connection => connection.ExecuteScalar<long?>(
        """
        INSERT INTO card_visits (account, seen_at) VALUES (@account, @now)
        ON CONFLICT (account) DO UPDATE SET
            before_at = CASE WHEN @now - card_visits.seen_at > @visit THEN card_visits.seen_at ELSE card_visits.before_at END, seen_at = @now
        RETURNING before_at
        """,
        new { account, now = Instant.Of(time.GetUtcNow()), visit = (long)Visit.TotalMicroseconds })) is { } before ? Instant.At(before) : null;

    private sealed class Row
    {
        public long Score { get; init; }

        public long At { get; init; }
    }
}
