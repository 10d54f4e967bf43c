using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using QA.Engine.Language;
using QA.Engine.Metrics;
using QA.Engine.Ordering;
using QA.Engine.Pipeline;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Storage;
using QA.Scoring;
using QA.Scoring.Indicators;

namespace QA.Benchmarks;

/// <summary>
/// What the store benchmarks feed to a store, and how: an inbox with the chats of some files, by the worker's own loop. The chats stand in it
/// several times, under ids of their own, so that a run takes seconds and is not mostly its beginning and its end.
/// </summary>
internal sealed class StoreFeed : IDisposable
{
    private const int Times = 4;
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qa-feed-");
    private readonly RubricScoring _scoring;

    public StoreFeed(Rubric rubric, IReadOnlyList<string> paths)
    {
        _scoring = new RubricScoring(new RubricSet(rubric));
        using var file = new StreamWriter(Path.Combine(_folder.FullName, "chats.jsonl"));
        for (var time = 0; time < Times; time++)
        {
            foreach (var line in paths.SelectMany(File.ReadLines))
            {
                var chat = JsonNode.Parse(line)!;
                chat["id"] = string.Create(CultureInfo.InvariantCulture, $"{chat["id"]}-{time}");
                file.WriteLine(chat.ToJsonString(AsWritten));
                Conversations++;
            }
        }
    }

    public int Conversations { get; }

    public static int Threads => Environment.ProcessorCount;

    /// <summary>Reads and scores everything on all cores.</summary>
    /// <param name="store">Asked what it knows, as always.</param>
    /// <param name="take">Takes the batches in order.</param>
    public void Score(IScoreStore store, Action<StoreBatch> take)
    {
        using var source = Source();
        new OrderedWork<SourceChunk, StoreBatch>(
            () =>
            {
                var scoring = NewScoring(store);
                return chunk => scoring.Batch(source.Name, chunk, handOver: false);
            },
            take).Run(source.Take(everythingIsWhole: true, CancellationToken.None), Threads, CancellationToken.None);
    }

    /// <summary>Has a worker take in everything: read, score, keep and count it.</summary>
    public void Pull(IScoreStore store)
    {
        using var source = Source();
        using var metrics = new EngineMetrics(new MetricsOptions(), TimeProvider.System);
        using var place = new Workplace(
            store, new WorkerOptions { Threads = Threads, Once = true, Lease = TimeSpan.FromMinutes(10) }, new NobodyLooks(), () => NewScoring(store), metrics,
            new ServiceCounting(ServiceProfiles.BuiltIn, metrics), TimeProvider.System);
        new SourceLoop(source, place).Run(CancellationToken.None).GetAwaiter().GetResult();
        if (store.Totals() is var totals && totals.Conversations != Conversations)
            throw new InvalidOperationException($"{totals.Conversations} of {Conversations} conversations were kept");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Seconds it takes, and seconds of this program's processor time.</summary>
    public static (double Seconds, double CpuSeconds) Time(Action action)
    {
        GC.Collect();
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        action();
        return (clock.Elapsed.TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
    }

    private ConversationScoring NewScoring(IScoreStore store) => new(
        ReadLimits.Default, new FinishedChats(TimeSpan.FromMinutes(30)), new ChatMoods(new LocalSentimentModel()), _scoring, new ServiceParts(ServiceProfiles.BuiltIn), store, TimeProvider.System, redactor: null);

    private FolderSource Source() => new("inbox", new FolderOptions { Path = _folder.FullName }, ReadLimits.Default, TimeProvider.System);

    private sealed class NobodyLooks : IPipelineEvents
    {
        public void Found(long bytes)
        {
            // Only people look at a bar.
        }

        public void Kept(Saved saved, long bytes)
        {
            // The store is asked at the end.
        }

        public void Drained()
        {
            // The loop's end says so.
        }

        public void Failed(string where, string problem) => throw new InvalidOperationException($"{where}: {problem}");

        public void Recovered(string where)
        {
            // Nothing may fail here.
        }
    }
}
