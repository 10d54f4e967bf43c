using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds messages of a speaker as such.</summary>
internal sealed class MessagePresent : UnitRule
{
    private static readonly string[] Kinds = ["text", "image", "voice", "video", "card", "file", "recalled", "other"];

    private readonly Reading _reading;
    private readonly int _atLeast;
    private readonly int _kinds;
    private readonly bool _timed;

    private MessagePresent(SettingReader settings)
    {
        foreach (var kind in settings.Choices("kinds", "Only messages of these kinds.", Kinds, ""))
        {
            if (kind.Length > 0)
                _kinds |= 1 << System.Array.IndexOf(Kinds, kind);
        }

        _timed = settings.Flag("timed", "Only messages that say when they were sent; a gate on this keeps rules about time from judging chats without times.", fallback: false);
        _atLeast = settings.Integer("at-least", "How many there must be.", 1, atLeast: 1);
        _reading = Reading.OfMessages(settings);
    }

    public static RuleKind Kind { get; } = new("message", "Messages of a speaker as such: that somebody spoke, and how often.", settings => new MessagePresent(settings));

    internal override bool AsksForInputs => true;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _reading.Requires(of);

    internal override void Examine(Examination chat, FindingList findings) => _reading.Examine(chat, findings, this, _atLeast);

    internal override int FindIn(Examination chat, int from, int to, FindingList findings)
    {
        var message = chat.Conversation.MessageArray[from];
        if ((_kinds != 0 && (_kinds & (1 << (int)message.Kind)) == 0)
            || (_timed && message.SentAt is null)
            || _reading.Refuses(chat, new Mark(from, 0, chat.FoldedLength(from), -1)) != MissReason.None)
        {
            return 0;
        }

        findings.AddMessage(from);
        return 1;
    }

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);
}
