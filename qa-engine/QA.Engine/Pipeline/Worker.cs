using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using QA.Engine.Metrics;
using QA.Engine.Sources;

namespace QA.Engine.Pipeline;

/// <summary>One worker: a loop for each source, one for what waits, one for upkeep, one for figures, one for what lists are found by. Any number of workers may share a server's store.</summary>
internal sealed class Worker(IReadOnlyList<ISource> sources, Workplace place, QualityWindows windows, IHostApplicationLifetime lifetime) : BackgroundService
{
    /// <summary>What stopped the worker; null while it runs and after an orderly stop.</summary>
    public Exception? Failure { get; private set; }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The host's start must not wait for the first file.
        await Task.Yield();
        try
        {
            place.Store.FreeTheDead();
            if (place.Options.Once)
                await RunOnce(stoppingToken);
            else
                await RunOn(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // An orderly stop: what was under way has been kept.
        }
        catch (Exception e)
        {
            // The program says what happened in one line and ends; a restart goes on where this stopped.
            Failure = e;
        }

        lifetime.StopApplication();
    }

    private async Task RunOnce(CancellationToken stop)
    {
        place.Beat();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var upkeep = OnItsOwn(() => new UpkeepLoop(place).Run(over.Token));
        try
        {
            var waiting = new WaitingLoop(place);
            waiting.ScoreDue(stop);
            foreach (var source in sources)
            {
                try
                {
                    await new SourceLoop(source, place).Run(stop);
                }
                catch (SourceException e)
                {
                    // It stayed away; the others have their turn, and the end tells.
                    Failure ??= e;
                }
            }

            // What the sources handed over.
            if (waiting.ScoreDue(stop))
                place.Drained();
        }
        finally
        {
            await over.CancelAsync();
            await upkeep.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        place.Store.Tidy();
        while (place.Store.Index())
            stop.ThrowIfCancellationRequested();
    }

    private async Task RunOn(CancellationToken stop)
    {
        // Whether others are there decides who scores what is read first.
        await Patience.For(Patience.Store, place, static () => { }).ExecuteAsync(
            _ =>
            {
                place.Beat();
                return default;
            },
            stop);
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var loops = new List<Task> { OnItsOwn(() => new UpkeepLoop(place).Run(failed.Token)), OnItsOwn(() => new WaitingLoop(place).Run(failed.Token)) };
        loops.Add(OnItsOwn(() => new FiguresLoop(place, windows).Run(failed.Token)));
        loops.Add(OnItsOwn(() => new IndexLoop(place).Run(failed.Token)));
        foreach (var source in sources)
            loops.Add(OnItsOwn(() => new SourceLoop(source, place).Run(failed.Token)));

        // A loop ends only by a stop or a failure that trying again does not mend; either way the others end as well.
        var first = await Task.WhenAny(loops);
        await failed.CancelAsync();
        try
        {
            await Task.WhenAll(loops);
        }
        catch (OperationCanceledException) when (!first.IsFaulted)
        {
            // They were told to.
        }

        await first;
    }

    /// <summary>On a thread that may block: scoring and saving do.</summary>
    private static Task OnItsOwn(Func<Task> loop) =>
        Task.Factory.StartNew(loop, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
}
