using System;
using System.Buffers;
using System.Collections.Generic;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>
/// What a text must hold for a regular expression to have any chance: a digit, or one of some literals. Most messages hold neither,
/// and looking for literals is many times faster than running an expression.
/// </summary>
/// <remarks>Conservative: what the reader does not understand requires nothing, and then the expression always runs.</remarks>
internal sealed class RequiredText
{
    private const int MostLiterals = 256;
    private const int LargestClass = 24;

    private readonly SearchValues<string>? _literals;
    private readonly SearchValues<char>? _characters;
    private readonly TextTraits _trait;
    private readonly int _lexicon = -1;

    private RequiredText(IReadOnlyList<string>? literals, TextTraits trait, SettingReader settings)
    {
        _trait = trait;
        if (literals is null)
            return;
        var distinct = new List<string>();
        var characters = true;
        var han = true;
        foreach (var literal in literals)
        {
            if (!distinct.Contains(literal))
                distinct.Add(literal);
            characters &= literal.Length == 1;
            foreach (var c in literal)
                han &= c is >= '\u4E00' and <= '\u9FFF';
        }

        // Texts of Han characters ride along in the one pass over the message; at the edge of anything else that pass wants word boundaries.
        if (characters)
            _characters = SearchValues.Create(string.Concat(distinct));
        else if (han)
            _lexicon = settings.Vocabulary.InlinePhrases([.. distinct.ConvertAll(literal => new ScalarNode(literal, settings.At, quoted: true))]);
        else
            _literals = SearchValues.Create([.. distinct], StringComparison.Ordinal);
    }

    private RequiredText()
    {
    }

    public static RequiredText Nothing { get; } = new();

    /// <summary>What texts must hold for <paramref name="pattern"/>, a valid expression, to match.</summary>
    public static RequiredText Of(string pattern, SettingReader settings)
        => new Reader(pattern).Read() is { } need ? new RequiredText(need.Literals, need.Trait, settings) : Nothing;

    /// <summary>False: the expression certainly matches nowhere in the conversation.</summary>
    public bool MayStandIn(Examination chat) => _lexicon < 0 || chat.FirstHit(_lexicon) >= 0;

    /// <summary>False: the expression certainly does not match in the message.</summary>
    public bool MayStandIn(Examination chat, int message)
    {
        if ((chat.Traits(message) & _trait) != _trait)
            return false;
        if (_lexicon >= 0)
            return chat.IsHitIn(message, _lexicon);
        var folded = chat.Folded(message);
        return (_characters is null || folded.ContainsAny(_characters)) && (_literals is null || folded.ContainsAny(_literals));
    }

    /// <summary>One of these literals, or this trait.</summary>
    private sealed record Need(IReadOnlyList<string>? Literals, TextTraits Trait)
    {
        /// <summary>How much it rules out: longer literals more, and fewer of them.</summary>
        public int Worth
        {
            get
            {
                if (Literals is null)
                    return 1;
                var shortest = int.MaxValue;
                foreach (var literal in Literals)
                    shortest = Math.Min(shortest, literal.Length);
                return (shortest * 1000) - Literals.Count;
            }
        }
    }

    /// <summary>Reads sequences, alternatives, groups, small classes and repetitions; gives up on the rest.</summary>
    private sealed class Reader(string pattern)
    {
        private int _at;
        private bool _lost;

        public Need? Read()
        {
            var need = Alternatives();
            return _lost || _at < pattern.Length ? null : need;
        }

        private Need? Alternatives()
        {
            var all = new List<string>();
            var trait = TextTraits.None;
            var certain = true;
            var cases = 0;
            do
            {
                var need = Sequence();
                cases++;
                if (need is null)
                    certain = false;
                else if (need.Literals is { } literals)
                    all.AddRange(literals);
                else
                    trait |= need.Trait;
            }
            while (!_lost && Accept('|'));
            if (_lost || !certain || all.Count > MostLiterals)
                return null;
            if (trait == TextTraits.None)
                return new Need(all, trait);

            // "A digit or one of these words" is no single trait.
            return all.Count == 0 && System.Numerics.BitOperations.IsPow2((int)trait) ? new Need(null, trait) : null;
        }

        private Need? Sequence()
        {
            Need? best = null;
            var run = "";
            while (!_lost && _at < pattern.Length && pattern[_at] is not ('|' or ')'))
            {
                var piece = Piece(out var literal);
                var repeat = Repetition();
                if (repeat == Repeat.Exactly && literal != '\0')
                {
                    run += literal;
                    continue;
                }

                // The first of several repetitions follows on what stands before it.
                if (repeat == Repeat.OrMore && literal != '\0')
                    run += literal;
                Keep(ref best, ref run);
                if (repeat == Repeat.Never || piece is null)
                    continue;
                if (best is null || piece.Worth > best.Worth)
                    best = piece;
            }

            Keep(ref best, ref run);
            return best;
        }

        private static void Keep(ref Need? best, ref string run)
        {
            if (run.Length > 0)
            {
                var need = new Need([run], TextTraits.None);
                if (best is null || need.Worth > best.Worth)
                    best = need;
            }

            run = "";
        }

        /// <summary>Reads one piece; what it needs, or the one character it is.</summary>
        private Need? Piece(out char literal)
        {
            literal = '\0';
            var c = pattern[_at++];
            switch (c)
            {
                case '(':
                    return Group();
                case '[':
                    return Class();
                case '.' or '^' or '$':
                    return null;
                case '\\':
                    return Escape(out literal);
                case '*' or '+' or '?' or ')':
                    _lost = true;
                    return null;
                case '{' when Braces(_at - 1) >= 0:
                    _lost = true;
                    return null;
                default:
                    literal = c;
                    return null;
            }
        }

        private Need? Group()
        {
            if (Accept('?'))
            {
                // (?:…) and (?<name>…) are groups; options such as (?i) change what letters mean.
                if (Accept('<'))
                {
                    while (_at < pattern.Length && pattern[_at] != '>')
                        _at++;
                    _at++;
                }
                else if (!Accept(':'))
                {
                    _lost = true;
                    return null;
                }
            }

            var need = Alternatives();
            if (!Accept(')'))
                _lost = true;
            return need;
        }

        private Need? Class()
        {
            var open = _at - 1;
            var end = PatternText.EndOfClass(pattern, open);
            _at = end + 1;
            var inner = pattern.AsSpan(open + 1, Math.Max(0, end - open - 1));
            if (inner.SequenceEqual("0-9"))
                return new Need(null, TextTraits.Digit);
            if (inner.Length > LargestClass || inner.ContainsAny('^', '\\', '-') || inner.Contains('['))
                return null;
            var literals = new List<string>();
            foreach (var c in inner)
            {
                // Half a character: the expression reads units, and so could match inside one.
                if (char.IsSurrogate(c))
                    return null;
                literals.Add(c.ToString());
            }

            return literals.Count == 0 ? null : new Need(literals, TextTraits.None);
        }

        private Need? Escape(out char literal)
        {
            literal = '\0';
            if (_at >= pattern.Length)
            {
                _lost = true;
                return null;
            }

            var c = pattern[_at++];
            switch (c)
            {
                case 'w' or 'W' or 's' or 'S' or 'D' or 'b' or 'B' or 'A' or 'Z' or 'z':
                    return null;
                case 'n':
                    literal = '\n';
                    return null;
                default:
                    if (char.IsAsciiLetterOrDigit(c))
                        _lost = true;
                    else
                        literal = c;
                    return null;
            }
        }

        private Repeat Repetition()
        {
            if (_at >= pattern.Length)
                return Repeat.Exactly;
            var repeat = Repeat.Exactly;
            switch (pattern[_at])
            {
                case '*' or '?':
                    _at++;
                    repeat = Repeat.Never;
                    break;
                case '+':
                    _at++;
                    repeat = Repeat.OrMore;
                    break;
                case '{' when Braces(_at) is var close and >= 0:
                    repeat = pattern[_at + 1] == '0' ? Repeat.Never : Repeat.OrMore;
                    _at = close + 1;
                    break;
            }

            // Lazy matching needs the same.
            if (repeat != Repeat.Exactly)
                Accept('?');
            return repeat;
        }

        /// <summary>Where a repetition such as {2,4} ends; -1: these braces are plain characters.</summary>
        private int Braces(int open)
        {
            var close = pattern.IndexOf('}', open);
            if (close < open + 2 || !char.IsAsciiDigit(pattern[open + 1]))
                return -1;
            foreach (var c in pattern.AsSpan(open + 1, close - open - 1))
            {
                if (!char.IsAsciiDigit(c) && c != ',')
                    return -1;
            }

            return close;
        }

        private bool Accept(char c)
        {
            if (_at >= pattern.Length || pattern[_at] != c)
                return false;
            _at++;
            return true;
        }

        private enum Repeat
        {
            Exactly,
            OrMore,

            /// <summary>Perhaps not at all.</summary>
            Never,
        }
    }
}
