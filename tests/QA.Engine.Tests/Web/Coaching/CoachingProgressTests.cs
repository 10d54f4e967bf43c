using System;
using System.Collections.Generic;
using System.Linq;
using QA.Calibration.Skills;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Coaching;
using Xunit;

namespace QA.Engine.Tests.Web.Coaching;

public sealed class CoachingProgressTests
{
    private static readonly DateOnly Start = new(2026, 3, 1);
    private static readonly DateOnly Today = new(2026, 3, 20);

    [Fact]
    public void Four_weeks_before_are_before_and_what_comes_from_the_start_on_is_after()
    {
        var effect = Progress([On("甲", Start.AddDays(-29), 1), On("甲", Start.AddDays(-28), 2), On("甲", Start.AddDays(-1), 4), On("甲", Start, 8), On("甲", Today, 16), On("甲", Today.AddDays(1), 32)])
            .Of(Task("甲"), Today);
        Assert.Equal((6, 24), (effect.Coached.Before.Cases, effect.Coached.After.Cases));
    }

    [Fact]
    public void After_ends_with_the_coaching_or_after_eight_weeks()
    {
        var rollups = Enumerable.Range(0, 100).Select(static day => On("甲", Start.AddDays(day), 1)).ToList();
        Assert.Equal(56, Progress(rollups).Of(Task("甲"), Start.AddDays(99)).Coached.After.Cases);
        Assert.Equal(11, Progress(rollups).Of(Task("甲", ended: Start.AddDays(10)), Start.AddDays(99)).Coached.After.Cases);
        Assert.Equal(0, Progress(rollups).Of(Task("甲"), Start.AddDays(-3)).Coached.After.Cases);
    }

    [Fact]
    public void Who_is_coached_on_the_same_skill_in_those_days_is_no_peer()
    {
        var rollups = new List<DailyRollup>();
        foreach (var agent in (string[])["甲", "乙", "丙", "丁", "戊"])
            rollups.AddRange([On(agent, Start.AddDays(-5), 20), On(agent, Start.AddDays(5), 20)]);
        Assert.Equal(4, Progress(rollups, Task("甲")).Of(Task("甲"), Today).PeerCount);
        var others = Progress(
            rollups, Task("甲"), Task("乙"), Task("丙", criterion: "courtesy"), Task("丁", start: Start.AddDays(-90), ended: Start.AddDays(-40)), Task("戊", start: Today.AddDays(3)));
        Assert.Equal(3, others.Of(Task("甲"), Today).PeerCount);
        Assert.Equal(CoachingSays.NoPeers, Progress(rollups, Task("乙"), Task("戊")).Of(Task("甲"), Today).Says);
    }

    private static CoachingProgress Progress(IReadOnlyList<DailyRollup> rollups, params IReadOnlyList<CoachingTask> coachings) => new(rollups, coachings, StoreDay.Beijing);

    private static CoachingTask Task(string agent, string criterion = "greeting", DateOnly? start = null, DateOnly? ended = null) => new(
        1, new AgentName("一组", agent), criterion, "", start ?? Start, null, 1, "王芳", DateTimeOffset.UnixEpoch,
        ended is { } day ? new DateTimeOffset(day.ToDateTime(new TimeOnly(12, 0)), TimeSpan.FromHours(8)) : null, "");

    private static DailyRollup On(string agent, DateOnly day, int cases) => new(
        day, "", "一组", agent, "sha256:", cases, cases, cases, 0, 0, default, new Dictionary<string, CriterionCounts> { ["greeting"] = new(cases, 0, 0, 0, cases * 1_000_000L, 0) });
}
