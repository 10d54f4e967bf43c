using System;
using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace QA.Engine.Tests.Support;

/// <summary>Stands on loopback in the place of Azure's Language service, and misbehaves on cue.</summary>
internal sealed partial class AzureServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<JsonNode> _requests = new();

    private AzureServer(WebApplication app) => _app = app;

    public Uri Endpoint => new(_app.Urls.First());

    /// <summary>The bodies it got, in their order.</summary>
    public IReadOnlyList<JsonNode> Requests => [.. _requests];

    /// <summary>All texts it got, in their order.</summary>
    public IReadOnlyList<string> Texts => [.. _requests.SelectMany(Documents).Select(static document => (string)document["text"]!)];

    /// <param name="answer">What it does with the n-th request, counted from 0.</param>
    public static async Task<AzureServer> Start(Func<HttpContext, JsonNode, int, Task> answer)
    {
        var calls = -1;
        AzureServer? server = null;
        var app = Build(static _ => { });
        app.Map("/{**path}", async context =>
        {
            var body = await JsonNode.ParseAsync(context.Request.Body) ?? throw new InvalidDataException("null");
            server!._requests.Enqueue(body);
            await answer(context, body, Interlocked.Increment(ref calls));
        });
        server = new AzureServer(app);
        await app.StartAsync();
        return server;
    }

    /// <summary>A server that answers every request with these bytes, whatever they say of themselves, and hangs up.</summary>
    public static async Task<AzureServer> StartRaw(Func<JsonNode, byte[]> answer)
    {
        AzureServer? server = null;
        var app = Build(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Run(async connection =>
        {
            if (await ReadBody(connection) is not { } body)
                return;
            server!._requests.Enqueue(body);
            await connection.Transport.Output.WriteAsync(answer(body));
            await connection.Transport.Output.CompleteAsync();
        })));
        server = new AzureServer(app);
        await app.StartAsync();
        return server;
    }

    /// <summary>
    /// Answers as the service does. Each text is judged by the first number in it: that many thousandths positive, so that an answer shows which text it is about. A
    /// sentence ends at 。, and at the end.
    /// </summary>
    public static JsonNode Judge(JsonNode request) => Whole([.. Documents(request).Select(static document => Judge((string)document["id"]!, (string)document["text"]!))], []);

    public static JsonNode Judge(string id, string text)
    {
        var score = Scores(Number(text));
        return new JsonObject
        {
            ["id"] = id,
            ["sentiment"] = Word(text),
            ["confidenceScores"] = score,
            ["statistics"] = new JsonObject { ["charactersCount"] = text.Length, ["transactionsCount"] = (text.Length + 999) / 1000 },
            ["sentences"] = new JsonArray([.. Sentences(text).Select(one => new JsonObject
            {
                ["sentiment"] = Word(one.Text),
                ["confidenceScores"] = Scores(Number(one.Text)),
                ["offset"] = one.Start,
                ["length"] = one.Text.Length,
                ["text"] = one.Text,
            })]),
            ["warnings"] = new JsonArray(),
        };
    }

    public static JsonNode Whole(IReadOnlyList<JsonNode> documents, IReadOnlyList<JsonNode> errors) => new JsonObject
    {
        ["kind"] = "SentimentAnalysisResults",
        ["results"] = new JsonObject
        {
            ["statistics"] = new JsonObject
            {
                ["documentsCount"] = documents.Count + errors.Count,
                ["validDocumentsCount"] = documents.Count,
                ["erroneousDocumentsCount"] = errors.Count,
                ["transactionsCount"] = documents.Sum(static one => (int?)one["statistics"]?["transactionsCount"] ?? 1),
            },
            ["documents"] = new JsonArray([.. documents]),
            ["errors"] = new JsonArray([.. errors]),
            ["modelVersion"] = "2022-11-01",
        },
    };

    public static JsonNode Error(string id, string inner) => new JsonObject
    {
        ["id"] = id,
        ["error"] = new JsonObject { ["code"] = "InvalidArgument", ["message"] = "no", ["innererror"] = new JsonObject { ["code"] = inner, ["message"] = "no" } },
    };

    public static IEnumerable<JsonNode> Documents(JsonNode request) => request["analysisInput"]!["documents"]!.AsArray().Select(static one => one!);

    public static Task Say(HttpContext context, JsonNode body) => context.Response.WriteAsJsonAsync(body);

    public static Task Refuse(HttpContext context, int status, string? retryAfter = null)
    {
        context.Response.StatusCode = status;
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return Say(context, JsonNode.Parse($$$"""{"error":{"code":"{{{status}}}","message":"Requests to the operation have been refused.","innererror":{"code":"SomeReason","message":"because"} } }""")!);
    }

    /// <summary>The first number of a text, up to 999; 500 where there is none.</summary>
    public static int Number(string text) => Digits().Match(text) is { Success: true } match ? int.Parse(match.Value, CultureInfo.InvariantCulture) % 1000 : 500;

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static WebApplication Build(Action<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = 1_000_000;

            // Otherwise whoever stands still for five seconds, as a busy machine does, is hung up on.
            kestrel.Limits.MinRequestBodyDataRate = null;
            listen(kestrel);
        });

        // One that nobody takes once the server is gone.
        builder.WebHost.UseUrls($"http://127.0.0.1:{FreePorts.Next()}");
        return builder.Build();
    }

    private static JsonObject Scores(int thousandths) => new() { ["positive"] = thousandths / 1000.0, ["neutral"] = (1000 - thousandths) / 1000.0, ["negative"] = 0.0 };

    private static string Word(string text) => Number(text) > 500 ? "positive" : "neutral";

    private static IEnumerable<(int Start, string Text)> Sentences(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('。', start) is >= 0 and var at ? at + 1 : text.Length;
            yield return (start, text[start..end]);
            start = end;
        }
    }

    private static async Task<JsonNode?> ReadBody(ConnectionContext connection)
    {
        var input = connection.Transport.Input;
        while (true)
        {
            var read = await input.ReadAsync();
            var text = Encoding.UTF8.GetString(read.Buffer.ToArray());
            if (text.IndexOf("\r\n\r\n", StringComparison.Ordinal) is > 0 and var end && text.EndsWith('}'))
            {
                input.AdvanceTo(read.Buffer.End);
                return JsonNode.Parse(text[(end + 4)..]);
            }

            if (read.IsCompleted)
                return null;
            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    [GeneratedRegex("[0-9]{1,6}", RegexOptions.NonBacktracking)]
    private static partial Regex Digits();
}
