using System;
using System.Collections.Generic;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>What every rule that reads words has in common: whose, where, and what around them takes them back.</summary>
internal sealed class Reading
{
    private static readonly string[] Negations = ["skip", "count", "only"];
    private static readonly string[] Quotations = ["skip", "count"];
    private static readonly string[] ClauseForms = ["any", "statement", "question"];

    private readonly MessageRange? _range;
    private readonly bool _skipNegated;
    private readonly bool _onlyNegated;
    private readonly bool _skipQuoted;
    private readonly bool _skipQuestions;
    private readonly bool _onlyQuestions;
    private readonly Company[] _with;
    private readonly Company[] _without;

    // Whether whatever the right speaker says in the right place counts, as for most rules about messages as such.
    private readonly bool _takesAll;

    private Reading(SettingReader settings, string defaultRole, bool words)
    {
        Roles = SpeakerSets.Read(settings.Choices("of", "Whose messages are read. agent: the judged agent; colleague: another agent of the same chat.", SpeakerSets.Names, defaultRole));
        _range = MessageRange.Read(settings);
        var negated = words ? settings.Choice("negated", "skip: a finding that is negated (不, 没, not … shortly before it in the same clause) does not count; count: it does; only: nothing else does.", Negations, "skip") : "count";
        (_skipNegated, _onlyNegated) = (negated == "skip", negated == "only");
        _skipQuoted = words && settings.Choice("quoted", "skip: words inside quotation marks do not count.", Quotations, "skip") == "skip";
        var clause = words ? settings.Choice("clause", "The form of the clause the words stand in.", ClauseForms, "any") : "any";
        (_skipQuestions, _onlyQuestions) = (clause == "statement", clause == "question");
        _with = [.. settings.Maps("with", "Counts only together with another rule's finding nearby.", Company.Read, orSingle: true)];
        _without = [.. settings.Maps("without", "Does not count together with another rule's finding nearby.", Company.Read, orSingle: true)];
        _takesAll = !(_skipQuoted || _skipNegated || _onlyNegated || _skipQuestions || _onlyQuestions) && _with.Length + _without.Length == 0;
    }

    private enum Nearness
    {
        Clause,
        Sentence,
        Message,
        Turn,
    }

    private enum Side
    {
        Either,
        Before,
        After,
    }

    public SpeakerSet Roles { get; }

    public bool MustHoldInEach => _range is { MustHoldInEach: true };

    /// <summary>Reads the common settings of a rule about words.</summary>
    public static Reading OfWords(SettingReader settings, string defaultRole = "agent") => new(settings, defaultRole, words: true);

    /// <summary>Reads the common settings of a rule about messages as such.</summary>
    public static Reading OfMessages(SettingReader settings, string defaultRole = "agent") => new(settings, defaultRole, words: false);

    /// <summary>What nothing counts without: the range's beginning and what must stand nearby.</summary>
    public Prerequisite Requires(Func<RuleReference, Prerequisite> of)
    {
        var needed = _range?.Requires(of) ?? Prerequisite.None;
        foreach (var company in _with)
            needed = needed.And(of(company.Rule));
        return needed;
    }

    public void Resolve(Examination chat, ref Windows windows)
    {
        if (_range is not null)
            _range.Resolve(chat, Roles, ref windows);
        else if (chat.View.From < chat.View.To)
            windows.Add(chat.View.From, chat.View.To);
    }

    public (int From, int To)? LookedIn(Examination chat)
    {
        var windows = default(Windows);
        Resolve(chat, ref windows);
        return windows.Count == 0 ? null : (windows.First, windows.Last);
    }

    /// <summary>Has a rule look through all it reads, a message or a turn at a time, and takes back what is not enough.</summary>
    /// <param name="atLeast">What <see cref="UnitRule.FindIn"/> must come to, altogether or, where the range says so, in each window.</param>
    public void Examine(Examination chat, FindingList findings, UnitRule finder, int atLeast, bool perTurn = false)
    {
        var windows = default(Windows);
        Resolve(chat, ref windows);
        if (windows.Count == 0)
            return;

        // Where other rules matter, they are spared where there is nothing that they could matter to.
        if (_with.Length + _without.Length > 0 && ((!perTurn && !MayFind(chat, windows, finder)) || !PrepareCompany(chat)))
            return;
        var start = chat.FoundCount;
        var count = 0;
        var next = 0;
        for (var w = 0; w < windows.Count; w++)
        {
            // Windows of several anchors overlap; what lies in two is looked at once.
            var (from, to) = windows[w];
            for (var i = Math.Max(from, next); i < to;)
            {
                var end = i + 1;
                if (IsRead(chat, i))
                {
                    if (perTurn && chat.View.Turns[i] >= 0)
                        end = Math.Min(to, chat.View.TurnLast[chat.View.Turns[i]] + 1);
                    if (perTurn || (finder.MayFindIn(chat, i) && HasCompany(chat, i)))
                        count += finder.FindIn(chat, i, end, findings);
                }

                i = end;
            }

            next = Math.Max(next, to);
        }

        if (MustHoldInEach ? !HoldsInEach(chat, windows, chat.FoundFrom(start), atLeast, perTurn) : count < atLeast)
            chat.DropFrom(start);
    }

    /// <summary>Whether every window has its share of what was found in all of them.</summary>
    public static bool HoldsInEach(Examination chat, in Windows windows, ReadOnlySpan<Mark> found, int atLeast, bool perTurn = false)
    {
        for (var w = 0; w < windows.Count; w++)
        {
            var (from, to) = windows[w];
            var marks = found[Mark.FirstIn(found, from)..Mark.FirstIn(found, to)];
            var count = perTurn ? 0 : marks.Length;
            for (var i = 0; perTurn && i < marks.Length && count < atLeast; i++)
            {
                var turn = chat.View.Turns[marks[i].Message];
                count += i == 0 || turn < 0 || turn != chat.View.Turns[marks[i - 1].Message] ? 1 : 0;
            }

            if (count < atLeast)
                return false;
        }

        return true;
    }

    /// <summary>Has the rules examined that <see cref="Refuses"/> asks about; false where one is missing that must stand nearby.</summary>
    public bool PrepareCompany(Examination chat)
    {
        foreach (var company in _with)
        {
            if (!chat.Prepare(company.Rule))
                return false;
        }

        foreach (var company in _without)
            chat.Found(company.Rule);
        return true;
    }

    private bool MayFind(Examination chat, in Windows windows, UnitRule finder)
    {
        for (var w = 0; w < windows.Count; w++)
        {
            for (var i = windows[w].From; i < windows[w].To; i++)
            {
                if (IsRead(chat, i) && finder.MayFindIn(chat, i))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a message holds everything that must stand in the same message or a part of it.</summary>
    private bool HasCompany(Examination chat, int message)
    {
        foreach (var company in _with)
        {
            if (company.In == Nearness.Turn)
                continue;
            var others = chat.Found(company.Rule);
            var first = Mark.FirstIn(others, message);
            if (first == others.Length || others[first].Message != message)
                return false;
        }

        return true;
    }

    public bool IsRead(Examination chat, int message) => (chat.View.Speakers[message] & Roles) != 0;

    /// <summary>Why words of the right speaker in the right messages do not count, or <see cref="MissReason.None"/>.</summary>
    public MissReason Refuses(Examination chat, in Mark mark) => _takesAll ? MissReason.None : LookAround(chat, mark);

    private MissReason LookAround(Examination chat, in Mark mark)
    {
        if (_skipQuoted && (chat.Traits(mark.Message) & TextTraits.Quote) != 0 && chat.IsQuoted(mark.Message, mark.Start))
            return MissReason.Quoted;
        if ((_skipNegated || _onlyNegated) && Negation.IsNegated(chat, mark) != _onlyNegated)
            return _onlyNegated ? MissReason.WrongContext : MissReason.Negated;
        if (_skipQuestions || _onlyQuestions)
        {
            var question = chat.IsAsked(mark.Message, mark.Start, mark.End);
            if (question && _skipQuestions)
                return MissReason.Question;
            if (!question && _onlyQuestions)
                return MissReason.NotAQuestion;
        }

        foreach (var company in _with)
        {
            if (!company.Keeps(chat, mark))
                return MissReason.WrongContext;
        }

        foreach (var company in _without)
        {
            if (company.Keeps(chat, mark))
                return MissReason.WrongContext;
        }

        return MissReason.None;
    }

    /// <summary>Why a hit anywhere in the conversation does not count, the speaker and the place included. None beside no windows: nothing was read.</summary>
    /// <param name="distance">Messages outside the range.</param>
    public MissReason WhyNot(Examination chat, in Mark mark, in Windows windows, out int distance)
    {
        distance = 0;
        var speaker = chat.View.Speakers[mark.Message];
        if ((speaker & Roles) == 0)
        {
            return speaker switch
            {
                SpeakerSet.Customer => MissReason.SaidByCustomer,
                SpeakerSet.Bot => MissReason.SaidByBot,
                SpeakerSet.System => MissReason.SaidBySystem,
                SpeakerSet.Colleague => MissReason.SaidByColleague,
                _ => MissReason.None,
            };
        }

        // With nothing to read, what is said after the end came too late; of an anchor that is missing nothing can be said.
        if (windows.Count == 0)
            return _range is { HasOnlyAnEnd: true } ? MissReason.TooLate : MissReason.None;
        if (!windows.Contains(mark.Message))
        {
            var late = mark.Message > windows.Last;
            distance = late ? mark.Message - windows.Last : Math.Max(0, windows.First - mark.Message);
            return late ? MissReason.TooLate : MissReason.TooEarly;
        }

        return Refuses(chat, mark);
    }

    /// <summary>Another rule's finding that has to stand (or must not stand) in the same clause, sentence, message or turn.</summary>
    private sealed record Company(RuleReference Rule, Nearness In, Side Side)
    {
        public static Company Read(SettingReader settings) => new(
            settings.Rule("rule", "The other rule.", required: true) ?? new RuleReference("", settings.At),
            settings.Choice("in", "How near: in the same clause, sentence, message or turn.", Nearness.Message),
            settings.Choice("side", "Whether the other stands before or after.", Side.Either));

        public bool Keeps(Examination chat, in Mark mark)
        {
            var view = chat.View;
            var turn = In == Nearness.Turn ? view.Turns[mark.Message] : -1;
            var (first, last) = turn >= 0 ? (view.TurnFirst[turn], view.TurnLast[turn]) : (mark.Message, mark.Message);
            var others = chat.Found(Rule);
            var begin = Mark.FirstIn(others, first);
            if (begin == others.Length || others[begin].Message > last)
                return false;

            // What begins before the clause can still reach into it. One giant message can hold a hundred thousand of each, so only
            // what can reach into the stretch is looked at, from the side that is asked for.
            var (from, to) = In is Nearness.Clause or Nearness.Sentence ? chat.Around(mark, In == Nearness.Sentence) : (0, int.MaxValue);
            if (from > 0)
                begin = Mark.FirstIn(others, first, Math.Max(0, from - chat.LongestFound(Rule)));
            var end = Mark.FirstIn(others, last, to);
            if (Side == Side.After)
            {
                for (var i = end - 1; i >= begin && mark.Before(others[i]); i--)
                {
                    if (IsInside(view, others[i], turn, from))
                        return true;
                }

                return false;
            }

            for (var i = begin; i < end && (Side == Side.Either || others[i].Before(mark)); i++)
            {
                if (IsInside(view, others[i], turn, from))
                    return true;
            }

            return false;
        }

        private static bool IsInside(View view, in Mark other, int turn, int from)
            => (turn < 0 || view.Turns[other.Message] == turn) && Math.Max(other.End, other.Start + 1) > from;
    }
}
