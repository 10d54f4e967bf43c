using System;
using System.Collections.Concurrent;
using System.Collections.Generic;

namespace QA.Engine.Storage.Postgres;

/// <summary>Sees to it that the months rows belong to have their partitions. For any thread.</summary>
internal sealed class PostgresPartitions(PostgresConnections connections)
{
    private readonly ConcurrentDictionary<int, bool> _made = new();

    public void Make(IEnumerable<DateOnly> days)
    {
        foreach (var day in days)
        {
            var month = (day.Year * 12) + day.Month;
            if (_made.ContainsKey(month))
                continue;
            connections.Use(connection => connection.Run("SELECT qa.make_partitions($1)", day));
            _made[month] = true;
        }
    }

    /// <summary>Another worker may have dropped some.</summary>
    public void ForgetMade() => _made.Clear();
}
