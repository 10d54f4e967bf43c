using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using QA.Engine.Tests.Metrics;
using Xunit;

namespace QA.Engine.Tests.Support;

/// <summary>The real program with an address to scrape. Ending it is no farewell: it is killed.</summary>
internal sealed class RunningEngine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private RunningEngine(bool shipped, IEnumerable<string> options)
    {
        string[] all = ["--lang", "en", "--set", "Metrics:Refresh=00:00:01", .. options];
        _process = shipped ? EngineProcess.RunAsShipped(Hear, Hear, all) : EngineProcess.Run(Hear, Hear, all);
    }

    /// <summary>Host and port.</summary>
    public string Authority => _address.Task.Result.Authority;

    /// <param name="shipped">Whether under the rubrics it ships with; otherwise under the tests' small one.</param>
    /// <param name="listen">Host and port; null: wherever there is room.</param>
    /// <param name="options">Behind <c>run</c>.</param>
    public static async Task<RunningEngine> Start(bool shipped, string? listen, params IEnumerable<string> options)
    {
        var engine = new RunningEngine(shipped, ["--listen", "http://" + (listen ?? "127.0.0.1:0"), .. options]);
        try
        {
            await engine._address.Task.WaitAsync(Patience);
            Assert.True(listen is null || listen == engine.Authority, $"it listens at {engine.Authority}, not at {listen}");
            return engine;
        }
        catch (TimeoutException e)
        {
            var said = engine.Said();
            engine.Dispose();
            throw new TimeoutException($"the engine does not listen\n{said}", e);
        }
    }

    public async Task<byte[]> Scrape(HttpClient http) =>
        await http.GetByteArrayAsync(new Uri($"http://{Authority}/metrics"), TestContext.Current.CancellationToken);

    /// <summary>Waits until it says what is expected.</summary>
    public async Task<Exposition> Until(HttpClient http, Func<Exposition, bool> condition)
    {
        // Another process's time cannot be faked.
        for (var waited = Stopwatch.StartNew(); ;)
        {
            var said = Exposition.Read(await Scrape(http), openMetrics: false);
            if (condition(said))
                return said;
            Assert.True(waited.Elapsed < Patience, $"the engine does not say what is expected\n{Said()}");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Said()
    {
        lock (_output)
            return _output.ToString();
    }

    private void Hear(string? line)
    {
        const string told = "listening on ";
        lock (_output)
            _output.AppendLine(line);
        if (line is not null && line.StartsWith(told, StringComparison.Ordinal))
            _address.TrySetResult(new Uri(line[told.Length..]));
    }
}
