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

    [Theory]
    [InlineData("{receive}…{look/try}", "收到 到手|look try")]
    [InlineData("{receive}{/了}先", "收到先 收到了先 到手先 到手了先")]
    [InlineData("先{look/try}", "先look 先try")]
    public void A_class_of_words_stands_for_each_of_them(string phrase, string parts)
    {
        var entry = Assert.Single(Read(phrase, out var problems).Entries);

        Assert.Empty(problems);
        Assert.Equal(phrase, entry.Id);
        Assert.Equal(parts, string.Join('|', entry.Parts!.Select(part => string.Join(' ', part.Texts))));
    }

    [Theory]
    [InlineData("先{recieve}", "1:2: there is no class of words 'recieve'; did you mean 'receive'?")]
    [InlineData("先{receive", "1:2: '{' is not closed; write '}' behind the name of the class")]
    [InlineData("先receive}", "1:9: '}' closes nothing; write '{' before the name of the class, or remove it")]
    [InlineData("先{gapped}", "1:2: 'gapped' cannot be a class of words: its phrase '收到…看' has a gap, a class or an option; name a lexicon of plain words")]
    [InlineData("先{nested}", "1:2: 'nested' cannot be a class of words: its phrase '{receive}' has a gap, a class or an option; name a lexicon of plain words")]
    [InlineData("先…{/看}", "1:3: '{/看}' may stand for nothing at all; leave the empty word out of one of the classes")]
    [InlineData("{many}{many}{many}{many}", "1:19: '{many}{many}{many}{many}' stands for more than 2000 wordings; put a gap '…' between the classes, or leave one of them out")]
    [InlineData("{receive}{look/try} | except: 收到", "1:31: the exception '收到' does not contain '{receive}{look/try}', so it changes nothing; write longer words that contain it, or remove it")]
    public void A_class_that_cannot_be_read_says_why(string phrase, string problem)
    {
        Read(phrase, out var problems);

        Assert.Equal(problem, problems[0]);
    }

    [Fact]
    public void An_exception_may_contain_any_wording_of_a_class()
    {
        Read("{收到/到手}…{看/试} | except: 没收到不看", out var problems);

        Assert.Empty(problems);
    }

    private static WordClasses Classes { get; } = new(
    [
        new SourceText("lexicons/receive.txt", "收到\n到手\n"),
        new SourceText("lexicons/gapped.txt", "收到…看\n"),
        new SourceText("lexicons/nested.txt", "{receive}\n"),
        new SourceText("lexicons/many.txt", "a\nb\nc\nd\ne\nf\ng\n"),
    ]);

    private static Lexicon Read(string text, out List<string> problems)
    {
        var found = new List<string>();
        var lexicon = LexiconText.Read("x", text, (at, wrong, right) => found.Add($"{at.Line}:{at.Column}: {wrong}; {right}"), Classes);
        problems = found;
        return lexicon;
    }
}
