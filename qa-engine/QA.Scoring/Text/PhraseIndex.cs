using System;
using System.Collections.Generic;
using System.Globalization;

namespace QA.Scoring.Text;

/// <summary>
/// Every phrase of every lexicon of a rubric, compiled for one pass over a message. A message is searched only for the lexicons that
/// a rule wants to hear of from its speaker, so there is a table of phrases for each speaker.
/// </summary>
internal sealed class PhraseIndex
{
    private const int Speakers = (int)Speaker.System + 1;

    private readonly PhraseTable[] _tables = new PhraseTable[Speakers];

    /// <param name="isHeard">Whether anything asks for a lexicon, by its index, in messages of a speaker.</param>
    public PhraseIndex(IReadOnlyList<Lexicon> lexicons, Func<int, Speaker, bool> isHeard)
    {
        var entries = new List<Entry>();
        var byPiece = new Dictionary<string, int>(StringComparer.Ordinal);
        var pieces = new List<string>();
        var actions = new List<(int Text, PhraseTable.Action Action)>();
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
                        actions.Add((piece, new PhraseTable.Action(PhraseTable.ActionKind.Exception, index, lexicon, 0, 0, Whole: false)));
                }

                var whole = entry.Match == MatchMode.Whole;
                var parts = entry.Parts ?? Split(entry.Phrase);
                for (var i = 0; i < parts.Count; i++)
                {
                    // All wordings of a part lead to the same stage, so a phrase of classes costs their sum and not their product.
                    var kind = parts.Count == 1 ? PhraseTable.ActionKind.Phrase
                        : i == 0 ? PhraseTable.ActionKind.FirstPiece
                        : i == parts.Count - 1 ? PhraseTable.ActionKind.LastPiece
                        : PhraseTable.ActionKind.MiddlePiece;
                    ofPart.Clear();
                    foreach (var text in parts[i].Texts)
                    {
                        // Wordings that fold alike are one.
                        if (IdOf(text) is { } piece && ofPart.Add(piece))
                            actions.Add((piece, new PhraseTable.Action(kind, index, lexicon, parts.Count == 1 ? 0 : stages + i, parts[i].GapBefore, whole)));
                    }
                }

                stages += parts.Count == 1 ? 0 : parts.Count;
            }
        }

        Entries = [.. entries];
        StageCount = stages;
        LexiconCount = lexicons.Count;
        Pieces = pieces;

        // Later pieces of a gapped phrase act before earlier ones, so that one occurrence cannot be two pieces of one phrase; phrases
        // without gaps, which most pieces are, come behind.
        actions.Sort(static (a, b) => a.Text != b.Text ? a.Text.CompareTo(b.Text)
            : a.Action.IsPhrase != b.Action.IsPhrase ? a.Action.IsPhrase.CompareTo(b.Action.IsPhrase)
            : a.Action.Stage != b.Action.Stage ? b.Action.Stage.CompareTo(a.Action.Stage)
            : a.Action.Entry.CompareTo(b.Action.Entry));
        for (var speaker = 0; speaker < Speakers; speaker++)
        {
            var heard = new bool[lexicons.Count];
            for (var lexicon = 0; lexicon < heard.Length; lexicon++)
                heard[lexicon] = isHeard(lexicon, (Speaker)speaker);
            _tables[speaker] = Array.Find(_tables[..speaker], table => table.Hears(heard)) ?? new PhraseTable(pieces, actions, heard);
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
        Entries = original.Entries;
        Pieces = original.Pieces;
        StageCount = original.StageCount;
        LexiconCount = original.LexiconCount + 1;
        for (var speaker = 0; speaker < Speakers; speaker++)
        {
            var same = Array.IndexOf(original._tables, original._tables[speaker]);
            _tables[speaker] = same < speaker ? _tables[same] : original._tables[speaker].WithSilence(Entries.Length, LexiconCount - 1);
        }
    }

    public Entry[] Entries { get; }

    /// <summary>The folded texts that are looked for, whoever speaks.</summary>
    public IReadOnlyList<string> Pieces { get; }

    /// <summary>Room needed to follow gapped phrases through a message.</summary>
    public int StageCount { get; }

    public int LexiconCount { get; }

    /// <summary>What is looked for in messages of a speaker.</summary>
    public PhraseTable this[Speaker speaker] => _tables[(int)speaker];

    /// <summary>One of which entries may be silenced, in the hands of one thread; it has a lexicon more, which no rule knows.</summary>
    public PhraseIndex WithSilence() => new(this);

    /// <summary>Has every entry found again.</summary>
    public void Restore()
    {
        foreach (var table in _tables)
            table.Restore();
    }

    /// <summary>Has an entry found for nobody.</summary>
    public void Silence(int entry)
    {
        foreach (var table in _tables)
            table.Silence(entry);
    }

    /// <summary>Has an entry no longer found where one of the wordings of a part stands.</summary>
    /// <param name="part">Which part of the phrase, from 0.</param>
    /// <param name="wording">The wording, folded.</param>
    public void Silence(int entry, int part, string wording)
    {
        foreach (var table in _tables)
            table.Silence(entry, part, wording);
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

    public readonly record struct Entry(LexiconEntry Source, int Lexicon);
}
