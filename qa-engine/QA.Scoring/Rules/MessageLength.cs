using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds messages or turns by how much they say, some phrases not counted.</summary>
internal sealed class MessageLength : UnitRule
{
    private static readonly string[] Pers = ["message", "turn"];

    private readonly Reading _reading;
    private readonly bool _perTurn;
    private readonly int _atLeast;
    private readonly int _atMost;
    private readonly int[] _without;
    private readonly ulong _signs;
    private readonly int _count;

    private MessageLength(SettingReader settings)
    {
        _perTurn = settings.Choice("per", "Whether a message or a whole turn is measured.", Pers, "message") == "turn";
        _atLeast = settings.Integer("at-least", "Letters, Han characters and digits it must have; emoticons do not count.", 0);
        _atMost = settings.Integer("at-most", "How many it may have.", int.MaxValue);
        _without = [.. settings.Lexicons("ignoring", "Phrases that do not count (greetings, fillers).")];
        _signs = Examination.SignsOf(_without);
        _count = settings.Integer("count", "How many such messages or turns there must be.", 1, atLeast: 1);
        _reading = Reading.OfMessages(settings);
        if (!settings.IsRecording && _atLeast == 0 && _atMost == int.MaxValue)
            settings.Vocabulary.Report(settings.At, "the rule has no length to measure against", "add at-least: 5 or at-most: 200");
    }

    public static RuleKind Kind { get; } = new("length", "Messages or turns that say at least or at most so much.", settings => new MessageLength(settings));

    internal override bool AsksForInputs => true;

    internal override SpeakerSet Hears(int lexicon, bool nearMisses) => _reading.Roles;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _reading.Requires(of);

    internal override void Examine(Examination chat, FindingList findings) => _reading.Examine(chat, findings, this, _count, _perTurn);

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);

    internal override int FindIn(Examination chat, int from, int to, FindingList findings)
    {
        var start = chat.FoundCount;
        var letters = 0;
        for (var i = from; i < to; i++)
        {
            if (!_reading.IsRead(chat, i))
                continue;

            // A picture or voice message has no length.
            if (chat.Conversation.MessageArray[i].Kind != MessageKind.Text || _reading.Refuses(chat, new Mark(i, 0, chat.FoldedLength(i), -1)) != MissReason.None)
                continue;
            letters += chat.Letters(i) - Ignored(chat, i);
            findings.AddMessage(i);
        }

        if (chat.FoundCount > start && letters >= _atLeast && letters <= _atMost)
            return 1;
        chat.DropFrom(start);
        return 0;
    }

    private int Ignored(Examination chat, int message)
    {
        if (!chat.MayBeHitIn(message, _signs))
            return 0;
        var ignored = 0;
        var end = 0;
        foreach (ref readonly var hit in chat.HitsIn(message))
        {
            if (hit.Lexicon < 0 || hit.End <= end || (Examination.SignOf(hit.Lexicon) & _signs) == 0 || !_without.AsSpan().Contains(hit.Lexicon))
                continue;
            ignored += chat.LettersIn(message, Math.Max(end, hit.Start), hit.End);
            end = hit.End;
        }

        return ignored;
    }
}
