using System;
using System.Threading;

namespace QA.Engine.Language.Azure;

/// <summary>When the next request may be sent: at most so many a second, and none while the service wants to be left alone. For any thread.</summary>
internal sealed class RequestPace(int requestsASecond, TimeProvider time)
{
    private readonly TimeSpan _step = TimeSpan.FromSeconds(1.0 / requestsASecond);
    private readonly Lock _gate = new();
    private readonly long _origin = time.GetTimestamp();
    private TimeSpan _next;
    private TimeSpan _heldUntil;

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Takes the next turn.</summary>
    /// <param name="atMost">How long one would wait for it.</param>
    /// <param name="wait">How long to wait before sending.</param>
    /// <returns>Null: the turn is taken. Otherwise why there is none in time; nothing is taken then.</returns>
    public InsteadReason? Take(TimeSpan atMost, out TimeSpan wait)
    {
        lock (_gate)
        {
            var now = Now;
            var turn = _next > now ? _next : now;
            var held = _heldUntil > turn;
            if (held)
                turn = _heldUntil;
            wait = turn - now;
            if (wait > atMost)
                return held ? InsteadReason.Throttled : InsteadReason.Busy;
            _next = turn + _step;
            return null;
        }
    }

    /// <summary>The service wants to be left alone for so long.</summary>
    public void Hold(TimeSpan wait)
    {
        lock (_gate)
        {
            var until = Now + wait;
            if (until > _heldUntil)
                _heldUntil = until;
        }
    }
}
