using System;
using System.Collections.Generic;

namespace QA.Scoring.Indicators;

/// <summary>A customer's question that somebody answered.</summary>
/// <param name="Agent">Who answered; null where the export names none.</param>
/// <param name="Wait">From the customer's first unanswered message to the first reply.</param>
/// <param name="First">Whether it is the first round of its session.</param>
public readonly record struct AnsweredRound(string? Agent, TimeSpan Wait, bool First)
{
    [ThreadStatic]
    private static RoundStream? s_spare;

    /// <summary>Every round of a conversation that was asked and answered at known times, in the order they were asked, whatever a profile's window.</summary>
    /// <param name="profile">Says where sessions end and who may answer.</param>
    public static IReadOnlyList<AnsweredRound> Of(Conversation conversation, ServiceProfile profile)
    {
        var stream = s_spare ?? new RoundStream();
        s_spare = null;
        try
        {
            stream.Read(conversation, RoundRules.Of(profile));
            var rounds = new List<AnsweredRound>(stream.Rounds.Count);
            foreach (var round in stream.Rounds)
            {
                if (round is { IsTimed: true, IsAnswered: true, Owner: >= 0 })
                    rounds.Add(new AnsweredRound(stream.Agents[round.Owner], new TimeSpan(round.Wait), round.Opens));
            }

            return rounds;
        }
        finally
        {
            stream.Clear();
            s_spare = stream;
        }
    }
}
