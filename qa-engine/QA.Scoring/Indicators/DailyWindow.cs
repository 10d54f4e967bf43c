using System;

namespace QA.Scoring.Indicators;

/// <summary>
/// The hours of each day in which a profile counts, by the clock of its time zone. Both ends are inside, to the second: 08:00–23:00
/// holds 23:00:00 and what follows within that second, and ends before 23:00:01; 08:00–22:59:59 does not hold 23:00:00. Where the
/// last is before the first, the hours run past midnight; each event then still belongs to the calendar day it happened on.
/// </summary>
/// <param name="First">The first second inside; fractions are dropped.</param>
/// <param name="Last">The last second inside; fractions are dropped.</param>
public readonly record struct DailyWindow(TimeOnly First, TimeOnly Last)
{
    /// <summary>Whether a time of the day is inside.</summary>
    public bool Holds(TimeOnly time)
        => From < To ? time.Ticks >= From && time.Ticks < To : time.Ticks >= From || time.Ticks < To;

    /// <summary>The first tick of the day inside.</summary>
    internal long From => First.Ticks - (First.Ticks % TimeSpan.TicksPerSecond);

    /// <summary>The first tick of the day behind the last second inside.</summary>
    internal long To => Last.Ticks - (Last.Ticks % TimeSpan.TicksPerSecond) + TimeSpan.TicksPerSecond;
}
