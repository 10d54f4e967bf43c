using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QA.Engine;
using QA.Engine.Cli;
using QA.Engine.Pipeline;
using QA.Engine.Sample;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;

var terminal = Terminal.OfProcess();
try
{
    var settings = EngineSettings.Load();
    var limits = new ReadLimits
    {
        MaxLineBytes = settings.Read.MaxLineBytes,
        MaxMessages = settings.Read.MaxMessages,
        AssumedOffset = settings.Read.AssumedOffset,
    };
    var byLanguage = settings.Rubrics.Where(rubric => rubric.Value.Length > 0).Select(rubric => new LanguageRubric(rubric.Key, rubric.Value));
    var rubrics = new RubricChoice(settings.Rubric, [.. byLanguage], settings.DefaultLanguage, AppContext.BaseDirectory);
    return await Commands.Run(args, new CommandSurroundings(
        terminal, rubrics, limits, settings.StorePath, settings.EffectiveThreads, [.. settings.Headline], TimeProvider.System,
        request => RunService(request, settings, limits, rubrics, terminal)));
}
catch (Exception e) when (Environment.GetEnvironmentVariable("QA_DEBUG") is null)
{
    // People get one line; whoever mends the program sets QA_DEBUG and gets the stack.
    terminal.Error.WriteLine($"{(e is StoreException ? "" : e.GetType().Name + ": ")}{e.Message}");
    return ExitStatus.NothingDone;
}

// The service, in the order data flows.
static async Task<int> RunService(RunRequest request, EngineSettings settings, ReadLimits limits, RubricChoice rubrics, Terminal terminal)
{
    settings.Data = request.Data ?? settings.Data;
    settings.Inbox.Path = request.Inbox ?? settings.Inbox.Path;
    if (rubrics.LoadAll(request.Rubric, terminal.Error) is not { } loaded)
        return ExitStatus.NothingDone;
    var time = TimeProvider.System;
    var threads = request.Threads ?? settings.EffectiveThreads;
    var inbox = settings.InboxPath;
    Directory.CreateDirectory(inbox);

    using var store = SqliteStore.Open(settings.StorePath, time, StoreDay.Beijing);
    foreach (var rubric in loaded.Loaded)
        store.UseRubric(rubric.Rubric, rubric.Text.Rubric.Text);
    var agents = new AgentTable(terminal, loaded.Set.Default, [.. settings.Headline], request.Chinese);
    var console = new RunConsole(terminal, () => agents.Print(store.Agents()), store.Totals, inbox, goesOn: !request.Once, request.Chinese, time);
    console.Start(string.Join(", ", loaded.Set.All.Select(rubric => $"{rubric.Id} {rubric.Version}")), settings.StorePath, threads);
    if ((request.Sample ?? settings.Sample.OnFirstStart) && store.Totals() is { Conversations: 0, SetAside: 0 } && !Directory.EnumerateFileSystemEntries(inbox).Any())
        console.SampleWritten(WriteSample(inbox));

    using var source = new FolderSource("inbox", new FolderOptions { Path = inbox, Poll = settings.Inbox.Poll, Settle = settings.Inbox.Settle }, limits, time);
    var finished = new FinishedChats(settings.Finished.Idle);
    var scoring = new RubricScoring(loaded.Set);
    var events = new PipelineEvents(console.Found, console.Kept, console.Drained, console.Unreadable);

    var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
    builder.Logging.ClearProviders();
    builder.Services.AddSingleton(services => new ScoringWorker(
        source, store, () => new LineScoring(limits, finished, scoring, store, time), events, new WorkerOptions(threads, request.Once), time,
        services.GetRequiredService<IHostApplicationLifetime>()));
    builder.Services.AddHostedService(services => services.GetRequiredService<ScoringWorker>());
    using var host = builder.Build();
    var worker = host.Services.GetRequiredService<ScoringWorker>();
    await host.RunAsync();

    if (worker.Failure is not { } failure)
        return ExitStatus.Good;
    terminal.Error.WriteLine($"stopped: {failure.Message}; what was kept is safe, and the next start goes on from there");
    return ExitStatus.NothingDone;
}

static string WriteSample(string inbox)
{
    var path = Path.Combine(inbox, "sample.jsonl");

    // Under its final name only once it is whole: a start that was cut short must not leave half a line.
    var draft = path + ".part";
    using (var stream = File.Create(draft))
        SampleShop.Write(stream);
    File.Move(draft, path, overwrite: true);
    return path;
}
