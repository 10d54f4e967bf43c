using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using QA.Engine.Language;
using QA.Engine.Language.Redaction;
using QA.Engine.Metrics;
using QA.Engine.Pipeline;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Scoring;
using QA.Scoring.Indicators;

namespace QA.Engine.Tests.Support;

/// <summary>A worker in this process, what it kept and what it complained of.</summary>
internal sealed class WorkerRun : IPipelineEvents, IHostApplicationLifetime, IDisposable
{
    private readonly IReadOnlyList<ISource> _sources;
    private readonly Worker _worker;

    public WorkerRun(
        IScoreStore store, IReadOnlyList<ISource> sources, WorkerOptions options, TimeProvider time, IScoring? scoring = null, ReadLimits? limits = null, TimeSpan? idle = null,
        Redactor? redactor = null)
    {
        _sources = sources;
        var finished = new FinishedChats(idle ?? TimeSpan.FromMinutes(30));
        scoring ??= new RubricScoring(new RubricSet(TestRubric.Value));
        Metrics = new EngineMetrics(new MetricsOptions(), time);
        Place = new Workplace(
            store, options, this, () => new ConversationScoring(limits ?? ReadLimits.Default, finished, new ChatMoods(new LocalSentimentModel()), scoring, new ServiceParts(ServiceProfiles.BuiltIn), store, time, redactor), Metrics,
            new ServiceCounting(ServiceProfiles.BuiltIn, Metrics), time);
        _worker = new Worker(sources, Place, new QualityWindows(static _ => [], Metrics, new MetricsOptions(), options.Zone, time), this);
    }

    public EngineMetrics Metrics { get; }

    public Workplace Place { get; }

    public Saved Sum { get; private set; }

    public List<string> Problems { get; } = [];

    public List<string> Recoveries { get; } = [];

    public Exception? Failure => _worker.Failure;

    public CancellationToken ApplicationStarted => CancellationToken.None;

    public CancellationToken ApplicationStopping => CancellationToken.None;

    public CancellationToken ApplicationStopped => CancellationToken.None;

    public Task Start() => _worker.StartAsync(CancellationToken.None);

    public Task Stop() => _worker.StopAsync(CancellationToken.None);

    /// <summary>Starts it and waits until it ends by itself.</summary>
    public async Task Finish()
    {
        await Start();
        await _worker.ExecuteTask!;
    }

    public void Found(long bytes)
    {
        // Only people look at a bar.
    }

    public void Kept(Saved saved, long bytes) => Sum = new Saved(
        Sum.Conversations + saved.Conversations, Sum.Scores + saved.Scores, Sum.Duplicates + saved.Duplicates, Sum.Pending + saved.Pending, Sum.SetAside + saved.SetAside);

    public void Drained()
    {
        // The sums tell.
    }

    public void Failed(string where, string problem) => Problems.Add($"{where}: {problem}");

    public void Recovered(string where) => Recoveries.Add(where);

    public void StopApplication()
    {
        // The test waits for the worker itself.
    }

    public void Dispose()
    {
        _worker.Dispose();
        Place.Dispose();
        Metrics.Dispose();
        foreach (var source in _sources)
            source.Dispose();
    }
}
