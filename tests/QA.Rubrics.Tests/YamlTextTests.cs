using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using QA.Rubrics.Yaml;
using QA.Scoring.Settings;
using Xunit;

namespace QA.Rubrics.Tests;

public sealed class YamlTextTests
{
    [Fact]
    public void Every_value_keeps_its_place_behind_chinese_text()
    {
        var map = Read("标题: 您好 # 亲\nlist:\n  - \"在吗\"\n  - {键: 值}\n", out var problems)!;

        Assert.Empty(problems);
        Assert.Equal(new Position(1, 1), map.Entries[0].Key.At);
        Assert.Equal(new Position(1, 5), map.Entries[0].Value.At);
        var list = Assert.IsType<ListNode>(map.Entries[1].Value);
        Assert.Equal(new Position(3, 5), list.Items[0].At);
        Assert.True(Assert.IsType<ScalarNode>(list.Items[0]).Quoted);
        var inner = Assert.IsType<MapNode>(list.Items[1]);
        Assert.Equal(new Position(4, 9), inner.Entries[0].Value.At);
    }

    [Fact]
    public void A_map_without_braces_stands_where_its_name_does()
    {
        var map = Read("a: [好, b: c]\n", out _)!;

        Assert.Equal(new Position(1, 8), Assert.IsType<ListNode>(map.Entries[0].Value).Items[1].At);
    }

    [Fact]
    public void An_alias_is_the_value_it_names()
    {
        var map = Read("a: &x {zh: 好}\nb: *x\n", out var problems)!;

        Assert.Empty(problems);
        Assert.Same(map.Entries[0].Value, map.Entries[1].Value);
    }

    [Theory]
    [InlineData("", "1:1: the text is empty")]
    [InlineData("# only a comment\n", "1:1: the text is empty")]
    [InlineData("---\n...\n", "1:1: the text is empty")]
    [InlineData("- a\n", "1:1: the text must consist of settings")]
    [InlineData("您好\n", "1:1: the text must consist of settings")]
    [InlineData("a: 1\n---\nb: 2\n", "2:1: a second document begins here")]
    [InlineData("a: !!str 1\n", "1:4: a tag such as '!!str' stands here")]
    [InlineData("a: 1\nb: 2\na: 3\n", "3:1: 'a' stands here again; it first stands at 1:1")]
    [InlineData("[a, b]: 1\n", "1:1: a name must be a single word")]
    [InlineData("a: *nowhere\n", "1:4: '*nowhere' stands for nothing that is complete above")]
    [InlineData("a: &x [1, *x]\n", "1:11: '*x' stands for nothing that is complete above")]
    [InlineData("a: 好\0b\n", "1:5: the character U+0000 cannot stand in a text")]
    [InlineData("a: 1\nb: \u0007\n", "2:4: the character U+0007 cannot stand in a text")]
    public void What_is_not_a_map_of_settings_is_told_where_and_why(string text, string expected)
    {
        Read(text, out var problems);

        Assert.Equal([expected], problems);
    }

    [Theory]
    [InlineData("a:\n\t- 1\n", 2)]
    [InlineData("a: b: c\n", 1)]
    [InlineData("a: [1, 2\nb: 3\n", 0)]
    [InlineData("a: \"open\n", 0)]
    [InlineData("a: 1\n b: 2\n", 2)]
    [InlineData("a: 1\nb: \"open\nc: 3\n", 2)]
    [InlineData("a: {b: 1\n", 0)]
    [InlineData("a: @x\n", 1)]
    public void Broken_yaml_is_one_problem_with_a_place_and_advice(string text, int line)
    {
        Assert.Null(Read(text, out var problems));

        var problem = Assert.Single(problems);
        Assert.Contains("the YAML cannot be read here", problem, StringComparison.Ordinal);
        if (line > 0)
            Assert.True(problem.StartsWith(line + ":", StringComparison.Ordinal), problem);
    }

    [Fact]
    public void A_billion_laughs_are_refused_at_once()
    {
        var bomb = new StringBuilder("a0: &a0 [ha, ha, ha, ha, ha, ha, ha, ha, ha, ha]\n");
        for (var i = 1; i < 12; i++)
            bomb.Append(System.Globalization.CultureInfo.InvariantCulture, $"a{i}: &a{i} [").AppendJoin(", ", Enumerable.Repeat("*a" + (i - 1), 10)).Append("]\n");

        Assert.Null(Read(bomb.ToString(), out var problems));
        Assert.Contains("more than 200000 values", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_has_a_bottom()
    {
        Assert.NotNull(Read("a: " + new string('[', 31) + new string(']', 31), out _));
        Assert.Null(Read("a: " + new string('[', 100_000), out var problems));
        Assert.Contains("more than 32 lists and maps", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_beyond_the_limit_is_refused_unread()
    {
        Assert.Null(Read("a: " + new string('x', YamlText.LongestText), out var problems));
        Assert.StartsWith("1:1: the text has 1000003 characters", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_before_the_text_are_counted()
    {
        var problems = new List<string>();

        YamlText.Read("a: 1\na: 2\n", (at, wrong, _) => problems.Add($"{at.Line}:{at.Column}: {wrong}"), linesBefore: 10);

        Assert.Equal(["12:1: 'a' stands here again; it first stands at 11:1"], problems);
    }

    private static MapNode? Read(string text, out List<string> problems)
    {
        var found = new List<string>();
        var map = YamlText.Read(text, (at, wrong, right) =>
        {
            Assert.NotEqual("", right);
            found.Add($"{at.Line}:{at.Column}: {wrong}");
        });
        problems = found;
        return map;
    }
}
