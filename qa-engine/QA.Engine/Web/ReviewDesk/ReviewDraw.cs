using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Engine.Storage.People;
using QA.Engine.Web.Layout;
using QA.Scoring;

namespace QA.Engine.Web.ReviewDesk;

/// <summary>
/// Which scores of a day people look at: every suspected critical finding; of each agent the lowest score below the pass mark and one that the machine was not
/// sure of; a few of agents who are new; and, whatever else, a floor at random, so that nobody is never looked at.
/// </summary>
internal sealed class ReviewDraw(RubricShelf rubrics, WebOptions options)
{
    /// <summary>An agent with fewer conversations so far is new.</summary>
    public const int NewBelow = 30;

    // Thousandths. Within a reason: the lower the score, the higher the risk.
    private const int Critical = 900;
    private const int Low = 500;
    private const int New = 400;
    private const int Unsure = 300;
    private const int Random = 100;

    /// <param name="day">Of the scores.</param>
    /// <param name="scores">All of that day, or those that came since the last draw.</param>
    /// <param name="conversations">How many an agent has so far.</param>
    public IReadOnlyList<DrawnScore> Of(DateOnly day, IReadOnlyList<ReviewCandidate> scores, Func<AgentName, long> conversations)
    {
        var drawn = new Dictionary<long, DrawnScore>();
        foreach (var ofAgent in scores.GroupBy(static score => new AgentName(score.Team, score.Agent)))
        {
            foreach (var score in ofAgent.Where(static score => score.Suspected))
                Add(score, DrawReason.Critical, Critical);
            if (ofAgent.Where(IsLow).OrderBy(static score => score.Total).ThenBy(static score => score.Score).Select(static score => (ReviewCandidate?)score).FirstOrDefault() is { } lowest)
                Add(lowest, DrawReason.Low, Low);
            if (conversations(ofAgent.Key) < NewBelow)
                Add(ofAgent.OrderBy(static score => Lot(score.Score)).First(), DrawReason.NewAgent, New);
            if (ofAgent.Where(IsUnsure).OrderBy(static score => Lot(score.Score)).Select(static score => (ReviewCandidate?)score).FirstOrDefault() is { } unsure)
                Add(unsure, DrawReason.Unsure, Unsure);
        }

        foreach (var score in scores)
        {
            if (score.Standing != Standing.None && Lot(score.Score) % 1000 < (ulong)options.RandomSample)
                Add(score, DrawReason.Random, Random);
        }

        return [.. drawn.Values.OrderBy(static score => score.Score)];

        void Add(ReviewCandidate score, DrawReason reason, int risk)
        {
            // 0 to 99 more the further below 100 points.
            var more = score.Total is { } total ? Math.Clamp((10_000 - total) / 101, 0, 99) : 0;
            drawn.TryAdd(score.Score, new DrawnScore(score.Score, day, score.Conversation, new AgentName(score.Team, score.Agent), reason, risk + more));
        }
    }

    private bool IsLow(ReviewCandidate score) =>
        score is { Standing: Standing.Ranked, Total: { } total } && rubrics.Exactly(score.RubricHash) is { } rubric && total < rubric.PassMark;

    private bool IsUnsure(ReviewCandidate score)
    {
        if (!score.Verdicts.Contains('?', StringComparison.Ordinal) || rubrics.Exactly(score.RubricHash) is not { } rubric)
            return false;
        for (var i = 0; i < Math.Min(score.Verdicts.Length, rubric.Criteria.Count); i++)
        {
            if (score.Verdicts[i] == '?' && options.Headline.Contains(rubric.Criteria[i].Id, StringComparer.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>A number that nobody can foresee from a score's place and that every replica draws alike: SplitMix64 (Steele, Lea, Flood 2014).</summary>
    private static ulong Lot(long score)
    {
        var lot = (ulong)score + 0x9E3779B97F4A7C15;
        lot = (lot ^ (lot >> 30)) * 0xBF58476D1CE4E5B9;
        lot = (lot ^ (lot >> 27)) * 0x94D049BB133111EB;
        return lot ^ (lot >> 31);
    }
}
