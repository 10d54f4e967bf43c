using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage;

/// <summary>How the customers' moods moved, over scores where a model said something of it. See <see cref="MoodChange"/>.</summary>
/// <param name="CameUnhappy">Whatever became of it; all that recovered are among them.</param>
/// <param name="LeftUnhappy">Whatever it was before; all that worsened are among them.</param>
/// <param name="Start">Moods at the start, -1,000 to 1,000, summed.</param>
/// <param name="End">At the end, summed.</param>
public readonly record struct MoodCounts(
    long Steady, long Recovered, long Worsened, long Unhappy, long CameUnhappy, long LeftUnhappy, long Start, long End)
{
    /// <summary>How many numbers there are.</summary>
    internal const int Values = 8;

    /// <summary>Scores whose mood is known.</summary>
    public long Known => Steady + Recovered + Worsened + Unhappy;

    public static MoodCounts Of(MoodChange? mood) => mood is not { } moved
        ? default
        : new(
            moved.Outcome == MoodOutcome.Steady ? 1 : 0, moved.Outcome == MoodOutcome.Recovered ? 1 : 0, moved.Outcome == MoodOutcome.Worsened ? 1 : 0,
            moved.Outcome == MoodOutcome.Unhappy ? 1 : 0, moved.CameUnhappy ? 1 : 0, moved.LeftUnhappy ? 1 : 0, moved.Start, moved.End);

    public static MoodCounts Sum(IEnumerable<MoodCounts> counts)
    {
        var sum = default(MoodCounts);
        foreach (var each in counts)
            sum = sum.Plus(each);
        return sum;
    }

    /// <param name="sign">1, or -1 to take the other away.</param>
    public MoodCounts Plus(MoodCounts other, int sign = 1) => new(
        Steady + (sign * other.Steady), Recovered + (sign * other.Recovered), Worsened + (sign * other.Worsened), Unhappy + (sign * other.Unhappy),
        CameUnhappy + (sign * other.CameUnhappy), LeftUnhappy + (sign * other.LeftUnhappy), Start + (sign * other.Start), End + (sign * other.End));

    /// <summary>As stores keep them, for good: in the order of the parameters; empty where nothing is known.</summary>
    internal long[] ToStore() => this == default ? [] : [Steady, Recovered, Worsened, Unhappy, CameUnhappy, LeftUnhappy, Start, End];

    /// <exception cref="StoreException">They are broken.</exception>
    internal static MoodCounts FromStore(ReadOnlySpan<long> kept) => kept.Length switch
    {
        0 => default,
        Values => new(kept[0], kept[1], kept[2], kept[3], kept[4], kept[5], kept[6], kept[7]),
        _ => throw new StoreException($"the moods of a roll-up are broken: {kept.Length} numbers, {Values} would be right; restore the store from a backup"),
    };
}
