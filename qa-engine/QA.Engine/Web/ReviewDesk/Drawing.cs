using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;

namespace QA.Engine.Web.ReviewDesk;

/// <summary>Draws scores for review as they come in. Any number of replicas may: a score is drawn once.</summary>
internal sealed class Drawing(IScoreStore store, ReviewQueue queue, ReviewDraw draw, Roster roster, WebOptions options, TimeProvider time, ILogger<Drawing> log) : BackgroundService
{
    private const int DaysBack = 7;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    // What is kept late, or by a worker whose clock is behind, is found by reading so far back once more.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);
    private readonly Dictionary<DateOnly, Seen> _seen = [];

    /// <summary>Draws from the scores of a day that came since it was drawn last.</summary>
    /// <returns>How many are new in the queue.</returns>
    public int Draw(DateOnly day)
    {
        lock (_seen)
        {
            var seen = _seen.GetValueOrDefault(day, Seen.Nothing);
            var read = store.Candidates.OfDay(day, seen.From);
            var scores = read.Where(score => !seen.Scores.Contains(score.Score)).ToList();
            if (scores.Count == 0)
                return 0;
            var conversations = new Dictionary<AgentName, long>();
            foreach (var agent in roster.Summaries)
                conversations[new AgentName(agent.Team, agent.Agent)] = agent.Conversations;
            var added = queue.Draw(draw.Of(day, scores, agent => conversations.GetValueOrDefault(agent)), Today);
            var from = read.Max(static score => score.ScoredAt) - Overlap;
            _seen[day] = new Seen(from, [.. read.Where(score => score.ScoredAt >= from).Select(static score => score.Score)]);
            return added;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // A day is read from where it was left.
                for (var day = Today.AddDays(-DaysBack); day <= Today && !stoppingToken.IsCancellationRequested; day = day.AddDays(1))
                    await Task.Run(() => Draw(day), stoppingToken);
            }
            catch (StoreUnavailableException e)
            {
                log.LogWarning("no scores were drawn for review: {Problem}", e.Message);
            }

            await Task.Delay(Pause, time, stoppingToken);
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), options.Zone).DateTime);

    /// <param name="From">What was scored earlier was read long enough after it.</param>
    /// <param name="Scores">The numbers of those scored since that were drawn from already.</param>
    private sealed record Seen(DateTimeOffset From, HashSet<long> Scores)
    {
        public static Seen Nothing { get; } = new(default, []);
    }
}
