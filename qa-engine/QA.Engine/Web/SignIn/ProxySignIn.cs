using System;
using System.Net;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.SignIn;

/// <summary>
/// Single sign-on: a reverse proxy that did it names the account in a header. Believed only from the addresses of the setting; from anywhere else the
/// header is what anybody could write, and says nothing.
/// </summary>
internal static class ProxySignIn
{
    // Each request names the account; a sign-in is written down once for a stretch of work.
    private static readonly TimeSpan Stretch = TimeSpan.FromHours(12);

    public static void UseProxySignIn(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<WebOptions>();
        if (options.Proxies.Count == 0)
            return;
        app.Use((http, next) =>
        {
            if (!IsTrusted(options, http.Connection.RemoteIpAddress) || http.Request.Headers[options.ProxyHeader] is not [{ Length: > 0 } name])
                return next(http);
            var accounts = http.RequestServices.GetRequiredService<Accounts>();
            if (accounts.Find(name) is not { Disabled: false } account)
                return Unknown(http, name);
            http.User = SignInCookie.Principal(account);
            http.Items[typeof(Account)] = account;
            var visit = Visit.Of(http);
            if (account.SeenAt is not { } seen || visit.Now - seen > Stretch)
            {
                accounts.SignedIn(account.Number);
                visit.WriteDown(AuditAction.SignIn, account.Name, "proxy");
            }

            return next(http);
        });
    }

    private static bool IsTrusted(WebOptions options, IPAddress? address)
    {
        if (address is { IsIPv4MappedToIPv6: true })
            address = address.MapToIPv4();
        foreach (var proxy in options.Proxies)
        {
            if (proxy.Equals(address))
                return true;
        }

        return false;
    }

    private static Task Unknown(HttpContext http, string name)
    {
        var visit = Visit.Of(http);
        visit.WriteDown(AuditAction.SignInRefused, Accounts.NameOf(name), "proxy");
        return PageRoutes.Show<RefusalPage>(
            visit,
            new Refusal(
                StatusCodes.Status403Forbidden, visit.Say("这里还没有您的账号", "You have no account here yet"),
                visit.Say($"单点登录认出了您（{name}），但质检系统里没有这个账号，或者它已停用。请联系管理员。", $"Single sign-on knows you ({name}), but there is no such account here, or it is disabled. Ask an administrator.")),
            StatusCodes.Status403Forbidden).ExecuteAsync(http);
    }
}
