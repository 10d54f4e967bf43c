using System;
using System.Linq;
using Xunit;

namespace QA.Scoring.Tests.Rules;

/// <summary>Time grows with the text and not with its square: quadratic code would need hours for these, and linear code seconds.</summary>
public sealed class GiantTests
{
    private static readonly Rubric Rubric = RandomChats.EveryKind();
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("抱歉,")]
    [InlineData("好的")]
    [InlineData("“您好”")]
    [InlineData("不保证")]
    [InlineData("😊抱歉")]
    [InlineData("亲~")]
    [InlineData("吗")]
    [InlineData("3天")]
    public void One_endless_message_of_one_scrap(string scrap)
    {
        var text = string.Concat(Enumerable.Repeat(scrap, 2_000_000 / scrap.Length));

        Within(new Conversation("deep", [new Message(Speaker.Customer, text), new Message(Speaker.Agent, text)]));
    }

    [Fact]
    public void A_hundred_thousand_messages()
    {
        var random = new Random(41);
        var messages = Enumerable.Range(0, 100_000).Select(i => new Message(i % 3 == 0 ? Speaker.Customer : Speaker.Agent, RandomChats.Text(random, 6), i % 3 == 0 ? null : "A")).ToArray();

        Within(new Conversation("wide", messages));
    }

    [Fact]
    public void A_hundred_thousand_times_the_same()
        => Within(new Conversation("same", [.. Enumerable.Range(0, 100_000).Select(i => new Message(i % 2 == 0 ? Speaker.Customer : Speaker.Agent, i % 2 == 0 ? "订单30元什么时候发?" : "抱歉,稍等"))]));

    private static void Within(Conversation chat)
    {
        var took = ThreadTime.Of(() => Assert.NotEmpty(Scorer.Score(chat, Rubric)));
        Assert.True(took < Limit, $"took {took}");
    }
}
