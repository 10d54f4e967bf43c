using System;
using System.Collections.Generic;
using QA.Scoring;

namespace QA.Engine.Storage.Postgres;

/// <summary>A conversation of a batch on its way into the store.</summary>
internal sealed class KeptConversation(ScoredConversation entry)
{
    public ScoredConversation Entry { get; } = entry;

    public required string Key { get; init; }

    public required DateOnly Day { get; init; }

    public required RevisionOrder Order { get; init; }

    public required (int Start, int Length) Document { get; init; }

    public List<KeptScore> Scores { get; } = new(entry.Scores.Count);

    public long Number { get; set; }

    public int Revision { get; set; } = 1;

    /// <summary>Whether it goes further than every other state kept of it: only its scores count.</summary>
    public bool IsLatest { get; set; } = true;

    /// <summary>Whether its content is new; otherwise it is a duplicate.</summary>
    public bool IsNew { get; set; }

    public DateOnly From
    {
        get
        {
            var first = Day;
            foreach (var score in Scores)
                first = score.Day < first ? score.Day : first;
            return first;
        }
    }
}

/// <param name="IsFirst">Whether it is the first of its conversation for its team and agent.</param>
/// <param name="Document">Where its document stands among those of the batch.</param>
internal sealed record KeptScore(long Number, Score Score, PostgresRubric Rubric, DateOnly Day, bool IsFirst, (int Start, int Length) Document)
{
    /// <summary>What roll-ups need of it.</summary>
    public CountedScore Counted() => new(
        Day, Score.Conversation.Shop ?? "", Score.Team ?? "", Score.Agent ?? "", Rubric.Number, Rubric.Names.Criteria.Count, IsFirst, Score.Standing, Score.Uncapped, Score.Mood);
}
