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
    /// <summary>Folded characters a plain "…" may stand for.</summary>
    public const int DefaultGap = 6;

    private readonly Action[] _actions;
    private readonly Piece[] _pieces;

    public PhraseIndex(IReadOnlyList<Lexicon> lexicons)
    {
        var entries = new List<Entry>();
        var byPiece = new Dictionary<string, int>(StringComparer.Ordinal);
        var pieces = new List<string>();
        var actions = new List<(int Piece, Action Action)>();
        var stages = 0;
        for (var lexicon = 0; lexicon < lexicons.Count; lexicon++)
        {
            foreach (var entry in lexicons[lexicon].Entries)
            {
                var index = entries.Count;
                foreach (var exception in entry.Exceptions)
                {
                    if (IdOf(exception) is { } piece)
                        actions.Add((piece, new Action(ActionKind.Exception, index, lexicon, 0, 0, Whole: false)));
                }

                var whole = entry.Match == MatchMode.Whole;
                var parts = Split(entry.Phrase);
                if (parts.Count == 1)
                {
                    if (IdOf(parts[0].Text) is { } piece)
                        actions.Add((piece, new Action(ActionKind.Phrase, index, lexicon, 0, 0, whole)));
                }
                else
                {
                    for (var i = 0; i < parts.Count; i++)
                    {
                        if (IdOf(parts[i].Text) is not { } piece)
                            continue;
                        var kind = i == 0 ? ActionKind.FirstPiece : i == parts.Count - 1 ? ActionKind.LastPiece : ActionKind.MiddlePiece;
                        actions.Add((piece, new Action(kind, index, lexicon, stages + i, parts[i].GapBefore, whole)));
                    }

                    stages += parts.Count;
                }

                entries.Add(new Entry(entry, lexicon));
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

    /// <summary>The pieces of a phrase between its gaps, each with the most characters the gap before it may span.</summary>
    public static IReadOnlyList<(string Text, int GapBefore)> Split(string phrase)
    {
        var parts = new List<(string, int)>();
        var gap = 0;
        var start = 0;
        for (var i = 0; i <= phrase.Length; i++)
        {
            if (i < phrase.Length && phrase[i] != '…')
                continue;
            if (i > start)
                parts.Add((phrase[start..i], gap));
            if (i == phrase.Length)
                break;
            var digits = i + 1;
            while (digits < phrase.Length && char.IsAsciiDigit(phrase[digits]))
                digits++;
            gap = digits > i + 1 && int.TryParse(phrase.AsSpan(i + 1, digits - i - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : DefaultGap;
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
