using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using QA.Engine.Metrics;
using QA.Engine.Sources;
using QA.Engine.Tests.Support;
using QA.Scoring;
using QA.Scoring.Text;

namespace QA.Engine.Tests.Dashboards;

/// <summary>
/// The engine's instruments, its writer and its endpoint, with invented work behind them: everything that can happen to an engine has happened
/// to this one, so that every panel has something to show.
/// </summary>
internal sealed class InventedEngine : IAsyncDisposable
{
    /// <summary>One of its agents.</summary>
    public const string SomeAgent = "小鱼";

    private static readonly (string Shop, string Team, string Agent)[] People =
    [
        ("小满家居", "一组", SomeAgent), ("小满家居", "一组", "says \"hi\" \\o/"), ("小满家居", "二组", "🐟"), ("小满家居", "二组", "two\nlines"),
        ("栗子女装", "一组", "阿青"), ("栗子女装", "三组", ""),
    ];

    private readonly EngineMetrics _metrics;
    private readonly MetricCollector _collector;
    private readonly WebApplication _app;
    private int _chats;

    private InventedEngine(WebApplication app, EngineMetrics metrics, MetricCollector collector) => (_app, _metrics, _collector) = (app, metrics, collector);

    /// <summary>Host and port.</summary>
    public string Address => new Uri(_app.Urls.First()).Authority;

    public static async Task<InventedEngine> Start()
    {
        var metrics = new EngineMetrics(new MetricsOptions(), TimeProvider.System);
        var collector = new MetricCollector(metrics, TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.MapMetrics(collector);
        await app.StartAsync();
        var engine = new InventedEngine(app, metrics, collector);
        engine.Stand();
        engine.Work();
        return engine;
    }

    /// <summary>Some more happens, so that what counts goes on counting.</summary>
    public void Work()
    {
        var now = DateTimeOffset.UtcNow;
        foreach (var (shop, team, agent) in People)
        {
            Chat(shop, team, agent, closed: now.AddMinutes(-1), "您好,谢谢");
            Chat(shop, team, agent, closed: now.AddHours(-3), "笨蛋");
            _metrics.Served(new ServiceFigures(
                shop, team, agent, [TimeSpan.FromSeconds(20)], [TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(200)], Unanswered: 1, CustomerMessages: 4, AgentMessages: 5,
                [("taobao.3min", 3, 1), ("generic", 3, 2)]));
        }

        _metrics.CriticalDecided(People[0].Shop, People[0].Team, "insult", confirmed: true);
        _metrics.CriticalDecided(People[0].Shop, People[0].Team, "insult", confirmed: false);
        _metrics.BatchTook(BatchStage.Score, TimeSpan.FromMilliseconds(3), "c1");
        _metrics.BatchTook(BatchStage.Save, TimeSpan.FromMilliseconds(30), conversation: null);
        _metrics.Kept("inbox", bytes: 10_000, duplicates: 1, setAside: 1);
        _metrics.SourceFailed("queue");
        _metrics.LeaseLost(LeaseKind.Source);
        _metrics.ReadFailed();
        _metrics.LanguageRequested("answered", 12, TimeSpan.FromSeconds(0.3));
        _metrics.LanguageRequested("throttled", 0, TimeSpan.FromSeconds(0.02));
        _metrics.LanguageAnswered(10, 4);
        _metrics.LanguageFellBack("throttled", 2);
        _metrics.StoreFailed();
        _metrics.StoreSaid(new StoreFigures(
            Due: 7, now.AddSeconds(-40), Waiting: 9, DeadLetters: 2, Workers: 1, [new JobFigures(30, 100)],
            [.. People.Take(2).Select(static one => new CriticalFigures(one.Team, one.Agent, Suspected: 2, Confirmed: 1))]));
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _collector.Dispose();
        _metrics.Dispose();
    }

    /// <summary>What stays as it is.</summary>
    private void Stand()
    {
        _metrics.UseRubric(TestRubric.Value);
        _metrics.SourceWorks("inbox");
        _metrics.Agreed([new AgreementFigures(TestRubric.Value.Id, "greeting", 0.9, 0.8, 0.97, 60), new AgreementFigures(TestRubric.Value.Id, "courtesy", 0.4, 0.2, 0.5, 40)]);
        var today = DateOnly.FromDateTime(DateTime.UtcNow);
        _metrics.Quality = QualitySnapshot.Of(
            Enumerable.Range(0, 30).SelectMany(age => People.Select((one, i) => (today.AddDays(-age), Day(one, i)))), today, new MetricsOptions(), DateTimeOffset.UtcNow);

        // The runtime speaks of the heap only after a collection, and of exceptions only after one.
        GC.Collect();
        try
        {
            throw new InvalidOperationException("to be counted");
        }
        catch (InvalidOperationException)
        {
            // Counted.
        }
    }

    private static AgentDay Day((string Shop, string Team, string Agent) who, int i) => new(
        who.Shop, who.Team, who.Agent, Scores: 40 + i, Ranked: 36 + i, Sum: (36 + i) * (5_500 + 600 * i),
        TestRubric.Value.Criteria.Select((criterion, j) => (criterion.Id, (i + j) % 3 == 0 ? new CriterionDay(10, 4, 20, 900) : new CriterionDay(25, 5, 6, 300))))
    {
        Moods = new MoodDay(30 + i, 8 + i, 5, 2, 4, -2_000 + (300 * i), 6_000),
    };

    private void Chat(string shop, string team, string agent, DateTimeOffset closed, string text)
    {
        var line = $$"""
            {"id":"c{{_chats++}}","shop":"{{shop}}","closed":"{{closed.ToString("O", CultureInfo.InvariantCulture)}}","messages":[{"role":"customer","text":"在吗"},
            {"role":"agent","sender":{{System.Text.Json.JsonSerializer.Serialize(agent)}},"team":"{{team}}","text":"{{text}}"}]}
            """.ReplaceLineEndings("");
        var conversation = new ConversationJson(ReadLimits.Default).Read(Encoding.UTF8.GetBytes(line)).Conversation ?? throw new InvalidOperationException(line);
        conversation = LocalSentiment.Read(conversation);
        _metrics.Scored(conversation, Scorer.Score(conversation, TestRubric.Value), DateTimeOffset.UtcNow);
    }
}
