using System;
using System.Collections.Generic;
using System.Globalization;

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
    private readonly int[] _firstAction;

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
                    if (Piece(exception) is { } piece)
                        actions.Add((piece, new Action(ActionKind.Exception, index, lexicon, 0, 0, Whole: false)));
                }

                var whole = entry.Match == MatchMode.Whole;
                var parts = Split(entry.Phrase);
                if (parts.Count == 1)
                {
                    if (Piece(parts[0].Text) is { } piece)
                        actions.Add((piece, new Action(ActionKind.Phrase, index, lexicon, 0, 0, whole)));
                }
                else
                {
                    for (var i = 0; i < parts.Count; i++)
                    {
                        if (Piece(parts[i].Text) is not { } piece)
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

        _firstAction = new int[pieces.Count + 1];
        foreach (var (piece, _) in actions)
            _firstAction[piece + 1]++;
        for (var i = 0; i < pieces.Count; i++)
            _firstAction[i + 1] += _firstAction[i];
        _actions = new Action[actions.Count];
        var next = (int[])_firstAction.Clone();

        // Later pieces of a gapped phrase act before earlier ones, so that one occurrence cannot be two pieces of one phrase.
        actions.Sort(static (a, b) => a.Piece != b.Piece ? a.Piece.CompareTo(b.Piece) : b.Action.Stage.CompareTo(a.Action.Stage));
        foreach (var (piece, action) in actions)
            _actions[next[piece]++] = action;

        int? Piece(string text)
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

    public ReadOnlySpan<Action> ActionsOf(int piece) => _actions.AsSpan(_firstAction[piece].._firstAction[piece + 1]);

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

    /// <summary>What an occurrence of a piece of text means for one entry.</summary>
    /// <param name="Lexicon">The entry's lexicon; it stands here too, so that the pass over a text reads one table and not two.</param>
    /// <param name="Whole">Whether the phrase must be the whole message.</param>
    public readonly record struct Action(ActionKind Kind, int Entry, int Lexicon, int Stage, int GapBefore, bool Whole)
    {
        /// <summary>One bit of 64 that stands for the stage.</summary>
        public ulong StageBit => 1UL << Stage;

        /// <summary>The bit of the stage that must have been reached before.</summary>
        public ulong BitBefore => 1UL << (Stage - 1);
    }

    public readonly record struct Entry(LexiconEntry Source, int Lexicon);
}
