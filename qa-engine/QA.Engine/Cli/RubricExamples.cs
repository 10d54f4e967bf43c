using QA.Rubrics.Examples;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>Runs the examples beside a rubric.</summary>
internal static class RubricExamples
{
    /// <returns>An <see cref="ExitStatus"/>.</returns>
    public static int Run(string path, LoadedRubric loaded, Terminal terminal)
    {
        if (loaded.Text.Examples is not { } text)
        {
            terminal.Error.WriteLine($"{path}: there is no examples.md beside the rubric; write one with a chat and what must come of it");
            return ExitStatus.SomethingWrong;
        }

        var examples = ExampleFile.Parse(text, loaded.Rubric);
        foreach (var problem in examples.Problems)
            terminal.Error.WriteLine(problem);
        var mismatches = ExampleRunner.Run(loaded.Rubric, examples, chat => Scorer.Score(chat, loaded.Rubric));
        foreach (var mismatch in mismatches)
            terminal.Error.WriteLine(mismatch);
        if (examples.Problems.Count > 0 || mismatches.Count > 0)
        {
            terminal.Out.WriteLine($"{path}: {examples.Examples.Count} examples, {mismatches.Count} statements do not come true");
            return ExitStatus.SomethingWrong;
        }

        terminal.Out.WriteLine($"{path}: good: {examples.Examples.Count} examples come out as stated");
        return ExitStatus.Good;
    }
}
