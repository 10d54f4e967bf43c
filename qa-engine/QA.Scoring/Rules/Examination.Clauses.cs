using System;
using System.Buffers;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <content>
/// The clauses of a message, cut once and kept. Chats write a blank for a comma (好的 我不要了), so a blank that folding dropped, or
/// one beside a Han character, ends a clause too, though phrases are found across it. English writes few commas: a clause begins with
/// but, because, although, though, if and unless, and at a dash between blanks.
/// </content>
public sealed partial class Examination
{
    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \u3000\u00A0\t");

    private int[] _clauseFrom = new int[64];
    private int[] _clauseTo = new int[64];
    private Clause[] _clauses = new Clause[128];
    private int _clauseCount;

    /// <summary>The clauses of a message in order, the marks between them left out.</summary>
    internal ReadOnlySpan<Clause> ClausesOf(int message)
    {
        if (_clauseFrom[message] < 0)
            CutClauses(message);
        return _clauses.AsSpan(_clauseFrom[message].._clauseTo[message]);
    }

    /// <summary>The clause that holds a folded offset; at a mark, the one it ends.</summary>
    internal Clause ClauseAt(int message, int at)
    {
        var clauses = ClausesOf(message);
        var low = 0;
        var high = clauses.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (clauses[middle].Start <= at)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return high >= 0 ? clauses[high] : new Clause(0, Math.Min(at, FoldedLength(message)), asks: false);
    }

    /// <summary>Where the clause around folded offsets begins and ends.</summary>
    internal (int From, int To) ClauseAround(int message, int start, int end)
    {
        var first = ClauseAt(message, start);
        return end <= first.End ? (first.Start, first.End) : (first.Start, Math.Max(end, ClauseAt(message, end - 1).End));
    }

    /// <summary>Whether the clause that holds the folded offsets asks something.</summary>
    internal bool IsAsked(int message, int start, int end)
    {
        var clause = ClauseAt(message, start);
        return end <= clause.End
            ? clause.Asks
            : Questions.IsQuestion(Folded(message), clause.Start, Math.Max(end, ClauseAt(message, end - 1).End));
    }

    /// <summary>False: no clause of the message is a question by its form.</summary>
    internal bool MayAsk(int message) => Questions.MayStandIn(Folded(message), _traits[message]);

    private void CutClauses(int message)
    {
        var text = Folded(message);
        _clauseFrom[message] = _clauseCount;

        // Two looks at the whole message spare most messages a look at each of their characters.
        var blanks = text.Contains(' ') || Conversation.MessageArray[message].Text.AsSpan().ContainsAny(Blanks);
        var asks = MayAsk(message);
        for (var from = 0; from < text.Length;)
        {
            var to = Clauses.ClauseEnd(text, from);
            for (var i = from + 1; blanks && i < to; i++)
            {
                if (BlankBefore(message, text, i))
                    to = i;
            }

            if (to > from)
            {
                if (_clauseCount == _clauses.Length)
                    Array.Resize(ref _clauses, _clauses.Length * 2);
                _clauses[_clauseCount++] = new Clause(from, to, asks && Questions.IsQuestion(text, from, to));
            }

            // A blank ends a clause without being a character of its own; a pictograph is two.
            from = to == from ? to + 1
                : to == text.Length || char.IsLetterOrDigit(text[to]) ? to
                : char.IsHighSurrogate(text[to]) ? to + 2
                : to + 1;
        }

        _clauseTo[message] = _clauseCount;
    }

    private bool BlankBefore(int message, ReadOnlySpan<char> text, int at)
    {
        if (text[at - 1] == ' ')
            return (at > 1 && (text[at - 2] >= '\u2E80' || text[at] >= '\u2E80')) || Joins(text[at..]);
        var map = _map.AsSpan(_textStart[message]);
        var gap = map[at] - 1;
        return gap > map[at - 1] && Blanks.Contains(Conversation.MessageArray[message].Text[gap]);
    }

    /// <summary>Whether an English conjunction, or a dash, begins a clause of its own here.</summary>
    private static bool Joins(ReadOnlySpan<char> text) => text[0] switch
    {
        'b' => text.StartsWith("but ", StringComparison.Ordinal) || text.StartsWith("because ", StringComparison.Ordinal),
        'a' => text.StartsWith("although ", StringComparison.Ordinal),
        't' => text.StartsWith("though ", StringComparison.Ordinal),
        'i' => text.StartsWith("if ", StringComparison.Ordinal),
        'u' => text.StartsWith("unless ", StringComparison.Ordinal),
        '-' => text.StartsWith("- ", StringComparison.Ordinal),
        _ => false,
    };

    /// <summary>A stretch of folded text between marks.</summary>
    internal readonly struct Clause(int start, int end, bool asks)
    {
        public int Start { get; } = start;

        public int End { get; } = end;

        /// <summary>Whether it is a question by its form.</summary>
        public bool Asks { get; } = asks;
    }
}
