using System;
using System.Collections.Generic;
using System.IO;
using QA.Engine.Rubrics;
using QA.Rubrics;
using QA.Rubrics.Examples;
using QA.Scoring;

namespace QA.Engine.Cli;

/// <summary>A rubric that is free of mistakes, what its author wrote, and the chats that came with it.</summary>
internal sealed record LoadedRubric(Rubric Rubric, RubricText Text, IReadOnlyList<Example> Examples);

/// <summary>Finds rubrics by path or by the name of one that is shipped.</summary>
/// <param name="fallback">The rubric to use where none is named; a setting.</param>
/// <param name="programFolder">Where the shipped rubrics are.</param>
internal sealed class RubricChoice(string fallback, string programFolder)
{
    private const string Shipped = "rubrics";

    /// <summary>Where the rubric of that path or name is; the words themselves where there is none.</summary>
    public string Locate(string? named)
    {
        var path = string.IsNullOrEmpty(named) ? fallback : named;
        if (Exists(path))
            return path;
        foreach (var candidate in (ReadOnlySpan<string>)[Path.Combine(programFolder, path), Path.Combine(programFolder, Shipped, path)])
        {
            if (Exists(candidate))
                return candidate;
        }

        return path;
    }

    /// <summary>Reads and compiles; all that is wrong goes to standard error.</summary>
    /// <returns>Null where anything is wrong.</returns>
    public LoadedRubric? Load(string? named, TextWriter error)
    {
        var path = Locate(named);
        var (text, problem) = RubricFolder.Read(path);
        if (text is null)
        {
            error.WriteLine(problem);
            return null;
        }

        var result = RubricFile.Parse(text);
        foreach (var wrong in result.Problems)
            error.WriteLine(wrong);
        return result.Rubric is { } rubric ? new LoadedRubric(rubric, text, result.Examples) : null;
    }

    public static bool Exists(string path) => File.Exists(path) || File.Exists(Path.Combine(path, RubricFolder.FileName));
}
