using System;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QA.Engine.Storage;

namespace QA.Engine.Web.Layout;

/// <summary>Answers without a page of their own: errors and refusals, as a page for people and as JSON under <c>/api</c>.</summary>
internal static class Refusals
{
    public static void UseRefusals(this WebApplication app)
    {
        app.UseExceptionHandler(errors => errors.Run(static http =>
        {
            var error = http.Features.Get<IExceptionHandlerFeature>()?.Error;
            var status = error switch
            {
                StoreUnavailableException => StatusCodes.Status503ServiceUnavailable,
                BadHttpRequestException bad => bad.StatusCode,
                _ => StatusCodes.Status500InternalServerError,
            };
            if (status == StatusCodes.Status500InternalServerError)
            {
                // The type and the place, never a message that may hold words of a chat.
                http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("QA.Engine.Web")
                    .LogError("request {Request} to {Path} failed: {Type} at {Place}", http.TraceIdentifier, http.Request.Path, error?.GetType().Name, error?.TargetSite?.ToString());
            }

            return Answer(http, status);
        }));
        app.UseStatusCodePages(static context => Answer(context.HttpContext, context.HttpContext.Response.StatusCode));
    }

    public static Task Answer(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        if (http.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal))
        {
            var body = new JsonObject { ["error"] = Said(status) };
            return Results.Text(body.ToJsonString() + "\n", "application/json", statusCode: status).ExecuteAsync(http);
        }

        var visit = Visit.Of(http);
        return PageRoutes.Show<RefusalPage>(visit, Refusal.Of(visit, status), status).ExecuteAsync(http);
    }

    private static string Said(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "the request cannot be read; see /api/openapi.json for what it takes",
        StatusCodes.Status401Unauthorized => "send a key of the setting Api:Keys as Authorization: Bearer",
        StatusCodes.Status403Forbidden => "this key may not do that; give it the scope the operation names",
        StatusCodes.Status404NotFound => "there is none; see /api/openapi.json for what there is",
        StatusCodes.Status429TooManyRequests => "too many requests; wait a minute",
        StatusCodes.Status503ServiceUnavailable => "the store cannot be reached for now; try again",
        _ => "this failed through no fault of yours; nothing was changed",
    };
}
