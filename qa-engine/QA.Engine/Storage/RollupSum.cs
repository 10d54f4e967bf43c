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

    public MoodCounts Moods { get; set; }

    /// <summary>By the criterion's place in the rubric.</summary>
    public CriterionCounts[] Criteria { get; } = new CriterionCounts[criteria];

    public bool IsNothing => (Conversations, Scores, Ranked, Sum, SumOfSquares) == default && Moods == default && Array.TrueForAll(Criteria, static count => count == default);
}

/// <summary>A kept score's columns, as far as roll-ups need them.</summary>
/// <param name="Shop">Empty: the export names none.</param>
/// <param name="Team">Empty: the export names none.</param>
/// <param name="Agent">Empty: the export names none.</param>
/// <param name="Rubric">The rubric's number in the store.</param>
/// <param name="Criteria">How many criteria that rubric has.</param>
/// <param name="First">Whether it is the first of its conversation for its team and agent; kept with the score, because earlier sessions may be forgotten first.</param>
/// <param name="Standing">After people's decisions, like the points.</param>
/// <param name="Points">Hundredths: what counts in means.</param>
/// <param name="Mood">The customer's; null: not known.</param>
internal readonly record struct CountedScore(
    DateOnly Day, string Shop, string Team, string Agent, long Rubric, int Criteria, bool First, Standing Standing, int? Points, MoodChange? Mood);

/// <summary>Adds scores up into roll-up rows. One instance for each thread.</summary>
internal sealed class RollupSum
{
    private readonly RollupTable _table = new();

    /// <summary>What was added up. Rows that come to nothing are left out.</summary>
    public IReadOnlyList<(RollupKey Key, RollupRow Row)> Rows() => _table.Sorted();

    public void Clear() => _table.Clear();

    /// <param name="sign">1: it begins to count; -1: it no longer does.</param>
    public void Add(in CountedScore counted, Score score, int sign = 1)
    {
        if (Row(counted, sign) is not { } row)
            return;
        for (var i = 0; i < row.Criteria.Length; i++)
        {
            var part = score.Criteria[i];
            if (part.Verdict != Verdict.NotApplicable)
                row.Criteria[i] = row.Criteria[i].Plus(CriterionCounts.Of(part.Verdict, part.Value, part.Lost), sign);
        }
    }

    /// <param name="document">See <see cref="ScoreDocument"/>.</param>
    /// <param name="sign">1: it begins to count; -1: it no longer does.</param>
    public void Add(in CountedScore counted, ReadOnlyMemory<byte> document, int sign)
    {
        if (Row(counted, sign) is { } row)
            ScoreDocument.AddTo(row.Criteria, document, sign);
    }

    /// <summary>Null where the score does not count: somebody without a name who never spoke.</summary>
    private RollupRow? Row(in CountedScore counted, int sign)
    {
        if (counted is { Agent: "", Standing: Standing.None })
            return null;
        var row = _table.Row(new RollupKey(counted.Day, counted.Shop, counted.Team, counted.Agent, counted.Rubric), counted.Criteria);
        row.Scores += sign;
        if (counted.First)
            row.Conversations += sign;
        row.Moods = row.Moods.Plus(MoodCounts.Of(counted.Mood), sign);
        if (counted is { Standing: Standing.Ranked, Points: { } points })
        {
            row.Ranked += sign;
            row.Sum += sign * points;
            row.SumOfSquares += sign * (long)points * points;
        }

        return row;
    }
}
