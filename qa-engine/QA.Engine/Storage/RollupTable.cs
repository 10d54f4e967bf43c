using System;
using System.Collections.Generic;

namespace QA.Engine.Storage;

/// <summary>Roll-up rows that are put together from scores, from batches or from several places.</summary>
internal sealed class RollupTable
{
    private readonly Dictionary<RollupKey, RollupRow> _rows = [];

    public IEnumerable<KeyValuePair<RollupKey, RollupRow>> Rows => _rows;

    public bool IsEmpty => _rows.Count == 0;

    /// <summary>The row of a key, to add to.</summary>
    /// <param name="criteria">How many criteria its rubric has.</param>
    public RollupRow Row(RollupKey key, int criteria)
    {
        if (!_rows.TryGetValue(key, out var row))
            _rows.Add(key, row = new RollupRow(criteria));
        return row;
    }

    /// <param name="sign">1, or -1 to take it away.</param>
    public void Add(RollupKey key, RollupRow row, int sign = 1)
    {
        var sum = Row(key, row.Criteria.Length);
        sum.Conversations += sign * row.Conversations;
        sum.Scores += sign * row.Scores;
        sum.Ranked += sign * row.Ranked;
        sum.Sum += sign * row.Sum;
        sum.SumOfSquares += sign * row.SumOfSquares;
        sum.Moods = sum.Moods.Plus(row.Moods, sign);
        for (var i = 0; i < row.Criteria.Length; i++)
            sum.Criteria[i] = sum.Criteria[i].Plus(row.Criteria[i], sign);
    }

    public void Clear() => _rows.Clear();

    /// <summary>Rows that are not nothing, by day, shop, team, agent and rubric (<see cref="RollupKey.Compare"/>), so that two writers never wait for each other crosswise.</summary>
    public List<(RollupKey Key, RollupRow Row)> Sorted()
    {
        var rows = new List<(RollupKey Key, RollupRow Row)>(_rows.Count);
        foreach (var (key, row) in _rows)
        {
            if (!row.IsNothing)
                rows.Add((key, row));
        }

        rows.Sort(static (one, other) => RollupKey.Compare(one.Key, other.Key));
        return rows;
    }
}
