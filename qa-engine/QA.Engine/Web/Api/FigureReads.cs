using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.Api;

/// <summary>Figures of teams and agents, from the daily roll-ups.</summary>
internal static class FigureReads
{
    // Two thousand agents on a month of days are as many rows as an answer may have; of one team a year is fewer.
    public const int MostDays = 31;
    public const int MostDaysOfTeam = 366;

    public static IReadOnlyList<ApiParameter> Window { get; } =
    [
        ApiParameter.Day("from", "First day; with `to` in place of `days`."),
        ApiParameter.Day("to", "Last day; today where it is missing."),
        ApiParameter.Number("days", "How many days up to the last one; 30 where it is missing.", 30, 1, MostDaysOfTeam),
    ];

    public static ApiParameter Team { get; } = ApiParameter.Text("team", "A team as chats name it; empty for agents without one.", "售后组");

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("listTeams", "/api/teams", "The teams there are, all days together", [], Schema.Object(("teams", Schema.List(Schema.Object(
            ("team", Schema.OrNull(Schema.Text())), ("agents", Schema.Whole()), ("conversations", Schema.Whole()), ("ranked", Schema.Whole("Scores behind the mean.")),
            ("mean", Schema.OrNull(Schema.Number("Points."))))))), Teams),
        new("listAgents", "/api/agents", "How agents did on some days", [.. Window, Team], Schema.Object(
            ("from", Schema.Day()), ("to", Schema.Day()), ("agents", Schema.List(Schema.Named("Agent")))), Agents)
        {
            Description = $"At most {MostDays} days, of one team at most {MostDaysOfTeam}. By team and name: this is no league table.",
        },
        new(
            "readAgent", "/api/agents/one", "How one agent did on some days, and on each of them",
            [.. Window, Team with { Required = true }, ApiParameter.Text("agent", "The agent as chats name one; empty for an unnamed one.", "安安") with { Required = true }],
            Schema.Object(("from", Schema.Day()), ("to", Schema.Day()), ("agent", Schema.Named("Agent")), ("days", Schema.List(Schema.Object(
                ("day", Schema.Day()), ("scores", Schema.Whole()), ("ranked", Schema.Whole()), ("mean", Schema.OrNull(Schema.Number())))))),
            Agent) { MayBeMissing = true },
        new("listRollups", "/api/rollups", "What each agent did on each day, under each rubric, added up", [.. Window, Team], Schema.Object(
            ("from", Schema.Day()), ("to", Schema.Day()), ("rollups", Schema.List(Schema.Named("Rollup")))), Rollups)
        {
            Description = $"Sums and counts, so that they can be added up further. At most {MostDays} days, of one team at most {MostDaysOfTeam}.",
        },
    ];

    /// <summary>Objects that several answers hold.</summary>
    public static IEnumerable<(string Name, JsonObject Schema)> Named()
    {
        yield return ("CriterionCounts", Schema.Object(
            ("id", Schema.Text()), ("pass", Schema.Whole()), ("partial", Schema.Whole()), ("fail", Schema.Whole()), ("unsure", Schema.Whole()),
            ("value", Schema.Number("Summed over pass, partial and fail, each 0 to 1.")), ("lost", Schema.Number("Points lost, summed."))));
        yield return ("Moods", Schema.Object(
            ("known", Schema.Whole("Scores whose customer's mood is known; the next four add up to it.")), ("steady", Schema.Whole()), ("recovered", Schema.Whole()), ("worsened", Schema.Whole()), ("unhappy", Schema.Whole()),
            ("cameUnhappy", Schema.Whole("All that recovered are among them.")), ("leftUnhappy", Schema.Whole()), ("start", Schema.Number("Moods at the start, each -1 to 1, summed.")), ("end", Schema.Number("At the end, summed."))));
        yield return ("Agent", Schema.Object(
            ("team", Schema.OrNull(Schema.Text())), ("agent", Schema.OrNull(Schema.Text())), ("conversations", Schema.Whole()), ("scores", Schema.Whole()),
            ("ranked", Schema.Whole("Scores behind the mean.")), ("mean", Schema.OrNull(Schema.Number("Points; null where nothing is ranked."))),
            ("deviation", Schema.OrNull(Schema.Number("Standard deviation of one score, in points; null for fewer than two."))), ("moods", Schema.Named("Moods")),
            ("criteria", Schema.List(Schema.Named("CriterionCounts")))));
        yield return ("Rollup", Schema.Object(
            ("day", Schema.Day()), ("shop", Schema.OrNull(Schema.Text())), ("team", Schema.OrNull(Schema.Text())), ("agent", Schema.OrNull(Schema.Text())),
            ("rubric", Schema.Text("Content hash.")), ("conversations", Schema.Whole()), ("scores", Schema.Whole()), ("ranked", Schema.Whole()),
            ("sum", Schema.Number("Points of the ranked scores.")), ("sumOfSquares", Schema.Number("Of the same, in square points.")), ("moods", Schema.Named("Moods")),
            ("criteria", Schema.List(Schema.Named("CriterionCounts")))));
    }

    private static IResult Teams(ApiCall call)
    {
        var teams = call.Get<Roster>().Summaries.Where(agent => call.Reach.SeesTeam(agent.Team)).GroupBy(static agent => agent.Team, StringComparer.Ordinal);
        return ApiCall.Json(json =>
        {
            json.WriteStartArray("teams");
            foreach (var team in teams)
            {
                var ranked = team.Sum(static agent => (long)agent.Ranked);
                json.WriteStartObject();
                json.Name("team", team.Key);
                json.WriteNumber("agents", team.Count());
                json.WriteNumber("conversations", team.Sum(static agent => (long)agent.Conversations));
                json.WriteNumber("ranked", ranked);
                json.Points("mean", ranked == 0 ? null : Rounded(team.Sum(static agent => (long)(agent.Mean ?? 0) * agent.Ranked), ranked));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static IResult Agents(ApiCall call) => OfDays(call, static (json, from, to, rollups) =>
    {
        json.WriteStartArray("agents");
        foreach (var agent in rollups.GroupBy(static rollup => new AgentName(rollup.Team, rollup.Agent))
            .OrderBy(static agent => agent.Key.Team, StringComparer.Ordinal).ThenBy(static agent => agent.Key.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            Write(json, agent.Key, agent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static IResult Agent(ApiCall call)
    {
        var name = new AgentName(call.Text("team")!, call.Text("agent")!);
        var (from, to) = call.Days(MostDaysOfTeam, out var problem);
        if (problem is not null)
            return ApiCall.Refuse(StatusCodes.Status400BadRequest, problem);

        // Whether there is such an agent somewhere else is nobody's business here.
        if (!call.Sees(name.Team) || !call.Get<Roster>().Agents.Contains(name))
            return ApiCall.NoneOfIt("agent");
        var own = call.Get<IScoreStore>().Rollups(from, to, name.Team).Where(rollup => rollup.Agent == name.Name).ToList();
        return ApiCall.Json(json =>
        {
            json.Day("from", from);
            json.Day("to", to);
            json.WriteStartObject("agent");
            Write(json, name, own);
            json.WriteEndObject();
            json.WriteStartArray("days");
            foreach (var day in own.GroupBy(static rollup => rollup.Day).OrderBy(static day => day.Key))
            {
                var ranked = day.Sum(static rollup => rollup.Ranked);
                json.WriteStartObject();
                json.Day("day", day.Key);
                json.WriteNumber("scores", day.Sum(static rollup => rollup.Scores));
                json.WriteNumber("ranked", ranked);
                json.Points("mean", ranked == 0 ? null : Rounded(day.Sum(static rollup => rollup.Sum), ranked));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static IResult Rollups(ApiCall call) => OfDays(call, static (json, from, to, rollups) =>
    {
        json.WriteStartArray("rollups");
        foreach (var rollup in rollups)
        {
            json.WriteStartObject();
            json.Day("day", rollup.Day);
            json.Name("shop", rollup.Shop);
            json.Name("team", rollup.Team);
            json.Name("agent", rollup.Agent);
            json.WriteString("rubric", rollup.Rubric);
            json.WriteNumber("conversations", rollup.Conversations);
            json.WriteNumber("scores", rollup.Scores);
            json.WriteNumber("ranked", rollup.Ranked);
            json.Points("sum", rollup.Sum);
            json.WriteNumber("sumOfSquares", rollup.SumOfSquares / 10_000m);
            json.Moods(rollup.Moods);
            json.Criteria(rollup.Criteria);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    private static IResult OfDays(ApiCall call, Action<Utf8JsonWriter, DateOnly, DateOnly, IReadOnlyList<DailyRollup>> write)
    {
        var team = call.Text("team");
        var (from, to) = call.Days(team is null ? MostDays : MostDaysOfTeam, out var problem);
        if (problem is not null)
            return ApiCall.Refuse(StatusCodes.Status400BadRequest, problem);
        var store = call.Get<IScoreStore>();
        var rollups = new List<DailyRollup>();
        if (team is null && call.Reach.Everything)
        {
            rollups.AddRange(store.Rollups(from, to));
        }
        else
        {
            // Of a team that may not be seen, as of one that is not there, nothing is said.
            foreach (var seen in team is null ? call.Reach.Teams : call.Sees(team) ? [team] : [])
                rollups.AddRange(store.Rollups(from, to, seen));
        }

        return ApiCall.Json(json =>
        {
            json.Day("from", from);
            json.Day("to", to);
            write(json, from, to, rollups);
        });
    }

    private static void Write(Utf8JsonWriter json, AgentName name, IEnumerable<DailyRollup> rollups)
    {
        var (conversations, scores, ranked, sum, squares) = (0L, 0L, 0L, 0L, 0L);
        var moods = default(MoodCounts);
        var criteria = new Dictionary<string, CriterionCounts>(StringComparer.Ordinal);
        foreach (var rollup in rollups)
        {
            conversations += rollup.Conversations;
            scores += rollup.Scores;
            ranked += rollup.Ranked;
            sum += rollup.Sum;
            squares += rollup.SumOfSquares;
            moods = moods.Plus(rollup.Moods);
            foreach (var (id, counts) in rollup.Criteria)
                criteria[id] = criteria.GetValueOrDefault(id).Plus(counts);
        }

        json.Name("team", name.Team);
        json.Name("agent", name.Name);
        json.WriteNumber("conversations", conversations);
        json.WriteNumber("scores", scores);
        json.WriteNumber("ranked", ranked);
        json.Points("mean", ranked == 0 ? null : Rounded(sum, ranked));
        json.Points("deviation", ranked < 2 ? null : (long)Math.Round(Math.Sqrt(Math.Max(0, (squares - ((double)sum * sum / ranked)) / (ranked - 1)))));
        json.Moods(moods);
        json.Criteria(criteria);
    }

    /// <summary>Rounded half up, as everywhere.</summary>
    private static long Rounded(long sum, long over) => ((2 * sum) + over) / (2 * over);
}
