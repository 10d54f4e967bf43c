using System;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using QA.Engine.Sources;
using Xunit;

namespace QA.Engine.Tests.Sources;

public sealed class JsonLinesReaderTests
{
    [Fact]
    public void An_empty_file_has_nothing_to_do() => Assert.Empty(Read("", whole: true));

    [Fact]
    public void Blank_lines_are_passed_over_but_counted() =>
        Assert.Equal(["2@1:a", "5@8:b"], Read("\na\n \n\t\r\nb\n", whole: true));

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_first_line() =>
        Assert.Equal(["1@3:a", "2@5:\uFEFFb"], Read("\uFEFFa\n\uFEFFb\n", whole: true));

    [Fact]
    public void Windows_line_ends_are_no_part_of_a_line() => Assert.Equal(["1@0:a", "2@3:b"], Read("a\r\nb\r\n", whole: true));

    [Fact]
    public void A_last_line_without_an_end_counts_only_where_the_file_is_known_to_be_whole()
    {
        Assert.Equal(["1@0:a", "2@2:b"], Read("a\nb", whole: true));
        Assert.Equal(["1@0:a"], Read("a\nb", whole: false));
    }

    [Fact]
    public void A_line_over_the_limit_is_reported_with_its_hash_and_the_next_one_is_read()
    {
        var lengthy = new string('x', 3_000_000);
        var limits = new ReadLimits { MaxLineBytes = 500_000 };
        using var reader = new JsonLinesReader(new MemoryStream(Encoding.UTF8.GetBytes($"a\n{lengthy}\nb\n")), limits);

        Assert.Equal(["1@0:a"], Lines(reader.Next(true)!));
        using var passed = reader.Next(true)!;
        Assert.Equal((2, 2, 3_000_001, 1), (passed.FirstLine, passed.Offset, passed.Bytes, passed.Lines));
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(lengthy)), passed.TooLong);
        Assert.Equal([$"3@3000003:b"], Lines(reader.Next(true)!));
        Assert.Null(reader.Next(true));
    }

    [Fact]
    public void A_line_over_the_limit_that_has_not_ended_yet_is_left_alone()
    {
        var limits = new ReadLimits { MaxLineBytes = 10 };
        using var reader = new JsonLinesReader(new MemoryStream(new byte[1_000_000]), limits);
        Assert.Null(reader.Next(lastLineIsWhole: false));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Any_split_of_the_stream_gives_the_lines_of_the_obvious_reader(int longestRead)
    {
        var random = new Random(20260302 + longestRead);
        for (var round = 0; round < 40; round++)
        {
            var text = new StringBuilder();
            for (var i = random.Next(400); i > 0; i--)
                text.Append(random.Next(8) == 0 ? "\n" : random.Next(300) == 0 ? new string('长', random.Next(4_000)) : "字a ");
            var whole = random.Next(2) == 0;
            Assert.Equal(Obvious(text.ToString(), whole), Read(text.ToString(), whole, longestRead));
        }
    }

    private static List<string> Obvious(string text, bool whole)
    {
        var lines = new List<string>();
        var pieces = text.Split('\n');
        var offset = 0;
        for (var i = 0; i < pieces.Length; i++)
        {
            if (pieces[i].Trim(' ').Length > 0 && (whole || i < pieces.Length - 1))
                lines.Add($"{i + 1}@{offset}:{pieces[i].TrimEnd(' ')}");
            offset += Encoding.UTF8.GetByteCount(pieces[i]) + 1;
        }

        return lines;
    }

    private static List<string> Read(string text, bool whole, int longestRead = int.MaxValue)
    {
        using var reader = new JsonLinesReader(new SlowStream(Encoding.UTF8.GetBytes(text), longestRead), ReadLimits.Default);
        var lines = new List<string>();
        while (reader.Next(whole) is { } chunk)
            lines.AddRange(Lines(chunk));
        return lines;
    }

    private static List<string> Lines(LineChunk chunk)
    {
        using (chunk)
        {
            var lines = new List<string>();
            foreach (var line in chunk)
                lines.Add($"{line.Number}@{line.Offset}:{Encoding.UTF8.GetString(line.Bytes)}");
            return lines;
        }
    }

    /// <summary>Gives a few bytes at a time, as a pipe does.</summary>
    private sealed class SlowStream(byte[] bytes, int longestRead) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, longestRead));
    }
}
