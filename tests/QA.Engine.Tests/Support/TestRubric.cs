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

    public static Rubric Value { get; } = Changed(static text => text);

    /// <summary>The same rubric with another text: another version.</summary>
    public static Rubric Changed(Func<string, string> change)
    {
        var (text, problem) = RubricFolder.Read(Folder);
        if (text is null)
            throw new InvalidOperationException(problem);
        var result = RubricFile.Parse(text with { Rubric = text.Rubric with { Text = change(text.Rubric.Text) } });
        return result.Rubric ?? throw new InvalidOperationException(string.Join('\n', result.Problems));
    }
}
