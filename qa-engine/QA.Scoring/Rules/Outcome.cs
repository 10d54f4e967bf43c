using System;

namespace QA.Scoring.Rules;

/// <summary>What a criterion came to, before its points are known.</summary>
internal readonly record struct Outcome(Level? Level, Gate? Gate, Wording Reason, long Weight)
{
    /// <summary>Why nothing applies where no agent spoke.</summary>
    public static readonly Wording NoAgent = new("没有客服发言", "No agent spoke");

    private static readonly Wording OwedByFirst = new("由首位接待的客服负责", "Owed by the agent who answered first");
    private static readonly Wording OwedByLast = new("由最后接待的客服负责", "Owed by the agent who answered last");
    private static readonly Wording NotInScenario = new("该场景下不考核此项", "Not expected in this scenario");

    public static Outcome Of(Examination chat, Criterion criterion, int scenario, int agent)
    {
        if (criterion.OwedBy == Owner.FirstAgent && agent != 0)
            return new Outcome(null, null, OwedByFirst, 0);
        if (criterion.OwedBy == Owner.LastAgent && agent != chat.LastAgent)
            return new Outcome(null, null, OwedByLast, 0);
        var weight = scenario < 0 ? criterion.Weight : criterion.WeightByScenario[scenario];
        if (weight < 0)
            return new Outcome(null, null, NotInScenario, 0);
        for (var i = 0; i < criterion.Gates.Count; i++)
        {
            var gate = criterion.Gates[i];
            if (gate.Condition.Holds(chat) == gate.Unless)
                return new Outcome(null, gate, gate.Reason, 0);
        }

        for (var i = 0; i < criterion.Levels.Count; i++)
        {
            var level = criterion.Levels[i];

            // Nothing is added or taken while a person's decision is open.
            if (level.Condition is not { } condition || condition.Holds(chat))
                return new Outcome(level, null, level.Reason, level.Verdict == Verdict.Unsure ? 0 : weight);
        }

        throw new RuleFailedException(criterion.Id, chat.Conversation.Id, new InvalidOperationException("no level of the criterion holds"));
    }
}
