using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using QA.Engine.Tests.Support;
using Xunit;

[assembly: AssemblyFixture(typeof(Browser))]

namespace QA.Engine.Tests.Support;

/// <summary>Debian's chromium, started by the first test that looks at a page in it and closed behind the last.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const string Program = "/usr/bin/chromium";

    // Only for what never comes: on a busy machine a page takes its time, and nothing here is about how much.
    private const int Patience = 240_000;
    private readonly System.Threading.SemaphoreSlim _starting = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Where pictures are kept for people to look at: <c>screenshots/</c> beside the test program, or the folder QA_SCREENSHOTS names.</summary>
    private static string Pictures { get; } = Environment.GetEnvironmentVariable("QA_SCREENSHOTS") ?? Path.Combine(AppContext.BaseDirectory, "screenshots");

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    internal async Task<Tab> Open(Site site, string? name = null, bool dark = false, bool phone = false, bool scripts = true, string language = "zh-CN")
    {
        await _starting.WaitAsync();
        try
        {
            if (_browser is null)
            {
                Assert.True(File.Exists(Program), $"{Program} is not there: the tests of pages need Debian's package chromium, which tests/run.sh installs");
                Assertions.SetDefaultExpectTimeout(Patience);
                _playwright = await Playwright.CreateAsync();
                _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
                {
                    ExecutablePath = Program,
                    Timeout = Patience,
                    Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--font-render-hinting=none"],
                });
            }
        }
        finally
        {
            _starting.Release();
        }

        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = site.Address.ToString(), Locale = language, JavaScriptEnabled = scripts, ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1360, Height = 900 },
        });
        context.SetDefaultTimeout(Patience);
        var tab = new Tab(await context.NewPageAsync(), site, Pictures);
        if (name is not null)
            await tab.SignIn(name);
        return tab;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
        _starting.Dispose();
    }
}

/// <summary>A tab of the browser; remembers what went wrong in it.</summary>
internal sealed class Tab : IAsyncDisposable
{
    private readonly string _pictures;
    private readonly List<string> _complaints = [];

    public Tab(IPage page, Site site, string pictures)
    {
        Page = page;
        _pictures = pictures;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"{message.Type}: {message.Text} at {message.Location}");
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(site.Address.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                _complaints.Add($"asks elsewhere: {request.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Errors on the console, requests that leave the site.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public async Task SignIn(string name)
    {
        await Page.GotoAsync("/sign-in");
        await Page.FillAsync("input[name=name]", name);
        await Page.FillAsync("input[name=password]", Site.Password);
        await Page.ClickAsync("form[action='/sign-in'] button");

        // Whoever goes on before the answer is there takes the cookie with them, or does not.
        await Page.WaitForURLAsync(static url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Keeps a picture of the whole page.</summary>
    public async Task Picture(string name)
    {
        Directory.CreateDirectory(_pictures);
        await Page.WaitForLoadStateAsync();
        await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(_pictures, name + ".png"), FullPage = true });
    }

    /// <summary>What axe finds serious or critical: rule and place.</summary>
    public async Task<IReadOnlyList<string>> Barriers()
    {
        await Page.WaitForLoadStateAsync();
        var result = await Page.RunAxe();
        return
        [
            .. result.Violations.Where(static violation => violation.Impact is "serious" or "critical")
                .SelectMany(static violation => violation.Nodes.Select(node => $"{violation.Id}: {node.Html}")),
        ];
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();
}
