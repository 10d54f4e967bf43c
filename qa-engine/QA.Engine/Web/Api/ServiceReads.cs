using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Scoring.Indicators;

namespace QA.Engine.Web.Api;

/// <summary>How soon customers were answered, beside the scores.</summary>
internal static class ServiceReads
{
    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new("listService", "/api/service", "How soon customers were answered: a team's agents, or the shops, by day and definition", [.. FigureReads.Window, FigureReads.Team], Schema.Object(
            ("from", Schema.Day()), ("to", Schema.Day()), ("service", Schema.List(Schema.Named("Service")))), Service)
        {
            Description = $"With a team, each of its agents, at most {FigureReads.MostDaysOfTeam} days; without, each shop as a whole (not the sum of its agents: a session that two answered is one), for keys "
                + $"of every team, at most {FigureReads.MostDays} days. Counts, so that they can be added up. Definitions that count persons are not kept.",
        },
    ];

    public static IEnumerable<(string Name, JsonObject Schema)> Named()
    {
        yield return ("Service", Schema.Object(
            ("day", Schema.Day("In the definition's zone.")), ("profile", Schema.Text("The definition's id.")), ("scope", Schema.OneOf("shop", "agent")), ("shop", Schema.OrNull(Schema.Text())),
            ("team", Schema.OrNull(Schema.Text())), ("agent", Schema.OrNull(Schema.Text())), ("inTime", Schema.Whole("Units served in time.")), ("units", Schema.Whole("Units that count.")),
            ("rounds", Schema.Whole()), ("unanswered", Schema.Whole("Rounds.")), ("waitedSeconds", Schema.Number("All answered rounds together.")), ("questions", Schema.Whole("Messages.")),
            ("answers", Schema.Whole("Messages.")),
            ("waits", Schema.List(Schema.Whole(), $"How many waits of the definition were how long: up to {string.Join(", ", WaitHistogram.BoundsInSeconds.ToArray())} seconds, and longer."))));
    }

    private static IResult Service(ApiCall call)
    {
        var team = call.Text("team");
        var (from, to) = call.Days(team is null ? FigureReads.MostDays : FigureReads.MostDaysOfTeam, out var problem);
        if (problem is not null)
            return ApiCall.Refuse(StatusCodes.Status400BadRequest, problem);
        if (team is null && !call.Reach.Everything)
        {
            call.WriteDown(AuditAction.AccessRefused, "/api/service", "shops");
            return ApiCall.Refuse(StatusCodes.Status403Forbidden, "figures of whole shops are for keys of every team; name one of this key's teams");
        }

        var store = call.Get<IScoreStore>();
        var days = team is null ? store.ServiceOfShops(from, to) : call.Sees(team) ? store.ServiceOfTeam(from, to, team) : [];
        return ApiCall.Json(json =>
        {
            json.Day("from", from);
            json.Day("to", to);
            json.WriteStartArray("service");
            foreach (var day in days)
            {
                foreach (var (profile, tally) in day.Tallies)
                    Write(json, day, profile, tally);
            }

            json.WriteEndArray();
        });
    }

    private static void Write(Utf8JsonWriter json, ServiceDay day, string profile, in IndicatorTally tally)
    {
        json.WriteStartObject();
        json.Day("day", day.Day);
        json.WriteString("profile", profile);
        json.WriteString("scope", day.OfShop ? "shop" : "agent");
        json.Name("shop", day.Shop);
        json.Name("team", day.Team);
        json.Name("agent", day.Agent);
        json.WriteNumber("inTime", tally.Numerator);
        json.WriteNumber("units", tally.Denominator);
        json.WriteNumber("rounds", tally.Rounds);
        json.WriteNumber("unanswered", tally.Unanswered);
        json.WriteNumber("waitedSeconds", tally.Waited.Ticks / (decimal)TimeSpan.TicksPerSecond);
        json.WriteNumber("questions", tally.Questions);
        json.WriteNumber("answers", tally.Answers);
        json.WriteStartArray("waits");
        for (var i = 0; i < WaitHistogram.Buckets; i++)
            json.WriteNumberValue(tally.Waits[i]);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
