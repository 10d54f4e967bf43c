using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using QA.Engine.Storage;
using QA.Scoring.Indicators;

namespace QA.Engine.Web.Service;

/// <summary>
/// How soon whole teams answered: the sum of their agents. Up to five minutes old: of two thousand agents a month is sixty thousand rows, too many for each visit.
/// For any thread.
/// </summary>
internal sealed class TeamTallies(IScoreStore store, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);
    private readonly Lock _reading = new();
    private readonly Dictionary<(string Team, DateOnly From, DateOnly To), (DateTimeOffset At, IReadOnlyDictionary<string, IndicatorTally> Tallies)> _read = [];

    /// <summary>By the definition's id.</summary>
    public IReadOnlyDictionary<string, IndicatorTally> Of(string team, DateOnly from, DateOnly to)
    {
        // One reads while the others wait: they would read the same.
        lock (_reading)
        {
            var now = time.GetUtcNow();
            if (_read.TryGetValue((team, from, to), out var known) && now - known.At <= Fresh)
                return known.Tallies;
            foreach (var old in _read.Where(one => now - one.Value.At > Fresh).Select(static one => one.Key).ToList())
                _read.Remove(old);
            var sums = new Dictionary<string, IndicatorTally>(StringComparer.Ordinal);
            foreach (var day in store.ServiceOfTeam(from, to, team))
            {
                foreach (var (profile, tally) in day.Tallies)
                    sums[profile] = sums.GetValueOrDefault(profile).Plus(tally);
            }

            _read[(team, from, to)] = (now, sums);
            return sums;
        }
    }
}
