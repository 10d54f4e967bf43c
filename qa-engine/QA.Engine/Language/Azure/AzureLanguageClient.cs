using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Identity;
using QA.Scoring;

namespace QA.Engine.Language.Azure;

/// <summary>
/// The Language service of Azure on the wire: <c>POST {endpoint}/language/:analyze-text</c>, version 2023-04-01, kind SentimentAnalysis with opinion mining.
/// </summary>
/// <remarks>
/// Stands where <c>Azure.AI.TextAnalytics</c> would: with that package at hand this file is replaced by one that calls <c>AnalyzeSentimentBatchAsync</c>. It sends once and keeps
/// nothing; patience, money and memory are <see cref="AzureSentiment"/>'s.
/// </remarks>
internal sealed class AzureLanguageClient : IAzureLanguage, IDisposable
{
    private const string ApiVersion = "2023-04-01";
    private const string KeyHeader = "Ocp-Apim-Subscription-Key";

    // A request is at most 1 MB; its answer repeats the text, escaped, sentence by sentence. Whoever sends more means harm.
    private const int LongestAnswer = 32 << 20;

    private const int LongestCode = 64;
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromHours(1);

    // Han characters as they are: escaped they would be twice as long, and so would the limit of 1 MB come twice as soon.
    private static readonly JsonSerializerOptions Wire = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly AzureLanguageOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient? _http;
    private readonly HttpPipeline _pipeline;

    /// <param name="time">For a Retry-After that is a date.</param>
    /// <param name="transport">What carries requests; null: a connection pool of its own.</param>
    /// <param name="credential">What gives tokens where the options name no key; null: the environment, a workload identity, or a managed one.</param>
    public AzureLanguageClient(AzureLanguageOptions options, TimeProvider time, HttpPipelineTransport? transport = null, TokenCredential? credential = null)
    {
        (_options, _time) = (options, time);
        if (transport is null)
        {
            // No redirects: texts go to the named resource and to nobody else. Connections are made anew now and then, as names move.
            _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5), ConnectTimeout = options.Timeout }) { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
            transport = new HttpClientTransport(_http);
        }

        HttpPipelinePolicy authentication = options.Key is { } key
            ? new KeyPolicy(key)
            : new BearerTokenAuthenticationPolicy(credential ?? Credential(options), options.Cloud.Scope);
        _pipeline = HttpPipelineBuilder.Build(new PipelineOptions(transport, options.Timeout), authentication);
    }

    public async ValueTask<AzureReply> Analyze(IReadOnlyList<AzureDocument> documents, CancellationToken stop)
    {
        using var message = _pipeline.CreateMessage();
        message.BufferResponse = false;
        var request = message.Request;
        request.Method = RequestMethod.Post;
        request.Uri.Reset(_options.Endpoint);
        request.Uri.AppendPath("language/:analyze-text", escape: false);
        request.Uri.AppendQuery("api-version", ApiVersion);
        request.Uri.AppendQuery("showStats", "true");
        request.Headers.Add("Accept", "application/json");
        request.Headers.Add("Content-Type", "application/json");
        request.Content = RequestContent.Create(Body(documents));
        try
        {
            await _pipeline.SendAsync(message, stop);
            var response = message.Response;
            var body = await ReadBody(response.ContentStream, stop);
            if (body is null)
                return new AzureReply(AzureOutcome.Unreadable, $"{_options.Endpoint}: the answer is longer than {LongestAnswer >> 20} MB; check that Language:Azure:Endpoint is the resource's own address");
            return response.Status == (int)HttpStatusCode.OK ? Answer(body, documents) : Failure(response, body);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new AzureReply(AzureOutcome.TimedOut, $"{_options.Endpoint}: no answer within {_options.Timeout.TotalSeconds:0.###} s");
        }
        catch (AuthenticationFailedException)
        {
            return new AzureReply(AzureOutcome.Refused, "Language:Azure:Entra: no token was to be had; give the machine an identity that may use the resource (role Cognitive Services User), or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET");
        }
        catch (Exception e) when (e is RequestFailedException or IOException or HttpRequestException or AggregateException)
        {
            stop.ThrowIfCancellationRequested();
            return new AzureReply(AzureOutcome.Unreachable, $"{_options.Endpoint}: cannot be reached, or the connection broke; check Language:Azure:Endpoint, the network and its proxy");
        }
        catch (JsonException)
        {
            return new AzureReply(AzureOutcome.Unreadable, $"{_options.Endpoint}: the answer is not what version {ApiVersion} of the service documents; check that Language:Azure:Endpoint is the resource's own address");
        }
    }

    public void Dispose() => _http?.Dispose();

    /// <summary>What the service says, field by field.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    internal static Result Parse(ReadOnlySpan<byte> body) => JsonSerializer.Deserialize<Result>(body, Wire) ?? throw new JsonException("null");

    internal static byte[] Write(Result result) => JsonSerializer.SerializeToUtf8Bytes(result, Wire);

    // No developer tools, which DefaultAzureCredential would start: a service has an identity of its own.
    private static ChainedTokenCredential Credential(AzureLanguageOptions options)
    {
        var authority = options.Cloud.Authority;
        var managed = options.ClientId.Length == 0 ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(options.ClientId);
        return new ChainedTokenCredential(
            new EnvironmentCredential(new EnvironmentCredentialOptions { AuthorityHost = authority }),
            new WorkloadIdentityCredential(new WorkloadIdentityCredentialOptions { AuthorityHost = authority }),
            new ManagedIdentityCredential(new ManagedIdentityCredentialOptions(managed) { AuthorityHost = authority }));
    }

    private static async ValueTask<byte[]?> ReadBody(Stream? stream, CancellationToken stop)
    {
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(16 << 10);
        try
        {
            while (stream is not null && await stream.ReadAsync(buffer, stop) is > 0 and var read)
            {
                body.Write(buffer, 0, read);
                if (body.Length > LongestAnswer)
                    return null;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return body.ToArray();
    }

    private byte[] Body(IReadOnlyList<AzureDocument> documents) => JsonSerializer.SerializeToUtf8Bytes(
        new Request(
            "SentimentAnalysis",
            new AnalysisInput([.. documents.Select(static (document, i) => new Document(Id(i), document.Language, document.Text))]),
            new Parameters(_options.ModelVersion, OpinionMining: true, "Utf16CodeUnit", LoggingOptOut: true)),
        Wire);

    private AzureReply Answer(byte[] body, IReadOnlyList<AzureDocument> documents)
    {
        var results = Parse(body) is { Kind: "SentimentAnalysisResults" } result ? result.Results : throw new JsonException("another kind");
        var model = Code(results.ModelVersion) ?? throw new JsonException("modelVersion");
        var said = Each(results.Documents).ToLookup(static one => one.Id, StringComparer.Ordinal);
        var errors = Each(results.Errors).ToLookup(static one => one.Id, StringComparer.Ordinal);
        var replies = new AzureDocumentReply[documents.Count];
        for (var i = 0; i < replies.Length; i++)
        {
            var id = Id(i);
            replies[i] = (said[id].ToList(), errors[id].ToList()) switch
            {
                ([var one], []) => Reply(one, documents[i].Text, "azure/" + model),
                ([], [var error]) => new(null, Trouble(error.Error), []),

                // Two answers to one question: nobody knows which is the right one. None: nobody knows either.
                _ => new(null, AzureDocumentTrouble.Unreadable, []),
            };
        }

        return new AzureReply(AzureOutcome.Answered) { Documents = replies, Records = Math.Max(0, results.Statistics?.TransactionsCount ?? 0) };
    }

    private AzureReply Failure(Response response, byte[] body)
    {
        var status = response.Status;
        var code = response.Headers.TryGetValue("x-ms-error-code", out var header) ? Code(header) : null;
        try
        {
            if (JsonSerializer.Deserialize<Whole>(body, Wire)?.Error is { } error)
                code = Code(error.Innererror?.Code) ?? Code(error.Code) ?? code;
        }
        catch (JsonException)
        {
            // Proxies answer with pages of their own; the status says enough.
        }

        var what = $"{_options.Endpoint}: {status.ToString(CultureInfo.InvariantCulture)}{(code is null ? "" : $" {code}")}";
        return status switch
        {
            429 => new(AzureOutcome.Throttled, $"{what}: too many requests; lower Language:Azure:RequestsASecond, or raise the resource's tier") { RetryAfter = RetryAfter(response) },
            401 or 403 => new(AzureOutcome.Refused, $"{what}: the service does not accept the {(_options.Key is null ? "token; give the identity the role Cognitive Services User on the resource" : "key; check Language:Azure:Key and that it belongs to this endpoint")}"),
            404 => new(AzureOutcome.Refused, $"{what}: there is no Language service there; check Language:Azure:Endpoint"),
            >= 400 and < 500 => new(AzureOutcome.Refused, $"{what}: the service does not accept the request; check Language:Azure:ModelVersion"),
            >= 500 => new(AzureOutcome.Failed, $"{what}: the service has a fault of its own; it is asked again later") { RetryAfter = RetryAfter(response) },
            _ => new(AzureOutcome.Unreadable, $"{what}: not an answer of the service; check that Language:Azure:Endpoint is the resource's own address"),
        };
    }

    /// <summary>Seconds or a date (RFC 9110, 10.2.3); null where it is missing or neither.</summary>
    private TimeSpan? RetryAfter(Response response)
    {
        if (!response.Headers.TryGetValue("Retry-After", out var text) || text is null)
            return null;
        TimeSpan wait;
        if (uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            wait = TimeSpan.FromSeconds(seconds);
        else if (DateTimeOffset.TryParseExact(text, "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            wait = date - _time.GetUtcNow();
        else
            return null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestRetryAfter ? LongestRetryAfter : wait;
    }

    private static AzureDocumentReply Reply(SentDocument said, string sent, string model)
    {
        var warnings = Each(said.Warnings).Select(static warning => Code(warning.Code) ?? "unknown").ToList();

        // An answer about a part of a message is no answer about the message.
        if (warnings.Contains("DocumentTruncated", StringComparer.Ordinal))
            return new(null, AzureDocumentTrouble.Refused, warnings);
        return Read(said, sent, model) is { } sentiment ? new(sentiment, AzureDocumentTrouble.None, warnings) : new(null, AzureDocumentTrouble.Unreadable, warnings);
    }

    /// <returns>Null where the answer is not about this text: a place outside it, other words than stand there, a relation to nothing.</returns>
    private static Sentiment? Read(SentDocument said, string sent, string model)
    {
        if (Polarities(said.Sentiment) is not { } polarity || Confident(said.ConfidenceScores) is not { } confidence)
            return null;
        var sentences = new List<SentenceSentiment>();
        var end = 0;
        foreach (var one in Each(said.Sentences))
        {
            if (!Fits(one.Offset, one.Length, one.Text, sent) || one.Offset < end || Polarities(one.Sentiment) is not { } lean || Confident(one.ConfidenceScores) is not { } sure)
                return null;
            end = one.Offset + one.Length;
            var opinions = new List<Opinion>();
            foreach (var target in Each(one.Targets ?? []))
            {
                if (!Fits(target.Offset, target.Length, target.Text, sent) || Polarities(target.Sentiment) is not { } felt || Judgements(target, said, sent) is not { } judgements)
                    return null;
                if (judgements.Count > 0)
                    opinions.Add(new Opinion(target.Offset, target.Length, felt, judgements));
            }

            sentences.Add(new SentenceSentiment(one.Offset, one.Length, lean, sure, [], opinions));
        }

        return sentences.Count == 0 ? null : new Sentiment(model, polarity, confidence, sentences);
    }

    private static List<Assessment>? Judgements(Target target, SentDocument said, string sent)
    {
        var judgements = new List<Assessment>();
        foreach (var relation in Each(target.Relations))
        {
            // A target may also be related to another target; that says nothing about how it is judged.
            if (!string.Equals(relation.RelationType, "assessment", StringComparison.Ordinal))
                continue;
            if (Referred(relation.Ref, said) is not { } words || !Fits(words.Offset, words.Length, words.Text, sent) || Polarities(words.Sentiment) is not { } polarity)
                return null;
            judgements.Add(new Assessment(words.Offset, words.Length, polarity, words.IsNegated));
        }

        return judgements;
    }

    /// <summary>
    /// Follows <c>#/documents/0/sentences/1/assessments/0</c>. The document is the one that refers, whatever its number: where others failed, the service counts
    /// them in some answers and not in others.
    /// </summary>
    private static AssessedWords? Referred(string reference, SentDocument said)
    {
        if (reference.Split('/') is not ["#", "documents", _, "sentences", var sentence, "assessments", var place]
            || !int.TryParse(sentence, NumberStyles.None, CultureInfo.InvariantCulture, out var i) || i >= said.Sentences.Count
            || !int.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var j) || said.Sentences[i]?.Assessments is not { } assessments || j >= assessments.Count)
        {
            return null;
        }

        return assessments[j];
    }

    private static bool Fits(int offset, int length, string text, string sent) =>
        offset >= 0 && length > 0 && offset <= sent.Length - length && sent.AsSpan(offset, length).SequenceEqual(text);

    private static Polarity? Polarities(string word) => word switch
    {
        "positive" => Polarity.Positive,
        "neutral" => Polarity.Neutral,
        "negative" => Polarity.Negative,
        "mixed" => Polarity.Mixed,
        _ => null,
    };

    private static Confidence? Confident(Scores scores)
    {
        if (scores is not { Positive: >= 0 and <= 1, Neutral: >= 0 and <= 1, Negative: >= 0 and <= 1 })
            return null;
        return new Confidence(Thousandths(scores.Positive), Thousandths(scores.Neutral.Value), Thousandths(scores.Negative));

        static int Thousandths(double score) => (int)Math.Round(score * 1000, MidpointRounding.AwayFromZero);
    }

    private static AzureDocumentTrouble Trouble(Error error) =>
        error.Innererror?.Code is "UnsupportedLanguageCode" || error.Code is "UnsupportedLanguageCode" ? AzureDocumentTrouble.Language : AzureDocumentTrouble.Refused;

    private static string Id(int i) => i.ToString(CultureInfo.InvariantCulture);

    /// <summary>A word of the service that may stand in a log or a result; null where it is not like one.</summary>
    private static string? Code(string? text) =>
        text is { Length: > 0 and <= LongestCode } && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_') ? text : null;

    // The reader checks that a list is there, not that its members are.
    private static IEnumerable<T> Each<T>(IReadOnlyList<T?> list)
        where T : class =>
        list.Select(static one => one ?? throw new JsonException("null in a list"));

    internal sealed record Request(string Kind, AnalysisInput AnalysisInput, Parameters Parameters);

    internal sealed record AnalysisInput(IReadOnlyList<Document> Documents);

    internal sealed record Document(string Id, string Language, string Text);

    /// <param name="LoggingOptOut">Otherwise the service keeps texts for 48 hours to look into faults.</param>
    internal sealed record Parameters(string ModelVersion, bool OpinionMining, string StringIndexType, bool LoggingOptOut);

    internal sealed record Result(string Kind, Results Results);

    internal sealed record Results(IReadOnlyList<SentDocument?> Documents, IReadOnlyList<DocumentError?> Errors, string ModelVersion, Statistics? Statistics = null);

    /// <param name="TransactionsCount">Records billed.</param>
    internal sealed record Statistics(int DocumentsCount, int ValidDocumentsCount, int ErroneousDocumentsCount, int TransactionsCount);

    internal sealed record SentDocument(
        string Id, string Sentiment, Scores ConfidenceScores, IReadOnlyList<Sentence?> Sentences, IReadOnlyList<Warning?> Warnings, DocumentStatistics? Statistics = null);

    internal sealed record DocumentStatistics(int CharactersCount, int TransactionsCount);

    /// <param name="Neutral">Targets and assessments have none.</param>
    internal sealed record Scores(double Positive, double Negative, double? Neutral = null);

    internal sealed record Sentence(
        string Sentiment, Scores ConfidenceScores, int Offset, int Length, string Text, IReadOnlyList<Target?>? Targets = null, IReadOnlyList<AssessedWords?>? Assessments = null);

    internal sealed record Target(string Sentiment, Scores ConfidenceScores, int Offset, int Length, string Text, IReadOnlyList<Relation?> Relations);

    internal sealed record Relation(string RelationType, string Ref);

    internal sealed record AssessedWords(string Sentiment, Scores ConfidenceScores, int Offset, int Length, string Text, bool IsNegated);

    internal sealed record Warning(string Code, string Message, string? TargetRef = null);

    internal sealed record DocumentError(string Id, Error Error);

    internal sealed record Error(string Code, string Message, string? Target = null, Error? Innererror = null);

    private sealed record Whole(Error Error);

    private sealed class KeyPolicy(string key) : HttpPipelineSynchronousPolicy
    {
        public override void OnSendingRequest(HttpMessage message) => message.Request.Headers.SetValue(KeyHeader, key);
    }

    private sealed class PipelineOptions : ClientOptions
    {
        public PipelineOptions(HttpPipelineTransport transport, TimeSpan timeout)
        {
            Transport = transport;

            // Requests are repeated in one place, and that is not here: it also counts the records.
            Retry.MaxRetries = 0;
            Retry.NetworkTimeout = timeout;
            Diagnostics.IsLoggingEnabled = false;
            Diagnostics.IsDistributedTracingEnabled = false;
            Diagnostics.IsTelemetryEnabled = false;
        }
    }
}
