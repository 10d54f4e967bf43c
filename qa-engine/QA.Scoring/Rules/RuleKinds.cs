using System;
using System.Collections.Generic;

namespace QA.Scoring.Rules;

/// <summary>Every kind of rule there is. A kind that is not listed here does not exist for rubrics.</summary>
public static class RuleKinds
{
    public static IReadOnlyList<RuleKind> All { get; } =
    [
        Phrases.Kind,
        Pattern.Kind,
        EmoticonPresent.Kind,
        MessagePresent.Kind,
        NothingBut.Kind,
        MessageLength.Kind,
        QuestionAsked.Kind,
        Resemblance.Kind,
        MoodShown.Kind,
        FindingCount.Kind,
        FindingShare.Kind,
        InOrder.Kind,
        Nearby.Kind,
        StepSequence.Kind,
        Quantified.Kind,
        Repetition.Kind,
        ReplyGap.Kind,
        AttributeComparison.Kind,
        TimeOfDay.Kind,
        Combine.Kind,
    ];

    /// <summary>The kind of that name, or null.</summary>
    public static RuleKind? Find(string name)
    {
        foreach (var kind in All)
        {
            if (string.Equals(kind.Name, name, StringComparison.Ordinal))
                return kind;
        }

        return null;
    }
}
