using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QA.Engine.Storage;
using QA.Engine.Storage.People;

namespace QA.Engine.Web.Today;

/// <summary>How every team did in the last five weeks, from the roll-ups: gathered in the background, so that a page of forty teams reads none.</summary>
internal sealed class TeamWatch(IScoreStore store, WebOptions options, TimeProvider time, ILogger<TeamWatch> log) : BackgroundService
{
    /// <summary>Days of the newer stretch, today included.</summary>
    public const int Recent = 7;

    /// <summary>Days in all; those before the recent ones are what these are held against.</summary>
    public const int Days = 35;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    // A person or a job may change the past.
    private static readonly TimeSpan PastLasts = TimeSpan.FromMinutes(10);
    private readonly Dictionary<DateOnly, DaySums> _days = [];
    private DateTimeOffset _pastReadAt = DateTimeOffset.MinValue;
    private volatile TeamTrends? _latest;

    /// <summary>Null: nothing was gathered yet.</summary>
    public TeamTrends? Latest => _latest;

    /// <summary>Gathers anew what may have changed.</summary>
    public void Refresh()
    {
        lock (_days)
        {
            var now = time.GetUtcNow();
            var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, options.Zone).DateTime);
            var all = now - _pastReadAt > PastLasts;
            for (var day = today.AddDays(1 - Days); day <= today; day = day.AddDays(1))
            {
                // A day at a time: no more than one day's rows are in memory.
                if (all || day == today || !_days.ContainsKey(day))
                    _days[day] = DaySums.Of(store.Rollups(day, day));
            }

            foreach (var day in _days.Keys.Where(day => day <= today.AddDays(-Days) || day > today).ToList())
                _days.Remove(day);
            if (all)
                _pastReadAt = now;
            _latest = TeamTrends.Of(_days, today, now);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Run(Refresh, stoppingToken);
            }
            catch (StoreUnavailableException e)
            {
                log.LogWarning("the figures of teams are as old as they were: {Problem}", e.Message);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }
}

/// <summary>One day of all teams.</summary>
internal sealed class DaySums
{
    public Dictionary<string, TeamDay> Teams { get; } = new(StringComparer.Ordinal);

    public Dictionary<AgentName, Sums> Agents { get; } = [];

    public static DaySums Of(IReadOnlyList<DailyRollup> rollups)
    {
        var day = new DaySums();
        foreach (var rollup in rollups)
        {
            var sums = new Sums(rollup.Ranked, rollup.Sum, rollup.SumOfSquares);
            var agent = new AgentName(rollup.Team, rollup.Agent);
            day.Agents[agent] = day.Agents.GetValueOrDefault(agent).Plus(sums);
            if (!day.Teams.TryGetValue(rollup.Team, out var team))
                day.Teams.Add(rollup.Team, team = new TeamDay());
            team.Sums = team.Sums.Plus(sums);
            foreach (var (criterion, counts) in rollup.Criteria)
                team.Criteria[criterion] = team.Criteria.GetValueOrDefault(criterion).Plus(counts);
        }

        return day;
    }

    internal sealed class TeamDay
    {
        public Sums Sums { get; set; }

        public Dictionary<string, CriterionCounts> Criteria { get; } = new(StringComparer.Ordinal);
    }
}

/// <param name="Criterion">Its id.</param>
/// <param name="Change">Of the share that passed.</param>
public sealed record CriterionChange(string Criterion, Change Change);

public sealed record AgentChange(AgentName Agent, Change Change);

/// <param name="Recent">The last <see cref="TeamWatch.Recent"/> days.</param>
/// <param name="Change">Against the four weeks before; null: too little to say.</param>
/// <param name="Trend">Means of the days, the oldest first, in points; NaN: nothing ranked that day.</param>
/// <param name="Falling">Criteria whose share of passes fell for certain, the most first.</param>
public sealed record TeamTrend(string Team, Sums Recent, Change? Change, IReadOnlyList<double> Trend, IReadOnlyList<CriterionChange> Falling, IReadOnlyList<AgentChange> Slipping);

/// <param name="Teams">By name.</param>
internal sealed record TeamTrends(IReadOnlyList<TeamTrend> Teams, DateOnly Today, DateTimeOffset At)
{
    // Fewer cases say nothing about a week.
    private const int FewestCases = 30;
    private const int FewestOfAgent = 15;

    // What is less than this is no matter for the morning, however sure: points, and share of passes.
    private const double PointsThatMatter = 3;
    private const double ShareThatMatters = 0.1;

    public static TeamTrends Of(IReadOnlyDictionary<DateOnly, DaySums> days, DateOnly today, DateTimeOffset at)
    {
        var recent = today.AddDays(1 - TeamWatch.Recent);
        var teams = new SortedDictionary<string, Gathered>(StringComparer.Ordinal);
        var agents = new Dictionary<AgentName, (Sums Now, Sums Before)>();
        foreach (var (day, sums) in days)
        {
            foreach (var (name, team) in sums.Teams)
            {
                if (!teams.TryGetValue(name, out var gathered))
                    teams.Add(name, gathered = new Gathered());
                gathered.Add(team, today.DayNumber - day.DayNumber);
            }

            foreach (var (agent, sum) in sums.Agents)
            {
                var (now, before) = agents.GetValueOrDefault(agent);
                agents[agent] = day >= recent ? (now.Plus(sum), before) : (now, before.Plus(sum));
            }
        }

        var slipping = agents
            .Where(static pair => pair.Value.Now.Cases >= FewestOfAgent && pair.Value.Before.Cases >= FewestOfAgent)
            .Select(static pair => (Agent: pair.Key, Change: Change.OfMeans(pair.Value.Now, pair.Value.Before)!.Value))
            .Where(static pair => pair.Change.IsSure && pair.Change.Difference <= -PointsThatMatter)
            .OrderBy(static pair => pair.Change.Difference)
            .ToLookup(static pair => pair.Agent.Team, static pair => new AgentChange(pair.Agent, pair.Change), StringComparer.Ordinal);
        return new TeamTrends([.. teams.Select(team => team.Value.Of(team.Key, [.. slipping[team.Key]]))], today, at);
    }

    private sealed class Gathered
    {
        private readonly double[] _trend = Enumerable.Repeat(double.NaN, TeamWatch.Days).ToArray();
        private readonly Dictionary<string, (CriterionCounts Now, CriterionCounts Before)> _criteria = new(StringComparer.Ordinal);
        private Sums _now;
        private Sums _before;

        public void Add(DaySums.TeamDay team, int age)
        {
            _trend[TeamWatch.Days - 1 - age] = team.Sums.Mean;
            var isRecent = age < TeamWatch.Recent;
            if (isRecent)
                _now = _now.Plus(team.Sums);
            else
                _before = _before.Plus(team.Sums);
            foreach (var (criterion, counts) in team.Criteria)
            {
                var (now, before) = _criteria.GetValueOrDefault(criterion);
                _criteria[criterion] = isRecent ? (now.Plus(counts), before) : (now, before.Plus(counts));
            }
        }

        public TeamTrend Of(string team, IReadOnlyList<AgentChange> slipping)
        {
            var falling = new List<CriterionChange>();
            foreach (var (criterion, (now, before)) in _criteria)
            {
                if (now.Cases >= FewestCases && before.Cases >= FewestCases && Change.OfShares(now.Pass, now.Cases, before.Pass, before.Cases) is { IsSure: true } change && change.Difference <= -ShareThatMatters)
                    falling.Add(new CriterionChange(criterion, change));
            }

            falling.Sort(static (one, other) => one.Change.Difference.CompareTo(other.Change.Difference) is var order and not 0 ? order : string.CompareOrdinal(one.Criterion, other.Criterion));
            var moved = _now.Cases >= FewestCases && _before.Cases >= FewestCases ? Change.OfMeans(_now, _before) : null;
            return new TeamTrend(team, _now, moved, _trend, falling, slipping);
        }
    }
}
