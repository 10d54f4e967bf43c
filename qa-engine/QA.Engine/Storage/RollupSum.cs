using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>What a roll-up row is about.</summary>
/// <param name="Shop">Empty: the export names none.</param>
/// <param name="Rubric">The rubric's number in the store.</param>
internal readonly record struct RollupKey(DateOnly Day, string Shop, string Team, string Agent, long Rubric)
{
    /// <summary>By day, shop, team, agent and rubric; names ordinally.</summary>
    public static int Compare(RollupKey one, RollupKey other)
    {
        var order = one.Day.CompareTo(other.Day);
        if (order == 0)
            order = string.CompareOrdinal(one.Shop, other.Shop);
        if (order == 0)
            order = string.CompareOrdinal(one.Team, other.Team);
        if (order == 0)
            order = string.CompareOrdinal(one.Agent, other.Agent);
        return order == 0 ? one.Rubric.CompareTo(other.Rubric) : order;
    }
}

/// <summary>What is to be added to a roll-up row; negative: to be taken away. See <see cref="DailyRollup"/>.</summary>
/// <param name="criteria">How many criteria the rubric has.</param>
internal sealed class RollupRow(int criteria)
{
    public long Conversations { get; set; }

    public long Scores { get; set; }

    public long Ranked { get; set; }

    public long Sum { get; set; }

    public long SumOfSquares { get; set; }

    /// <summary>By the criterion's place in the rubric.</summary>
    public CriterionCounts[] Criteria { get; } = new CriterionCounts[criteria];

    public bool IsNothing => (Conversations, Scores, Ranked, Sum, SumOfSquares) == default && Array.TrueForAll(Criteria, static count => count == default);
}

/// <summary>A kept score's columns, as far as roll-ups need them.</summary>
/// <param name="Agent">Empty: the export names none.</param>
/// <param name="Team">Empty: the export names none.</param>
/// <param name="Rubric">The rubric's number in the store.</param>
/// <param name="Criteria">How many criteria that rubric has.</param>
internal readonly record struct CountedScore(DateOnly Day, string Team, string Agent, long Rubric, int Criteria, Standing Standing, int? Uncapped);

/// <summary>Adds scores up into roll-up rows. Scores of one conversation are given one after the other, the earlier sessions first; one instance for each thread.</summary>
internal sealed class RollupSum
{
    private readonly Dictionary<RollupKey, RollupRow> _rows = [];
    private readonly List<(string Team, string Agent)> _seen = [];
    private string _shop = "";
    private int _sign = 1;

    /// <summary>What was added up, in the order of <see cref="RollupKey.Compare"/>, so that two writers never wait for each other crosswise. Rows that come to nothing are left out.</summary>
    public IReadOnlyList<(RollupKey Key, RollupRow Row)> Rows()
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

    public void Clear() => _rows.Clear();

    /// <summary>The scores that follow are of another conversation.</summary>
    /// <param name="sign">1: they begin to count; -1: they no longer do.</param>
    public void Begin(string? shop, int sign)
    {
        _shop = shop ?? "";
        _sign = sign;
        _seen.Clear();
    }

    public void Add(in CountedScore counted, Score score)
    {
        if (Row(counted) is not { } row)
            return;
        for (var i = 0; i < row.Criteria.Length; i++)
        {
            var part = score.Criteria[i];
            if (part.Verdict != Verdict.NotApplicable)
                row.Criteria[i] = row.Criteria[i].Plus(CriterionCounts.Of(part.Verdict, part.Value, part.Lost), _sign);
        }
    }

    /// <param name="document">See <see cref="ScoreDocument"/>.</param>
    public void Add(in CountedScore counted, ReadOnlyMemory<byte> document)
    {
        if (Row(counted) is { } row)
            ScoreDocument.AddTo(row.Criteria, document, _sign);
    }

    /// <summary>Null where the score does not count: somebody without a name who never spoke.</summary>
    private RollupRow? Row(in CountedScore counted)
    {
        if (counted is { Agent: "", Standing: Standing.None })
            return null;
        var key = new RollupKey(counted.Day, _shop, counted.Team, counted.Agent, counted.Rubric);
        if (!_rows.TryGetValue(key, out var row))
            _rows.Add(key, row = new RollupRow(counted.Criteria));
        row.Scores += _sign;
        if (!_seen.Contains((counted.Team, counted.Agent)))
        {
            _seen.Add((counted.Team, counted.Agent));
            row.Conversations += _sign;
        }

        if (counted is { Standing: Standing.Ranked, Uncapped: { } points })
        {
            row.Ranked += _sign;
            row.Sum += _sign * points;
            row.SumOfSquares += _sign * (long)points * points;
        }

        return row;
    }
}
