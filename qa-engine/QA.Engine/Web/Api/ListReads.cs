using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.AspNetCore.Http;
using QA.Engine.ApiKeys;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Conversations;
using QA.Scoring;

namespace QA.Engine.Web.Api;

/// <summary>The list of conversations, by the same filters as its page.</summary>
internal static class ListReads
{
    private const int UsualLength = 50;
    private const int MostLength = 200;
    private const string After = "after";
    private const string Most = "most";

    // Longer than a page waits: nobody stares at it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new(
            "listConversations", "/api/conversations", "Scores that count, by any filter",
            [
                ApiParameter.Day(FilterForm.FromField, $"First day; {FilterForm.UsualDays} days back where it is missing, {ConversationFilter.MostDays} at most."),
                ApiParameter.Day(FilterForm.ToField, "Last day; today where it is missing."),
                ApiParameter.Text(FilterForm.TextField, "Words of the chat, two characters or more. Needs the scope transcripts.", "补发"),
                ApiParameter.Text(FilterForm.TeamField, "A team as chats name it.", "售后组"),
                ApiParameter.Text(FilterForm.AgentField, "An agent's name, whatever the team.", "安安"),
                ApiParameter.Text(FilterForm.ShopField, "A shop as chats name it.", "小满家居"),
                ApiParameter.Text(FilterForm.ScenarioField, "The id of a scenario.", "complaint"),
                ApiParameter.Text(FilterForm.CriterionField, "The id of a criterion: scores where it applied.", "greeting"),
                ApiParameter.Choice(FilterForm.VerdictField, "What the criterion came to; without one, what some criterion came to.", "fail", "partial", "pass", "unsure"),
                ApiParameter.Points(FilterForm.MinField, "Shown points, at least.", 0),
                ApiParameter.Points(FilterForm.MaxField, "Shown points, at most.", 60),
                ApiParameter.Choice(FilterForm.CriticalField, "A state that one of the critical findings is in.", StoredSuspicion.Suspected, StoredSuspicion.Confirmed, StoredSuspicion.Dismissed),
                ApiParameter.Choice(FilterForm.MoodField, "What became of the customer's mood.", [.. CustomerMoods.All.Select(CustomerMoods.Word)]),
                ApiParameter.Choice(FilterForm.StandingField, "Whether the score is ranked.", [.. StandingNames.All]),
                ApiParameter.Choice(FilterForm.OrderField, "The newest first where it is missing.", FilterForm.LowestFirst),
                ApiParameter.Text(After, "`next` of the answer before: what comes behind it.", "20260302.1772409600000000.1595.17"),
                ApiParameter.Number(Most, $"How many at most; {UsualLength} where it is missing.", UsualLength, 1, MostLength),
            ],
            Schema.Object(
                ("from", Schema.Day()), ("to", Schema.Day()), ("scores", Schema.List(Schema.Object(
                    ("conversation", Schema.Text()), ("score", Schema.Whole("Its number.")), ("day", Schema.Day()), ("at", Schema.OrNull(Schema.Moment())), ("shop", Schema.OrNull(Schema.Text())),
                    ("team", Schema.OrNull(Schema.Text())), ("agent", Schema.OrNull(Schema.Text())), ("scenario", Schema.OrNull(Schema.Text())),
                    ("standing", Schema.OneOf([.. StandingNames.All])), ("total", Schema.OrNull(Schema.Number("As shown, after people's decisions."))),
                    ("passed", Schema.OrNull(Schema.Flag())), ("mood", Schema.OrNull(Schema.Named("Mood"))), ("decided", Schema.Flag("Whether a person decided something.")), ("rubric", Schema.Text("Its id.")),
                    ("verdicts", Schema.List(Schema.Object(("criterion", Schema.Text()), ("verdict", Schema.OneOf([.. VerdictNames.All]))), "Those that apply.")),
                    ("criticals", Schema.List(Schema.Object(
                        ("id", Schema.Text()), ("state", Schema.OneOf(StoredSuspicion.Suspected, StoredSuspicion.Confirmed, StoredSuspicion.Dismissed)))))))),
                ("next", Schema.OrNull(Schema.Text("For `after`; null: this is the end.")))),
            List)
        {
            Description = "Always as people decided. An answer may hold fewer than were asked for and still name a `next`: looking further takes longer than one answer may.",
        },
    ];

    private static IResult List(ApiCall call)
    {
        if (call.Text(FilterForm.TextField) is not null && !call.Key.May(ApiScope.Transcripts))
            return ApiCall.Refuse(StatusCodes.Status403Forbidden, $"{FilterForm.TextField}: searching for words of chats needs the scope transcripts");
        ListPlace? after = null;
        if (call.Text(After) is { } given && (after = ListPlace.Parse(given)) is null)
            return ApiCall.Refuse(StatusCodes.Status400BadRequest, $"{After}: is no `next` of an answer");
        var form = FilterForm.Of(call.Query, call.Reach, call.Today);
        if (form.Problems.Count > 0)
            return ApiCall.Refuse(StatusCodes.Status400BadRequest, string.Join("; ", form.Problems.Select(static problem => $"{problem.Field}: cannot be taken as it is; see /api/openapi.json")));
        var most = call.Text(Most) is { } number ? int.Parse(number, System.Globalization.CultureInfo.InvariantCulture) : UsualLength;
        var page = call.Get<IConversationList>().List(form.Filter, after, most, Patience);
        if (form.Filter.Text is not null && page.Scores.Count > 0)
            call.WriteDown(AuditAction.TranscriptSeen, "/api/conversations", "words of " + string.Join(' ', page.Scores.Select(static score => score.Conversation)));
        return ApiCall.Json(json =>
        {
            json.Day("from", form.Filter.From);
            json.Day("to", form.Filter.To);
            json.WriteStartArray("scores");
            foreach (var score in page.Scores)
            {
                json.WriteStartObject();
                json.WriteString("conversation", score.Conversation);
                json.WriteNumber("score", score.Number);
                json.Day("day", score.Day);
                json.Moment("at", score.HappenedAt);
                json.Name("shop", score.Shop);
                json.Name("team", score.Team);
                json.Name("agent", score.Agent);
                json.WriteString("scenario", score.Scenario);
                json.WriteString("standing", StandingNames.Of(score.Standing));
                json.Points("total", score.Total);
                json.Flag("passed", score.Passed);
                json.Mood(score.Mood);
                json.WriteBoolean("decided", score.Decided);
                json.WriteString("rubric", score.RubricId);
                json.WriteStartArray("verdicts");
                foreach (var criterion in score.Criteria)
                {
                    if (score.VerdictOf(criterion) is not { } verdict || verdict == Verdict.NotApplicable)
                        continue;
                    json.WriteStartObject();
                    json.WriteString("criterion", criterion);
                    json.WriteString("verdict", VerdictNames.Of(verdict));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteStartArray("criticals");
                foreach (var critical in score.Criticals)
                {
                    json.WriteStartObject();
                    json.WriteString("id", critical.Critical);
                    json.WriteString("state", critical.State);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("next", (page.Next ?? page.SearchedTo)?.ToString());
        });
    }
}
