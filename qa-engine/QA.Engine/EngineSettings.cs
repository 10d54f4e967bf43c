using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using Microsoft.Extensions.Configuration;
using QA.Engine.Language;
using QA.Engine.Language.Azure;
using QA.Engine.Language.Redaction;
using QA.Engine.Metrics;
using QA.Engine.Settings;
using QA.Engine.Sources;
using QA.Engine.Sources.Folder;
using QA.Engine.Sources.Http;
using QA.Engine.Web;
using QA.Scoring.Indicators;

namespace QA.Engine;

/// <summary>
/// Every setting, checked. Defaults stand in <c>appsettings.json</c> beside the program; an <c>appsettings.json</c> in the current folder,
/// then <c>QA_…</c> environment variables (<c>QA_Sources__inbox__Poll=00:00:05</c>), then the command line
/// (<c>--set Sources:inbox:Poll=00:00:05</c>) override them.
/// </summary>
internal sealed class EngineSettings
{
    /// <summary>The source that watches a folder from the first start on; the options <c>--inbox</c> and the sample are about it.</summary>
    public const string Inbox = "inbox";

    private const string EnvironmentPrefix = "QA_";

    private static readonly string[] Sections =
    [
        "Api", "Data", "DefaultLanguage", "Finished", "Headline", "Http", "Language", "Log", "Metrics", "Read", "Rubric", "Rubrics", "Sample", "Service", "Sources", "Store", "Threads", "TimeZone",
        "Web", "Worker",
    ];

    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    private EngineSettings(IConfiguration configuration, IReadOnlyList<string> slips)
    {
        var problems = new List<string>(slips);
        var settings = new SettingReader(configuration, "", problems);
        Data = settings.Text("Data", "data");
        Rubric = settings.Text("Rubric");
        Rubrics = [.. settings.Map("Rubrics").Where(static rubric => rubric.Value.Length > 0)];
        DefaultLanguage = settings.Text("DefaultLanguage", "zh");
        Threads = settings.Number("Threads", 0, 0, 1024) is > 0 and var threads ? threads : Environment.ProcessorCount;
        Zone = ReadZone(settings);
        Headline = settings.List("Headline");
        var read = settings.Section("Read");
        Limits = ReadLimitsOf(read);
        Redactor = read.Choice("Redact", "none", "same-length") == "none" ? null : new Redactor(RedactionMode.SameLength);
        read.NoOthers();
        var finished = settings.Section("Finished");
        Idle = finished.Duration("Idle", TimeSpan.FromMinutes(30), TimeSpan.Zero, TimeSpan.FromDays(365));
        finished.NoOthers();
        var language = settings.Section("Language");
        Moods = new ChatMoods(SentimentChoice.Read(language));
        language.NoOthers();
        var store = settings.Section("Store");
        Postgres = store.Text("Postgres");
        KeepDays = store.Number("KeepDays", 0, 0, 36_500);
        store.NoOthers();
        Problems = [.. problems];

        // From here on: what only the service needs. `score` runs whatever the sources' settings say.
        var service = new List<string>();
        settings = new SettingReader(configuration, "", service);
        var worker = settings.Section("Worker");
        Lease = worker.Duration("Lease", TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(200), TimeSpan.FromHours(1));
        Poll = worker.Duration("Poll", TimeSpan.FromMilliseconds(250), Moment, TimeSpan.FromMinutes(1));
        worker.NoOthers();
        var sample = settings.Section("Sample");
        SampleOnFirstStart = sample.Flag("OnFirstStart", byDefault: true);
        sample.NoOthers();
        var http = settings.Section("Http");
        Listen = ReadListen(http);
        http.NoOthers();
        var api = settings.Section("Api");
        Api = HttpIntakeOptions.Read(api);
        var perMinute = api.Number("RequestsPerMinute", 600, 1, 1_000_000);
        api.NoOthers();
        Azure = SentimentChoice.ReadAzure(settings.Section("Language"));
        Profiles = ReadProfiles(settings.Section("Service"));
        Web = ReadWeb(settings.Section("Web")) with { ApiKeys = Api.Keys, ApiRequestsPerMinute = perMinute, Profiles = Profiles };
        var metrics = settings.Section("Metrics");
        MetricsRefresh = metrics.Duration("Refresh", TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1));
        Metrics = ReadMetrics(metrics);
        var log = settings.Section("Log");
        LogAsJson = string.Equals(log.Choice("Format", "text", "json"), "json", StringComparison.Ordinal);
        LogLevel = log.Choice("Level", "warning", "debug", "information", "error", "none");
        log.NoOthers();
        Sources = ReadSources(settings);
        ServiceProblems = [.. service];
    }

    /// <summary>The folder of the embedded store and, where nothing else is said, of the inbox.</summary>
    public string Data { get; }

    /// <summary>The folder of the rubric for every conversation, or the name of a shipped one; empty: one for each language.</summary>
    public string Rubric { get; }

    /// <summary>The rubric for each language (<c>QA_Rubrics__en=…</c>).</summary>
    public IReadOnlyList<(string Language, string Path)> Rubrics { get; }

    /// <summary>The language of conversations that neither state theirs nor show it.</summary>
    public string DefaultLanguage { get; }

    /// <summary>How many threads score.</summary>
    public int Threads { get; }

    /// <summary>Where days begin and end in the store.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>Ids of the criteria that summaries show.</summary>
    public IReadOnlyList<string> Headline { get; }

    public ReadLimits Limits { get; }

    /// <summary>What the model on this machine adds to messages, unless <c>Language:Sentiment</c> is <c>none</c>.</summary>
    public ChatMoods Moods { get; }

    /// <summary>How the service asks Azure about moods in its place; null: it does not.</summary>
    public AzureLanguageOptions? Azure { get; }

    /// <summary>Masks personal data before anything is kept; null: chats are kept as they came.</summary>
    public Redactor? Redactor { get; }

    /// <summary>A conversation that nobody closed is over after so long without a message.</summary>
    public TimeSpan Idle { get; }

    /// <summary>Npgsql's connection string of the store; empty: the embedded one in <see cref="Data"/>.</summary>
    public string Postgres { get; }

    /// <summary>How many days of conversations are kept; 0: all.</summary>
    public int KeepDays { get; }

    /// <summary>How long a silent worker keeps what it took.</summary>
    public TimeSpan Lease { get; }

    /// <summary>How often to look for conversations that are due.</summary>
    public TimeSpan Poll { get; }

    /// <summary>Whether the first start on an empty store puts the shipped sample into the inbox.</summary>
    public bool SampleOnFirstStart { get; }

    /// <summary>Where the service listens; null: nowhere.</summary>
    public Uri? Listen { get; }

    /// <summary>Who may bring conversations, and how much at once.</summary>
    public HttpIntakeOptions Api { get; }

    /// <summary>How the pages behave.</summary>
    public WebOptions Web { get; }

    public MetricsOptions Metrics { get; }

    /// <summary>How often what metrics show of the store is read anew.</summary>
    public TimeSpan MetricsRefresh { get; }

    /// <summary>The service indicators: the platforms' definitions, changed and extended by the settings <c>Service:Profiles</c>.</summary>
    public IReadOnlyList<ServiceProfile> Profiles { get; }

    public bool LogAsJson { get; }

    public string LogLevel { get; }

    /// <summary>Makes the sources; only where there are no <see cref="ServiceProblems"/>.</summary>
    public IReadOnlyList<Func<ISource>> Sources { get; }

    /// <summary>What is wrong, one sentence each, with the setting's path.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>What is wrong with settings that only the service needs.</summary>
    public IReadOnlyList<string> ServiceProblems { get; }

    /// <param name="overrides">Settings from the command line, by their path.</param>
    public static EngineSettings Load(IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        var files = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .Build();
        var line = new ConfigurationBuilder().AddInMemoryCollection(overrides).Build();

        // The environment may hold QA_ variables of other programs; what stands in a file or on the command line is meant for this one.
        var slips = new List<string>();
        foreach (var key in files.GetChildren().Concat(line.GetChildren()).Select(static child => child.Key).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            if (!Sections.Contains(key, StringComparer.OrdinalIgnoreCase))
                slips.Add($"{key}: there is no such setting; there are: {string.Join(", ", Sections)}");
        }

        return new EngineSettings(new ConfigurationBuilder().AddConfiguration(files).AddEnvironmentVariables(EnvironmentPrefix).AddConfiguration(line).Build(), slips);
    }

    private static TimeZoneInfo ReadZone(SettingReader settings)
    {
        // Hard-wired as well, for machines without a time-zone database: China has one zone and no summer time.
        const string shanghai = "Asia/Shanghai";
        var name = settings.Text("TimeZone", shanghai);
        if (TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        if (name != shanghai)
            settings.Problem("TimeZone", $"there is no time zone \"{name}\"; name one of the IANA database, such as {shanghai} or UTC");
        return TimeZoneInfo.CreateCustomTimeZone(shanghai, TimeSpan.FromHours(8), shanghai, shanghai);
    }

    private static ReadLimits ReadLimitsOf(SettingReader read) =>
        new()
        {
            MaxLineBytes = read.Number("MaxLineBytes", ReadLimits.Default.MaxLineBytes, 1024, 1 << 30),
            MaxMessages = read.Number("MaxMessages", ReadLimits.Default.MaxMessages, 1, 10_000_000),
            AssumedOffset = read.Duration("AssumedOffset", ReadLimits.Default.AssumedOffset, TimeSpan.FromHours(-14), TimeSpan.FromHours(14)),
        };

    private static IReadOnlyList<ServiceProfile> ReadProfiles(SettingReader service)
    {
        var texts = new List<ServiceProfileText>();
        foreach (var (id, own) in service.Sections("Profiles"))
        {
            texts.Add(new ServiceProfileText(
                id, Given("TitleZh"), Given("TitleEn"), Given("Unit"), Given("WindowFirst"), Given("WindowLast"), Given("WindowedBy"), Given("Limit"), Given("Zone"),
                Given("SessionGap"), Given("Waits"), Given("BotsAnswer"), Given("SystemAsks"), Given("Enabled")));
            own.NoOthers();

            string? Given(string key) => own.Text(key) is { Length: > 0 } value ? value : null;
        }

        service.NoOthers();
        var profiles = ServiceProfileReader.Read(texts, static name => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null, out var problems);
        foreach (var problem in problems)
            service.Problem("Profiles", problem);
        return profiles;
    }

    private WebOptions ReadWeb(SettingReader web)
    {
        var options = new WebOptions(Zone, Headline)
        {
            FiguresKept = web.Duration("FiguresKept", TimeSpan.FromSeconds(30), TimeSpan.Zero, TimeSpan.FromMinutes(5)),
            SignInLasts = web.Duration("SignInLasts", TimeSpan.FromHours(12), TimeSpan.FromMinutes(5), TimeSpan.FromDays(30)),
            DisputeDays = web.Number("DisputeDays", 14, 1, 90),
            DisputeRounds = web.Number("DisputeRounds", 2, 1, 10),
            RandomSample = web.Number("RandomSamplePerMille", 20, 0, 1000),
            ReviewQuota = web.Number("ReviewQuota", 20, 0, 1000),
        };
        var proxy = web.Section("Proxy");
        var proxies = new List<IPAddress>();
        foreach (var address in proxy.List("Addresses"))
        {
            if (IPAddress.TryParse(address, out var ip))
                proxies.Add(ip);
            else
                proxy.Problem("Addresses", $"must be IP addresses such as 10.0.0.5, not \"{address}\": whoever sends from there is believed to be whom it says");
        }

        options = options with { Proxies = proxies, ProxyHeader = proxy.Text("Header", options.ProxyHeader) };
        proxy.NoOthers();
        web.NoOthers();
        return options;
    }

    private static MetricsOptions ReadMetrics(SettingReader metrics)
    {
        var hash = metrics.Flag("HashAgents", byDefault: false);
        var salt = hash ? metrics.Required("Salt", "a long random text, the same on every replica") : metrics.Text("Salt");
        var options = new MetricsOptions
        {
            MaxAgents = metrics.Number("MaxAgents", 2_000, 0, 100_000),
            MaxTeams = metrics.Number("MaxTeams", 200, 0, 10_000),
            Salt = hash ? salt : null,
        };
        metrics.NoOthers();
        return options;
    }

    private static Uri? ReadListen(SettingReader http)
    {
        const string nowhere = "none";
        var listen = http.Text("Listen", nowhere);
        if (listen == nowhere)
            return null;
        if (Uri.TryCreate(listen, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttp && address.PathAndQuery == "/")
            return address;
        http.Problem("Listen", $"must be an address such as http://127.0.0.1:8321, or none, not \"{listen}\"");
        return null;
    }

    private List<Func<ISource>> ReadSources(SettingReader settings)
    {
        var sources = new List<Func<ISource>>();
        foreach (var (name, own) in settings.Sections("Sources"))
        {
            var surroundings = new SourceSurroundings(Limits, TimeProvider.System, Data);
            var named = own.Text("Kind", FolderSource.Kind.Name);
            if (!own.Flag("Enabled", byDefault: true))
                continue;
            if (SourceKinds.All.FirstOrDefault(kind => string.Equals(kind.Name, named, StringComparison.OrdinalIgnoreCase)) is not { } known)
            {
                own.Problem("Kind", $"there is no source of the kind \"{named}\"; there are: {string.Join(", ", SourceKinds.All.Select(static kind => kind.Name))}");
                continue;
            }

            sources.Add(known.Read(name, own, surroundings));
            own.NoOthers();
        }

        return sources;
    }
}
