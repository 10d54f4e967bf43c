using System;
using System.Collections.Generic;

namespace QA.Scoring.Text;

/// <summary>
/// What is looked for in the messages of one speaker. Knows which pieces of text lead to which lexicon entry: whole phrases, the
/// pieces of a phrase with gaps, and the exceptions that take a phrase back.
/// </summary>
internal sealed class PhraseTable
{
    // The place of a phrase that stands in its piece.
    private const int InPiece = -1;

    private readonly bool[] _heard;
    private readonly string[] _texts;

    // Each occurrence waits for its piece from memory, and most for nothing else: the first phrase stands in it.
    private readonly Piece[] _pieces;
    private readonly Phrase[] _phrases;
    private readonly ulong[] _awaits;
    private readonly Action[] _steps;

    // Only where entries may be silenced.
    private readonly List<(int Piece, int At, bool IsPhrase)>[] _ofEntry = [];
    private readonly List<(int Piece, int At, Phrase Phrase)> _silencedPhrases = [];
    private readonly List<(int At, Action Step)> _silencedSteps = [];
    private readonly int _nobodys = -1;

    /// <param name="texts">The folded texts that anyone's messages are searched for.</param>
    /// <param name="actions">What they mean, by text, in the order in which they act.</param>
    /// <param name="heard">For each lexicon, whether it is looked for here.</param>
    public PhraseTable(IReadOnlyList<string> texts, IReadOnlyList<(int Text, Action Action)> actions, bool[] heard)
    {
        _heard = heard;
        var own = new List<string>();
        var pieces = new List<Piece>();
        var phrases = new List<Phrase>();
        var awaits = new List<ulong>();
        var steps = new List<Action>();
        for (var next = 0; next < actions.Count;)
        {
            var text = actions[next].Text;
            var (more, step) = (phrases.Count, steps.Count);
            var first = Phrase.None;
            var awaited = 0UL;
            for (; next < actions.Count && actions[next].Text == text; next++)
            {
                var action = actions[next].Action;
                if (!heard[action.Lexicon])
                    continue;
                if (action.Kind != ActionKind.Phrase)
                {
                    steps.Add(action);
                    awaited |= action.Kind is ActionKind.MiddlePiece or ActionKind.LastPiece ? action.BitBefore : ulong.MaxValue;
                }
                else if (first.Lexicon < 0)
                {
                    first = new Phrase(action.Entry, action.Lexicon, action.Whole);
                }
                else
                {
                    phrases.Add(new Phrase(action.Entry, action.Lexicon, action.Whole));
                }
            }

            if (first.Lexicon < 0 && steps.Count == step)
                continue;
            own.Add(texts[text]);
            pieces.Add(new Piece(first, more, phrases.Count > more, step, steps.Count > step));
            awaits.Add(awaited);
        }

        pieces.Add(new Piece(Phrase.None, phrases.Count, hasMore: false, steps.Count, hasSteps: false));
        _texts = [.. own];
        _pieces = [.. pieces];
        _phrases = [.. phrases];
        _awaits = [.. awaits];
        _steps = [.. steps];
        Matcher = PhraseMatcher.Build(_texts);
    }

    private PhraseTable(PhraseTable original, int entries, int nobodys)
    {
        _heard = original._heard;
        _texts = original._texts;
        _pieces = [.. original._pieces];
        _phrases = [.. original._phrases];
        _awaits = original._awaits;
        _steps = [.. original._steps];
        _nobodys = nobodys;
        Matcher = original.Matcher;
        _ofEntry = new List<(int, int, bool)>[entries];
        for (var entry = 0; entry < entries; entry++)
            _ofEntry[entry] = [];
        for (var piece = 0; piece < _texts.Length; piece++)
        {
            if (_pieces[piece].First.Lexicon >= 0)
                _ofEntry[_pieces[piece].First.Entry].Add((piece, InPiece, true));
            for (var at = _pieces[piece].More; at < _pieces[piece + 1].More; at++)
                _ofEntry[_phrases[at].Entry].Add((piece, at, true));
            for (var at = _pieces[piece].Step; at < _pieces[piece + 1].Step; at++)
                _ofEntry[_steps[at].Entry].Add((piece, at, false));
        }
    }

    public PhraseMatcher Matcher { get; }

    /// <summary>A piece, by what the matcher calls it.</summary>
    public ref readonly Piece this[int piece] => ref _pieces[piece];

    /// <summary>The further phrases without gaps that a piece is.</summary>
    public ReadOnlySpan<Phrase> More(int piece) => _phrases.AsSpan(_pieces[piece].More.._pieces[piece + 1].More);

    /// <summary>What else a piece means: an exception, or a piece of a phrase with gaps.</summary>
    /// <param name="reached">The stages of phrases with gaps that were reached before; where it can go on from none of them, it means nothing.</param>
    public ReadOnlySpan<Action> Steps(int piece, ulong reached)
    {
        var awaited = _awaits[piece];
        return (awaited & reached) != 0 || awaited == ulong.MaxValue ? _steps.AsSpan(_pieces[piece].Step.._pieces[piece + 1].Step) : default;
    }

    /// <summary>Whether it looks for just these lexicons.</summary>
    public bool Hears(ReadOnlySpan<bool> lexicons) => lexicons.SequenceEqual(_heard);

    /// <summary>One of which entries may be silenced, in the hands of one thread.</summary>
    /// <param name="entries">How many the rubric has.</param>
    /// <param name="nobodys">A lexicon that no rule knows.</param>
    public PhraseTable WithSilence(int entries, int nobodys) => new(this, entries, nobodys);

    /// <inheritdoc cref="PhraseIndex.Restore"/>
    public void Restore()
    {
        // The last first: what was silenced twice was whole before the first time.
        for (var i = _silencedPhrases.Count - 1; i >= 0; i--)
            Put(_silencedPhrases[i].Piece, _silencedPhrases[i].At, _silencedPhrases[i].Phrase);
        for (var i = _silencedSteps.Count - 1; i >= 0; i--)
            _steps[_silencedSteps[i].At] = _silencedSteps[i].Step;
        _silencedPhrases.Clear();
        _silencedSteps.Clear();
    }

    /// <inheritdoc cref="PhraseIndex.Silence(int)"/>
    public void Silence(int entry)
    {
        foreach (var (piece, at, isPhrase) in _ofEntry[entry])
            Silence(piece, at, isPhrase);
    }

    /// <inheritdoc cref="PhraseIndex.Silence(int, int, string)"/>
    public void Silence(int entry, int part, string wording)
    {
        var first = int.MaxValue;
        foreach (var (_, at, isPhrase) in _ofEntry[entry])
        {
            if (isPhrase)
                first = 0;
            else if (_steps[at].Kind != ActionKind.Exception)
                first = Math.Min(first, _steps[at].Stage);
        }

        foreach (var (piece, at, isPhrase) in _ofEntry[entry])
        {
            var isPart = isPhrase ? part == 0 : _steps[at].Kind != ActionKind.Exception && _steps[at].Stage == first + part;
            if (isPart && string.Equals(_texts[piece], wording, StringComparison.Ordinal))
                Silence(piece, at, isPhrase);
        }
    }

    // A phrase is found for a lexicon that no rule knows; a piece becomes an exception of no entry, which takes nothing back.
    private void Silence(int piece, int at, bool isPhrase)
    {
        if (isPhrase)
        {
            var phrase = at == InPiece ? _pieces[piece].First : _phrases[at];
            _silencedPhrases.Add((piece, at, phrase));
            Put(piece, at, new Phrase(phrase.Entry, _nobodys, phrase.Whole));
        }
        else
        {
            _silencedSteps.Add((at, _steps[at]));
            _steps[at] = _steps[at] with { Kind = ActionKind.Exception, Entry = -1 };
        }
    }

    private void Put(int piece, int at, Phrase phrase)
    {
        if (at == InPiece)
            _pieces[piece] = _pieces[piece] with { First = phrase };
        else
            _phrases[at] = phrase;
    }

    public enum ActionKind : byte
    {
        Phrase,
        Exception,
        FirstPiece,
        MiddlePiece,
        LastPiece,
    }

    /// <summary>What an occurrence of a piece of text means for one entry.</summary>
    /// <param name="Lexicon">The entry's lexicon; it stands here too, so that the pass over a text reads one table and not two.</param>
    /// <param name="Whole">Whether the phrase must be the whole message.</param>
    public readonly record struct Action(ActionKind Kind, int Entry, int Lexicon, int Stage, int GapBefore, bool Whole)
    {
        public bool IsPhrase => Kind == ActionKind.Phrase;

        /// <summary>One bit of 64 that stands for the stage.</summary>
        public ulong StageBit => 1UL << Stage;

        /// <summary>The bit of the stage that must have been reached before.</summary>
        public ulong BitBefore => 1UL << (Stage - 1);
    }

    /// <summary>A phrase without gaps, as most are.</summary>
    public readonly struct Phrase(int entry, int lexicon, bool whole)
    {
        private readonly int _lexicon = (lexicon << 1) | (whole ? 1 : 0);

        public static Phrase None => new(-1, -1, whole: false);

        public int Entry { get; } = entry;

        public int Lexicon => _lexicon >> 1;

        /// <summary>Whether it must be the whole message.</summary>
        public bool Whole => (_lexicon & 1) != 0;
    }

    /// <summary>A text the matcher looks for: a phrase that it is, and where further phrases and its other meanings begin; they end where those of the next begin.</summary>
    /// <remarks>Sixteen bytes: four to a line of the cache, none across two.</remarks>
    public readonly struct Piece(Phrase first, int more, bool hasMore, int step, bool hasSteps)
    {
        private readonly int _more = (more << 1) | (hasMore ? 1 : 0);
        private readonly int _step = (step << 1) | (hasSteps ? 1 : 0);

        /// <summary>The phrase without gaps that it is; one of no lexicon where it is none.</summary>
        public Phrase First { get; init; } = first;

        public int More => _more >> 1;

        /// <summary>Whether it is further phrases. Most pieces are not, and then nobody has to look where those of the next begin.</summary>
        public bool HasMore => (_more & 1) != 0;

        public int Step => _step >> 1;

        /// <summary>Whether it means anything else.</summary>
        public bool HasSteps => (_step & 1) != 0;
    }
}
