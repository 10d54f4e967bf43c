using System;
using System.Collections.Generic;

namespace QA.Calibration.Skills;

/// <summary>What one agent's chats of one day lost by one criterion.</summary>
/// <param name="Points">Lost, added up.</param>
public readonly record struct LostOnDay(double Points, long Chats);

/// <summary>Points a criterion costs a chat, on average over all chats, also those in which it did not apply.</summary>
/// <param name="PerChat">Points of a hundred.</param>
/// <param name="Error">Standard error; null where fewer than <see cref="FewestDays"/> days of agents are behind it.</param>
public readonly record struct PointsLost(double PerChat, double? Error)
{
    /// <summary>The error of a ratio is too small where few days are behind it; Cochran advises 30, and a small team has no more than twenty in a week.</summary>
    public const int FewestDays = 20;

    /// <summary>95 %; never below 0. Null where the error is unknown.</summary>
    public Interval? Interval => Error is { } error ? new Interval(Math.Max(0, PerChat - (Normal * error)), PerChat + (Normal * error)) : null;

    /// <summary>How many standard errors on either side hold 95 % of the normal distribution.</summary>
    internal const double Normal = 1.959964;

    /// <summary>
    /// A ratio of two sums, with the error of W. Cochran, Sampling Techniques (3rd ed. 1977), chapter 6: chats of one agent on one day are alike, so days of agents
    /// are what varies. Var(R) = m / (m − 1) × Σ (lost − R × chats)² / (Σ chats)² over m days.
    /// </summary>
    /// <returns>Null where there is no chat.</returns>
    public static PointsLost? Of(IReadOnlyCollection<LostOnDay> days)
    {
        var (points, chats, count) = (0.0, 0L, 0);
        foreach (var day in days)
        {
            points += day.Points;
            chats += day.Chats;
            count++;
        }

        if (chats == 0)
            return null;
        var ratio = points / chats;
        if (count < FewestDays)
            return new PointsLost(ratio, null);
        var around = 0.0;
        foreach (var day in days)
        {
            var off = day.Points - (ratio * day.Chats);
            around += off * off;
        }

        return new PointsLost(ratio, Math.Sqrt(around * count / (count - 1)) / chats);
    }

    /// <summary>How much more is lost than before; negative: less.</summary>
    public Difference Against(PointsLost before)
    {
        var change = PerChat - before.PerChat;
        if (Error is not { } now || before.Error is not { } then)
            return new Difference(change, null);
        var reach = Normal * Math.Sqrt((now * now) + (then * then));
        return new Difference(change, new Interval(change - reach, change + reach));
    }
}

/// <summary>A change, and how sure it is.</summary>
/// <param name="Interval">95 %; null: unknown.</param>
public readonly record struct Difference(double Change, Interval? Interval)
{
    /// <summary>Whether chance alone hardly explains it.</summary>
    public bool IsClear => Interval is { Low: > 0 } or { High: < 0 };
}
