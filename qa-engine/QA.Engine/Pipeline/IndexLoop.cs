using System;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Storage;

namespace QA.Engine.Pipeline;

/// <summary>Makes what was kept quick to find, apart from upkeep: behind a large import it has minutes to do, and a heartbeat must not wait for them.</summary>
internal sealed class IndexLoop(Workplace place)
{
    // Lists look at what waits one by one: a second leaves little.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task Run(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                while (place.Store.Index())
                    stop.ThrowIfCancellationRequested();
            }
            catch (StoreUnavailableException)
            {
                // Upkeep finds the same and says so, and says when it is over.
            }

            await Task.Delay(Pause, place.Time, stop);
        }
    }
}
