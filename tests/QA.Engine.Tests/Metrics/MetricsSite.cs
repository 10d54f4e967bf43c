using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using QA.Engine.Metrics;

namespace QA.Engine.Tests.Metrics;

/// <summary>An engine's <c>/metrics</c> on a port of its own.</summary>
internal sealed class MetricsSite : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ErrorList _log;

    private MetricsSite(WebApplication app, MeasuredEngine engine, ErrorList log)
    {
        (_app, Engine, _log) = (app, engine, log);
        Address = new Uri(app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public MeasuredEngine Engine { get; }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public IReadOnlyList<string> Errors => _log.Errors;

    public static async Task<MetricsSite> Start()
    {
        var engine = new MeasuredEngine();
        var builder = WebApplication.CreateSlimBuilder();
        var log = new ErrorList();
        builder.Logging.ClearProviders().AddProvider(log);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapMetrics(engine.Collector);
        await app.StartAsync();
        return new MetricsSite(app, engine, log);
    }

    public static HttpRequestMessage Request(bool open, bool zips)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.TryAddWithoutValidation("Accept", open ? "application/openmetrics-text;version=1.0.0,text/plain;q=0.5" : "text/plain");
        if (zips)
            request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");
        return request;
    }

    /// <summary>What so many agents did, each in all criteria and unlike the others.</summary>
    public static IEnumerable<AgentDay> Many(int agents, int criteria)
    {
        var random = new Random(1);
        var ids = Enumerable.Range(0, criteria).Select(i => $"criterion-{i:00}").ToArray();
        for (var i = 0; i < agents; i++)
        {
            yield return new AgentDay(
                "小满家居", $"售后{i % 20}组", $"客服{i}", 2, 2, random.Next(20_001),
                ids.Select(id => (id, new CriterionDay(random.Next(1, 200), random.Next(20), random.Next(200), random.Next(1_000)))).ToArray())
            {
                Moods = new MoodDay(2, 1, random.Next(2), random.Next(2), 1, random.Next(-2_000, 2_001), random.Next(-2_000, 2_001)),
            };
        }
    }

    public async Task<(HttpResponseMessage Answer, byte[] Body)> Get(bool open, bool zips)
    {
        using var request = Request(open, zips);
        var answer = await Client.SendAsync(request);
        await using var sent = await answer.Content.ReadAsStreamAsync();
        await using var body = zips ? new GZipStream(sent, CompressionMode.Decompress) : sent;
        using var read = new MemoryStream();
        await body.CopyToAsync(read);
        return (answer, read.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Engine.Dispose();
    }

    private sealed class ErrorList : ILoggerProvider, ILogger
    {
        private readonly List<string> _errors = [];

        public IReadOnlyList<string> Errors
        {
            get
            {
                lock (_errors)
                    return [.. _errors];
            }
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            lock (_errors)
                _errors.Add(formatter(state, exception));
        }

        public void Dispose()
        {
        }
    }
}
