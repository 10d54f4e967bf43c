using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Skills;

/// <summary>What a team can and cannot do: which skills cost it most, who has which, and chats to learn one from.</summary>
internal static class SkillsPages
{
    private const int MostWeakest = 8;

    // As many columns as are read on one screen beside a name.
    private const int MostColumns = 12;
    private const int MostExamples = 3;
    private const int MostCalmed = 12;

    // Reasons of so many chats are told, and examples chosen from them.
    private const int MostLooked = 40;

    public static void MapSkills(this IEndpointRouteBuilder routes)
    {
        routes.Page("/skills", Allowance.Coach, Skills);
        routes.Page("/skills/one", Allowance.Coach, One);
        routes.Page("/skills/calmed", Allowance.Coach, Calmed);
    }

    private static IResult Skills(Visit visit, IScoreStore store, KeptFigures kept, RubricShelf rubrics, WebOptions options, string? team, int? days, string? section)
    {
        if (TeamChoice.Of(visit, store, team, days) is not { } choice)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        var sections = SkillCatalogue.Sections(rubrics);
        var figures = Figures(kept, store, choice);
        var byCost = figures.Skills.Values.Where(static skill => skill.Team.Cases > 0)
            .OrderByDescending(static skill => skill.Lost?.PerChat).ThenBy(static skill => skill.Criterion, StringComparer.Ordinal).ToList();
        var chosen = sections.FirstOrDefault(known => known.Id == section);
        var columns = chosen is null
            ? byCost.Where(skill => options.Headline.Contains(skill.Criterion, StringComparer.Ordinal)).OrderBy(skill => options.Headline.ToList().IndexOf(skill.Criterion))
                .Concat(byCost.Where(skill => !options.Headline.Contains(skill.Criterion, StringComparer.Ordinal))).Take(Math.Max(MostColumns, options.Headline.Count)).ToList()
            : [.. chosen.Skills.Select(skill => byCost.Find(known => known.Criterion == skill.Id)).OfType<SkillFigures>()];
        var costliest = byCost.Count > 0 ? byCost[0].Lost?.PerChat ?? 0 : 0;
        return PageRoutes.Show<SkillsPage>(visit, new SkillsModel(
            choice, chosen?.Id, sections, figures.Chats,
            [.. byCost.Where(static skill => skill.Lost is { PerChat: > 0 }).Take(MostWeakest)
                .Select(skill => new WeakSkill(Name(rubrics, skill.Criterion), skill.Lost!.Value, skill.Change, skill.Team, skill.Lost.Value.PerChat / costliest))],
            [.. columns.Select(skill => new HeatColumn(Name(rubrics, skill.Criterion), skill.Team))],
            [.. figures.Agents.Select(agent => new HeatRow(agent, [.. columns.Select(skill => skill.Of(agent))]))])
        {
            TeamMoods = new MoodFigures(MoodCounts.Sum(figures.Moods.Select(static agent => agent.Moods))),
            Moods = [.. figures.Moods.Where(static agent => agent.Moods.CameUnhappy > 0).Select(static agent => (agent.Agent, new MoodFigures(agent.Moods)))],
        });
    }

    private static IResult Calmed(Visit visit, IScoreStore store, string? team, string? agent, int? days)
    {
        if (TeamChoice.Of(visit, store, team, days) is not { } choice)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        var found = choice.Team is null ? [] : store.Examples.Calmed(new CalmedQuestion(choice.Team, agent, choice.From, choice.To, MostCalmed));
        return PageRoutes.Show<CalmedPage>(visit, new CalmedModel(choice, agent, CalmedChats.Show(visit, store, found)));
    }

    private static IResult One(Visit visit, IScoreStore store, KeptFigures kept, Disputes disputes, RubricShelf rubrics, string? criterion, string? team, int? days)
    {
        if (TeamChoice.Of(visit, store, team, days) is not { } choice)
            return Results.StatusCode(StatusCodes.Status403Forbidden);
        if (criterion is null || choice.Team is null)
            return Results.StatusCode(StatusCodes.Status404NotFound);
        var figures = Figures(kept, store, choice);
        var expected = SkillCatalogue.Criterion(rubrics, criterion);
        if (expected is null && !figures.Skills.ContainsKey(criterion))
            return Results.StatusCode(StatusCodes.Status404NotFound);
        var skill = figures.Of(criterion);
        var bad = Lost(store, criterion, choice);
        var good = store.Examples.Find(new SkillQuestion(criterion, Verdict.Pass, choice.Team, null, choice.From, choice.To, MostLooked));
        return PageRoutes.Show<SkillPage>(visit, new SkillModel(
            choice, Name(rubrics, criterion), expected?.Guidance, expected?.Source, skill.Team, skill.Skill, skill.Lost, skill.Change,
            [.. figures.Agents.Where(skill.Agents.ContainsKey).Where(agent => skill.Agents[agent].Cases > 0).Select(agent => new SkilledAgent(agent, skill.Of(agent)!.Value, skill.Agents[agent]))],
            Reasons(bad), bad.Count,
            Examples.Show(visit, store, Examples.Clearest(bad, MostExamples)),
            Examples.Show(visit, store, Examples.Clearest([.. good.Where(static example => example.Found.Evidence.Count > 0)], MostExamples)),
            disputes.About(criterion, choice.Team, visit.Now.AddDays(-choice.Days))));
    }

    private static TeamFigures Figures(KeptFigures kept, IScoreStore store, TeamChoice choice) => choice.Team is { } team
        ? kept.Get(("skills", team, choice.From, choice.To), () => store.AgentScores.Sum(team, choice.BeforeFrom, choice.To, () => new SkillSum(choice.From)).Figures())
        : new SkillSum(choice.From).Figures();

    /// <summary>The newest chats that failed; where nearly none did, those that earned only part as well.</summary>
    private static IReadOnlyList<SkillExample> Lost(IScoreStore store, string criterion, TeamChoice choice)
    {
        var failed = store.Examples.Find(new SkillQuestion(criterion, Verdict.Fail, choice.Team!, null, choice.From, choice.To, MostLooked));
        return failed.Count >= MostExamples
            ? failed
            : [.. failed, .. store.Examples.Find(new SkillQuestion(criterion, Verdict.Partial, choice.Team!, null, choice.From, choice.To, MostLooked))];
    }

    private static IReadOnlyList<FrequentReason> Reasons(IReadOnlyList<SkillExample> lost) =>
    [
        .. lost.GroupBy(static example => (example.Found.Reason, example.Found.Fix)).OrderByDescending(static reason => reason.Count())
            .Select(static reason => new FrequentReason(reason.Key.Reason, reason.Key.Fix, reason.Count())).Take(MostWeakest),
    ];

    private static SkillName Name(RubricShelf rubrics, string criterion) => new(criterion, rubrics.CriterionTitle(criterion));
}
