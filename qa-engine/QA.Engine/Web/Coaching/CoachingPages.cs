using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Engine.Web.Skills;
using QA.Scoring;

namespace QA.Engine.Web.Coaching;

/// <summary>Who works on which skill, what it changed, and the sheet to talk it through. Agents see their own.</summary>
internal static class CoachingPages
{
    private const int MostUnderWay = 100;
    private const int MostEnded = 30;

    // Older ones than this are worked out on their own sheets: a list must not read a year of roll-ups.
    private const int DaysOnList = 84;
    private const int LongestNote = 2000;
    private const int FollowUpAfter = 14;
    private const int EarliestStart = 56;
    private const int LatestStart = 180;
    private const int MostLooked = 40;
    private const int MostExamples = 2;
    private const int MostPhrases = 8;

    public static void MapCoaching(this IEndpointRouteBuilder routes)
    {
        routes.Page("/coaching", Allowance.Coach, List);
        routes.Page("/coaching/new", Allowance.Coach, New);
        routes.Page("/coaching/mine", Allowance.OwnCard, static (Visit visit, CoachingTasks tasks, RubricShelf rubrics) => PageRoutes.Show<OwnCoachingPage>(visit, new OwnCoachingModel(
            visit.Account.Agent is { } agent ? [.. tasks.Of(agent, MostUnderWay).Select(task => Shown(rubrics, task))] : [])));
        routes.Page("/coaching/sheet", Allowance.SignedIn, Sheet);
        routes.Form("/coaching", Allowance.Coach, Assign);
        routes.Form("/coaching/end", Allowance.Coach, End);
    }

    private static IResult List(Visit visit, IScoreStore store, CoachingTasks tasks, RubricShelf rubrics, WebOptions options, string? team, long? before)
    {
        if (TeamChoice.Of(visit, store, team, null) is not { } choice)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (choice.Team is null)
            return PageRoutes.Show<CoachingPage>(visit, new CoachingModel(choice, [], [], [], false));
        var open = tasks.UnderWay(choice.Team, MostUnderWay);
        var earliest = visit.Today.AddDays(-DaysOnList);
        var recent = open.Where(task => task.StartsOn >= earliest).Select(task => CoachingDays.Of(task, null, visit.Today).From).ToList();
        var from = recent.Count == 0 ? visit.Today : recent.Min();
        var progress = new CoachingProgress(
            recent.Count == 0 ? [] : store.Rollups(from, visit.Today, choice.Team), recent.Count == 0 ? [] : tasks.Between(choice.Team, from, visit.Today), options.Zone);
        var shown = open.Select(task => Shown(rubrics, task) with { Effect = task.StartsOn >= earliest && task.StartsOn <= visit.Today ? progress.Of(task, visit.Today) : null }).ToList();
        var ended = tasks.Ended(choice.Team, MostEnded + 1, before);
        return PageRoutes.Show<CoachingPage>(visit, new CoachingModel(
            choice, [.. shown.Where(each => IsDue(each.Task, visit))], [.. shown.Where(each => !IsDue(each.Task, visit))],
            [.. ended.Take(MostEnded).Select(task => Shown(rubrics, task))], ended.Count > MostEnded));
    }

    private static IResult New(Visit visit, IScoreStore store, RubricShelf rubrics, string? team, string? agent, string? criterion)
    {
        if (TeamChoice.Of(visit, store, team, null) is not { } choice)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        return choice.Team is null
            ? PageRoutes.Back("/coaching")
            : PageRoutes.Show<AssignPage>(visit, new AssignModel(
                choice.Team, store.Agents(choice.Team), SkillCatalogue.Sections(rubrics), agent, criterion, "", SkillWords.Day(visit.Today),
                SkillWords.Day(visit.Today.AddDays(FollowUpAfter)), []));
    }

    private static IResult Assign(Visit visit, IScoreStore store, CoachingTasks tasks, RubricShelf rubrics, IFormCollection form)
    {
        var (team, agent, criterion) = (form["team"].ToString(), form["agent"].ToString(), form["criterion"].ToString());
        var note = form["note"].ToString().Replace("\0", "", StringComparison.Ordinal).Trim();
        if (!visit.Reach.SeesTeam(team))
        {
            visit.WriteDown(AuditAction.AccessRefused, visit.Path, "team out of reach");
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        }

        var agents = store.Agents(team);
        var problems = new List<string>();
        if (!agents.Contains(agent, StringComparer.Ordinal))
            problems.Add(visit.Say("请选择一位客服；只能选这个团队里有过对话的人。", "Choose an agent; only those with conversations in this team can be."));
        if (SkillCatalogue.Criterion(rubrics, criterion) is null)
            problems.Add(visit.Say("请选择要辅导的技能。", "Choose the skill to work on."));
        if (note.Length > LongestNote)
            problems.Add(visit.Say($"约定太长：最多 {LongestNote} 字，现在 {note.Length} 字。", $"The note is too long: at most {LongestNote} characters, and it has {note.Length}."));
        if (Day(form["starts"]) is not { } starts || starts < visit.Today.AddDays(-EarliestStart) || starts > visit.Today.AddDays(LatestStart))
        {
            starts = visit.Today;
            problems.Add(visit.Say(
                $"开始日期要在 {SkillWords.Day(visit.Today.AddDays(-EarliestStart))} 和 {SkillWords.Day(visit.Today.AddDays(LatestStart))} 之间。",
                $"The start must lie between {SkillWords.Day(visit.Today.AddDays(-EarliestStart))} and {SkillWords.Day(visit.Today.AddDays(LatestStart))}."));
        }

        var due = Day(form["due"]);
        if (form["due"].ToString().Length > 0 && (due is null || due < starts || due > starts.AddDays(LatestStart)))
            problems.Add(visit.Say($"复盘日期要在开始之后、{LatestStart} 天之内；也可以不填。", $"The follow-up must lie within {LatestStart} days of the start, or be left empty."));
        if (problems.Count == 0)
        {
            if (tasks.Assign(new AgentName(team, agent), criterion, note, starts, due, visit.Account.Number, visit.Account.Display) is { } number)
            {
                visit.WriteDown(AuditAction.CoachingAssigned, agent, string.Create(CultureInfo.InvariantCulture, $"coaching {number}, criterion {criterion}"));
                return PageRoutes.Back($"/coaching?team={Uri.EscapeDataString(team)}");
            }

            problems.Add(visit.Say("这位客服已经在辅导这项技能。先结束那一次，再安排新的。", "This agent works on this skill already. End that coaching first."));
        }

        return PageRoutes.Show<AssignPage>(
            visit, new AssignModel(team, agents, SkillCatalogue.Sections(rubrics), agent, criterion, note, form["starts"].ToString(), form["due"].ToString(), problems),
            StatusCodes.Status400BadRequest);
    }

    private static IResult End(Visit visit, CoachingTasks tasks, IFormCollection form)
    {
        var number = long.TryParse(form["number"], NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : 0;
        if (Find(visit, tasks, number) is not { } task)
            return Results.StatusCode(Missing(visit));
        var outcome = form["outcome"].ToString().Replace("\0", "", StringComparison.Ordinal).Trim();
        if (outcome.Length is 0 or > LongestNote)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        if (!tasks.End(number, outcome))
            return Results.StatusCode(StatusCodes.Status409Conflict);
        visit.WriteDown(AuditAction.CoachingEnded, task.Agent.Name, string.Create(CultureInfo.InvariantCulture, $"coaching {number}, criterion {task.Criterion}"));
        return PageRoutes.Back($"/coaching?team={Uri.EscapeDataString(task.Agent.Team)}");
    }

    private static IResult Sheet(Visit visit, IScoreStore store, CoachingTasks tasks, RubricShelf rubrics, WebOptions options, long? number)
    {
        if (Find(visit, tasks, number ?? 0) is not { } task)
            return Results.StatusCode(Missing(visit));
        var days = CoachingDays.Of(task, CoachingProgress.EndedOn(task, options.Zone), visit.Today);
        var last = days.To < days.Start ? days.Start : days.To;
        var progress = days.To < days.Start
            ? null
            : new CoachingProgress(store.Rollups(days.From, days.To, task.Agent.Team), tasks.Between(task.Agent.Team, days.From, days.To), options.Zone).Of(task, visit.Today);

        // A phrase with gaps in it is for machines. Agents read on this sheet what they said themselves; what helps of others' chats are plain phrases of the rubric's lists.
        var (team, agent) = (task.Agent.Team, task.Agent.Name);
        var bad = store.Examples.Find(new SkillQuestion(task.Criterion, Verdict.Fail, team, agent, days.From, last, MostLooked));
        var good = store.Examples.Find(new SkillQuestion(task.Criterion, Verdict.Pass, team, agent, days.From, last, MostLooked));
        var teams = store.Examples.Find(new SkillQuestion(task.Criterion, Verdict.Pass, team, null, days.From, last, MostLooked));
        var phrases = teams.SelectMany(static example => example.Found.Evidence.Select(static finding => finding.Entry).OfType<string>().Distinct(StringComparer.Ordinal))
            .Where(static phrase => phrase.AsSpan().IndexOfAny('…', '{') < 0)
            .GroupBy(static phrase => phrase, StringComparer.Ordinal).OrderByDescending(static phrase => phrase.Count()).ThenBy(static phrase => phrase.Key, StringComparer.Ordinal)
            .Take(MostPhrases).Select(static phrase => phrase.Key).ToList();
        return PageRoutes.Show<SheetPage>(visit, new SheetModel(
            Shown(rubrics, task) with { Effect = progress }, SkillCatalogue.Criterion(rubrics, task.Criterion)?.Guidance,
            Examples.Show(visit, store, Examples.Clearest(bad, MostExamples)),
            Examples.Show(visit, store, Examples.Clearest([.. good.Where(static example => example.Found.Evidence.Count > 0)], MostExamples)),
            phrases, IsDue(task, visit)));
    }

    /// <summary>Null: there is none, or it is out of reach, which is written down.</summary>
    private static CoachingTask? Find(Visit visit, CoachingTasks tasks, long number)
    {
        if (tasks.Find(number) is not { } task)
            return null;
        if (visit.Reach.Sees(task.Agent))
            return task;
        visit.WriteDown(AuditAction.AccessRefused, visit.Path, string.Create(CultureInfo.InvariantCulture, $"coaching {number}"));
        return null;
    }

    /// <summary>Whoever does not see everything is not told which numbers there are.</summary>
    private static int Missing(Visit visit) => visit.Reach.Everything ? StatusCodes.Status404NotFound : StatusCodes.Status403Forbidden;

    private static bool IsDue(CoachingTask task, Visit visit) => task.EndedAt is null && task.DueOn <= visit.Today;

    private static ShownCoaching Shown(RubricShelf rubrics, CoachingTask task) => new(task, rubrics.CriterionTitle(task.Criterion), null);

    private static DateOnly? Day(string? typed) =>
        DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
