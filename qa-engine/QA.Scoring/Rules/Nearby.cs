using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds what stands near something else: within characters, messages, turns or a time.</summary>
internal sealed class Nearby : Rule
{
    private static readonly string[] Sides = ["either", "before", "after"];

    private readonly RuleReference _rule;
    private readonly RuleReference _to;
    private readonly Quantity _within;
    private readonly bool _before;
    private readonly bool _after;

    private Nearby(SettingReader settings)
    {
        _rule = settings.Rule("rule", "What is found.", required: true) ?? new RuleReference("", settings.At);
        _to = settings.Rule("to", "What it must stand near to.", required: true) ?? new RuleReference("", settings.At);
        _within = settings.Quantity("within", "How near: 10 characters (of one message), 2 messages, 1 turn or 3m; 2 messages: at most the second message before or after.", QuantityUnit.Characters, QuantityUnit.Messages, QuantityUnit.Turns, QuantityUnit.Seconds)
            ?? new Quantity(1, QuantityUnit.Messages);
        var side = settings.Choice("side", "Whether the other stands before or after.", Sides, "either");
        _before = side != "after";
        _after = side != "before";
        if (!settings.IsRecording && !settings.Has("within"))
            settings.Vocabulary.Report(settings.At, "'within' is missing", "say how near: within: 10 characters, 2 messages, 1 turn or 3m");
    }

    public static RuleKind Kind { get; } = new("near", "One rule's findings near another's: within characters, messages, turns or a time.", settings => new Nearby(settings));

    internal override bool AsksForInputs => true;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => of(_to).And(of(_rule));

    internal override void Examine(Examination chat, FindingList findings)
    {
        // What a thing must stand near to is mostly the rarer of the two.
        if (!chat.Prepare(_to) || !chat.Prepare(_rule))
            return;
        var others = chat.Found(_to);

        // Both lists are in the order of the conversation, so each is walked once. Of what stands before, the last is nearest, and of
        // what stands after, the first; but not everything has a turn or a time, and the last to begin need not be the last to end.
        var next = 0;
        var nextMeasured = 0;
        var before = -1;
        var beforeMeasured = -1;
        foreach (ref readonly var mark in chat.Found(_rule))
        {
            for (; next < others.Length && others[next].Before(mark); next++)
            {
                before = next;
                if (!IsMeasured(chat, others[next].Message))
                    continue;
                if (_within.Unit != QuantityUnit.Characters || beforeMeasured < 0 || others[beforeMeasured].Message != others[next].Message || others[beforeMeasured].End <= others[next].End)
                    beforeMeasured = next;
            }

            var after = next;
            while (after < others.Length && others[after].Message == mark.Message && others[after].Start == mark.Start && others[after].End == mark.End)
                after++;
            nextMeasured = Math.Max(nextMeasured, after);
            while (nextMeasured < others.Length && !IsMeasured(chat, others[nextMeasured].Message))
                nextMeasured++;
            if ((_before && (IsNear(chat, mark, others, before) || IsNear(chat, mark, others, beforeMeasured)))
                || (_after && (IsNear(chat, mark, others, after) || IsNear(chat, mark, others, nextMeasured))))
            {
                findings.Add(mark);
            }
        }
    }

    internal override NearMiss? Nearest(Examination chat)
    {
        var found = chat.Found(_rule);
        return found.IsEmpty ? null : new NearMiss(found[0], MissReason.WrongContext, 0);
    }

    private bool IsMeasured(Examination chat, int message) => _within.Unit switch
    {
        QuantityUnit.Turns => chat.View.Turns[message] >= 0,
        QuantityUnit.Seconds => chat.Conversation.MessageArray[message].SentAt is not null,
        _ => true,
    };

    private bool IsNear(Examination chat, in Mark mark, ReadOnlySpan<Mark> others, int index)
    {
        if (index < 0 || index >= others.Length)
            return false;
        ref readonly var other = ref others[index];
        var same = other.Message == mark.Message;
        if (_within.Unit == QuantityUnit.Characters)
            return same && Math.Max(other.Start - mark.End, mark.Start - other.End) <= _within.Count;
        if (same)
            return true;
        switch (_within.Unit)
        {
            case QuantityUnit.Messages:
                return Math.Abs(other.Message - mark.Message) <= _within.Count;
            case QuantityUnit.Turns:
                var (turn, otherTurn) = (chat.View.Turns[mark.Message], chat.View.Turns[other.Message]);
                return turn >= 0 && otherTurn >= 0 && Math.Abs(turn - otherTurn) <= _within.Count;
            default:
                var messages = chat.Conversation.MessageArray;
                return messages[mark.Message].SentAt is { } sent && messages[other.Message].SentAt is { } otherSent
                    && Math.Abs((sent - otherSent).Ticks) <= _within.Count * TimeSpan.TicksPerSecond;
        }
    }
}
