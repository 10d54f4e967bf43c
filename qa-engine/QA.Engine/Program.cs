using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine;
using QA.Engine.Cli;
using QA.Engine.Pipeline;
using QA.Engine.Storage;
using QA.Scoring;

var terminal = Terminal.OfProcess();
try
{
    var settings = EngineSettings.Load(Commands.Overrides(args));
    foreach (var problem in settings.Problems)
        terminal.Error.WriteLine(problem);
    if (settings.Problems.Count > 0)
        return ExitStatus.NothingDone;
    var rubrics = new RubricChoice(
        settings.Rubric, [.. settings.Rubrics.Select(rubric => new LanguageRubric(rubric.Language, rubric.Path))], settings.DefaultLanguage, AppContext.BaseDirectory);
    var store = new StoreChoice(settings.Postgres, settings.Data, settings.Zone, TimeProvider.System);
    return await Commands.Run(args, new CommandSurroundings(
        terminal, rubrics, settings.Limits, settings.Moods, store, settings.Threads, settings.Headline, TimeProvider.System,
        request => new Service(settings, rubrics, store, terminal).Run(request),
        (request, stop) => Rescore(request, settings, rubrics, store, terminal, stop)));
}
catch (Exception e) when (Environment.GetEnvironmentVariable("QA_DEBUG") is null)
{
    // People get one line; whoever mends the program sets QA_DEBUG and gets the stack.
    terminal.Error.WriteLine($"{e.GetType().Name}: {e.Message}");
    return ExitStatus.NothingDone;
}

static async Task<int> Rescore(RescoreRequest request, EngineSettings settings, RubricChoice rubrics, StoreChoice choice, Terminal terminal, CancellationToken stop)
{
    if (rubrics.Load(request.Rubric, terminal.Error) is not { } loaded)
        return ExitStatus.NothingDone;
    var time = TimeProvider.System;
    using var store = choice.OpenExisting(request.Data);
    store.UseRubric(loaded.Rubric, loaded.Text.Rubric.Text);
    var options = new WorkerOptions { Threads = request.Threads ?? 1, Lease = settings.Lease };
    var console = new RescoreConsole(terminal, time);
    var rescoring = new Rescoring(store, new RubricScoring(new RubricSet(loaded.Rubric)), options, status => console.Show(status.Job, status.Waiting), time);
    try
    {
        return console.End(await rescoring.Run(new JobRequest(loaded.Rubric.Hash, request.Since, request.Until, request.Official), stop));
    }
    catch (OperationCanceledException) when (stop.IsCancellationRequested)
    {
        return console.Stopped();
    }
}
