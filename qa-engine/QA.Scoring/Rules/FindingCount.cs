using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds what another rule found, where it found enough or few enough.</summary>
internal sealed class FindingCount : Rule
{
    private static readonly string[] Pers = ["conversation", "message", "turn"];

    private readonly RuleReference _rule;
    private readonly int _atLeast;
    private readonly int _atMost;
    private readonly string _per;

    private FindingCount(SettingReader settings)
    {
        _rule = settings.Rule("rule", "The rule whose findings are counted.", required: true) ?? new RuleReference("", settings.At);
        _atLeast = settings.Integer("at-least", "How many there must be.", 0);
        _atMost = settings.Integer("at-most", "How many there may be.", int.MaxValue);
        _per = settings.Choice("per", "Where they are counted: all together, or in each message or turn that has any; then only those with the right number are found.", Pers, "conversation");
        if (settings.IsRecording)
            return;
        if (!settings.Has("at-least") && !settings.Has("at-most"))
            settings.Vocabulary.Report(settings.At, "the rule has no number to compare with", "add at-least: 2 or at-most: 5");
        else if (_atLeast > _atMost)
            settings.Report("at-most", $"no number is at least {_atLeast} and at most {_atMost}", "let 'at-most' be the larger");
    }

    public static RuleKind Kind { get; } = new("count", "Another rule's findings, where there are at least or at most so many of them.", settings => new FindingCount(settings));

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _per == "conversation" && _atLeast == 0 ? Prerequisite.None : of(_rule);

    internal override void Examine(Examination chat, FindingList findings)
    {
        var found = chat.Found(_rule);
        if (_per == "conversation")
        {
            if (Fits(found.Length))
                findings.AddAll(chat, found);
            return;
        }

        for (var from = 0; from < found.Length;)
        {
            var to = from + 1;
            while (to < found.Length && Together(chat, found[from], found[to]))
                to++;
            if (Fits(to - from))
                findings.AddAll(chat, found[from..to]);
            from = to;
        }
    }

    internal override NearMiss? Nearest(Examination chat)
    {
        var found = chat.Found(_rule);
        if (found.IsEmpty)
            return null;
        return found.Length < _atLeast
            ? new NearMiss(found[^1], MissReason.TooFew, _atLeast - found.Length)
            : new NearMiss(found[^1], MissReason.TooMany, Math.Max(1, found.Length - _atMost));
    }

    private bool Fits(int count) => count >= _atLeast && count <= _atMost;

    private bool Together(Examination chat, in Mark one, in Mark other)
    {
        if (one.Message == other.Message)
            return true;
        var turn = chat.View.Turns[one.Message];
        return _per == "turn" && turn >= 0 && turn == chat.View.Turns[other.Message];
    }
}
