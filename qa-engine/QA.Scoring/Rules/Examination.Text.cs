using System;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <content>The text of the conversation: folded once, searched once.</content>
public sealed partial class Examination
{
    // Buffers beyond this many chars are given back after use, so that one giant conversation does not stay in memory.
    private const int KeptChars = 1 << 20;

    // More than most messages hold.
    private const int MatchesAtOnce = 64;

    private char[] _chars = new char[4096];
    private int[] _map = new int[4096];
    private int[] _textStart = new int[64];
    private int[] _textLength = new int[64];
    private TextTraits[] _traits = new TextTraits[64];
    private int[] _letters = new int[64];
    private int[] _hitFrom = new int[65];

    // One of 64 bits for each lexicon that hit something in a message: most rules ask about lexicons that hit nothing there.
    private ulong[] _hitSigns = new ulong[64];
    private int[] _emoticonFrom = new int[65];
    private Hit[] _hits = new Hit[512];
    private int _hitCount;
    private EmoticonMark[] _emoticons = new EmoticonMark[32];
    private int _emoticonCount;
    private int[] _head = [];
    private int[] _tail = [];
    private int[] _hitLexicons = [];
    private int _hitLexiconCount;
    private Stage[] _stages = [];
    private readonly PhraseMatch[] _matches = new PhraseMatch[MatchesAtOnce];
    private GuardSpan[] _guards = new GuardSpan[16];
    private (int Message, int From, int Open, int Close) _quotation = (-1, 0, 0, 0);

    /// <summary>How many messages the conversation has.</summary>
    internal int Messages { get; private set; }

    internal ReadOnlySpan<char> Folded(int message) => _chars.AsSpan(_textStart[message], _textLength[message]);

    internal int FoldedLength(int message) => _textLength[message];

    internal TextTraits Traits(int message) => _traits[message];

    /// <summary>What the lexicons hit in a message, by where it ends. Entries with <see cref="Hit.Lexicon"/> -1 do not count.</summary>
    internal ReadOnlySpan<Hit> HitsIn(int message) => _hits.AsSpan(_hitFrom[message].._hitFrom[message + 1]);

    /// <summary>The hits of a message that end behind <paramref name="from"/> and not behind <paramref name="to"/>.</summary>
    internal ReadOnlySpan<Hit> HitsEnding(int message, int from, int to)
    {
        var hits = HitsIn(message);
        return hits[FirstEndingBehind(hits, from)..FirstEndingBehind(hits, to)];
    }

    /// <summary>No hit that counts is longer, in folded chars.</summary>
    internal int LongestHit { get; private set; }

    /// <summary>The first hit of a lexicon in the conversation; follow <see cref="Hit.Next"/>; -1: none.</summary>
    internal int FirstHit(int lexicon) => _head[lexicon];

    /// <summary>Whether a lexicon hits anything in a message.</summary>
    internal bool IsHitIn(int message, int lexicon)
    {
        if ((_hitSigns[message] & SignOf(lexicon)) == 0 || _head[lexicon] < 0)
            return false;
        foreach (ref readonly var hit in HitsIn(message))
        {
            if (hit.Lexicon == lexicon)
                return true;
        }

        return false;
    }

    /// <summary>False: no lexicon of these signs hits anything in a message.</summary>
    /// <param name="signs">Those of <see cref="SignsOf"/>.</param>
    internal bool MayBeHitIn(int message, ulong signs) => (_hitSigns[message] & signs) != 0;

    /// <summary>What stands for some lexicons in a message's signs.</summary>
    internal static ulong SignsOf(ReadOnlySpan<int> lexicons)
    {
        var signs = 0UL;
        foreach (var lexicon in lexicons)
            signs |= SignOf(lexicon);
        return signs;
    }

    /// <summary>What stands for a lexicon in a message's signs, and for others as well.</summary>
    internal static ulong SignOf(int lexicon) => 1UL << lexicon;

    internal ref readonly Hit HitAt(int index) => ref _hits[index];

    internal bool HasEmoticons => _emoticonCount > 0;

    internal ReadOnlySpan<EmoticonMark> EmoticonsIn(int message) => _emoticons.AsSpan(_emoticonFrom[message].._emoticonFrom[message + 1]);

    /// <summary>Letters, Han characters and digits of a message, outside emoticons.</summary>
    internal int Letters(int message)
    {
        var letters = _letters[message];
        if (letters < 0)
        {
            letters = LettersIn(message, 0, _textLength[message]);
            _letters[message] = letters;
        }

        return letters;
    }

    /// <summary>Letters, Han characters and digits between two folded offsets, outside emoticons.</summary>
    internal int LettersIn(int message, int from, int to)
    {
        var text = Folded(message);
        var emoticons = EmoticonsIn(message);
        var next = FirstEndingBehind(emoticons, from);
        var letters = 0;
        if (next == emoticons.Length)
        {
            foreach (var c in text[from..to])
                letters += CharTable.IsCommonHan(c) ? 1 : CharTable.Says[c];
            return letters;
        }

        for (var i = from; i < to; i++)
        {
            while (next < emoticons.Length && emoticons[next].End <= i)
                next++;
            if (next < emoticons.Length && emoticons[next].Start <= i)
            {
                i = emoticons[next].End - 1;
                continue;
            }

            letters += CharTable.Says[text[i]];
        }

        return letters;
    }

    /// <summary>The clause, or the sentence, around folded offsets; with the pictograph that ends it, which belongs to it.</summary>
    internal (int From, int To) Around(in Mark mark, bool sentence)
    {
        var text = Folded(mark.Message);
        var last = Math.Max(mark.Start, mark.End - 1);
        var (from, to) = sentence
            ? (Clauses.SentenceStart(text, mark.Start), Clauses.SentenceEnd(text, last))
            : ClauseAround(mark.Message, mark.Start, mark.End);
        return (from, to < text.Length && char.IsHighSurrogate(text[to]) ? to + 1 : to);
    }

    /// <summary>Whether a folded offset stands between quotation marks.</summary>
    internal bool IsQuoted(int message, int at)
    {
        // Rules ask in the order of the text, so the pair that was found last answers most questions, and each mark is read once.
        var text = Folded(message);
        var (last, from, open, close) = _quotation;
        if (last != message || at < from)
        {
            from = 0;
            (open, close) = Quotes.Next(text, 0);
        }

        while (at > close)
        {
            from = close + 1;
            (open, close) = Quotes.Next(text, from);
        }

        _quotation = (message, from, open, close);
        return at > open && at < text.Length && open < close;
    }

    /// <summary>The finding a mark stands for, in the original text.</summary>
    internal Finding ToFinding(in Mark mark, int rule)
    {
        var text = Conversation.MessageArray[mark.Message].Text;
        var length = _textLength[mark.Message];
        if (mark.Start == 0 && mark.End == length)
            return new Finding(rule, mark.Message, 0, text.Length, mark.Entry);
        if (mark.Start >= mark.End)
            return new Finding(rule, mark.Message, 0, 0, mark.Entry);
        var (start, original) = Folding.Original(text, _map.AsSpan(_textStart[mark.Message], length), length, mark.Start, mark.End);
        return new Finding(rule, mark.Message, start, original, mark.Entry);
    }

    /// <summary>The folded part that stands for a part of the original; empty where folding left nothing of it.</summary>
    internal (int From, int To) FoldedPart(int message, int start, int length)
    {
        var map = _map.AsSpan(_textStart[message], _textLength[message]);
        return (FirstFrom(map, start), FirstFrom(map, start + length));
    }

    /// <summary>The first folded char that comes from an offset of the original, or from behind it.</summary>
    private static int FirstFrom(ReadOnlySpan<int> map, int offset)
    {
        var (low, high) = (0, map.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (map[middle] < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private void LoadText(Conversation conversation, PhraseIndex phrases)
    {
        var messages = conversation.MessageArray;
        Messages = messages.Length;
        if (_textStart.Length < Messages)
        {
            var room = Messages + (Messages / 2);
            _textStart = new int[room];
            _textLength = new int[room];
            _traits = new TextTraits[room];
            _letters = new int[room];
            _clauseFrom = new int[room];
            _clauseTo = new int[room];
            _hitFrom = new int[room + 1];
            _hitSigns = new ulong[room];
            _emoticonFrom = new int[room + 1];
        }

        if (_head.Length < phrases.LexiconCount)
        {
            _head = new int[phrases.LexiconCount];
            _tail = new int[phrases.LexiconCount];
            _hitLexicons = new int[phrases.LexiconCount];
        }

        if (_stages.Length < phrases.StageCount)
            _stages = new Stage[phrases.StageCount];

        _head.AsSpan(0, phrases.LexiconCount).Fill(-1);
        _tail.AsSpan(0, phrases.LexiconCount).Fill(-1);
        _hitCount = 0;
        _hitLexiconCount = 0;
        LongestHit = 0;
        _quotation = (-1, 0, 0, 0);
        _emoticonCount = 0;
        _clauseCount = 0;
        var at = 0;
        for (var i = 0; i < Messages; i++)
        {
            var text = messages[i].Text;
            var room = Folding.MaxFoldedLength(text.Length);
            if (_chars.Length - at < room)
                Grow(at, room);
            var length = Folding.Fold(text, _chars.AsSpan(at), _map.AsSpan(at), out var traits);
            _textStart[i] = at;
            _textLength[i] = length;
            _traits[i] = traits;
            _letters[i] = -1;
            _clauseFrom[i] = -1;
            at += length;

            _emoticonFrom[i] = _emoticonCount;
            if (Emoticons.MayOccur(traits))
                FindEmoticons(i, text);
            _emoticonFrom[i + 1] = _emoticonCount;
            _hitFrom[i] = _hitCount;
            FindPhrases(i, phrases[messages[i].Speaker]);
            _hitFrom[i + 1] = _hitCount;
        }
    }

    private void Grow(int used, int room)
    {
        var size = Math.Max(_chars.Length * 2, used + room);
        var chars = new char[size];
        _chars.AsSpan(0, used).CopyTo(chars);
        _chars = chars;
        var map = new int[size];
        _map.AsSpan(0, used).CopyTo(map);
        _map = map;
    }

    /// <summary>Gives back what an unusually large conversation needed.</summary>
    private void Trim()
    {
        if (_chars.Length <= KeptChars && _hits.Length <= KeptChars && _found.Length <= KeptChars && _textStart.Length <= KeptChars)
            return;
        _chars = new char[4096];
        _map = new int[4096];
        _hits = new Hit[512];
        _found = new Mark[256];
        _emoticons = new EmoticonMark[32];
        _guards = new GuardSpan[16];
        _evidence = new (Mark, int)[64];
        _likeness = new Likeness[64];
        _likenessAt = [];
        _textStart = new int[64];
        _textLength = new int[64];
        _traits = new TextTraits[64];
        _letters = new int[64];
        _clauseFrom = new int[64];
        _clauseTo = new int[64];
        _clauses = new Clause[128];
        _hitFrom = new int[65];
        _hitSigns = new ulong[64];
        _emoticonFrom = new int[65];
    }

    private void FindEmoticons(int message, string text)
    {
        var map = _map.AsSpan(_textStart[message], _textLength[message]);
        var position = 0;
        var folded = 0;
        while (Emoticons.Next(text, ref position, out var start, out var length, out var family))
        {
            while (folded < map.Length && map[folded] < start)
                folded++;
            var first = folded;
            while (folded < map.Length && map[folded] < start + length)
                folded++;
            if (folded == first)
                continue;
            if (_emoticonCount == _emoticons.Length)
                Array.Resize(ref _emoticons, _emoticons.Length * 2);
            _emoticons[_emoticonCount++] = new EmoticonMark(message, first, folded, family);
        }
    }

    private void FindPhrases(int message, PhraseTable phrases)
    {
        var text = Folded(message);
        var firstHit = _hitCount;
        var guards = 0;

        // Which stages this message may have reached, 64 to a bit: most last pieces have no first one before them.
        var reached = 0UL;
        var bare = _emoticonFrom[message] == _emoticonFrom[message + 1];
        var cursor = phrases.Matcher.Matches(text);
        for (var count = cursor.Next(_matches); count > 0; count = cursor.Next(_matches))
        {
            foreach (ref readonly var match in _matches.AsSpan(0, count))
            {
                ref readonly var piece = ref phrases[match.Phrase];
                if (piece.HasSteps)
                {
                    foreach (ref readonly var step in phrases.Steps(match.Phrase, reached))
                        Follow(message, text, match.Start, match.End, step, ref reached, ref guards);
                }

                var first = piece.First;
                if (first.Lexicon < 0)
                    continue;

                // What must be the whole message stands beside no letter; where there are emoticons, Keep looks closer.
                if (!first.Whole || !bare || !Touches(text, match))
                    AddHit(message, match, first);
                if (!piece.HasMore)
                    continue;
                foreach (ref readonly var phrase in phrases.More(match.Phrase))
                {
                    if (!phrase.Whole || !bare || !Touches(text, match))
                        AddHit(message, match, phrase);
                }
            }
        }

        _hitSigns[message] = _hitCount > firstHit ? Keep(firstHit, _guards.AsSpan(0, guards)) : 0;
    }

    /// <summary>Takes note of an exception, or of a piece of a phrase with gaps.</summary>
    /// <param name="reached">Which stages this message may have reached, 64 to a bit.</param>
    /// <param name="guards">How many exceptions were found.</param>
    private void Follow(int message, ReadOnlySpan<char> text, int start, int end, in PhraseTable.Action action, ref ulong reached, ref int guards)
    {
        if (action.Kind == PhraseTable.ActionKind.Exception)
        {
            if (guards == _guards.Length)
                Array.Resize(ref _guards, guards * 2);
            _guards[guards++] = new GuardSpan(action.Entry, start, end);
            return;
        }

        if (action.Kind == PhraseTable.ActionKind.FirstPiece)
        {
            reached |= action.StageBit;
            _stages[action.Stage] = new Stage(this, message, start, end);
            return;
        }

        if ((reached & action.BitBefore) == 0)
            return;
        ref readonly var before = ref _stages[action.Stage - 1];
        if (!before.Is(this, message) || before.End > start || start - before.End > action.GapBefore || Clauses.SentenceEnd(text, before.End) < start)
            return;
        if (action.Kind == PhraseTable.ActionKind.LastPiece)
        {
            AddHit(message, before.Start, end, action.Entry, action.Lexicon, action.Whole);
            return;
        }

        reached |= action.StageBit;
        _stages[action.Stage] = new Stage(this, message, before.Start, end);
    }

    private static bool Touches(ReadOnlySpan<char> text, in PhraseMatch match)
        => (match.Start > 0 && CharTable.Says[text[match.Start - 1]] != 0) || (match.End < text.Length && CharTable.Says[text[match.End]] != 0);

    private void AddHit(int message, in PhraseMatch match, in PhraseTable.Phrase phrase)
        => AddHit(message, match.Start, match.End, phrase.Entry, phrase.Lexicon, phrase.Whole);

    private void AddHit(int message, int start, int end, int entry, int lexicon, bool whole)
    {
        if (_hitCount == _hits.Length)
            Array.Resize(ref _hits, _hits.Length * 2);
        _hits[_hitCount++] = new Hit(message, start, end, entry, lexicon, whole);
    }

    /// <summary>Takes back what an exception covers or what had to be a whole message, and chains the rest by lexicon.</summary>
    /// <returns>The signs of the lexicons that are left.</returns>
    private ulong Keep(int first, ReadOnlySpan<GuardSpan> guards)
    {
        var longest = 0;
        foreach (ref readonly var guard in guards)
            longest = Math.Max(longest, guard.End - guard.Start);
        var longestHit = LongestHit;
        var signs = 0UL;
        for (var i = first; i < _hitCount; i++)
        {
            ref var hit = ref _hits[i];
            if (longest > 0 && Covered(hit, guards, longest))
            {
                hit.Lexicon = -1;
                continue;
            }

            if (hit.Whole && Letters(hit.Message) != LettersIn(hit.Message, hit.Start, hit.End))
            {
                hit.Lexicon = -1;
                continue;
            }

            // The longest of nested phrases of one lexicon stands for all: 非常抱歉 and not also 抱歉.
            var tail = _tail[hit.Lexicon];
            while (tail >= first && _hits[tail].Start >= hit.Start)
            {
                if (_hits[tail].Start == hit.Start && _hits[tail].End == hit.End)
                    break;
                _hits[tail].Lexicon = -1;
                tail = _hits[tail].Previous;
            }

            if (tail >= first && _hits[tail].End >= hit.End)
            {
                _tail[hit.Lexicon] = tail;
                _hits[tail].Next = -1;
                hit.Lexicon = -1;
                continue;
            }

            signs |= SignOf(hit.Lexicon);
            hit.Previous = tail;
            if (tail < 0)
                Begin(hit.Lexicon, i);
            else
                _hits[tail].Next = i;
            _tail[hit.Lexicon] = i;
            longestHit = Math.Max(longestHit, hit.End - hit.Start);
        }

        LongestHit = longestHit;
        return signs;
    }

    /// <summary>Begins the chain of a lexicon's hits, anew where a longer hit stands for the first.</summary>
    private void Begin(int lexicon, int hit)
    {
        if (_head[lexicon] < 0)
            _hitLexicons[_hitLexiconCount++] = lexicon;
        _head[lexicon] = hit;
    }

    /// <summary>The index of the first emoticon that ends behind an offset; they stand in order and do not overlap.</summary>
    internal static int FirstEndingBehind(ReadOnlySpan<EmoticonMark> emoticons, int offset)
    {
        var low = 0;
        var high = emoticons.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (emoticons[middle].End <= offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static int FirstEndingBehind(ReadOnlySpan<Hit> hits, int end)
    {
        var low = 0;
        var high = hits.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (hits[middle].End <= end)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private static bool Covered(in Hit hit, ReadOnlySpan<GuardSpan> guards, int longest)
    {
        // In the order of their ends: those that cover end from here on, and not so far on that they cannot begin before.
        var low = 0;
        var high = guards.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (guards[middle].End < hit.End)
                low = middle + 1;
            else
                high = middle;
        }

        for (var i = low; i < guards.Length && guards[i].End - longest <= hit.Start; i++)
        {
            if (guards[i].Entry == hit.Entry && guards[i].Start <= hit.Start)
                return true;
        }

        return false;
    }

    /// <summary>An occurrence of a lexicon entry.</summary>
    internal struct Hit(int message, int start, int end, int entry, int lexicon, bool whole)
    {
        public readonly int Message = message;
        public readonly int Start = start;
        public readonly int End = end;

        /// <summary>Index into the rubric's entries.</summary>
        public readonly int Entry = entry;

        /// <summary>Whether it must be the whole message.</summary>
        public readonly bool Whole = whole;

        /// <summary>-1 once it does not count.</summary>
        public int Lexicon = lexicon;
        public int Previous = -1;
        public int Next = -1;

        public readonly Mark Mark => new(Message, Start, End, Entry);
    }

    internal readonly record struct EmoticonMark(int Message, int Start, int End, EmoticonFamily Family);

    private readonly record struct GuardSpan(int Entry, int Start, int End);

    /// <summary>How far a phrase with gaps has come in a message. What belongs to another message or conversation is stale by itself.</summary>
    private readonly struct Stage(Examination owner, int message, int start, int end)
    {
        private readonly int _load = owner._load;
        private readonly int _message = message;

        public int Start { get; } = start;

        public int End { get; } = end;

        public bool Is(Examination owner, int message) => _load == owner._load && _message == message;
    }
}
