using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using Microsoft.AspNetCore.Http;
using QA.Engine.Language.Azure;
using QA.Engine.Tests.Support;
using QA.Scoring;
using Xunit;

namespace QA.Engine.Tests.Language;

/// <summary>The wire, against recordings of the real service.</summary>
public sealed class AzureLanguageClientTests
{
    private const string Key = "0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task A_request_is_the_recorded_one_in_what_matters()
    {
        var recorded = Recording("sentiment-batch-opinions")["request"]!;
        var headers = new HeaderDictionary();
        var (path, query, method) = ("", new QueryString(), "");
        await using var server = await AzureServer.Start((context, body, _) =>
        {
            foreach (var header in context.Request.Headers)
                headers.Add(header);
            (path, query, method) = (context.Request.Path.Value!, context.Request.QueryString, context.Request.Method);
            return AzureServer.Say(context, AzureServer.Judge(body));
        });
        using var client = new AzureLanguageClient(Options(server), TimeProvider.System);
        await client.Analyze(Sent(recorded), CancellationToken.None);

        Assert.Equal((string)recorded["method"]!, method);
        Assert.Equal("/language/:analyze-text", path);
        Assert.StartsWith(path, (string)recorded["pathAndQuery"]!, StringComparison.Ordinal);
        Assert.Equal("?api-version=2023-04-01&showStats=true", query.Value);
        foreach (var (name, value) in recorded["headers"]!.AsObject())
        {
            Assert.True(headers.ContainsKey(name), $"{name} is missing");
            if (name is not ("Ocp-Apim-Subscription-Key" or "x-ms-client-request-id"))
                Assert.Equal((string)value!, headers[name].ToString());
        }

        Assert.Equal(Key, headers["Ocp-Apim-Subscription-Key"].ToString());
        Assert.False(headers.ContainsKey("Authorization"));
        var body = Assert.Single(server.Requests);
        Assert.True(JsonNode.DeepEquals(recorded["body"]!["analysisInput"], body["analysisInput"]));
        Assert.True(JsonNode.DeepEquals(recorded["body"]!["kind"], body["kind"]));
        foreach (var (name, value) in recorded["body"]!["parameters"]!.AsObject())
            Assert.True(JsonNode.DeepEquals(value, body["parameters"]![name]), name);

        // Beyond the recording: the service is not to keep what it reads.
        Assert.True((bool)body["parameters"]!["loggingOptOut"]!);
        Assert.Equal("latest", (string)body["parameters"]!["modelVersion"]!);
    }

    [Fact]
    public void Every_field_of_the_recorded_answers_is_read()
    {
        foreach (var answer in (JsonNode[])[Recording("sentiment-batch-opinions")["response"]!["body"]!, Now(Recording("sentiment-batch-with-error"))])
        {
            var written = JsonNode.Parse(AzureLanguageClient.Write(AzureLanguageClient.Parse(Encoding.UTF8.GetBytes(answer.ToJsonString()))));
            Assert.True(JsonNode.DeepEquals(answer, written), written!.ToJsonString());
        }

        // The recordings have no statistics and no warnings; the service's reference does.
        var full = AzureServer.Judge(Recording("sentiment-batch-opinions")["request"]!["body"]!);
        full["results"]!["documents"]![0]!["warnings"]!.AsArray().Add(JsonNode.Parse("""{"code":"LongWordsInDocument","message":"long","targetRef":"#/documents/0"}"""));
        Assert.True(JsonNode.DeepEquals(full, JsonNode.Parse(AzureLanguageClient.Write(AzureLanguageClient.Parse(Encoding.UTF8.GetBytes(full.ToJsonString()))))));
    }

    [Fact]
    public async Task A_recorded_answer_becomes_sentences_and_opinions_at_their_places()
    {
        var recording = Recording("sentiment-batch-opinions");
        var sent = Sent(recording["request"]!);
        var reply = await Reply(recording["response"]!["body"]!, sent);
        Assert.Equal(AzureOutcome.Answered, reply.Outcome);
        var (first, second) = (reply.Documents[0].Sentiment!, reply.Documents[1].Sentiment!);
        Assert.Equal("azure/2022-10-01", first.Model);
        Assert.Equal((Polarity.Positive, new Confidence(950, 50, 0)), (first.Polarity, first.Confidence));
        Assert.Equal([(0, 35), (35, 31)], first.Sentences.Select(static one => (one.Start, one.Length)));
        Assert.Equal(new Confidence(900, 90, 10), first.Sentences[1].Confidence);
        Assert.Empty(first.Sentences[0].Opinions);
        var opinion = Assert.Single(first.Sentences[1].Opinions);
        Assert.Equal("park", sent[0].Text.Substring(opinion.Start, opinion.Length));
        var judged = Assert.Single(opinion.Assessments);
        Assert.Equal("fun", sent[0].Text.Substring(judged.Start, judged.Length));
        Assert.Equal((Polarity.Positive, false), (judged.Polarity, judged.Negated));
        Assert.Equal(Polarity.Negative, second.Polarity);
        var unsure = Assert.Single(second.Sentences[0].Opinions);
        Assert.Equal(("product", Polarity.Negative), (sent[1].Text.Substring(unsure.Start, unsure.Length), unsure.Polarity));
        Assert.Equal(("not sure", Polarity.Mixed), (sent[1].Text.Substring(unsure.Assessments[0].Start, unsure.Assessments[0].Length), unsure.Assessments[0].Polarity));
    }

    [Fact]
    public async Task A_recorded_error_of_one_document_leaves_the_others_as_they_are()
    {
        var recording = Recording("sentiment-batch-with-error");
        var sent = recording["request"]!["body"]!["documents"]!.AsArray().Select(static one => new AzureDocument((string)one!["text"]!, (string)one["language"]!)).ToList();
        var reply = await Reply(Now(recording), sent);
        Assert.Equal([AzureDocumentTrouble.None, AzureDocumentTrouble.Refused, AzureDocumentTrouble.None], reply.Documents.Select(static one => one.Trouble));
        Assert.Null(reply.Documents[1].Sentiment);
        Assert.Equal((Polarity.Neutral, new Confidence(20, 850, 130)), (reply.Documents[2].Sentiment!.Polarity, reply.Documents[2].Sentiment!.Confidence));
    }

    [Theory]
    [InlineData("""{"offset":-1}""")]
    [InlineData("""{"offset":60}""")]
    [InlineData("""{"length":0}""")]
    [InlineData("""{"length":2147483647}""")]
    [InlineData("""{"text":"I had a lot of fun at the pork."}""")]
    [InlineData("""{"sentiment":"furious"}""")]
    [InlineData("""{"confidenceScores":{"positive":1.5,"neutral":0,"negative":0}}""")]
    [InlineData("""{"confidenceScores":{"positive":1,"negative":0}}""")]
    [InlineData("""{"assessments":[]}""")]
    public async Task An_answer_that_does_not_fit_the_text_is_none_and_the_next_document_is_none_the_worse(string change)
    {
        var recording = Recording("sentiment-batch-opinions");
        var body = recording["response"]!["body"]!;
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            body["results"]!["documents"]![0]!["sentences"]![1]![name] = value?.DeepClone();
        var reply = await Reply(body, Sent(recording["request"]!));
        Assert.Equal((null, AzureDocumentTrouble.Unreadable), (reply.Documents[0].Sentiment, reply.Documents[0].Trouble));
        Assert.NotNull(reply.Documents[1].Sentiment);
    }

    [Theory]
    [InlineData("#/documents/0/sentences/1/assessments/1")]
    [InlineData("#/documents/0/sentences/9/assessments/0")]
    [InlineData("#/documents/0/sentences/-1/assessments/0")]
    [InlineData("#/documents/0/sentences/1/targets/0")]
    [InlineData("")]
    public async Task A_relation_to_nothing_makes_the_answer_none(string reference)
    {
        var recording = Recording("sentiment-batch-opinions");
        var body = recording["response"]!["body"]!;
        body["results"]!["documents"]![0]!["sentences"]![1]!["targets"]![0]!["relations"]![0]!["ref"] = reference;
        Assert.Null((await Reply(body, Sent(recording["request"]!))).Documents[0].Sentiment);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"kind":"SentimentAnalysisResults"}""")]
    [InlineData("""{"kind":"SentimentAnalysisResults","results":null}""")]
    [InlineData("""{"kind":"SentimentAnalysisResults","results":{"documents":[null],"errors":[],"modelVersion":"1"}}""")]
    [InlineData("""{"kind":"SentimentAnalysisResults","results":{"documents":[],"errors":[{"id":"0"}],"modelVersion":"1"}}""")]
    [InlineData("""{"kind":"SentimentAnalysisResults","results":{"documents":[],"errors":[],"modelVersion":"one\ntwo"}}""")]
    [InlineData("""{"kind":"KeyPhraseExtractionResults","results":{"documents":[],"errors":[],"modelVersion":"1"}}""")]
    public async Task What_is_no_answer_is_called_unreadable(string body)
    {
        await using var server = await AzureServer.Start((context, _, _) => context.Response.WriteAsync(body));
        using var client = new AzureLanguageClient(Options(server), TimeProvider.System);
        Assert.Equal(AzureOutcome.Unreadable, (await client.Analyze([new AzureDocument("好", "zh-hans")], CancellationToken.None)).Outcome);
    }

    [Theory]
    [InlineData(400, "Refused")]
    [InlineData(401, "Refused")]
    [InlineData(403, "Refused")]
    [InlineData(404, "Refused")]
    [InlineData(429, "Throttled")]
    [InlineData(500, "Failed")]
    [InlineData(503, "Failed")]
    [InlineData(302, "Unreadable")]
    [InlineData(204, "Unreadable")]
    public async Task A_status_says_how_a_request_ended_and_what_to_do_without_the_key_or_the_text(int status, string outcome)
    {
        await using var server = await AzureServer.Start((context, _, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/";
            return status == 204 ? Task.CompletedTask : context.Response.WriteAsync($$$"""{"error":{"code":"Denied","message":"secret {{{Key}}} 我的手机"}}""");
        });
        using var client = new AzureLanguageClient(Options(server), TimeProvider.System);
        var reply = await client.Analyze([new AzureDocument("我的手机", "zh-hans")], CancellationToken.None);
        Assert.Equal(Enum.Parse<AzureOutcome>(outcome), reply.Outcome);
        Assert.Contains(status.ToString(), reply.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, reply.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain("手机", reply.Problem, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("0", 0)]
    [InlineData("Mon, 02 Mar 2026 04:01:30 GMT", 90)]
    [InlineData("Mon, 02 Mar 2026 03:00:00 GMT", 0)]
    [InlineData("4294967295", 3600)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData(null, null)]
    public async Task Retry_After_is_seconds_or_a_date(string? header, int? seconds)
    {
        foreach (var status in (int[])[429, 503])
        {
            await using var server = await AzureServer.Start((context, _, _) => AzureServer.Refuse(context, status, header));
            using var client = new AzureLanguageClient(Options(server), new JumpingTime(TimeSpan.Zero));
            var reply = await client.Analyze([new AzureDocument("好", "zh-hans")], CancellationToken.None);
            Assert.Equal(seconds, reply.RetryAfter is { } wait ? (int)wait.TotalSeconds : null);
        }
    }

    [Theory]
    [InlineData("https://shop.cognitiveservices.azure.com/", "https://cognitiveservices.azure.com/.default")]
    [InlineData("https://shop.cognitiveservices.azure.cn/", "https://cognitiveservices.azure.cn/.default")]
    public async Task Without_a_key_a_token_for_the_right_cloud_is_sent(string endpoint, string scope)
    {
        var tokens = new Tokens();
        var service = new Recorder();
        using var client = new AzureLanguageClient(
            new AzureLanguageOptions { Endpoint = new Uri(endpoint) }, TimeProvider.System, new HttpClientTransport(new HttpClient(service)), tokens);
        var reply = await client.Analyze([new AzureDocument("好", "zh-hans")], CancellationToken.None);
        Assert.Equal(AzureOutcome.Answered, reply.Outcome);
        Assert.Equal([scope], tokens.Scopes);
        Assert.Equal("Bearer token-1", service.Authorization);
        Assert.False(service.HasKey);

        // A near miss: no token, no request.
        service.Authorization = null;
        tokens.Fails = true;
        using var other = new AzureLanguageClient(
            new AzureLanguageOptions { Endpoint = new Uri(endpoint) }, TimeProvider.System, new HttpClientTransport(new HttpClient(service)), tokens);
        reply = await other.Analyze([new AzureDocument("好", "zh-hans")], CancellationToken.None);
        Assert.Equal(AzureOutcome.Refused, reply.Outcome);
        Assert.Contains("Language:Azure:Entra", reply.Problem, StringComparison.Ordinal);
        Assert.Null(service.Authorization);
    }

    [Fact]
    public void Options_do_not_show_their_key()
    {
        var options = new AzureLanguageOptions { Endpoint = new Uri("https://shop.cognitiveservices.azure.com/"), Key = Key };
        Assert.DoesNotContain(Key, options.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, $"{options}", StringComparison.Ordinal);
    }

    private static AzureLanguageOptions Options(AzureServer server) => new() { Endpoint = server.Endpoint, Key = Key, Timeout = TimeSpan.FromMinutes(1) };

    private static async Task<AzureReply> Reply(JsonNode body, IReadOnlyList<AzureDocument> sent)
    {
        await using var server = await AzureServer.Start((context, _, _) => AzureServer.Say(context, body));
        using var client = new AzureLanguageClient(Options(server), TimeProvider.System);
        return await client.Analyze(sent, CancellationToken.None);
    }

    private static JsonNode Recording(string name) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Language", "recordings", name + ".json")))!;

    private static List<AzureDocument> Sent(JsonNode request) =>
        [.. AzureServer.Documents(request["body"]!).Select(static one => new AzureDocument((string)one["text"]!, (string)one["language"]!))];

    /// <summary>Version 3.1 has documents and errors at the top; the version of today has them under results.</summary>
    private static JsonObject Now(JsonNode recording) => new() { ["kind"] = "SentimentAnalysisResults", ["results"] = recording["response"]!["body"]!.DeepClone() };

    private sealed class Tokens : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public bool Fails { get; set; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            if (Fails)
                throw new CredentialUnavailableException("none");
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken("token-1", DateTimeOffset.UtcNow.AddHours(1));
        }

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => new(GetToken(requestContext, cancellationToken));
    }

    /// <summary>TLS cannot be had on loopback without a certificate; what would be sent is looked at before it is.</summary>
    private sealed class Recorder : HttpMessageHandler
    {
        public string? Authorization { get; set; }

        public bool HasKey { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (Authorization, HasKey) = (request.Headers.Authorization?.ToString(), request.Headers.Contains("Ocp-Apim-Subscription-Key"));
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(cancellationToken))!;
            return new HttpResponseMessage { Content = new StringContent(AzureServer.Judge(body).ToJsonString()) };
        }
    }
}
