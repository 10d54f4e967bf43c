using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using QA.Engine.ApiKeys;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.Api;

/// <summary>A conversation's scores, and what was said where the key may read that.</summary>
internal static class ConversationReads
{
    private static readonly string[] Roles = ["customer", "agent", "bot", "system"];
    private static readonly string[] Kinds = ["text", "image", "voice", "video", "card", "file", "recalled", "other"];

    public static IReadOnlyList<ApiOperation> All { get; } =
    [
        new(
            "readConversation", "/api/conversations/{id}", "A conversation's scores, with the words behind each verdict",
            [ApiParameter.Text("id", "The conversation's id in its export, percent-encoded.", "c1") with { Required = true }],
            Schema.Object(
                ("id", Schema.Text()), ("channel", Schema.OrNull(Schema.Text())), ("shop", Schema.OrNull(Schema.Text())), ("opened", Schema.OrNull(Schema.Moment())),
                ("closed", Schema.OrNull(Schema.Moment())), ("scores", Schema.List(Schema.Named("Score"))),
                ("transcript", Schema.OrNull(Schema.Object(
                    ("customer", Schema.OrNull(Schema.Text())),
                    ("attributes", Schema.List(Schema.Object(("name", Schema.Text()), ("value", Schema.Text())))),
                    ("messages", Schema.List(Schema.Object(
                        ("role", Schema.OneOf(Roles)), ("sender", Schema.OrNull(Schema.Text())), ("team", Schema.OrNull(Schema.Text())), ("time", Schema.OrNull(Schema.Moment())),
                        ("kind", Schema.OneOf(Kinds)), ("mood", Schema.OrNull(Schema.Number("-1 to 1: how far a model found it negative or positive."))), ("text", Schema.Text())))),
                    ("masked", Schema.List(
                        Schema.Object(("message", Schema.Whole("-1: beside the messages.")), ("start", Schema.Whole("UTF-16 units.")), ("length", Schema.Whole()), ("kind", Schema.Text("What stood there."))),
                        "Personal data that was written over before the chat was kept.")))))),
            Conversation)
        {
            Description = "Scores of agents that the key may see, those that count first. Words of the chat (`transcript`, and `text` of evidence) are null unless the key has the scope "
                + "transcripts; each chat shown is written down in the audit trail.",
            MayBeMissing = true,
        },
    ];

    private static IResult Conversation(ApiCall call)
    {
        var id = call.Named();
        var store = call.Get<IScoreStore>();
        if (store.Find(id) is not { } chat)
            return ApiCall.NoneOfIt("conversation");
        var scores = store.Scores(id).Where(score => call.Reach.Sees(new AgentName(score.Team, score.Agent))).ToList();
        if (scores.Count == 0 && !call.Reach.Everything)
        {
            call.WriteDown(AuditAction.AccessRefused, id, "api");
            return ApiCall.NoneOfIt("conversation");
        }

        var decided = call.Get<Reviews>().Of([.. scores.Select(static score => score.Number)]);
        var words = call.Key.May(ApiScope.Transcripts);
        if (words)
            call.WriteDown(AuditAction.TranscriptSeen, id, "api");
        var writer = new StoredScoreJson(call.Get<RubricShelf>(), decided, words ? chat : null);
        return ApiCall.Json(json =>
        {
            json.WriteString("id", chat.Id);
            json.Name("channel", chat.Channel);
            json.Name("shop", chat.Shop);
            json.Moment("opened", chat.Opened);
            json.Moment("closed", chat.Closed);
            json.WriteStartArray("scores");
            foreach (var score in scores)
                writer.Write(json, score);
            json.WriteEndArray();
            if (words)
                Write(json, chat);
            else
                json.WriteNull("transcript");
        });
    }

    private static void Write(Utf8JsonWriter json, Conversation chat)
    {
        json.WriteStartObject("transcript");
        json.Name("customer", chat.Customer);
        json.WriteStartArray("attributes");
        foreach (var attribute in chat.Attributes)
        {
            json.WriteStartObject();
            json.WriteString("name", attribute.Name);
            json.WriteString("value", attribute.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("messages");
        foreach (var message in chat.Messages)
        {
            json.WriteStartObject();
            json.WriteString("role", Roles[(int)message.Speaker]);
            json.Name("sender", message.Sender);
            json.Name("team", message.Team);
            json.Moment("time", message.SentAt);
            json.WriteString("kind", Kinds[(int)message.Kind]);
            json.Lean(message.Sentiment);
            json.WriteString("text", message.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("masked");
        foreach (var (message, start, length, kind) in chat.Masked)
        {
            json.WriteStartObject();
            json.WriteNumber("message", message);
            json.WriteNumber("start", start);
            json.WriteNumber("length", length);
            json.WriteString("kind", kind);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
