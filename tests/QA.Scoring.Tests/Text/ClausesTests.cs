using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Text;

public sealed class ClausesTests
{
    [Theory]
    [InlineData("亲,您好呀!请问", "您好", "您好呀", "亲,您好呀")]
    [InlineData("不会、不能;可以的。", "不能", "不能", "不会、不能;可以的")]
    [InlineData("价格3.5元左右.好", "元", "价格3.5元左右", "价格3.5元左右")]
    [InlineData("现在10:30发货,好", "发货", "现在10:30发货", "现在10:30发货,好")]
    [InlineData("看taobao.com哦", "看", "看taobao.com哦", "看taobao.com哦")]
    [InlineData("好的😊不会的", "不会", "不会的", "不会的")]
    [InlineData("好的😊不会的", "好的", "好的", "好的")]
    [InlineData("好的~稍等", "稍等", "稍等", "稍等")]
    [InlineData("您好\n请稍等", "稍等", "请稍等", "请稍等")]
    [InlineData("thank you all, bye", "you", "thank you all", "thank you all, bye")]
    [InlineData("订单:无", "无", "无", "订单:无")]
    [InlineData("https://a.b,好", "https", "https://a.b", "https://a.b,好")]
    public void A_place_lies_in_a_clause_of_a_sentence(string text, string word, string clause, string sentence)
    {
        var folded = Folding.Fold(text);
        var at = folded.IndexOf(word, System.StringComparison.Ordinal);
        Assert.Equal(Folding.Fold(clause), folded[Clauses.ClauseStart(folded, at)..Clauses.ClauseEnd(folded, at)]);
        Assert.Equal(Folding.Fold(sentence), folded[Clauses.SentenceStart(folded, at)..Clauses.SentenceEnd(folded, at)]);
    }

    [Fact]
    public void The_edges_of_a_text_are_edges_of_clauses()
    {
        Assert.Equal(0, Clauses.ClauseStart("", 0));
        Assert.Equal(0, Clauses.ClauseEnd("", 0));
        Assert.Equal(2, Clauses.ClauseEnd("您好", 2));
        Assert.Equal(0, Clauses.SentenceStart("您好", 2));
    }

    [Fact]
    public void A_clause_is_not_sought_further_than_its_reach()
    {
        var text = new string('好', 1000);
        Assert.Equal(500 - Clauses.Reach, Clauses.ClauseStart(text, 500));
        Assert.Equal(500 + Clauses.Reach, Clauses.ClauseEnd(text, 500));
    }
}
