using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds what stands before something else.</summary>
internal sealed class InOrder : Rule
{
    private static readonly string[] Absent = ["holds", "fails"];

    private readonly RuleReference _first;
    private readonly RuleReference _then;
    private readonly bool _holdsWithoutThen;

    private InOrder(SettingReader settings)
    {
        _first = settings.Rule("first", "What must come first; this is what is found.", required: true) ?? new RuleReference("", settings.At);
        _then = settings.Rule("then", "What must come later; its first finding counts.", required: true) ?? new RuleReference("", settings.At);
        _holdsWithoutThen = settings.Choice("absent-then", "Whether it holds where 'then' found nothing at all.", Absent, "fails") == "holds";
    }

    public static RuleKind Kind { get; } = new("order", "One rule's findings that stand before another rule's first one.", settings => new InOrder(settings));

    internal override bool AsksForInputs => true;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _holdsWithoutThen ? of(_first) : of(_first).And(of(_then));

    internal override void Examine(Examination chat, FindingList findings)
    {
        if (!chat.Prepare(_first))
            return;
        var then = chat.Found(_then);
        if (then.IsEmpty && !_holdsWithoutThen)
            return;
        foreach (ref readonly var first in chat.Found(_first))
        {
            if (then.IsEmpty || first.Before(then[0]))
                findings.Add(first);
        }
    }

    internal override (int From, int To)? LookedIn(Examination chat) => chat.LookedIn(chat.Rubric.RuleArray[_first.Index]);

    internal override NearMiss? Nearest(Examination chat)
    {
        var first = chat.Found(_first);
        return first.IsEmpty ? null : new NearMiss(first[0], MissReason.TooLate, 0);
    }
}
