using QA.Rubrics.Examples;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>Runs the examples beside a rubric.</summary>
internal static class RubricExamples
{
    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public static int Run(string path, LoadedRubric loaded, Terminal terminal)
    {
        var mismatches = Complain(path, loaded, terminal);
        if (loaded.Examples.Count == 0)
            return ExitStatus.SomethingWrong;
        if (mismatches > 0)
        {
            terminal.Out.WriteLine($"{path}: {loaded.Examples.Count} examples, {mismatches} statements do not come true");
            return ExitStatus.SomethingWrong;
        }

        terminal.Out.WriteLine($"{path}: good: {loaded.Examples.Count} examples come out as stated");
        return ExitStatus.Good;
    }

    /// <summary>Says on standard error what does not come true, or that there is nothing to run.</summary>
    /// <returns>How many statements do not come true; where there are no examples, the one that there should be some.</returns>
    public static int Complain(string path, LoadedRubric loaded, Terminal terminal)
    {
        if (loaded.Examples.Count == 0)
        {
            terminal.Error.WriteLine($"{path}: there is neither examples.md nor examples/*.md beside the rubric; write one with a chat and what must come of it");
            return 1;
        }

        var mismatches = ExampleRunner.Run(loaded.Rubric, loaded.Examples, chat => Scorer.Score(chat, loaded.Rubric));
        foreach (var mismatch in mismatches)
            terminal.Error.WriteLine(mismatch);
        return mismatches.Count;
    }
}
