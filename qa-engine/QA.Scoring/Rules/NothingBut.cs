using System;
using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds messages or turns that say nothing but listed phrases: fillers, curt replies, bare laughter.</summary>
internal sealed class NothingBut : UnitRule
{
    private static readonly string[] Pers = ["message", "turn"];

    private readonly Reading _reading;
    private readonly int[] _lexicons;
    private readonly ulong _signs;
    private readonly bool _perTurn;
    private readonly int _atLeast;
    private readonly bool _countsEmpty;

    private NothingBut(SettingReader settings)
    {
        var lexicons = new List<int>(settings.Lexicons("lexicons", "Lexicons whose phrases may be all there is."));
        if (settings.InlinePhrases("phrases", "Phrases that may be all there is.") is { } inline)
            lexicons.Add(inline);
        if (!settings.IsRecording && lexicons.Count == 0 && !settings.Has("lexicons") && !settings.Has("phrases"))
            settings.Vocabulary.Report(settings.At, "the rule has no phrases to look for", "add lexicons: [name] or phrases: [words]");
        _lexicons = [.. lexicons];
        _signs = Examination.SignsOf(_lexicons);
        _perTurn = settings.Choice("per", "Whether a message or a whole turn must be nothing but that.", Pers, "message") == "turn";
        _atLeast = settings.Integer("at-least", "How many such messages or turns there must be.", 1, atLeast: 1);
        _countsEmpty = settings.Flag("counts-empty", "Whether a text message of punctuation and emoticons alone counts too.", fallback: false);
        _reading = Reading.OfMessages(settings);
    }

    public static RuleKind Kind { get; } = new("nothing-but", "Messages or turns that say nothing but listed phrases: fillers, curt replies.", settings => new NothingBut(settings));

    internal override bool AsksForInputs => true;

    internal override SpeakerSet Hears(int lexicon, bool nearMisses) => _reading.Roles;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _countsEmpty ? _reading.Requires(of) : Prerequisite.AnyOf(_lexicons).And(_reading.Requires(of));

    internal override void Examine(Examination chat, FindingList findings) => _reading.Examine(chat, findings, this, _atLeast, _perTurn);

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);

    internal override int FindIn(Examination chat, int from, int to, FindingList findings)
    {
        var start = chat.FoundCount;
        var says = false;
        for (var i = from; i < to; i++)
        {
            if (!_reading.IsRead(chat, i))
                continue;
            var length = chat.FoldedLength(i);
            var mark = new Mark(i, 0, length, -1);

            // A picture or a voice message says something, whatever its placeholder reads; and letters without a phrase are something else.
            if (chat.Conversation.MessageArray[i].Kind != MessageKind.Text
                || (!chat.MayBeHitIn(i, _signs) && chat.Letters(i) > 0)
                || !Surroundings.AreEmpty(chat, i, 0, length, _lexicons)
                || _reading.Refuses(chat, mark) != MissReason.None)
            {
                chat.DropFrom(start);
                return 0;
            }

            says |= chat.Letters(i) > 0;
            findings.AddMessage(i);
        }

        if (says || _countsEmpty)
            return chat.FoundCount > start ? 1 : 0;
        chat.DropFrom(start);
        return 0;
    }
}
