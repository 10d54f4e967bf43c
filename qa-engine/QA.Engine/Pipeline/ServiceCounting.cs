using System;
using System.Collections.Generic;
using QA.Engine.Metrics;
using QA.Engine.Storage;
using QA.Scoring.Indicators;

namespace QA.Engine.Pipeline;

/// <summary>
/// Counts how fast and how completely agents answered, beside the rubric and never mixed into it. Profiles that count persons are left out: whether a customer was
/// left waiting on a day is known only over all of that day's conversations, and a counter cannot take back what it counted.
/// </summary>
internal sealed class ServiceCounting(IReadOnlyList<ServiceProfile> profiles, EngineMetrics metrics)
{
    private readonly ServiceProfile? _plain = Plain(profiles);

    /// <param name="scored">With what <see cref="ServiceParts"/> found of it.</param>
    public void Add(ScoredConversation scored)
    {
        if (_plain is null)
            return;
        var agents = new SortedDictionary<string, Parts>(StringComparer.Ordinal);
        foreach (var (key, profile, tally) in scored.Service)
        {
            if (key.OfShop)
                continue;
            var parts = Of(agents, key.Agent);
            if (tally.Denominator > 0)
                parts.Profiles.Add((profile, tally.Denominator, tally.Numerator));
            if (profile != _plain.Id)
                continue;
            parts.Unanswered += (int)tally.Unanswered;
            parts.Questions += (int)tally.Questions;
            parts.Answers += (int)tally.Answers;
        }

        foreach (var round in AnsweredRound.Of(scored.Conversation, _plain))
        {
            var parts = Of(agents, round.Agent);
            parts.Replies.Add(round.Wait);
            if (round.First)
                parts.FirstReplies.Add(round.Wait);
        }

        foreach (var (agent, parts) in agents)
        {
            metrics.Served(new ServiceFigures(
                scored.Conversation.Shop, ServiceParts.TeamOf(scored.Scores, agent), agent.Length == 0 ? null : agent, parts.FirstReplies, parts.Replies, parts.Unanswered, parts.Questions, parts.Answers, parts.Profiles));
        }
    }

    private static Parts Of(SortedDictionary<string, Parts> agents, string? agent)
    {
        if (!agents.TryGetValue(agent ?? "", out var parts))
            agents.Add(agent ?? "", parts = new Parts());
        return parts;
    }

    /// <summary>The profile without a window or a limit: what it counts is simply all there is.</summary>
    private static ServiceProfile? Plain(IReadOnlyList<ServiceProfile> profiles)
    {
        foreach (var profile in profiles)
        {
            if (profile is { Window: null, Limit: null } && profile.Unit != ServiceUnit.Person)
                return profile;
        }

        return null;
    }

    private sealed class Parts
    {
        public List<TimeSpan> FirstReplies { get; } = [];

        public List<TimeSpan> Replies { get; } = [];

        public int Unanswered { get; set; }

        public int Questions { get; set; }

        public int Answers { get; set; }

        public List<(string Profile, long Units, long Met)> Profiles { get; } = [];
    }
}
