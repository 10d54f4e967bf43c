using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using QA.Rubrics.Lexicons;
using QA.Scoring;
using Xunit;

namespace QA.Rubrics.Tests;

public sealed class LexiconTextTests
{
    [Fact]
    public void A_line_is_a_phrase_and_its_options()
    {
        var entries = Read("\uFEFF# 称呼\r\n\r\n  亲 | id: dear | except: 亲自,母亲、父亲\r\n嗯 | match: whole\r\n有问题…3联系\r\na|b\r\n#E-s21\r\n", out var problems).Entries;

        Assert.Empty(problems);
        Assert.Equal(["亲", "嗯", "有问题…3联系", "a|b", "#E-s21"], entries.Select(entry => entry.Phrase));
        Assert.Equal(["dear", "嗯", "有问题…3联系", "a|b", "#E-s21"], entries.Select(entry => entry.Id));
        Assert.Equal(["亲自", "母亲", "父亲"], entries[0].Exceptions);
        Assert.Equal((3, 3), (entries[0].At.Line, entries[0].At.Column));
        Assert.Equal([MatchMode.Substring, MatchMode.Whole], entries.Take(2).Select(entry => entry.Match));
    }

    [Theory]
    [InlineData("抱歉\n抱 歉\n")]
    [InlineData("ok\nOK\n")]
    [InlineData("親\n亲\n")]
    [InlineData("有问题…联系\n有問題…联系\n")]
    public void Spellings_that_fold_alike_are_one_phrase(string text)
    {
        Read(text, out var problems);

        Assert.StartsWith("2:1:", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("抱歉\n抱歉啦\n")]
    [InlineData("有问题…联系\n有问题…3联系\n")]
    [InlineData("亲 | except: 亲自\n亲亲\n")]
    public void Phrases_that_differ_are_two(string text)
    {
        Read(text, out var problems);

        Assert.Empty(problems);
    }

    [Fact]
    public void An_exception_in_another_script_still_contains_its_phrase()
    {
        Read("亲 | except: 母親\n", out var problems);

        Assert.Empty(problems);
    }

    [Fact]
    public void Fifty_thousand_lines_are_read_in_one_pass()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 50_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"词{i}号 | except: 大词{i}号\n");

        var lexicon = Read(text.ToString(), out var problems);

        Assert.Empty(problems);
        Assert.Equal(50_000, lexicon.Entries.Count);
    }

    private static Lexicon Read(string text, out List<string> problems)
    {
        var found = new List<string>();
        var lexicon = LexiconText.Read("x", text, (at, wrong, right) => found.Add($"{at.Line}:{at.Column}: {wrong}; {right}"));
        problems = found;
        return lexicon;
    }
}
