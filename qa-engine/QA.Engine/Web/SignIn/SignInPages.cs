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

/// <summary>Signing in and out, choosing a password by a link, and changing one's own.</summary>
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
        routes.Page("/password", Allowance.SignedIn, static (Visit visit, string? changed) =>
            PageRoutes.Show<PasswordPage>(visit, new PasswordModel(visit.Account.Password is not null, changed is not null, null)));
        routes.Form("/password", Allowance.SignedIn, ChangePassword).RequireRateLimiting(Limit);
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
        var problem = Passwords.Problem(visit, password, form["again"].ToString());
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

    /// <summary>Who has the browser for a moment must not get the account: the old password is asked for, and guessing it locks like guessing at the door.</summary>
    private static async Task<IResult> ChangePassword(Visit visit, HttpContext http, IFormCollection form, Accounts accounts, Passwords passwords)
    {
        var account = visit.Account;
        var (old, password) = (form["old"].ToString(), form["password"].ToString());
        if (account.LockedUntil is { } until && until > visit.Now)
            return Refuse(visit.Say($"密码错误次数过多，{visit.Moment(until)} 之后才能再试。", $"Too many wrong passwords: try again after {visit.Moment(until)}."), StatusCodes.Status403Forbidden);
        if (old.Length > Passwords.Longest || passwords.Check(account, old) == PasswordVerificationResult.Failed)
        {
            accounts.Failed(account.Number, MostFailures, Locked);
            visit.WriteDown(AuditAction.PasswordRefused, account.Name);
            return Refuse(visit.Say("现在的密码不对。", "The present password is wrong."), StatusCodes.Status403Forbidden);
        }

        if (Passwords.Problem(visit, password, form["again"].ToString()) is { } problem)
            return Refuse(problem, StatusCodes.Status400BadRequest);
        if (!accounts.ChangePassword(account.Number, account.Stamp, passwords.Hash(password)))
            return Results.StatusCode(StatusCodes.Status409Conflict);
        visit.WriteDown(AuditAction.PasswordChanged, account.Name);
        await SignInCookie.SignIn(http, accounts.Find(account.Number)!);
        return PageRoutes.Back("/password?changed=1");

        IResult Refuse(string why, int status) => PageRoutes.Show<PasswordPage>(visit, new PasswordModel(account.Password is not null, Changed: false, why), status);
    }

    private static Refusal Refused(Visit visit) => new(
        StatusCodes.Status404NotFound, visit.Say("这个链接不能用了", "This link cannot be used"),
        visit.Say("链接只能用一次，并且有期限。请向管理员要一个新的。", "A link works once and for a limited time. Ask an administrator for a new one."), "/sign-in", visit.Say("去登录", "Sign in"));
}

/// <param name="Back">Where to go once signed in.</param>
/// <param name="Wrong">Name or password; which of them is not said.</param>
public sealed record SignInModel(string Back, bool Expired = false, bool Wrong = false, DateTimeOffset? LockedUntil = null);

/// <param name="Link">Its secret.</param>
public sealed record WelcomeModel(string Link, string Name, string? Problem);

/// <param name="HasOne">Whether there is one to change; who signs in through a proxy has none.</param>
/// <param name="Changed">It was, just now.</param>
public sealed record PasswordModel(bool HasOne, bool Changed, string? Problem);
