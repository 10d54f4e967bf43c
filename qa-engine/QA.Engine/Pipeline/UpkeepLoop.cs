using System;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>Says that the worker is alive, extends its leases, and keeps the store tidy.</summary>
internal sealed class UpkeepLoop(Workplace place)
{
    // Often enough for the additions to stay few, seldom enough to cost nothing beside the scoring.
    private static readonly TimeSpan TidyEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);
    private DateTimeOffset _tidied = DateTimeOffset.MinValue;
    private DateTimeOffset _forgotten = DateTimeOffset.MinValue;

    public async Task Run(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                place.Beat();
                place.Works(Patience.Store);
                KeepTidy();
            }
            catch (StoreUnavailableException e)
            {
                place.Failed(Patience.Store, e.Message);
            }

            // Three beats a lease: one may be late, one may be lost.
            await Task.Delay(place.Options.Lease / 3, place.Time, stop);
        }
    }

    private void KeepTidy()
    {
        var now = place.Time.GetUtcNow();
        if (now - _tidied >= TidyEvery)
        {
            place.Store.Tidy();
            _tidied = now;
        }

        if (place.Options.KeepDays == 0 || now - _forgotten < ForgetEvery)
            return;
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, place.Options.Zone).DateTime);
        place.Store.Forget(today.AddDays(-place.Options.KeepDays));
        _forgotten = now;
    }
}
