using System;
using System.Collections.Generic;
using System.Linq;
using QA.Engine.Storage;
using QA.Scoring;
using QA.Scoring.Indicators;

namespace QA.Engine.Pipeline;

/// <summary>
/// What the store keeps and metrics count of a conversation's service indicators. Definitions that count persons are left out: whether a customer was left waiting on a day is
/// known only over all of that day's conversations, and who it was would have to be kept with the sums.
/// </summary>
internal sealed class ServiceParts(IReadOnlyList<ServiceProfile> profiles)
{
    private readonly ServiceProfile[] _additive = [.. profiles.Where(static profile => profile.Unit != ServiceUnit.Person)];

    /// <param name="scores">Of the conversation; they know the agents' teams.</param>
    public IReadOnlyList<ServicePart> Of(Conversation chat, IReadOnlyList<Score> scores)
    {
        var parts = new List<ServicePart>();
        foreach (var (key, tally) in ServiceIndicators.Of(chat, _additive))
        {
            var ofShop = key.Scope == IndicatorScope.Shop;
            parts.Add(new ServicePart(new ServiceKey(key.Day, ofShop, chat.Shop ?? "", ofShop ? "" : TeamOf(scores, key.Agent) ?? "", key.Agent ?? ""), key.Profile, tally));
        }

        return parts;
    }

    /// <summary>The team in which an agent answered; null: the export names none.</summary>
    /// <param name="agent">Null or empty: unnamed.</param>
    public static string? TeamOf(IReadOnlyList<Score> scores, string? agent)
    {
        foreach (var score in scores)
        {
            if (string.Equals(score.Agent ?? "", agent ?? "", StringComparison.Ordinal))
                return score.Team;
        }

        return null;
    }
}
