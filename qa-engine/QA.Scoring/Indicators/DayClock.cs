using System;

namespace QA.Scoring.Indicators;

/// <summary>
/// The day of a moment by a profile's clock. Remembers how long its last answer holds: the messages of a chat are minutes apart, and a
/// zone with summer times takes its time to ask.
/// </summary>
internal struct DayClock(ServiceProfile profile)
{
    /// <summary>Lies outside the window.</summary>
    public const int Outside = -1;

    // Since then, all clocks have changed at a quarter of an hour of UTC.
    private static readonly long QuartersSince = new DateTime(1973, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    private readonly long? _fixedOffset = profile.FixedOffset;
    private readonly long _windowFrom = profile.Window?.From ?? 0;
    private readonly long _windowTo = profile.Window?.To ?? TimeSpan.TicksPerDay;
    private long _from = long.MaxValue;
    private long _to = long.MinValue;
    private int _day;

    /// <param name="utcTicks">The moment.</param>
    /// <returns>The day as its <see cref="DateOnly.DayNumber"/>, or <see cref="Outside"/>.</returns>
    public int DayOf(long utcTicks)
    {
        if (utcTicks < _from || utcTicks >= _to)
            Find(utcTicks);
        return _day;
    }

    private void Find(long utcTicks)
    {
        var offset = _fixedOffset ?? profile.Zone.GetUtcOffset(new DateTimeOffset(utcTicks, TimeSpan.Zero)).Ticks;

        // The first and last hours of the calendar cannot be moved to another zone.
        var local = Math.Clamp(utcTicks + offset, 0, DateTime.MaxValue.Ticks);
        var time = local % TimeSpan.TicksPerDay;
        var midnight = utcTicks - time;

        // The part of the day around the moment in which nothing changes: before, inside or after the window, or between two of its parts.
        var earlier = Math.Min(_windowFrom, _windowTo);
        var later = Math.Max(_windowFrom, _windowTo);
        var (from, to) = time < earlier ? (0, earlier) : time < later ? (earlier, later) : (later, TimeSpan.TicksPerDay);
        var isInside = _windowFrom < _windowTo == (time >= earlier && time < later);
        _day = isInside ? (int)(local / TimeSpan.TicksPerDay) : Outside;
        (_from, _to) = (midnight + from, midnight + to);
        if (_fixedOffset is not null)
            return;

        const long quarter = 15 * TimeSpan.TicksPerMinute;
        var quarterFrom = utcTicks - (utcTicks % quarter);
        _from = utcTicks >= QuartersSince ? Math.Max(_from, quarterFrom) : long.MaxValue;
        _to = Math.Min(_to, quarterFrom + quarter);
    }
}
