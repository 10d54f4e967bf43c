using System;
using System.Runtime.CompilerServices;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>
/// Which messages a rule reads, relative to named anchors: after, from, around, before or until another rule's findings, the first
/// or last few messages or turns of it.
/// </summary>
internal sealed class MessageRange
{
    private readonly RuleReference? _anchor;
    private readonly AnchorSide _side;
    private readonly Pick _pick;
    private readonly int _nth;
    private readonly Quantity? _within;
    private readonly RuleReference? _end;
    private readonly bool _endIncluded;
    private readonly Quantity? _first;
    private readonly Quantity? _last;
    private readonly RuleReference? _passingOver;

    private MessageRange(SettingReader settings)
    {
        var after = settings.Rule("after", "Begins behind the message of this rule's finding; empty where it found nothing.");
        var from = settings.Rule("from", "Begins with the message of this rule's finding; empty where it found nothing.");
        var around = settings.Rule("around", "On both sides of this rule's finding; needs 'within'; empty where it found nothing.");
        var before = settings.Rule("before", "Ends ahead of the message of this rule's finding, beside another anchor of the first one behind that; open where it found nothing.");
        var until = settings.Rule("until", "Ends with the message of this rule's finding, beside another anchor of the first one behind that; open where it found nothing.");
        var pick = settings.Text("pick", "Which finding of the anchor (after, from or around; without these, before or until): first, last, nth(2), any (a window for each) or each (must hold in every window).", "first");
        _within = settings.Quantity("within", "How far from the anchor: 3 messages, 2 turns or 10m.", QuantityUnit.Messages, QuantityUnit.Turns, QuantityUnit.Seconds);
        _first = settings.Quantity("first", "Keeps only the first messages or turns of the rule's own roles.", QuantityUnit.Messages, QuantityUnit.Turns);
        _last = settings.Quantity("last", "Keeps only the last messages or turns of the rule's own roles.", QuantityUnit.Messages, QuantityUnit.Turns);
        _passingOver = settings.Rule("passing-over", "Messages this rule finds do not make a turn or count as messages: a turn of nothing else is passed over.");

        if ((after is null ? 0 : 1) + (from is null ? 0 : 1) + (around is null ? 0 : 1) > 1)
            settings.Vocabulary.Report(settings.At, "a range can have only one of 'after', 'from' and 'around'", "keep one of them");
        if (before is not null && until is not null)
            settings.Vocabulary.Report(settings.At, "a range can have only one of 'before' and 'until'", "keep one of them");
        if (around is not null && _within is null)
            settings.Vocabulary.Report(settings.At, "'around' needs to know how far", "add within: 2 messages");
        if (_within is not null && after is null && from is null && around is null && before is null)
            settings.Report("within", "'within' needs an anchor to count from", "add after, from, around or before");
        if (_first is not null && _last is not null)
            settings.Report("last", "a range can have only one of 'first' and 'last'", "keep one of them");

        _anchor = after ?? from ?? around;
        _side = after is not null ? AnchorSide.After : from is not null ? AnchorSide.From : AnchorSide.Around;
        _end = before ?? until;
        _endIncluded = until is not null;
        (_pick, _nth) = ReadPick(settings, pick);
    }

    private enum AnchorSide
    {
        After,
        From,
        Around,
    }

    private enum Pick
    {
        First,
        Last,
        Nth,
        Any,
        Each,
    }

    /// <summary>Whether every window must hold for the rule to hold.</summary>
    public bool MustHoldInEach => _pick == Pick.Each;

    /// <summary>Whether it reads everything ahead of its anchor.</summary>
    public bool HasOnlyAnEnd => _anchor is null && _end is not null;

    public static MessageRange? Read(SettingReader settings)
        => settings.Map("range", "Which messages are read; all of them where it is left out.", inner => new MessageRange(inner));

    /// <summary>What it reads nothing without: without what it begins with or stands around, there are no windows.</summary>
    public Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _anchor is null ? Prerequisite.None : of(_anchor);

    /// <summary>The windows of messages, first to one behind last, for a rule that reads <paramref name="roles"/>.</summary>
    public void Resolve(Examination chat, SpeakerSet roles, ref Windows windows)
    {
        if ((_anchor ?? _end) is not { } named)
        {
            Add(chat, chat.View.From, chat.View.To, roles, ref windows);
            return;
        }

        var anchors = chat.Found(named);
        if (_anchor is null)
        {
            // What ended before the view began ends nothing, and without an end everything is read.
            anchors = anchors[Mark.FirstIn(anchors, chat.View.From)..];
            if (anchors.IsEmpty || (_pick == Pick.Nth && _nth > anchors.Length))
            {
                Add(chat, chat.View.From, chat.View.To, roles, ref windows);
                return;
            }
        }

        var (first, last) = _pick switch
        {
            Pick.First => (0, Math.Min(0, anchors.Length - 1)),
            Pick.Last => (anchors.Length - 1, anchors.Length - 1),
            Pick.Nth => (_nth - 1, Math.Min(_nth, anchors.Length) - 1),
            _ => (0, anchors.Length - 1),
        };
        var previous = -1;
        for (var i = Math.Max(0, first); i <= last; i++)
        {
            if (anchors[i].Message == previous)
                continue;
            previous = anchors[i].Message;
            if (_anchor is null)
                Ahead(chat, previous, roles, ref windows);
            else
                Around(chat, previous, roles, ref windows);
        }
    }

    private void Ahead(Examination chat, int anchor, SpeakerSet roles, ref Windows windows)
    {
        var to = Math.Min(chat.View.To, _endIncluded ? anchor + 1 : anchor);
        Add(chat, _within is { } back ? StepBack(chat, to, back, roles) : chat.View.From, to, roles, ref windows);
    }

    private void Around(Examination chat, int anchor, SpeakerSet roles, ref Windows windows)
    {
        var view = chat.View;
        var from = _side == AnchorSide.After ? anchor + 1 : anchor;
        var to = End(chat, view, anchor);
        if (_within is { } within)
        {
            to = Math.Min(to, StepForward(chat, anchor, Math.Max(from, anchor + 1), within, roles));
            if (_side == AnchorSide.Around)
                from = StepBack(chat, anchor, within, roles);
        }

        Add(chat, Math.Max(from, view.From), Math.Min(to, view.To), roles, ref windows);
    }

    private int End(Examination chat, View view, int notBefore)
    {
        if (_end is null)
            return view.To;

        // The end is the first of its findings that does not lie ahead of the beginning.
        var ends = chat.Found(_end);
        var first = Mark.FirstIn(ends, notBefore);
        return first < ends.Length ? Math.Min(view.To, _endIncluded ? ends[first].Message + 1 : ends[first].Message) : view.To;
    }

    private void Add(Examination chat, int from, int to, SpeakerSet roles, ref Windows windows)
    {
        if (_first is { } first)
            (from, to) = First(chat, from, to, first, roles);
        else if (_last is { } last)
            (from, to) = Last(chat, from, to, last, roles);
        if (from >= to)
        {
            // Nothing can be found in a window without messages, and 'each' wants something in every one.
            if (_pick == Pick.Each)
                windows.Add(from, from);
            return;
        }

        // A message is read once, however many anchors' windows it lies in; only 'each' has to look at every window by itself.
        if (_pick != Pick.Each && windows.Count > 0 && from <= windows.Last + 1)
            windows.Extend(to);
        else
            windows.Add(from, to);
    }

    private (int From, int To) First(Examination chat, int from, int to, Quantity first, SpeakerSet roles)
    {
        var view = chat.View;
        var left = first.Count;
        var start = -1;
        for (var i = from; i < to; i++)
        {
            if ((view.Speakers[i] & roles) == 0)
                continue;
            var turn = view.Turns[i];
            var end = first.Unit == QuantityUnit.Turns && turn >= 0 ? Math.Min(to, view.TurnLast[turn] + 1) : i + 1;
            if (PassedOver(chat, i, end, roles))
            {
                i = end - 1;
                continue;
            }

            if (start < 0)
                start = i;
            i = end - 1;
            if (--left == 0)
                return (start, end);
        }

        return start < 0 ? (0, 0) : (start, to);
    }

    private (int From, int To) Last(Examination chat, int from, int to, Quantity last, SpeakerSet roles)
    {
        var view = chat.View;
        var left = last.Count;
        var end = -1;
        var start = -1;
        for (var i = to - 1; i >= from; i--)
        {
            if ((view.Speakers[i] & roles) == 0)
                continue;
            var turn = view.Turns[i];
            var begin = last.Unit == QuantityUnit.Turns && turn >= 0 ? Math.Max(from, view.TurnFirst[turn]) : i;
            if (PassedOver(chat, begin, i + 1, roles))
            {
                i = begin;
                continue;
            }

            if (end < 0)
                end = i + 1;
            start = begin;
            i = begin;
            if (--left == 0)
                break;
        }

        return end < 0 ? (0, 0) : (start, end);
    }

    /// <summary>Whether every message of the rule's roles between the two was found by the rule whose findings do not count.</summary>
    private bool PassedOver(Examination chat, int from, int to, SpeakerSet roles)
    {
        if (_passingOver is null)
            return false;
        var passed = chat.Found(_passingOver);
        var next = Mark.FirstIn(passed, from);
        for (var i = from; i < to; i++)
        {
            if ((chat.View.Speakers[i] & roles) == 0)
                continue;
            while (next < passed.Length && passed[next].Message < i)
                next++;
            if (next == passed.Length || passed[next].Message != i)
                return false;
        }

        return true;
    }

    private static int StepForward(Examination chat, int anchor, int from, Quantity within, SpeakerSet roles)
    {
        var view = chat.View;
        if (within.Unit == QuantityUnit.Messages)
            return (int)Math.Min(view.To, (long)anchor + 1 + within.Count);
        if (within.Unit == QuantityUnit.Seconds)
        {
            var messages = chat.Conversation.MessageArray;
            if (messages[anchor].SentAt is not { } start)
                return from;
            var to = from;
            while (to < view.To && messages[to].SentAt is var sent && (sent is null || (sent.Value - start).TotalSeconds <= within.Count))
                to++;
            return to;
        }

        var turns = within.Count;
        for (var i = from; i < view.To; i++)
        {
            if ((view.Speakers[i] & roles) == 0 || view.Turns[i] < 0)
                continue;
            i = view.TurnLast[view.Turns[i]];
            if (--turns == 0)
                return i + 1;
        }

        return view.To;
    }

    private static int StepBack(Examination chat, int anchor, Quantity within, SpeakerSet roles)
    {
        var view = chat.View;
        if (within.Unit == QuantityUnit.Messages)
            return Math.Max(view.From, anchor - within.Count);
        if (within.Unit == QuantityUnit.Seconds)
        {
            var messages = chat.Conversation.MessageArray;
            if (anchor >= view.To || messages[anchor].SentAt is not { } end)
                return Math.Min(anchor, view.To);
            var from = anchor;
            while (from > view.From && messages[from - 1].SentAt is var sent && (sent is null || (end - sent.Value).TotalSeconds <= within.Count))
                from--;
            return from;
        }

        var turns = within.Count;
        for (var i = anchor - 1; i >= view.From; i--)
        {
            if ((view.Speakers[i] & roles) == 0 || view.Turns[i] < 0)
                continue;
            i = view.TurnFirst[view.Turns[i]];
            if (--turns == 0)
                return i;
        }

        return view.From;
    }

    private static (Pick Pick, int Nth) ReadPick(SettingReader settings, string pick)
    {
        switch (pick)
        {
            case "first":
                return (Pick.First, 1);
            case "last":
                return (Pick.Last, 1);
            case "any":
                return (Pick.Any, 1);
            case "each":
                return (Pick.Each, 1);
        }

        if (pick.StartsWith("nth(", StringComparison.Ordinal) && pick.EndsWith(')')
            && int.TryParse(pick.AsSpan(4, pick.Length - 5), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var nth) && nth >= 1)
        {
            return (Pick.Nth, nth);
        }

        settings.Report("pick", $"'pick' cannot be \"{pick}\"", "use first, last, nth(2), any or each");
        return (Pick.First, 1);
    }
}

/// <summary>Stretches of messages; a few stand in the value itself, unusually many on the heap.</summary>
internal ref struct Windows
{
    private const int Few = 8;

    // Not a stack buffer of the caller's: methods that allocate on the stack are compiled once, without what the run time learns of them.
    private Buffer _few;
    private (int From, int To)[]? _many;

    public int Count { readonly get; private set; }

    public readonly int First => Count == 0 ? -1 : this[0].From;

    public readonly int Last => Count == 0 ? -1 : this[Count - 1].To - 1;

    public readonly (int From, int To) this[int index] => _many is null ? _few[index] : _many[index];

    public void Add(int from, int to)
    {
        if (Count < Few)
        {
            _few[Count++] = (from, to);
            return;
        }

        if (_many is null)
        {
            _many = new (int, int)[Few * 4];
            for (var i = 0; i < Few; i++)
                _many[i] = _few[i];
        }

        if (Count == _many.Length)
            Array.Resize(ref _many, Count * 2);
        _many[Count++] = (from, to);
    }

    /// <summary>Moves the end of the last one back, where it lies before.</summary>
    public void Extend(int to)
    {
        if (_many is null)
            _few[Count - 1].To = Math.Max(_few[Count - 1].To, to);
        else
            _many[Count - 1].To = Math.Max(_many[Count - 1].To, to);
    }

    public readonly bool Contains(int message)
    {
        // As most often.
        if (Count == 1)
            return message >= _few[0].From && message < _few[0].To;

        // Anchors come in order, so beginnings and ends do: of the windows that begin early enough, the last one ends last.
        var low = 0;
        var high = Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (this[middle].From <= message)
                low = middle + 1;
            else
                high = middle;
        }

        return low > 0 && message < this[low - 1].To;
    }

    [InlineArray(Few)]
    private struct Buffer
    {
        private (int From, int To) _first;
    }
}
