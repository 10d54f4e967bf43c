using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using QA.Engine.Sources;
using QA.Engine.Sources.Http;
using Xunit;

namespace QA.Engine.Tests.Sources;

public sealed class HttpBodyItemsTests
{
    [Theory]
    [InlineData("{\"id\":1}", "{\"id\":1}")]
    [InlineData("\uFEFF \r\n{\"id\":1}\n\t ", "{\"id\":1}")]
    [InlineData("[]")]
    [InlineData(" [ ] ")]
    [InlineData("[{\"id\":\"]}\\\"[{\"},{\"id\":\"\\\\\"}]", "{\"id\":\"]}\\\"[{\"}", "{\"id\":\"\\\\\"}")]
    [InlineData("[ {\"a\":[1,{}]} ,\n[2],3 , \"四,]\",null]", "{\"a\":[1,{}]}", "[2]", "3", "\"四,]\"", "null")]
    public async Task A_document_is_an_object_or_a_list(string body, params string[] items) =>
        Assert.Equal(items, await EveryWay(body, () => new DocumentCutter()));

    [Theory]
    [InlineData("", "!1: the body is empty")]
    [InlineData("  ", "!3: the body is empty")]
    [InlineData("hello", "!1: the body must be a JSON object or a list")]
    [InlineData("{\"id\":1", "!8: the object does not end")]
    [InlineData("{\"id\":1}{\"id\":2}", "{\"id\":1}", "!9: the body goes on behind its object")]
    [InlineData("[{\"id\":1}", "{\"id\":1}", "!10: the list does not end")]
    [InlineData("[{\"id\":1},", "{\"id\":1}", "!11: the list does not end")]
    [InlineData("[{\"id\":1},{\"id\":", "{\"id\":1}", "!17: the list does not end")]
    [InlineData("[{\"id\":1},]", "{\"id\":1}", "!11: a conversation is missing")]
    [InlineData("[,{\"id\":1}]", "!2: a conversation is missing")]
    [InlineData("[{\"id\":1} {\"id\":2}]", "{\"id\":1}", "!11: a comma or the end of the list")]
    [InlineData("[{\"id\":1}]]", "{\"id\":1}", "!11: the body goes on behind its list")]
    [InlineData("[\"unfinished\\", "!14: the list does not end")]
    public async Task What_stands_before_a_break_is_given_and_the_break_is_told(string body, params string[] items) =>
        Assert.Equal(items, await EveryWay(body, () => new DocumentCutter()));

    [Theory]
    [InlineData("")]
    [InlineData("\n \r\n")]
    [InlineData("{\"id\":1}", "{\"id\":1}")]
    [InlineData("{\"id\":1}\r\n\n  \n{\"id\":\n{\"id\":3}\n", "{\"id\":1}", "{\"id\":", "{\"id\":3}")]
    public async Task A_line_is_an_item_and_blank_ones_are_none(string body, params string[] items) =>
        Assert.Equal(items, await EveryWay(body, () => new LineCutter()));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_item_that_is_too_long_is_passed_over_and_the_next_is_good(bool list)
    {
        const int limit = 3_000_000;
        string[] items = ["{\"id\":1}", $"{{\"id\":\"{new string('\\', 10)}{new string('长', limit / 3)}\"}}", "{\"id\":3}", Filled(limit), Filled(limit + 1), "{\"id\":6}"];
        var body = list ? $"[{string.Join(',', items)}]" : string.Join('\n', items);
        var found = await Read(body, list ? new DocumentCutter() : new LineCutter(), new ReadLimits { MaxLineBytes = limit }, atOnce: 100_000);

        // A line's end counts where there is one.
        Assert.Equal([items[0], "too long", items[2], list ? items[3] : "too long", "too long", items[5]], found);
        if (!list)
            Assert.Equal([Filled(limit - 1), "{\"id\":2}"], await Read(Filled(limit - 1) + "\n{\"id\":2}", new LineCutter(), new ReadLimits { MaxLineBytes = limit }, 100_000));
    }

    [Fact]
    public async Task A_long_line_at_the_very_end_is_told_wherever_its_end_falls()
    {
        for (var length = 100_000; length < 100_005; length++)
            Assert.Equal(["too long"], await Read(new string('x', length), new LineCutter(), new ReadLimits { MaxLineBytes = 10 }, 1_000));
        Assert.Equal(["too long", "1"], await Read(new string('x', 2_000_000) + new string(' ', 2_000_000) + "\n1", new LineCutter(), new ReadLimits { MaxLineBytes = 10 }, 65_536));
    }

    [Fact]
    public async Task More_bytes_than_allowed_end_it_and_one_less_does_not()
    {
        var body = Encoding.UTF8.GetBytes("1\n2\n3\n");
        using var enough = new BodyItems(new MemoryStream(body), new LineCutter(), ReadLimits.Default, body.Length);
        Assert.Equal(3, (await enough.Next(CancellationToken.None)).Count);
        using var less = new BodyItems(new MemoryStream(body), new LineCutter(), ReadLimits.Default, body.Length - 1);
        await Assert.ThrowsAsync<BodyTooLongException>(async () => await less.Next(CancellationToken.None));
    }

    [Fact]
    public async Task A_portion_is_bounded_by_items_and_bytes()
    {
        var small = string.Concat(Enumerable.Repeat("1\n", 1_200));
        Assert.Equal([500, 500, 200], await Portions(small));
        var large = string.Concat(Enumerable.Repeat(Filled(200_000) + "\n", 30));
        Assert.All(await Portions(large), count => Assert.InRange(count, 1, 10));
    }

    private static string Filled(int length) => $"{{\"id\":\"{new string('x', length - 9)}\"}}";

    private static async Task<List<int>> Portions(string body)
    {
        using var items = new BodyItems(new MemoryStream(Encoding.UTF8.GetBytes(body)), new LineCutter(), ReadLimits.Default, long.MaxValue);
        var counts = new List<int>();
        while (await items.Next(CancellationToken.None) is { Count: > 0 } portion)
            counts.Add(portion.Count);
        return counts;
    }

    /// <summary>However the network cuts the body, the items are the same.</summary>
    private static async Task<List<string>> EveryWay(string body, Func<IItemCutter> cutter)
    {
        var whole = await Read(body, cutter(), ReadLimits.Default, int.MaxValue);
        for (var atOnce = 1; atOnce <= 7; atOnce++)
            Assert.Equal(whole, await Read(body, cutter(), ReadLimits.Default, atOnce));
        return whole;
    }

    private static async Task<List<string>> Read(string body, IItemCutter cutter, ReadLimits limits, int atOnce)
    {
        using var items = new BodyItems(new Slices(Encoding.UTF8.GetBytes(body), atOnce), cutter, limits, long.MaxValue);
        var found = new List<string>();
        while (await items.Next(CancellationToken.None) is { Count: > 0 } portion)
        {
            foreach (var item in portion)
            {
                Assert.Equal(found.Count, item.Index);
                found.Add(item.Problem switch
                {
                    null => Encoding.UTF8.GetString(item.Bytes.Span).Trim(),
                    { } broken when broken.StartsWith("broken JSON at byte ", StringComparison.Ordinal) => "!" + Short(broken["broken JSON at byte ".Length..], body),
                    _ => "too long",
                });
            }
        }

        return found;
    }

    // Up to what the tests say of it.
    private static string Short(string problem, string body)
    {
        string[] known =
        [
            "the body is empty", "the body must be a JSON object or a list", "the object does not end", "the body goes on behind its object", "the list does not end",
            "a conversation is missing", "a comma or the end of the list", "the body goes on behind its list",
        ];
        var at = problem.IndexOf(' ', StringComparison.Ordinal);
        return problem[..at] + " " + (known.FirstOrDefault(text => problem[(at + 1)..].StartsWith(text, StringComparison.Ordinal)) ?? $"{problem} in {body}");
    }

    private sealed class Slices(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, atOnce)], cancellationToken);
    }
}
