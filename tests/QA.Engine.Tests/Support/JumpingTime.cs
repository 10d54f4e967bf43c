using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Tests.Support;

/// <summary>
/// A clock that nobody waits for: a pause shorter than <paramref name="standing"/> is over at once, and the clock shows its end. Longer ones, such as a time-out, last until
/// the clock gets there.
/// </summary>
internal sealed class JumpingTime(TimeSpan standing) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public void Advance(TimeSpan by) => MoveTo(GetUtcNow() + by);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private void MoveTo(DateTimeOffset then)
    {
        lock (_gate)
        {
            if (then > _now)
                _now = then;
            foreach (var alarm in _alarms.Where(alarm => alarm.Due <= _now).ToList())
            {
                _alarms.Remove(alarm);
                alarm.Ring();
            }
        }
    }

    private sealed class Alarm(JumpingTime clock, TimerCallback callback, object? state) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        // On another thread, as real timers do: whoever made this one does not have it in hand yet.
        public void Ring() => ThreadPool.QueueUserWorkItem(_ => callback(state));

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._gate)
            {
                clock._alarms.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                Due = clock._now + dueTime;
                clock._alarms.Add(this);
                if (dueTime < clock.Standing)
                    clock.MoveTo(Due);
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._gate)
                clock._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }

    private TimeSpan Standing => standing;
}
