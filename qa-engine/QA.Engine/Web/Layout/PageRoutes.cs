using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace QA.Engine.Web.Layout;

/// <summary>How pages are mapped: each says what it asks of its visitor, and a form is taken only from this site.</summary>
internal static class PageRoutes
{
    public static void Page(this IEndpointRouteBuilder routes, string path, Allowance allowance, Delegate handler) =>
        routes.MapGet(path, handler).RequireAuthorization(allowance.ToString()).AddEndpointFilter(PageQueue.Wait).WithMetadata(new PageMark());

    /// <param name="handler">Takes an <see cref="IFormCollection"/>, which is what makes the token be checked.</param>
    public static RouteHandlerBuilder Form(this IEndpointRouteBuilder routes, string path, Allowance allowance, Delegate handler) =>
        routes.MapPost(path, handler).RequireAuthorization(allowance.ToString()).AddEndpointFilter(PageQueue.Wait).AddEndpointFilter(ShowAtOnce).WithMetadata(new PageMark(), new RequireAntiforgeryTokenAttribute());

    public static void PublicPage(this IEndpointRouteBuilder routes, string path, Delegate handler) => routes.MapGet(path, handler).WithMetadata(new PageMark());

    public static RouteHandlerBuilder PublicForm(this IEndpointRouteBuilder routes, string path, Delegate handler) =>
        routes.MapPost(path, handler).WithMetadata(new PageMark(), new RequireAntiforgeryTokenAttribute());

    /// <summary>After a form nothing that was read before it is shown again.</summary>
    private static async ValueTask<object?> ShowAtOnce(EndpointFilterInvocationContext context, EndpointFilterDelegate handler)
    {
        try
        {
            return await handler(context);
        }
        finally
        {
            context.HttpContext.RequestServices.GetRequiredService<KeptFigures>().Forget();
        }
    }

    /// <summary>A component as the answer.</summary>
    public static RazorComponentResult<T> Show<T>(Visit visit, object model, int status = StatusCodes.Status200OK)
        where T : IComponent => new(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Visit"] = visit, ["Model"] = model }) { StatusCode = status, PreventStreamingRendering = true };

    /// <summary>After a form: the page is fetched anew, so that reloading sends nothing twice.</summary>
    public static IResult Back(string path) => Results.LocalRedirect(LocalPath.Of(path));
}

/// <summary>Marks routes whose answers are HTML: errors become pages there.</summary>
internal sealed class PageMark;
