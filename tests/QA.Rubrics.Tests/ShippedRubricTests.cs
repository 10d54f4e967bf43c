using System;
using System.IO;
using System.Linq;
using QA.Rubrics.Examples;
using QA.Rubrics.Schema;
using QA.Scoring;
using Xunit;

namespace QA.Rubrics.Tests;

/// <summary>Every folder in <c>rubrics/</c> is without problems and scores its own examples as stated.</summary>
public sealed class ShippedRubricTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "rubrics");

    public static TheoryData<string> Shipped => [.. Directory.GetDirectories(Folder).Select(folder => Path.GetFileName(folder)!)];

    [Theory]
    [MemberData(nameof(Shipped))]
    public void A_shipped_rubric_scores_its_examples_as_stated(string name)
    {
        var result = RubricFile.Parse(Read(name));

        Assert.Empty(result.Problems);
        var rubric = Assert.IsType<Rubric>(result.Rubric);
        Assert.NotEmpty(result.Examples.Examples);
        Assert.Empty(ExampleRunner.Run(rubric, result.Examples, chat => Scorer.Score(chat, rubric)));
    }

    [Fact]
    public void The_schema_beside_the_rubrics_is_what_the_code_says()
        => Assert.True(
            RubricSchema.Write() == File.ReadAllText(Path.Combine(Folder, "rubric.schema.json")).ReplaceLineEndings("\n"),
            "rubrics/rubric.schema.json is out of date; write it anew with: dotnet run --project qa-engine/QA.Engine -- check --write-schema rubrics/rubric.schema.json");

    private static RubricText Read(string name)
    {
        var folder = Path.Combine(Folder, name);
        return new RubricText(
            Text(Path.Combine(folder, "rubric.yaml")),
            [.. Directory.GetFiles(Path.Combine(folder, "lexicons"), "*.txt").Order(StringComparer.Ordinal).Select(Text)],
            Text(Path.Combine(folder, "examples.md")));
    }

    private static SourceText Text(string path) => new(Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'), File.ReadAllText(path));
}
