using System;
using System.Collections.Generic;
using System.Linq;

namespace QA.Engine.Metrics;

/// <summary>
/// Keeps the quality windows fresh. Called in the background, never by a scrape: today is read anew each time, the days before it now and
/// then (a job or a person may change the past) and when a day begins.
/// </summary>
/// <param name="read">The roll-ups of one day, as often as asked; what it throws passes through and leaves the windows as they are.</param>
/// <param name="zone">Where days begin and end in the store.</param>
internal sealed class QualityWindows(Func<DateOnly, IEnumerable<AgentDay>> read, EngineMetrics metrics, MetricsOptions options, TimeZoneInfo zone, TimeProvider time)
{
    // Thirty days of two thousand agents are 60,000 rows, seconds of a database's work; a small shop's are read in no time, and are fresh at
    // each refresh then. A twentieth of the time at most goes into it.
    private const int PauseForWork = 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);
    private readonly Names _names = new(options.Salt);
    private List<QualityTally> _past = [];
    private (DateOnly Today, DateTimeOffset Due) _pastRead = (DateOnly.MinValue, DateTimeOffset.MinValue);

    /// <summary>Not for two threads at once.</summary>
    public void Refresh()
    {
        var now = time.GetUtcNow();
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        if (_pastRead.Today != today || now >= _pastRead.Due)
        {
            // One day at a time, so that no more than one day's rows are in memory.
            _past = [.. QualitySnapshot.Windows.Zip(QualitySnapshot.Windows.Skip(1), (from, to) => Read(today, from, to))];
            var took = time.GetUtcNow() - now;
            _pastRead = (today, now + (took * PauseForWork < LongestPause ? took * PauseForWork : LongestPause));
        }

        metrics.Quality = QualitySnapshot.Of([Read(today, 0, QualitySnapshot.Windows[0]), .. _past], options, now);
    }

    private QualityTally Read(DateOnly today, int from, int to)
    {
        var tally = new QualityTally(_names);
        for (var age = from; age < to; age++)
        {
            foreach (var did in read(today.AddDays(-age)))
                tally.Add(did);
        }

        return tally;
    }
}
