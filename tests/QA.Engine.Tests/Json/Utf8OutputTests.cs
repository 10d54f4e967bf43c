using System;
using System.Globalization;
using System.Text;
using System.Text.Json;
using QA.Engine.Json;
using Xunit;

namespace QA.Engine.Tests.Json;

public sealed class Utf8OutputTests
{
    [Fact]
    public void Any_text_comes_back_from_a_json_reader_and_chinese_stays_readable()
    {
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            var text = new StringBuilder();
            for (var i = random.Next(60); i > 0; i--)
            {
                text.Append(random.Next(6) switch
                {
                    0 => (char)random.Next(0xA0),
                    1 => "\"\\\n\0"[random.Next(4)],
                    2 => '好',
                    _ => (char)random.Next(0xE000, 0x10000),
                });
                if (random.Next(9) == 0)
                    text.Append("😀");
            }

            Assert.Equal(text.ToString(), JsonSerializer.Deserialize<string>(Written(output => output.JsonText(text.ToString()))));
        }

        Assert.Equal("\"亲，您好😀\"", Written(output => output.JsonText("亲，您好😀")));
        Assert.Equal("\"\\u0000\\u001b\\u007f\\u009f\\n\\\"\\\\/\"", Written(output => output.JsonText("\0\u001b\u007f\u009f\n\"\\/")));
        Assert.Equal("null", Written(output => output.JsonText(null)));
    }

    [Theory]
    [InlineData(0, 2, "0")]
    [InlineData(8750, 2, "87.5")]
    [InlineData(10_000, 2, "100")]
    [InlineData(5, 2, "0.05")]
    [InlineData(-250, 2, "-2.5")]
    [InlineData(-5, 2, "-0.05")]
    [InlineData(333_333, 6, "0.333333")]
    [InlineData(12_500_000, 6, "12.5")]
    public void Numbers_have_no_more_digits_than_they_need(long value, int decimals, string expected) =>
        Assert.Equal(expected, Written(output => output.Number(value, decimals)));

    [Fact]
    public void Numbers_are_those_of_decimal()
    {
        var random = new Random(6);
        for (var i = 0; i < 2_000; i++)
        {
            var value = random.NextInt64(-10_000_000, 10_000_000);
            Assert.Equal((value / 100m).ToString("0.##", CultureInfo.InvariantCulture), Written(output => output.Number(value, 2)));
        }
    }

    private static string Written(Action<Utf8Output> write)
    {
        var output = new Utf8Output();
        write(output);
        return Encoding.UTF8.GetString(output.Written);
    }
}
