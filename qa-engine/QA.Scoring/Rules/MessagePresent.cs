using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds messages of a speaker as such.</summary>
internal sealed class MessagePresent : Rule
{
    private static readonly string[] Kinds = ["text", "image", "voice", "video", "card", "file", "recalled", "other"];

    private readonly Reading _reading;
    private readonly int _atLeast;
    private readonly int _kinds;

    private MessagePresent(SettingReader settings)
    {
        foreach (var kind in settings.Choices("kinds", "Only messages of these kinds.", Kinds, ""))
        {
            if (kind.Length > 0)
                _kinds |= 1 << System.Array.IndexOf(Kinds, kind);
        }

        _atLeast = settings.Integer("at-least", "How many there must be.", 1, atLeast: 1);
        _reading = Reading.OfMessages(settings);
    }

    public static RuleKind Kind { get; } = new("message", "Messages of a speaker as such: that somebody spoke, and how often.", settings => new MessagePresent(settings));

    internal override void Examine(Examination chat, FindingList findings)
    {
        var windows = new Windows(stackalloc (int, int)[8]);
        _reading.Resolve(chat, ref windows);
        var start = chat.FoundCount;
        for (var w = 0; w < windows.Count; w++)
        {
            for (var i = windows[w].From; i < windows[w].To; i++)
            {
                if (_reading.IsRead(chat, i)
                    && (_kinds == 0 || (_kinds & (1 << (int)chat.Conversation.Messages[i].Kind)) != 0)
                    && _reading.Refuses(chat, new Mark(i, 0, chat.FoldedLength(i), -1)) == MissReason.None)
                {
                    findings.AddMessage(i);
                }
            }
        }

        if (chat.FoundCount - start < _atLeast)
            chat.DropFrom(start);
    }

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);
}
