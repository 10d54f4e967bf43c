using System;

namespace QA.Scoring.Rules;

/// <summary>What a criterion came to, before its points are known.</summary>
/// <param name="Level">The level that holds; null where the criterion does not apply.</param>
/// <param name="Closed">The result where it does not apply.</param>
/// <param name="Weight">Millionths of weight that count.</param>
internal readonly record struct Outcome(Level? Level, CriterionScore? Closed, long Weight)
{
    /// <summary>Why a criterion may not apply, besides its gates.</summary>
    public const int CommonReasons = 4;

    /// <summary>Why nothing applies where no agent spoke.</summary>
    private static readonly Wording NoAgent = new("没有客服发言", "No agent spoke");

    private static readonly Wording OwedByFirst = new("由首位接待的客服负责", "Owed by the agent who answered first");
    private static readonly Wording OwedByLast = new("由最后接待的客服负责", "Owed by the agent who answered last");
    private static readonly Wording NotInScenario = new("该场景下不考核此项", "Not expected in this scenario");

    /// <summary>What a criterion comes to where nobody answered for the shop.</summary>
    public static CriterionScore WithoutAgent(Criterion criterion) => Closing(criterion, 3, NoAgent).Closed!;

    public static Outcome Of(Examination chat, int index, int scenario, int agent)
    {
        var criterion = chat.Rubric.CriteriaArray[index];
        if (criterion.OwedBy == Owner.FirstAgent && agent != 0)
            return Closing(criterion, 0, OwedByFirst);
        if (criterion.OwedBy == Owner.LastAgent && agent != chat.LastAgent)
            return Closing(criterion, 1, OwedByLast);
        var weight = scenario < 0 ? criterion.Weight : criterion.ScenarioWeights[scenario];
        if (weight < 0)
            return Closing(criterion, 2, NotInScenario);
        var tests = chat.Conditions(index);
        var gates = criterion.GateArray;
        for (var i = 0; i < gates.Length; i++)
        {
            var gate = gates[i];
            if (chat.Holds(gate.Condition, tests[i]) == gate.Unless)
                return new Outcome(null, criterion.Closed(i, gate, gate.Reason), 0);
        }

        var levels = criterion.LevelArray;
        for (var i = 0; i < levels.Length; i++)
        {
            var level = levels[i];

            // Nothing is added or taken while a person's decision is open.
            if (level.Condition is not { } condition || chat.Holds(condition, tests[gates.Length + i]))
                return new Outcome(level, null, level.Verdict == Verdict.Unsure ? 0 : weight);
        }

        throw new RuleFailedException(criterion.Id, chat.Conversation.Id, new InvalidOperationException("no level of the criterion holds"));
    }

    private static Outcome Closing(Criterion criterion, int reason, Wording words)
        => new(null, criterion.Closed(criterion.Gates.Count + reason, null, words), 0);
}
