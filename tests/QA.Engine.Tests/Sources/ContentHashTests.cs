using QA.Engine.Sources;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Sources;

public sealed class ContentHashTests
{
    private readonly ContentHash _hash = new();

    [Fact]
    public void Another_spelling_of_the_same_chat_has_the_same_hash() =>
        Assert.Equal(
            _hash.Of(Chats.Good("""{"id":"c","shop":"s","messages":[{"role":"agent","text":"好"}]}""")),
            _hash.Of(Chats.Good(""" {"messages" : [{"text":"\u597d","role":"agent"}], "shop":"s","id":"c"}""")));

    [Theory]
    [InlineData("""{"id":"d","messages":[{"role":"agent","text":"ab"}]}""")]
    [InlineData("""{"id":"c","messages":[{"role":"bot","text":"ab"}]}""")]
    [InlineData("""{"id":"c","messages":[{"role":"agent","text":"ab","sender":"x"}]}""")]
    [InlineData("""{"id":"c","messages":[{"role":"agent","text":"ab","time":"2026-03-02T10:00"}]}""")]
    [InlineData("""{"id":"c","messages":[{"role":"agent","text":"a"},{"role":"agent","text":"b"}]}""")]
    [InlineData("""{"id":"c","closed":"2026-03-02T10:00","messages":[{"role":"agent","text":"ab"}]}""")]
    [InlineData("""{"id":"c","order":"paid","messages":[{"role":"agent","text":"ab"}]}""")]
    public void Any_other_content_has_another_hash(string line) =>
        Assert.NotEqual(_hash.Of(Chats.Good("""{"id":"c","messages":[{"role":"agent","text":"ab"}]}""")), _hash.Of(Chats.Good(line)));
}
