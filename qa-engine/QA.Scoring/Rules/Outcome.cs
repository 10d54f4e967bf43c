using System;

namespace QA.Scoring.Rules;

/// <summary>What a criterion came to, before its points are known.</summary>
/// <param name="Level">The level that holds; null where the criterion does not apply.</param>
/// <param name="Closed">The result where it does not apply.</param>
/// <param name="Weight">Millionths of weight that count.</param>
internal readonly record struct Outcome(Level? Level, CriterionScore? Closed, long Weight)
{
    private const int OwedByFirst = 0;
    private const int OwedByLast = 1;
    private const int NotInScenario = 2;
    private const int NoAgent = 3;
    private const int NoMood = 4;

    /// <summary>Why a criterion may not apply, besides its gates.</summary>
    public static readonly Wording[] CommonReasons =
    [
        new("由首位接待的客服负责", "Owed by the agent who answered first"),
        new("由最后接待的客服负责", "Owed by the agent who answered last"),
        new("该场景下不考核此项", "Not expected in this scenario"),
        new("没有客服发言", "No agent spoke"),
        new("没有情绪判断", "No model said how the messages feel"),
    ];

    /// <summary>What a criterion comes to where nobody answered for the shop.</summary>
    /// <param name="criterion">Its place in the rubric.</param>
    public static CriterionScore WithoutAgent(Examination chat, int criterion) => Closing(chat, criterion, NoAgent).Closed!;

    /// <summary>What a criterion comes to.</summary>
    /// <param name="criterion">Its place in the rubric.</param>
    /// <param name="scenario">The scenario's place; -1: none.</param>
    /// <param name="agent">The judged agent's place among those of the session.</param>
    public static Outcome Of(Examination chat, int criterion, int scenario, int agent)
    {
        var agenda = chat.Agenda;
        ref readonly var entry = ref agenda.EntryOf(criterion);
        if (entry.OwedBy == Owner.FirstAgent && agent != 0)
            return Closing(chat, criterion, OwedByFirst);
        if (entry.OwedBy == Owner.LastAgent && agent != chat.LastAgent)
            return Closing(chat, criterion, OwedByLast);
        var weight = agenda.Weight(scenario, criterion);
        if (weight < 0)
            return Closing(chat, criterion, NotInScenario);
        for (var i = 0; i < entry.Gates; i++)
        {
            ref readonly var gate = ref agenda.ConditionAt(entry.First + i);
            if (gate.Holds(chat) == gate.Unless)
                return new Outcome(null, agenda.ClosedAt(entry.FirstClosed + i), 0);
        }

        // Without a model's word such a level would fail, or pass, for want of it.
        if (entry.AsksForMood && !chat.HasMoods)
            return Closing(chat, criterion, NoMood);

        for (var i = 0; i < entry.Levels; i++)
        {
            if (!agenda.ConditionAt(entry.First + entry.Gates + i).Holds(chat))
                continue;

            // Nothing is added or taken while a person's decision is open.
            var level = chat.Rubric.CriteriaArray[criterion].LevelArray[i];
            return new Outcome(level, null, level.Verdict == Verdict.Unsure ? 0 : weight);
        }

        throw new RuleFailedException(chat.Rubric.CriteriaArray[criterion].Id, chat.Conversation.Id, new InvalidOperationException("no level of the criterion holds"));
    }

    private static Outcome Closing(Examination chat, int criterion, int reason)
    {
        ref readonly var entry = ref chat.Agenda.EntryOf(criterion);
        return new Outcome(null, chat.Agenda.ClosedAt(entry.FirstClosed + entry.Gates + reason), 0);
    }
}
