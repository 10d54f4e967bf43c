using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Conversations;

/// <summary>Finding conversations: the list, filters people keep, and the list as a file.</summary>
internal static class ConversationsPages
{
    public const string Path = "/conversations";
    private const int PageLength = 50;
    private const int LongestName = 60;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    // What is left of a tenth of a second once nothing was found.
    private static readonly TimeSpan Loosening = TimeSpan.FromMilliseconds(50);

    public static void MapConversations(this IEndpointRouteBuilder routes)
    {
        routes.Page(Path, Allowance.SeeTeams, List);
        routes.Page(Path + "/export", Allowance.SeeTeams, Export);
        routes.Form(Path + "/filters", Allowance.SeeTeams, Save);
        routes.Form(Path + "/filters/delete", Allowance.SeeTeams, Delete);
    }

    private static RazorComponentResult<ConversationsPage> List(Visit visit, HttpRequest request, IConversationList list, SavedFilters saved, RubricShelf rubrics, WebOptions options, TimeProvider time)
    {
        var form = FilterForm.Of(request.Query, visit.Reach, visit.Today);
        var words = new FilterWords(visit, rubrics);
        var after = ListPlace.Parse(request.Query["after"]);
        var page = list.List(form.Filter, after, PageLength, Patience);
        if (form.Filter.Text is not null && page.Scores.Count > 0)
            visit.WriteDown(AuditAction.TranscriptSeen, Path, "words of " + string.Join(' ', page.Scores.Select(static score => score.Conversation)));
        var loosened = page is { Scores.Count: 0, Next: null } && after is null ? Loosened(form, list, words, time) : [];
        var columns = Columns(form, options, rubrics, visit);
        var query = form.Query();
        return PageRoutes.Show<ConversationsPage>(visit, new ConversationsModel(
            form, [.. form.Problems.Select(words.Problem)], [.. form.Narrowing.Select(field => Chip(form, field, words))], loosened, columns,
            [.. page.Scores.Select(score => Line(score, form, columns, words, rubrics, options, visit))],
            page.Next is { } next ? At(query, next) : null, page.SearchedTo is { } reached ? Day(reached.Day, form) : null, page.Unready, after is not null, query,
            list.Names(visit.Reach), saved.Of(visit.Account.Number), Criteria(rubrics, visit), Scenarios(rubrics, visit)));
    }

    private static IResult Export(Visit visit, HttpRequest request, IConversationList list, RubricShelf rubrics, WebOptions options)
    {
        var form = FilterForm.Of(request.Query, visit.Reach, visit.Today);
        var asJson = request.Query["format"] == "jsonl";

        // What was typed to search for is left out of the trail: it may be words of a chat.
        visit.WriteDown(
            AuditAction.TranscriptsExported, Path, string.Create(CultureInfo.InvariantCulture, $"{(asJson ? "jsonl" : "csv")} at most {ListExport.Most} lines: {form.Query(FilterForm.TextField)}"));
        return new ListExport(list, form.Filter, new FilterWords(visit, rubrics), visit, rubrics, [.. Columns(form, options, rubrics, visit)], options.Zone).As(asJson);
    }

    private static IResult Save(Visit visit, IFormCollection form, SavedFilters saved)
    {
        var name = form["name"].ToString().Trim();
        var query = FilterForm.Of(new QueryCollection(QueryHelpers.ParseQuery(form["query"].ToString())), visit.Reach, visit.Today).Query();
        if (name.Length is 0 or > LongestName)
            return Results.StatusCode(StatusCodes.Status400BadRequest);
        return saved.Save(visit.Account.Number, name, query) ? PageRoutes.Back(Path + "?" + query) : Results.StatusCode(StatusCodes.Status409Conflict);
    }

    private static IResult Delete(Visit visit, IFormCollection form, SavedFilters saved)
    {
        if (long.TryParse(form["number"], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            saved.Delete(visit.Account.Number, number);
        return PageRoutes.Back(Path + "?" + form["query"]);
    }

    /// <summary>Filters without which the list would not be empty, as far as there is time to try.</summary>
    private static List<FilterChip> Loosened(FilterForm form, IConversationList list, FilterWords words, TimeProvider time)
    {
        var began = time.GetTimestamp();
        var loosened = new List<FilterChip>();
        foreach (var field in form.Narrowing)
        {
            var left = Loosening - time.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
                break;
            if (list.List(form.Without(field), null, 1, left).Scores.Count > 0)
                loosened.Add(Chip(form, field, words));
        }

        return loosened;
    }

    private static FilterChip Chip(FilterForm form, string field, FilterWords words)
    {
        // A criterion takes its verdict along: alone it would ask something else.
        string[] gone = field == FilterForm.CriterionField ? [field, FilterForm.VerdictField] : [field];
        return new FilterChip(words.Field(field), words.Value(field, form[field]), Path + "?" + form.Query(gone));
    }

    private static List<ListColumn> Columns(FilterForm form, WebOptions options, RubricShelf rubrics, Visit visit)
    {
        var columns = options.Headline.Where(id => rubrics.All.Any(rubric => rubric.Criteria.Any(criterion => criterion.Id == id))).ToList();
        if (form.Filter.Criterion is { } asked && !columns.Contains(asked, StringComparer.Ordinal))
            columns.Insert(0, asked);
        return [.. columns.Select(id => new ListColumn(id, visit.Say(rubrics.CriterionTitle(id))))];
    }

    private static ListLine Line(
        ListedScore score, FilterForm form, IReadOnlyList<ListColumn> columns, FilterWords words, RubricShelf rubrics, WebOptions options, Visit visit)
    {
        var at = score.HappenedAt is { } moment ? TimeZoneInfo.ConvertTime(moment, options.Zone) : (DateTimeOffset?)null;
        return new ListLine(
            score, Links.Conversation(score.Conversation, score.Number, form.Filter.Criterion), Day(score.Day, form), at?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "",
            score.Scenario is { } scenario ? visit.Say(rubrics.ScenarioTitle(scenario)) : "", FilterWords.Points(score.Total), visit.Say(words.Band(score)),
            score.Passed switch { true => "pass", false => "fail", null => "" }, [.. columns.Select(column => score.VerdictOf(column.Criterion))],
            [.. score.Criticals.Where(static critical => critical.State != StoredSuspicion.Dismissed).Select(critical => visit.Say(rubrics.CriticalTitle(critical.Critical)) + visit.Say("(" + words.Critical(critical.State) + ")", " (" + words.Critical(critical.State) + ")"))]);
    }

    // The year stands there only where the list spans two.
    private static string Day(DateOnly day, FilterForm form) =>
        day.ToString(form.Filter.From.Year == form.Filter.To.Year ? "MM-dd" : "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static List<CriterionGroup> Criteria(RubricShelf rubrics, Visit visit) =>
        [.. rubrics.Standard.Sections.Select(section => new CriterionGroup(visit.Say(section.Title), [.. section.Criteria.Select(criterion => new FilterOption(criterion.Id, visit.Say(criterion.Title)))]))];

    private static List<FilterOption> Scenarios(RubricShelf rubrics, Visit visit) =>
        [.. rubrics.Standard.Scenarios.Select(scenario => new FilterOption(scenario.Id, visit.Say(scenario.Title)))];

    private static string At(string query, ListPlace place) => Path + "?" + query + (query.Length > 0 ? "&" : "") + "after=" + place;
}
