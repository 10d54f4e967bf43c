using System;
using System.Collections.Generic;
using System.Linq;
using QA.Calibration.Skills;
using QA.Engine.Storage;
using QA.Engine.Web.Skills;
using Xunit;

namespace QA.Engine.Tests.Web.Skills;

/// <summary>A team's days added up by skill, against slow sums of the same days.</summary>
public sealed class SkillSumTests
{
    private static readonly DateOnly From = new(2026, 3, 15);
    private static readonly string[] One = ["greeting", "courtesy", "honesty"];
    private static readonly string[] Other = ["honesty", "greeting"];

    [Fact]
    public void Days_in_parts_that_add_and_take_away_come_to_what_is_left()
    {
        var sum = new SkillSum(From);
        var days = new Dictionary<(string Agent, DateOnly Day), (long Chats, long Scores, Dictionary<string, CriterionCounts> Counts)>();
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var day = From.AddDays(random.Next(-20, 20));
            var agent = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"a{random.Next(9)}");
            var criteria = random.Next(3) == 0 ? Other : One;
            CriterionCounts[] counts = [.. criteria.Select(_ => random.Next(4) == 0 ? default : new CriterionCounts(random.Next(3), random.Next(2), random.Next(2), random.Next(2), random.Next(3_000_000), random.Next(500)))];
            Add(agent, day, criteria, counts, 1, 1);

            // As when a later revision takes the place of an earlier one, which nobody else's may hide: here all that some agents did.
            if (agent is "a7" or "a8")
                Add(agent, day, criteria, counts, -1, -1);
        }

        var figures = sum.Figures();
        var now = days.Where(static day => day.Key.Day >= From && day.Value.Scores > 0).ToList();
        var before = days.Where(static day => day.Key.Day < From && day.Value.Scores > 0).ToList();
        Assert.Equal(["a0", "a1", "a2", "a3", "a4", "a5", "a6"], figures.Agents);
        Assert.Equal(["courtesy", "greeting", "honesty"], figures.Skills.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(figures.Agents, figures.Moods.Select(static agent => agent.Agent));
        foreach (var (agent, moods) in figures.Moods)
            Assert.Equal(now.Where(day => day.Key.Agent == agent).Sum(static day => day.Value.Scores), moods.Recovered);
        Assert.Equal(now.Sum(static day => day.Value.Chats), figures.Chats);
        foreach (var criterion in One)
        {
            var skill = figures.Of(criterion);
            Assert.Equal(Sum(now, criterion).Cases, skill.Team.Cases);
            Assert.Equal(Sum(now, criterion).Value / 1e6, skill.Team.Value, 9);
            foreach (var agent in figures.Agents)
                Assert.Equal(Sum(now.Where(day => day.Key.Agent == agent), criterion).Cases, skill.Agents.GetValueOrDefault(agent).Cases);
            var (lost, earlier) = (Lost(now, criterion), Lost(before, criterion));
            Assert.Equal(lost.PerChat, skill.Lost!.Value.PerChat, 9);
            Assert.Equal(lost.Error!.Value, skill.Lost.Value.Error!.Value, 9);
            Assert.Equal(lost.Against(earlier).Interval!.Value.Low, skill.Change!.Value.Interval!.Value.Low, 9);
        }

        void Add(string agent, DateOnly day, string[] criteria, CriterionCounts[] counts, int chats, int sign)
        {
            CriterionCounts[] signed = [.. counts.Select(count => default(CriterionCounts).Plus(count, sign))];
            sum.Add(new TeamDay
            {
                Agent = agent, Day = day, Rubric = criteria.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), Conversations = chats, Scores = sign, Ranked = 0, Sum = 0, SumOfSquares = 0,
                Moods = new MoodCounts(0, sign, 0, 0, sign, 0, -sign * 500, sign * 300), Criteria = criteria, Counts = signed,
            });
            if (!days.TryGetValue((agent, day), out var counted))
                counted.Counts = new Dictionary<string, CriterionCounts>(StringComparer.Ordinal);
            for (var i = 0; i < criteria.Length; i++)
                counted.Counts[criteria[i]] = counted.Counts.GetValueOrDefault(criteria[i]).Plus(signed[i]);
            days[(agent, day)] = (counted.Chats + chats, counted.Scores + sign, counted.Counts);
        }

        static CriterionCounts Sum(IEnumerable<KeyValuePair<(string Agent, DateOnly Day), (long Chats, long Scores, Dictionary<string, CriterionCounts> Counts)>> some, string criterion) =>
            some.Aggregate(default(CriterionCounts), (sum, day) => sum.Plus(day.Value.Counts.GetValueOrDefault(criterion)));

        static PointsLost Lost(IEnumerable<KeyValuePair<(string Agent, DateOnly Day), (long Chats, long Scores, Dictionary<string, CriterionCounts> Counts)>> some, string criterion) =>
            PointsLost.Of([.. some.Select(day => new LostOnDay(day.Value.Counts.GetValueOrDefault(criterion).Lost / 100.0, day.Value.Chats))])!.Value;
    }
}
