using System;
using System.Collections.Generic;
using System.IO;
using QA.Engine.Language;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary><c>explain</c>: finds one conversation and shows where each point came from.</summary>
internal sealed class ExplainCommand(Terminal terminal, RubricSet rubrics, ReadLimits limits, ChatMoods moods, bool chinese)
{
    public const string FromStore = "store";

    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public int Run(string id, string from, Func<IScoreStore> open)
    {
        var chat = from == FromStore ? InStore(id, open) : InFile(id, from) is { } read ? moods.Read(read) : null;
        if (chat is null)
            return ExitStatus.NothingDone;
        if (rubrics.For(chat) is not { } rubric)
        {
            terminal.Error.WriteLine(rubrics.NoRubric(chat));
            return ExitStatus.SomethingWrong;
        }

        IReadOnlyList<Score> scores;
        try
        {
            scores = Scorer.Score(chat, rubric);
        }
        catch (RuleFailedException e)
        {
            terminal.Error.WriteLine($"{e.Message}; mend the rule");
            return ExitStatus.SomethingWrong;
        }

        var page = new ScorePage(terminal.Out, terminal.Colour, chinese);
        foreach (var score in scores)
            page.Print(score);
        return ExitStatus.Good;
    }

    private Conversation? InStore(string id, Func<IScoreStore> open)
    {
        using var store = open();
        var chat = store.Find(id);
        if (chat is null)
            terminal.Error.WriteLine($"{store.Place}: there is no conversation '{id}'; check the id, or name a file with --from FILE");
        return chat;
    }

    private Conversation? InFile(string id, string file)
    {
        if (file != ScoreFiles.StandardInput && !File.Exists(file))
        {
            terminal.Error.WriteLine($"{file}: there is no such file; check the name");
            return null;
        }

        using var stream = file == ScoreFiles.StandardInput ? terminal.Input() : File.OpenRead(file);
        using var reader = new JsonLinesReader(stream, limits);
        var json = new ConversationJson(limits);
        while (reader.Next(lastLineIsWhole: true) is { } chunk)
        {
            using (chunk)
            {
                foreach (var line in chunk)
                {
                    if (json.Read(line.Bytes).Conversation is { } chat && string.Equals(chat.Id, id, StringComparison.Ordinal))
                        return chat;
                }
            }
        }

        terminal.Error.WriteLine($"{file}: there is no conversation '{id}'; check the id");
        return null;
    }
}
