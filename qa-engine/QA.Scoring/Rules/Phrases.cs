using System;
using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>Finds phrases of lexicons: any, all or none of them, at least so many, at a place in the message.</summary>
internal sealed class Phrases : Rule
{
    // More than any rubric asks for; beyond it the heap helps out.
    private const int FewKinds = 64;

    private readonly Reading _reading;
    private readonly int[] _lexicons;
    private readonly Need _need;
    private readonly int _atLeast;
    private readonly Counted _count;
    private readonly Place _place;
    private readonly int[] _passing;

    private Phrases(SettingReader settings)
    {
        var lexicons = new List<int>(settings.Lexicons("lexicons", "Lexicons whose phrases are looked for."));
        if (settings.InlinePhrases("phrases", "Phrases looked for, written here; a lexicon is better where they are many or shared.") is { } inline)
            lexicons.Add(inline);
        if (!settings.IsRecording && lexicons.Count == 0 && !settings.Has("lexicons") && !settings.Has("phrases"))
            settings.Vocabulary.Report(settings.At, "the rule has no phrases to look for", "add lexicons: [name] or phrases: [words]");
        _lexicons = [.. lexicons];
        _need = settings.Choice("need", "any: finds each phrase; all: finds something only where every lexicon is hit; none: finds something only where none is hit.", Need.Any);
        _atLeast = settings.Integer("at-least", "How many there must be for any to count.", 1, atLeast: 1);
        _count = settings.Choice("count", "What at-least counts: hits, or how many different phrases, lexicons, messages or turns.", Counted.Hits);
        _place = settings.Choice("at", "Where in the message: anywhere; start or end: nothing but punctuation, emoticons and what 'passing' names stands before or after; whole: neither.", Place.Anywhere);
        _passing = [.. settings.Lexicons("passing", "Phrases that may stand before (start) or after (end) all the same.")];
        _reading = Reading.OfWords(settings);
    }

    private enum Need
    {
        Any,
        All,
        None,
    }

    private enum Counted
    {
        Hits,
        Phrases,
        Lexicons,
        Messages,
        Turns,
    }

    private enum Place
    {
        Anywhere,
        Start,
        End,
        Whole,
    }

    public static RuleKind Kind { get; } = new("phrases", "Phrases from lexicons: any, all, at least so many, or none of them.", settings => new Phrases(settings));

    internal override bool AsksForInputs => true;

    internal override SpeakerSet Hears(int lexicon, bool nearMisses)
        => nearMisses && Array.IndexOf(_lexicons, lexicon) >= 0 ? SpeakerSet.Anyone : _reading.Roles;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _need == Need.None ? _reading.Requires(of) : Prerequisite.AnyOf(_lexicons).And(_reading.Requires(of));

    internal override void Examine(Examination chat, FindingList findings)
    {
        // Cheap questions first: no other rule is examined for words that were never said.
        var windows = default(Windows);
        _reading.Resolve(chat, ref windows);
        if (windows.Count == 0)
            return;
        if (!AnyInReach(chat, windows) || !_reading.PrepareCompany(chat))
        {
            if (_need == Need.None)
                MarkWhereLooked(chat, windows, findings);
            return;
        }

        var start = chat.FoundCount;
        Find(chat, windows, findings);
        if (!(_reading.MustHoldInEach ? EnoughInEach(chat, windows, start) : Enough(chat, chat.FoundFrom(start))))
            chat.DropFrom(start);

        if (_need != Need.None)
            return;
        var found = chat.FoundCount > start;
        chat.DropFrom(start);
        if (!found)
            MarkWhereLooked(chat, windows, findings);
    }

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);

    internal override NearMiss? Nearest(Examination chat)
    {
        var windows = default(Windows);
        _reading.Resolve(chat, ref windows);
        NearMiss? best = null;
        var right = 0;
        foreach (var lexicon in _lexicons)
        {
            for (var i = chat.FirstHit(lexicon); i >= 0; i = chat.HitAt(i).Next)
            {
                var mark = chat.HitAt(i).Mark;
                var reason = _reading.WhyNot(chat, mark, windows, out var distance);
                if (reason == MissReason.None && windows.Count > 0 && chat.View.Speakers[mark.Message] != SpeakerSet.None)
                    reason = InPlace(chat, mark) ? MissReason.TooFew : MissReason.WrongPlaceInMessage;
                if (reason == MissReason.None)
                    continue;
                if (reason == MissReason.TooFew)
                    right++;
                NearMiss.Keep(ref best, new NearMiss(mark, reason, distance));
            }
        }

        return best is { Reason: MissReason.TooFew } few ? few with { Distance = Math.Max(1, _atLeast - right) } : best;
    }

    private bool AnyInReach(Examination chat, in Windows windows)
    {
        foreach (var lexicon in _lexicons)
        {
            for (var i = chat.FirstHit(lexicon); i >= 0; i = chat.HitAt(i).Next)
            {
                var message = chat.HitAt(i).Message;
                if (_reading.IsRead(chat, message) && windows.Contains(message))
                    return true;
            }
        }

        return false;
    }

    private void Find(Examination chat, in Windows windows, FindingList findings)
    {
        var start = chat.FoundCount;
        foreach (var lexicon in _lexicons)
        {
            for (var i = chat.FirstHit(lexicon); i >= 0; i = chat.HitAt(i).Next)
            {
                ref readonly var hit = ref chat.HitAt(i);
                if (!_reading.IsRead(chat, hit.Message) || !windows.Contains(hit.Message))
                    continue;
                var mark = hit.Mark;
                if (InPlace(chat, mark) && _reading.Refuses(chat, mark) == MissReason.None)
                    findings.Add(mark);
            }
        }

        if (_lexicons.Length > 1)
            chat.SortFrom(start);
    }

    private bool InPlace(Examination chat, in Mark mark) => _place switch
    {
        Place.Start => Surroundings.AreEmpty(chat, mark.Message, 0, mark.Start, _passing),
        Place.End => Surroundings.AreEmpty(chat, mark.Message, mark.End, chat.FoldedLength(mark.Message), _passing),
        Place.Whole => Surroundings.AreEmpty(chat, mark.Message, 0, mark.Start, _passing)
            && Surroundings.AreEmpty(chat, mark.Message, mark.End, chat.FoldedLength(mark.Message), _passing),
        _ => true,
    };

    private bool EnoughInEach(Examination chat, in Windows windows, int start)
    {
        var found = chat.FoundFrom(start);
        for (var w = 0; w < windows.Count; w++)
        {
            var (from, to) = windows[w];
            if (!Enough(chat, found[Mark.FirstIn(found, from)..Mark.FirstIn(found, to)]))
                return false;
        }

        return true;
    }

    private bool Enough(Examination chat, ReadOnlySpan<Mark> found)
    {
        if (found.IsEmpty)
            return false;
        if (_need == Need.All && Distinct(chat, found, Counted.Lexicons, _lexicons.Length) < _lexicons.Length)
            return false;
        return _atLeast <= 1 || Distinct(chat, found, _count, _atLeast) >= _atLeast;
    }

    /// <summary>How many different ones there are; no further than to <paramref name="enough"/>.</summary>
    private static int Distinct(Examination chat, ReadOnlySpan<Mark> found, Counted what, int enough)
    {
        if (what == Counted.Hits)
            return found.Length;
        var seen = enough <= FewKinds ? stackalloc int[FewKinds] : new int[enough];
        var distinct = 0;
        for (var i = 0; i < found.Length && distinct < enough; i++)
        {
            var key = Key(chat, found[i], what);
            if (!seen[..distinct].Contains(key))
                seen[distinct++] = key;
        }

        return distinct;
    }

    private static int Key(Examination chat, in Mark mark, Counted what) => what switch
    {
        Counted.Phrases => mark.Entry,
        Counted.Lexicons => chat.Rubric.Phrases.Entries[mark.Entry].Lexicon,
        Counted.Turns => chat.View.Turns[mark.Message],
        _ => mark.Message,
    };

    /// <summary>Absence points at where the words were looked for: the first message of the right speaker.</summary>
    private void MarkWhereLooked(Examination chat, in Windows windows, FindingList findings)
    {
        for (var w = 0; w < windows.Count; w++)
        {
            for (var i = windows[w].From; i < windows[w].To; i++)
            {
                if (_reading.IsRead(chat, i))
                {
                    findings.AddMessage(i);
                    return;
                }
            }
        }
    }
}
