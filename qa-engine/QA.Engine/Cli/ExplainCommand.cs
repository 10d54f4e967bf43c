using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using QA.Engine.Language;
using QA.Engine.Sources;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary><c>explain</c>: finds one conversation and shows where each point came from, and of a kept one what people decided.</summary>
internal sealed class ExplainCommand(Terminal terminal, RubricSet rubrics, ReadLimits limits, ChatMoods moods, bool chinese, TimeProvider time)
{
    public const string FromStore = "store";

    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public int Run(string id, string from, Func<IScoreStore> open)
    {
        if (from != FromStore)
            return InFile(id, from) is { } read ? Print(moods.Read(read)) : ExitStatus.NothingDone;
        using var store = open();
        if (store.Find(id) is not { } chat)
        {
            terminal.Error.WriteLine($"{store.Place}: there is no conversation '{id}'; check the id, or name a file with --from FILE");
            return ExitStatus.NothingDone;
        }

        var status = Print(chat);
        var scores = store.Scores(id);
        var decided = new Reviews(store, time).Of([.. scores.Select(static score => score.Number)]);
        var decisions = new DecisionsPage(terminal.Out, terminal.Colour, chinese, rubrics);
        foreach (var score in scores)
            decisions.Print(score, decided.GetValueOrDefault(score.Number, ReviewHistory.None));
        return status;
    }

    private int Print(Conversation chat)
    {
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
