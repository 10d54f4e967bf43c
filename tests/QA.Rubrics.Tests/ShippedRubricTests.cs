using System.IO;
using System.Linq;
using QA.Rubrics.Examples;
using QA.Rubrics.Models;
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
        var result = RubricFile.Parse(Repository.Folder(Path.Combine(Folder, name)));

        Assert.Empty(result.Problems);
        var rubric = Assert.IsType<Rubric>(result.Rubric);
        Assert.NotEmpty(result.Examples);
        Assert.Empty(ExampleRunner.Run(rubric, result.Examples, chat => Scorer.Score(chat, rubric)));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Some_example_of_a_shipped_rubric_misses_every_phrase_and_rule_that_is_taken_away(string name)
    {
        var result = RubricFile.Parse(Repository.Folder(Path.Combine(Folder, name)));

        var report = new RemovalCheck(result.Rubric!, result.Examples, result.Places).Run();

        Assert.NotEmpty(report.Removals);
        Assert.Equal("", string.Join('\n', report.Removals.Where(removal => !removal.Missed).Select(removal => $"{removal.Path}:{removal.At.Line}: {removal.Text}")));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void The_models_of_a_shipped_rubric_come_from_the_sentences_beside_them(string name)
    {
        var text = Repository.Folder(Path.Combine(Folder, name));
        var trained = ModelTrainer.Train(text.Sentences, (path, at, wrong, right) => Assert.Fail($"{path}:{at.Line}: {wrong}; {right}"));

        Assert.Equal(trained.Select(model => model.Name), text.Models.Select(model => Path.GetFileNameWithoutExtension(model.Path)));
        foreach (var (model, file) in trained.Zip(text.Models))
            Assert.True(model.Weights == file.Text.ReplaceLineEndings("\n"), $"{file.Path} is not what its sentences come to; run: dotnet run --project qa-engine/QA.Engine -- train ../../rubrics/{name}");
    }

    [Fact]
    public void The_schemas_beside_the_rubrics_are_what_the_code_says()
    {
        Check("rubric.schema.json", RubricSchema.Write());
        Check("rubric-part.schema.json", RubricSchema.WritePart("rubric.schema.json"));

        static void Check(string file, string schema)
            => Assert.True(
                schema == File.ReadAllText(Path.Combine(Folder, file)).ReplaceLineEndings("\n"),
                $"rubrics/{file} is out of date; write both anew with: dotnet run --project qa-engine/QA.Engine -- check --write-schema ../../rubrics/rubric.schema.json");
    }
}
