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
    private const int MostLiterals = 4096;

    // Of one stretch of an expression; beyond it, single characters rule out nearly as much.
    private const int MostCombinations = 512;
    private const int LargestClass = 64;

    private readonly SearchValues<string>? _literals;
    private readonly SearchValues<char>? _characters;
    private readonly TextTraits _trait;
    private readonly int _lexicon = -1;

    private RequiredText(IReadOnlyList<string>? literals, TextTraits trait, SettingReader settings)
    {
        _trait = trait;
        if (literals is null)
            return;
        var distinct = new List<string>(new HashSet<string>(literals, StringComparer.Ordinal));
        var characters = true;
        var han = true;
        foreach (var literal in distinct)
        {
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

    /// <summary>What the expression matches nowhere without.</summary>
    public Prerequisite Requires => _lexicon < 0 ? Prerequisite.None : Prerequisite.AnyOf([_lexicon]);

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
                return (shortest * 10_000) - Literals.Count;
            }
        }

        /// <summary>The one that rules out more.</summary>
        public static Need? Better(Need? a, Need? b) => a is null || (b is not null && b.Worth > a.Worth) ? b : a;
    }

    /// <summary>What a part of an expression needs.</summary>
    /// <param name="Inside">Stands somewhere in whatever the part matches.</param>
    /// <param name="Beginnings">Every match of the part begins with one of these, of which one may be empty; null: not known.</param>
    /// <param name="IsAll">Whether the beginnings are whole matches.</param>
    private readonly record struct Part(Need? Inside, IReadOnlyList<string>? Beginnings, bool IsAll)
    {
        public static Part Unknown => default;

        public static Part Of(char literal) => new(null, [literal.ToString()], IsAll: true);
    }

    /// <summary>The literals that stand side by side from some place on, every combination of them: (没|不)(坏|碎)了.</summary>
    private sealed class Run
    {
        private List<string> _texts = [""];

        public IReadOnlyList<string> Texts => _texts;

        public bool IsEmpty => _texts is [""];

        /// <summary>Goes on with one of these; false where that would be too many, or where they cannot ride in the pass over the text.</summary>
        public bool Append(IReadOnlyList<string> next)
        {
            if ((long)_texts.Count * next.Count > MostCombinations)
                return false;
            var longer = new List<string>(_texts.Count * next.Count);
            foreach (var text in _texts)
            {
                foreach (var literal in next)
                    longer.Add(text + literal);
            }

            if (!IsEmpty && (!AreHan(longer) && AreHan(_texts)))
                return false;
            _texts = longer;
            return true;
        }

        public Need? Need() => _texts.Exists(text => text.Length == 0) ? null : new Need(_texts, TextTraits.None);

        private static bool AreHan(List<string> texts)
            => texts.TrueForAll(text => text.AsSpan().IndexOfAnyExceptInRange('\u4E00', '\u9FFF') < 0);
    }

    /// <summary>Reads sequences, alternatives, groups, small classes and repetitions; gives up on the rest.</summary>
    private sealed class Reader(string pattern)
    {
        private int _at;
        private bool _lost;

        public Need? Read()
        {
            var part = Alternatives();
            return _lost || _at < pattern.Length ? null : part.Inside;
        }

        private Part Alternatives()
        {
            var inside = new List<string>();
            var beginnings = new List<string>();
            var trait = TextTraits.None;
            var certain = true;
            var begins = true;
            var isAll = true;
            do
            {
                var part = Sequence();
                if (part.Inside is null)
                    certain = false;
                else if (part.Inside.Literals is { } literals)
                    inside.AddRange(literals);
                else
                    trait |= part.Inside.Trait;
                if (part.Beginnings is null)
                    begins = false;
                else
                    beginnings.AddRange(part.Beginnings);
                isAll &= part.IsAll;
            }
            while (!_lost && Accept('|'));
            if (_lost)
                return Part.Unknown;

            Need? need = null;
            if (certain && inside.Count <= MostLiterals)
            {
                // "A digit or one of these words" is no single trait.
                if (trait == TextTraits.None)
                    need = new Need(inside, trait);
                else if (inside.Count == 0 && System.Numerics.BitOperations.IsPow2((int)trait))
                    need = new Need(null, trait);
            }

            return new Part(need, begins && beginnings.Count <= MostLiterals ? beginnings : null, begins && isAll);
        }

        private Part Sequence()
        {
            Need? best = null;
            var run = new Run();
            IReadOnlyList<string>? beginnings = null;
            while (!_lost && _at < pattern.Length && pattern[_at] is not ('|' or ')'))
            {
                var part = Piece();
                var repeat = Repetition();
                var sure = repeat is Repeat.Exactly or Repeat.OrMore;
                if (sure)
                    best = Need.Better(best, part.Inside);
                if (part.Beginnings is null || repeat == Repeat.Never)
                {
                    Close();
                    continue;
                }

                // What may be left out stands there or does not; only if all of it is known can something follow on it.
                var next = sure ? part.Beginnings : [.. part.Beginnings, ""];
                if (!sure && !part.IsAll)
                {
                    Close();
                    continue;
                }

                if (!run.Append(next))
                {
                    Close();
                    run.Append(next);
                }

                // The first of several repetitions follows on what stands before it.
                if (!part.IsAll || repeat == Repeat.OrMore)
                    Close();
            }

            best = Need.Better(best, run.Need());
            return beginnings is null ? new Part(best, run.Texts, IsAll: true) : new Part(best, beginnings, IsAll: false);

            void Close()
            {
                best = Need.Better(best, run.Need());
                beginnings ??= run.Texts;
                run = new Run();
            }
        }

        /// <summary>Reads one piece.</summary>
        private Part Piece()
        {
            var c = pattern[_at++];
            switch (c)
            {
                case '(':
                    return Group();
                case '[':
                    return Class();
                case '.' or '^' or '$':
                    return Part.Unknown;
                case '\\':
                    return Escape();
                case '*' or '+' or '?' or ')':
                    _lost = true;
                    return Part.Unknown;
                case '{' when Braces(_at - 1) >= 0:
                    _lost = true;
                    return Part.Unknown;
                default:
                    return Part.Of(c);
            }
        }

        private Part Group()
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
                    return Part.Unknown;
                }
            }

            var part = Alternatives();
            if (!Accept(')'))
                _lost = true;
            return part;
        }

        private Part Class()
        {
            var open = _at - 1;
            var end = PatternText.EndOfClass(pattern, open);
            _at = end + 1;
            var inner = pattern.AsSpan(open + 1, Math.Max(0, end - open - 1));
            if (inner.SequenceEqual("0-9"))
                return new Part(new Need(null, TextTraits.Digit), null, IsAll: false);
            if (inner.Length > LargestClass || inner.ContainsAny('^', '\\', '-') || inner.Contains('['))
                return Part.Unknown;
            var literals = new List<string>();
            foreach (var c in inner)
            {
                // Half a character: the expression reads units, and so could match inside one.
                if (char.IsSurrogate(c))
                    return Part.Unknown;
                literals.Add(c.ToString());
            }

            return literals.Count == 0 ? Part.Unknown : new Part(new Need(literals, TextTraits.None), literals, IsAll: true);
        }

        private Part Escape()
        {
            if (_at >= pattern.Length)
            {
                _lost = true;
                return Part.Unknown;
            }

            var c = pattern[_at++];
            switch (c)
            {
                case 'w' or 'W' or 's' or 'S' or 'D' or 'b' or 'B' or 'A' or 'Z' or 'z':
                    return Part.Unknown;
                case 'n':
                    return Part.Of('\n');
                default:
                    if (!char.IsAsciiLetterOrDigit(c))
                        return Part.Of(c);
                    _lost = true;
                    return Part.Unknown;
            }
        }

        private Repeat Repetition()
        {
            if (_at >= pattern.Length)
                return Repeat.Exactly;
            var repeat = Repeat.Exactly;
            switch (pattern[_at])
            {
                case '*':
                    _at++;
                    repeat = Repeat.Never;
                    break;
                case '?':
                    _at++;
                    repeat = Repeat.Optional;
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

            /// <summary>Once or not at all.</summary>
            Optional,

            /// <summary>Perhaps not at all, perhaps often.</summary>
            Never,
        }
    }
}
