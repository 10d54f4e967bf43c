using System;
using System.Collections.Generic;
using System.Linq;
using QA.Scoring.Rules;
using QA.Scoring.Text;
using Xunit;

namespace QA.Scoring.Tests.Rules;

public sealed class RepetitionTests
{
    [Fact]
    public void Likeness_is_that_of_slow_and_obvious_code()
    {
        var random = new Random(31);
        var found = 0;
        for (var round = 0; round < 2000; round++)
        {
            var similarity = random.Next(0, 101) / 100m;
            var back = random.Next(1, 5);
            var texts = Enumerable.Range(0, random.Next(2, 8)).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => "天周月日"[random.Next(4)]))).ToArray();
            var rubric = new RubricBuilder()
                .Rule("again", "repetition", ("similarity", similarity), ("back", back + " messages"), ("shortest", "3"))
                .Build();

            var actual = RuleProbe.Find(Chat.Of([.. texts.Select(text => "agent: " + text)]), rubric, "again").Select(finding => finding.Message).ToList();

            var folded = texts.Select(Folding.Fold).ToArray();
            var expected = Enumerable.Range(0, texts.Length)
                .Where(i => folded[i].Length >= 3 && Enumerable.Range(Math.Max(0, i - back), i - Math.Max(0, i - back)).Any(j => folded[j].Length >= 3 && Dice(folded[i], folded[j]) >= similarity))
                .ToList();
            Assert.Equal(expected, actual);
            found += actual.Count;
        }

        Assert.True(found > 1000);
    }

    private static decimal Dice(string one, string other)
    {
        if (one == other)
            return 1;
        var left = Pairs(other);
        var common = Pairs(one).Count(left.Remove);
        return 2m * common / (one.Length + other.Length - 2);
    }

    private static List<string> Pairs(string text) => [.. Enumerable.Range(0, text.Length - 1).Select(i => text.Substring(i, 2))];
}
