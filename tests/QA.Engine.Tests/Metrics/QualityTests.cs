using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using QA.Engine.Metrics;
using Xunit;

namespace QA.Engine.Tests.Metrics;

/// <summary>The quality windows against a naive recount.</summary>
public sealed class QualityTests
{
    private static readonly int[] Windows = [1, 7, 30];

    [Theory]
    [InlineData(1, 2_000, 200)]
    [InlineData(2, 5, 200)]
    [InlineData(3, 5, 3)]
    [InlineData(4, 0, 0)]
    [InlineData(5, 1, 1)]
    public async Task Every_series_equals_a_recount_to_the_last_digit(int seed, int maxAgents, int maxTeams)
    {
        using var engine = new MeasuredEngine(new MetricsOptions { MaxAgents = maxAgents, MaxTeams = maxTeams });
        var days = Random(seed);
        engine.Metrics.Quality = QualitySnapshot.Of(days, MeasuredEngine.Today, engine.Options, engine.Time.GetUtcNow());
        var expected = Recount(days, maxAgents, maxTeams);
        var said = (await engine.Read()).Samples.Where(sample => sample.Label("window") is not null)
            .ToDictionary(sample => sample.Series, sample => sample.Value);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), said.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, pair => Assert.Equal(pair.Value, said[pair.Key]));
        Assert.True(expected.Count > 50);
    }

    [Fact]
    public void Whoever_reads_the_meter_otherwise_gets_the_same_series()
    {
        using var engine = new MeasuredEngine();
        engine.Metrics.Quality = QualitySnapshot.Of(Random(6), MeasuredEngine.Today, engine.Options, engine.Time.GetUtcNow());
        var measured = new Dictionary<string, double>();
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (ReferenceEquals(instrument.Meter, engine.Metrics.Meter) && engine.Metrics.Declared.Any(one => ReferenceEquals(one.Instrument, instrument) && one.Figure is not null))
                own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
            measured.Add(new ReadSample(instrument.Name, [.. tags.ToArray().Select(tag => (tag.Key, (string)tag.Value!))], value, null, 0).Series, value));
        listener.Start();
        listener.RecordObservableInstruments();
        Assert.Equal(Recount(Random(6), 2_000, 200), measured);
    }

    [Theory]
    [InlineData(0, "1d 7d 30d")]
    [InlineData(1, "7d 30d")]
    [InlineData(6, "7d 30d")]
    [InlineData(7, "30d")]
    [InlineData(29, "30d")]
    [InlineData(30, "")]
    [InlineData(-1, "")]
    public async Task A_day_is_in_the_windows_that_reach_it(int age, string windows)
    {
        using var engine = new MeasuredEngine();
        engine.Metrics.Quality = QualitySnapshot.Of(
            [(MeasuredEngine.Today.AddDays(-age), MeasuredEngine.Day("店", "一组", "小鱼"))], MeasuredEngine.Today, engine.Options, engine.Time.GetUtcNow());
        var family = (await engine.Read()).Family("qa_agent_score_mean_points");
        Assert.Equal(windows, string.Join(' ', family?.Samples.Select(sample => sample.Label("window")) ?? []));
    }

    [Fact]
    public async Task Nothing_ranked_means_no_mean_and_not_a_mean_of_nought()
    {
        using var engine = new MeasuredEngine();
        engine.Did(new AgentDay("店", "一组", "小鱼", 3, 0, 0, [("greeting", new CriterionDay(0, 0, 0, 0))]));
        var said = await engine.Read();
        Assert.Null(said.Family("qa_agent_score_mean_points"));
        Assert.Null(said.Family("qa_agent_pass_ratio"));
        Assert.Equal(3, said.Value("qa_agent_scored_conversations", ("window", "1d")));
        Assert.Equal(0, said.Value("qa_agent_ranked_conversations", ("window", "1d")));
    }

    [Fact]
    public async Task What_was_cut_is_counted_and_nobody_is_lost()
    {
        using var engine = new MeasuredEngine(new MetricsOptions { MaxAgents = 3, MaxTeams = 2 });
        engine.Did(Enumerable.Range(0, 10).Select(i => new AgentDay("店", $"t{i % 4}", $"a{i}", 10 - i, 1, 100, [])));
        var said = await engine.Read();
        Assert.Equal(7, said.Value("qa_label_values_cut", ("label", "agent")));
        Assert.Equal(2, said.Value("qa_label_values_cut", ("label", "team")));
        var agents = said.Family("qa_agent_scored_conversations")!.Samples.Where(sample => sample.Label("window") == "1d").ToList();
        Assert.Equal(55, agents.Sum(sample => sample.Value));
        Assert.Equal(["other/other/other", "店/t0/a0", "店/t0/a4", "店/t0/other", "店/t1/a1", "店/t1/other"], agents.Select(sample => $"{sample.Label("shop")}/{sample.Label("team")}/{sample.Label("agent")}"));
    }

    [Fact]
    public async Task Hashed_names_hide_the_agents_and_tell_them_apart()
    {
        using var plain = new MeasuredEngine();
        using var hashed = new MeasuredEngine(new MetricsOptions { Salt = "盐" });
        using var other = new MeasuredEngine(new MetricsOptions { Salt = "盐2" });
        async Task<string[]> Agents(MeasuredEngine engine)
        {
            engine.Did(((string[])["小鱼", "阿青", ""]).Select(agent => MeasuredEngine.Day("店", "一组", agent)));
            engine.Metrics.Served(ExpositionTests.Service("小鱼"));
            engine.Metrics.StoreSaid(new StoreFigures(0, null, 0, 0, 1, [], [new CriticalFigures("一组", "小鱼", 1, 0)]));
            return [.. (await engine.Read()).Samples.Select(sample => sample.Label("agent")).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        }

        Assert.Equal(["unnamed", "小鱼", "阿青"], await Agents(plain));
        var names = await Agents(hashed);
        Assert.Equal(3, names.Length);
        Assert.All(names.Where(name => name != "unnamed"), name => Assert.Matches("^[0-9a-f]{12}$", name));
        Assert.Equal(names, await Agents(hashed));
        Assert.Equal(["unnamed"], names.Intersect(await Agents(other)));
    }

    [Fact]
    public void The_past_is_read_again_only_now_and_then_and_when_a_day_begins()
    {
        using var engine = new MeasuredEngine();
        var asked = new List<DateOnly>();
        var windows = new QualityWindows(
            day =>
            {
                // Slow enough for the days before today not to be read each time.
                engine.Time.Now += TimeSpan.FromSeconds(1);
                asked.Add(day);
                return [MeasuredEngine.Day("店", "一组", "小鱼")];
            },
            engine.Metrics, engine.Options, TimeZoneInfo.CreateCustomTimeZone("+8", TimeSpan.FromHours(8), "+8", "+8"), engine.Time);
        windows.Refresh();
        Assert.Equal(Enumerable.Range(0, 30).Select(age => MeasuredEngine.Today.AddDays(-age)), asked.OrderDescending());
        Assert.Equal(60, engine.Metrics.Quality!.Agents.Whole(0, 2).Scores);

        asked.Clear();
        engine.Time.Now += TimeSpan.FromMinutes(9);
        windows.Refresh();
        Assert.Equal([MeasuredEngine.Today], asked);
        Assert.Equal(60, engine.Metrics.Quality!.Agents.Whole(0, 2).Scores);

        asked.Clear();
        engine.Time.Now += TimeSpan.FromMinutes(1);
        windows.Refresh();
        Assert.Equal(30, asked.Count);

        // The store's day begins when it begins in the store's zone.
        asked.Clear();
        engine.Time.Now = new DateTimeOffset(2026, 3, 3, 0, 0, 0, TimeSpan.FromHours(8));
        windows.Refresh();
        Assert.Equal(MeasuredEngine.Today.AddDays(1), asked.Max());
        Assert.Equal(30, asked.Count);
    }

    [Fact]
    public void A_store_that_fails_leaves_the_windows_as_they_were()
    {
        using var engine = new MeasuredEngine();
        var fails = false;
        var windows = new QualityWindows(
            _ => fails ? throw new InvalidOperationException("down") : [MeasuredEngine.Day("店", "一组", "小鱼")], engine.Metrics, engine.Options, TimeZoneInfo.Utc, engine.Time);
        windows.Refresh();
        var before = engine.Metrics.Quality;
        fails = true;
        engine.Time.Now += TimeSpan.FromHours(1);
        Assert.Throws<InvalidOperationException>(windows.Refresh);
        Assert.Same(before, engine.Metrics.Quality);
        fails = false;
        windows.Refresh();
        Assert.NotSame(before, engine.Metrics.Quality);
    }

    private static List<(DateOnly, AgentDay)> Random(int seed)
    {
        var random = new Random(seed);
        var days = new List<(DateOnly, AgentDay)>();
        for (var i = 0; i < 400; i++)
        {
            var ranked = random.Next(0, 4);
            var criteria = Enumerable.Range(0, random.Next(0, 6)).Select(_ => $"k{random.Next(8)}").Distinct()
                .Select(criterion => (criterion, new CriterionDay(random.Next(5), random.Next(3), random.Next(3), random.Next(10_000)))).ToList();
            days.Add((
                MeasuredEngine.Today.AddDays(-random.Next(-1, 33)),
                new AgentDay($"s{random.Next(2)}", $"t{random.Next(4)}", $"a{random.Next(7)}", ranked + random.Next(2), ranked, ranked * random.Next(10_001), criteria) { Moods = SomeMoods(random) }));
        }

        return days;
    }

    private static MoodDay SomeMoods(Random random)
    {
        var known = random.Next(4);
        var came = random.Next(known + 1);
        var recovered = random.Next(came + 1);
        var left = random.Next(known - recovered + 1);
        return new MoodDay(known, came, recovered, random.Next(left + 1), left, known * random.Next(-1_000, 1_001), known * random.Next(-1_000, 1_001));
    }

    /// <summary>Series and values, worked out one by one.</summary>
    private static Dictionary<string, double> Recount(List<(DateOnly Day, AgentDay Did)> all, int maxAgents, int maxTeams)
    {
        var recent = all.Where(one => one.Day <= MeasuredEngine.Today && one.Day > MeasuredEngine.Today.AddDays(-30)).Select(one => (one.Day, one.Did)).ToList();
        var teams = recent.GroupBy(one => (one.Did.Shop, one.Did.Team)).OrderByDescending(team => team.Sum(one => one.Did.Scores)).ThenBy(team => team.Key.Shop + team.Key.Team, StringComparer.Ordinal)
            .Take(maxTeams).Select(team => team.Key).ToHashSet();
        var agents = recent.Where(one => teams.Contains((one.Did.Shop, one.Did.Team))).GroupBy(one => (one.Did.Shop, one.Did.Team, one.Did.Agent))
            .OrderByDescending(agent => agent.Sum(one => one.Did.Scores)).ThenBy(agent => agent.Key.Shop + agent.Key.Team + agent.Key.Agent, StringComparer.Ordinal)
            .Take(maxAgents).Select(agent => agent.Key).ToHashSet();
        var expected = new Dictionary<string, double>();
        foreach (var window in Windows)
        {
            var inside = recent.Where(one => one.Day > MeasuredEngine.Today.AddDays(-window)).Select(one => one.Did).ToList();
            (string, string) Team(AgentDay did) => teams.Contains((did.Shop, did.Team)) ? (did.Shop, did.Team) : ("other", "other");
            foreach (var team in inside.GroupBy(Team))
                Put("team", [("shop", team.Key.Item1), ("team", team.Key.Item2)], window, [.. team]);
            foreach (var agent in inside.GroupBy(did => (Team: Team(did), Agent: agents.Contains((did.Shop, did.Team, did.Agent)) ? did.Agent : "other")))
                Put("agent", [("shop", agent.Key.Team.Item1), ("team", agent.Key.Team.Item2), ("agent", agent.Key.Agent)], window, [.. agent]);
        }

        return expected;

        // To 28 digits, and from there to the nearest double.
        static double Nearest(long dividend, long divisor) => double.Parse(((decimal)dividend / divisor).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

        void Put(string who, (string, string)[] labels, int window, List<AgentDay> days)
        {
            (string, string) last = ("window", window.ToString(CultureInfo.InvariantCulture) + "d");
            void Add(string figure, double value, params (string, string)[] more) => expected.Add(new ReadSample($"qa_{who}_{figure}", [.. labels, .. more, last], value, null, 0).Series, value);
            var (scores, ranked) = (days.Sum(day => day.Scores), days.Sum(day => day.Ranked));
            if (scores > 0)
                Add("scored_conversations", scores);
            if (scores > 0)
                Add("ranked_conversations", ranked);
            if (ranked > 0)
                Add("score_mean_points", Nearest(days.Sum(day => day.Sum), ranked * 100));
            var known = days.Sum(day => day.Moods.Known);
            if (known > 0)
            {
                var came = days.Sum(day => day.Moods.CameUnhappy);
                Add("mood_conversations", known);
                Add("unhappy_customers", came);
                if (came > 0)
                    Add("calmed_ratio", Nearest(days.Sum(day => day.Moods.Recovered), came));
                Add("worsened_ratio", Nearest(days.Sum(day => day.Moods.Worsened), known));
                Add("left_unhappy_ratio", Nearest(days.Sum(day => day.Moods.LeftUnhappy), known));
                Add("mood_start_mean", Nearest(days.Sum(day => day.Moods.Start), known * 1_000));
                Add("mood_end_mean", Nearest(days.Sum(day => day.Moods.End), known * 1_000));
            }

            foreach (var criterion in days.SelectMany(day => day.Criteria).GroupBy(one => one.Criterion))
            {
                var cases = criterion.Sum(one => one.Counts.Pass + one.Counts.Partial + one.Counts.Fail);
                if (cases == 0)
                    continue;
                Add("pass_ratio", Nearest(criterion.Sum(one => one.Counts.Pass), cases), ("criterion", criterion.Key));
                if (who == "agent")
                    continue;
                Add("verdicts", cases, ("criterion", criterion.Key));
                Add("lost_points", Nearest(criterion.Sum(one => one.Counts.Lost), cases * 100), ("criterion", criterion.Key));
            }
        }
    }
}
