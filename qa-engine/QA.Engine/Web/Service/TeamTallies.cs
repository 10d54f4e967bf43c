using System;
using System.Collections.Generic;
using QA.Engine.Storage;
using QA.Engine.Web.Layout;
using QA.Scoring.Indicators;

namespace QA.Engine.Web.Service;

/// <summary>
/// How soon whole teams answered: the sum of their agents. Up to five minutes old: of two thousand agents a month is sixty thousand rows, too many for each visit.
/// For any thread.
/// </summary>
internal sealed class TeamTallies(IScoreStore store, TimeProvider time)
{
    // Some hundred bytes each: every team of the largest house, in each span.
    private const int Most = 5_000;
    private readonly KeptFigures _read = new(TimeSpan.FromMinutes(5), time, Most);

    /// <summary>By the definition's id.</summary>
    public IReadOnlyDictionary<string, IndicatorTally> Of(string team, DateOnly from, DateOnly to) => _read.Get((team, from, to), () =>
    {
        var sums = new Dictionary<string, IndicatorTally>(StringComparer.Ordinal);
        foreach (var day in store.ServiceOfTeam(from, to, team))
        {
            foreach (var (profile, tally) in day.Tallies)
                sums[profile] = sums.GetValueOrDefault(profile).Plus(tally);
        }

        return sums;
    });
}
