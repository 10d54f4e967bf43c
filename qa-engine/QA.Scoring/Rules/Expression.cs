using System;
using System.Collections.Generic;
using QA.Scoring.Settings;

namespace QA.Scoring.Rules;

/// <summary>A condition over rules: <c>a and (b or not c)</c>, <c>at least 2 of (a, b, c)</c>.</summary>
public abstract class Expression
{
    private const int NotSign = -1;
    private const int NothingSign = -2;

    // Behind it stand how many must hold, of how many, and where these end.
    private const int AtLeastSign = -3;
    private const int AtLeastLength = 4;

    private Expression()
    {
    }

    /// <summary>Reads a condition; what is wrong is reported at its place and answered with a condition that never holds.</summary>
    public static Expression Parse(ScalarNode text, IVocabulary vocabulary) => new Parser(text, vocabulary).Parse();

    /// <summary>A condition that never holds.</summary>
    public static Expression Never { get; } = new Nothing();

    /// <summary>Every rule it names, in the order of the text.</summary>
    public IReadOnlyList<RuleReference> Rules { get; private set; } = [];

    // The same as a list of numbers, made when first asked for: what is asked in every conversation should lie close together.
    private int[]? _code;

    internal bool Holds(Examination chat)
    {
        if (_code is null)
        {
            var code = new List<int>();
            Emit(code);
            _code = [.. code];
        }

        var at = 0;
        return Holds(_code, ref at, chat);
    }

    /// <summary>Adds the numbers that stand for it: that of a rule, or a sign and what it joins.</summary>
    private protected abstract void Emit(List<int> code);

    private static bool Holds(ReadOnlySpan<int> code, ref int at, Examination chat)
    {
        switch (code[at])
        {
            case NotSign:
                at++;
                return !Holds(code, ref at, chat);
            case NothingSign:
                at++;
                return false;
            case AtLeastSign:
                var (missing, left, end) = (code[at + 1], code[at + 2], code[at + 3]);
                at += AtLeastLength;
                for (; left > 0 && missing > 0 && missing <= left; left--)
                {
                    if (Holds(code, ref at, chat))
                        missing--;
                }

                at = end;
                return missing <= 0;
            default:
                return chat.Holds(code[at++]);
        }
    }

    /// <summary>What it cannot hold without.</summary>
    /// <param name="of">What a rule cannot find anything without.</param>
    internal virtual Prerequisite Requires(Func<RuleReference, Prerequisite> of) => Prerequisite.None;

    /// <summary>Has the rules examined whose findings <see cref="Gather"/> will ask for; after this, asking whether a part holds examines nothing.</summary>
    internal abstract void Prepare(Examination chat);

    /// <summary>The findings that made it true: of every part that holds, but nothing below a <c>not</c>.</summary>
    internal abstract void Gather(Examination chat, FindingList evidence);

    /// <summary>Adds the findings that made it true to the examination's evidence, each under the rule that found the words.</summary>
    internal abstract void Collect(Examination chat);

    /// <summary>Widens a range of messages to all that its positive parts looked at.</summary>
    internal abstract void LookedIn(Examination chat, ref (int From, int To)? range);

    /// <summary>What came closest to making it true, where that is closer than <paramref name="best"/>.</summary>
    internal abstract void Nearest(Examination chat, ref NearMiss? best);

    /// <summary>The first words that speak for it.</summary>
    internal virtual Mark? FirstFound(Examination chat) => null;

    private sealed class Found(RuleReference rule) : Expression
    {
        private protected override void Emit(List<int> code) => code.Add(rule.Index);

        internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of) => of(rule);

        internal override void Prepare(Examination chat) => chat.Prepare(rule);

        internal override void Gather(Examination chat, FindingList evidence)
        {
            foreach (ref readonly var mark in chat.Found(rule))
                evidence.Add(mark);
        }

        internal override void Collect(Examination chat) => chat.Collect(rule);

        internal override Mark? FirstFound(Examination chat)
        {
            foreach (ref readonly var mark in chat.Found(rule))
            {
                if (mark.End > mark.Start)
                    return mark;
            }

            return null;
        }

        internal override void LookedIn(Examination chat, ref (int From, int To)? range)
        {
            if (chat.LookedIn(chat.Rubric.RuleArray[rule.Index]) is { } own)
                range = range is { } other ? (Math.Min(own.From, other.From), Math.Max(own.To, other.To)) : own;
        }

        internal override void Nearest(Examination chat, ref NearMiss? best)
        {
            if (!chat.Holds(rule))
                NearMiss.Keep(ref best, chat.Nearest(chat.Rubric.RuleArray[rule.Index]));
        }
    }

    private sealed class Negation(Expression inner) : Expression
    {
        private protected override void Emit(List<int> code)
        {
            code.Add(NotSign);
            inner.Emit(code);
        }

        internal override void Prepare(Examination chat)
        {
            // What is not there has no words to show.
        }

        internal override void Gather(Examination chat, FindingList evidence)
        {
            // What is not there has no words to show.
        }

        internal override void Collect(Examination chat)
        {
            // What is not there has no words to show.
        }

        internal override void LookedIn(Examination chat, ref (int From, int To)? range)
        {
            // Looks for nothing it would have liked to find.
        }

        internal override void Nearest(Examination chat, ref NearMiss? best)
        {
            // Looks for nothing it would have liked to find.
        }
    }

    private sealed class AtLeast(int count, Expression[] parts) : Expression
    {
        private protected override void Emit(List<int> code)
        {
            var start = code.Count;
            code.AddRange([AtLeastSign, count, parts.Length, 0]);
            foreach (var part in parts)
                part.Emit(code);
            code[start + AtLeastLength - 1] = code.Count;
        }

        internal override Prerequisite Requires(Func<RuleReference, Prerequisite> of)
        {
            var needs = Array.ConvertAll(parts, part => part.Requires(of));
            if (count < parts.Length)
                return Prerequisite.Either(needs);
            var all = Prerequisite.None;
            foreach (var needed in needs)
                all = all.And(needed);
            return all;
        }

        internal override void Prepare(Examination chat)
        {
            foreach (var part in parts)
            {
                if (part.Holds(chat))
                    part.Prepare(chat);
            }
        }

        internal override void Gather(Examination chat, FindingList evidence)
        {
            foreach (var part in parts)
            {
                if (part.Holds(chat))
                    part.Gather(chat, evidence);
            }
        }

        internal override void Collect(Examination chat)
        {
            foreach (var part in parts)
            {
                if (part.Holds(chat))
                    part.Collect(chat);
            }
        }

        internal override void LookedIn(Examination chat, ref (int From, int To)? range)
        {
            foreach (var part in parts)
                part.LookedIn(chat, ref range);
        }

        internal override void Nearest(Examination chat, ref NearMiss? best)
        {
            var held = 0;
            Mark? first = null;
            foreach (var part in parts)
            {
                if (!part.Holds(chat))
                {
                    part.Nearest(chat, ref best);
                    continue;
                }

                held++;
                first ??= part.FirstFound(chat);
            }

            // Of several kinds asked for, what is there shows how little is missing.
            if (count > 1 && count < parts.Length && first is { } mark)
                NearMiss.Keep(ref best, new NearMiss(mark, MissReason.TooFew, count - held));
        }

        internal override Mark? FirstFound(Examination chat)
        {
            foreach (var part in parts)
            {
                if (part.FirstFound(chat) is { } mark)
                    return mark;
            }

            return null;
        }
    }

    private sealed class Nothing : Expression
    {
        private protected override void Emit(List<int> code) => code.Add(NothingSign);

        internal override void Prepare(Examination chat)
        {
            // Never holds.
        }

        internal override void Gather(Examination chat, FindingList evidence)
        {
            // Never holds.
        }

        internal override void Collect(Examination chat)
        {
            // Never holds.
        }

        internal override void LookedIn(Examination chat, ref (int From, int To)? range)
        {
            // Never holds.
        }

        internal override void Nearest(Examination chat, ref NearMiss? best)
        {
            // Never holds.
        }
    }

    /// <summary>Recursive descent; nesting is bounded so that a hostile rubric cannot exhaust the stack.</summary>
    private sealed class Parser(ScalarNode source, IVocabulary vocabulary)
    {
        private const int MaxDepth = 64;
        private readonly string _text = source.Value;
        private int _at;
        private int _word;
        private readonly List<RuleReference> _rules = [];
        private bool _failed;

        public Expression Parse()
        {
            var expression = Alternatives(0);
            if (!_failed && Peek() is { Length: > 0 } rest)
                Fail($"'{rest}' stands where the condition should go on", "join names with 'and' or 'or'");
            if (_failed)
                return Never;
            expression.Rules = _rules;
            return expression;
        }

        private Expression Alternatives(int depth)
        {
            var parts = new List<Expression> { Conjunction(depth) };
            while (!_failed && Accept("or"))
                parts.Add(Conjunction(depth));
            return parts.Count == 1 ? parts[0] : new AtLeast(1, [.. parts]);
        }

        private Expression Conjunction(int depth)
        {
            var parts = new List<Expression> { Factor(depth) };
            while (!_failed && Accept("and"))
                parts.Add(Factor(depth));
            return parts.Count == 1 ? parts[0] : new AtLeast(parts.Count, [.. parts]);
        }

        private Expression Factor(int depth)
        {
            if (depth > MaxDepth)
                return Fail("the condition is nested too deeply", $"keep it below {MaxDepth} brackets; give parts of it names with 'kind: combine'");
            if (Accept("not"))
                return new Negation(Factor(depth + 1));
            if (Accept("("))
            {
                var inner = Alternatives(depth + 1);
                return Expect(")") ? inner : Never;
            }

            var word = Next();
            var place = Place();
            if (string.Equals(word, "at", StringComparison.Ordinal) && string.Equals(Peek(), "least", StringComparison.Ordinal))
                return Some(depth);
            if (word.Length == 0)
                return Fail("the condition ends too early", "name a rule here");
            if (!IsName(word))
                return Fail($"'{word}' is not the name of a rule", "names have lower-case letters, digits and '-'");
            var rule = vocabulary.Rule(word, place);
            _rules.Add(rule);
            return new Found(rule);
        }

        private Expression Some(int depth)
        {
            Next();
            var number = Next();
            var place = Place();
            if (!int.TryParse(number, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var count) || count < 1)
                return Fail($"'at least' needs a whole number, not '{number}'", "write: at least 2 of (a, b, c)");
            if (!Expect("of") || !Expect("("))
                return Never;
            var parts = new List<Expression>();
            do
            {
                parts.Add(Alternatives(depth + 1));
            }
            while (!_failed && Accept(","));
            if (!Expect(")"))
                return Never;
            return count <= parts.Count
                ? new AtLeast(count, [.. parts])
                : Fail($"'at least {count}' can never hold for {parts.Count} conditions", $"ask for at most {parts.Count}", place);
        }

        private bool Accept(string word)
        {
            if (!string.Equals(Peek(), word, StringComparison.Ordinal))
                return false;
            Next();
            return true;
        }

        private bool Expect(string word)
        {
            if (_failed)
                return false;
            if (Accept(word))
                return true;
            Fail(Peek() is { Length: > 0 } found ? $"'{found}' stands where '{word}' is needed" : $"'{word}' is missing at the end", $"write '{word}' here");
            return false;
        }

        private string Peek()
        {
            var before = _at;
            var word = Next();
            _at = before;
            return word;
        }

        private string Next()
        {
            while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
                _at++;
            var start = _word = _at;
            if (_at >= _text.Length)
                return "";
            if (_text[_at] is '(' or ')' or ',')
                return _text[_at++].ToString();
            while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not ('(' or ')' or ','))
                _at++;
            return _text[start.._at];
        }

        /// <summary>Where the word stands that was read or looked at last.</summary>
        private Position Place()
        {
            // Exact where the condition stands on one plain line; the scalar's own place otherwise.
            return source.At.Line == 0 || _text.Contains('\n', StringComparison.Ordinal)
                ? source.At
                : source.At with { Column = source.At.Column + _word + (source.Quoted ? 1 : 0) };
        }

        private Expression Fail(string wrong, string right, Position? place = null)
        {
            if (!_failed)
                vocabulary.Report(place ?? Place(), wrong, right);
            _failed = true;
            return Never;
        }

        private static bool IsName(string word)
        {
            foreach (var c in word)
            {
                if (!char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')
                    return false;
            }

            return char.IsAsciiLetterLower(word[0]);
        }
    }
}
