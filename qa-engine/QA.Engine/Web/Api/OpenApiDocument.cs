using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Nodes;

namespace QA.Engine.Web.Api;

/// <summary>The OpenAPI 3.1 document of what stands under <c>/api</c>: of the reads, made from the table that maps them, and of the one write.</summary>
internal static class OpenApiDocument
{
    public static JsonObject Of(IReadOnlyList<ApiOperation> operations)
    {
        var paths = new JsonObject { ["/api/conversations"] = new JsonObject { ["post"] = Intake() } };
        foreach (var operation in operations)
        {
            if (paths[operation.Path] is not JsonObject path)
                paths[operation.Path] = path = [];
            path["get"] = Get(operation);
        }

        var schemas = new JsonObject
        {
            ["Error"] = Schema.Object(("error", Schema.Text("What is wrong and what would be right."))),
        };
        foreach (var (name, schema) in StoredScoreJson.Named().Concat(FigureReads.Named()).Concat(ServiceReads.Named()))
            schemas[name] = schema;
        return new JsonObject
        {
            ["openapi"] = "3.1.0",
            ["info"] = new JsonObject
            {
                ["title"] = "QA engine",
                ["version"] = "1",
                ["description"] = "Scores of customer-service chats, and what they come to. Every request carries a key of the setting Api:Keys; its scopes say what it may do, its teams whose "
                    + "chats and figures it sees. Points have up to two decimals; days begin and end in the store's time zone; names that an export does not give are null.",
            },
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject { ["key"] = new JsonArray() }),
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = schemas,
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer" },
                    ["key"] = new JsonObject { ["type"] = "apiKey", ["in"] = "header", ["name"] = "X-Api-Key" },
                },
            },
        };
    }

    private static JsonObject Get(ApiOperation operation)
    {
        var parameters = new JsonArray();
        foreach (var parameter in operation.Parameters)
        {
            var inPath = operation.Path.Contains('{' + parameter.Name + '}', StringComparison.Ordinal);
            parameters.Add(new JsonObject
            {
                ["name"] = parameter.Name,
                ["in"] = inPath ? "path" : "query",
                ["required"] = parameter.Required,
                ["description"] = parameter.Description,
                ["schema"] = parameter.Schema.DeepClone(),
                ["example"] = parameter.Example.DeepClone(),
            });
        }

        var responses = new JsonObject
        {
            ["200"] = Json("What was asked for.", operation.Answers.DeepClone()),
            ["400"] = Error("A parameter is wrong; every problem is named."),
            ["401"] = Error("No key, or a wrong one."),
            ["403"] = Error("The key lacks the scope."),
        };
        if (operation.MayBeMissing)
            responses["404"] = Error("There is none, or it is none of this key's.");
        responses["429"] = Error("Too many requests with this key; Retry-After says in how many seconds to go on.");
        responses["503"] = Error("The store cannot be reached for now.");
        return new JsonObject
        {
            ["operationId"] = operation.Id,
            ["summary"] = operation.Summary,
            ["description"] = (operation.Description + " Needs the scope read.").Trim(),
            ["parameters"] = parameters,
            ["responses"] = responses,
        };
    }

    /// <summary>How conversations are brought; see <c>Sources/Http</c>, which answers in the form of RFC 9457 where something is wrong.</summary>
    private static JsonObject Intake()
    {
        var kept = new JsonObject { ["type"] = "object", ["description"] = "How many were accepted, known already or invalid, and each invalid one with its problem." };
        var problem = new JsonObject { ["type"] = "object", ["required"] = new JsonArray("title", "status", "detail") };
        var conversation = new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray("id", "messages"),
            ["properties"] = new JsonObject
            {
                ["id"] = Schema.Text(),
                ["messages"] = Schema.List(new JsonObject
                {
                    ["type"] = "object",
                    ["required"] = new JsonArray("role", "text"),
                    ["properties"] = new JsonObject
                    {
                        ["role"] = Schema.OneOf("customer", "agent", "bot", "system"), ["text"] = Schema.Text(), ["sender"] = Schema.Text(), ["time"] = Schema.Moment(),
                    },
                }),
            },
        };
        var responses = new JsonObject { ["200"] = Json("All were kept.", kept), ["207"] = Json("Some items are invalid; the rest was kept.", kept.DeepClone()) };
        foreach (var (status, what) in ((string, string)[])
            [
                ("400", "Nothing could be read."), ("401", "No key, or a wrong one."), ("403", "The key lacks the scope ingest."), ("413", "The body is too long."),
                ("415", "Neither JSON nor JSON Lines."), ("503", "The store cannot be reached, or no key is set."),
            ])
        {
            responses[status] = new JsonObject
            {
                ["description"] = what, ["content"] = new JsonObject { ["application/problem+json"] = new JsonObject { ["schema"] = problem.DeepClone() } },
            };
        }

        return new JsonObject
        {
            ["operationId"] = "bringConversations",
            ["summary"] = "Brings conversations to be scored",
            ["description"] = "A conversation, a list of them, or JSON Lines; plain or gzip. To send the same again is safe. Needs the scope ingest.",
            ["requestBody"] = new JsonObject
            {
                ["required"] = true,
                ["content"] = new JsonObject
                {
                    ["application/json"] = new JsonObject { ["schema"] = new JsonObject { ["anyOf"] = new JsonArray(conversation, Schema.List((JsonObject)conversation.DeepClone())) } },
                    ["application/x-ndjson"] = new JsonObject { ["schema"] = Schema.Text() },
                },
            },
            ["responses"] = responses,
        };
    }

    private static JsonObject Error(string what) => Json(what, Schema.Named("Error"));

    private static JsonObject Json(string what, JsonNode schema) =>
        new() { ["description"] = what, ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } } };
}
