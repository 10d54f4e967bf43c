using System;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.SignIn;

/// <summary>Signing in and out, and choosing a password by a link.</summary>
internal static class SignInPages
{
    /// <summary>The limit on requests from one address; see <see cref="WebPages"/>.</summary>
    public const string Limit = "sign-in";

    private const int MostFailures = 5;
    private static readonly TimeSpan Locked = TimeSpan.FromMinutes(15);

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.Page("/", Allowance.SignedIn, static (Visit visit) => Results.LocalRedirect(visit.Can(Allowance.OwnCard) ? "/card" : "/today"));
        routes.PublicPage("/sign-in", static (Visit visit, string? back, string? expired) =>
            PageRoutes.Show<SignInPage>(visit, new SignInModel(LocalPath.Of(back), Expired: expired is not null)));
        routes.PublicForm("/sign-in", SignIn).RequireRateLimiting(Limit);
        routes.Form("/sign-out", Allowance.SignedIn, static async (Visit visit, HttpContext http, IFormCollection form) =>
        {
            visit.WriteDown(AuditAction.SignOut, visit.Account.Name);
            await http.SignOutAsync(SignInCookie.Scheme);
            return PageRoutes.Back("/sign-in");
        });
        routes.PublicPage("/welcome", static (Visit visit, Accounts accounts, string? link) =>
            accounts.Invited(link ?? "") is { } account
                ? (IResult)PageRoutes.Show<WelcomePage>(visit, new WelcomeModel(link!, account.Name, null))
                : PageRoutes.Show<RefusalPage>(visit, Refused(visit), StatusCodes.Status404NotFound));
        routes.PublicForm("/welcome", Welcome).RequireRateLimiting(Limit);
    }

    private static async Task<IResult> SignIn(Visit visit, HttpContext http, IFormCollection form, Accounts accounts, Passwords passwords)
    {
        var back = LocalPath.Of(form["back"]);
        var name = form["name"].ToString();
        var account = accounts.Find(name);
        var password = form["password"].ToString();
        var result = password.Length > Passwords.Longest ? PasswordVerificationResult.Failed : passwords.Check(account, password);
        if (account is { LockedUntil: { } until } && until > visit.Now)
        {
            visit.WriteDown(AuditAction.SignInRefused, Accounts.NameOf(name), "locked");
            return PageRoutes.Show<SignInPage>(visit, new SignInModel(back, LockedUntil: until), StatusCodes.Status403Forbidden);
        }

        if (result == PasswordVerificationResult.Failed || account is not { Disabled: false })
        {
            if (account is not null)
                accounts.Failed(account.Number, MostFailures, Locked);
            visit.WriteDown(AuditAction.SignInRefused, Accounts.NameOf(name));
            return PageRoutes.Show<SignInPage>(visit, new SignInModel(back, Wrong: true), StatusCodes.Status403Forbidden);
        }

        if (result == PasswordVerificationResult.SuccessRehashNeeded)
            accounts.Rehash(account.Number, passwords.Hash(password));
        accounts.SignedIn(account.Number);
        await SignInCookie.SignIn(http, account);
        visit.WriteDown(AuditAction.SignIn, account.Name, account: account);
        return PageRoutes.Back(back);
    }

    private static async Task<IResult> Welcome(Visit visit, HttpContext http, IFormCollection form, Accounts accounts, Passwords passwords)
    {
        var link = form["link"].ToString();
        if (accounts.Invited(link) is not { } account)
            return PageRoutes.Show<RefusalPage>(visit, Refused(visit), StatusCodes.Status404NotFound);
        var password = form["password"].ToString();
        var problem = password.Length < Passwords.Shortest
            ? visit.Say($"密码至少要 {Passwords.Shortest} 个字符。", $"A password needs at least {Passwords.Shortest} characters.")
            : password.Length > Passwords.Longest
                ? visit.Say($"密码最多 {Passwords.Longest} 个字符。", $"A password has at most {Passwords.Longest} characters.")
                : password != form["again"].ToString() ? visit.Say("两次输入的密码不一样。", "The two passwords differ.") : null;
        if (problem is not null)
            return PageRoutes.Show<WelcomePage>(visit, new WelcomeModel(link, account.Name, problem), StatusCodes.Status400BadRequest);
        if (!accounts.Accept(link, passwords.Hash(password)))
            return PageRoutes.Show<RefusalPage>(visit, Refused(visit), StatusCodes.Status404NotFound);
        var signedIn = accounts.Find(account.Number)!;
        accounts.SignedIn(signedIn.Number);
        await SignInCookie.SignIn(http, signedIn);
        visit.WriteDown(AuditAction.PasswordSet, account.Name, account: account);
        return PageRoutes.Back(LocalPath.Start);
    }

    private static Refusal Refused(Visit visit) => new(
        StatusCodes.Status404NotFound, visit.Say("这个链接不能用了", "This link cannot be used"),
        visit.Say("链接只能用一次,并且有期限。请向管理员要一个新的。", "A link works once and for a limited time. Ask an administrator for a new one."), "/sign-in", visit.Say("去登录", "Sign in"));
}

/// <param name="Back">Where to go once signed in.</param>
/// <param name="Wrong">Name or password; which of them is not said.</param>
public sealed record SignInModel(string Back, bool Expired = false, bool Wrong = false, DateTimeOffset? LockedUntil = null);

/// <param name="Link">Its secret.</param>
public sealed record WelcomeModel(string Link, string Name, string? Problem);
