using System;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds the findings, messages or turns that come with something: every one of them, some, none, or those that lack it.</summary>
internal sealed class Quantified : Rule
{
    private static readonly string[] Quantifiers = ["every", "some", "none", "not-every"];
    private static readonly string[] Units = ["clause", "sentence", "message", "turn", "next-turn"];
    private static readonly string[] Pers = ["message", "turn"];

    private readonly RuleReference? _for;
    private readonly bool _perTurn;
    private readonly Reading _reading;
    private readonly RuleReference _has;
    private readonly string _in;
    private readonly string _quantifier;

    private Quantified(SettingReader settings)
    {
        _for = settings.Rule("for", "The rule each of whose findings is looked at.");
        _perTurn = settings.Choice("for-each", "Without 'for': whether each message or each turn of the roles is looked at.", Pers, "message") == "turn";
        _has = settings.Rule("has", "What must be found with it.", required: true) ?? new RuleReference("", settings.At);
        _in = settings.Choice("in", "Where: in the same clause, sentence, message or turn, or in the turn that follows.", Units, "message");
        _quantifier = settings.Choice("quantifier", "every: finds all of them, where all have it; some: those that have it; none: all of them, where none has it; not-every: those that lack it.", Quantifiers, "every");
        _reading = Reading.OfMessages(settings, _for is null ? "agent" : "anyone");
        if (settings.IsRecording)
            return;
        if (_for is not null && settings.Has("for-each"))
            settings.Report("for-each", "'for-each' stands beside 'for'", "keep one of them");
        if (_for is null && !settings.Has("for-each"))
            settings.Vocabulary.Report(settings.At, "the rule does not say what must have it", "add for: and the name of a rule, or for-each: message or turn");
        if (_for is null && _in is "clause" or "sentence")
            settings.Report("in", $"a {(_perTurn ? "turn" : "message")} does not stand in a {_in}", "write in: message, turn or next-turn");
        if (_for is null && _perTurn && _in == "message")
            settings.Report("in", "a turn does not stand in a message", "write in: turn or next-turn");
    }

    public static RuleKind Kind { get; } = new("each", "Every, some or none of a rule's findings (or of the messages or turns) come with something.", settings => new Quantified(settings));

    internal override bool AsksForInputs => true;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of)
    {
        var needed = _for is null ? _reading.Requires(of) : of(_for).And(_reading.Requires(of));
        return _quantifier is "every" or "some" ? needed.And(of(_has)) : needed;
    }

    internal override void Examine(Examination chat, FindingList findings)
    {
        // Of nothing there is no every, some or none.
        if (_for is not null && !chat.Prepare(_for))
            return;
        chat.Prepare(Inputs);
        var windows = default(Windows);
        _reading.Resolve(chat, ref windows);
        var start = chat.FoundCount;
        var others = new Others(chat, chat.Found(_has));
        var all = 0;
        var having = 0;
        if (_for is not null)
        {
            foreach (ref readonly var mark in chat.Found(_for))
            {
                if (windows.Contains(mark.Message) && _reading.IsRead(chat, mark.Message))
                    Weigh(chat, mark, mark.Message + 1, ref others, ref all, ref having, findings);
            }
        }
        else
        {
            var next = 0;
            for (var w = 0; w < windows.Count; w++)
            {
                for (var i = Math.Max(next, windows[w].From); i < windows[w].To;)
                {
                    var end = i + 1;
                    if (_reading.IsRead(chat, i))
                    {
                        if (_perTurn && chat.View.Turns[i] >= 0)
                            end = Math.Min(windows[w].To, chat.View.TurnLast[chat.View.Turns[i]] + 1);
                        Weigh(chat, new Mark(i, 0, chat.FoldedLength(i), -1), end, ref others, ref all, ref having, findings);
                    }

                    i = end;
                }

                next = Math.Max(next, windows[w].To);
            }
        }

        if (_quantifier == "every" ? having < all : _quantifier == "none" && having > 0)
            chat.DropFrom(start);
    }

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);

    /// <summary>Looks at one finding, message or turn, and adds it where the quantifier may want it.</summary>
    /// <param name="to">One behind its last message.</param>
    private void Weigh(Examination chat, in Mark mark, int to, ref Others others, ref int all, ref int having, FindingList findings)
    {
        if (_reading.Refuses(chat, mark) != MissReason.None)
            return;
        var has = others.StandIn(Vicinity(chat, mark));
        all++;
        having += has ? 1 : 0;
        if ((_quantifier == "some" && !has) || (_quantifier == "not-every" && has))
            return;
        findings.Add(mark);
        for (var i = mark.Message + 1; i < to; i++)
        {
            if (_reading.IsRead(chat, i))
                findings.AddMessage(i);
        }
    }

    private Place Vicinity(Examination chat, in Mark mark)
    {
        var view = chat.View;
        var turn = view.Turns[mark.Message];
        switch (_in)
        {
            case "clause" or "sentence":
                var (from, to) = chat.Around(mark, _in == "sentence");
                return new Place(mark.Message, from, mark.Message, to, -1);
            case "turn" when turn >= 0:
                return new Place(view.TurnFirst[turn], 0, view.TurnLast[turn], int.MaxValue, turn);
            case "next-turn":
                var next = turn >= 0 ? turn + 1 : NextTurn(view, mark.Message);
                return next < view.TurnCount ? new Place(view.TurnFirst[next], 0, view.TurnLast[next], int.MaxValue, next) : Place.Nowhere;
            default:
                return new Place(mark.Message, 0, mark.Message, int.MaxValue, -1);
        }
    }

    /// <summary>The first turn behind a message that belongs to none.</summary>
    private static int NextTurn(View view, int message)
    {
        var low = 0;
        var high = view.TurnCount;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (view.TurnFirst[middle] <= message)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>A stretch of the conversation; of a turn only its own messages count.</summary>
    private readonly record struct Place(int FirstMessage, int From, int LastMessage, int To, int Turn)
    {
        public static Place Nowhere { get; } = new(int.MaxValue, 0, -1, 0, -1);
    }

    /// <summary>The findings that must be there.</summary>
    private ref struct Others(Examination chat, ReadOnlySpan<Mark> marks)
    {
        private readonly ReadOnlySpan<Mark> _marks = marks;
        private int _next;

        public bool StandIn(in Place place)
        {
            if (place.LastMessage < 0)
                return false;
            int first;
            if (place.From == 0)
            {
                first = Mark.FirstIn(_marks, place.FirstMessage);
            }
            else
            {
                // Clauses are asked for in the order of the conversation: what ends before this one matters to none that follows.
                while (_next < _marks.Length && (_marks[_next].Message < place.FirstMessage || (_marks[_next].Message == place.FirstMessage && EndOf(_marks[_next]) <= place.From)))
                    _next++;
                first = _next;
            }

            for (var i = first; i < _marks.Length && _marks[i].Message <= place.LastMessage; i++)
            {
                if (_marks[i].Message == place.LastMessage && _marks[i].Start >= place.To)
                    return false;
                if (place.Turn < 0 || chat.View.Turns[_marks[i].Message] == place.Turn)
                    return true;
            }

            return false;
        }

        // What holds without words still stands somewhere.
        private static int EndOf(in Mark mark) => Math.Max(mark.End, mark.Start + 1);
    }
}
