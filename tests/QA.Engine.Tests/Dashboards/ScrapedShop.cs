using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using QA.Engine.Sample;
using QA.Engine.Storage;
using QA.Engine.Tests.Metrics;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Dashboards;

/// <summary>The real engine under its shipped rubrics, at work on the sample, and a real Prometheus that has been watching it from the beginning.</summary>
public abstract class ScrapedShop : IAsyncLifetime
{
    // Enough for everybody to have two dozen chats today, as in a shop; of the weeks before a few will do.
    private const int Conversations = 15_000;
    private const int DaysInFull = 2;
    private const int OneIn = 12;
    private readonly TempFolder _folder = new();
    private RunningEngine? _engine;
    private PrometheusServer? _prometheus;

    internal PrometheusServer Prometheus => _prometheus ?? throw new InvalidOperationException("it has not started");

    internal HttpClient Http { get; } = new();

    internal RunningEngine Engine => _engine ?? throw new InvalidOperationException("it has not started");

    /// <summary>The sample's last day, in the store's zone.</summary>
    internal DateOnly Today { get; private set; }

    /// <summary>What is read, by the names in the settings.</summary>
    internal abstract IReadOnlyList<string> Sources { get; }

    /// <summary>What has given conversations; more than what is read where some were brought.</summary>
    internal abstract IReadOnlyList<string> Givers { get; }

    private protected TempFolder Folder => _folder;

    public async ValueTask InitializeAsync()
    {
        try
        {
            await Begin();
        }
        catch
        {
            // Nobody disposes of what did not begin, and processes would stay.
            await DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
            await _prometheus.DisposeAsync();
        _engine?.Dispose();
        Http.Dispose();
        await End();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal abstract IScoreStore OpenStore();

    private protected abstract Task<IReadOnlyList<string>> Options();

    /// <param name="lines">Conversations, one a line.</param>
    private protected abstract Task Feed(IReadOnlyList<string> lines, int part);

    private protected virtual Task End() => Task.CompletedTask;

    private async Task Begin()
    {
        Today = await WholeDay.Today(StoreDay.Beijing);
        _engine = await RunningEngine.Start(shipped: true, listen: null, await Options());
        _prometheus = await PrometheusServer.Start(_engine.Authority);
        var lines = Lines();

        // In two halves with scrapes between: what begins at its final value has not grown, and a rate finds nothing.
        var half = lines.Count / 2;
        await Feed([.. lines.Take(half)], 0);
        await _engine.Until(Http, said => Scored(said) == half);
        await Until($"sum(qa_conversations_scored_total) == {half}");
        await Feed([.. lines.Skip(half)], 1);
        await _engine.Until(Http, said => Scored(said) == lines.Count);
        using var store = OpenStore();
        var scores = store.Recount(Today.AddDays(-29), Today).Sum(static day => day.Scores);
        await Until($"sum(qa_conversations_scored_total) == {lines.Count} and sum(qa_agent_scored_conversations{{window=\"30d\"}}) == {scores}");
        foreach (var rule in RuleFile.All.Where(static rule => !rule.IsAlert && RightlyEmpty.Of(new Question("", rule.Name + rule.Expression)) is null))
            await Until(rule.Name);
    }

    private static double Scored(Exposition said) => said.Samples.Where(static sample => sample.Name == "qa_conversations_scored_total").Sum(static sample => sample.Value);

    private List<string> Lines()
    {
        using var bytes = new MemoryStream();
        SampleShop.Write(bytes, Conversations, 9, Today);
        var since = Today.AddDays(1 - DaysInFull);
        return
        [
            .. Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where((line, i) => i % OneIn == 0 || DateOnly.FromDateTime(Chats.Good(line).Opened!.Value.DateTime) >= since),
        ];
    }

    private Task Until(string query) => Prometheus.Until($"({query})", static () => { });
}
