using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace QA.Scoring.Text;

/// <summary>
/// Every phrase of every lexicon of a rubric, compiled for one pass over a message. Knows which pieces of text lead to which
/// lexicon entry: whole phrases, the pieces of a phrase with gaps, and the exceptions that take a phrase back.
/// </summary>
internal sealed class PhraseIndex
{
    private readonly Action[] _actions;
    private readonly Piece[] _pieces;

    // Only where entries may be silenced.
    private readonly List<int>[] _actionsOfEntry = [];
    private readonly int[] _pieceOfAction = [];
    private readonly List<(int At, Action Action)> _silenced = [];

    public PhraseIndex(IReadOnlyList<Lexicon> lexicons)
    {
        var entries = new List<Entry>();
        var byPiece = new Dictionary<string, int>(StringComparer.Ordinal);
        var pieces = new List<string>();
        var actions = new List<(int Piece, Action Action)>();
        var ofPart = new HashSet<int>();
        var stages = 0;
        for (var lexicon = 0; lexicon < lexicons.Count; lexicon++)
        {
            foreach (var entry in lexicons[lexicon].Entries)
            {
                var index = entries.Count;
                entries.Add(new Entry(entry, lexicon));
                if (!lexicons[lexicon].IsSought)
                    continue;
                foreach (var exception in entry.Exceptions)
                {
                    if (IdOf(exception) is { } piece)
                        actions.Add((piece, new Action(ActionKind.Exception, index, lexicon, 0, 0, Whole: false)));
                }

                var whole = entry.Match == MatchMode.Whole;
                var parts = entry.Parts ?? Split(entry.Phrase);
                for (var i = 0; i < parts.Count; i++)
                {
                    // All wordings of a part lead to the same stage, so a phrase of classes costs their sum and not their product.
                    var kind = parts.Count == 1 ? ActionKind.Phrase : i == 0 ? ActionKind.FirstPiece : i == parts.Count - 1 ? ActionKind.LastPiece : ActionKind.MiddlePiece;
                    ofPart.Clear();
                    foreach (var text in parts[i].Texts)
                    {
                        // Wordings that fold alike are one.
                        if (IdOf(text) is { } piece && ofPart.Add(piece))
                            actions.Add((piece, new Action(kind, index, lexicon, parts.Count == 1 ? 0 : stages + i, parts[i].GapBefore, whole)));
                    }
                }

                stages += parts.Count == 1 ? 0 : parts.Count;
            }
        }

        Entries = [.. entries];
        StageCount = stages;
        LexiconCount = lexicons.Count;
        Pieces = pieces;
        Matcher = PhraseMatcher.Build(pieces);

        // Later pieces of a gapped phrase act before earlier ones, so that one occurrence cannot be two pieces of one phrase; phrases
        // without gaps, which most pieces are, come behind.
        actions.Sort(static (a, b) => a.Piece != b.Piece ? a.Piece.CompareTo(b.Piece)
            : a.Action.IsPhrase != b.Action.IsPhrase ? a.Action.IsPhrase.CompareTo(b.Action.IsPhrase)
            : a.Action.Stage != b.Action.Stage ? b.Action.Stage.CompareTo(a.Action.Stage)
            : a.Action.Entry.CompareTo(b.Action.Entry));
        _actions = [.. actions.Select(action => action.Action)];
        _pieces = new Piece[pieces.Count];
        for (var (piece, next) = (0, 0); piece < pieces.Count; piece++)
        {
            var first = next;
            var awaits = 0UL;
            for (; next < actions.Count && actions[next].Piece == piece && !actions[next].Action.IsPhrase; next++)
                awaits |= actions[next].Action.Kind is ActionKind.MiddlePiece or ActionKind.LastPiece ? actions[next].Action.BitBefore : ulong.MaxValue;
            var phrase = next;
            while (next < actions.Count && actions[next].Piece == piece)
                next++;
            _pieces[piece] = new Piece(pieces[piece].Length, first, phrase, next, awaits, Array.Exists(_actions[phrase..next], action => action.Whole));
        }

        int? IdOf(string text)
        {
            var folded = Folding.Fold(text);
            if (folded.Length == 0)
                return null;
            if (!byPiece.TryGetValue(folded, out var id))
            {
                id = pieces.Count;
                pieces.Add(folded);
                byPiece.Add(folded, id);
            }

            return id;
        }
    }

    private PhraseIndex(PhraseIndex original)
    {
        _actions = [.. original._actions];
        _pieces = original._pieces;
        Entries = original.Entries;
        Matcher = original.Matcher;
        Pieces = original.Pieces;
        StageCount = original.StageCount;
        LexiconCount = original.LexiconCount + 1;
        _actionsOfEntry = Array.ConvertAll(Entries, _ => new List<int>());
        _pieceOfAction = new int[_actions.Length];
        for (var piece = 0; piece < _pieces.Length; piece++)
        {
            for (var at = _pieces[piece].First; at < _pieces[piece].End; at++)
            {
                _actionsOfEntry[_actions[at].Entry].Add(at);
                _pieceOfAction[at] = piece;
            }
        }
    }

    public Entry[] Entries { get; }

    public PhraseMatcher Matcher { get; }

    /// <summary>The folded texts the matcher looks for.</summary>
    public IReadOnlyList<string> Pieces { get; }

    /// <summary>Room needed to follow gapped phrases through a message.</summary>
    public int StageCount { get; }

    public int LexiconCount { get; }

    public ref readonly Piece this[int piece] => ref _pieces[piece];

    /// <summary>What an occurrence of a piece means: <see cref="Piece.First"/> to <see cref="Piece.End"/>.</summary>
    public ReadOnlySpan<Action> Actions(int from, int to) => _actions.AsSpan(from..to);

    /// <summary>One of which entries may be silenced, in the hands of one thread; it has a lexicon more, which no rule knows.</summary>
    public PhraseIndex WithSilence() => new(this);

    /// <summary>Has every entry found again.</summary>
    public void Restore()
    {
        // The last first: what was silenced twice was whole before the first time.
        for (var i = _silenced.Count - 1; i >= 0; i--)
            _actions[_silenced[i].At] = _silenced[i].Action;
        _silenced.Clear();
    }

    /// <summary>Has an entry found for nobody.</summary>
    public void Silence(int entry)
    {
        foreach (var at in _actionsOfEntry[entry])
            SilenceAction(at);
    }

    /// <summary>Has an entry no longer found where one of the wordings of a part stands.</summary>
    /// <param name="part">Which part of the phrase, from 0.</param>
    /// <param name="wording">The wording, folded.</param>
    public void Silence(int entry, int part, string wording)
    {
        var first = int.MaxValue;
        foreach (var at in _actionsOfEntry[entry])
        {
            if (_actions[at].Kind != ActionKind.Exception)
                first = Math.Min(first, _actions[at].Stage);
        }

        foreach (var at in _actionsOfEntry[entry])
        {
            if (_actions[at].Kind != ActionKind.Exception && _actions[at].Stage == first + part && string.Equals(Pieces[_pieceOfAction[at]], wording, StringComparison.Ordinal))
                SilenceAction(at);
        }
    }

    private void SilenceAction(int at)
    {
        var action = _actions[at];
        _silenced.Add((at, action));

        // A phrase is found for a lexicon that no rule knows; a piece becomes an exception of no entry, which takes nothing back.
        _actions[at] = action.IsPhrase ? action with { Lexicon = LexiconCount - 1 } : action with { Kind = ActionKind.Exception, Entry = -1 };
    }

    /// <summary>The pieces of a phrase between its gaps, each with the most characters the gap before it may span.</summary>
    public static IReadOnlyList<PhrasePart> Split(string phrase)
    {
        var parts = new List<PhrasePart>();
        var gap = 0;
        var start = 0;
        for (var i = 0; i <= phrase.Length; i++)
        {
            if (i < phrase.Length && phrase[i] != '…')
                continue;
            if (i > start)
                parts.Add(new PhrasePart([phrase[start..i]], gap));
            if (i == phrase.Length)
                break;
            var digits = i + 1;
            while (digits < phrase.Length && char.IsAsciiDigit(phrase[digits]))
                digits++;
            gap = digits > i + 1 && int.TryParse(phrase.AsSpan(i + 1, digits - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : PhrasePart.DefaultGap;
            start = digits;
            i = digits - 1;
        }

        return parts;
    }

    public enum ActionKind : byte
    {
        Phrase,
        Exception,
        FirstPiece,
        MiddlePiece,
        LastPiece,
    }

    /// <summary>A text the matcher looks for, and where its actions stand.</summary>
    /// <param name="Length">In folded UTF-16 units.</param>
    /// <param name="First">The first action: exceptions and pieces of phrases with gaps.</param>
    /// <param name="Phrase">The first action that is a phrase without gaps.</param>
    /// <param name="End">One behind the last action.</param>
    /// <param name="Awaits">Unless one of these stages was reached, the actions ahead of the phrases come to nothing.</param>
    /// <param name="AnyWhole">Whether one of the phrases must be the whole message.</param>
    public readonly record struct Piece(int Length, int First, int Phrase, int End, ulong Awaits, bool AnyWhole);

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

    public readonly record struct Entry(LexiconEntry Source, int Lexicon);
}
