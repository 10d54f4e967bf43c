using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using QA.Engine.Storage;

namespace QA.Engine.Web.Layout;

/// <summary>
/// What is read from many rows, shown again for a while: read once for all who ask meanwhile. For any thread.
/// <para>
/// That of the pages keeps sums over a whole team for <see cref="WebOptions.FiguresKept"/>, so that a team's agents who look at their cards in one minute do not each have
/// thousands of roll-ups read. Whatever is decided on a page of this process shows at once; what other processes keep, and new scores, when the time is over.
/// </para>
/// </summary>
/// <param name="fresh">For how long; none: it is read for each who asks.</param>
/// <param name="most">How many results are kept at once; of the sums of fifty agents in seventy criteria each takes some hundred kilobytes.</param>
internal sealed class KeptFigures(TimeSpan fresh, TimeProvider time, int most = 200)
{
    private readonly ConcurrentDictionary<object, Kept> _kept = [];

    /// <summary>How each agent of a team did.</summary>
    /// <param name="team">Empty: agents without a team.</param>
    public IReadOnlyList<AgentSums> Agents(IAgentScores scores, string team, DateOnly from, DateOnly to) => Get(("agents", team, from, to), () => scores.Team(team, from, to));

    /// <summary>What was read for this key, or is being read for somebody else, or is read now.</summary>
    /// <param name="key">A value that says all that the result depends on.</param>
    /// <param name="read">Its result is shared, so nobody may change it.</param>
    public T Get<T>(object key, Func<T> read)
        where T : class
    {
        if (fresh <= TimeSpan.Zero)
            return read();
        var now = time.GetUtcNow();
        if (_kept.TryGetValue(key, out var known) && IsOld(known, now))
            _kept.TryRemove(KeyValuePair.Create(key, known));
        if (_kept.Count >= most)
            MakeRoom(now);
        var kept = _kept.GetOrAdd(key, static (_, with) => new Kept(with.now, new Lazy<object>(with.read)), (now, read: (Func<object>)read));
        try
        {
            return (T)kept.Figures.Value;
        }
        catch (Exception)
        {
            // Whoever comes next tries again.
            _kept.TryRemove(KeyValuePair.Create(key, kept));
            throw;
        }
    }

    /// <summary>Something was decided: whoever asks from now on has it read anew, also where a reading is under way.</summary>
    public void Forget() => _kept.Clear();

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var (key, kept) in _kept)
        {
            if (IsOld(kept, now))
                _kept.TryRemove(KeyValuePair.Create(key, kept));
        }

        if (_kept.Count >= most)
            _kept.Clear();
    }

    /// <summary>Also where the clock was set back: nobody knows for how long.</summary>
    private bool IsOld(Kept kept, DateTimeOffset now) => now - kept.At >= fresh || now < kept.At;

    /// <param name="At">When reading began.</param>
    private sealed record Kept(DateTimeOffset At, Lazy<object> Figures);
}
