using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Metrics;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>Asks the store for what metrics show of it, so that no scrape ever does.</summary>
internal sealed class FiguresLoop(Workplace place, QualityWindows windows)
{
    private const int JobsShown = 100;
    private readonly TimeSpan _refreshEvery = place.Options.Refresh;
    private readonly PeopleAgreement _agreement = new(place.Store, place.Time);
    private DateTimeOffset _refreshed = DateTimeOffset.MinValue;
    private IReadOnlyList<CriticalFigures> _criticals = [];

    public async Task Run(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                Ask();
            }
            catch (StoreUnavailableException e)
            {
                place.Failed(Patience.Store, e.Message);
            }

            await Task.Delay(_refreshEvery / 3, place.Time, stop);
        }
    }

    private void Ask()
    {
        var now = place.Time.GetUtcNow();
        var (due, oldest) = place.Store.Backlog(now);
        var totals = place.Store.Totals();
        var jobs = new List<JobFigures>();
        foreach (var job in place.Store.Jobs(JobsShown))
        {
            if (job.State == JobState.Running)
                jobs.Add(new JobFigures(job.Done, job.Total));
        }

        // Both read every roll-up there is.
        var refresh = now - _refreshed >= _refreshEvery;
        if (refresh)
        {
            _criticals =
            [
                .. place.Store.Agents()
                    .Where(static agent => agent.Suspected + agent.Confirmed > 0)
                    .Select(static agent => new CriticalFigures(agent.Team, agent.Agent, agent.Suspected, agent.Confirmed)),
            ];
        }

        place.Metrics.StoreSaid(new StoreFigures(due, oldest, totals.Pending, totals.SetAside, place.Workers, jobs, _criticals));
        if (!refresh)
            return;
        windows.Refresh();
        if (_agreement.News() is { } agreement)
            place.Metrics.Agreed(agreement);
        _refreshed = now;
    }
}
