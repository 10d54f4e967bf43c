using System;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>Finds emoticons: Unicode, kaomoji, bracket tags, Wangwang and JD codes; all, only the listed, or all but the listed.</summary>
internal sealed class EmoticonPresent : UnitRule
{
    private static readonly string[] FamilyNames = ["unicode", "kaomoji", "bracket", "wangwang", "jd"];

    private readonly Reading _reading;
    private readonly int[] _only;
    private readonly int[] _except;
    private readonly int _families;
    private readonly int _atLeast;

    private EmoticonPresent(SettingReader settings)
    {
        foreach (var family in settings.Choices("families", "Which families count; all of them where it is left out.", FamilyNames, ""))
        {
            if (family.Length > 0)
                _families |= 1 << (int)Family(family);
        }

        _only = [.. settings.Lexicons("lexicons", "Only emoticons listed here.")];
        _except = [.. settings.Lexicons("except", "No emoticons listed here.")];
        _atLeast = settings.Integer("at-least", "How many there must be.", 1, atLeast: 1);
        _reading = Reading.OfMessages(settings);
    }

    public static RuleKind Kind { get; } = new("emoticon", "Emoticons of any family: Unicode, kaomoji, [微笑], Wangwang /:^_^ and JD #E-s21.", settings => new EmoticonPresent(settings));

    internal override bool AsksForInputs => true;

    internal override SpeakerSet Hears(int lexicon, bool nearMisses) => nearMisses ? SpeakerSet.Anyone : _reading.Roles;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => Prerequisite.AnyOf(_only).And(_reading.Requires(of));

    internal override void Examine(Examination chat, FindingList findings)
    {
        if (chat.HasEmoticons)
            _reading.Examine(chat, findings, this, _atLeast);
    }

    internal override bool MayFindIn(Examination chat, int message) => chat.EmoticonsIn(message).Length > 0;

    internal override int FindIn(Examination chat, int from, int to, FindingList findings)
    {
        var start = chat.FoundCount;
        foreach (ref readonly var emoticon in chat.EmoticonsIn(from))
        {
            if (_families != 0 && (_families & (1 << (int)emoticon.Family)) == 0)
                continue;
            var entry = -1;
            if (_only.Length > 0 && (entry = Listed(chat, emoticon, _only)) < 0)
                continue;
            if (_except.Length > 0 && Listed(chat, emoticon, _except) >= 0)
                continue;
            var mark = new Mark(from, emoticon.Start, emoticon.End, entry);
            if (_reading.Refuses(chat, mark) == MissReason.None)
                findings.Add(mark);
        }

        return chat.FoundCount - start;
    }

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);

    internal override NearMiss? Nearest(Examination chat)
    {
        var windows = default(Windows);
        _reading.Resolve(chat, ref windows);
        NearMiss? best = null;
        for (var i = chat.View.From; i < chat.View.To; i++)
        {
            foreach (ref readonly var emoticon in chat.EmoticonsIn(i))
            {
                // What the rubric says is no emoticon, such as a card, came near nothing.
                if (_except.Length > 0 && Listed(chat, emoticon, _except) >= 0)
                    continue;
                var mark = new Mark(i, emoticon.Start, emoticon.End, -1);
                var reason = _reading.WhyNot(chat, mark, windows, out var distance);
                if (reason == MissReason.None && windows.Count > 0 && chat.View.Speakers[i] != SpeakerSet.None)
                    reason = MissReason.WrongContext;
                if (reason != MissReason.None)
                    NearMiss.Keep(ref best, new NearMiss(mark, reason, distance));
            }
        }

        return best;
    }

    private static int Listed(Examination chat, in Examination.EmoticonMark emoticon, ReadOnlySpan<int> lexicons)
    {
        foreach (ref readonly var hit in chat.HitsEnding(emoticon.Message, emoticon.Start, emoticon.End - 1 + chat.LongestHit))
        {
            if (hit.Lexicon >= 0 && hit.Start < emoticon.End && lexicons.Contains(hit.Lexicon))
                return hit.Entry;
        }

        return -1;
    }

    private static EmoticonFamily Family(string name) => name switch
    {
        "unicode" => EmoticonFamily.Emoji,
        "kaomoji" => EmoticonFamily.Kaomoji,
        "bracket" => EmoticonFamily.Bracket,
        "wangwang" => EmoticonFamily.Wangwang,
        _ => EmoticonFamily.JdCode,
    };
}
