using System;
using System.Collections.Generic;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace QA.Engine.Web;

/// <summary>How the engine does, for whoever restarts it or sends it work.</summary>
/// <param name="IsAtWork">Whether the worker has begun.</param>
/// <param name="Failing">What does not work at present, and why, by the source's name or <c>store</c>.</param>
internal sealed record EngineHealth(Func<bool> IsAtWork, Func<IReadOnlyDictionary<string, string>> Failing)
{
    // Without its store the engine can do nothing; without one source it still serves the others.
    private const string Vital = "store";

    public bool IsReady => IsAtWork() && !Failing().ContainsKey(Vital);
}

/// <summary>
/// <c>/health/live</c>: 200 while the process answers; restart it otherwise. <c>/health/ready</c>: 200 while the store can be used, 503
/// otherwise; both list what does not work.
/// </summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes, EngineHealth health)
    {
        routes.MapGet("/health/live", () => Results.Text("alive\n"));
        routes.MapGet("/health/ready", () =>
        {
            var failing = new JsonObject();
            foreach (var (where, problem) in health.Failing())
                failing[where] = problem;
            var ready = health.IsReady;
            var body = new JsonObject { ["ready"] = ready, ["failing"] = failing };
            return Results.Text(body.ToJsonString() + "\n", "application/json", statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
        });
    }
}
