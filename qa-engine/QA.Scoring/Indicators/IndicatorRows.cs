using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace QA.Scoring.Indicators;

/// <summary>The tallies of one conversation as they grow, by profile, scope and day. Its buffers are used again.</summary>
internal sealed class IndicatorRows
{
    // Buffers only a giant needed are let go.
    private const int MostKept = 1 << 10;

    private readonly List<Row> _rows = [];
    private readonly Dictionary<long, int> _indexes = [];
    private int[] _current = new int[8];
    private int _profile;

    public int Count => _rows.Count;

    public ReadOnlySpan<Row> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <param name="scopes">The shop and its agents.</param>
    public void BeginProfile(int profile, int scopes)
    {
        _profile = profile;
        _indexes.Clear();
        if (_current.Length < scopes)
            _current = new int[scopes * 2];
        _current.AsSpan(0, scopes).Fill(-1);
    }

    /// <param name="scope">0: the shop; behind it the agents.</param>
    /// <returns>An index that stays good until <see cref="Clear"/>.</returns>
    public int IndexOf(int scope, int day)
    {
        // A conversation rarely leaves its day, so the row at hand is nearly always the right one.
        var at = _current[scope];
        if (at >= 0 && _rows[at].Day == day)
            return at;
        var key = ((long)scope << 32) | (uint)day;
        if (!_indexes.TryGetValue(key, out at))
        {
            at = _rows.Count;
            _rows.Add(new Row(_profile, scope, day));
            _indexes.Add(key, at);
        }

        _current[scope] = at;
        return at;
    }

    public ref IndicatorTally this[int row] => ref CollectionsMarshal.AsSpan(_rows)[row].Tally;

    public void Clear()
    {
        if (_rows.Count > MostKept)
        {
            _rows.Clear();
            _rows.Capacity = 0;
            _indexes.Clear();
            _indexes.TrimExcess();
        }

        _rows.Clear();
        _indexes.Clear();
    }

    internal struct Row(int profile, int scope, int day)
    {
        public readonly int Profile = profile;
        public readonly int Scope = scope;
        public readonly int Day = day;
        public IndicatorTally Tally;
    }
}
