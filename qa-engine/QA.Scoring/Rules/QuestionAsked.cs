using System;
using System.Collections.Generic;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>Finds clauses that ask something.</summary>
internal sealed class QuestionAsked : UnitRule
{
    private readonly Reading _reading;
    private readonly int[] _cues;
    private readonly int[] _except;
    private readonly int _atLeast;

    private QuestionAsked(SettingReader settings)
    {
        _cues = [.. settings.Lexicons("cues", "Words that make a clause a question without a mark (多少, 怎么, 什么时候).")];
        _except = [.. settings.Lexicons("except", "A clause that holds one of these asks nothing (在吗, 好吗 as a courtesy).")];
        _atLeast = settings.Integer("at-least", "How many questions there must be.", 1, atLeast: 1);
        _reading = Reading.OfMessages(settings, "customer");
    }

    public static RuleKind Kind { get; } = new("question", "Clauses that ask something: a question mark, 吗/呢/么, a choice such as 能不能, or cue words.", settings => new QuestionAsked(settings));

    internal override bool AsksForInputs => true;

    internal override SpeakerSet Hears(int lexicon, bool nearMisses) => _reading.Roles;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _reading.Requires(of);

    internal override void Examine(Examination chat, FindingList findings) => _reading.Examine(chat, findings, this, _atLeast);

    internal override (int From, int To)? LookedIn(Examination chat) => _reading.LookedIn(chat);

    internal override int FindIn(Examination chat, int from, int to, FindingList findings)
    {
        var start = chat.FoundCount;
        FindIn(chat, from, findings);
        return chat.FoundCount - start;
    }

    internal override bool MayFindIn(Examination chat, int message)
    {
        return chat.MayAsk(message) || IsHit(chat, message, _cues);
    }

    private static bool IsHit(Examination chat, int message, int[] lexicons)
    {
        foreach (var lexicon in lexicons)
        {
            if (chat.IsHitIn(message, lexicon))
                return true;
        }

        return false;
    }

    private void FindIn(Examination chat, int message, FindingList findings)
    {
        var text = chat.Folded(message);
        var (cued, excepted) = (IsHit(chat, message, _cues), IsHit(chat, message, _except));
        foreach (ref readonly var clause in chat.ClausesOf(message))
        {
            if (!clause.Asks && !(cued && Holds(chat, message, clause.Start, clause.End, _cues)))
                continue;
            if (excepted && Holds(chat, message, clause.Start, clause.End, _except))
                continue;
            var (first, end) = (clause.Start, clause.End);
            while (first < end && text[first] == ' ')
                first++;
            while (end > first && text[end - 1] == ' ')
                end--;
            var mark = new Mark(message, first, end, -1);
            if (chat.LettersIn(message, first, end) > 0 && _reading.Refuses(chat, mark) == MissReason.None)
                findings.Add(mark);
        }

        // A lone question mark asks too: "?" after silence.
        if (chat.Letters(message) == 0 && System.MemoryExtensions.Contains(text, '?'))
            findings.AddMessage(message);
    }

    private static bool Holds(Examination chat, int message, int from, int to, int[] lexicons)
    {
        if (lexicons.Length == 0)
            return false;
        foreach (ref readonly var hit in chat.HitsEnding(message, from, to))
        {
            if (hit.Lexicon >= 0 && hit.Start >= from && System.Array.IndexOf(lexicons, hit.Lexicon) >= 0)
                return true;
        }

        return false;
    }
}
