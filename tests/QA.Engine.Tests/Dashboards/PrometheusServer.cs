using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using QA.Engine.Tests.Support;

namespace QA.Engine.Tests.Dashboards;

/// <summary>A series as it is at a moment.</summary>
/// <param name="Value">As Prometheus writes it: the shortest text that reads back as the same number.</param>
internal sealed record FoundSeries(IReadOnlyDictionary<string, string> Labels, string Value);

/// <summary>A Prometheus of the test's own, in its own folder and on its own port, with our rules and a target that it scrapes.</summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    public const string Job = "qa-engine";
    private const string Package = "prometheus";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly TempFolder _folder;
    private readonly Process _process;
    private readonly HttpClient _http;
    private readonly Task<string> _said;

    private PrometheusServer(TempFolder folder, Process process, int port)
    {
        (_folder, _process) = (folder, process);
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/"), Timeout = Patience };
        _said = process.StandardError.ReadToEndAsync();
        _ = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>One that has just begun to scrape.</summary>
    /// <param name="target">Host and port of what it scrapes.</param>
    public static Task<PrometheusServer> Start(string target) => Start(new TempFolder(), target);

    /// <summary>One that has been scraping for two months.</summary>
    /// <param name="target">Host and port of what it scrapes.</param>
    /// <param name="exposition">What the target says; the past is made of it.</param>
    public static async Task<PrometheusServer> StartWithPast(string target, string exposition)
    {
        var folder = new TempFolder();
        var history = folder["history.txt"];
        History.Write(exposition, $"job=\"{Job}\",instance=\"{target}\"", DateTimeOffset.UtcNow, history);

        // One block; the usual two hours each would make hundreds.
        await Tool.Succeeds("promtool", Package, folder.Root, "tsdb", "create-blocks-from", "--quiet", "openmetrics", "--max-block-duration=2400h", history, folder["data"]);
        return await Start(folder, target, string.Create(CultureInfo.InvariantCulture, $"--query.lookback-delta={History.Lookback.TotalSeconds:0}s"));
    }

    /// <summary>Waits until a query finds something, doing some work between two looks.</summary>
    public async Task Until(string query, Action work)
    {
        // Another process's time cannot be faked.
        var waited = Stopwatch.StartNew();
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
            if (waited.Elapsed > Patience)
                throw new TimeoutException($"after {Patience.TotalMinutes} minutes there is nothing for: {query}");
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
        if (await Asked(query) is not { } data)
            return 0;
        return (string?)data["resultType"] == "scalar" ? 1 : data["result"]!.AsArray().Count(static series => (string?)series!["value"]![1] != "NaN");
    }

    /// <summary>What a query finds at this moment.</summary>
    /// <exception cref="InvalidOperationException">Prometheus does not accept the query.</exception>
    public async Task<IReadOnlyList<FoundSeries>> Find(string query) =>
        [.. (await Found(query)).Select(static series => new FoundSeries(LabelsOf(series!), (string)series!["value"]![1]!))];

    /// <summary>All samples of some series within a range, such as <c>x_total[1h]</c>, the oldest first.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<double>>> Samples(string range) =>
        [.. (await Found(range)).Select(static series => (IReadOnlyList<double>)[.. series!["values"]!.AsArray().Select(static one => double.Parse((string)one![1]!, CultureInfo.InvariantCulture))])];

    /// <summary>The values of a label among the series a selector finds, in their order: what Grafana fills a list with.</summary>
    public async Task<IReadOnlyList<string>> LabelValues(string selector, string label)
    {
        var text = await _http.GetStringAsync(new Uri($"api/v1/label/{label}/values?match[]={Uri.EscapeDataString(selector)}", UriKind.Relative));
        return [.. JsonNode.Parse(text)!["data"]!.AsArray().Select(static value => (string)value!)];
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

    private static async Task<PrometheusServer> Start(TempFolder folder, string target, params IEnumerable<string> more)
    {
        foreach (var file in RuleFile.Files)
            folder.Write(file, Interval().Replace(Repository.Text("dashboards", "rules", file), "interval: 1s"));
        folder.Write("prometheus.yaml", $"""
            global: {"{"}scrape_interval: 1s, evaluation_interval: 1s{"}"}
            rule_files: [{string.Join(", ", RuleFile.Files)}]
            scrape_configs:
            - job_name: {Job}
              static_configs: [{"{"}targets: ["{target}"]{"}"}]
            """);
        var port = FreePorts.Next();
        var process = Tool.Start(
            "prometheus", Package, folder.Root,
            [
                "--config.file=prometheus.yaml", "--storage.tsdb.path=data", "--storage.tsdb.retention.time=400d", "--log.level=warn", "--enable-feature=exemplar-storage",
                string.Create(CultureInfo.InvariantCulture, $"--web.listen-address=127.0.0.1:{port}"), .. more,
            ]);
        var server = new PrometheusServer(folder, process, port);
        try
        {
            await server.Until($"up{{job=\"{Job}\"}} == 1", static () => { });
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private static Dictionary<string, string> LabelsOf(JsonNode series) =>
        series["metric"]!.AsObject().ToDictionary(static label => label.Key, static label => (string)label.Value!, StringComparer.Ordinal);

    private async Task<JsonArray> Found(string query) => (await Asked(query))?["result"]!.AsArray() ?? [];

    /// <returns>Null: it has only just started and is not ready.</returns>
    private async Task<JsonNode?> Asked(string query)
    {
        using var form = new FormUrlEncodedContent([new KeyValuePair<string, string>("query", query)]);
        using var response = await _http.PostAsync(new Uri("api/v1/query", UriKind.Relative), form);
        var text = await response.Content.ReadAsStringAsync();
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
            return null;
        var answer = JsonNode.Parse(text)!;
        return (string?)answer["status"] == "success" ? answer["data"] : throw new InvalidOperationException($"{query}: {answer["error"]}");
    }

    // A group's first evaluation comes within its interval; the test does not wait half an hour.
    [GeneratedRegex("interval: [0-9]+[ms]", RegexOptions.Multiline)]
    private static partial Regex Interval();
}
