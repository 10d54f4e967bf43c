using QA.Engine.Web.Audit;
using Xunit;

namespace QA.Engine.Tests.Web.Audit;

public sealed class HiddenSignTests
{
    [Theory]
    [InlineData("a\u202Eb", 1, "RLO", 1)]
    [InlineData("\u2066", 0, "LRI", 1)]
    [InlineData("a\u200Db", 1, "ZWJ", 1)]
    [InlineData("👩\u200D🔧", 2, null, 1)]
    [InlineData("❤\uFE0F\u200D🔥", 2, null, 1)]
    [InlineData("\uDB40\uDC41", 0, "U+E0041", 2)]
    [InlineData("\u0007", 0, "U+0007", 1)]
    [InlineData("a\nb", 1, null, 1)]
    [InlineData("a\r\nb", 1, null, 1)]
    [InlineData("a\rb", 1, "U+000D", 1)]
    [InlineData("\u3164", 0, "U+3164", 1)]
    [InlineData("好", 0, null, 1)]
    [InlineData("😀", 0, null, 1)]
    public void What_nobody_sees_has_a_name_and_what_people_write_has_none(string text, int place, string? name, int length)
    {
        Assert.Equal(name, HiddenSign.At(text, place, out var units));
        Assert.Equal(length, units);
    }

    [Fact]
    public void Half_an_emoji_has_a_name()
    {
        Assert.Equal("U+D83D", HiddenSign.At("a\uD83D", 1, out _));
        Assert.Equal("U+DE0A", HiddenSign.At("\uDE0A", 0, out _));
    }
}
