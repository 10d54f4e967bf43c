using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using QA.Engine.Pipeline;
using QA.Engine.Sample;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Storage.Postgres;
using QA.Engine.Tests.Support;
using QA.Engine.Web;
using QA.Engine.Web.Layout;
using QA.Engine.Web.SignIn;
using QA.Scoring;
using QA.Scoring.Indicators;
using Role = QA.Engine.Storage.People.Role;

namespace QA.Benchmarks;

/// <summary>
/// How fast pages are over a store of a million conversations: each page by itself, searches, then a steady hundred requests a second; while chats are
/// scored and saved, if asked. Times are from a request's first byte to the answer's last, on this machine's loopback.
/// </summary>
internal static class PageLoad
{
    private const string Password = "correct horse battery";
    private const int Repeats = 100;
    private const int FirstLooks = 40;
    private const int LargestBatch = 100;
    private const int Rate = 100;
    private const string Hold = "hold";
    private static readonly TimeSpan Steady = TimeSpan.FromMinutes(1);
    private static readonly DateOnly LastDay = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));

    /// <param name="options">
    /// A connection string to a server where databases may be made (without one the benchmark starts its own); <c>--keep</c>: the filled database stays on that server,
    /// and the next run of the same day takes it; <c>--scoring N</c>: so many chats a second are scored meanwhile; <c>--only WORD</c>: only pages with this word in their name, one by one, or <c>hold</c>: only the steady load;
    /// <c>--times N</c>: each so often.
    /// </param>
    public static async Task Run(Rubric rubric, int conversations, IReadOnlyList<string> options, TextWriter output)
    {
        var server = options.FirstOrDefault(static option => option.StartsWith("Host=", StringComparison.Ordinal));
        var keep = options.Contains("--keep", StringComparer.Ordinal);
        using var own = server is null ? new PostgresServer("shared_buffers=2GB", "max_wal_size=8GB", "effective_cache_size=8GB") : null;
        var maker = server ?? own!.ConnectionString();
        var name = keep
            ? string.Create(CultureInfo.InvariantCulture, $"qa_pages_{conversations}_{LastDay:yyyyMMdd}")
            : string.Create(CultureInfo.InvariantCulture, $"qa_pages_{Environment.ProcessId}");
        var postgres = new NpgsqlConnectionStringBuilder(maker) { Database = name }.ToString();
        try
        {
            if (!keep || !Exists(maker, name))
                Fill(maker, name, postgres, rubric, conversations, output);
            await Run(postgres, rubric, conversations, options, output);
        }
        finally
        {
            Execute(maker, $"DROP DATABASE IF EXISTS {HalfOf(name)} WITH (FORCE)");
            if (!keep)
                Execute(maker, $"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
        }
    }

    /// <summary>Under another name until all of it is there, so that a fill that was broken off is never taken for one that is done.</summary>
    private static void Fill(string maker, string name, string postgres, Rubric rubric, int conversations, TextWriter output)
    {
        var half = HalfOf(name);
        Execute(maker, $"DROP DATABASE IF EXISTS {half} WITH (FORCE)");
        Execute(maker, $"CREATE DATABASE {half}");
        postgres = new NpgsqlConnectionStringBuilder(postgres) { Database = half }.ToString();
        using (var store = PostgresStore.Open(postgres, TimeProvider.System, StoreDay.Beijing))
        {
            store.UseRubric(rubric, "text");
            new PageFill(postgres, rubric, LastDay).Run(conversations, output);
            store.Tidy();
        }

        // What a server does over the hours after such a load, at once: pages are read from a store at rest.
        foreach (var statement in (string[])["VACUUM (ANALYZE)", "CHECKPOINT"])
            Execute(postgres, statement);
        NpgsqlConnection.ClearAllPools();
        Execute(maker, $"ALTER DATABASE {half} RENAME TO {name}");
    }

    private static string HalfOf(string name) => name + "_half";

    private static string? After(IReadOnlyList<string> options, string name) => options.SkipWhile(option => option != name).Skip(1).FirstOrDefault();

    private static async Task Run(string postgres, Rubric rubric, int conversations, IReadOnlyList<string> options, TextWriter output)
    {
        var rate = After(options, "--scoring") is { } often ? int.Parse(often, CultureInfo.InvariantCulture) : 0;
        var only = After(options, "--only");
        var times = After(options, "--times") is { } asked ? int.Parse(asked, CultureInfo.InvariantCulture) : Repeats;
        using var store = PostgresStore.Open(postgres, TimeProvider.System, StoreDay.Beijing);
        store.UseRubric(rubric, "text");
        using (var connection = new NpgsqlConnection(postgres))
        {
            await connection.OpenAsync();
            foreach (var table in (string[])["scores", "conversations", "search", "rollups", "known"])
            {
                var bytes = connection.Scalar<long>($"SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint FROM pg_class c WHERE c.relnamespace = 'qa'::regnamespace AND c.relkind = 'r' AND c.relname ~ '^{table}(_[0-9]+_[0-9]+)?$'");
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {table,-14} {bytes / 1e6,8:N0} MB, {bytes / (double)conversations,6:F0} bytes a conversation, indexes included"));
            }
        }

        // Each page by itself has everything read for it; under load figures are kept as a shop's engine keeps them.
        var usual = new WebOptions(StoreDay.Beijing, [.. rubric.Criteria.Take(6).Select(static criterion => criterion.Id)]);
        await using var app = Build(store, rubric, usual with { FiguresKept = TimeSpan.Zero });
        await app.StartAsync();
        var visitors = await Visitors(app);
        var month = string.Create(CultureInfo.InvariantCulture, $"from={LastDay.AddDays(-29):yyyy-MM-dd}&to={LastDay:yyyy-MM-dd}");
        var longest = string.Create(CultureInfo.InvariantCulture, $"from={LastDay.AddDays(1 - ConversationFilter.MostDays):yyyy-MM-dd}&to={LastDay:yyyy-MM-dd}");
        var pages = PagePaths.All(month, longest);
        using var stop = new CancellationTokenSource();
        var work = rate > 0 ? Task.Factory.StartNew(() => Score(store, rubric, rate, output, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default) : Task.CompletedTask;
        await output.WriteLineAsync($"pages, {times} times each, one after the other{(rate > 0 ? $", while {rate} chats are scored a second" : "")}");
        var cpu = new ServerCpu(postgres);
        foreach (var page in pages.Concat(PagePaths.Searches(month)).Where(IsAsked))
            await Warm(page, visitors);
        foreach (var page in pages.Where(IsAsked))
            await Time(page, times, visitors, cpu, output);
        await output.WriteLineAsync("searches within a month");
        foreach (var search in PagePaths.Searches(month).Where(IsAsked))
            await Time(search, times, visitors, cpu, output);
        End(visitors);
        await app.StopAsync();
        if (only is null || Hold.Contains(only, StringComparison.Ordinal))
        {
            await using var busy = Build(store, rubric, usual);
            await busy.StartAsync();
            var many = await Visitors(busy);
            for (var i = 0; i < Repeats; i++)
            {
                foreach (var page in pages)
                    await Visit(page.At(i), many);
            }

            await Load(pages, many, cpu, output);
            End(many);
            await busy.StopAsync();
        }

        await stop.CancelAsync();
        await work;

        bool IsAsked(PagePath page) => only is null || page.Name.Contains(only, StringComparison.Ordinal);
    }

    private static async Task<Dictionary<string, HttpClient>> Visitors(WebApplication app)
    {
        var visitors = new Dictionary<string, HttpClient>(StringComparer.Ordinal)
        {
            ["admin"] = await SignIn(app, "admin", Role.Admin, [Account.EveryTeam], null),
            ["supervisor"] = await SignIn(app, "supervisor", Role.Supervisor, [PageFill.Team(3), PageFill.Team(4), PageFill.Team(5)], null),
        };
        for (var agent = 0; agent < PagePaths.OwnAccounts; agent++)
            visitors.Add(PagePaths.OwnAccount(agent), await SignIn(app, PagePaths.OwnAccount(agent), Role.Agent, [], new AgentName(PageFill.Team(agent), PageFill.Agent(agent))));
        return visitors;
    }

    private static void End(Dictionary<string, HttpClient> visitors)
    {
        foreach (var visitor in visitors.Values)
            visitor.Dispose();
    }

    private static WebApplication Build(PostgresStore store, Rubric rubric, WebOptions options)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddPages(
            store, new RubricShelf([rubric], rubric), options, TimeProvider.System);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UsePages();
        app.MapPages();
        return app;
    }

    private static async Task<HttpClient> SignIn(WebApplication app, string name, Role role, IReadOnlyList<string> teams, AgentName? agent)
    {
        var accounts = app.Services.GetRequiredService<Accounts>();
        var account = accounts.Find(name) ?? accounts.Add(name, name, role, teams, agent)!;
        accounts.Accept(accounts.Invite(account.Number, TimeSpan.FromHours(1)), app.Services.GetRequiredService<Passwords>().Hash(Password));
        var client = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.Single()) };
        var page = await client.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        var token = Regex.Match(page, "name=\"form-token\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["token"].Value;
        using var form = new FormUrlEncodedContent([new("form-token", WebUtility.HtmlDecode(token)), new("name", name), new("password", Password), new("back", "/")]);
        using var answer = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), form);
        return answer.StatusCode == HttpStatusCode.Redirect ? client : throw new InvalidOperationException($"{name} could not sign in: {answer.StatusCode}");
    }

    /// <summary>Every page before any is timed: compiling and first reads happen once in the life of a process.</summary>
    private static async Task Warm(PagePath page, Dictionary<string, HttpClient> visitors)
    {
        for (var i = 0; i < FirstLooks; i++)
            await Visit((page.Account, page.Path), visitors);
    }

    private static Task<string> Visit((string Account, string Path) page, Dictionary<string, HttpClient> visitors) => visitors[page.Account].GetStringAsync(new Uri(page.Path, UriKind.Relative));

    private static async Task Time(PagePath page, int repeats, Dictionary<string, HttpClient> visitors, ServerCpu cpu, TextWriter output)
    {
        var times = new List<double>();
        var body = "";
        var (program, server) = (Environment.CpuUsage.TotalTime, cpu.Total());
        for (var i = 0; i < repeats; i++)
        {
            var from = Stopwatch.GetTimestamp();
            body = await Visit((page.Account, page.Path), visitors);
            times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }

        (program, server) = (Environment.CpuUsage.TotalTime - program, cpu.Total() - server);
        var lines = Regex.Count(body, "<td class=\"list-when\"><a", RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1));
        await output.WriteLineAsync($"  {page.Name,-44} {Figures(times)}   {Cpu(program, server, repeats)}   {lines} lines{(body.Contains("role=\"status\"", StringComparison.Ordinal) ? ", with a note" : "")}");
    }

    private static async Task Load(IReadOnlyList<PagePath> pages, Dictionary<string, HttpClient> visitors, ServerCpu server, TextWriter output)
    {
        var times = new ConcurrentBag<double>();
        var errors = 0;
        var running = new List<Task>();
        var (programBefore, serverBefore) = (Environment.CpuUsage.TotalTime, server.Total());
        var clock = Stopwatch.StartNew();
        for (var sent = 0; clock.Elapsed < Steady;)
        {
            for (var due = (int)(clock.Elapsed.TotalSeconds * Rate); sent < due; sent++)
                running.Add(Ask(pages[sent % pages.Count].At(sent / pages.Count)));
            await Task.Delay(5);
        }

        await Task.WhenAll(running);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{Rate} requests a second for {Steady.TotalSeconds:F0} s: {running.Count} answered, {errors} errors, {Figures([.. times])}, {Cpu(Environment.CpuUsage.TotalTime - programBefore, server.Total() - serverBefore, running.Count)}"));

        async Task Ask((string Account, string Path) page)
        {
            var from = Stopwatch.GetTimestamp();
            try
            {
                await Visit(page, visitors);
                times.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                Interlocked.Increment(ref errors);
            }
        }
    }

    /// <summary>What a worker does: scores and saves so many chats a second, prepares them for lists, keeps the store tidy.</summary>
    private static void Score(PostgresStore store, Rubric rubric, int rate, TextWriter output, CancellationToken stop)
    {
        using var bytes = new MemoryStream();
        SampleShop.Write(bytes, 2_000, 9, LastDay);
        var json = new ConversationJson(ReadLimits.Default);
        var hash = new ContentHash();
        var service = new ServiceParts(ServiceProfiles.BuiltIn);
        var lines = Encoding.UTF8.GetString(bytes.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var run = Guid.NewGuid();
        var clock = Stopwatch.StartNew();
        var (indexed, tidied) = (TimeSpan.Zero, TimeSpan.Zero);
        var count = 0;
        while (!stop.IsCancellationRequested)
        {
            var entries = new List<StoreEntry>();
            for (var due = Math.Min(count + LargestBatch, (int)(clock.Elapsed.TotalSeconds * rate)); count < due; count++)
            {
                var line = lines[count % lines.Length].Replace("{\"id\":\"", $"{{\"id\":\"live-{run:N}-{count}-", StringComparison.Ordinal);
                var chat = json.Read(Encoding.UTF8.GetBytes(line)).Conversation!;
                var scores = Scorer.Score(chat, rubric);
                entries.Add(new ScoredConversation("live", count, chat, hash.Of(chat), scores, Receipt.Of(chat, rubric)) { Service = service.Of(chat, scores) });
            }

            if (entries.Count > 0)
                store.Save(new StoreBatch { Entries = entries });
            if (clock.Elapsed - indexed > TimeSpan.FromSeconds(1))
            {
                while (store.Index())
                {
                    // Whatever waits.
                }

                indexed = clock.Elapsed;
            }

            if (clock.Elapsed - tidied > TimeSpan.FromSeconds(10))
            {
                store.Tidy();
                tidied = clock.Elapsed;
            }

            stop.WaitHandle.WaitOne(TimeSpan.FromSeconds(0.1));
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"meanwhile scored, saved and indexed: {count / clock.Elapsed.TotalSeconds:F0} of {rate} conversations/s"));
    }

    /// <summary>CPU time of a request; that of asking is in this program's.</summary>
    private static string Cpu(TimeSpan program, TimeSpan server, int requests) =>
        string.Create(CultureInfo.InvariantCulture, $"CPU {program.TotalMilliseconds / requests,5:F1} here + {server.TotalMilliseconds / requests,5:F1} ms in PostgreSQL");

    private static string Figures(List<double> times)
    {
        times.Sort();
        return string.Create(CultureInfo.InvariantCulture, $"p50 {At(.5),6:F1}  p95 {At(.95),6:F1}  p99 {At(.99),6:F1} ms");

        double At(double share) => times[Math.Min(times.Count - 1, (int)(times.Count * share))];
    }

    private static bool Exists(string server, string database)
    {
        using var connection = new NpgsqlConnection(server + ";Pooling=false");
        connection.Open();
        return connection.Scalar<bool>("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", database);
    }

    private static void Execute(string server, string sql)
    {
        using var connection = new NpgsqlConnection(server + ";Pooling=false;Command Timeout=0");
        connection.Open();
        connection.Script(sql);
    }
}
