using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QA.Engine.Sources;
using QA.Engine.Sources.RabbitMq;
using Xunit;

namespace QA.Engine.Tests.Sources;

public sealed class RabbitMqBodyLinesTests
{
    [Theory]
    [InlineData("""{"id":"甲"}""", """{"id":"甲"}""")]
    [InlineData("\uFEFF{\"id\":1}\r\n", "{\"id\":1}")]
    [InlineData("{\n  \"id\": 1,\n  \"messages\": []\n}\n", "{   \"id\": 1,   \"messages\": [] }")]
    [InlineData("{\"id\":1}\n{\"id\":2}\n", "{\"id\":1}", "{\"id\":2}")]
    [InlineData("{\"id\":1}\n\n  {\"id\":2}", "{\"id\":1}", "{\"id\":2}")]
    [InlineData("""[{"id":1},{"id":2}]""", "{\"id\":1}", "{\"id\":2}")]
    [InlineData(" [ {\"id\":[1,\n{\"a\":[]}]} ,\n {} , 3 ] ", "{\"id\":[1, {\"a\":[]}]}", "{}", "3")]
    [InlineData("[]")]
    public void A_body_is_one_conversation_or_several(string body, params string[] lines)
    {
        var (problem, found) = Read(body);
        Assert.Null(problem);
        Assert.Equal(lines, found);
    }

    [Fact]
    public void Of_lines_some_of_which_are_broken_all_come_so_that_each_gets_its_answer()
    {
        var (problem, found) = Read("{\"id\":1}\n{\"id\":\n\n{\"id\":3}\n");
        Assert.Null(problem);
        Assert.Equal(["{\"id\":1}", "{\"id\":", "{\"id\":3}"], found);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData(" \r\n\t", "is empty")]
    [InlineData("\uFEFF", "is empty")]
    [InlineData("hello", "broken JSON at byte 1;")]
    [InlineData("{\"id\":1", "broken JSON at byte 8;")]
    [InlineData("{\n\"id\":x}", "broken JSON at byte 8;")]
    [InlineData("[{\"id\":1},{\"id\":", "broken JSON at byte 17;")]
    [InlineData("[{\"id\":1}\n{\"id\":2}]", "broken JSON at byte 11;")]
    [InlineData("[{\"id\":1}][{\"id\":2}]", "goes on behind its list")]
    [InlineData("3", "holds no JSON object")]
    [InlineData("\"text\"\n[]", "holds no JSON object")]
    [InlineData("[1,2]", "holds no JSON object")]
    public void A_body_that_never_can_be_a_conversation_is_told_as_a_whole(string body, string problem)
    {
        var (told, found) = Read(body);
        Assert.Contains(problem, told, StringComparison.Ordinal);
        Assert.Empty(found);
    }

    [Fact]
    public void A_body_in_another_encoding_is_told()
    {
        var lines = new BodyLines(ReadLimits.Default);
        byte[] gbk = [.. "{\"id\":\""u8, 0xC4, 0xE3, 0xBA, 0xC3, .. "\"}"u8];
        Assert.Contains("not UTF-8", lines.Add(new Delivery(1, gbk, gbk.Length, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_limit_is_on_the_whole_body_and_one_byte_less_is_good()
    {
        var body = Encoding.UTF8.GetBytes("{\"id\":1}");
        Assert.Null(new BodyLines(new ReadLimits { MaxLineBytes = body.Length }).Add(new Delivery(1, body, body.Length, 0)));
        var problem = new BodyLines(new ReadLimits { MaxLineBytes = body.Length - 1 }).Add(new Delivery(1, body, body.Length, 0));
        Assert.Contains("8 bytes long; the limit is 7 (setting Read:MaxLineBytes)", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_conversation_may_be_as_deep_in_a_list_as_alone()
    {
        var deep = $$"""{"id":{{new string('[', 63)}}{{new string(']', 63)}}}""";
        Assert.Null(Read(deep).Problem);
        Assert.Null(Read($"[{deep}]").Problem);
    }

    [Fact]
    public void Bodies_follow_one_another_and_a_bad_one_leaves_nothing()
    {
        var lines = new BodyLines(ReadLimits.Default);
        Assert.Null(Add(lines, "{\"id\":1}"));
        Assert.NotNull(Add(lines, "[{\"id\":2},"));
        Assert.Null(Add(lines, "[{\"id\":3}]"));
        Assert.Equal(["{\"id\":1}", "{\"id\":3}"], Cut(lines));
        Assert.Equal(0, lines.Bytes);
        Assert.Empty(Cut(lines));
    }

    private static (string? Problem, List<string> Lines) Read(string body)
    {
        var lines = new BodyLines(ReadLimits.Default);
        return (Add(lines, body), Cut(lines));
    }

    private static string? Add(BodyLines lines, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return lines.Add(new Delivery(1, bytes, bytes.Length, 0));
    }

    private static List<string> Cut(BodyLines lines)
    {
        var (cut, places) = lines.Cut();
        using (cut)
        {
            var found = new List<string>();
            foreach (var line in cut)
                found.Add(Encoding.UTF8.GetString(line.Bytes));
            Assert.Equal(found.Count, places.Count);
            Assert.All(places, place => Assert.Equal(0, place));
            return found;
        }
    }
}
