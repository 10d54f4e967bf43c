using System;
using System.Linq;
using System.Text.RegularExpressions;
using QA.Scoring.Rules;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Rules;

public sealed class PatternTests
{
    [Theory]
    [InlineData("a(?=b)", "'pattern' uses look-around")]
    [InlineData("(?<!a)b", "'pattern' uses look-around")]
    [InlineData(@"(a)\1", "'pattern' uses a back-reference")]
    [InlineData("(?>a)b", "'pattern' uses an atomic group")]
    [InlineData("(a{1,1000}){1,1000}", "'pattern' has repetitions that multiply")]
    [InlineData("(a", "'pattern' is not a regular expression")]
    [InlineData("a**", "'pattern' is not a regular expression")]
    [InlineData("a*", "'pattern' can match nothing at all")]
    [InlineData("a|", "'pattern' can match nothing at all")]
    [InlineData(@"\b", "'pattern' can match nothing at all")]
    [InlineData("加V", "'pattern' looks for 'V' at character 2, but folded text never holds it; write 'v'")]
    [InlineData("訂單", "'pattern' looks for '訂' at character 1, but folded text never holds it; write '订'")]
    [InlineData("好。", "'pattern' looks for '。' at character 2, but folded text never holds it; write '\\.'")]
    public void A_pattern_that_cannot_work_is_told(string pattern, string problem)
        => Assert.Contains(problem, RubricBuilder.ProblemsOf("pattern", ("pattern", pattern)), StringComparison.Ordinal);

    [Fact]
    public void A_pattern_of_endless_length_is_told()
        => Assert.Contains("'pattern' has 1001 characters", RubricBuilder.ProblemsOf("pattern", ("pattern", new string('a', 1001))), StringComparison.Ordinal);

    [Theory]
    [InlineData(@"\S+\W\D\p{Lu}\u4E00[^A-Za-z]")]
    [InlineData(@"[\]a(?=b]+")]
    [InlineData(@"(?<Name>a)")]
    [InlineData(@"\(?=a")]
    public void A_pattern_that_only_looks_wrong_is_taken(string pattern)
        => Assert.DoesNotContain("look-around", RubricBuilder.ProblemsOf("pattern", ("pattern", pattern)), StringComparison.Ordinal);

    [Theory]
    [InlineData("三天", "天|周")]
    [InlineData("第3天", @"\d天")]
    [InlineData("٣天", @"\d天")]
    [InlineData("用v加", @"[a-z]加")]
    public void A_match_is_found(string text, string pattern) => Assert.NotEqual("", Find(text, pattern));

    [Theory]
    [InlineData("周五", "天")]
    [InlineData("三天", @"\d天")]
    public void A_text_without_what_it_needs_has_none(string text, string pattern) => Assert.Equal("", Find(text, pattern));

    [Fact]
    public void A_match_of_half_a_character_is_widened()
        => Assert.Equal("0:a😊", Find("a😊", "a."));

    [Theory]
    [InlineData("天|周", "a 天", true)]
    [InlineData("天|周", "a b", false)]
    [InlineData("(三|四)天+x?", "三", false)]
    [InlineData("ab{2,3}c", "abc", true)]
    [InlineData("ab{2,3}c", "ac", false)]
    [InlineData("ab?c", "ac", true)]
    [InlineData(@"\d{3}", "a12", true)]
    [InlineData(@"\d{3}", "abc", false)]
    [InlineData("[0-9]+|x", "none", true)]
    [InlineData("(?i)abc", "none", true)]
    [InlineData("[一二三]天", "一", false)]
    [InlineData("[一二三].*", "四", false)]
    public void What_a_text_needs_is_known_or_nothing_is_asked(string pattern, string text, bool may)
    {
        var rubric = new RubricBuilder().Rule("found", "pattern", ("pattern", pattern)).Build();
        Assert.Equal(may, May(rubric, text));
    }

    [Fact]
    public void What_a_text_needs_never_rules_out_a_match()
    {
        var random = new Random(21);
        var matched = 0;
        var ruledOut = 0;
        for (var round = 0; round < 10_000; round++)
        {
            var pattern = RandomPattern(random, 3);
            if (RubricBuilder.ProblemsOf("pattern", ("pattern", pattern)).Length > 0)
                continue;

            // Backtracking would take minutes on some of these.
            var plain = new Regex(pattern, PatternText.Options);
            var rubric = new RubricBuilder().Rule("found", "pattern", ("pattern", pattern)).Build();
            for (var i = 0; i < 4; i++)
            {
                var text = Folding.Fold(string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => Letters[random.Next(Letters.Length)])));
                var may = May(rubric, text);
                if (plain.Match(text) is { Success: true, Length: > 0 })
                {
                    matched++;
                    Assert.True(may, $"/{pattern}/ matches \"{text}\", which was ruled out");
                }

                ruledOut += may ? 0 : 1;
            }
        }

        Assert.True(matched > 2000 && ruledOut > 2000, $"{matched} matches and {ruledOut} texts ruled out show little");
    }

    [Fact]
    public void Matches_are_those_of_an_ordinary_engine_less_those_an_exclusion_overlaps()
    {
        var rubric = new RubricBuilder()
            .Rule("found", "pattern", ("pattern", "[天a][0-9]+|周b?"), ("excluding", "[0-9]周|b"), ("negated", "count"), ("quoted", "count"))
            .Build();
        var random = new Random(22);
        var found = 0;
        for (var round = 0; round < 3000; round++)
        {
            var text = Folding.Fold(string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => "天周a1b"[random.Next(5)])));
            var excluded = Regex.Matches(text, "[0-9]周|b").ToList();
            var expected = Regex.Matches(text, "[天a][0-9]+|周b?")
                .Where(match => !excluded.Exists(other => other.Index < match.Index + match.Length && match.Index < other.Index + other.Length))
                .Select(match => "0:" + match.Value);
            var actual = Chat.Find(rubric, "found", "agent: " + text);
            Assert.Equal(string.Join(' ', expected), actual);
            found += actual.Length > 0 ? 1 : 0;
        }

        Assert.True(found > 500);
    }

    private static readonly string[] Letters = ["天", "周", "a", "b", "1", "2", "😊", " ", "."];

    private static string Find(string text, string pattern) => Chat.Find(new RubricBuilder().Rule("found", "pattern", ("pattern", pattern)).Build(), "found", "agent: " + text);

    private static bool May(Rubric rubric, string text)
    {
        var chat = Examination.Rent();
        chat.Load(new Conversation("c", [new Message(Speaker.Agent, text)]), rubric);
        var may = ((UnitRule)rubric.Rules[0]).MayFindIn(chat, 0);
        Examination.Return(chat);
        return may;
    }

        private static string RandomPattern(Random random, int depth)
    {
        var pieces = random.Next(1, 4);
        return string.Concat(Enumerable.Range(0, pieces).Select(_ => Atom() + Repeat()));

        string Atom() => random.Next(depth > 0 ? 9 : 6) switch
        {
            0 => "[0-9]",
            1 => "[天a]",
            2 => ".",
            3 => "[^b]",
            4 => @"\.",
            5 => Letters[random.Next(6)],
            6 => "(" + RandomPattern(random, depth - 1) + "|" + RandomPattern(random, depth - 1) + ")",
            7 => "(?:" + RandomPattern(random, depth - 1) + ")",
            _ => "(" + RandomPattern(random, depth - 1) + ")",
        };

        string Repeat() => random.Next(8) switch { 0 => "?", 1 => "*", 2 => "+", 3 => "{2}", 4 => "{0,2}", 5 => "+?", _ => "" };
    }
}
