using Xunit;

namespace QA.Scoring.Tests.Rules;

public sealed class NegationTests
{
    private static readonly Rubric Rubric = new RubricBuilder()
        .Negators("不", "没", "没有", "不是", "never")
        .Rule("promise", "phrases", ("phrases", new[] { "保证", "guarantee" }))
        .Rule("refusal", "phrases", ("phrases", new[] { "保证", "guarantee" }), ("negated", "only"))
        .Rule("either", "phrases", ("phrases", new[] { "保证", "guarantee" }), ("negated", "count"))
        .Build();

    [Theory]
    [InlineData("保证", true)]
    [InlineData("不保证", false)]
    [InlineData("不是不保证", true)]
    [InlineData("没有说不保证", true)]
    [InlineData("没有说过保证", false)]
    [InlineData("没有,保证", true)]
    [InlineData("没有 保证", true)]
    [InlineData("不一二三四保证", false)]
    [InlineData("不一二三四五保证", true)]
    [InlineData("保证不", true)]
    [InlineData("we never guarantee", false)]
    [InlineData("nevertheless guarantee", true)]
    // The second negator is out of reach of the words, and reaches them over the first.
    [InlineData("没有一二三四不一二三四保证", true)]
    public void Words_are_promised_or_taken_back(string text, bool promised)
    {
        Assert.Equal(promised, Chat.Find(Rubric, "promise", "agent: " + text).Length > 0);
        Assert.Equal(!promised, Chat.Find(Rubric, "refusal", "agent: " + text).Length > 0);
        Assert.NotEqual("", Chat.Find(Rubric, "either", "agent: " + text));
    }

    [Theory]
    [InlineData("您说的“保证”", false)]
    [InlineData("“您好”保证", true)]
    [InlineData("“您好”和“保证”", false)]
    [InlineData("“保证", true)]
    [InlineData("《保证书》", false)]
    [InlineData("《保证", true)]
    [InlineData("《一》保证《二》", true)]
    public void Quoted_words_are_somebody_elses(string text, bool found)
        => Assert.Equal(found, Chat.Find(Rubric, "promise", "agent: " + text).Length > 0);
}
