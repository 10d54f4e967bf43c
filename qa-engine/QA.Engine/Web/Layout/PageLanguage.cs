using System;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Builder;

namespace QA.Engine.Web.Layout;

/// <summary>Which language pages are in: what somebody chose, else what the browser prefers, else Chinese.</summary>
internal static class PageLanguage
{
    private const string Cookie = "lang";

    public static bool IsChinese(HttpRequest request)
    {
        if (request.Cookies[Cookie] is { } chosen)
            return chosen != "en";
        foreach (var range in request.Headers.AcceptLanguage.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // The first that is spoken here: browsers send them in order.
            if (range.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
                return true;
            if (range.StartsWith("en", StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    public static void MapLanguage(this IEndpointRouteBuilder routes) => routes.MapGet("/language", static (HttpContext http, string? to, string? back) =>
    {
        http.Response.Cookies.Append(Cookie, to == "en" ? "en" : "zh", new CookieOptions
        {
            HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true,
        });
        return Results.LocalRedirect(LocalPath.Of(back));
    });
}
