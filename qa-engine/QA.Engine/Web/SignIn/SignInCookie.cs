using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Claims;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.SignIn;

/// <summary>
/// The sign-in of a browser: a cookie that names an account and its stamp. The account is read at each request, so that whoever is disabled, or whose
/// role or password changes, is out at once.
/// </summary>
internal static class SignInCookie
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string Name = "qa-sign-in";
    private const string Stamp = "stamp";

    public static void Configure(CookieAuthenticationOptions options, WebOptions web)
    {
        options.Cookie.Name = Name;
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = web.SignInLasts;
        options.SlidingExpiration = true;
        options.Events = new CookieAuthenticationEvents
        {
            OnValidatePrincipal = Validate,
            OnRedirectToLogin = static context =>
            {
                if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<PageMark>() is null)
                {
                    context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                    return Task.CompletedTask;
                }

                // A form cannot be sent again after signing in; its page can be opened again.
                var request = context.Request;
                var back = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : LocalPath.Start;
                var expired = request.Cookies.ContainsKey(Name) ? "&expired=1" : "";
                context.Response.Redirect($"/sign-in?back={Uri.EscapeDataString(back)}{expired}");
                return Task.CompletedTask;
            },
            OnRedirectToAccessDenied = static context =>
            {
                Visit.Of(context.HttpContext).WriteDown(AuditAction.AccessRefused, context.Request.Path);
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            },
        };
    }

    public static Task SignIn(HttpContext http, Account account) => http.SignInAsync(Scheme, Principal(account));

    public static ClaimsPrincipal Principal(Account account) => new(new ClaimsIdentity(
        [
            new Claim(ClaimTypes.NameIdentifier, account.Number.ToString(CultureInfo.InvariantCulture)),
            new Claim(ClaimTypes.Role, Accounts.Word(account.Role)),
            new Claim(Stamp, account.Stamp),
        ],
        Scheme));

    private static Task Validate(CookieValidatePrincipalContext context)
    {
        var accounts = context.HttpContext.RequestServices.GetRequiredService<Accounts>();
        if (context.Principal is { } principal
            && long.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && accounts.Find(number) is { Disabled: false } account
            && account.Stamp == principal.FindFirstValue(Stamp))
        {
            context.HttpContext.Items[typeof(Account)] = account;
            return Task.CompletedTask;
        }

        context.RejectPrincipal();
        return Task.CompletedTask;
    }
}
