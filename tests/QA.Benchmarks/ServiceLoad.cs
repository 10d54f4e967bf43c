using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Npgsql;
using QA.Engine.Sample;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.Postgres;

namespace QA.Benchmarks;

/// <summary>
/// The real program on a PostgreSQL that is there (an empty database): what it costs while nothing happens, how long a closed chat waits for its score
/// under a steady load by the API, and what a second worker adds.
/// </summary>
internal static class ServiceLoad
{
    private const string Key = "benchmark-key-0123456789";
    private const int ARate = 200;
    private const int ABacklog = 20_000;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(30);
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");

    public static async Task Run(string postgres, string rubric, TextWriter output)
    {
        using var store = PostgresStore.Open(postgres, TimeProvider.System, Zone);
        await Latency(postgres, rubric, output);
        await Workers(store, postgres, rubric, output);
    }

    private static async Task Latency(string postgres, string rubric, TextWriter output)
    {
        const string address = "http://127.0.0.1:18321";
        using var engine = Start(postgres, rubric, "--listen", address, "--set", $"Api:Keys:benchmark={Key}");
        using var client = new HttpClient { BaseAddress = new Uri(address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        await Ready(client);

        // What the start leaves to the compiler's background thread is not idling.
        await Task.Delay(Idle);
        engine.Refresh();
        var before = engine.TotalProcessorTime;
        var waited = Stopwatch.StartNew();
        await Task.Delay(Idle);
        engine.Refresh();
        var idle = (engine.TotalProcessorTime - before) / waited.Elapsed;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"idle: {idle:P2} of one processor"));

        var lines = Lines((int)(ARate * Load.TotalSeconds));
        var clock = Stopwatch.StartNew();
        var sent = 0;
        var errors = 0;
        var running = new List<Task>();
        var closed = new DateTimeOffset[lines.Count];
        while (sent < lines.Count)
        {
            var due = Math.Min(lines.Count, (int)(clock.Elapsed.TotalSeconds * ARate));
            for (; sent < due; sent++)
            {
                closed[sent] = DateTimeOffset.UtcNow;
                running.Add(Send(client, $"latency-{sent}", lines[sent], closed[sent], () => Interlocked.Increment(ref errors)));
            }

            await Task.Delay(5);
        }

        await Task.WhenAll(running);
        if (errors > 0)
            throw new InvalidOperationException($"{errors} of {lines.Count} calls failed");
        using var connection = new NpgsqlConnection(postgres);
        while (await connection.ExecuteScalarAsync<long>("SELECT count(*) FROM qa.pending") > 0)
            await Task.Delay(50);
        var waits = new List<double>();
        foreach (var (id, at) in await connection.QueryAsync<(string, DateTime)>(
            "SELECT c.id, s.scored_at FROM qa.scores s JOIN qa.conversations c ON c.number = s.conversation WHERE c.id LIKE 'latency-%'"))
            waits.Add((at - closed[int.Parse(id.AsSpan("latency-".Length), CultureInfo.InvariantCulture)].UtcDateTime).TotalSeconds);
        waits.Sort();
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"latency at {ARate}/s for {Load.TotalSeconds:0} s, closed to score committed: {waits.Count} scores, {errors} errors, p50 {waits[waits.Count / 2]:0.000} s, p99 {waits[waits.Count * 99 / 100]:0.000} s, longest {waits[^1]:0.000} s"));
        engine.Kill();
        await engine.WaitForExitAsync();
    }

    private static async Task Workers(PostgresStore store, string postgres, string rubric, TextWriter output)
    {
        var rates = new List<double>();
        foreach (var workers in (int[])[1, 2, 1, 2])
        {
            FillWaitingRoom(store, $"workers-{rates.Count}");
            var engines = Enumerable.Range(0, workers).Select(_ => Start(postgres, rubric, "--listen", "none", "--threads", "1")).ToList();

            // The start (compiling, reading the rubric) is not what is measured: the clock runs from the first quarter to the last.
            await Until(store, ABacklog * 3 / 4);
            var clock = Stopwatch.StartNew();
            await Until(store, ABacklog / 4);
            rates.Add(ABacklog / 2 / clock.Elapsed.TotalSeconds);
            await Until(store, 0);
            foreach (var engine in engines)
            {
                engine.Kill();
                await engine.WaitForExitAsync();
                engine.Dispose();
            }

            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{workers} worker(s) of one thread: {rates[^1]:0} conversations a second"));
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"two workers ÷ one: {rates[1] / rates[0]:0.00} and {rates[3] / rates[2]:0.00}, on {Environment.ProcessorCount} processors that PostgreSQL shares"));
    }

    private static void FillWaitingRoom(PostgresStore store, string prefix)
    {
        var json = new ConversationJson(ReadLimits.Default);
        var hash = new ContentHash();
        var now = DateTimeOffset.UtcNow;
        var entries = new List<StoreEntry>();
        foreach (var (line, i) in Lines(ABacklog).Select(static (line, i) => (line, i)))
        {
            var own = Encoding.UTF8.GetBytes(line.Replace("{\"id\":\"", $"{{\"id\":\"{prefix}-{i}-", StringComparison.Ordinal));
            var chat = json.Read(own).Conversation ?? throw new InvalidDataException("the sample is broken");
            entries.Add(new PendingConversation(prefix, i, chat.Id, hash.Of(chat), now, own) { Order = RevisionOrder.Of(chat, now) });
            if (entries.Count == 1000)
            {
                store.Save(new StoreBatch { Entries = entries });
                entries = [];
            }
        }

        if (entries.Count > 0)
            store.Save(new StoreBatch { Entries = entries });
    }

    private static async Task Until(PostgresStore store, long waiting)
    {
        while (store.Totals().Pending > waiting)
            await Task.Delay(20);
    }

    private static List<string> Lines(int count)
    {
        using var bytes = new MemoryStream();
        SampleShop.Write(bytes, count, 5, new DateOnly(2026, 3, 31));
        return [.. Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)];
    }

    private static async Task Send(HttpClient client, string id, string line, DateTimeOffset closed, Action error)
    {
        var node = System.Text.Json.Nodes.JsonNode.Parse(line)!;
        node["id"] = id;
        node["closed"] = closed.ToString("O", CultureInfo.InvariantCulture);
        using var content = new StringContent(node.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var answer = await client.PostAsync(new Uri("/api/conversations", UriKind.Relative), content);
            if (!answer.IsSuccessStatusCode)
            {
                Console.Error.WriteLine($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
                error();
            }
        }
        catch (HttpRequestException e)
        {
            Console.Error.WriteLine(e.Message);
            error();
        }
    }

    private static async Task Ready(HttpClient client)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri("/health/ready", UriKind.Relative));
                if (answer.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException) when (tries < 300)
            {
                // Not listening yet.
            }

            await Task.Delay(100);
        }
    }

    private static Process Start(string postgres, string rubric, params IEnumerable<string> options)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardOutput = true };
        string[] arguments =
        [
            typeof(ConversationJson).Assembly.Location, "run", "--rubric", rubric, "--no-sample", "--set", $"Store:Postgres={postgres}", "--set", "Sources:inbox:Enabled=false", .. options,
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}
