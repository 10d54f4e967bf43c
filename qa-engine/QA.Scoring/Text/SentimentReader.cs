using System;
using System.Collections.Generic;

namespace QA.Scoring.Text;

/// <summary>The work behind <see cref="LocalSentiment"/>: reads one message at a time and keeps its buffers.</summary>
internal sealed class SentimentReader
{
    private const int KeptChars = 1 << 16;

    // As for the negation of rules: four Han characters, or three English words and what fits in them.
    private const int Reach = 4;
    private const int ReachInLetters = 24;
    private const int WordsBetween = 3;

    // Whether a clause asks is looked for among so many words on each side; clauses hold fewer.
    private const int WordsAround = 8;

    private const int AskedAgain = -200;
    private const int OnlyQuestionMarks = -300;
    private const int FewestCapitals = 6;

    private static readonly SentimentWord[] Words = [.. SentimentWords.All];
    private static readonly PhraseMatcher Matcher = PhraseMatcher.Build(Phrases());

    [ThreadStatic]
    private static SentimentReader? s_spare;

    private readonly SentimentCue[] _strongest = new SentimentCue[LocalSentiment.MostCues];
    private readonly List<SentenceSentiment> _sentences = [];
    private readonly PhraseMatch[] _matches = new PhraseMatch[32];
    private char[] _folded = new char[512];
    private int[] _map = new int[512];
    private Cue[] _cues = new Cue[64];
    private int _cueCount;

    // The message being read.
    private string _text = "";
    private int _length;
    private TextTraits _traits;
    private int _good;
    private int _bad;
    private bool _anyGood;
    private bool _anyBad;

    // The sentence being read: its place in the folded text, and its sums; politeness is never raised.
    private int _from;
    private int _to = -1;
    private int _sentenceGood;
    private int _sentenceBad;
    private int _polite;
    private int _strongestCount;

    private ReadOnlySpan<char> Folded => _folded.AsSpan(0, _length);

    public static SentimentReader Rent()
    {
        var reader = s_spare ?? new SentimentReader();
        s_spare = null;
        return reader;
    }

    public static void Return(SentimentReader reader)
    {
        reader._text = "";
        reader._sentences.Clear();

        // One giant message must not stay in memory.
        if (reader._folded.Length <= KeptChars && reader._cues.Length <= KeptChars)
            s_spare = reader;
    }

    public Sentiment Read(string text)
    {
        var room = Folding.MaxFoldedLength(text.Length);
        if (_folded.Length < room)
        {
            _folded = new char[room * 2];
            _map = new int[room * 2];
        }

        _text = text;
        _length = Folding.Fold(text, _folded, _map, out _traits);
        FindWords();
        Add(echo: 0);
        if (_good != _bad && HasEcho())
            Add(echo: Math.Sign(_good - _bad));
        if (_sentences.Count == 0 && _good == 0 && _bad == 0)
            return (_traits & TextTraits.Question) != TextTraits.None ? QuestionMarks() : LocalSentiment.Unmoved;
        var confidence = Confidence(_good, _bad);
        var polarity = _anyGood && _anyBad ? Polarity.Mixed : _anyGood ? Polarity.Positive : _anyBad ? Polarity.Negative : Side(_good, _bad);
        return new Sentiment(LocalSentiment.Name, polarity, confidence, _sentences.ToArray());
    }

    /// <summary>Adds the message's words up, sentence by sentence.</summary>
    /// <param name="echo">The side of words that take that of the rest: 1, -1; 0 while it is not known.</param>
    private void Add(int echo)
    {
        _sentences.Clear();
        (_good, _bad, _anyGood, _anyBad, _to) = (0, 0, false, false, -1);
        var times = 0;
        for (var i = 0; i < _cueCount; i++)
        {
            ref readonly var cue = ref _cues[i];
            switch (cue.Part)
            {
                case SentimentPart.Feeling:
                    Feel(cue, Weigh(i));
                    break;
                case SentimentPart.Idiom:
                case SentimentPart.Politeness:
                    Feel(cue, cue.Weight);
                    break;
                case SentimentPart.Echo:
                    Feel(cue, cue.Weight * echo);
                    break;
                case SentimentPart.But when cue.Start < _to:
                    Halve();
                    break;
                case SentimentPart.When when ++times == 2:
                    Feel(cue, AskedAgain);
                    break;
            }
        }

        Close();
    }

    private bool HasEcho()
    {
        for (var i = 0; i < _cueCount; i++)
        {
            if (_cues[i].Part == SentimentPart.Echo)
                return true;
        }

        return false;
    }

    private static string[] Phrases()
    {
        var phrases = new string[Words.Length];
        for (var i = 0; i < phrases.Length; i++)
            phrases[i] = Words[i].Phrase;
        return phrases;
    }

    /// <summary>Every word of the message; of those that overlap the longer, of equals the one that asks (质量好不好), then the weightier, then the first.</summary>
    private void FindWords()
    {
        _cueCount = 0;
        var cursor = Matcher.Matches(Folded);
        for (var count = cursor.Next(_matches); count > 0; count = cursor.Next(_matches))
        {
            foreach (ref readonly var match in _matches.AsSpan(0, count))
                Take(match, Words[match.Phrase]);
        }
    }

    private void Take(in PhraseMatch match, in SentimentWord word)
    {
        var cue = new Cue(match.Start, match.End, word.Part, word.Weight);
        while (_cueCount > 0 && cue.Start <= _cues[_cueCount - 1].Start)
            _cueCount--;
        if (_cueCount > 0 && cue.Start < _cues[_cueCount - 1].End)
        {
            if (!cue.Beats(_cues[_cueCount - 1]))
                return;
            _cueCount--;
        }

        if (_cueCount == _cues.Length)
            Array.Resize(ref _cues, _cues.Length * 2);
        _cues[_cueCount++] = cue;
    }

    /// <summary>What a word comes to by what stands beside it in its clause.</summary>
    private int Weigh(int index)
    {
        ref readonly var cue = ref _cues[index];
        var clause = Clauses.ClauseStart(Folded, cue.Start);
        var (turned, softly, raised, lowered, supposed, asked) = (false, false, 0, false, false, false);
        var at = cue.Start;
        for (var j = index - 1; j >= 0 && _cues[j].Start >= clause && Reaches(_cues[j].End, at); j--)
        {
            var part = _cues[j].Part;
            if (part is SentimentPart.Not or SentimentPart.NotVery)
            {
                turned = !turned;
                softly |= part == SentimentPart.NotVery;
            }
            else if (part == SentimentPart.Very)
            {
                raised++;
            }
            else if (part == SentimentPart.Slightly)
            {
                lowered = true;
            }
            else
            {
                break;
            }

            at = _cues[j].Start;
        }

        for (var j = index - 1; j >= 0 && j >= index - WordsAround && _cues[j].Start >= clause; j--)
        {
            supposed |= _cues[j].Part == SentimentPart.If;
            asked |= _cues[j].Part == SentimentPart.Asking;
        }

        if (index + 1 < _cueCount && _cues[index + 1].Part == SentimentPart.VeryBehind && _cues[index + 1].Start <= cue.End + 1)
            raised++;
        var weight = cue.Weight;
        if (turned)
            weight = weight < 0 ? -weight / 4 : softly ? -weight * 2 / 3 : -weight * 3 / 4;
        if (raised > 0)
            weight = weight * (raised == 1 ? 6 : 7) / 4;
        if (lowered)
            weight /= 2;
        if (supposed)
            weight /= 4;
        if (!Questions.MayStandIn(Folded, _traits))
            return weight;
        var end = Clauses.ClauseEnd(Folded, cue.End);
        if (weight > 0)
            return Questions.IsQuestion(Folded, clause, end) ? 0 : weight;
        for (var j = index + 1; !asked && j < _cueCount && j <= index + WordsAround && _cues[j].Start < end; j++)
            asked = _cues[j].Part == SentimentPart.Asking;
        return asked ? weight / 2 : weight;
    }

    private bool Reaches(int end, int at)
    {
        if (at - end <= Reach)
            return true;
        var between = Folded[end..at];
        return between.Length <= ReachInLetters && between[^1] == ' ' && between.Count(' ') <= WordsBetween + 1;
    }

    private void Feel(in Cue cue, int weight)
    {
        if (weight == 0)
            return;
        var word = CharTable.Says[Folded[cue.Start]] != 0 && !char.IsSurrogate(Folded[cue.Start]);
        if (cue.Start >= _to && (_to < 0 || word || SaysBetween(_to, cue.Start)))
        {
            Close();
            _from = Math.Max(Clauses.SentenceStart(Folded, cue.Start), Math.Max(0, _to));
            _to = word ? Math.Max(cue.End, Clauses.SentenceEnd(Folded, cue.End)) : cue.End;
        }

        // An emoticon belongs to the sentence that it closes.
        _to = Math.Max(_to, cue.End);
        if (cue.Part == SentimentPart.Politeness)
            _polite = Math.Max(_polite, weight);
        else if (weight > 0)
            _sentenceGood += weight;
        else
            _sentenceBad -= weight;
        Keep(cue, weight);
    }

    private bool SaysBetween(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (SentenceText.Says(Folded[i]))
                return true;
        }

        return false;
    }

    /// <summary>Keeps the strongest words of the sentence, the earlier of equals first.</summary>
    private void Keep(in Cue cue, int weight)
    {
        var (start, length) = Folding.Original(_text, _map, _length, cue.Start, cue.End);
        var i = _strongestCount;
        while (i > 0 && Math.Abs(_strongest[i - 1].Weight) < Math.Abs(weight))
            i--;
        if (i == _strongest.Length)
            return;
        var kept = Math.Min(_strongestCount, _strongest.Length - 1);
        _strongest.AsSpan(i, kept - i).CopyTo(_strongest.AsSpan(i + 1));
        _strongest[i] = new SentimentCue(start, length, weight);
        _strongestCount = kept + 1;
    }

    private void Halve()
    {
        _sentenceGood /= 2;
        _sentenceBad /= 2;
        for (var i = 0; i < _strongestCount; i++)
            _strongest[i] = _strongest[i] with { Weight = _strongest[i].Weight / 2 };
    }

    /// <summary>Ends the sentence that is being read, if there is one.</summary>
    private void Close()
    {
        if (_to < 0 || _strongestCount == 0)
            return;
        while (_from < _to - 1 && _folded[_from] is ' ' or '\n')
            _from++;
        var (start, length) = Folding.Original(_text, _map, _length, _from, _to);
        var quarters = 4 + Emphasis(start, start + length);
        var good = (int)Math.Min(int.MaxValue / 8, (long)_sentenceGood * quarters / 4) + _polite;
        var bad = (int)Math.Min(int.MaxValue / 8, (long)_sentenceBad * quarters / 4);
        var polarity = Side(good, bad);
        _anyGood |= polarity == Polarity.Positive;
        _anyBad |= polarity == Polarity.Negative;

        // Sums of a giant message stay far from the end of whole numbers.
        _good = Math.Min(int.MaxValue / 8, _good + good);
        _bad = Math.Min(int.MaxValue / 8, _bad + bad);
        if (_sentences.Count < LocalSentiment.MostSentences)
            _sentences.Add(new SentenceSentiment(start, length, polarity, Confidence(good, bad), _strongest.AsSpan(0, _strongestCount).ToArray(), []));
        (_sentenceGood, _sentenceBad, _polite, _strongestCount) = (0, 0, 0, 0);
    }

    /// <summary>A message of nothing else said, with three question marks or more: mild impatience.</summary>
    private Sentiment QuestionMarks()
    {
        var (start, length) = Run(_text, 0, _text.Length, static c => c is '?' or '？');
        if (length < 3)
            return LocalSentiment.Unmoved;
        var confidence = Confidence(0, -OnlyQuestionMarks);
        var sentence = new SentenceSentiment(start, length, Polarity.Neutral, confidence, [new SentimentCue(start, length, OnlyQuestionMarks)], []);
        return new Sentiment(LocalSentiment.Name, Polarity.Neutral, confidence, [sentence]);
    }

    /// <summary>Quarters to add for repeated marks, stretched letters and capitals.</summary>
    private int Emphasis(int from, int to)
    {
        // Marks stand behind the sentence, and so does what folding took from its last letter.
        while (to < _text.Length && (_text[to] is '!' or '！' or '?' or '？' || _text[to] == _text[to - 1]))
            to++;
        var quarters = 0;
        if ((_traits & (TextTraits.Exclamation | TextTraits.Question)) != TextTraits.None && Run(_text, from, to, static c => c is '!' or '！' or '?' or '？').Length >= 2)
            quarters++;
        var (same, capitals, letters) = (1, 0, 0);
        var stretched = false;
        for (var i = from; i < to; i++)
        {
            var c = _text[i];
            same = i > from && c == _text[i - 1] ? same + 1 : 1;
            stretched |= same == 3 && char.IsLetter(c);
            if (!char.IsAsciiLetter(c))
                continue;
            letters++;
            if (char.IsAsciiLetterUpper(c))
                capitals++;
        }

        return quarters + (stretched ? 1 : 0) + (capitals >= FewestCapitals && capitals * 5 >= letters * 4 ? 1 : 0);
    }

    /// <summary>The longest run of characters of a kind, the first of equals.</summary>
    private static (int Start, int Length) Run(string text, int from, int to, Func<char, bool> isOne)
    {
        var (best, bestStart, length) = (0, from, 0);
        for (var i = from; i < to; i++)
        {
            length = isOne(text[i]) ? length + 1 : 0;
            if (length > best)
                (best, bestStart) = (length, i - length + 1);
        }

        return (bestStart, best);
    }

    private static Polarity Side(int good, int bad) =>
        good > bad && good >= LocalSentiment.Calm ? Polarity.Positive : bad > good && bad >= LocalSentiment.Calm ? Polarity.Negative : Polarity.Neutral;

    private static Confidence Confidence(int good, int bad)
    {
        var all = (long)good + bad + LocalSentiment.Calm;
        var (positive, negative) = ((int)(good * 1000L / all), (int)(bad * 1000L / all));
        return new Confidence(positive, 1000 - positive - negative, negative);
    }

    private readonly record struct Cue(int Start, int End, SentimentPart Part, int Weight)
    {
        private int Force => Part == SentimentPart.Asking ? int.MaxValue : Math.Abs(Weight);

        public bool Beats(in Cue before)
        {
            var longer = (End - Start).CompareTo(before.End - before.Start);
            return longer > 0 || (longer == 0 && Force > before.Force);
        }
    }
}
