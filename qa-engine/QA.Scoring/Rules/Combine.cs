using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Holds when a condition over other rules does, and gathers their findings.</summary>
internal sealed class Combine(Expression condition) : Rule
{
    public static RuleKind Kind { get; } = new(
        "combine",
        "A condition over other rules, given a name of its own.",
        settings => new Combine(settings.Expression("when", "The condition, such as: a and (b or not c).", required: true) ?? Expression.Never));

    internal Expression Condition => condition;

    internal override bool AsksForInputs => true;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => condition.Requires(of);

    internal override void Examine(Examination chat, FindingList findings)
    {
        // What cannot change the answer is not examined; what speaks for it is, to be shown.
        if (!chat.Holds(Index))
            return;
        condition.Prepare(chat);
        chat.Gather(condition, findings);
    }

    internal override (int From, int To)? LookedIn(Examination chat)
    {
        (int From, int To)? range = null;
        condition.LookedIn(chat, ref range);
        return range;
    }

    internal override NearMiss? Nearest(Examination chat)
    {
        NearMiss? best = null;
        condition.Nearest(chat, ref best);
        return best;
    }
}
