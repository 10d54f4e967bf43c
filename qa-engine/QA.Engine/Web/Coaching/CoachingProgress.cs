using System;
using System.Collections.Generic;
using System.Linq;
using QA.Calibration.Skills;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Skills;

namespace QA.Engine.Web.Coaching;

/// <summary>The days on either side of a coaching's start that are compared.</summary>
/// <param name="From">First day before.</param>
/// <param name="To">Last day after; before the start where it lies ahead.</param>
internal readonly record struct CoachingDays(DateOnly From, DateOnly Start, DateOnly To)
{
    // Four weeks of before say how somebody was; of after at most eight, for what is seen later has other causes.
    private const int Before = 28;
    private const int After = 56;

    /// <param name="ended">The day it ended; null: under way.</param>
    public static CoachingDays Of(CoachingTask task, DateOnly? ended, DateOnly today)
    {
        var last = task.StartsOn.AddDays(After - 1);
        if (ended is { } day && day < last)
            last = day;
        return new CoachingDays(task.StartsOn.AddDays(-Before), task.StartsOn, today < last ? today : last);
    }
}

/// <summary>What coachings of one team changed, from the team's roll-ups.</summary>
/// <param name="rollups">Of all days in question; others are left out.</param>
/// <param name="coachings">All of the team that were under way in those days: who was coached on the same skill is no peer.</param>
/// <param name="zone">Where days begin.</param>
internal sealed class CoachingProgress(IReadOnlyList<DailyRollup> rollups, IReadOnlyList<CoachingTask> coachings, TimeZoneInfo zone)
{
    public static DateOnly? EndedOn(CoachingTask task, TimeZoneInfo zone) =>
        task.EndedAt is { } at ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime) : null;

    public CoachingEffect Of(CoachingTask task, DateOnly today)
    {
        var days = CoachingDays.Of(task, EndedOn(task, zone), today);
        var agents = new SortedDictionary<string, BeforeAfter>(StringComparer.Ordinal);
        foreach (var rollup in rollups)
        {
            if (rollup.Day < days.From || rollup.Day > days.To || !rollup.Criteria.TryGetValue(task.Criterion, out var counts))
                continue;
            var sum = agents.GetValueOrDefault(rollup.Agent);
            var tally = SkillSum.TallyOf(counts);
            agents[rollup.Agent] = rollup.Day < days.Start ? sum with { Before = sum.Before + tally } : sum with { After = sum.After + tally };
        }

        var coached = coachings.Where(other => other.Criterion == task.Criterion && other.StartsOn <= days.To && !(EndedOn(other, zone) < days.From))
            .Select(static other => other.Agent.Name).Append(task.Agent.Name).ToHashSet(StringComparer.Ordinal);
        return CoachingEffect.Of(
            agents.GetValueOrDefault(task.Agent.Name), agents.Where(agent => !coached.Contains(agent.Key)).Select(static agent => agent.Value));
    }
}
