using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using QA.Engine.ApiKeys;

namespace QA.Engine.Sources.Http;

/// <summary>
/// <c>POST /api/conversations</c>: conversations somebody brings. A JSON object, a list of them, or JSON Lines (<c>application/x-ndjson</c>),
/// plain or gzip; read and kept in portions, so that a body of any size takes little memory. To send the same again is safe: what is known
/// by its id and content is a duplicate.
/// </summary>
internal sealed class ConversationsEndpoint(IIntake intake, HttpIntakeOptions options, ReadLimits limits, ILogger log)
{
    private const string Path = "/api/conversations";
    private const string RetryAfterSeconds = "5";
    private const string RightTypes = "send application/json (a conversation or a list of them) or application/x-ndjson (one conversation a line), in UTF-8";
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IEndpointConventionBuilder Map(IEndpointRouteBuilder routes, IIntake intake, HttpIntakeOptions options, ReadLimits limits, ILogger log) =>
        routes.MapPost(Path, new ConversationsEndpoint(intake, options, limits, log).Answer);

    private async Task Answer(HttpContext context)
    {
        if (options.Keys.Count == 0)
        {
            await Refuse(context, StatusCodes.Status503ServiceUnavailable, "Nobody may send yet", "no key is set; set one, such as QA_Api__Keys__shop=<at least 16 characters>, and start again");
            return;
        }

        if (ApiKey.Of(context.Request, options.Keys, out var tried) is not { } key)
        {
            context.Response.Headers.WWWAuthenticate = tried ? "Bearer realm=\"qa-engine\", error=\"invalid_token\"" : "Bearer realm=\"qa-engine\"";
            await Refuse(context, StatusCodes.Status401Unauthorized, tried ? "The key is wrong" : "A key is missing", "send a key of the settings Api:Keys as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'");
            return;
        }

        if (!key.May(ApiScope.Ingest))
        {
            await Refuse(context, StatusCodes.Status403Forbidden, "This key only reads", $"give it the scope ingest (setting Api:Keys:{key.Name}:Scopes), or send another");
            return;
        }

        if (Cutter(context.Request) is not { } cutter)
        {
            await Refuse(context, StatusCodes.Status415UnsupportedMediaType, "Unknown content type", $"Content-Type is {Shown(context.Request.ContentType)}; {RightTypes}");
            return;
        }

        var packed = context.Request.Headers.ContentEncoding.ToString();
        var isPacked = string.Equals(packed, "gzip", StringComparison.OrdinalIgnoreCase);
        if (!isPacked && packed.Length > 0 && !string.Equals(packed, "identity", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.AcceptEncoding = "gzip";
            await Refuse(context, StatusCodes.Status415UnsupportedMediaType, "Unknown content encoding", $"Content-Encoding is {Shown(packed)}; send the body plain or as gzip");
            return;
        }

        if (context.Request.ContentLength > options.MaxBodyBytes)
        {
            await Refuse(context, StatusCodes.Status413PayloadTooLarge, "The body is too long", TooLong());
            return;
        }

        // Bytes are counted here, unpacked; the server's own limit is below ours and counts something else.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;
        await using var unpacked = isPacked ? new GZipStream(context.Request.Body, CompressionMode.Decompress, leaveOpen: true) : null;
        await Take(context, key, unpacked ?? context.Request.Body, cutter);
    }

    private async Task Take(HttpContext context, ApiKey key, Stream body, IItemCutter cutter)
    {
        var report = new IntakeReport();
        try
        {
            using var items = new BodyItems(body, cutter, limits, options.MaxBodyBytes);
            while (await items.Next(context.RequestAborted) is { Count: > 0 } portion)
                Keep(key.Origin, portion, report);
        }
        catch (BodyTooLongException)
        {
            await Refuse(context, StatusCodes.Status413PayloadTooLarge, "The body is too long", TooLong(), report);
            return;
        }
        catch (SourceException e)
        {
            log.LogWarning("a request of {Caller} was refused after {Items} items: {Reason}", key.Name, report.Total, e.Message);
            context.Response.Headers.RetryAfter = RetryAfterSeconds;
            await Refuse(context, StatusCodes.Status503ServiceUnavailable, "Nothing can be kept for now", "the store cannot be reached; send all of it again later, what was kept already counts as duplicate then", report);
            return;
        }
        catch (InvalidDataException)
        {
            await Refuse(context, StatusCodes.Status400BadRequest, "The body cannot be unpacked", "Content-Encoding says gzip, and the body is not, or is broken or cut off", report);
            return;
        }
        catch (BadHttpRequestException e) when (!context.RequestAborted.IsCancellationRequested && !context.Response.HasStarted)
        {
            HalfSent(key, report, e);
            await Refuse(context, e.StatusCode, "The body did not come whole", "it was cut off or came too slowly; send it again, what was kept already counts as duplicate then", report);
            return;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Nobody is left to answer.
            HalfSent(key, report, e);
            return;
        }

        if (report.Accepted + report.Duplicates == 0 && report.Invalid > 0)
            await Refuse(context, StatusCodes.Status400BadRequest, "No conversation could be read", "none of the items is a conversation; see 'items'", report);
        else
            await Write(context, report.Invalid > 0 ? StatusCodes.Status207MultiStatus : StatusCodes.Status200OK, "application/json", report.Write);
    }

    private void Keep(string origin, IReadOnlyList<BodyItem> portion, IntakeReport report)
    {
        var readable = portion.Where(item => item.Problem is null).Select(item => item.Bytes).ToList();
        var answers = readable.Count == 0 ? [] : intake.Keep(origin, readable);
        var next = 0;
        foreach (var item in portion)
            report.Add(item.Index, item.Problem is { } problem ? new IntakeAnswer(IntakeOutcome.Invalid, null, problem) : answers[next++]);
    }

    private void HalfSent(ApiKey key, IntakeReport report, Exception e) =>
        log.LogWarning("a request of {Caller} ended in the middle ({Reason}): {Accepted} conversations of it were kept", key.Name, e.Message, report.Accepted);

    private static IItemCutter? Cutter(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || (type.Charset.HasValue && !HeaderUtilities.RemoveQuotes(type.Charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
            return null;
        return type.MediaType.Value?.ToUpperInvariant() switch
        {
            "APPLICATION/JSON" => new DocumentCutter(),
            "APPLICATION/X-NDJSON" or "APPLICATION/NDJSON" or "APPLICATION/JSONL" or "APPLICATION/X-JSONLINES" => new LineCutter(),
            _ => null,
        };
    }

    private string TooLong() => $"the limit is {options.MaxBodyBytes} bytes, unpacked (setting Api:MaxBodyBytes); send it in parts, what was kept already counts as duplicate then";

    private static string Shown(string? header)
    {
        const int longest = 60;
        return string.IsNullOrEmpty(header) ? "missing" : $"'{header[..Math.Min(header.Length, longest)]}'";
    }

    /// <summary>Answers that the request as a whole went wrong, in the form of RFC 9457, with what became of its items up to there.</summary>
    private static Task Refuse(HttpContext context, int status, string title, string detail, IntakeReport? report = null) =>
        Write(context, status, "application/problem+json", json =>
        {
            json.WriteString("title", title);
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            report?.Write(json);
        });

    private static async Task Write(HttpContext context, int status, string type, Action<Utf8JsonWriter> members)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await using (var json = new Utf8JsonWriter(context.Response.BodyWriter, Writing))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
