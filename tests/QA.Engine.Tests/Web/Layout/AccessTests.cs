using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Engine.Web.Layout;
using Xunit;

namespace QA.Engine.Tests.Web.Layout;

/// <summary>Every page there is, asked for by every role.</summary>
public sealed class AccessTests
{
    private static readonly string[] Names = ["admin", "supervisor", "trainer", "agent"];

    // Which roles an allowance is for, spelt once more: a slip in the program must not agree with itself.
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["SignedIn"] = ["admin", "supervisor", "trainer", "agent"],
        ["OwnCard"] = ["agent"],
        ["SeeTeams"] = ["admin", "supervisor", "trainer"],
        ["Decide"] = ["admin", "supervisor"],
        ["Coach"] = ["admin", "supervisor", "trainer"],
        ["Administer"] = ["admin"],
    };

    [Fact]
    public async Task Every_page_is_open_to_the_roles_of_its_allowance_and_to_no_other()
    {
        await using var site = await Site.Start();
        var pages = Routes(site).Where(static route => Method(route) == "GET" && Allowance(route) is not null).ToList();
        Assert.NotEmpty(pages);
        var agent = new AgentName(SampleStore.Team, SampleStore.Agent);
        var chat = site.Store.AgentScores.Of(agent, new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31), 1)[0].Conversation;
        var wrong = new List<string>();
        foreach (var name in Names)
        {
            using var visitor = await site.Visitor(name);
            foreach (var page in pages)
            {
                // Pages about one object: about one that all four may see.
                var path = ("/" + page.RoutePattern.RawText!.TrimStart('/')) switch
                {
                    "/conversation" => Links.Conversation(chat),
                    "/agent" => Links.Agent(agent),
                    var other => other,
                };
                using var answer = await visitor.Get(path);
                var allowed = Allowed[Allowance(page)!].Contains(name);
                if (allowed ? answer.StatusCode is not (HttpStatusCode.OK or HttpStatusCode.Redirect or HttpStatusCode.NotFound or HttpStatusCode.BadRequest) : answer.StatusCode != HttpStatusCode.Forbidden)
                    wrong.Add($"{name} {path}: {answer.StatusCode}");
            }
        }

        // A sheet or an objection that is none is refused like one that is somebody else's: nothing tells them apart.
        Assert.Equal(["agent /card/object: Forbidden", "agent /coaching/sheet: Forbidden", "supervisor /coaching/sheet: Forbidden", "trainer /coaching/sheet: Forbidden"], wrong.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_page_sends_strangers_to_sign_in_and_every_form_refuses_them()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor(null);
        foreach (var route in Routes(site).Where(static route => Allowance(route) is not null))
        {
            var path = "/" + route.RoutePattern.RawText!.TrimStart('/');
            using var answer = Method(route) == "GET" ? await visitor.Get(path) : await visitor.Post(path, []);
            Assert.True(answer.StatusCode == HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/sign-in?", StringComparison.Ordinal), $"{path}: {answer.StatusCode}");
        }
    }

    [Fact]
    public async Task Every_form_refuses_roles_that_it_is_not_for_and_forged_requests()
    {
        await using var site = await Site.Start();
        var forms = Routes(site).Where(static route => Method(route) == "POST").ToList();
        Assert.NotEmpty(forms);
        Assert.All(forms, static form => Assert.True(form.Metadata.GetMetadata<IAntiforgeryMetadata>() is { RequiresValidation: true }, form.RoutePattern.RawText));
        foreach (var name in Names)
        {
            using var visitor = await site.Visitor(name);
            foreach (var form in forms.Where(static form => Allowance(form) is not null))
            {
                using var answer = await visitor.Post("/" + form.RoutePattern.RawText!.TrimStart('/'), []);
                var expected = Allowed[Allowance(form)!].Contains(name) ? HttpStatusCode.BadRequest : HttpStatusCode.Forbidden;
                Assert.True(answer.StatusCode == expected, $"{name} {form.RoutePattern.RawText}: {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task What_is_open_to_everybody_is_a_short_list()
    {
        await using var site = await Site.Start();
        var open = Routes(site).Where(static route => route.Metadata.GetMetadata<IAuthorizeData>() is null)
            .Select(static route => $"{Method(route)} {route.RoutePattern.RawText}")
            .Where(static route => !route.StartsWith("GET /assets/", StringComparison.Ordinal));
        Assert.Equal(["GET /language", "GET /sign-in", "GET /welcome", "POST /sign-in", "POST /welcome"], open.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_answer_carries_a_strict_policy_and_stays_out_of_caches()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor("admin");
        foreach (var path in (string[])["/today", "/accounts", "/no-such-page", "/sign-in"])
        {
            using var answer = await visitor.Get(path);
            var policy = string.Join(' ', answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
            Assert.Equal("nosniff", string.Join(' ', answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.DoesNotContain("style=", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_language_follows_the_browser_and_can_be_chosen()
    {
        await using var site = await Site.Start();
        using var visitor = await site.Visitor("admin");
        Assert.Equal("zh-CN", (await visitor.Page("/today")).DocumentElement.GetAttribute("lang"));
        using var chosen = await visitor.Get("/language?to=en&back=%2Ftoday");
        Assert.Equal("/today", chosen.Headers.Location!.ToString());
        Assert.Equal("en", (await visitor.Page("/today")).DocumentElement.GetAttribute("lang"));
    }

    internal static IEnumerable<RouteEndpoint> Routes(Site site) => site.Services.GetServices<EndpointDataSource>()
        .SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(static route => !route.RoutePattern.RawText!.StartsWith("/api", StringComparison.Ordinal));

    internal static string? Method(RouteEndpoint route) => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0];

    internal static string? Allowance(RouteEndpoint route) => route.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
}
