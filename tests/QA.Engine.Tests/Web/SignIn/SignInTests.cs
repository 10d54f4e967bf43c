using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Engine.Web;
using QA.Engine.Web.SignIn;
using Xunit;

namespace QA.Engine.Tests.Web.SignIn;

public sealed class SignInTests
{
    private static readonly WebOptions Options = new(StoreDay.Beijing, []);

    [Fact]
    public async Task Who_is_not_signed_in_is_sent_to_sign_in_and_back()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor(null);
        using var refused = await visitor.Get("/audit-trail?about=c1");
        Assert.Equal(HttpStatusCode.Redirect, refused.StatusCode);
        Assert.Equal("/sign-in?back=%2Faudit-trail%3Fabout%3Dc1", refused.Headers.Location!.OriginalString[refused.Headers.Location.OriginalString.IndexOf("/sign-in", StringComparison.Ordinal)..]);
        using var answer = await visitor.Submit(refused.Headers.Location!.ToString(), "form[action='/sign-in']", ("name", "ADMIN"), ("password", Site.Password));
        Assert.Equal("/audit-trail?about=c1", answer.Headers.Location!.ToString());
        await visitor.Page("/audit-trail?about=c1");
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Nobody_is_sent_to_another_site(string back)
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor(null);
        using var answer = await visitor.Submit("/sign-in?back=" + Uri.EscapeDataString(back), "form[action='/sign-in']", ("name", "admin"), ("password", Site.Password));
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task A_wrong_name_and_a_wrong_password_read_alike_and_five_wrong_ones_lock()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor(null);
        using var unknown = await Try(visitor, "nobody", "wrong password");
        using var wrong = await Try(visitor, "trainer", "wrong password");
        Assert.Equal(HttpStatusCode.Forbidden, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, wrong.StatusCode);
        Assert.Equal((await visitor.Document(unknown)).QuerySelector(".problem")!.TextContent, (await visitor.Document(wrong)).QuerySelector(".problem")!.TextContent);
        for (var i = 0; i < 4; i++)
            (await Try(visitor, "trainer", "wrong password")).Dispose();
        using var locked = await Try(visitor, "trainer", Site.Password);
        Assert.Equal(HttpStatusCode.Forbidden, locked.StatusCode);
        Assert.Contains("已锁定", (await visitor.Document(locked)).QuerySelector(".problem")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(site.Trail.List(20), static entry => entry is { Action: AuditAction.SignInRefused, Object: "trainer" });
    }

    [Fact]
    public async Task Too_many_tries_from_one_address_are_put_off()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor(null);
        var statuses = new List<HttpStatusCode>();
        while (IsMore(statuses))
        {
            using var answer = await Try(visitor, "name" + statuses.Count, "wrong password");
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    [Fact]
    public async Task A_change_of_the_account_ends_its_sign_in_at_the_next_request()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor("supervisor");
        await visitor.Page("/today");
        var account = site.Accounts.Find("supervisor")!;
        site.Accounts.Change(account.Number, account.Display, account.Role, account.Teams, null, disabled: true);
        using var answer = await visitor.Get("/today");
        Assert.Contains("expired=1", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
        using var expired = await visitor.Get(answer.Headers.Location!.ToString());
        Assert.Contains("登录已过期", (await visitor.Document(expired)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_site_is_refused()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor("admin");
        using var answer = await visitor.Post("/accounts", [new("name", "mallory"), new("role", "admin")]);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Null(site.Accounts.Find("mallory"));
        Assert.Contains("没有任何内容被改动", (await visitor.Document(answer)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trusted_proxy_says_who_it_is_and_nobody_else_does()
    {
        await using var trusting = await Site.Start(options: Options with { Proxies = [IPAddress.Loopback] });
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = trusting.Address };
        http.DefaultRequestHeaders.Add("X-Remote-User", "Admin");
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/accounts")).StatusCode);
        using var stranger = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = trusting.Address };
        stranger.DefaultRequestHeaders.Add("X-Remote-User", "stranger");
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.GetAsync("/accounts")).StatusCode);

        foreach (var options in (WebOptions[])[Options, Options with { Proxies = [IPAddress.Parse("10.0.0.5")] }])
        {
            await using var site = await Site.Start(options: options);
            using var forged = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = site.Address };
            forged.DefaultRequestHeaders.Add("X-Remote-User", "admin");
            Assert.Equal(HttpStatusCode.Redirect, (await forged.GetAsync("/accounts")).StatusCode);
        }
    }

    [Fact]
    public async Task The_first_link_makes_an_administrator_and_there_is_none_after_that()
    {
        using var folder = new TempFolder();
        using var store = QA.Engine.Storage.Sqlite.SqliteStore.Open(folder["qa.db"], TimeProvider.System, StoreDay.Beijing);
        var accounts = new Accounts(store.People, TimeProvider.System);
        var link = FirstAdmin.Link(accounts);
        Assert.StartsWith("/welcome?link=", link, StringComparison.Ordinal);
        var again = FirstAdmin.Link(accounts)!;
        Assert.True(accounts.Accept(again["/welcome?link=".Length..], "hash"));
        Assert.Null(FirstAdmin.Link(accounts));
        Assert.Equal(Role.Admin, accounts.All().Single().Role);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Who_knows_the_old_password_changes_it_and_all_other_sign_ins_end()
    {
        const string next = "a horse without battery";
        await using var site = await Site.Start();
        using var here = await site.Visitor("supervisor");
        using var elsewhere = await site.Visitor("supervisor");
        using var other = await site.Visitor("trainer");
        using (var changed = await Change(here, Site.Password, next, next))
            Assert.Equal("/password?changed=1", changed.Headers.Location!.OriginalString);
        Assert.Contains("密码已修改", (await here.Page("/password?changed=1")).QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        using (var ended = await elsewhere.Get("/today"))
            Assert.Contains("expired=1", ended.Headers.Location!.ToString(), StringComparison.Ordinal);
        await other.Page("/today");
        using var stranger = await site.Visitor(null);
        using (var old = await Try(stranger, "supervisor", Site.Password))
            Assert.Equal(HttpStatusCode.Forbidden, old.StatusCode);
        using (var fresh = await Try(stranger, "supervisor", next))
            Assert.Equal(HttpStatusCode.Redirect, fresh.StatusCode);
        var entry = Assert.Single(site.Trail.List(50, action: AuditAction.PasswordChanged));
        Assert.Equal(("supervisor", "supervisor", ""), (entry.Name, entry.Object, entry.Detail));
    }

    [Theory]
    [InlineData("wrong password", "a new password", "a new password", HttpStatusCode.Forbidden, "现在的密码不对")]
    [InlineData(Site.Password, "short", "short", HttpStatusCode.BadRequest, "至少要 10 个字符")]
    [InlineData(Site.Password, "a new password", "another one here", HttpStatusCode.BadRequest, "两次输入的密码不一样")]
    public async Task A_change_that_is_refused_says_why_and_changes_nothing(string old, string password, string again, HttpStatusCode status, string expected)
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor("agent");
        var before = site.Accounts.Find("agent")!;
        using var answer = await Change(visitor, old, password, again);
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(expected, (await visitor.Document(answer)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal((before.Password, before.Stamp), (site.Accounts.Find("agent")!.Password, site.Accounts.Find("agent")!.Stamp));
        Assert.Equal(status == HttpStatusCode.Forbidden ? 1 : 0, site.Trail.List(50, action: AuditAction.PasswordRefused).Count);
    }

    [Fact]
    public async Task Guessing_the_old_password_locks_the_account_and_is_put_off()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor("agent");
        for (var i = 0; i < 5; i++)
            (await Change(visitor, "wrong password", "a new password", "a new password")).Dispose();
        using (var locked = await Change(visitor, Site.Password, "a new password", "a new password"))
        {
            Assert.Equal(HttpStatusCode.Forbidden, locked.StatusCode);
            Assert.Contains("错误次数过多", (await visitor.Document(locked)).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        }

        var statuses = new List<HttpStatusCode>();
        while (IsMore(statuses))
        {
            using var answer = await Change(visitor, "wrong password", "a new password", "a new password");
            statuses.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
    }

    [Fact]
    public async Task Who_comes_in_by_single_sign_on_has_no_password_to_change()
    {
        await using var site = await Site.Start(options: Options with { Proxies = [IPAddress.Loopback] });
        site.Accounts.Add("wang", "王芳", Role.Supervisor, [SampleStore.Team], null);
        using var http = new HttpClient { BaseAddress = site.Address };
        http.DefaultRequestHeaders.Add("X-Remote-User", "wang");
        var page = await http.GetStringAsync("/password");
        Assert.Contains("没有密码可改", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"old\"", page, StringComparison.Ordinal);
    }

    /// <summary>Until the first refusal: twenty tries are allowed in a minute, and on a slow machine a minute may end in between.</summary>
    private static bool IsMore(List<HttpStatusCode> statuses) => statuses.Count < 200 && (statuses.Count == 0 || statuses[^1] != HttpStatusCode.TooManyRequests);

    private static Task<HttpResponseMessage> Change(Visitor visitor, string old, string password, string again) =>
        visitor.Submit("/password", "form[action='/password']", ("old", old), ("password", password), ("again", again));

    private static Task<HttpResponseMessage> Try(Visitor visitor, string name, string password) =>
        visitor.Submit("/sign-in", "form[action='/sign-in']", ("name", name), ("password", password));
}
