using System;
using System.Collections.Generic;
using System.IO;
using QA.Engine.Rubrics;
using QA.Rubrics.Models;

namespace QA.Engine.Cli;

/// <summary><c>train</c>: makes a rubric's models anew from the sentences beside them.</summary>
internal sealed class TrainCommand(Terminal terminal)
{
    /// <returns>0: the weights are written; 1: some sentence or setting is wrong, and nothing is; 2: there is no such rubric.</returns>
    public int Run(string path)
    {
        var (text, problem) = RubricFolder.Read(path);
        if (text is null)
        {
            terminal.Error.WriteLine(problem);
            return ExitStatus.NothingDone;
        }

        var folder = Path.Combine(Path.GetDirectoryName(text.Rubric.Path) ?? "", RubricFolder.ModelFolder);
        if (text.Sentences.Count == 0)
        {
            terminal.Error.WriteLine($"{folder}: there are no sentences to train on; write some into {Path.Combine(folder, "name.txt")}, '+ ' before those of the kind and '- ' before others");
            return ExitStatus.NothingDone;
        }

        var trained = ModelTrainer.Train(text.Sentences, (file, at, wrong, right) => terminal.Error.WriteLine($"{file}:{at.Line}:{at.Column}: {wrong}; {right}"));
        foreach (var (name, weights) in trained)
        {
            var target = Path.Combine(folder, name + ".weights");
            File.WriteAllText(target, weights);
            terminal.Out.WriteLine($"{target}: trained");
        }

        return trained.Count > 0 ? ExitStatus.Good : ExitStatus.SomethingWrong;
    }
}
