using System;
using System.IO;
using QA.Engine.Rubrics;
using QA.Rubrics;
using QA.Scoring;

namespace QA.Engine.Tests.Support;

/// <summary>The small rubric in this project's <c>rubric</c> folder.</summary>
internal static class TestRubric
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "rubric");

    public static Rubric Value { get; } = Load();

    private static Rubric Load()
    {
        var (text, problem) = RubricFolder.Read(Folder);
        var result = RubricFile.Parse(text ?? throw new InvalidOperationException(problem));
        return result.Rubric ?? throw new InvalidOperationException(string.Join('\n', result.Problems));
    }
}
