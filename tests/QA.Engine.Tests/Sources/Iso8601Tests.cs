using System;
using System.Globalization;
using System.Text;
using QA.Engine.Sources;
using Xunit;

namespace QA.Engine.Tests.Sources;

public sealed class Iso8601Tests
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    [Theory]
    [InlineData("2026-03-02T14:03:11+08:00", "2026-03-02T14:03:11.0000000+08:00")]
    [InlineData("2026-03-02T14:03:11Z", "2026-03-02T14:03:11.0000000+00:00")]
    [InlineData("2026-03-02T14:03:11-0530", "2026-03-02T14:03:11.0000000-05:30")]
    [InlineData("2026-03-02T14:03:11+09", "2026-03-02T14:03:11.0000000+09:00")]
    [InlineData("2026-03-02 14:03:11", "2026-03-02T14:03:11.0000000+08:00")]
    [InlineData("2026-03-02T14:03", "2026-03-02T14:03:00.0000000+08:00")]
    [InlineData("2026-03-02T14:03:11.25", "2026-03-02T14:03:11.2500000+08:00")]
    [InlineData("2026-03-02T14:03:11.1234567Z", "2026-03-02T14:03:11.1234560+00:00")]
    [InlineData("2024-02-29T23:59:60+08:00", "2024-02-29T23:59:59.0000000+08:00")]
    public void Times_keep_their_offset_and_without_one_are_beijing_time(string text, string expected)
    {
        Assert.True(Iso8601.TryParse(Encoding.UTF8.GetBytes(text), Beijing, out var time));
        Assert.Equal(expected, time.ToString("o", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("2026-03-02")]
    [InlineData("14:03:11")]
    [InlineData("2026-13-02T14:03:11")]
    [InlineData("2026-02-29T14:03:11")]
    [InlineData("2026-03-02T24:00:00")]
    [InlineData("2026-03-02T14:60:00")]
    [InlineData("2026-03-02T14:03:11+15:00")]
    [InlineData("2026-03-02T14:03:11+08:0")]
    [InlineData("2026-03-02T14:03:11.")]
    [InlineData("2026-03-02T14:03:11 CST")]
    [InlineData("0001-01-01T00:00:00+08:00")]
    [InlineData("２０２６-03-02T14:03:11")]
    public void What_is_no_time_is_not_guessed_at(string text) =>
        Assert.False(Iso8601.TryParse(Encoding.UTF8.GetBytes(text), Beijing, out _));
}
