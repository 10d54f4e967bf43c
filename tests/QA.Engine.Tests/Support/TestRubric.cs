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

    public static Rubric Value { get; } = Load(text => text);

    /// <summary>A later version of it, under which the same chats come to other scores: courtesy counts for more, and a criterion has another name.</summary>
    public static Rubric Next { get; } = Load(text => text with
    {
        Rubric = text.Rubric with
        {
            Text = text.Rubric.Text
                .Replace("version: 1.0.0", "version: 2.0.0", StringComparison.Ordinal)
                .Replace("weight: 20", "weight: 60", StringComparison.Ordinal)
                .Replace("- id: apology-first", "- id: apology-early", StringComparison.Ordinal),
        },
    });

    private static Rubric Load(Func<RubricText, RubricText> change)
    {
        var (text, problem) = RubricFolder.Read(Folder);
        var result = RubricFile.Parse(change(text ?? throw new InvalidOperationException(problem)));
        return result.Rubric ?? throw new InvalidOperationException(string.Join('\n', result.Problems));
    }
}
