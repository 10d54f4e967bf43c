using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds what one rule found, by its share among its own and another rule's findings.</summary>
internal sealed class FindingShare : Rule
{
    private readonly RuleReference _rule;
    private readonly RuleReference _against;
    private readonly decimal _atLeast;
    private readonly decimal _atMost;
    private readonly int _outOf;

    private FindingShare(SettingReader settings)
    {
        _rule = settings.Rule("rule", "The rule whose share is measured.", required: true) ?? new RuleReference("", settings.At);
        _against = settings.Rule("against", "The rule it is measured against: the share is rule ÷ (rule + against).", required: true) ?? new RuleReference("", settings.At);
        _atLeast = settings.Number("at-least", "The share there must be, from 0 to 1.", 0, atMost: 1);
        _atMost = settings.Number("at-most", "The share there may be, from 0 to 1.", 1, atMost: 1);
        _outOf = settings.Integer("out-of", "How many findings both must have together; a share of two words says little.", 1, atLeast: 1);
        if (settings.IsRecording)
            return;
        if (!settings.Has("at-least") && !settings.Has("at-most"))
            settings.Vocabulary.Report(settings.At, "the rule has no share to compare with", "add at-least: 0.5 or at-most: 0.5");
        else if (_atLeast > _atMost)
            settings.Report("at-most", $"no share is at least {_atLeast} and at most {_atMost}", "let 'at-most' be the larger");
    }

    public static RuleKind Kind { get; } = new("share", "One rule's findings by their share against another's, such as 我 against 您.", settings => new FindingShare(settings));

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _atLeast > 0 ? of(_rule) : Prerequisite.Either([of(_rule), of(_against)]);

    internal override void Examine(Examination chat, FindingList findings)
    {
        var own = chat.Found(_rule);
        var others = chat.Found(_against);
        var all = own.Length + others.Length;
        if (all < _outOf || own.Length < _atLeast * all || own.Length > _atMost * all)
            return;

        // A share of nothing is shown by what stands there instead.
        findings.AddAll(chat, own.IsEmpty ? others : own);
    }

    internal override NearMiss? Nearest(Examination chat)
    {
        var own = chat.Found(_rule);
        var others = chat.Found(_against);
        var all = own.Length + others.Length;
        if (all == 0)
            return null;
        if (all < _outOf)
            return new NearMiss(own.IsEmpty ? others[^1] : own[^1], MissReason.TooFew, _outOf - all);
        return own.Length < _atLeast * all ? new NearMiss(others[^1], MissReason.TooFew, 0) : new NearMiss(own[^1], MissReason.TooMany, 0);
    }
}
