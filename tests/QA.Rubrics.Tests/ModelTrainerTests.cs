using System.Collections.Generic;
using System.Linq;
using QA.Rubrics;
using QA.Rubrics.Models;
using QA.Scoring.Text;
using Xunit;

namespace QA.Rubrics.Tests;

public sealed class ModelTrainerTests
{
    private const string Broken = """
        # 碎了
        of: customer
        alarms: 10%
        + 杯子碎了
        + 碗碎了一个
        + 盘子裂了
        + 收到是碎的
        - 会不会碎
        - 容易碎吗
        """;

    private const string Other = """
        of: customer
        - 今天发货吗
        - 杯子多大
        - 好的谢谢
        """;

    [Fact]
    public void The_same_sentences_give_the_same_weights_whatever_the_order_of_files()
    {
        var one = Train(("broken", Broken), ("other", Other));
        var two = Train(("other", Other), ("broken", Broken.ReplaceLineEndings("\r\n")));

        Assert.Equal(one, two);
        Assert.Single(one);
    }

    [Fact]
    public void A_file_without_sentences_of_a_kind_makes_no_model_and_changes_those_of_its_speaker_only()
    {
        var alone = Train(("broken", Broken));
        var against = Train(("broken", Broken), ("other", Other));
        var agents = Train(("broken", Broken), ("other", Other.Replace("customer", "agent", System.StringComparison.Ordinal)));

        Assert.NotEqual(Weights(alone), Weights(against));
        Assert.Equal(Weights(alone), Weights(agents));
    }

    [Fact]
    public void Sentences_it_may_be_like_are_no_counter_examples()
    {
        const string Cracked = "of: customer\n+ 屏幕裂了\n+ 盘子裂成两半\n- 会裂吗\n";
        var against = Train(("broken", Broken), ("cracked", Cracked));
        var beside = Train(("broken", Broken.Replace("alarms", "like: cracked\nalarms", System.StringComparison.Ordinal)), ("cracked", Cracked));

        Assert.NotEqual(Weights(against.Take(1)), Weights(beside.Take(1)));
        Assert.Equal(Weights(Train(("broken", Broken))), Weights(beside.Take(1)));
    }

    [Fact]
    public void What_it_learned_it_tells_apart()
    {
        var (name, weights) = Assert.Single(Train(("broken", Broken), ("other", Other)));
        var model = WeightsFile.Read(name, weights, (at, wrong, right) => Assert.Fail(wrong))!.Value.Model;
        var models = new SentenceModels([model]);

        Assert.True(Margin(models, "杯子碎了") > Margin(models, "今天发货吗"));
        Assert.True(Margin(models, "碗裂了") > Margin(models, "碗会不会碎"));
    }

    [Theory]
    [InlineData("+ 碎了", "1:1: nothing says whose sentences these are; add a line of: customer, or of: agent")]
    [InlineData("of: shop", "1:1: 'of' cannot be \"shop\"; write of: customer, or of: agent")]
    [InlineData("of: agent\nalarms: 90%", "2:1: 'alarms' cannot be \"90%\"; write a share of counter-examples, such as alarms: 1%")]
    [InlineData("of: agent\n碎了", "2:1: '碎了' is neither a sentence nor a setting; begin a sentence with '+ ' if it is of the kind and with '- ' if not")]
    [InlineData("of: agent\n+ \n", "2:1: the sentence is empty; write it behind the sign, or remove the line")]
    [InlineData("of: agent\n+ 碎了\n- 碎了\n", "3:1: the sentence stands here again; it first stands in line 2; remove one of them")]
    [InlineData("of: agent\nlike: brokn\n+ 碎了\n", "1:1: 'like' names 'brokn', of which there are no sentences; did you mean 'broken'?")]
    public void What_is_wrong_with_sentences_is_said(string text, string problem)
    {
        var problems = new List<string>();
        ModelTrainer.Train([new SourceText("models/broken.txt", text)], (path, at, wrong, right) => problems.Add($"{at.Line}:{at.Column}: {wrong}; {right}"));

        Assert.Equal(problem, problems[0]);
    }

    [Theory]
    [InlineData("杯子 3 个！", "杯", "\u0002杯", "子", "杯子", "0", "子0", "个", "0个", "个\u0003")]
    [InlineData("😀", "\u0002\u0003")]
    public void Models_see_letters_and_their_neighbours(string text, params string[] grams)
        => Assert.Equal(grams, SentenceText.Grams(text));

    private static double Margin(SentenceModels models, string text)
    {
        var margins = new double[1];
        models.Measure(Folding.Fold(text), margins);
        return margins[0];
    }

    private static IReadOnlyList<(string Name, string Weights)> Train(params (string Name, string Text)[] files)
        => ModelTrainer.Train([.. files.Select(file => new SourceText("models/" + file.Name + ".txt", file.Text))], (path, at, wrong, right) => Assert.Fail(wrong));

    // Without the fingerprint of the sentences, which changes with every file.
    private static string Weights(IEnumerable<(string Name, string Weights)> trained)
        => string.Join('\n', trained.SelectMany(model => model.Weights.Split('\n').Where(line => !line.StartsWith("sentences", System.StringComparison.Ordinal))));
}
