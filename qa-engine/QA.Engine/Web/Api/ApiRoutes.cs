using System;
using System.Linq;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.ApiKeys;

namespace QA.Engine.Web.Api;

/// <summary>What programs may read under <c>/api</c>, and the document that says so.</summary>
internal static class ApiRoutes
{
    public const string DocumentPath = "/api/openapi.json";

    private const string Limit = "api";

    // Whoever has no key tries; a program that has one does not.
    private const int TriesPerMinute = 60;

    public static void AddTo(RateLimiterOptions limits)
    {
        limits.AddPolicy(Limit, static http =>
        {
            var options = http.RequestServices.GetRequiredService<WebOptions>();
            var key = ApiKey.Of(http.Request, options.ApiKeys, out _);
            return RateLimitPartition.GetFixedWindowLimiter(
                key is null ? "address " + http.Connection.RemoteIpAddress : "key " + key.Name,
                _ => new FixedWindowRateLimiterOptions { PermitLimit = key is null ? TriesPerMinute : options.ApiRequestsPerMinute, Window = TimeSpan.FromMinutes(1) });
        });
        limits.OnRejected = static (rejected, _) =>
        {
            if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                rejected.HttpContext.Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return default;
        };
    }

    public static void MapApi(this IEndpointRouteBuilder routes)
    {
        foreach (var operation in ApiOperations.All)
        {
            // An id may hold a slash.
            routes.MapGet(operation.Path.Replace("{id}", "{**id}", StringComparison.Ordinal), (HttpContext http) => Answer(http, operation)).RequireRateLimiting(Limit);
        }

        var document = System.Text.Encoding.UTF8.GetBytes(OpenApiDocument.Of(ApiOperations.All).ToJsonString() + "\n");
        routes.MapGet(DocumentPath, () => Results.Bytes(document, "application/json")).RequireRateLimiting(Limit);
    }

    private static IResult Answer(HttpContext http, ApiOperation operation)
    {
        if (ApiKey.Of(http.Request, http.RequestServices.GetRequiredService<WebOptions>().ApiKeys, out var tried) is not { } key)
        {
            http.Response.Headers.WWWAuthenticate = tried ? "Bearer realm=\"qa-engine\", error=\"invalid_token\"" : "Bearer realm=\"qa-engine\"";
            return ApiCall.Refuse(
                StatusCodes.Status401Unauthorized,
                $"{(tried ? "the key is wrong" : "a key is missing")}; send one of the setting Api:Keys as 'Authorization: Bearer KEY' or 'X-Api-Key: KEY'");
        }

        if (!key.May(ApiScope.Read))
            return ApiCall.Refuse(StatusCodes.Status403Forbidden, $"this key does not read; give it the scope read (setting Api:Keys:{key.Name}:Scopes), or send another");
        var call = new ApiCall(http, key, operation);
        var problems = call.Problems().ToList();
        return problems.Count > 0 ? ApiCall.Refuse(StatusCodes.Status400BadRequest, string.Join("; ", problems)) : operation.Answer(call);
    }
}
