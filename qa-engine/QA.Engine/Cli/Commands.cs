using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace QA.Engine.Cli;

/// <summary>What the commands need from the program around them.</summary>
internal sealed record CommandSurroundings(
    Terminal Terminal,
    RubricChoice Rubrics,
    Sources.ReadLimits Limits,
    Language.ChatMoods Moods,
    Storage.StoreChoice Store,
    int Threads,
    IReadOnlyList<string> Headline,
    TimeProvider Time,
    Func<RunRequest, Task<int>> Run,
    Func<RescoreRequest, CancellationToken, Task<int>> Rescore);

/// <summary>What the command line says about a run; null: the setting holds.</summary>
internal sealed record RunRequest(string? Rubric, int? Threads, bool Once, bool? Sample, bool Chinese);

/// <summary>What the command line says about scoring the past; null: all, or the setting holds.</summary>
internal sealed record RescoreRequest(string? Data, string Rubric, DateOnly? Since, DateOnly? Until, bool Official, int? Threads);

/// <summary>The command line: which commands there are, and what they take.</summary>
internal static class Commands
{
    private const int MaxResamples = 1_000_000;
    private const string SetOption = "--set";
    private const string DataOption = "--data";
    private const string InboxOption = "--inbox";
    private const string ListenOption = "--listen";

    /// <summary>
    /// The settings a command line overrides: <c>--set Path=Value</c>, and the options that are short for one. They must be known before
    /// the commands are, whose defaults come from the settings; what is wrong with the line is said later, when it is parsed.
    /// </summary>
    public static IReadOnlyList<KeyValuePair<string, string?>> Overrides(IReadOnlyList<string> args)
    {
        var overrides = new List<KeyValuePair<string, string?>>();
        for (var i = 0; i < args.Count; i++)
        {
            var cut = args[i].IndexOf('=', StringComparison.Ordinal);
            var option = cut > 0 && args[i].StartsWith("--", StringComparison.Ordinal) ? args[i][..cut] : args[i];
            var value = option.Length < args[i].Length ? args[i][(cut + 1)..] : i + 1 < args.Count ? args[i + 1] : "";
            var setting = option switch
            {
                DataOption => "Data",
                InboxOption => "Sources:inbox:Path",
                ListenOption => "Http:Listen",
                _ => null,
            };
            if (setting is not null)
                overrides.Add(new(setting, value));
            else if (option == SetOption && value.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                overrides.Add(new(value[..at], value[(at + 1)..]));
        }

        return overrides;
    }

    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public static async Task<int> Run(string[] args, CommandSurroundings surroundings)
    {
        var root = Root(surroundings);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                surroundings.Terminal.Error.WriteLine(error.Message);
            surroundings.Terminal.Error.WriteLine("say --help to see what there is");
            return ExitStatus.NothingDone;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = surroundings.Terminal.Out,
                Error = surroundings.Terminal.Error,
            });
        }
        catch (Exception e) when (e is Storage.StoreException or Storage.StoreUnavailableException)
        {
            surroundings.Terminal.Error.WriteLine(e.Message);
            return ExitStatus.NothingDone;
        }
    }

    private static RootCommand Root(CommandSurroundings surroundings)
    {
        var root = new RootCommand(
            """
            Scores customer-service chats against a rubric and shows which words earned each score.

            Without a command it runs the service: it takes conversations from its sources, scores what is finished and keeps the results.
            Exit status: 0 all good; 1 some input was set aside, or a check found something; 2 nothing could be done.
            """);
        var set = new Option<string[]>(SetOption) { HelpName = "SETTING=VALUE", Description = "Override a setting, such as Sources:inbox:Poll=00:00:05. May be given several times.", Recursive = true };
        set.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf('=', StringComparison.Ordinal) < 1)
                    result.AddError($"{SetOption} must be followed by a setting and its value, such as Threads=2, not '{token.Value}'");
            }
        });
        root.Options.Add(set);
        var run = RunCommand(surroundings);
        foreach (var option in run.Options)
            root.Options.Add(option);
        root.Action = run.Action;
        root.Subcommands.Add(run);
        root.Subcommands.Add(ScoreCommand(surroundings));
        root.Subcommands.Add(ExplainCommandOf(surroundings));
        root.Subcommands.Add(CheckCommandOf(surroundings));
        root.Subcommands.Add(TestCommandOf(surroundings));
        root.Subcommands.Add(AgreeCommandOf(surroundings));
        root.Subcommands.Add(TrainCommandOf(surroundings));
        root.Subcommands.Add(AgentsCommandOf(surroundings));
        root.Subcommands.Add(RescoreCommandOf(surroundings));
        root.Subcommands.Add(JobsCommandOf(surroundings));
        root.Subcommands.Add(DeadLettersCommandOf(surroundings));
        root.Subcommands.Add(SampleCommandOf());
        return root;
    }

    private static Command TrainCommandOf(CommandSurroundings surroundings)
    {
        var rubric = new Argument<string>("RUBRIC") { Description = "A rubric's folder; its models/*.txt hold the sentences." };
        var command = new Command("train", "Make a rubric's models anew from the sentences beside them. The same sentences give the same weights.") { rubric };
        command.SetAction(parsed => new TrainCommand(surroundings.Terminal).Run(parsed.GetValue(rubric)!));
        return command;
    }

    private static Command RunCommand(CommandSurroundings surroundings)
    {
        var data = new Option<string?>(DataOption) { HelpName = "FOLDER", Description = "Where the embedded store is (default: the setting Data, ./data)." };
        var inbox = new Option<string?>(InboxOption) { HelpName = "FOLDER", Description = "The folder to watch (default: inbox in the data folder)." };
        var listen = new Option<string?>(ListenOption) { HelpName = "ADDRESS|none", Description = "Where to answer health checks and take conversations (default: the setting Http:Listen)." };
        var rubric = RubricOption();
        var threads = ThreadsOption();
        var once = new Option<bool>("--once") { Description = "Stop when everything that is there has been dealt with." };
        var noSample = new Option<bool>("--no-sample") { Description = "Do not put the shipped sample into the inbox on the first start." };
        var language = LanguageOption(surroundings);
        var command = new Command("run", "Take conversations from all sources, score what is finished, keep the results. The default command.") { data, inbox, rubric, threads, once, noSample, listen, language };
        command.SetAction((parsed, _) => surroundings.Run(new RunRequest(
            parsed.GetValue(rubric),
            parsed.GetValue(threads),
            parsed.GetValue(once),
            parsed.GetValue(noSample) ? false : null,
            IsChinese(parsed.GetValue(language)))));
        return command;
    }

    private static Command ScoreCommand(CommandSurroundings surroundings)
    {
        var files = new Argument<string[]>("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Files of JSON Lines, one conversation a line; - is standard input." };
        var rubric = RubricOption();
        var format = new Option<string>("--format") { HelpName = "table|jsonl", Description = "table for people (default), jsonl for programs: one object for each conversation, session and agent.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "jsonl");
        var threads = ThreadsOption();
        var language = LanguageOption(surroundings);
        var command = new Command("score", "Score files without a store. The output does not depend on the number of threads.") { files, rubric, format, threads, language };
        command.SetAction(parsed =>
        {
            if (surroundings.Rubrics.LoadAll(parsed.GetValue(rubric), surroundings.Terminal.Error) is not { } loaded)
                return ExitStatus.NothingDone;
            var chinese = IsChinese(parsed.GetValue(language));
            IScoreFormat printed = parsed.GetValue(format) == "jsonl"
                ? new ScoreJsonByRubric(loaded.Set)
                : new ScoreTable(loaded.Set, surroundings.Terminal.Colour, chinese);
            return new ScoreFiles(surroundings.Terminal, loaded.Set, printed, surroundings.Limits, surroundings.Moods, parsed.GetValue(threads) ?? surroundings.Threads, surroundings.Time)
                .Run(parsed.GetValue(files) ?? []);
        });
        return command;
    }

    private static Command ExplainCommandOf(CommandSurroundings surroundings)
    {
        var id = new Argument<string>("CONVERSATION") { Description = "The id of the conversation." };
        var from = new Option<string>("--from") { HelpName = "FILE|store", Description = "Where to look for it: a file of JSON Lines, - for standard input, or the store (default).", DefaultValueFactory = _ => ExplainCommand.FromStore };
        var data = StoreOption();
        var rubric = RubricOption();
        var language = LanguageOption(surroundings);
        var command = new Command("explain", "Show one conversation with the words that decided, and where each point came from.") { id, from, data, rubric, language };
        command.SetAction(parsed =>
        {
            if (surroundings.Rubrics.LoadAll(parsed.GetValue(rubric), surroundings.Terminal.Error) is not { } loaded)
                return ExitStatus.NothingDone;
            return new ExplainCommand(surroundings.Terminal, loaded.Set, surroundings.Limits, surroundings.Moods, IsChinese(parsed.GetValue(language)), surroundings.Time)
                .Run(parsed.GetValue(id)!, parsed.GetValue(from)!, () => surroundings.Store.OpenExisting(parsed.GetValue(data)));
        });
        return command;
    }

    private static Command CheckCommandOf(CommandSurroundings surroundings)
    {
        var rubrics = RubricsArgument();
        var schema = new Option<string?>("--write-schema") { HelpName = "PATH", Description = "Write the JSON Schema of rubrics there, for editors." };
        var untested = new Option<bool>("--untested") { Description = "Take every phrase and every rule away in turn, and list those that no example misses." };
        var format = new Option<string>("--format") { HelpName = "text|json", Description = "With --untested: text for people (default), json for programs: one object for each rubric.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("check", "Read rubrics and list everything that is wrong with them.") { rubrics, schema, untested, format };
        command.SetAction(parsed =>
        {
            var commands = new RubricCommands(surroundings.Terminal, surroundings.Rubrics, surroundings.Time);
            return parsed.GetValue(untested)
                ? commands.Untested(parsed.GetValue(rubrics) ?? [], string.Equals(parsed.GetValue(format), "json", StringComparison.Ordinal))
                : commands.Check(parsed.GetValue(rubrics) ?? [], parsed.GetValue(schema));
        });
        return command;
    }

    private static Command TestCommandOf(CommandSurroundings surroundings)
    {
        var rubrics = RubricsArgument();
        var command = new Command("test", "Score the examples of rubrics and list where they do not come out as stated.") { rubrics };
        command.SetAction(parsed => new RubricCommands(surroundings.Terminal, surroundings.Rubrics, surroundings.Time).Test(parsed.GetValue(rubrics) ?? []));
        return command;
    }

    private static Command AgreeCommandOf(CommandSurroundings surroundings)
    {
        var labels = new Argument<string>("LABELS") { Description = "Chats labelled by a careful reader: a file of JSON Lines, or a folder with chats.jsonl and gold.jsonl (and reader-a.jsonl and reader-b.jsonl, which are compared with each other beside it)." };
        var chats = new Option<string?>("--chats") { HelpName = "FILE", Description = "The chats the labels are about (default: chats.jsonl beside the labels)." };
        var against = new Option<string?>("--against") { HelpName = "LABELS", Description = "Another reader's labels (default: the engine is the other rater)." };
        var rubric = OneRubricOption();
        var format = new Option<string>("--format") { HelpName = "text|json|html|markdown", Description = "text (default) and html show each disagreement with the chat's words; json is for programs; markdown holds figures only, to be published.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "html", "markdown");
        var output = new Option<string?>("--output") { HelpName = "FILE", Description = "Where to write (default: standard output)." };
        var criteria = new Option<string[]>("--criterion") { HelpName = "ID", Description = "Compare only this criterion; may be given several times." };
        var resamples = new Option<int>("--resamples") { HelpName = "N", Description = "How many resamples the intervals rest on.", DefaultValueFactory = _ => Calibration.Resampling.DefaultResamples };
        resamples.Validators.Add(AtLeastOne);
        resamples.Validators.Add(static result =>
        {
            if (result.Errors.FirstOrDefault() is null && result.GetValueOrDefault<int>() > MaxResamples)
                result.AddError($"--resamples must not exceed {MaxResamples}: the intervals no longer change, and each resample is kept in memory");
        });
        var language = LanguageOption(surroundings);
        var command = new Command("agree", "Show how far the engine agrees with chats labelled by people, and every disagreement.") { labels, chats, against, rubric, format, output, criteria, resamples, language };
        command.SetAction(parsed =>
        {
            if (surroundings.Rubrics.LoadAll(parsed.GetValue(rubric), surroundings.Terminal.Error) is not { } loaded)
                return ExitStatus.NothingDone;
            var chinese = IsChinese(parsed.GetValue(language));
            var path = parsed.GetValue(output);
            var terminal = surroundings.Terminal;
            Agree.IAgreeFormat written = parsed.GetValue(format) switch
            {
                "json" => new Agree.AgreeJson(),
                "html" => new Agree.AgreePage(chinese),
                "markdown" => new Agree.AgreeMarkdown(chinese),
                _ => path is null ? new Agree.AgreeText(terminal.Colour, terminal.Width, chinese) : new Agree.AgreeText(colour: false, Terminal.WideEnough, chinese),
            };
            return new Agree.AgreeCommand(terminal, loaded.Set.Default, written, surroundings.Limits, surroundings.Moods, chinese)
                .Run(new Agree.AgreeRequest(parsed.GetValue(labels)!, parsed.GetValue(chats), parsed.GetValue(against), path, parsed.GetValue(criteria) ?? [], parsed.GetValue(resamples)));
        });
        return command;
    }

    private static Command AgentsCommandOf(CommandSurroundings surroundings)
    {
        var data = StoreOption();
        var language = LanguageOption(surroundings);
        var rubric = OneRubricOption();
        var command = new Command("agents", "Show how each agent does, from the store.") { data, rubric, language };
        command.SetAction(parsed =>
        {
            using var store = surroundings.Store.OpenExisting(parsed.GetValue(data));
            if (surroundings.Rubrics.LoadAll(parsed.GetValue(rubric), surroundings.Terminal.Error) is not { } loaded)
                return ExitStatus.NothingDone;
            new AgentTable(surroundings.Terminal, loaded.Set.Default, surroundings.Headline, IsChinese(parsed.GetValue(language))).Print(store.Agents());
            return ExitStatus.Good;
        });
        return command;
    }

    private static Command SampleCommandOf()
    {
        var conversations = new Option<int>("--conversations") { HelpName = "N", Description = "How many conversations.", DefaultValueFactory = _ => Sample.SampleShop.DefaultConversations };
        conversations.Validators.Add(AtLeastOne);
        var seed = new Option<ulong>("--seed") { HelpName = "S", Description = "Other seeds, other conversations; the same seed, the same bytes.", DefaultValueFactory = _ => Sample.SampleShop.DefaultSeed };
        var lastDay = new Option<DateOnly>("--last-day") { HelpName = "DAY", Description = "The last day of the sample, such as 2026-03-31.", DefaultValueFactory = _ => Sample.SampleShop.DefaultLastDay };
        var output = new Option<string>("--out") { HelpName = "FILE", Description = "Where to write; - is standard output (default).", DefaultValueFactory = _ => "-" };
        var command = new Command("sample", "Write invented conversations to try the engine on.") { conversations, seed, lastDay, output };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(output)!;
            using var stream = path == "-" ? Console.OpenStandardOutput() : File.Create(path);
            using var buffered = new BufferedStream(stream, 1 << 16);
            Sample.SampleShop.Write(buffered, parsed.GetValue(conversations), parsed.GetValue(seed), parsed.GetValue(lastDay));
            return ExitStatus.Good;
        });
        return command;
    }

    private static Command RescoreCommandOf(CommandSurroundings surroundings)
    {
        var rubric = new Option<string>("--rubric") { HelpName = "PATH", Description = "The rubric to score under: its folder, its rubric.yaml, or the name of a shipped one.", Required = true };
        var since = new Option<DateOnly?>("--since") { HelpName = "DAY", Description = "The first day, such as 2026-03-01 (default: from the beginning)." };
        var until = new Option<DateOnly?>("--until") { HelpName = "DAY", Description = "The last day (default: to the end)." };
        var official = new Option<bool>("--official") { Description = "The new scores count in place of the old ones, which stay beside them. Otherwise the new ones stand beside." };
        var data = StoreOption();
        var threads = ThreadsOption();
        var command = new Command("rescore", "Score kept conversations under another rubric. Started again, it goes on where it stopped; live chats go first.") { rubric, since, until, official, data, threads };
        command.SetAction((parsed, stop) => surroundings.Rescore(
            new RescoreRequest(
                parsed.GetValue(data), parsed.GetValue(rubric)!, parsed.GetValue(since), parsed.GetValue(until), parsed.GetValue(official), parsed.GetValue(threads)),
            stop));
        return command;
    }

    private static Command JobsCommandOf(CommandSurroundings surroundings)
    {
        var data = StoreOption();
        var command = new Command("jobs", "List the jobs that score the past, and how far each is.") { data };
        command.SetAction(parsed => WithJobs(surroundings, parsed.GetValue(data), static commands => commands.Jobs()));
        return command;
    }

    private static Command DeadLettersCommandOf(CommandSurroundings surroundings)
    {
        const int most = 100;
        var data = StoreOption();
        data.Recursive = true;
        var limit = new Option<int>("--limit") { HelpName = "N", Description = "How many, the newest first.", DefaultValueFactory = _ => most };
        limit.Validators.Add(AtLeastOne);
        var before = new Option<long?>("--before") { HelpName = "NUMBER", Description = "Only those older than this one." };
        var list = new Command("list", "List what could not be scored, with where it came from and why.") { limit, before };
        list.SetAction(parsed => WithJobs(surroundings, parsed.GetValue(data), commands => commands.List(parsed.GetValue(limit), parsed.GetValue(before))));
        var shown = new Argument<long>("NUMBER") { Description = "Its number on the list." };
        var show = new Command("show", "Show one with its content.") { shown };
        show.SetAction(parsed => WithJobs(surroundings, parsed.GetValue(data), commands => commands.Show(parsed.GetValue(shown))));
        var retried = new Argument<long?>("NUMBER") { Arity = ArgumentArity.ZeroOrOne, Description = "Its number on the list." };
        var all = new Option<bool>("--all") { Description = "All of them." };
        var retry = new Command("retry", "Let it be scored again; it leaves the list.") { retried, all };
        retry.Validators.Add(result =>
        {
            if (result.GetValue(all) == (result.GetResult(retried)?.Tokens.Count > 0))
                result.AddError("dead-letters retry needs a number from the list, or --all");
        });
        retry.SetAction(parsed => WithJobs(
            surroundings, parsed.GetValue(data), commands => parsed.GetValue(retried) is { } number ? commands.Retry(number) : commands.RetryAll()));
        var command = new Command("dead-letters", "See what could not be scored, and try it again.") { list, show, retry };
        command.Options.Add(data);
        return command;
    }

    private static int WithJobs(CommandSurroundings surroundings, string? data, Func<JobCommands, int> run)
    {
        using var store = surroundings.Store.OpenExisting(data);
        return run(new JobCommands(surroundings.Terminal, store, surroundings.Limits, surroundings.Time));
    }

    private static Option<string?> StoreOption() =>
        new(DataOption) { HelpName = "FOLDER", Description = "The data folder with the embedded store (default: the store of the settings)." };

    private static Argument<string[]> RubricsArgument() =>
        new("RUBRIC") { Arity = ArgumentArity.ZeroOrMore, Description = "Folders of rubrics, their rubric.yaml, or names of shipped ones (default: those in the settings)." };

    private static Option<string?> RubricOption() =>
        new("--rubric") { HelpName = "PATH", Description = "A rubric's folder, its rubric.yaml, or the name of a shipped one, for all conversations (default: by the language of each, as the setting Rubrics says)." };

    private static Option<string?> OneRubricOption() =>
        new("--rubric") { HelpName = "PATH", Description = "A rubric's folder, its rubric.yaml, or the name of a shipped one (default: that of the setting DefaultLanguage)." };

    private static Option<int?> ThreadsOption()
    {
        var option = new Option<int?>("--threads") { HelpName = "N", Description = "How many threads score (default: one for each processor)." };
        option.Validators.Add(AtLeastOne);
        return option;
    }

    private static Option<string> LanguageOption(CommandSurroundings surroundings)
    {
        var option = new Option<string>("--lang") { HelpName = "zh|en", Description = "The language of the output (default: from LANG).", DefaultValueFactory = _ => surroundings.Terminal.Chinese ? "zh" : "en" };
        option.AcceptOnlyFromAmong("zh", "en");
        return option;
    }

    private static void AtLeastOne(OptionResult result)
    {
        if (result.Tokens.Count == 1
            && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1))
            result.AddError($"{result.IdentifierToken?.Value ?? result.Option.Name} must be a whole number from 1 up, not '{result.Tokens[0].Value}'");
    }

    private static bool IsChinese(string? language) => string.Equals(language, "zh", StringComparison.Ordinal);
}
