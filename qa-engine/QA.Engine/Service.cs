using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QA.Engine.ApiKeys;
using QA.Engine.Cli;
using QA.Engine.Language;
using QA.Engine.Language.Azure;
using QA.Engine.Language.Redaction;
using QA.Engine.Metrics;
using QA.Engine.Pipeline;
using QA.Engine.Sample;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Sources.Http;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web;
using QA.Engine.Web.Audit;
using QA.Engine.Web.Layout;
using QA.Engine.Web.SignIn;

namespace QA.Engine;

/// <summary>The service: sources, worker, store and pages, put together in the order data flows.</summary>
internal sealed class Service(EngineSettings settings, RubricChoice rubrics, StoreChoice choice, Terminal terminal)
{
    // What is under way may finish; a batch takes well under a second.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly TimeProvider _time = TimeProvider.System;

    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public async Task<int> Run(RunRequest request)
    {
        if (settings.ServiceProblems.Count > 0)
        {
            foreach (var problem in settings.ServiceProblems)
                terminal.Error.WriteLine(problem);
            return ExitStatus.NothingDone;
        }

        if (rubrics.LoadAll(request.Rubric, terminal.Error) is not { } loaded)
            return ExitStatus.NothingDone;
        var threads = request.Threads ?? settings.Threads;
        using var metrics = new EngineMetrics(settings.Metrics, _time);
        using var collector = new MetricCollector(metrics, _time);
        var sources = settings.Sources.Select(static make => make()).ToList();
        using var store = await OpenStore(request.Once);
        foreach (var rubric in loaded.Loaded)
        {
            store.UseRubric(rubric.Rubric, rubric.Text.Rubric.Text);
            metrics.UseRubric(rubric.Rubric);
        }

        foreach (var source in sources)
            metrics.SourceWorks(source.Name);
        foreach (var key in settings.Api.Keys.Where(static key => key.May(ApiScope.Ingest)))
            metrics.MayBring(key.Origin);
        var windows = new QualityWindows(day => store.Rollups(day, day).Select(AgentDayOf), metrics, settings.Metrics, settings.Zone, _time);
        var service = new ServiceCounting(settings.Profiles, metrics);

        var builder = NewBuilder(request);
        builder.AddPages(store, new RubricShelf([.. loaded.Loaded.Select(static rubric => rubric.Rubric)], loaded.Set.Default), settings.Web, _time);
        builder.Services.AddSingleton<ICriticalDecisions>(new CountedDecisions(metrics));
        var agents = new AgentTable(terminal, loaded.Set.Default, settings.Headline, request.Chinese);
        var inbox = sources.OfType<FolderSource>().FirstOrDefault(static source => source.Name == EngineSettings.Inbox)?.Folder;
        var console = new RunConsole(terminal, () => agents.Print(store.Agents()), store.Totals, inbox, goesOn: !request.Once, request.Chinese, _time);
        console.Start(string.Join(", ", loaded.Set.All.Select(static rubric => $"{rubric.Id} {rubric.Version}")), store.Place, threads);
        if (inbox is not null && (request.Sample ?? settings.SampleOnFirstStart) && store.Totals() is { Conversations: 0, SetAside: 0 } && !Directory.EnumerateFileSystemEntries(inbox).Any())
            console.SampleWritten(WriteSample(inbox, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(_time.GetUtcNow(), settings.Zone).DateTime).AddDays(-1)));

        var finished = new FinishedChats(settings.Idle);
        var scoring = new RubricScoring(loaded.Set);
        var served = new ServiceParts(settings.Profiles);
        var options = new WorkerOptions
        {
            Threads = threads, Once = request.Once, Lease = settings.Lease, Poll = settings.Poll, KeepDays = settings.KeepDays, Zone = settings.Zone, Refresh = settings.MetricsRefresh,
        };
        var app = builder.Build();
        await using (app)
        {
            IPipelineEvents events = settings.LogAsJson ? new LoggedEvents(app.Services.GetRequiredService<ILogger<LoggedEvents>>()) : new ConsoleEvents(console);
            using var azure = settings.Azure is { } wanted ? new AzureLanguageClient(wanted, _time) : null;
            var moods = azure is null ? settings.Moods : Moods(azure, settings.Azure!, new LanguageCounting(metrics, app.Logger, _time));
            using var place = new Workplace(store, options, events, () => new ConversationScoring(settings.Limits, finished, moods, scoring, served, store, _time, settings.Redactor), metrics, service, _time);
            using var worker = new Worker(sources, place, windows, app.Lifetime);
            app.UsePages();
            app.MapPages();
            ConversationsEndpoint.Map(app, new Intake(place), settings.Api, settings.Limits, app.Logger);
            app.MapMetrics(collector);
            app.MapHealth(new EngineHealth(() => place.IsAtWork, () => place.Failing));
            if (await Start(app, request, console))
            {
                await worker.StartAsync(CancellationToken.None);
                await app.WaitForShutdownAsync();
                using var patience = new CancellationTokenSource(Goodbye);
                await worker.StopAsync(patience.Token);
            }

            foreach (var source in sources)
                source.Dispose();
            if (worker.Failure is not { } failure)
                return ExitStatus.Good;
            terminal.Error.WriteLine($"stopped: {failure.Message}; what was kept is safe, and the next start goes on from there");
            return ExitStatus.NothingDone;
        }
    }

    private ChatMoods Moods(AzureLanguageClient azure, AzureLanguageOptions wanted, LanguageCounting counting)
    {
        var budget = new FileDailyBudget(Path.Combine(settings.Data, FileDailyBudget.Name), wanted.RecordsADay, settings.Zone, _time);
        return new ChatMoods(new AzureSentiment(azure, wanted, new Redactor(RedactionMode.Typed).Redact, new LocalSentimentModel(), budget, counting, _time));
    }

    private static AgentDay AgentDayOf(DailyRollup day) => new(
        day.Shop, day.Team, day.Agent, day.Scores, day.Ranked, day.Sum,
        day.Criteria.Select(static criterion => (criterion.Key, new CriterionDay(criterion.Value.Pass, criterion.Value.Partial, criterion.Value.Fail, criterion.Value.Lost))))
    {
        Moods = new MoodDay(day.Moods.Known, day.Moods.CameUnhappy, day.Moods.Recovered, day.Moods.Worsened, day.Moods.LeftUnhappy, day.Moods.Start, day.Moods.End),
    };

    /// <summary>A database that is still starting is waited for, unless there is only one pass to make.</summary>
    private async Task<IScoreStore> OpenStore(bool once)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return choice.Open();
            }
            catch (StoreUnavailableException e) when (!once)
            {
                terminal.Error.WriteLine($"store: {e.Message}; trying again in {pause.TotalSeconds:0} s");
                await Task.Delay(pause);
            }
        }
    }

    private WebApplicationBuilder NewBuilder(RunRequest request)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        if (!string.Equals(settings.LogLevel, "none", StringComparison.Ordinal))
        {
            builder.Logging.SetMinimumLevel(Enum.Parse<LogLevel>(settings.LogLevel, ignoreCase: true));

            // Standard output belongs to people and pipes.
            builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
            if (settings.LogAsJson)
                builder.Logging.AddJsonConsole(static json => json.TimestampFormat = "O");
            else
                builder.Logging.AddSimpleConsole(static text => text.SingleLine = true);
        }

        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = Goodbye);
        if (request.Once || settings.Listen is null)
            builder.Services.AddSingleton<Microsoft.AspNetCore.Hosting.Server.IServer, NoServer>();
        return builder;
    }

    private async Task<bool> Start(WebApplication app, RunRequest request, RunConsole console)
    {
        if (request.Once || settings.Listen is not { } wanted)
        {
            await app.StartAsync();
            return true;
        }

        // A second worker on the same machine needs no configuration: where the port is taken it has another.
        var free = IsFree(wanted);
        app.Urls.Add(free ? wanted.ToString() : new UriBuilder(wanted) { Port = 0 }.ToString());
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidOperationException)
        {
            terminal.Error.WriteLine($"Http:Listen: cannot listen on {wanted}: {e.Message}; name another address, or none");
            return false;
        }

        foreach (var address in app.Urls)
            console.Listening(address, free ? null : wanted);
        if (FirstAdmin.Link(app.Services.GetRequiredService<Storage.People.Accounts>()) is { } link)
            console.FirstAdmin(app.Urls.First().TrimEnd('/') + link);
        return true;
    }

    private static bool IsFree(Uri address)
    {
        if (!IPAddress.TryParse(address.Host, out var ip))
            return true;
        try
        {
            using var listener = new TcpListener(ip, address.Port);
            listener.Start();
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return false;
        }
    }

    /// <param name="lastDay">Yesterday: pages and boards show the last weeks, and no chat lies in the future.</param>
    private static string WriteSample(string inbox, DateOnly lastDay)
    {
        var path = Path.Combine(inbox, "sample.jsonl");

        // Under its final name only once it is whole: a start that was cut short must not leave half a line.
        var draft = path + ".part";
        using (var stream = File.Create(draft))
            SampleShop.Write(stream, SampleShop.DefaultConversations, SampleShop.DefaultSeed, lastDay);
        File.Move(draft, path, overwrite: true);
        return path;
    }
}
