using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web;
using QA.Engine.Web.Layout;
using QA.Engine.Web.SignIn;

namespace QA.Engine.Tests.Support;

/// <summary>The pages on a port of their own over a store with the sample in it, and an account of each role.</summary>
internal sealed class Site : IAsyncDisposable
{
    public const string Password = "correct horse battery";

    // A hash takes some 50 ms on purpose, and a site has four accounts.
    private static readonly Lazy<string> PasswordHash = new(static () => new Passwords().Hash(Password));

    /// <summary>As they are without settings, but that figures are read for each visit: what a test keeps, the next page shows.</summary>
    public static WebOptions Options { get; } =
        new(StoreDay.Beijing, ["greeting", "emoticons", "courtesy", "honesty", "apology-first", "farewell-review"]) { FiguresKept = TimeSpan.Zero };

    private readonly WebApplication _app;
    private readonly IDisposable? _folder;

    private Site(WebApplication app, IScoreStore store, IDisposable? folder)
    {
        _app = app;
        _folder = folder;
        Store = store;
        Address = new Uri(app.Urls.Single());
        Accounts = app.Services.GetRequiredService<Accounts>();
        Trail = app.Services.GetRequiredService<AuditTrail>();
    }

    public Uri Address { get; }

    public IScoreStore Store { get; }

    public Accounts Accounts { get; }

    public AuditTrail Trail { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>
    /// Accounts: <c>admin</c>; <c>supervisor</c> and <c>trainer</c> of <see cref="SampleStore.Team"/>; <c>agent</c>, who is <see cref="SampleStore.Agent"/> there.
    /// All with <see cref="Password"/>.
    /// </summary>
    /// <param name="store">Null: an embedded one with the sample. The site closes it.</param>
    public static async Task<Site> Start(IScoreStore? store = null, TimeProvider? time = null, WebOptions? options = null)
    {
        time ??= new PatientTime();
        TempFolder? folder = null;
        if (store is null)
        {
            folder = new TempFolder();
            store = SampleStore.Copy(folder["qa.db"], time);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.AddPages(
            store, new RubricShelf(SampleStore.Rubrics.All, SampleStore.Rubrics.Default),
            options ?? Options, time);
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.UsePages();
        app.MapPages();
        await app.StartAsync();
        var site = new Site(app, store, folder);
        site.Add("admin", Role.Admin, [Account.EveryTeam], null);
        site.Add("supervisor", Role.Supervisor, [SampleStore.Team], null);
        site.Add("trainer", Role.Trainer, [SampleStore.Team], null);
        site.Add("agent", Role.Agent, [], new AgentName(SampleStore.Team, SampleStore.Agent));
        return site;
    }

    public Account Add(string name, Role role, IReadOnlyList<string> teams, AgentName? agent)
    {
        var account = Accounts.Add(name, name, role, teams, agent) ?? throw new InvalidOperationException($"{name} is taken");
        Accounts.Accept(Accounts.Invite(account.Number, TimeSpan.FromHours(1)), PasswordHash.Value);
        return Accounts.Find(account.Number)!;
    }

    /// <summary>A browser without a screen or scripts: keeps cookies, follows no redirect.</summary>
    /// <param name="name">Who signs in; null: nobody.</param>
    public async Task<Visitor> Visitor(string? name)
    {
        var visitor = new Visitor(Address);
        if (name is not null)
        {
            var answer = await visitor.Submit("/sign-in", "form[action='/sign-in']", ("name", name), ("password", Password));
            if (answer.StatusCode != HttpStatusCode.Redirect)
                throw new InvalidOperationException($"{name} could not sign in: {answer.StatusCode}");
        }

        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Store.Dispose();
        _folder?.Dispose();
    }
}

/// <summary>Somebody who looks at pages by HTTP alone.</summary>
internal sealed class Visitor : IDisposable
{
    private readonly HttpClient _http;
    private readonly HtmlParser _parser = new();

    public Visitor(Uri address)
    {
        Cookies = new CookieContainer();
        _http = new HttpClient(new SocketsHttpHandler { CookieContainer = Cookies, AllowAutoRedirect = false }) { BaseAddress = address };
        _http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN,zh;q=0.9");
    }

    public CookieContainer Cookies { get; }

    public Task<HttpResponseMessage> Get(string path) => _http.GetAsync(path);

    /// <summary>The page as a document; fails where the answer is another than 200.</summary>
    public async Task<IHtmlDocument> Page(string path)
    {
        using var answer = await Get(path);
        return answer.StatusCode == HttpStatusCode.OK
            ? await Document(answer)
            : throw new InvalidOperationException($"{path}: {(int)answer.StatusCode} {answer.Headers.Location}");
    }

    public async Task<IHtmlDocument> Document(HttpResponseMessage answer) => _parser.ParseDocument(await answer.Content.ReadAsStringAsync());

    /// <summary>Fills in a form of a page as a person does, hidden fields included, and sends it.</summary>
    public async Task<HttpResponseMessage> Submit(string path, string form, params (string Name, string Value)[] fields)
    {
        using var page = await Get(path);
        var document = await Document(page);
        var found = document.QuerySelector(form) ?? throw new InvalidOperationException($"{path} ({(int)page.StatusCode}) has no form {form}");
        var values = new List<KeyValuePair<string, string>>();
        foreach (var field in found.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>())
            values.Add(new(field.Name!, field.Value));
        values.AddRange(fields.Select(static field => new KeyValuePair<string, string>(field.Name, field.Value)));
        return await Post(found.GetAttribute("action") ?? path, values);
    }

    public async Task<HttpResponseMessage> Post(string path, IEnumerable<KeyValuePair<string, string>> values)
    {
        using var content = new FormUrlEncodedContent(values);
        return await _http.PostAsync(path, content);
    }

    public void Dispose() => _http.Dispose();
}
