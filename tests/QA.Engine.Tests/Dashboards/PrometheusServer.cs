using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using QA.Engine.Tests.Support;

namespace QA.Engine.Tests.Dashboards;

/// <summary>A Prometheus of the test's own, in its own folder and on its own port, with our rules, a past, and a target that it scrapes.</summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    public const string Job = "qa-engine";
    private const string Package = "prometheus";
    private readonly TempFolder _folder;
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly Task<string> _said;

    private PrometheusServer(TempFolder folder, Process process, int port)
    {
        (_folder, _process) = (folder, process);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = TimeSpan.FromSeconds(60) };
        _said = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
    }

    /// <param name="target">Host and port of what it scrapes.</param>
    /// <param name="exposition">What the target says; the past is made of it.</param>
    public static async Task<PrometheusServer> Start(string target, string exposition)
    {
        var folder = new TempFolder();
        var history = folder["history.txt"];
        History.Write(exposition, $"job=\"{Job}\",instance=\"{target}\"", DateTimeOffset.UtcNow, history);

        // One block; the usual two hours each would make hundreds.
        await Tool.Succeeds("promtool", Package, folder.Root, "tsdb", "create-blocks-from", "--quiet", "openmetrics", "--max-block-duration=2400h", history, folder["data"]);
        foreach (var file in RuleFile.Files)
            folder.Write(file, Interval().Replace(Repository.Text("dashboards", "rules", file), "interval: 1s"));
        folder.Write("prometheus.yaml", $"""
            global: {"{"}scrape_interval: 1s, evaluation_interval: 1s{"}"}
            rule_files: [{string.Join(", ", RuleFile.Files)}]
            scrape_configs:
            - job_name: {Job}
              static_configs: [{"{"}targets: ["{target}"]{"}"}]
            """);
        var port = FreePort();
        var process = Tool.Start(
            "prometheus", Package, folder.Root,
            "--config.file=prometheus.yaml", "--storage.tsdb.path=data", "--storage.tsdb.retention.time=400d", "--log.level=warn", "--enable-feature=exemplar-storage",
            string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"), string.Create(CultureInfo.InvariantCulture, $"--query.lookback-delta={History.Lookback.TotalSeconds:0}s"));
        return new PrometheusServer(folder, process, port);
    }

    /// <summary>Waits until a query finds something, doing some work between two looks.</summary>
    public async Task Until(string query, Action work)
    {
        // Another process's time cannot be faked.
        var patience = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                if (await Series(query) > 0)
                    return;
            }
            catch (HttpRequestException) when (!_process.HasExited)
            {
                // It has not opened its port yet.
            }

            if (_process.HasExited)
                throw new InvalidOperationException($"prometheus ended: {await _said}");
            if (patience.Elapsed > TimeSpan.FromMinutes(1))
                throw new TimeoutException($"after a minute there is nothing for: {query}");
            work();
            await Task.Delay(TimeSpan.FromMilliseconds(300));
        }
    }

    /// <returns>What is wrong with a query that should find something; null: it does.</returns>
    public async Task<string?> Problem(string query)
    {
        try
        {
            return await Series(query) > 0 ? null : $"nothing for {query}";
        }
        catch (InvalidOperationException e)
        {
            return e.Message;
        }
    }

    /// <summary>How many series a query finds at this moment.</summary>
    /// <exception cref="InvalidOperationException">Prometheus does not accept the query.</exception>
    public async Task<int> Series(string query)
    {
        using var form = new FormUrlEncodedContent([new KeyValuePair<string, string>("query", query)]);
        using var response = await _http.PostAsync(new Uri("api/v1/query", UriKind.Relative), form);
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            return 0;
        var answer = JsonNode.Parse(text)!;
        if ((string?)answer["status"] != "success")
            throw new InvalidOperationException($"{query}: {answer["error"]}");
        var data = answer["data"]!;
        return (string?)data["resultType"] == "scalar" ? 1 : data["result"]!.AsArray().Count(static series => (string?)series!["value"]![1] != "NaN");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        await _said;
        _process.Dispose();
        _folder.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // A group's first evaluation comes within its interval; the test does not wait half an hour.
    [GeneratedRegex("interval: [0-9]+[ms]", RegexOptions.Multiline)]
    private static partial Regex Interval();
}
