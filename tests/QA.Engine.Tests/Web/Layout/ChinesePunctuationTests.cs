using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using QA.Engine.Storage.People;
using QA.Engine.Tests.Support;
using QA.Engine.Tests.Web.Audit;
using QA.Engine.Web.Layout;
using Xunit;

namespace QA.Engine.Tests.Web.Layout;

/// <summary>Chinese sentences of pages have Chinese punctuation. Words of chats and names stay as people wrote them.</summary>
public sealed class ChinesePunctuationTests
{
    // What people wrote: chats, quotations, names, what is typed into fields.
    private const string NotOurs = "script, style, bdi, q, blockquote, mark, textarea, code, .au-text, .card-words, .skill-words, [dir=auto]";

    private static readonly string[] Said = ["title", "aria-label", "placeholder", "alt"];
    private static readonly Regex HalfWidth = new(@"[\u4e00-\u9fff」] ?[,:;?!()]|[,:;()] ?[\u4e00-\u9fff「]", RegexOptions.NonBacktracking);

    [Fact]
    public async Task No_sentence_of_a_page_has_half_width_marks()
    {
        await using var site = await AuditSite.Start();
        var agent = new AgentName(SampleStore.Team, SampleStore.Agent);
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        var seen = 0;
        foreach (var name in (string[])["admin", "supervisor", "trainer", "agent"])
        {
            using var visitor = await site.Visitor(name);
            foreach (var route in AccessTests.Routes(site).Where(static route => AccessTests.Method(route) == "GET" && AccessTests.Allowance(route) is not null))
            {
                // Pages about one object: one that there is, and one that there is not.
                var bare = "/" + route.RoutePattern.RawText!.TrimStart('/');
                var path = bare switch
                {
                    "/conversation" => Links.Conversation(AuditSite.Complaint),
                    "/agent" => Links.Agent(agent),
                    "/account" => $"/account?number={site.Accounts.Find("trainer")!.Number}",
                    "/service" => "/service?days=90&profile=douyin.3min",
                    var other => other,
                };
                foreach (var asked in path == bare ? [path] : (string[])[path, bare])
                    await Look(visitor, asked, visitor.Get(asked));
            }

            await Look(visitor, "a form that is refused", visitor.Submit("/password", "form[action='/password']", ("old", "wrong"), ("password", "x"), ("again", "y")));
            await Look(visitor, "masked", visitor.Get(Links.Conversation(AuditSite.Masked)));
            await Look(visitor, "forged", visitor.Post("/sign-out", []));
            await Look(visitor, "/nowhere", visitor.Get("/nowhere"));
        }

        using var stranger = await site.Visitor(null);
        await Look(stranger, "expired", stranger.Get("/sign-in?expired=1"));
        await Look(stranger, "wrong password", stranger.Submit("/sign-in", "form[action='/sign-in']", ("name", "nobody"), ("password", "x")));
        await Look(stranger, "an old link", stranger.Get("/welcome?link=x"));
        await Look(stranger, "welcome", stranger.Get("/welcome?link=" + site.Accounts.Invite(site.Accounts.Find("agent")!.Number, TimeSpan.FromHours(1))));
        Assert.True(seen > 2_000, $"only {seen} texts were looked at");
        Assert.Empty(wrong);

        async Task Look(Visitor visitor, string path, Task<HttpResponseMessage> asked)
        {
            using var answer = await asked;
            if (answer.Content.Headers.ContentType?.MediaType != "text/html")
                return;
            var page = await visitor.Document(answer);
            foreach (var text in Texts(page))
            {
                seen++;
                if (HalfWidth.Match(text) is { Success: true })
                    wrong.Add($"{path}: {text.Trim()}");
            }
        }
    }

    private static IEnumerable<string> Texts(IHtmlDocument page)
    {
        foreach (var element in page.All.Where(static element => element.Closest(NotOurs) is null))
        {
            foreach (var text in element.ChildNodes.OfType<IText>())
                yield return text.Data;
            foreach (var name in Said)
            {
                if (element.GetAttribute(name) is { } value)
                    yield return value;
            }
        }
    }
}
