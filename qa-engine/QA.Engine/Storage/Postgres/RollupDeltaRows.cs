using System;
using Npgsql;

namespace QA.Engine.Storage.Postgres;

/// <summary>What is to be added to roll-ups, as rows of <c>rollup_deltas</c>. Reuses its buffers: one instance for each thread.</summary>
internal sealed class RollupDeltaRows
{
    private readonly CopyRows _rows = new();
    private byte[] _criteria = [];
    private byte[] _moods = [];

    public void Clear() => _rows.Clear();

    public void Add(RollupSum sums)
    {
        foreach (var (key, row) in sums.Rows())
        {
            _rows.Row(12).Day(key.Day).Int((int)key.Rubric).Int((int)row.Conversations).Int((int)row.Scores).Int((int)row.Ranked)
                .Long(row.Sum).Long(row.SumOfSquares).Text(key.Shop).Text(key.Team).Text(key.Agent);
            var length = RollupDelta.Write(row.Criteria, ref _criteria);
            _rows.Bytes(_criteria.AsSpan(0, length));
            length = RollupDelta.Write(row.Moods, ref _moods);
            _rows.Bytes(_moods.AsSpan(0, length));
        }
    }

    public void SendTo(NpgsqlConnection connection) => _rows.SendTo(
        connection,
        """
        COPY rollup_deltas (day, rubric, conversations, scores, ranked, sum, sum_of_squares, shop, team, agent, criteria, moods) FROM STDIN (FORMAT BINARY)
        """);
}
