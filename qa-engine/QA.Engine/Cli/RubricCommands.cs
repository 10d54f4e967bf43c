using System;
using System.Collections.Generic;
using System.IO;
using QA.Rubrics.Schema;

namespace QA.Engine.Cli;

/// <summary><c>check</c> and <c>test</c>: rubrics without conversations of their own.</summary>
internal sealed class RubricCommands(Terminal terminal, RubricChoice rubrics, TimeProvider time)
{
    /// <returns>0: nothing wrong; 1: something is; 2: a rubric is not there.</returns>
    public int Check(IReadOnlyList<string> named, string? schemaPath)
    {
        if (schemaPath is not null)
        {
            File.WriteAllText(schemaPath, RubricSchema.Write());
            terminal.Out.WriteLine($"{schemaPath}: schema written");
            var partPath = PartSchema(schemaPath);
            File.WriteAllText(partPath, RubricSchema.WritePart(Path.GetFileName(schemaPath)));
            terminal.Out.WriteLine($"{partPath}: schema of parts written");
        }

        return ForEach(named, (path, loaded) =>
        {
            var rubric = loaded.Rubric;
            terminal.Out.WriteLine(
                $"{path}: good: {rubric.Id} {rubric.Version}, {rubric.Criteria.Count} criteria, {rubric.Rules.Count} rules, {rubric.Lexicons.Count} lexicons, {rubric.Hash}");
            return ExitStatus.Good;
        });
    }

    /// <returns>0: some example misses every phrase and every rule that is taken away; 1: not so, or the rubric is wrong; 2: a rubric is not there.</returns>
    public int Untested(IReadOnlyList<string> named, bool json)
    {
        var removals = new RubricRemovals(terminal, time, json);
        return ForEach(named, removals.Run);
    }

    /// <returns>0: every example comes out as stated; 1: some do not, or the rubric is wrong; 2: a rubric is not there.</returns>
    public int Test(IReadOnlyList<string> named) => ForEach(named, (path, loaded) => RubricExamples.Run(path, loaded, terminal));

    /// <summary>Beside the whole one: <c>rubric.schema.json</c> has <c>rubric-part.schema.json</c>.</summary>
    private static string PartSchema(string schemaPath)
    {
        var name = Path.GetFileName(schemaPath);
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        return Path.Combine(Path.GetDirectoryName(schemaPath) ?? "", dot < 0 ? name + "-part" : name.Insert(dot, "-part"));
    }

    private int ForEach(IReadOnlyList<string> named, Func<string, LoadedRubric, int> look)
    {
        var worst = ExitStatus.Good;
        foreach (var name in named.Count == 0 ? rubrics.InUse : named)
        {
            var path = rubrics.Locate(name);
            var status = !RubricChoice.Exists(path) ? ExitStatus.NothingDone : ExitStatus.SomethingWrong;
            if (rubrics.Load(name, terminal.Error) is { } loaded)
                status = look(path, loaded);
            worst = Math.Max(worst, status);
        }

        return worst;
    }
}
