using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using QA.Engine.Storage;

namespace QA.Engine.Web.Layout;

/// <summary>
/// Sums over a whole team, which many pages show and which some thousand roll-ups are read for: kept for <see cref="WebOptions.FiguresKept"/>, so that a team's agents who look
/// at their cards in one minute do not each have them read. Whatever is decided on a page of this process shows at once; what other processes keep, and new scores, when the time is over.
/// For any thread.
/// </summary>
internal sealed class KeptFigures(WebOptions options, TimeProvider time)
{
    // Of fifty agents and seventy criteria some hundred kilobytes each.
    private const int Most = 200;
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
        if (options.FiguresKept <= TimeSpan.Zero)
            return read();
        var now = time.GetUtcNow();
        if (_kept.TryGetValue(key, out var known) && IsOld(known, now))
            _kept.TryRemove(KeyValuePair.Create(key, known));
        if (_kept.Count >= Most)
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

        if (_kept.Count >= Most)
            _kept.Clear();
    }

    /// <summary>Also where the clock was set back: nobody knows for how long.</summary>
    private bool IsOld(Kept kept, DateTimeOffset now) => now - kept.At >= options.FiguresKept || now < kept.At;

    /// <param name="At">When reading began.</param>
    private sealed record Kept(DateTimeOffset At, Lazy<object> Figures);
}
