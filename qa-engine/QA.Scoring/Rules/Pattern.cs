using System;
using System.Text.RegularExpressions;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>Finds what a regular expression describes.</summary>
internal sealed class Pattern : UnitRule
{
    // Finding one match is linear in the text, finding all of them need not be (a.*z|a). Real messages hold a handful.
    private const int MostMatches = 256;

    private readonly Reading _reading;
    private readonly Regex? _pattern;
    private readonly Regex? _excluding;
    private readonly RequiredText _required = RequiredText.Nothing;
    private readonly int _atLeast;

    private Pattern(SettingReader settings)
    {
        var pattern = settings.Text("pattern", "A regular expression without look-around and back-references. It reads folded text: lower case, simplified, half width; \\d is 0 to 9.");
        var excluding = settings.OptionalText("excluding", "What this matches does not count, nor does a match that overlaps it.");
        _atLeast = settings.Integer("at-least", "How many matches there must be.", 1, atLeast: 1);
        _reading = Reading.OfWords(settings);
        if (settings.IsRecording || pattern.Length == 0)
            return;
        if (PatternText.Compile(settings, "pattern", pattern) is { } compiled)
        {
            _pattern = compiled;
            _required = RequiredText.Of(compiled.ToString(), settings);
        }

        if (excluding is not null)
            _excluding = PatternText.Compile(settings, "excluding", excluding);
    }

    public static RuleKind Kind { get; } = new("pattern", "What a regular expression matches: numbers, codes, forms that no list of phrases can hold.", settings => new Pattern(settings));

    internal override bool AsksForInputs => true;

    internal override SpeakerSet Hears(int lexicon, bool nearMisses) => nearMisses ? SpeakerSet.Anyone : _reading.Roles;

    internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => _required.Requires.And(_reading.Requires(of));

    internal override void Examine(Examination chat, FindingList findings) => _reading.Examine(chat, findings, this, _atLeast);

    internal override bool MayFindIn(Examination chat, int message)
        => _pattern is not null && _required.MayStandIn(chat, message);

    internal override int FindIn(Examination chat, int from, int to, FindingList findings)
    {
        var start = chat.FoundCount;
        var matches = new Matches(this, chat, from);
        while (matches.Next(out var mark, out var excluded))
        {
            if (!excluded && _reading.Refuses(chat, mark) == MissReason.None)
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
        var right = 0;
        for (var i = chat.View.From; i < chat.View.To; i++)
        {
            if (chat.View.Speakers[i] == SpeakerSet.None || !MayFindIn(chat, i))
                continue;
            var matches = new Matches(this, chat, i);
            while (matches.Next(out var mark, out var excluded))
            {
                var reason = _reading.WhyNot(chat, mark, windows, out var distance);
                if (reason == MissReason.None && windows.Count == 0)
                    continue;
                if (reason == MissReason.None)
                {
                    reason = excluded ? MissReason.Exception : MissReason.TooFew;
                    right += excluded ? 0 : 1;
                }

                NearMiss.Keep(ref best, new NearMiss(mark, reason, distance));
            }
        }

        return best is { Reason: MissReason.TooFew } few ? few with { Distance = Math.Max(1, _atLeast - right) } : best;
    }

    /// <summary>The matches in one message, and which of them the exclusion overlaps. Only where <see cref="MayFindIn"/> says they can be.</summary>
    private ref struct Matches
    {
        private readonly ReadOnlySpan<char> _text;
        private readonly int _message;
        private readonly Regex? _excluding;
        private Regex.ValueMatchEnumerator _matches;
        private Regex.ValueMatchEnumerator _exclusions;
        private bool _readsExclusions;
        private int _exclusionStart;
        private int _exclusionEnd;
        private int _left;

        public Matches(Pattern rule, Examination chat, int message)
        {
            _message = message;
            _text = chat.Folded(message);
            _excluding = rule._excluding;
            _left = MostMatches;
            _matches = rule._pattern!.EnumerateMatches(_text);
        }

        public bool Next(out Mark mark, out bool excluded)
        {
            mark = default;
            excluded = false;
            while (_left > 0 && _matches.MoveNext())
            {
                _left--;
                var (start, end) = (_matches.Current.Index, _matches.Current.Index + _matches.Current.Length);
                if (start == end)
                    continue;

                // A dot can stand for half a character outside the basic plane; nobody can read half a character.
                if (char.IsLowSurrogate(_text[start]) && start > 0 && char.IsHighSurrogate(_text[start - 1]))
                    start--;
                if (end < _text.Length && char.IsLowSurrogate(_text[end]) && char.IsHighSurrogate(_text[end - 1]))
                    end++;
                mark = new Mark(_message, start, end, -1);
                excluded = _excluding is not null && IsExcluded(start, end);
                return true;
            }

            return false;
        }

        private bool IsExcluded(int start, int end)
        {
            // Both run in the order of the text, so each is read once.
            if (!_readsExclusions)
            {
                _readsExclusions = true;
                _exclusions = _excluding!.EnumerateMatches(_text);
            }

            while (_exclusionEnd <= start && _exclusions.MoveNext())
                (_exclusionStart, _exclusionEnd) = (_exclusions.Current.Index, _exclusions.Current.Index + _exclusions.Current.Length);
            return _exclusionEnd > start && _exclusionStart < end;
        }
    }
}
