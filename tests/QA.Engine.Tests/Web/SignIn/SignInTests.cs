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
        for (var i = 0; i < 25; i++)
        {
            using var answer = await Try(visitor, "name" + i, "wrong password");
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

    private static Task<HttpResponseMessage> Try(Visitor visitor, string name, string password) =>
        visitor.Submit("/sign-in", "form[action='/sign-in']", ("name", name), ("password", password));
}
