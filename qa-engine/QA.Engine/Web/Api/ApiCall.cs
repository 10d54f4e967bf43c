using System;
using System.Buffers;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.ApiKeys;
using QA.Engine.Storage.People;

namespace QA.Engine.Web.Api;

/// <summary>One request of a program: which key it came with, what it asks, and how it is answered.</summary>
internal sealed class ApiCall(HttpContext http, ApiKey key, ApiOperation operation)
{
    private const string KeyPrefix = "key:";
    private const int DaysByDefault = 30;

    // Chinese stays readable; nothing of this is ever put into HTML.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ApiKey Key => key;

    public Reach Reach { get; } = key.Teams.Count == 0 ? Reach.All : new Reach(false, key.Teams, null);

    /// <summary>Today in the store's zone.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Get<TimeProvider>().GetUtcNow(), Get<WebOptions>().Zone).DateTime);

    public static DateOnly? DayOf(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public T Get<T>()
        where T : notnull => http.RequestServices.GetRequiredService<T>();

    public IQueryCollection Query => http.Request.Query;

    /// <summary>Null: it was not given.</summary>
    public string? Text(string name) => http.Request.Query.TryGetValue(name, out var values) ? values[^1] : null;

    /// <summary>What the path names behind <c>…/</c>. Read as it was sent: a decoded path no longer tells the slash of an id from one that parts segments.</summary>
    public string Named()
    {
        var sent = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var path = sent.Split('?', 2)[0];
        var before = operation.Path[..operation.Path.IndexOf('{', StringComparison.Ordinal)];
        return path.StartsWith(before, StringComparison.Ordinal) ? Uri.UnescapeDataString(path[before.Length..]) : "";
    }

    /// <summary>What is wrong with the query, one sentence each.</summary>
    public IEnumerable<string> Problems()
    {
        var inQuery = operation.Parameters.Where(parameter => !operation.Path.Contains('{' + parameter.Name + '}', StringComparison.Ordinal)).ToList();
        foreach (var given in http.Request.Query.Keys)
        {
            if (!inQuery.Exists(parameter => parameter.Name == given))
                yield return $"{given}: there is no such parameter; there are: {(inQuery.Count == 0 ? "none" : string.Join(", ", inQuery.Select(static parameter => parameter.Name)))}";
        }

        foreach (var parameter in inQuery)
        {
            if (Text(parameter.Name) is not { } value)
            {
                if (parameter.Required)
                    yield return $"{parameter.Name}: is missing; give one, such as {parameter.Example}";
            }
            else if (parameter.Problem(value) is { } problem)
            {
                yield return $"{parameter.Name}: {problem}";
            }
        }
    }

    /// <summary>The days asked for: <c>from</c> and <c>to</c>, or the last <c>days</c>, or the last thirty.</summary>
    /// <param name="most">How many at most.</param>
    /// <param name="problem">What is wrong with them.</param>
    public (DateOnly From, DateOnly To) Days(int most, out string? problem)
    {
        problem = null;
        var days = Text("days") is { } number ? int.Parse(number, CultureInfo.InvariantCulture) : DaysByDefault;
        var to = DayOf(Text("to")) ?? Today;
        var from = DayOf(Text("from")) ?? (to.DayNumber >= days ? to.AddDays(1 - days) : DateOnly.MinValue);
        if (Text("days") is not null && Text("from") is not null)
            problem = "days: give from or days, not both";
        else if (from > to)
            problem = $"from: {from:yyyy-MM-dd} is after {to:yyyy-MM-dd}; the first day comes before the last";
        else if (to.DayNumber - from.DayNumber >= most)
            problem = $"from: {to.DayNumber - from.DayNumber + 1} days are too many for one answer, {most} would be right{(Text("team") is null ? "; with a team, more" : "")}";
        return (from, to);
    }

    /// <summary>Whether figures of a team may be read; where not, that is written down.</summary>
    public bool Sees(string team)
    {
        if (Reach.SeesTeam(team))
            return true;
        WriteDown(AuditAction.AccessRefused, operation.Path, "team");
        return false;
    }

    public void WriteDown(AuditAction action, string @object, string detail = "") =>
        Get<AuditTrail>().Write(null, KeyPrefix + key.Name, action, @object, detail, (http.Connection.RemoteIpAddress ?? IPAddress.None).ToString());

    /// <summary>An object of these members.</summary>
    public static IResult Json(Action<Utf8JsonWriter> members, int status = StatusCodes.Status200OK)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(bytes, Writing))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return new Bytes(bytes.WrittenMemory, status);
    }

    public static IResult Refuse(int status, string error) => Json(json => json.WriteString("error", error), status);

    public static IResult NoneOfIt(string what) => Refuse(StatusCodes.Status404NotFound, $"there is no such {what}, or this key may not see it");

    private sealed class Bytes(ReadOnlyMemory<byte> body, int status) : IResult
    {
        public async System.Threading.Tasks.Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.ContentType = "application/json";
            httpContext.Response.ContentLength = body.Length;
            await httpContext.Response.BodyWriter.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
