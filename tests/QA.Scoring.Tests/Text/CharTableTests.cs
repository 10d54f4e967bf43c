using System.Linq;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Text;

public class CharTableTests
{
    [Fact]
    public void Of_common_ideographs_two_comparisons_say_what_the_tables_say()
    {
        var common = Enumerable.Range(0, char.MaxValue + 1).Select(static c => (char)c).Where(CharTable.IsCommonHan).ToList();
        Assert.Equal(0xA000 - 0x4E00, common.Count);
        Assert.All(common, static c =>
        {
            Assert.Equal(1, CharTable.Says[c]);
            Assert.Equal(2, Clauses.ClauseEnd([c, c, ','], 0));
            foreach (var text in (string[])[$"{c}", $"o{c}", $"2{c}"])
            {
                var position = 0;
                Assert.False(Emoticons.Next(text, ref position, out _, out _, out _));
            }
        });
    }
}
