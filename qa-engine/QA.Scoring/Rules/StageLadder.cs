using System;

namespace QA.Scoring.Rules;

/// <summary>Which stages a conversation reached, and which of them too early.</summary>
internal static class StageLadder
{
    /// <summary>The stages reached, in the rubric's order.</summary>
    /// <param name="last">The one that was reached last; of several at the same words, the one further on. Null: none was reached.</param>
    public static StageReached[] Of(Examination chat, out Stage? last)
    {
        last = null;
        var stages = chat.Rubric.StageArray;
        var count = 0;
        foreach (var stage in stages)
        {
            if (chat.Holds(stage.Rule))
                count++;
        }

        if (count == 0)
            return [];
        var reached = new StageReached[count];
        var next = 0;
        Mark latest = default;
        foreach (var stage in stages)
        {
            var found = chat.Found(stage.Rule);
            if (found.IsEmpty)
                continue;

            // The sequence rule's notion of disorder: begun before an earlier step was.
            var first = found[0];
            var early = last is not null && first.Before(latest);
            reached[next++] = new StageReached(stage, chat.ToFinding(first, stage.Rule.Index), early ? last : null);
            if (!early)
                (latest, last) = (first, stage);
        }

        return reached;
    }
}
