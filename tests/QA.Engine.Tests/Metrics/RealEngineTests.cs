using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading.Tasks;
using QA.Engine.Sample;
using QA.Engine.Storage;
using QA.Engine.Storage.Sqlite;
using QA.Engine.Tests.Support;
using Xunit;

namespace QA.Engine.Tests.Metrics;

/// <summary>The real program on a sample of the last days: what it tells Prometheus, against a recount of its store.</summary>
public sealed class RealEngineTests : IDisposable
{
    private const int Conversations = 600;
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly string[] MoodFigures = ["mood_conversations", "unhappy_customers", "calmed_ratio", "worsened_ratio", "left_unhappy_ratio", "mood_start_mean", "mood_end_mean"];
    private readonly TempFolder _folder = new();
    private readonly HttpClient _http = new();

    [Fact]
    public async Task What_is_exported_equals_a_recount_of_the_store_before_and_after_a_restart()
    {
        var today = await WholeDay.Today(Shanghai);
        Directory.CreateDirectory(_folder["data/inbox"]);
        using (var stream = File.Create(_folder["data/inbox/sample.jsonl"]))
            SampleShop.Write(stream, Conversations, 9, today);

        using (var engine = await RunningEngine.Start(shipped: false, listen: null, "--data", _folder["data"]))
        {
            var said = await engine.Until(_http, said => Sum(said, "qa_conversations_scored_total") == Conversations && IsFresh(said, today));
            AssertWindows(said, today);
            Assert.Equal(1, said.Value("qa_store_up"));
            Assert.True(Sum(said, "qa_service_rounds_total") > Conversations, "customers were answered");
            var (status, output) = await Promtool.Run(await engine.Scrape(_http), "check", "metrics");
            Assert.True(status == 0, output);
        }

        // Counters begin anew, as Prometheus expects of a process; what must survive comes from the store.
        using (var engine = await RunningEngine.Start(shipped: false, listen: null, "--data", _folder["data"]))
        {
            var said = await engine.Until(_http, said => IsFresh(said, today));
            Assert.Equal(0, Sum(said, "qa_conversations_scored_total"));
            AssertWindows(said, today);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private static double Sum(Exposition said, string name, params (string Name, string Value)[] labels) => said.Samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Label(label.Name) == label.Value))
        .Sum(static sample => sample.Value);

    /// <summary>Whether the windows were read since the last conversation was kept.</summary>
    private bool IsFresh(Exposition said, DateOnly today)
    {
        using var store = SqliteStore.Open(_folder["data/qa.db"], TimeProvider.System, Shanghai);
        return Sum(said, "qa_agent_scored_conversations", ("window", "30d")) == store.Rollups(today.AddDays(-29), today).Sum(static day => day.Scores);
    }

    private void AssertWindows(Exposition said, DateOnly today)
    {
        using var store = SqliteStore.Open(_folder["data/qa.db"], TimeProvider.System, Shanghai);
        foreach (var (window, days) in ((string, int)[])[("1d", 1), ("7d", 7), ("30d", 30)])
        {
            var expected = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var agent in store.Recount(today.AddDays(1 - days), today).GroupBy(static day => (day.Shop, day.Team, day.Agent)))
            {
                var (ranked, sum) = (agent.Sum(static day => day.Ranked), agent.Sum(static day => day.Sum));
                var who = $"{agent.Key.Shop}/{agent.Key.Team}/{agent.Key.Agent}";
                var moods = MoodCounts.Sum(agent.Select(static day => day.Moods));
                expected.Add(who, $"{agent.Sum(static day => day.Scores)} {ranked} {(ranked == 0 ? double.NaN : sum / (100.0 * ranked)):R} moods {string.Join(' ', Moods(moods).Select(static figure => $"{figure:R}"))}");
            }

            var exported = new SortedDictionary<string, string>(StringComparer.Ordinal);
            foreach (var sample in said.Family("qa_agent_scored_conversations")!.Samples.Where(sample => sample.Label("window") == window))
            {
                (string, string)[] series = [("shop", sample.Label("shop")!), ("team", sample.Label("team")!), ("agent", sample.Label("agent")!), ("window", window)];
                var mean = said.Value("qa_agent_score_mean_points", series);
                exported.Add($"{series[0].Item2}/{series[1].Item2}/{series[2].Item2}", $"{sample.Value} {said.Value("qa_agent_ranked_conversations", series)} {mean ?? double.NaN:R} moods {string.Join(' ', MoodFigures.Select(name => $"{said.Value("qa_agent_" + name, series) ?? double.NaN:R}"))}");
            }

            Assert.NotEmpty(expected);
            Assert.Equal(expected, exported);
        }
    }

    private static double[] Moods(MoodCounts moods)
    {
        double Of(long part, long whole) => whole == 0 ? double.NaN : part / (double)whole;
        return
        [
            moods.Known == 0 ? double.NaN : moods.Known, moods.Known == 0 ? double.NaN : moods.CameUnhappy, Of(moods.Recovered, moods.CameUnhappy), Of(moods.Worsened, moods.Known),
            Of(moods.LeftUnhappy, moods.Known), Of(moods.Start, 1_000 * moods.Known), Of(moods.End, 1_000 * moods.Known),
        ];
    }
}
