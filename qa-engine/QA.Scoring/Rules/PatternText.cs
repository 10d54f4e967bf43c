using System;
using System.Text;
using System.Text.RegularExpressions;
using QA.Scoring.Settings;
using QA.Scoring.Text;

namespace QA.Scoring.Rules;

/// <summary>Reads a regular expression as an author wrote it, and says what is wrong with it.</summary>
internal static class PatternText
{
    public const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private const int LongestPattern = 1000;

    // Texts an expression that can match nothing at all would match somewhere with no length.
    private static readonly string[] Probes = ["", "您 a1."];

    /// <summary>The expression, or null where it cannot be used; why was reported.</summary>
    public static Regex? Compile(SettingReader settings, string name, string pattern)
    {
        if (pattern.Length > LongestPattern)
        {
            settings.Report(name, $"'{name}' has {pattern.Length} characters", $"keep it to {LongestPattern}; several rules joined by 'kind: combine', or a lexicon, do the same");
            return null;
        }

        if (Unsupported(pattern) is var (what, instead))
        {
            settings.Report(name, $"'{name}' uses {what}, which could take forever on a long text", instead);
            return null;
        }

        Regex regex;
        try
        {
            _ = new Regex(pattern, Options);
            regex = new Regex(PlainDigits(pattern), Options);
        }
        catch (RegexParseException exception)
        {
            settings.Report(name, $"'{name}' is not a regular expression: {Sentence(exception)}", $"mend it at character {exception.Offset + 1}; a backslash before . ( ) [ ] {{ }} * + ? | ^ $ and \\ makes them plain characters");
            return null;
        }
        catch (NotSupportedException)
        {
            settings.Report(name, $"'{name}' has repetitions that multiply beyond what can be searched quickly", "lower the numbers in braces, or repeat with * or + instead");
            return null;
        }

        foreach (var probe in Probes)
        {
            foreach (var match in regex.EnumerateMatches(probe))
            {
                if (match.Length > 0)
                    continue;
                settings.Report(name, $"'{name}' can match nothing at all, so it would be found everywhere", "make at least one part of it needed: + instead of *, or no ? behind it");
                return null;
            }
        }

        CheckFolded(settings, name, pattern);
        return regex;
    }

    private static (string What, string Instead)? Unsupported(string pattern)
    {
        for (var i = 0; i + 1 < pattern.Length; i++)
        {
            if (pattern[i] == '\\')
            {
                i++;
                if (char.IsBetween(pattern[i], '1', '9') || pattern[i] == 'k')
                    return ("a back-reference", "write out what may be repeated; for the same message sent again there is 'kind: repetition'");
                if (pattern[i] == 'G')
                    return ("\\G", "leave it out");
            }
            else if (pattern[i] == '[')
            {
                i = EndOfClass(pattern, i);
            }
            else if (pattern[i] == '(' && pattern[i + 1] == '?' && i + 2 < pattern.Length)
            {
                var rest = pattern.AsSpan(i + 2);
                if (rest.StartsWith("=", StringComparison.Ordinal) || rest.StartsWith("!", StringComparison.Ordinal) || rest.StartsWith("<=", StringComparison.Ordinal) || rest.StartsWith("<!", StringComparison.Ordinal))
                    return ("look-around", "use 'excluding' for what must not match, or 'with' and 'without' for what has to stand nearby");
                if (rest[0] == '>')
                    return ("an atomic group", "write (?: instead of (?>");
                if (rest[0] == '(')
                    return ("a condition", "write the cases as (one|other)");
                if (rest[0] == '<' && rest.IndexOf('-') is var minus and >= 0 && rest.IndexOf('>') is var close && minus < close)
                    return ("a balancing group", "write out the levels");
            }
        }

        return null;
    }

    /// <summary>The last character of the class that opens at <paramref name="open"/>.</summary>
    public static int EndOfClass(ReadOnlySpan<char> pattern, int open)
    {
        var i = open + 1;
        if (i < pattern.Length && pattern[i] == '^')
            i++;
        if (i < pattern.Length && pattern[i] == ']')
            i++;
        for (; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[' when i > open && pattern[i - 1] == '-':
                    i = EndOfClass(pattern, i);
                    break;
                case ']':
                    return i;
            }
        }

        return pattern.Length - 1;
    }

    /// <summary>Folding makes every digit people type one of 0 to 9; \d would look for those of all scripts.</summary>
    private static string PlainDigits(string pattern)
    {
        if (!pattern.Contains("\\d", StringComparison.Ordinal))
            return pattern;
        var plain = new StringBuilder(pattern.Length + 16);
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '[')
            {
                var end = EndOfClass(pattern, i);
                plain.Append(pattern, i, 1);
                for (i++; i < end; i++)
                {
                    if (pattern[i] == '\\' && pattern[i + 1] == 'd')
                        plain.Append("0-9");
                    else if (pattern[i] == '\\')
                        plain.Append(pattern, i, 2);
                    else
                        plain.Append(pattern[i]);
                    i += pattern[i] == '\\' ? 1 : 0;
                }

                plain.Append(pattern, i, Math.Min(1, pattern.Length - i));
            }
            else if (pattern[i] == '\\' && i + 1 < pattern.Length)
            {
                plain.Append(pattern[i + 1] == 'd' ? "[0-9]" : pattern.Substring(i, 2));
                i++;
            }
            else
            {
                plain.Append(pattern[i]);
            }
        }

        return plain.ToString();
    }

    /// <summary>Reports characters that never stand in folded text: a pattern that waits for them finds nothing, silently.</summary>
    private static void CheckFolded(SettingReader settings, string name, string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            var c = pattern[i];
            if (c == '\\')
            {
                i = AfterEscape(pattern, i + 1);
            }
            else if (c == '(' && i + 1 < pattern.Length && pattern[i + 1] == '?')
            {
                // Names and options are for the expression itself.
                while (i + 1 < pattern.Length && pattern[i + 1] is not (':' or '>' or ')'))
                    i++;
            }
            else if (!char.IsSurrogate(c) && !char.IsWhiteSpace(c) && (c >= 0x80 || char.IsAsciiLetterUpper(c)) && Folding.Fold(c.ToString()) is var folded && folded != c.ToString())
            {
                settings.Report(
                    name,
                    $"'{name}' looks for '{c}' at character {i + 1}, but folded text never holds it",
                    folded.Length == 0 ? "leave it out" : $"write '{(folded is "." or "?" or "(" or ")" or "[" or "]" ? "\\" : "")}{folded}'");
                return;
            }
        }
    }

    /// <summary>The last character of an escape whose letter stands at <paramref name="at"/>.</summary>
    private static int AfterEscape(string pattern, int at)
    {
        if (at >= pattern.Length)
            return at;
        switch (pattern[at])
        {
            case 'u':
                return at + 4;
            case 'x':
                return at + 2;
            case 'c':
                return at + 1;
            case 'p' or 'P' when pattern.IndexOf('}', at) is var close and >= 0:
                return close;
            default:
                return at;
        }
    }

    private static string Sentence(RegexParseException exception)
    {
        // The runtime says "Invalid pattern '…' at offset 3. Not enough )'s."
        var message = exception.Message;
        var at = message.IndexOf(" at offset ", StringComparison.Ordinal);
        var stop = at < 0 ? -1 : message.IndexOf(". ", at, StringComparison.Ordinal);
        return stop < 0 ? exception.Error.ToString() : message[(stop + 2)..].TrimEnd('.');
    }
}
