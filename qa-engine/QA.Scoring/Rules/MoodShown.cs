using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds messages by what a model said of their mood, or holds by how the mood of a side moves.</summary>
internal sealed class MoodShown : UnitRule
{
    private const string Anything = "anything";
    private static readonly string[] Sides = ["negative", "neutral", "positive", "mixed", Anything];
    private static readonly string[] Moves = ["recovered", "worsened", "unhappy", "steady"];

    private readonly Reading _reading;
    private readonly string _side;
    private readonly int _sure;
    private readonly decimal _share;
    private readonly int _count;
    private readonly bool[] _moves = new bool[Moves.Length];
    private readonly bool _asksHowItMoves;

    private MoodShown(SettingReader settings)
    {
        _side = settings.Choice("feels", "Which messages are found, by the side they lean to; anything: every message of which a model said something.", Sides, "negative");
        _sure = (int)(settings.Number("sure", "How sure the model must be of that side, from 0 to 1.", 0, atMost: 1) * 1000);
        _share = settings.Number("share", "What share of the messages read must be such, from 0 to 1; those of which no model said anything do not count.", 0, atMost: 1);
        _count = settings.Integer("count", "How many such messages there must be.", 1, atLeast: 1);
        foreach (var move in settings.Choices("moves", "How the mood moves from the first turns that are read to the last; in place of the settings above.", Moves, ""))
        {
            if (move.Length == 0)
                continue;
            _moves[(int)Move(move)] = true;
            _asksHowItMoves = true;
        }

        _reading = Reading.OfMessages(settings, "customer");
        if (settings.IsRecording || !_asksHowItMoves)
            return;
        foreach (var other in (string[])["feels", "sure", "share", "count"])
        {
            if (settings.Has(other))
                settings.Report(other, $"'{other}' looks at single messages, and 'moves' at how they change", "keep one of them, and combine two rules where both are meant");
        }
    }

    public static RuleKind Kind { get; } = new("sentiment", "Messages by what a model said of their mood, and how the mood of a side moves.", settings => new MoodShown(settings));

    internal override bool AsksForInputs => true;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _reading.Requires(of);

    internal override void Examine(Examination chat, FindingList findings)
    {
        if (_asksHowItMoves)
        {
            if (HowItMoves(chat) is not { } change || !_moves[(int)change.Outcome])
                return;
            var start = chat.FoundCount;
            _reading.Examine(chat, findings, this, 1);

            // A mood that stays at nothing has no words to point at.
            if (chat.FoundCount == start)
                findings.Add(new Mark(chat.View.From, 0, 0, -1));
            return;
        }

        var before = chat.FoundCount;
        _reading.Examine(chat, findings, this, _count);
        if (_share > 0 && chat.FoundCount - before < _share * Spoken(chat))
            chat.DropFrom(before);
    }

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);

    internal override NearMiss? Nearest(Examination chat)
    {
        if (_asksHowItMoves)
            return null;
        NearMiss? nearest = null;
        var windows = default(Windows);
        _reading.Resolve(chat, ref windows);
        for (var w = 0; w < windows.Count; w++)
        {
            for (var i = windows[w].From; i < windows[w].To; i++)
            {
                if (_reading.IsRead(chat, i) && Shows(chat, i) && _reading.Refuses(chat, Words(chat, i)) == MissReason.None)
                    nearest = new NearMiss(Words(chat, i), MissReason.TooFew, 0);
            }
        }

        return nearest;
    }

    internal override bool MayFindIn(Examination chat, int message) => Shows(chat, message);

    internal override int FindIn(Examination chat, int from, int to, FindingList findings)
    {
        if (!Shows(chat, from))
            return 0;
        var words = Words(chat, from);
        if (_reading.Refuses(chat, words) != MissReason.None)
            return 0;
        findings.Add(words);
        return 1;
    }

    private static MoodOutcome Move(string name) => name switch
    {
        "recovered" => MoodOutcome.Recovered,
        "worsened" => MoodOutcome.Worsened,
        "unhappy" => MoodOutcome.Unhappy,
        _ => MoodOutcome.Steady,
    };

    private MoodChange? HowItMoves(Examination chat)
    {
        var windows = default(Windows);
        _reading.Resolve(chat, ref windows);
        return windows.Count == 0 ? null : MoodChange.Of(chat.Conversation, chat.View, _reading.Roles, windows.First, windows.Last + 1);
    }

    /// <summary>How many of the messages read a model said something of.</summary>
    private int Spoken(Examination chat)
    {
        var windows = default(Windows);
        _reading.Resolve(chat, ref windows);
        var (spoken, next) = (0, 0);
        for (var w = 0; w < windows.Count; w++)
        {
            for (var i = Math.Max(next, windows[w].From); i < windows[w].To; i++)
            {
                if (_reading.IsRead(chat, i) && chat.Conversation.MessageArray[i].Sentiment is not null)
                    spoken++;
            }

            next = Math.Max(next, windows[w].To);
        }

        return spoken;
    }

    private bool Shows(Examination chat, int message)
    {
        if (chat.Conversation.MessageArray[message].Sentiment is not { } said)
            return false;

        // How a mood moves is shown by the messages that lean at all.
        if (_asksHowItMoves)
            return said.Polarity != Polarity.Neutral;
        if (_side == Anything)
            return true;
        var (polarity, sure) = _side switch
        {
            "negative" => (Polarity.Negative, said.Confidence.Negative),
            "positive" => (Polarity.Positive, said.Confidence.Positive),
            "mixed" => (Polarity.Mixed, Math.Min(said.Confidence.Positive, said.Confidence.Negative)),
            _ => (Polarity.Neutral, said.Confidence.Neutral),
        };
        return said.Polarity == polarity && sure >= _sure;
    }

    /// <summary>The word that moved the model most to the message's side; its sentence where the model names none, and else the whole message.</summary>
    private static Mark Words(Examination chat, int message)
    {
        var said = chat.Conversation.MessageArray[message].Sentiment!;
        var (start, length, most) = (0, 0, 0);
        for (var i = 0; i < said.Sentences.Count; i++)
        {
            var sentence = said.Sentences[i];
            if (length == 0 && sentence.Polarity == said.Polarity)
                (start, length) = (sentence.Start, sentence.Length);
            for (var j = 0; j < sentence.Cues.Count; j++)
            {
                var cue = sentence.Cues[j];
                var weight = said.Polarity switch { Polarity.Negative => -cue.Weight, Polarity.Positive => cue.Weight, _ => Math.Abs(cue.Weight) };
                if (weight > most)
                    (start, length, most) = (cue.Start, cue.Length, weight);
            }
        }

        var (from, to) = chat.FoldedPart(message, start, length);
        return from < to ? new Mark(message, from, to, -1) : new Mark(message, 0, chat.FoldedLength(message), -1);
    }
}
