using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace QA.Engine.Cli;

/// <summary>What the commands need from the program around them.</summary>
internal sealed record CommandSurroundings(
    Terminal Terminal,
    RubricChoice Rubrics,
    Sources.ReadLimits Limits,
    string StorePath,
    int Threads,
    System.Collections.Generic.IReadOnlyList<string> Headline,
    TimeProvider Time,
    Func<RunRequest, Task<int>> Run);

/// <summary>What the command line says about a run; null: the setting holds.</summary>
internal sealed record RunRequest(string? Data, string? Inbox, string? Rubric, int? Threads, bool Once, bool? Sample, bool Chinese);

/// <summary>The command line: which commands there are, and what they take.</summary>
internal static class Commands
{
    private const int MaxResamples = 1_000_000;

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

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = surroundings.Terminal.Out,
            Error = surroundings.Terminal.Error,
        });
    }

    private static RootCommand Root(CommandSurroundings surroundings)
    {
        var root = new RootCommand(
            """
            Scores customer-service chats against a rubric and shows which words earned each score.

            Without a command it runs the service: it watches a folder of JSON Lines files, scores what is finished and keeps the results.
            Exit status: 0 all good; 1 some input was set aside, or a check found something; 2 nothing could be done.
            """);
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
        var data = new Option<string?>("--data") { HelpName = "FOLDER", Description = "Where the store is (default: the setting Data, ./data)." };
        var inbox = new Option<string?>("--inbox") { HelpName = "FOLDER", Description = "The folder to watch (default: inbox in the data folder)." };
        var rubric = RubricOption();
        var threads = ThreadsOption();
        var once = new Option<bool>("--once") { Description = "Stop when everything that is there has been dealt with." };
        var noSample = new Option<bool>("--no-sample") { Description = "Do not put the shipped sample into the inbox on the first start." };
        var language = LanguageOption(surroundings);
        var command = new Command("run", "Watch a folder, score what is finished, keep the results. The default command.") { data, inbox, rubric, threads, once, noSample, language };
        command.SetAction((parsed, _) => surroundings.Run(new RunRequest(
            parsed.GetValue(data),
            parsed.GetValue(inbox),
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
            return new ScoreFiles(surroundings.Terminal, loaded.Set, printed, surroundings.Limits, parsed.GetValue(threads) ?? surroundings.Threads, surroundings.Time)
                .Run(parsed.GetValue(files) ?? []);
        });
        return command;
    }

    private static Command ExplainCommandOf(CommandSurroundings surroundings)
    {
        var id = new Argument<string>("CONVERSATION") { Description = "The id of the conversation." };
        var from = new Option<string>("--from") { HelpName = "FILE|store", Description = "Where to look for it: a file of JSON Lines, - for standard input, or the store (default).", DefaultValueFactory = _ => ExplainCommand.FromStore };
        var data = new Option<string?>("--data") { HelpName = "FOLDER", Description = "Where the store is." };
        var rubric = RubricOption();
        var language = LanguageOption(surroundings);
        var command = new Command("explain", "Show one conversation with the words that decided, and where each point came from.") { id, from, data, rubric, language };
        command.SetAction(parsed =>
        {
            if (surroundings.Rubrics.LoadAll(parsed.GetValue(rubric), surroundings.Terminal.Error) is not { } loaded)
                return ExitStatus.NothingDone;
            return new ExplainCommand(surroundings.Terminal, loaded.Set, surroundings.Limits, IsChinese(parsed.GetValue(language)))
                .Run(parsed.GetValue(id)!, parsed.GetValue(from)!, StorePath(parsed.GetValue(data), surroundings), surroundings.Time);
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
            return new Agree.AgreeCommand(terminal, loaded.Set.Default, written, surroundings.Limits, chinese)
                .Run(new Agree.AgreeRequest(parsed.GetValue(labels)!, parsed.GetValue(chats), parsed.GetValue(against), path, parsed.GetValue(criteria) ?? [], parsed.GetValue(resamples)));
        });
        return command;
    }

    private static Command AgentsCommandOf(CommandSurroundings surroundings)
    {
        var data = new Option<string?>("--data") { HelpName = "FOLDER", Description = "Where the store is." };
        var language = LanguageOption(surroundings);
        var rubric = OneRubricOption();
        var command = new Command("agents", "Show how each agent does, from the store.") { data, rubric, language };
        command.SetAction(parsed =>
        {
            var path = StorePath(parsed.GetValue(data), surroundings);
            if (!File.Exists(path))
            {
                surroundings.Terminal.Error.WriteLine($"{path}: there is no store yet; run the engine once, or name another folder with --data");
                return ExitStatus.NothingDone;
            }

            if (surroundings.Rubrics.LoadAll(parsed.GetValue(rubric), surroundings.Terminal.Error) is not { } loaded)
                return ExitStatus.NothingDone;
            using var store = Storage.Sqlite.SqliteStore.Open(path, surroundings.Time, Storage.StoreDay.Beijing);
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

    private static string StorePath(string? data, CommandSurroundings surroundings) =>
        data is null ? surroundings.StorePath : Path.Combine(data, Path.GetFileName(surroundings.StorePath));

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
